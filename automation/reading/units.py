"""Controls that take one value together: radios of one question, day/month/year, boxes of one number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from automation.reading import words
from automation.reading.page import Control, Option
from automation.reading.values import months
from automation.reading.vocabulary import index

REPLIES = "replies"
"""kind of a control made of buttons, one of which answers the question above them (see `asking`)"""
LISTS = frozenset({"select", "custom_select", "autocomplete", REPLIES})
_TYPED = frozenset(
    {"text", "number", "password", "email", "date", "time", "month", "textarea", "contenteditable"}
)


class Shape(StrEnum):
    SINGLE = "single"
    RADIO = "radio"
    DATE_PARTS = "date_parts"
    TIME_PARTS = "time_parts"
    BOXES = "boxes"
    AMOUNT_PARTS = "amount_parts"
    SERIES = "series"
    """the number first, then the series that stands in front of it"""


@dataclass(frozen=True, slots=True)
class Unit:
    controls: tuple[Control, ...]
    shape: Shape = Shape.SINGLE
    parts: tuple[str, ...] = field(default=())

    @property
    def lead(self) -> Control:
        return self.controls[0]

    @property
    def enabled(self) -> bool:
        return any(c.enabled for c in self.controls)


def options_of(unit: Unit) -> tuple[Option, ...]:
    """What can be chosen: the list's options, or the radios by their labels."""
    if unit.shape is not Shape.RADIO:
        return unit.lead.options
    return tuple(
        Option(c.value, c.label or c.accessible_name, bool(c.checked), c.enabled, c.ref)
        for c in unit.controls
    )


def units_of(controls: Sequence[Control]) -> tuple[Unit, ...]:
    """Every control stands in exactly one unit; order as in the page."""
    found: list[Unit] = []
    radios: dict[tuple[str, ...], list[Control]] = {}
    position = 0
    while position < len(controls):
        control = controls[position]
        if control.kind == "radio":
            radios.setdefault(_radio_key(control), []).append(control)
            position += 1
            continue
        unit = _composite(controls, position) or Unit((control,))
        found.append(unit)
        position += len(unit.controls)
    return (*found, *(Unit(tuple(group), Shape.RADIO) for group in radios.values()))


def _radio_key(control: Control) -> tuple[str, ...]:
    return (control.frame_url, control.form_key, control.html_name or control.group)


def _composite(controls: Sequence[Control], at: int) -> Unit | None:
    if controls[at].kind not in _TYPED and controls[at].kind not in LISTS:
        return None
    return (
        _date_parts(controls, at)
        or _time_parts(controls, at)
        or _amount_parts(controls, at)
        or _boxes(controls, at)
    )


# --- day, month, year; hours, minutes ---------------------------------------------------------------

_DAY = frozenset(["dia", "day", "dd", "d"])
_MONTH = frozenset(["mes", "month", "mm", "m"])
_YEAR = frozenset(["año", "anio", "ano", "year", "aaaa", "yyyy", "yy", "aa", "a"])
_HOUR = frozenset(["hora", "horas", "hour", "hours", "hh", "h", "hr", "hrs"])
_MINUTE = frozenset(["minuto", "minutos", "minute", "minutes", "min", "mm"])
_SECOND = frozenset(["segundo", "segundos", "second", "seconds", "ss", "seg"])
_MERIDIEM = frozenset(["am", "pm", "ampm", "meridiano", "meridiem"])


def _said(control: Control) -> set[str]:
    """All words that may say which part this is; a label counts only when it is short."""
    short = [t for t in (control.label, control.accessible_name, control.placeholder) if len(t) <= 14]
    ids = [
        re.sub(r"[^a-zñ]+", " ", words.fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", i)))
        for i in (control.html_id, control.html_name)
    ]
    return set(" ".join([*(words.plain(t) for t in short), *ids]).split())


def _part(control: Control, names: dict[str, frozenset[str]]) -> str | None:
    by_options = months.part_of_options(tuple(o.text for o in control.options)) if control.options else None
    if by_options in names:
        return by_options
    said = _said(control)
    hits = [name for name, known in names.items() if said & known]
    return hits[0] if len(hits) == 1 else None


def _date_parts(controls: Sequence[Control], at: int) -> Unit | None:
    group = controls[at : at + 3]
    names = {"day": _DAY, "month": _MONTH, "year": _YEAR}
    if len(group) < 3 or not _together(group) or any(len(c.label) > 40 and not c.options for c in group):
        return None
    parts = [_part(c, names) for c in group]
    if None in parts or len(set(parts)) < 3 or not _small(group):
        return None
    return Unit(tuple(group), Shape.DATE_PARTS, tuple(p or "" for p in parts))


def _small(group: Sequence[Control]) -> bool:
    return all(c.options or c.kind in LISTS or (c.maxlength or 4) <= 4 for c in group)


def _time_parts(controls: Sequence[Control], at: int) -> Unit | None:
    pair = controls[at : at + 2]
    if len(pair) < 2 or not _together(pair) or not _small(pair):
        return None
    if not (_said(pair[0]) & _HOUR and _said(pair[1]) & _MINUTE):
        return None
    group, parts = list(pair), ["hour", "minute"]
    for extra in controls[at + 2 : at + 4]:
        said = _said(extra) | {words.plain(o.text).replace(" ", "") for o in extra.options}
        name = "second" if said & _SECOND else "meridiem" if said & _MERIDIEM else None
        if name is None or not _together([group[-1], extra]):
            break
        group.append(extra)
        parts.append(name)
    return Unit(tuple(group), Shape.TIME_PARTS, tuple(parts))


# --- pesos and centavos -----------------------------------------------------------------------------

_PESOS = frozenset(["pesos", "entero", "enteros"])
_CENTS = frozenset(["centavos", "centavo", "cents", "ctvs", "cts", "decimales"])


def _amount_parts(controls: Sequence[Control], at: int) -> Unit | None:
    pair = controls[at : at + 2]
    if len(pair) < 2 or not _together(pair) or any(c.kind in LISTS for c in pair):
        return None
    cents = bool(_said(pair[1]) & _CENTS) and (pair[1].maxlength or 2) <= 2
    named = bool(_said(pair[0]) & _PESOS) or "amount" in index.match_text(pair[0].label)
    if not (cents and named):
        return None
    return Unit(tuple(pair), Shape.AMOUNT_PARTS, ("pesos", "centavos"))


# --- boxes of one number ----------------------------------------------------------------------------


def _boxes(controls: Sequence[Control], at: int) -> Unit | None:
    group = [controls[at]]
    if not _boxlike(controls[at]):
        return None
    for control in controls[at + 1 : at + 8]:
        if not (_boxlike(control) and _together([group[-1], control]) and _continues(group, control)):
            break
        group.append(control)
    if len(group) < 2:
        return None
    total = len(group)
    return Unit(tuple(group), Shape.BOXES, tuple(f"{n}/{total}" for n in range(1, total + 1)))


def _boxlike(control: Control) -> bool:
    return (
        control.kind in {"text", "number", "password"}
        and control.maxlength is not None
        and 1 <= control.maxlength <= 8
    )


def _continues(group: Sequence[Control], control: Control) -> bool:
    """The next box: no words of its own, and in the same row or named by the same stem with a number."""
    first = group[0]
    own = control.label_source not in {"left", "above", "none", "", "placeholder", "aria"} or _names_datum(
        control
    )
    if (
        control.label
        and control.label != first.label
        and own
        and not _COUNTED.search(words.fold(control.label))
    ):
        return False
    return _same_stem(first, control) or (_same_row(group[-1], control) and not _ids_differ(first, control))


_COUNTED = re.compile(
    r"\b(?:bloque|parte|segmento|grupo|casilla|seccion|part|block|box|group)\b (?:n\w* )?[2-9]\b|"
    r"\b[2-9] ?(?:de|of|/) ?[2-9]\b"
)
"""The label only counts the boxes ("Código, bloque 2 de 5")."""


def _names_datum(control: Control) -> bool:
    return any(score > 0.6 for score in index.match_text(control.label).values())


def _ids_differ(first: Control, control: Control) -> bool:
    """Ids that name two different data speak against one number."""
    one, other = (index.match_id(c.html_name or c.html_id) for c in (first, control))
    return bool(one) and bool(other) and not (one.keys() & other.keys())


_STEM = re.compile(r"^(.*?)[_\-\[\].]?(\d+|[a-f])\]?$")


def _same_stem(first: Control, control: Control) -> bool:
    for one, other in ((first.html_id, control.html_id), (first.html_name, control.html_name)):
        a, b = _STEM.match(one), _STEM.match(other)
        if a and b and a[1] == b[1] and a[1] and a[2] != b[2]:
            return True
        if one and one == other and "[" in one:
            return True
    return False


def _same_row(one: Control, other: Control) -> bool:
    """Side by side with a small gap."""
    if one.box is None or other.box is None:
        return False
    gap = other.box.x - one.box.right
    return abs(one.box.y - other.box.y) < 6 and -2 <= gap < 40


def _together(group: Sequence[Control]) -> bool:
    first = group[0]
    return all(
        c.frame_url == first.frame_url and c.form_key == first.form_key and c.dialog_key == first.dialog_key
        for c in group
    )
