"""Lists in all their forms: native ones, imitated ones that open on a click, suggestions while one types.

Never the first entry blindly: what is clicked says the value, by its SAT code or by its words.
"""

from collections.abc import Sequence

from automation.browser.base import ElementCovered
from automation.pilots import wanted
from automation.pilots.drive import Drive
from automation.pilots.sight import Sight, field_again, field_key
from automation.reading.page import Box, Clickable, ElementRef, Option
from automation.reading.understanding import FieldMatch
from automation.reading.values.options import catalogue_of

OPEN_LIMIT = 5.0
"""Seconds that a list may take to open or suggestions may take to come."""
SUGGESTION_LIMIT = 1.2
"""The same while nothing is requested: suggestions wait for a pause in the typing, not longer."""
UNSAID_LIMIT = 0.45
"""The same for a box that says nothing of suggestions: the usual wait of 300 ms after the last key, and a little."""
LIST_HEIGHT = 400.0
"""CSS pixels that the last entry of an open list may be away from its field."""
_ENTRY_ROLES = frozenset({"option", "menuitem", "menuitemradio", "treeitem"})


def native_value(drive: Drive, field: FieldMatch) -> str | None:
    """The value to choose in a native list; None while its options lack it."""
    option = field.option or wanted.option_for(field, field.control.options, drive.request)
    return option.value if option is not None and option.enabled else None


async def open_and_choose(drive: Drive, sight: Sight, field: FieldMatch) -> bool:
    """Opens an imitated list and clicks the entry; filters it by typing where the entry is not in sight.
    False where the list lies open, full of entries of its kind, and lacks ours."""
    own = _own_entries(sight, field)
    entry = _entry(drive, sight, sight, field) if own else None
    if entry is None and drive.fills[field_key(field)] > 1 and _is_full(own, field):
        return False  # it lay open when it was come back to: Escape does not close every list
    lacks = False
    if entry is None:
        await drive.browser.click(field.control.ref)
        entry = await _wait_for_entry(drive, sight, field)
    if entry is None:
        lacks = _is_full(_entries(sight, await drive.look(), field), field)
        entry = await _filter(drive, sight, field)
    if entry is not None:
        await drive.browser.click(entry)
        await drive.settle()
    return entry is not None or not lacks


def _is_full(entries: Sequence[Option], field: FieldMatch) -> bool:
    return len(entries) > 1 and catalogue_of(entries) == field.canonical


async def _filter(drive: Drive, before: Sight, field: FieldMatch) -> ElementRef | None:
    """Many imitated lists open with a search box of their own."""
    opened = await drive.look()
    known = {c.ref for c in before.page.controls}
    box = next(
        (
            c
            for c in opened.page.controls
            if "list-filter" in c.decorated or (c.ref not in known and c.kind in ("text", "autocomplete"))
        ),
        None,
    )
    for query in wanted.queries(field, drive.request) if box else ():
        await drive.browser.type_text(box.ref if box else field.control.ref, query, by_key=True)
        entry = await _wait_for_entry(drive, before, field)
        if entry is not None:
            return entry
    return None


async def type_and_choose(drive: Drive, sight: Sight, field: FieldMatch) -> bool:
    """Types as a person does and clicks the suggestion that says the value. A field that suggests nothing
    keeps what was typed. False, and empty, where it then offers its whole list, and that lacks ours."""
    asked = [(query, False) for query in wanted.queries(field, drive.request)]
    for query, by_key in (*asked, *((query, True) for query, _ in asked[:1])):
        # most boxes watch the last key alone; those that count every key get them in the end
        await drive.browser.type_text(field.control.ref, query, by_key=by_key)
        entry = await _wait_for_entry(drive, sight, field)
        if entry is not None:
            await drive.browser.click(entry)
            await drive.settle()
            return True
    lacks = field.control.kind == "autocomplete" and await _offers_others(drive, sight, field)
    if not lacks:  # what its list does not hold would stand there as if it had been chosen
        value = wanted.wanted_text(field, drive.request) or ""
        await drive.browser.type_text(field.control.ref, value, by_key=True)
    await drive.browser.leave(field.control.ref)
    await drive.settle()
    return not lacks


async def type_and_see(drive: Drive, sight: Sight, field: FieldMatch) -> bool:
    """Types into a box that may suggest without saying so; what it then offers is clicked, else what was typed
    stays."""
    value = wanted.wanted_text(field, drive.request) or ""
    await drive.browser.type_text(field.control.ref, value, by_key=drive.fills[field_key(field)] > 1)
    entry = await _wait_for_entry(drive, sight, field, patience=UNSAID_LIMIT)
    if entry is not None:
        await drive.browser.click(entry)
    else:
        await drive.browser.leave(field.control.ref)
    await drive.settle()
    return True


async def _offers_others(drive: Drive, sight: Sight, field: FieldMatch) -> bool:
    """Emptied and clicked, many boxes of suggestions show all that they have."""
    await drive.browser.type_text(field.control.ref, "", by_key=True)
    await drive.browser.click(field.control.ref)
    await drive.settle(limit=SUGGESTION_LIMIT)
    return _is_full(_entries(sight, await drive.look(), field), field)


async def _wait_for_entry(
    drive: Drive, before: Sight, field: FieldMatch, *, patience: float = SUGGESTION_LIMIT
) -> ElementRef | None:
    """The entry to click, once the list is there; None when it does not come or does not hold the value."""
    waited, requested = 0.0, 0
    while waited < OPEN_LIMIT:
        settled = await drive.settle(limit=1.0, quiet=None if waited == 0 else 0.2)
        waited += max(settled.seconds, 0.1)
        requested += settled.requests
        now = await drive.look()
        entry = _entry(drive, before, now, field)
        if entry is not None:
            return entry
        shown = len(_entries(before, now, field)) > 0
        idle = settled.quiet and not now.page.busy_marks and not settled.requests
        if idle and (shown or waited > patience) and (waited > patience or requested):
            break
    else:
        return None
    if not shown:
        _require_uncovered(now, field)
    return None


def _require_uncovered(now: Sight, field: FieldMatch) -> None:
    """Raises ElementCovered where something came over the field and what it opened: it was never offered."""
    again = field_again(now, field)
    if field.control.on_top and again is not None and not again.control.on_top and not again.control.options:
        raise ElementCovered(f"Algo tapó «{field.control.label}» antes de que mostrara su lista.")


def _entry(drive: Drive, before: Sight, now: Sight, field: FieldMatch) -> ElementRef | None:
    found = wanted.option_for(field, _entries(before, now, field), drive.request)
    return found.ref if found is not None else None


def _own_entries(sight: Sight, field: FieldMatch) -> list[Option]:
    """The entries of the control's own list, if it lies open; one without words is what it shows while closed."""
    again = field_again(sight, field)
    options = again.control.options if again else ()
    return [o for o in options if o.ref is not None and o.enabled and o.text.strip()]


def _entries(before: Sight, now: Sight, field: FieldMatch) -> list[Option]:
    """What the open list offers: the control's own options, else entries that were not there before."""
    own = _own_entries(now, field)
    if own:
        return own
    known = {c.ref for c in before.page.clickables}
    box = field.control.box
    return [Option(c.text, c.text, ref=c.ref) for c in now.page.clickables if _is_entry(c, known, box)]


def _is_entry(clickable: Clickable, known: set[ElementRef], field: Box | None) -> bool:
    if not clickable.visible or not clickable.enabled or not clickable.text:
        return False
    if clickable.role in _ENTRY_ROLES:
        return True
    return clickable.ref not in known and (clickable.tag == "li" or _hangs_on(clickable.box, field))


def _hangs_on(box: Box | None, field: Box | None) -> bool:
    """Above or below the field, as what it has opened would stand."""
    if box is None or field is None:
        return False
    across = min(box.right, field.right) - max(box.x, field.x)
    down = max(box.y - field.bottom, field.y - box.bottom)
    return across > 0 and down < LIST_HEIGHT


def is_open(sight: Sight, field: FieldMatch) -> bool:
    """The list that belongs to the field still lies open."""
    return field.control.kind != "select" and bool(_own_entries(sight, field))
