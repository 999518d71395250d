"""What a click may do: whether it may make the portal issue, by its words, its place and what was told so far.

In doubt it may: a click taken wrongly for one that issues is only compared and committed too early; one taken
wrongly for harmless would issue without the guard.
"""

import re
from typing import Protocol
from urllib.parse import urlsplit

from automation.pilots.base import Desk
from automation.pilots.guard import RECEIVER_DATA
from automation.pilots.sight import Sight, clickable_key, folded
from automation.reading.request import InvoiceRequest
from automation.reading.roads.aside import leads_elsewhere
from automation.reading.subjects import canonical_of
from automation.reading.understanding import Datum, Meaning, PageKind, Purpose, Step
from automation.reading.vocabulary.ticket import IDENTIFYING

_ROAD = frozenset({Purpose.CONTINUE, Purpose.ISSUE, Purpose.CONFIRM, Purpose.START})
_ISSUE_TEXT = re.compile(r"factur|timbr|\bemit|gener(a|ar)\b|solicit|certific")
_AGREES = re.compile(
    r"^\W*(?:acept|si\b|ok\b|okay|continu|confirm|correct|de acuerdo|adelante|entendid|enterad|yes|proceed|"
    r"accept|siguiente|enviar|listo|finaliz|termin|conclu)"
)
_WILL_ISSUE = re.compile(r"factur|timbr|\bemit|\bemis|\bgener|solicit")
_SAYS_OTHERWISE = re.compile(
    r"privacidad|datos personales|terminos y condiciones|cookies|"
    r"\b(?:seleccion|ingres|captur|elij|escrib|complet|falt|proporcion|obligatori|requerid|debe)"
)
"""The small print, or a request for more: nothing is issued by having read it."""
_UNTOLD = frozenset({Meaning.NOTICE, Meaning.OTHER, Meaning.CONFIRM})
"""Meanings of a dialog that pronounces nothing."""
_NAMES = frozenset({Datum.LEGAL_NAME, Datum.FIRST_NAMES})
_PIECES = frozenset(
    {
        Datum.RFC,
        *_NAMES,
        Datum.PATERNAL_SURNAME,
        Datum.MATERNAL_SURNAME,
        Datum.POSTAL_CODE,
        Datum.FISCAL_REGIME,
    }
)
_MONEY = re.compile(r"\$\s*\d|\b\d[\d,]*\.\d{2}\b")
_SAVES = re.compile(r"^\W*(?:guardar?|save|registrar?|agregar?|anadir|add)\b")
_TOKEN = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{10,}")
_STANDS_FOR_RFC = frozenset({"membership", "membresia", "membresía", "socio", "cliente", "customer"})
_IDENTITY = r"membres|client|socio|customer|usuario"


class Facts(Protocol):
    """What a drive knows of what it and others have done so far."""

    @property
    def request(self) -> InvoiceRequest: ...
    @property
    def desk(self) -> Desk: ...
    @property
    def given(self) -> set[str]: ...
    @property
    def told(self) -> set[str]: ...
    @property
    def issuing_controls(self) -> set[tuple[str, ...]]: ...
    @property
    def intent(self) -> object | None: ...
    @property
    def opened_here(self) -> bool: ...
    @property
    def logged_in(self) -> bool: ...


def may_issue(drive: Facts, step: Step, sight: Sight) -> bool:
    """Understanding says so, or its words do on a page that holds data, or its place at the end of the road, or
    it asked an issuing question before; unless the portal cannot issue yet."""
    by_place = step.may_issue and step.purpose is Purpose.CONTINUE
    suspect = (
        (step.may_issue and not (by_place and _asks_piecemeal(drive, sight)))
        or clickable_key(step.clickable) in drive.issuing_controls
        or words_issue(drive, step, sight)
        or _ends_the_road(drive, step, sight)
        or _agrees(drive, step, sight)
    )
    harmless = _is_before_any_sale(drive, step, sight) or _saves_a_client(step, sight)
    return suspect and can_issue(drive, sight) and not harmless


def _is_before_any_sale(drive: Facts, step: Step, sight: Sight) -> bool:
    """Whom to invoice is settled before what: nobody has told the portal of a sale, it shows no money and asks
    for none here, and the words speak of no invoice. A CFDI 4.0 needs a total (Anexo 20)."""
    if sight.page.dialogs or not knows_all_given(drive):
        return False
    asked = {f.canonical or f.datum for f in sight.meaning.fields if f.datum is not None}
    if (drive.told | asked) - RECEIVER_DATA - {Datum.CONSENT}:
        return False
    if _ISSUE_TEXT.search(folded(step.clickable.text)) or _MONEY.search(sight.page.text):
        return False
    return not _carries_token(drive.request.portal_url)


def _saves_a_client(step: Step, sight: Sight) -> bool:
    """ "Guardar" in a dialog that asks for the receptor alone, over a page whose own button issues."""
    dialog = next((d for d in sight.page.dialogs if d.key == step.clickable.dialog_key), None)
    if dialog is None or not _SAVES.match(folded(step.clickable.text)) or _MONEY.search(dialog.text):
        return False
    asked = {f.canonical or f.datum for f in sight.meaning.fields if f.datum is not None}
    if not asked or asked - RECEIVER_DATA or Datum.CFDI_USE in asked:
        return False
    behind = (c for c in sight.page.clickables if not c.dialog_key and not c.in_navigation)
    return any(_ISSUE_TEXT.search(folded(c.text)) for c in behind)


def _carries_token(address: str) -> bool:
    """The address itself may say which sale is meant, as the one behind a QR code does."""
    parts = urlsplit(address)
    return bool(parts.query) or any(_TOKEN.fullmatch(segment) for segment in parts.path.split("/"))


def words_issue(drive: Facts, step: Step, sight: Sight) -> bool:
    """Its words alone say so, whatever understanding thinks."""
    if step.purpose not in _ROAD or _is_door(drive, step, sight):
        return False
    if not (sight.is_form or sight.kind is PageKind.REVIEW or _is_past_the_door(drive, step, sight)):
        return False
    return bool(_ISSUE_TEXT.search(folded(step.clickable.text)))


def _is_past_the_door(drive: Facts, step: Step, sight: Sight) -> bool:
    """On a page without a form: the portal was told something since it was opened, or the page shows what is
    to be invoiced, or somebody else has led here. A menu's own links lead back to the door."""
    if _leads_away(step, sight):
        return False
    led_here = not drive.opened_here and not _is_entry(sight.page.url, drive.request.portal_url)
    return bool(drive.told) or _shows_request(drive, sight) or led_here


def _is_entry(address: str, portal: str) -> bool:
    here, door = urlsplit(address), urlsplit(portal)
    return (here.netloc, here.path.rstrip("/")) == (door.netloc, door.path.rstrip("/"))


def _leads_away(step: Step, sight: Sight) -> bool:
    return step.clickable.in_navigation and leads_elsewhere(step.clickable.href, sight.page.url)


def _shows_request(drive: Facts, sight: Sight) -> bool:
    """The page names this ticket, or the receptor where that is not merely whose account it is."""
    shown = folded(sight.page.text)
    values = drive.request.ticket.values.items()
    ids = (folded(v) for k, v in values if canonical_of(k) in IDENTIFYING and len(v.strip()) > 3)
    ours = not drive.logged_in and drive.request.receiver.rfc.casefold() in shown
    return ours or any(i in shown for i in ids)


def _ends_the_road(drive: Facts, step: Step, sight: Sight) -> bool:
    """All that an invoice needs was told, and the page asks for nothing more: whatever goes on may issue."""
    if step.purpose not in _ROAD or sight.is_form or _leads_away(step, sight):
        return False
    return _has_told_all(drive)


def _has_told_all(drive: Facts) -> bool:
    identity = drive.told & {Datum.RFC, *_STANDS_FOR_RFC}
    return bool(identity and drive.told & {*_NAMES, Datum.FISCAL_REGIME, Datum.CFDI_USE})


def agreement(drive: Facts, sight: Sight) -> Step | None:
    """The yes of a dialog that was taken for a notice and may issue."""
    if not can_issue(drive, sight):
        return None
    return next((s for s in sight.meaning.dismiss if s.clickable.enabled and _agrees(drive, s, sight)), None)


def _agrees(drive: Facts, step: Step, sight: Sight) -> bool:
    """A yes in a dialog that reads the receptor's data back, or that speaks of issuing once all was told,
    whatever understanding takes it for; not where the dialog pronounces something."""
    dialog = next((d for d in sight.page.dialogs if d.key == step.clickable.dialog_key), None)
    if dialog is None or not _AGREES.match(folded(step.clickable.text)):
        return False
    if any(m.in_dialog == dialog.key and m.meaning not in _UNTOLD for m in sight.meaning.messages):
        return False
    shown, own = folded(f"{dialog.title} {dialog.text}"), folded(step.clickable.text)
    speaks = _WILL_ISSUE.search(shown) and (_ISSUE_TEXT.search(own) or not _SAYS_OTHERWISE.search(shown))
    return _reads_back(drive, shown) or (_has_told_all(drive) and bool(speaks))


def _reads_back(drive: Facts, shown: str) -> bool:
    receiver = drive.request.receiver
    return receiver.rfc.casefold() in shown or folded(receiver.legal_name) in shown


def _is_door(drive: Facts, step: Step, sight: Sight) -> bool:
    """The way ("Facturar") from a form that only looks invoices up and was not touched: whom to invoice was
    told to nobody yet."""
    if step.purpose is not Purpose.START or Datum.RFC in drive.given or not knows_all_given(drive):
        return False
    consults = any(s.purpose is Purpose.CONSULT for s in sight.ways_on)
    held = (c.value.upper() for c in sight.page.controls)
    return consults and not any(drive.request.receiver.rfc in value for value in held)


def knows_all_given(drive: Facts) -> bool:
    """Nobody but this drive has told the portal anything, neither a person nor an account."""
    return drive.opened_here and not (drive.logged_in or drive.desk.submitted or drive.intent)


def can_issue(drive: Facts, sight: Sight) -> bool:
    """False only where this drive opened the portal itself, without an account, and neither it nor the page has
    shown whom to invoice: CFDI 4.0 (Anexo 20) cannot be issued to a receptor without RFC."""
    if not knows_all_given(drive):
        return True
    if (drive.given | drive.told) & {Datum.RFC, *_STANDS_FOR_RFC}:
        return True
    if any(Datum.RFC in (f.canonical, f.datum) for f in sight.meaning.fields):
        return True
    if any(re.search(_IDENTITY, folded(f.datum or "")) for f in sight.meaning.fields):
        return True
    held = " ".join((sight.page.text, *(c.value for c in sight.page.controls))).upper()
    return drive.request.receiver.rfc in held


def _asks_piecemeal(drive: Facts, sight: Sight) -> bool:
    """The page asks for one datum of the receptor and nothing else, and others without which no CFDI 4.0
    can be issued (Anexo 20) were neither given nor stand here. An RFC alone may stand for a customer whom
    the portal knows, unless it is asked in a conversation; a régimen or a uso may be a default of the
    portal's, so one of the two must not be all that is lacking."""
    if not knows_all_given(drive):
        return False
    fields = [f for f in sight.meaning.fields if f.datum is not None]
    asked = {f.canonical for f in fields}
    others = [f for f in sight.meaning.fields if f.datum is None and f.control.kind != "checkbox"]
    if len(asked) != 1 or len(others) > 1 or not asked <= _PIECES or drive.given & _STANDS_FOR_RFC:
        return False
    if Datum.RFC in asked and any(f.control.label_source != "question" for f in fields):
        return False
    shown, receiver = folded(sight.page.text), drive.request.receiver
    known = asked | drive.given
    if not known & _NAMES and folded(receiver.legal_name) not in shown:
        return True
    if Datum.POSTAL_CODE not in known and receiver.postal_code not in shown:
        return True
    return not known & {Datum.FISCAL_REGIME, Datum.CFDI_USE}
