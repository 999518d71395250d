"""Looks for an invoice that may exist already, and never issues one.

Used after a lost answer, when a run starts past the point of no return, and where the portal says that the
ticket was invoiced. Everything here clicks through `Drive.press`, which refuses what may issue; native
questions are refused. The roads: what the page offers (downloads, consultar, reimprimir, mis facturas),
the portal opened afresh, and the ticket's own look-up, which often answers "ya facturado" with links.
Delayed invoices are asked for again with growing waits, as long as the run's time allows.
"""

import re
from dataclasses import dataclass, field

from automation.browser.base import BrowserLost
from automation.pilots import login, reasons
from automation.pilots.base import Outcome
from automation.pilots.drive import NOT_SETTLED, TROUBLE, Drive, Halt
from automation.pilots.filling.delivery import choose_download, download_choice
from automation.pilots.filling.fields import fill_form, unfilled
from automation.pilots.native_dialogs import ISSUING_WORDS, Mode
from automation.pilots.panels import fill_panel
from automation.pilots.receiving import by_email, collect, is_xml, outcome_with, receive
from automation.pilots.sight import Sight, clickable_key, folded
from automation.reading.page import Clickable
from automation.reading.roads.aside import leads_elsewhere
from automation.reading.subjects import canonical_of
from automation.reading.understanding import Meaning, PageKind, Purpose, Step
from automation.reading.vocabulary.ticket import IDENTIFYING
from invoicing.states import PilotName, StepType

WAITS = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds before each search: a delayed CFDI comes within a minute at the portals seen (PORTALS.md 3.3)."""
TIME_KEPT = 4.0
"""Seconds of the run that are left for what comes after."""
MAX_STEPS = 14
"""Pages that one search may look at."""
_LOOKS = frozenset({Purpose.CONTINUE, Purpose.CONSULT, Purpose.DOWNLOAD, Purpose.DOWNLOAD_XML})
_LOOK_WORDS = re.compile(r"busc|consult|valid|verific|descarg|recuper|reimpri|encontrar|search")
_DOOR_WORDS = re.compile(
    r"^recuper|reimpr|reimpresion|mis (facturas|cfdi|comprobantes)|facturas (emitidas|generadas|anteriores)|"
    r"historial|(consult|busc|descarg|recuper|obten)\w* (de )?(tu|su|mi|la|una|tus|sus|mis)?\s?"
    r"(factura|cfdi|comprobante)|"
    r"ya (tienes|tiene|facturaste|facturo)|reenvi"
)
_BARE_DOOR = re.compile(
    r"^\W*(?:consultas?|consultar|reimprimir|recuperar|facturas|comprobantes|historial)\W*$"
)
"""As the words of a link to another page; under a form the same words look the ticket up."""
_NO_DOOR_WORDS = re.compile(
    r"contrasen|clave|password|cuenta|acceso|usuario|cancel|refactur|global|aviso|manual|guia|video|tutorial|app"
)
_NEVER = frozenset({Purpose.ISSUE, Purpose.CONFIRM, Purpose.OPEN_MAILBOX})


@dataclass(slots=True)
class Search:
    """One walk over the portal's roads."""

    walked: set[tuple[str, ...]] = field(default_factory=set)
    filled: set[str] = field(default_factory=set)
    said: str = ""
    """the portal's newest words about this ticket"""
    not_found: bool = False


async def recover(drive: Drive, *, why: str, patient: bool = True) -> Outcome:
    """The invoice, or UNCERTAIN_SUBMISSION. `patient`: ask again with growing waits. Raises RunStopped,
    BrowserLost."""
    await drive.journal.record(StepType.WAIT, f"Busca la factura en el portal, sin volver a enviar: {why}")
    drive.native.turn(Mode.REFUSE)
    said = ""
    for wait in WAITS if patient else WAITS[:1]:
        if drive.desk.seconds_left() < wait + TIME_KEPT:
            break
        if wait:
            await _pause(drive, wait)
        found = await search(drive)
        if isinstance(found, Outcome):
            return found
        said = found or said
    words = f"El portal dice: {reasons.quoted(said)}." if said else why
    return Outcome(failure=reasons.uncertain(words), issued_by=PilotName.FORM if drive.issued else None)


async def _pause(drive: Drive, seconds: float) -> None:
    """Waits for the invoice itself: a file that arrives meanwhile ends the wait."""
    await drive.desk.checkpoint()
    before = len(await drive.browser.documents())
    await drive.browser.wait_for_document(after=before, limit=seconds)


async def search(drive: Drive) -> Outcome | str:
    """One walk: first the page that is there, then the portal afresh. Returns the portal's words if nothing
    was found."""
    walk = Search()
    drive.native.turn(Mode.REFUSE)
    for afresh in (True,) if drive.on_blank_tab else (False, True):
        try:
            if afresh:
                walk.filled.clear()
                await drive.open_portal()
            found = await _walk(drive, walk)
        except TROUBLE as error:
            walk.said = walk.said or str(error)
            continue
        except Halt as halt:
            walk.said = walk.said or halt.failure.reason
            continue
        if found is not None:
            return found
    return walk.said


async def _walk(drive: Drive, walk: Search) -> Outcome | None:
    for _ in range(MAX_STEPS):
        if drive.desk.seconds_left() < TIME_KEPT:
            return None
        drive.looks = 0
        sight = await drive.look_when_idle(limit=drive.desk.seconds_left() - TIME_KEPT)
        _listen(walk, sight)
        found = await _found_here(drive, sight)
        if found is not None:
            return found
        if not await _go_on(drive, walk, sight):
            return None
    return None


def _listen(walk: Search, sight: Sight) -> None:
    said = sight.saying(
        Meaning.ALREADY_INVOICED, Meaning.EMAILED, Meaning.ISSUED, Meaning.NOT_READY, Meaning.NOT_FOUND
    )
    if said is not None:
        walk.said = said.text


async def _found_here(drive: Drive, sight: Sight) -> Outcome | None:
    after = drive.documents_before
    if any(map(is_xml, (await drive.browser.documents())[after:])):
        return outcome_with(drive, await collect(drive, sight, after=after), recovered=True)
    if sight.meaning.downloads or sight.page.embedded:
        return await receive(drive, await _identified(drive, sight), after=after, recovered=True)
    return by_email(drive, sight, ()) if _was_mailed(drive, sight) else None


def _was_mailed(drive: Drive, sight: Sight) -> bool:
    """The portal lists our ticket as invoiced to our receptor and sent by e-mail, and hands over nothing."""
    said = sight.saying(Meaning.EMAILED)
    if said is None or not (drive.issued or drive.desk.submitted):
        return False
    text, receiver = folded(said.text), drive.request.receiver
    values = drive.request.ticket.values.items()
    keys = [folded(v) for k, v in values if canonical_of(k) in IDENTIFYING and len(v.strip()) > 3]
    ours = receiver.rfc.casefold() in text or receiver.email.casefold() in text
    return ours and any(key in text for key in keys)


async def _identified(drive: Drive, sight: Sight) -> Sight:
    """A button that hands the invoice over may stand under fields that ask whose it is: filled first."""
    linked = any(d.clickable.href.startswith("http") for d in sight.meaning.downloads)
    if linked or sight.page.embedded or not unfilled(drive, sight):
        return sight
    drive.fills.clear()
    return await fill_form(drive, sight, careful=True)


async def _go_on(drive: Drive, walk: Search, sight: Sight) -> bool:
    """One step along a road; False at its end."""
    if sight.kind is PageKind.LOGIN and drive.request.credentials and not drive.logged_in:
        await login.log_in(drive, sight)
        return True
    if sight.is_form and sight.fingerprint not in walk.filled and _lookup(drive, sight):
        return await _look_up(drive, walk, sight)
    for step in (*sight.meaning.dismiss, *sight.meaning.consult, *_doors(sight), *_roads(sight)):
        key = (sight.page.url.split("?", 1)[0], *clickable_key(step.clickable))
        if key not in walk.walked and step.clickable.enabled and may_press(drive, step, sight):
            walk.walked.add(key)
            await _follow(drive, step, sight)
            return True
    return False


async def _follow(drive: Drive, step: Step, sight: Sight) -> None:
    """A link that took no click, because a message lay over it, is opened by its address."""
    if step.purpose is Purpose.CONSULT and not step.clickable.href.startswith("http"):
        await fill_panel(drive, sight, step.clickable)
    settled = await drive.press(step, sight)
    if settled is NOT_SETTLED and leads_elsewhere(step.clickable.href, sight.page.url):
        await drive.navigate(step.clickable.href)


def _doors(sight: Sight) -> tuple[Step, ...]:
    """Links by whose words an issued invoice is found again, beyond those that understanding names."""
    known = {s.clickable.ref for s in (*sight.meaning.consult, *sight.ways_on, *sight.meaning.dismiss)}
    return tuple(
        Step(c, Purpose.CONSULT, may_issue=False, score=0.3)
        for c in sight.page.clickables
        if c.visible and c.ref not in known and _is_door(c, sight.page.url)
    )


def _is_door(clickable: Clickable, here: str) -> bool:
    text = folded(clickable.text)
    bare = bool(_BARE_DOOR.match(text)) and leads_elsewhere(clickable.href, here)
    words = bool(_DOOR_WORDS.search(text)) and len(text) < 60
    return (bare or words) and not _NO_DOOR_WORDS.search(text)


def _roads(sight: Sight) -> tuple[Step, ...]:
    """Ways on from pages that are no form: a form is only looked up in, filled."""
    return () if sight.is_form else sight.ways_on


def may_press(drive: Drive, step: Step, sight: Sight) -> bool:
    """Nothing that may issue, confirms, or was part of the issuing click."""
    if step.purpose in _NEVER or step.may_issue:
        return False
    pressed = drive.intent.pressed if drive.intent else set()
    return (
        not drive.may_issue(step, sight)
        and (sight.fingerprint, *clickable_key(step.clickable)) not in pressed
    )


def _lookup(drive: Drive, sight: Sight) -> Step | None:
    """The button that looks the ticket, or the invoice, up without issuing. On a form that takes the
    receptor's data a click is a look only if it is worded as one, or the form itself consults."""
    steps = [s for s in sight.ways_on if s.purpose in _LOOKS and may_press(drive, s, sight)]
    return next((s for s in steps if _only_looks(s, sight)), None)


def _only_looks(step: Step, sight: Sight) -> bool:
    if sight.kind is PageKind.TICKET_FORM or download_choice(sight) is not None:
        return True
    text = folded(step.clickable.text)
    if step.purpose is Purpose.CONSULT:
        return not ISSUING_WORDS.search(text)
    return sight.kind is PageKind.FULL_FORM and bool(_LOOK_WORDS.search(text))


async def _look_up(drive: Drive, walk: Search, sight: Sight) -> bool:
    """Fills the form with the request and presses its look-up."""
    walk.filled.add(sight.fingerprint)
    drive.fills.clear()
    filled = await fill_form(drive, sight, careful=True)
    _listen(walk, filled)
    filled = await choose_download(drive, filled)
    step = _lookup(drive, filled)
    if step is not None and not step.clickable.enabled:
        await drive.settle(limit=2.0, quiet=0.3)
        filled = await drive.look()
        step = _lookup(drive, filled)
    if step is not None and step.clickable.enabled and filled.is_form:
        await drive.press(step, filled)
    return True


async def fetch_existing(drive: Drive, sight: Sight, *, after: int) -> Outcome | None:
    """The portal says "ya facturado": what it offers right there, then its roads from here, then from its first
    page, each once. Whoever called the pilot checks that the invoice is this receptor's."""
    drive.native.turn(Mode.REFUSE)
    sent = set() if unfilled(drive, sight) else {sight.fingerprint}
    try:
        here = await receive(drive, await _identified(drive, sight), after=after, recovered=True)
        here = here or await _walk(drive, Search(filled=sent))
        if here is None:
            await drive.open_portal()
        return here or await _walk(drive, Search())
    except (*TROUBLE, Halt):
        return None


async def survive(drive: Drive, error: Exception) -> Outcome:
    """After the issuing click the connection or the page was lost: look for the invoice, never issue."""
    if isinstance(error, BrowserLost):
        return Outcome(failure=reasons.uncertain(str(error)), issued_by=PilotName.FORM)
    return await recover(drive, why=str(error) or "se perdió la respuesta del portal")
