"""Rows of a tray of tickets: which row is ours, and which belong to somebody else's purchase."""

import re
from collections.abc import Mapping, Sequence

from automation.reading import words
from automation.reading.page import Control, ElementRef, PageModel
from automation.reading.subjects import Subject

_MONEY = re.compile(r"\$ ?\d|\d[.,]\d\d\b")
_NUMBER = re.compile(r"\d[\d/.,:-]*")
_SAME_LINE = 14.0
"""CSS pixels between the middles of what stands in one row"""


def rows_of(page: PageModel, controls: Sequence[Control]) -> Mapping[ElementRef, str]:
    """Text of the tray row in which each box or list stands; those outside of a tray are absent."""
    placed = [
        (c.box.y + c.box.height / 2, c.row_text)
        for c in page.clickables
        if c.visible and c.box is not None and is_data_row(c.row_text)
    ]
    found = {
        control.ref: row
        for control in controls
        for middle, row in placed
        if abs(_middle(control) - middle) < _SAME_LINE
    }
    return found or _in_order(page, controls)


def _middle(control: Control) -> float:
    return control.box.y + control.box.height / 2 if control.box is not None else -1e6


def is_data_row(text: str) -> bool:
    """A purchase: an amount and at least two numbers ("E0643 0043982 18/11/2026 $ 664.08")."""
    return bool(_MONEY.search(text)) and len(_NUMBER.findall(text)) >= 2


def _in_order(page: PageModel, controls: Sequence[Control]) -> Mapping[ElementRef, str]:
    """Without anything to click in the rows: as many boxes (or lists) as rows, in the same order."""
    rows = [r for r in page.table_rows if is_data_row(r)]
    found: dict[ElementRef, str] = {}
    for kind in ("checkbox", "select", "custom_select"):
        same = [c for c in controls if c.kind == kind and _nameless(c)]
        if rows and len(same) == len(rows):
            found |= {c.ref: r for c, r in zip(same, rows, strict=True)}
    return found


def _nameless(control: Control) -> bool:
    """Its label is empty or a line of data."""
    return not control.label or bool(_NUMBER.search(control.label))


def is_ours(row: str, subjects: Sequence[Subject]) -> bool:
    """The row shows an identifying value of the ticket."""
    shown = {_bare(cell) for cell in row.split()} | {_bare(row)}
    ours = {_bare(s.text) for s in subjects if s.is_identifying and s.value is not None} - {""}
    return any(_same(o, s) for o in ours for s in shown)


def _same(ours: str, shown: str) -> bool:
    return ours == shown or (len(ours) > 3 and (ours in shown or ours.lstrip("0") == shown.lstrip("0")))


def _bare(text: str) -> str:
    return words.plain(text).replace(" ", "")
