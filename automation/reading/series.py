"""One ticket number in two fields with names of their own: "Serie" and "Folio" for VB-003900."""

import re
from collections.abc import Sequence

from automation.reading import words
from automation.reading.page import Control
from automation.reading.subjects import Subject
from automation.reading.units import Shape, Unit
from automation.reading.values.identifiers import series_and_number
from automation.reading.vocabulary import index
from automation.reading.vocabulary.ticket import IDENTIFYING

_SERIES = frozenset({"serie", "series", "prefijo", "letra", "letras", "prefix"})
_TYPED = frozenset({"text", "number", "password"})
_LONGEST = 8
"""signs that a series has at most"""


def with_series(units: Sequence[Unit], subjects: Sequence[Subject]) -> tuple[Unit, ...]:
    """`units` with "Serie" and "Folio" side by side made one, where the ticket's number is to be cut for them:
    it has a series in front, and the ticket gives none of its own."""
    if any(_SERIES & set(s.own_words) for s in subjects if s.value is not None):
        return tuple(units)
    joined = list(units)
    for at in range(len(units)):
        pair = _pair_at(units, at)
        if pair and any(_is_cut(s, *pair) for s in subjects):
            joined = [u for u in units if u.lead not in pair]
            joined.insert(min(at, len(joined)), Unit((pair[1], pair[0]), Shape.SERIES, ("2/2", "1/2")))
            break
    return tuple(joined)


def _is_cut(subject: Subject, series: Control, number: Control) -> bool:
    named = subject.is_identifying and subject.value is not None
    return named and series_and_number(subject.text, series, number) is not None


def _pair_at(units: Sequence[Unit], at: int) -> tuple[Control, Control] | None:
    """(series, number) at this place of the form, the series first or last."""
    if at + 1 >= len(units) or not (_is_typed(units[at]) and _is_typed(units[at + 1])):
        return None
    first, second = units[at].lead, units[at + 1].lead
    if first.form_key != second.form_key or first.frame_url != second.frame_url:
        return None
    if _names_series(first) and _names_number(second):
        return first, second
    return (second, first) if _names_series(second) and _names_number(first) else None


def _is_typed(unit: Unit) -> bool:
    return unit.shape is Shape.SINGLE and unit.lead.kind in _TYPED


def _told(control: Control) -> tuple[str, ...]:
    told = words.label_words(control.label or control.accessible_name or control.placeholder)
    return told or words.id_words(control.html_name or control.html_id)


def _names_series(control: Control) -> bool:
    """ "Serie", "Serie de la nota", "Letra del folio"; not "Serie y folio", which is the whole number."""
    told, text = _told(control), words.plain(control.label)
    whole = re.search(r"\bseries? (?:y|o|e|and) |\b(?:y|o) serie", text)
    short = control.maxlength is None or control.maxlength <= _LONGEST
    return short and not whole and bool(_SERIES & set(told[:3]))


def _names_number(control: Control) -> bool:
    told = _told(control)
    if _SERIES & set(told):
        return False
    best = index.match(told)
    return max((best.get(d, 0.0) for d in IDENTIFYING), default=0.0) >= max(best.values(), default=1.0)
