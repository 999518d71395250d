"""Lists in all their forms: native ones, imitated ones that open on a click, suggestions while one types.

Never the first entry blindly: what is clicked says the value, by its SAT code or by its words.
"""

import re
from collections.abc import Sequence

from automation.pilots.drive import Drive
from automation.pilots.sight import Sight, field_again, folded
from automation.reading.page import Clickable, ElementRef, Option
from automation.reading.understanding import FieldMatch

OPEN_LIMIT = 4.0
"""Seconds that a list may take to open or suggestions may take to come."""
_ENTRY_ROLES = frozenset({"option", "menuitem", "menuitemradio", "listitem", "treeitem", "row"})


def native_option(field: FieldMatch) -> str | None:
    """The value to choose in a native list; None while its options lack it."""
    if field.option is not None:
        return field.option.value
    usable = [o for o in field.control.options if o.enabled]
    best = best_entry(field.value or "", [o.text for o in usable])
    if best is None:
        best = best_entry(field.value or "", [o.value for o in usable])
    return usable[best].value if best is not None else None


def best_entry(value: str, texts: Sequence[str]) -> int | None:
    """Which text says the value: equal, else the same code in front, else all its words; None when none or
    when two say it equally well."""
    wanted = folded(value)
    if not wanted:
        return None
    shown = [folded(t) for t in texts]
    for test in (_equal, _same_code, _contains):
        found = [n for n, text in enumerate(shown) if text and test(wanted, text)]
        if len({shown[n] for n in found}) == 1:
            return found[0]
    return None


def _equal(wanted: str, text: str) -> bool:
    return wanted == text


def _code(text: str) -> str:
    """The SAT code or number in front of an entry: '601 - General…', 'G03 Gastos…', '(03) …'."""
    found = re.match(r"\W*([a-z]{0,2}\d{1,4})\b", text)
    return found.group(1) if found else ""


def _same_code(wanted: str, text: str) -> bool:
    return bool(_code(wanted)) and _code(wanted) == _code(text)


def _contains(wanted: str, text: str) -> bool:
    """Every word of one stands in the other as a whole word."""
    if _code(wanted) and _code(text) and _code(wanted) != _code(text):
        return False
    left, right = (set(re.findall(r"\w+", t)) for t in (wanted, text))
    return bool(left and right) and (left <= right or (len(right) > 1 and right <= left))


async def open_and_choose(drive: Drive, sight: Sight, field: FieldMatch) -> None:
    """Opens an imitated list and clicks the entry; filters it by typing where the entry is not in sight."""
    entry = _entry(sight, sight, field)
    if entry is None:
        await drive.browser.click(field.control.ref)
        entry = await _wait_for_entry(drive, sight, field)
    if entry is None:
        entry = await _filter(drive, sight, field)
    if entry is not None:
        await drive.browser.click(entry)
        await drive.settle()


async def _filter(drive: Drive, before: Sight, field: FieldMatch) -> ElementRef | None:
    """Many imitated lists open with a search box of their own."""
    opened = await drive.look()
    known = {c.ref for c in before.page.controls}
    boxes = [c for c in opened.page.controls if c.ref not in known and c.kind in ("text", "autocomplete")]
    if not boxes:
        return None
    await drive.browser.type_text(boxes[0].ref, search_words(field.value or ""), by_key=True)
    return await _wait_for_entry(drive, before, field)


async def type_and_choose(drive: Drive, sight: Sight, field: FieldMatch) -> None:
    """Types as a person does and clicks the suggestion that says the value. A field that suggests nothing
    keeps what was typed."""
    value = field.value or ""
    for words in dict.fromkeys((value, search_words(value))):
        await drive.browser.type_text(field.control.ref, words, by_key=True)
        entry = await _wait_for_entry(drive, sight, field)
        if entry is not None:
            await drive.browser.click(entry)
            await drive.settle()
            return
    await drive.browser.type_text(field.control.ref, value, by_key=True)
    await drive.browser.leave(field.control.ref)
    await drive.settle()


def search_words(value: str) -> str:
    """What to type so that a list narrows: the code, else the first word that tells something."""
    code = re.match(r"\W*([A-Za-z]{0,2}\d{1,4})\b", value)
    if code:
        return code.group(1)
    words = [w for w in re.findall(r"\w+", value) if len(w) > 2]
    return words[0] if words else value


async def _wait_for_entry(drive: Drive, before: Sight, field: FieldMatch) -> ElementRef | None:
    """The entry to click, once the list is there; None when it does not come or does not hold the value."""
    waited = 0.0
    while waited < OPEN_LIMIT:
        settled = await drive.settle(limit=1.0, quiet=0.05 if waited == 0 else 0.2)
        waited += max(settled.seconds, 0.25)
        now = await drive.look()
        entry = _entry(before, now, field)
        if entry is not None:
            return entry
        if len(_entries(before, now, field)) > 1 and settled.quiet and not now.page.busy_marks:
            return None
    return None


def _entry(before: Sight, now: Sight, field: FieldMatch) -> ElementRef | None:
    entries = _entries(before, now, field)
    best = best_entry(field.value or "", [text for text, _ in entries])
    return entries[best][1] if best is not None else None


def _entries(before: Sight, now: Sight, field: FieldMatch) -> list[tuple[str, ElementRef]]:
    """What the open list offers: the control's own options, else entries that were not there before."""
    again = field_again(now, field)
    options: tuple[Option, ...] = again.control.options if again else ()
    own = [(o.text or o.value, o.ref) for o in options if o.ref is not None and o.enabled]
    if own:
        return own
    known = {c.ref for c in before.page.clickables}
    return [(c.text, c.ref) for c in now.page.clickables if _is_entry(c, known)]


def _is_entry(clickable: Clickable, known: set[ElementRef]) -> bool:
    if not clickable.visible or not clickable.enabled or not clickable.text:
        return False
    return clickable.role in _ENTRY_ROLES or (clickable.ref not in known and clickable.kind != "close")


def is_open(sight: Sight, field: FieldMatch) -> bool:
    """The list that belongs to the field still lies open."""
    again = field_again(sight, field)
    if again is None or again.satisfied or again.control.kind == "select":
        return False
    return any(c.role == "option" and c.visible for c in sight.page.clickables)
