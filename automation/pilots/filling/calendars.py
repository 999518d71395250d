"""Dates that cannot be typed: a read-only field whose calendar must be opened and turned to the month.

Read like a person does: the month and year that the open calendar shows, the arrows at its sides, the day's
cell. Months in Spanish and English, in full or cut to three letters; `data-month` and the like are not used.
"""

import re
from dataclasses import dataclass
from datetime import date as calendar_date

from automation.pilots.drive import Drive
from automation.pilots.sight import Sight, folded
from automation.reading.page import Clickable, Control, ElementRef
from automation.reading.understanding import Datum, FieldMatch

MAX_TURNS = 36
"""Months that are leafed through at most."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("enero", "ene", "january", "jan"),
            ("febrero", "feb", "february"),
            ("marzo", "mar", "march"),
            ("abril", "abr", "april", "apr"),
            ("mayo", "may"),
            ("junio", "jun", "june"),
            ("julio", "jul", "july"),
            ("agosto", "ago", "august", "aug"),
            ("septiembre", "setiembre", "sep", "sept", "september"),
            ("octubre", "oct", "october"),
            ("noviembre", "nov", "november"),
            ("diciembre", "dic", "december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TITLE = re.compile(rf"(?<![a-z])({_MONTH})\.?\W{{0,3}}(?:de |del )?((?:19|20)\d\d)(?!\d)")
_BACK = re.compile(
    r"\bprev|anterior|\batras\b|^[<‹«◀❮]$|chevron_left|\bleft\b|arrow-left|keyboard_arrow_left"
)
_FORWARD = re.compile(r"\bnext|siguiente|proximo|^[>›»▶❯]$|chevron_right|\bright\b|arrow-right")
_OTHER_MONTH = re.compile(r"other-?month|outside|\bold\b|\bnew\b|disabled|muted|prevmonth|nextmonth|adjacent")


def is_picker(field: FieldMatch, *, typed_in_vain: bool = False) -> bool:
    """A date that only its calendar can set: nothing can be typed, or what was typed did not stay."""
    control = field.control
    dated = Datum.DATE in (field.canonical, field.datum) and not field.part
    if not dated or not control.enabled or control.kind == "select":
        return False
    if typed_in_vain and "datepicker" in control.decorated:
        return True
    return control.readonly and control.html_type != "date"


def opens_with_focus(field: FieldMatch) -> bool:
    """A date that is typed into a plain box: a calendar may have opened with the focus, and lies over what
    follows until Tab leaves the box, as a person's does."""
    dated = Datum.DATE in (field.canonical, field.datum) and not field.part
    return dated and field.control.kind == "text"


@dataclass(frozen=True, slots=True)
class OpenCalendar:
    """What a reading shows of the calendar that lies open."""

    year: int
    month: int
    back: Clickable | None
    forward: Clickable | None
    cells: tuple[Clickable, ...]


async def pick_date(drive: Drive, sight: Sight, field: FieldMatch) -> None:
    """Opens the calendar, turns it to the ticket's month and clicks the day; closes it where it cannot."""
    wanted = drive.request.ticket.date
    if wanted is None:
        return
    own = field.control.ref
    for opener in (own, *_openers(sight, field.control), own):
        await drive.browser.leave(own)  # many calendars open when the field gets the focus
        await drive.browser.click(opener)
        await drive.settle(limit=3.0)
        if open_calendar(sight, await drive.look()) is not None:
            break
    await _turn_and_click(drive, sight, wanted)


_OPENER = re.compile(r"calend|datepicker|date-picker|fecha")


def _openers(sight: Sight, control: Control) -> list[ElementRef]:
    """The buttons with a calendar on them, the nearest to the field first."""
    found = [
        c
        for c in sight.page.clickables
        if c.visible and c.enabled and c.box and _OPENER.search(folded(f"{c.text} {c.css_class} {c.html_id}"))
    ]
    box = control.box
    if box is None:
        return []
    near = [(abs(c.box.x - box.right) + abs(c.box.y - box.y), c.ref) for c in found if c.box]
    return [ref for distance, ref in sorted(near, key=lambda n: n[0])[:2] if distance < 200]


async def _turn_and_click(drive: Drive, sight: Sight, wanted: calendar_date) -> None:
    for _ in range(MAX_TURNS):
        shown = open_calendar(sight, await drive.look())
        if shown is None:
            break
        distance = (wanted.year - shown.year) * 12 + wanted.month - shown.month
        if distance == 0:
            await _click_day(drive, shown, wanted)
            return
        arrow = shown.back if distance < 0 else shown.forward
        if arrow is None:
            break
        await drive.browser.click(arrow.ref)
        await drive.settle(limit=2.0)
    await drive.browser.press("Escape")
    await drive.settle(limit=1.0)


async def _click_day(drive: Drive, shown: OpenCalendar, wanted: calendar_date) -> None:
    cell = day_cell(shown.cells, wanted)
    if cell is None:
        await drive.browser.press("Escape")
        return
    await drive.browser.click(cell.ref)
    await drive.settle(limit=3.0)


def open_calendar(before: Sight, now: Sight) -> OpenCalendar | None:
    """The calendar among what the page shows now and did not show before; None when none is open."""
    known = {c.ref for c in before.page.clickables}
    new = [c for c in now.page.clickables if c.ref not in known and c.visible]
    cells = tuple(c for c in new if re.fullmatch(r"\d{1,2}", c.text.strip()) or _dated(c.text))
    title = _title(before, now, new)
    if title is None or not cells:
        return None
    arrows = [c for c in new if c not in cells and c.enabled]
    return OpenCalendar(title[0], title[1], _arrow(arrows, _BACK), _arrow(arrows, _FORWARD), cells)


def _title(before: Sight, now: Sight, new: list[Clickable]) -> tuple[int, int] | None:
    """(year, month) of the calendar's heading: a button, a new line of text, or its two lists."""
    old_lines = set(before.page.text.splitlines())
    lines = [line for line in now.page.text.splitlines() if line not in old_lines]
    for text in (*(c.text for c in new), " ".join(lines)):
        found = _TITLE.search(folded(text))
        if found and not _dated(text):
            return int(found.group(2)), MONTHS[found.group(1)]
    return _listed_title(before, now)


def _listed_title(before: Sight, now: Sight) -> tuple[int, int] | None:
    known = {c.ref for c in before.page.controls}
    texts = [folded(c.value_text) for c in now.page.controls if c.ref not in known and c.kind == "select"]
    months = [MONTHS[t] for t in texts if t in MONTHS]
    years = [int(t) for t in texts if re.fullmatch(r"(19|20)\d\d", t)]
    return (years[0], months[0]) if months and years else None


def _arrow(clickables: list[Clickable], words: re.Pattern[str]) -> Clickable | None:
    """The nearest step of one month; arrows of a whole year stand aside."""
    found = [c for c in clickables if words.search(folded(f"{c.text} {c.css_class}"))]
    monthly = [c for c in found if not re.search(r"year|a[nñ]o|decad", folded(f"{c.text} {c.css_class}"))]
    return next(iter(monthly or found), None)


def _dated(text: str) -> bool:
    """A cell named with its whole date: '18 de noviembre de 2026'."""
    return bool(re.search(r"\b\d{1,2}\b.*\b(19|20)\d\d\b", text)) and bool(re.search(_MONTH, folded(text)))


def day_cell(cells: tuple[Clickable, ...], wanted: calendar_date) -> Clickable | None:
    """The cell of the day; days of the neighbouring months that lie around it are left out."""
    usable = [c for c in cells if c.enabled and not _OTHER_MONTH.search(c.css_class.lower())]
    named = [c for c in usable if _dated(c.text) and _names(c.text, wanted)]
    if named:
        return named[0]
    same = [c for c in usable if c.text.strip().lstrip("0") == str(wanted.day)]
    if not same:
        return None
    return same[0] if wanted.day < 15 else same[-1]


def _names(text: str, wanted: calendar_date) -> bool:
    bare = folded(text)
    day = re.search(rf"(?<!\d)0?{wanted.day}(?!\d)", bare)
    months = {MONTHS[m] for m in re.findall(rf"\b({_MONTH})\b", bare)}
    return bool(day) and wanted.month in months and str(wanted.year) in bare
