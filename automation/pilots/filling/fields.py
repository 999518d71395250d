"""Fills the form that stands on a page with what understanding says, and reads it back.

The quick way: everything plain (texts, native lists, boxes) in one go, top to bottom; one wait; one reading.
What that reading shows lost, overwritten by a look-up or newly revealed is filled again, each field at most
`Budget.fills_per_field` times. Lists that must be opened, suggestions and calendars come one at a time,
each with its own reading, after the plain ones. A field that waits for another (disabled, an empty list)
is neither filled nor asked for until it wakes.
"""

import re
from collections.abc import Sequence

from automation.browser.base import ActionTimeout, ElementCovered, Settled
from automation.pilots import guard, notices, reasons, wanted
from automation.pilots.base import Failure, QuestionField
from automation.pilots.drive import UNTOUCHED, Drive, Halt
from automation.pilots.filling import calendars, lists, openers
from automation.pilots.sight import Sight, field_key, folded, is_captcha_answer
from automation.reading.page import Control
from automation.reading.understanding import Datum, FieldMatch
from automation.reading.units import REPLIES
from automation.reading.values.options import real_options
from invoicing.states import StepType

MAX_ROUNDS = 10
LONGEST_CODE = 6
"""Signs that a box for a shop's number takes; a name needs more."""
WAKE_LIMIT = 8.0
"""Seconds that a list may take to receive its options after what it depends on was set."""


async def fill_form(drive: Drive, sight: Sight, *, careful: bool) -> Sight:
    """Returns the newest reading, with every field that can be filled filled. `careful`: read the page back
    even if each field said at once that it holds its value. Raises Halt where a list lacks the value."""
    for _ in range(MAX_ROUNDS):
        plain, slow = _pending(drive, sight)
        if plain:
            quiet = await _fill_plain(drive, sight, plain)
            if quiet and not careful and not slow and _are_texts(plain) and not sight.page.dialogs:
                return sight
            opens = slow[0] if quiet and slow else None
            sight = await (_fill_slowly(drive, sight, opens) if opens else drive.look_back(sight))
        elif slow:
            sight = await _fill_slowly(drive, sight, slow[0])
        elif not _asleep(drive, sight) or openers.next_opener(drive, sight) is not None:
            return sight
        else:
            woken = await _wake(drive, sight)
            if woken is None:
                return sight
            sight = woken
    return sight


def unfilled(drive: Drive, sight: Sight) -> tuple[FieldMatch, ...]:
    """Fields that have a value, take one, and do not hold it after all that was tried."""
    return tuple(f for f in sight.meaning.fields if _wants(drive, f) and not guard.holds(f, drive.request))


def may_fill_again(drive: Drive, field: FieldMatch) -> bool:
    """It was not tried often enough yet, and nothing has to come before it."""
    return drive.fills[field_key(field)] < drive.budget.fills_per_field and not _sleeps(drive, field)


def missing_fields(sight: Sight) -> tuple[QuestionField, ...]:
    """What the portal requires here and the request lacks, by the labels that the portal shows."""
    datum_of = {f.control.ref: f.datum or "" for f in sight.meaning.fields}
    return tuple(
        question_about(c, datum_of.get(c.ref, ""))
        for c in sight.meaning.unmatched_required
        if _can_be_asked(c)
    )


def question_about(control: Control, datum: str = "") -> QuestionField:
    label = control.label or control.placeholder or control.accessible_name or control.html_name
    name = datum or re.sub(r"\W+", "_", control.html_name or control.html_id or label).strip("_")
    return QuestionField(name=name, label=re.sub(r"\s*[*:]+\s*$", "", re.sub(r"^\s*[*]+\s*", "", label)))


def _can_be_asked(control: Control) -> bool:
    """What is disabled waits for another field; a captcha is no datum of the ticket."""
    return control.enabled and not is_captcha_answer(control)


def _wants(drive: Drive, field: FieldMatch) -> bool:
    control = field.control
    if field.datum is None or not control.enabled or wanted.wanted_text(field, drive.request) is None:
        return False
    return not control.readonly or calendars.is_picker(field) or control.kind in _OPENED


_OPENED = frozenset({"custom_select", "autocomplete"})


def _pending(drive: Drive, sight: Sight) -> tuple[list[FieldMatch], list[FieldMatch]]:
    """(plain, slow) fields still to be filled, top to bottom, without those that were tried often enough."""
    todo = [f for f in unfilled(drive, sight) if may_fill_again(drive, f)]
    if openers.next_opener(drive, sight) is not None:
        inert = {f.control.ref for f in openers.inert_fields(drive, sight)}
        todo = [f for f in todo if f.control.ref not in inert]
    slow = [
        f
        for f in todo
        if _is_opened(f) or _suggests(drive, f) or _may_suggest(f) or _needs_calendar(drive, f)
    ]
    return [f for f in todo if f not in slow], slow


def _suggests(drive: Drive, field: FieldMatch) -> bool:
    """A plain box that wants an entry of a list chosen: it says so, is for a datum of SAT's catalogues, or took
    what was typed and emptied itself when it was left."""
    if field.control.kind != "text" or field.part:
        return False
    listed = (field.canonical or field.datum) in _CATALOGUED
    told = folded(f"{field.control.placeholder} {field.control.hint} {field.control.error}")
    if _FROM_LIST.search(told):
        return True
    emptied = drive.fills[field_key(field)] > 1 or field_key(field) in drive.took
    return listed or (emptied and not field.control.value.strip())


def _may_suggest(field: FieldMatch) -> bool:
    """A plain box for the name of a shop: many suggest shops without saying so, and empty themselves a moment
    after they are left where none was taken (jQuery UI's after 150 ms: later than any reading)."""
    control = field.control
    is_code = control.maxlength is not None and control.maxlength <= LONGEST_CODE
    return field.canonical == Datum.STORE and control.kind == "text" and not field.part and not is_code


_FROM_LIST = re.compile(
    r"\b(?:elig|elij|selec|escog|choose|pick|select)\w*\b.{0,25}\b(?:lista|sugerencia|opcion|list|suggestion)"
)
_CATALOGUED = frozenset({Datum.FISCAL_REGIME, Datum.CFDI_USE, Datum.PAYMENT_METHOD})


def _is_opened(field: FieldMatch) -> bool:
    """A list that must be opened. A <datalist> only proposes: what it would put there is simply typed."""
    control = field.control
    proposes = control.tag == "input" and field.option is not None and field.option.ref is None
    return control.kind in _OPENED and not (control.kind == "autocomplete" and proposes)


def _needs_calendar(drive: Drive, field: FieldMatch) -> bool:
    return calendars.is_picker(field, typed_in_vain=drive.fills[field_key(field)] > 1)


def _sleeps(drive: Drive, field: FieldMatch) -> bool:
    """A native list whose options have not come."""
    return field.control.kind in ("select", REPLIES) and lists.native_value(drive, field) is None


def _asleep(drive: Drive, sight: Sight) -> list[FieldMatch]:
    return [f for f in unfilled(drive, sight) if _sleeps(drive, f)]


async def _wake(drive: Drive, sight: Sight) -> Sight | None:
    """Waits for the options of lists; None once they will not come. Raises Halt where a list came full and
    without the value that the receptor needs."""
    waited = 0.0
    while waited < WAKE_LIMIT and any(
        len(real_options(f.control.options)) < 2 for f in _asleep(drive, sight)
    ):
        settled = await drive.settle(limit=1.0, quiet=0.2)
        waited += max(settled.seconds, 0.2)
        sight = await drive.look()
        if not _asleep(drive, sight):
            return sight
    for field in _asleep(drive, sight):
        if real_options(field.control.options):
            raise Halt(not_offered(drive, field))
    return None


def not_offered(drive: Drive, field: FieldMatch) -> Failure:
    """A list has no entry for our value: the receptor's is refused, the ticket's is asked for."""
    datum = field.canonical or field.datum or ""
    if datum in guard.RECEIVER_DATA:
        value = wanted.wanted_text(field, drive.request) or ""
        return reasons.option_not_offered(datum, field.control.label, value)
    return reasons.missing_fields([question_about(field.control, field.datum or "")])


async def _fill_plain(drive: Drive, sight: Sight, fields: Sequence[FieldMatch]) -> bool:
    """Fills them in one go. True when each says that it holds its value and nothing was requested meanwhile."""
    agreed = True
    drive.acting()
    await drive.browser.look_up([f.control.ref for f in fields])
    try:
        for field in fields:
            took = await _fill_one(drive, field)
            if took and field.value:
                drive.took.add(field_key(field))
            agreed = agreed and took
        await drive.browser.leave(fields[-1].control.ref)
    except ElementCovered:
        await notices.uncover(drive)
        agreed = False
    except (*UNTOUCHED, ActionTimeout):
        agreed = False
    return _is_still(await drive.settle()) and agreed


def _are_texts(fields: Sequence[FieldMatch]) -> bool:
    """What was typed shows at once whether it holds; a list or box may have redrawn the form."""
    return all(f.control.kind in _TEXTS for f in fields)


def _is_still(settled: Settled) -> bool:
    return settled.quiet and not settled.navigated and settled.requests == 0


_TEXTS = frozenset(
    {"text", "number", "email", "password", "textarea", "date", "time", "month", "contenteditable"}
)
_BOXES = frozenset({"checkbox", "radio"})


async def _fill_one(drive: Drive, field: FieldMatch) -> bool:
    """True when the control then holds the value."""
    await drive.desk.checkpoint()
    drive.fills[field_key(field)] += 1
    await _tell(drive, field)
    control, value = field.control, field.value or ""
    if control.kind in _BOXES:
        wanted = control.kind == "radio" or value.casefold() not in ("false", "")
        return await drive.browser.set_checked(control.ref, checked=wanted) is wanted
    if control.kind == "select":
        option = lists.native_value(drive, field)
        return option is not None and await drive.browser.choose_option(control.ref, option) == option
    took = await _type(drive, field, value)
    if calendars.opens_with_focus(field):
        await drive.browser.press("Tab")
    return took


async def _type(drive: Drive, field: FieldMatch, value: str) -> bool:
    """A second time goes key by key: masks swallow pasted text."""
    by_key = drive.fills[field_key(field)] > 1 or bool(field.control.mask)
    held = await drive.browser.type_text(field.control.ref, value, by_key=by_key)
    return _same_text(held, value)


def _same_text(held: str, wanted: str) -> bool:
    """A mask may add its own signs; letters and digits must be the same, in order."""
    return re.sub(r"\W", "", held).casefold() == re.sub(r"\W", "", wanted).casefold()


async def _tell(drive: Drive, field: FieldMatch) -> None:
    """Every field passes here before anything is put into it."""
    control = field.control
    drive.told.add(field.canonical or field.datum or "")
    step = StepType.SELECT if control.kind in {*_BOXES, *_OPENED, "select"} else StepType.INPUT
    verb = "Marca" if control.kind in _BOXES else "Elige" if step is StepType.SELECT else "Escribe"
    name = control.label or reasons.datum_name(field.canonical or field.datum or Datum.TICKET_NUMBER)
    value = "" if control.kind == "password" else wanted.wanted_text(field, drive.request)
    await drive.journal.record(step, f"{verb} «{name}»", label=name, datum=field.datum, value=value)


async def _fill_slowly(drive: Drive, sight: Sight, field: FieldMatch) -> Sight:
    """One list, suggestion or calendar, with the readings that it takes."""
    await drive.desk.checkpoint()
    drive.acting()
    by_calendar = _needs_calendar(drive, field)
    drive.fills[field_key(field)] += 1
    await _tell(drive, field)
    choose = calendars.pick_date if by_calendar else _choose_entry
    try:
        try:
            await choose(drive, sight, field)
        except ElementCovered:
            # an advertisement came over the open list, and what was typed has chosen nothing: once more, by the
            # same reading, to which the entries of a list that still lies open are new
            await notices.uncover(drive)
            await choose(drive, sight, field)
    except (*UNTOUCHED, ActionTimeout):
        await drive.settle()
    after = await drive.look_when_idle()
    if lists.is_open(after, field) and drive.fills[field_key(field)] < drive.budget.fills_per_field:
        await drive.browser.press("Escape")
        await drive.settle(limit=1.0)
        after = await drive.look()
    return after


async def _choose_entry(drive: Drive, sight: Sight, field: FieldMatch) -> None:
    if field.control.kind == "custom_select":
        choose = lists.open_and_choose
    elif field.control.kind == "autocomplete" or _suggests(drive, field):
        choose = lists.type_and_choose
    else:
        choose = lists.type_and_see
    if not await choose(drive, sight, field) and drive.fills[field_key(field)] > 1:
        raise Halt(not_offered(drive, field))
