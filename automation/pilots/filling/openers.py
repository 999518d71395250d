"""Buttons inside a form that wake the rest of it: "Agregar", "Validar RFC", "Buscar cliente".

Many forms keep the receptor's fields inert (disabled, read-only, without options, or swallowing what is typed)
until the RFC beside such a button was sent. Each is pressed once; none whose words could issue is one.
"""

import re

from automation.pilots import guard, wanted
from automation.pilots.drive import Drive
from automation.pilots.sight import Sight, clickable_key, field_key, folded
from automation.reading.page import Box, Clickable
from automation.reading.roads.sections import is_of_receiver
from automation.reading.understanding import Datum, FieldMatch, PageKind, Purpose, Step
from automation.reading.values.options import real_options

_OPENS = re.compile(
    r"^\W*(?:agreg|anad|valid|busc|consult|verific|carg|comprob|obten(?=\w* datos)|ok\b|ir\b|add\b|check\b|"
    r"search\b)\w*"
    r"(?: (?:el|la|mi|mis|tu|tus|su|sus|un|los|nuevo))?(?: (?:rfc|receptor|cliente|contribuyente|datos|"
    r"datos fiscales|datos del (?:cliente|receptor)|informacion))?\W*$"
)
_NAMES_RECEIVER = re.compile(r"\brfc\b|receptor|client|contribuy|datos")
_ADDS = re.compile(
    r"^\W*(?:agreg|anad|nuev|otr|registr|captur|dar de alta|alta|add|new)\w*\b.{0,20}"
    r"\b(?:rfc|receptor|client|contribuyente|datos fiscales|razon social|taxpayer|customer)"
)
_INSIDE = 220.0
"""CSS pixels that a button without such words may be away from the RFC's field."""
_BESIDE = 30.0
_TYPED = frozenset({"text", "password"})


def first_step(drive: Drive, sight: Sight) -> Step | None:
    """What is pressed before the button that goes on: the ticket's look-up, then what wakes the receptor's
    fields. Whoever takes it presses it: it is not offered again, and what was typed in vain may be typed anew."""
    look_up = _ticket_look_up(drive, sight)
    drive.looked_up = look_up is not None
    step = look_up or next_opener(drive, sight) or _closed_section(drive, sight)
    if step is not None:
        drive.woken.add(clickable_key(step.clickable))
        drive.fills.clear()
    return step


def _closed_section(drive: Drive, sight: Sight) -> Step | None:
    """The head of a folded part of the form, before the button that issues all of it is pressed: the receptor's
    while nothing of the receptor was given, the sale's while nothing of the sale was."""
    step = sight.meaning.next
    if step is not None and step.purpose is not Purpose.ISSUE and step.clickable.enabled:
        return None
    given = drive.given | {f.canonical or f.datum or "" for f in sight.meaning.fields if f.datum}
    lacks_receiver, lacks_sale = (
        not given & guard.RECEIVER_DATA,
        not given - guard.RECEIVER_DATA - {"consent"},
    )
    heads = [s for s in sight.ways_on if s.purpose is Purpose.START and s.clickable.enabled]
    wanted_heads = [s for s in heads if (lacks_receiver if is_of_receiver(s) else lacks_sale)]
    return next((s for s in wanted_heads if _is_fresh(drive, s, sight)), None)


def _ticket_look_up(drive: Drive, sight: Sight) -> Step | None:
    """On a form for ticket and receptor the button that adds or validates the ticket comes before the one
    that issues."""
    if sight.kind is not PageKind.FULL_FORM:
        return None
    for step in sight.ways_on:
        text = folded(step.clickable.text)
        looks = step.purpose is Purpose.CONTINUE and _LOOK_UP.search(text) and not _NOT_OURS.search(text)
        if looks and step.clickable.enabled and _is_fresh(drive, step, sight):
            return step
    return None


def _is_fresh(drive: Drive, step: Step, sight: Sight) -> bool:
    return clickable_key(step.clickable) not in drive.woken and not drive.may_issue(step, sight)


_LOOK_UP = re.compile(r"agreg|anad|valid|verific|busc|consult|cargar|registrar")
_NOT_OURS = re.compile(r"otro|nuev|client|\brfc\b|receptor|correo|sucursal")


def next_opener(drive: Drive, sight: Sight) -> Step | None:
    """The button to press next: while fields of the receptor are inert, or because it stands right beside the
    RFC that was typed. None where there is none, or it was pressed already."""
    rfc = next((f for f in sight.meaning.fields if f.canonical == Datum.RFC), None)
    if rfc is not None and _lacks_ours(drive, rfc):
        return next((s for s in _adders(sight) if _is_fresh(drive, s, sight)), None)
    anchor = rfc.control.box if rfc else None
    inert = bool(inert_fields(drive, sight))
    typed = rfc is not None and rfc.control.kind in _TYPED and guard.holds(rfc, drive.request)
    reach = 1e9 if inert else _BESIDE if typed else -1.0
    found = [(_distance(c, anchor), c) for c in sight.page.clickables if _may_open(c, anchor)]
    for distance, clickable in sorted(found, key=lambda f: f[0]):
        step = Step(clickable, Purpose.CONTINUE, may_issue=False, score=0.5)
        if distance <= reach and _is_fresh(drive, step, sight):
            return step
    return None


def _lacks_ours(drive: Drive, rfc: FieldMatch) -> bool:
    """A list of the receptors that an account keeps, and ours is not among them."""
    options = rfc.control.options
    is_list = rfc.control.kind == "select" and len(real_options(options)) > 0
    return is_list and wanted.option_for(rfc, options, drive.request) is None and rfc.option is None


def _adders(sight: Sight) -> list[Step]:
    """The ways to give the portal another receptor."""
    usable = (c for c in sight.page.clickables if c.visible and c.enabled and not c.in_navigation)
    return [
        Step(c, Purpose.CONTINUE, may_issue=False, score=0.5) for c in usable if _ADDS.match(folded(c.text))
    ]


def inert_fields(drive: Drive, sight: Sight) -> list[FieldMatch]:
    """Fields of the receptor, the RFC aside, that take nothing now although we have their value."""
    return [f for f in sight.meaning.fields if _is_inert(drive, f)]


def _is_inert(drive: Drive, field: FieldMatch) -> bool:
    datum = field.canonical or field.datum or ""
    if datum not in guard.RECEIVER_DATA or datum == Datum.RFC or guard.holds(field, drive.request):
        return False
    control = field.control
    if control.kind in ("checkbox", "radio") or not _known(drive, field):
        return False
    if not control.enabled or (control.readonly and control.kind not in ("custom_select", "autocomplete")):
        return True
    if control.kind == "select":
        return len(real_options(control.options)) == 0
    return drive.fills[field_key(field)] > 0 and not control.value.strip()


def _known(drive: Drive, field: FieldMatch) -> bool:
    return wanted.wanted_text(field, drive.request) is not None


def _may_open(clickable: Clickable, anchor: Box | None) -> bool:
    text = folded(clickable.text)
    usable = clickable.visible and clickable.enabled and not clickable.in_navigation
    if not usable or not _OPENS.match(text):
        return False
    return bool(_NAMES_RECEIVER.search(text)) or _distance(clickable, anchor) < _INSIDE


def _distance(clickable: Clickable, anchor: Box | None) -> float:
    """From the right edge of the RFC's field; what stands on its line is nearest."""
    if anchor is None or clickable.box is None:
        return 1e6
    across = max(clickable.box.x - anchor.right, anchor.x - clickable.box.right, 0.0)
    down = max(clickable.box.y - anchor.bottom, anchor.y - clickable.box.bottom, 0.0)
    return across * 0.5 + down
