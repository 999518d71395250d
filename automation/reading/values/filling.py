"""From a subject to what goes into its controls: one Filling per control."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from automation.reading import words
from automation.reading.page import Control, Option
from automation.reading.subjects import Subject
from automation.reading.understanding import Datum
from automation.reading.units import LISTS, Shape, Unit, options_of
from automation.reading.values import amounts, dates, identifiers, months
from automation.reading.values.options import (
    code_of,
    option_for_code,
    option_for_others,
    option_for_text,
    real_options,
)
from automation.reading.vocabulary.sat import CATALOGUES


@dataclass(frozen=True, slots=True, repr=False)
class Filling:
    control: Control
    value: str | None
    option: Option | None = None
    part: str = ""
    satisfied: bool = False


def fillings(subject: Subject, unit: Unit, *, natural: bool) -> list[Filling]:
    """What each control of the unit is to hold; values None where nobody gave the datum or it does not fit."""
    if subject.value is None:
        return [Filling(c, None) for c in unit.controls[:1]]
    build = _BY_SHAPE.get(unit.shape)
    if build is not None:
        return build(subject, unit)
    if unit.shape is Shape.RADIO:
        return _radio(subject, unit, natural=natural)
    if unit.lead.kind in LISTS:
        return [_listed(subject, unit.lead, natural=natural)]
    return [_typed(subject, unit.lead)]


# --- lists ------------------------------------------------------------------------------------------


def choose(subject: Subject, options: Sequence[Option], *, natural: bool) -> Option | None:
    """The option of a list that says this subject's value; None where none or more than one does."""
    code = catalogue_code(subject)
    if code is not None:
        return option_for_code(options, subject.canonical or "", code, natural=natural)
    if isinstance(subject.value, date):
        return _dated(subject.value, options)
    return option_for_text(options, subject.text)


def catalogue_code(subject: Subject) -> str | None:
    """The SAT code behind a subject of a catalogue ("04", "tarjeta de crédito" -> 04); None for other data."""
    catalogue = CATALOGUES.get(subject.canonical or "")
    if catalogue is None:
        return None
    text = subject.text.strip()
    for spelling in (text, text.upper(), text.zfill(2)):
        if spelling in catalogue:
            return spelling
    return code_of(text, subject.canonical or "") or text


def _dated(day: date, options: Sequence[Option]) -> Option | None:
    shapes = {
        dates.written(day, p) for p in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%D de %E de %Y", "%D/%N/%Y")
    }
    return next((o for o in real_options(options) if o.enabled and o.text.strip().lower() in shapes), None)


def _listed(subject: Subject, control: Control, *, natural: bool) -> Filling:
    option = choose(subject, control.options, natural=natural)
    if option is not None:
        return Filling(control, option.text, option, satisfied=_is_chosen(option, control))
    if control.kind == "autocomplete":
        text = spelled(subject)
        return Filling(
            control, text, satisfied=_says(subject, control.value_text or control.value, natural=natural)
        )
    other = option_for_others(control.options) if subject.canonical == "rfc" else None
    if other is not None:
        return Filling(control, other.text, other, satisfied=_is_chosen(other, control))
    held = control.value_text
    if held and not real_options(control.options) and _says(subject, held, natural=natural):
        return Filling(control, held, satisfied=True)
    return Filling(control, None)


def _is_chosen(option: Option, control: Control) -> bool:
    if any(o.selected for o in control.options):
        return option.selected
    return words.plain(control.value_text or control.value) in {
        words.plain(option.text),
        words.plain(option.value),
    } - {""}


def _says(subject: Subject, text: str, *, natural: bool) -> bool:
    """Whether a text that stands in a list control means the subject's value."""
    return bool(text) and choose(subject, (Option(text, text),), natural=natural) is not None


def spelled(subject: Subject) -> str:
    """What a person would type to find a catalogue entry or a shop: its name, without code."""
    code = catalogue_code(subject)
    table = CATALOGUES.get(subject.canonical or "", {})
    return table[code][0] if code is not None and code in table else subject.text


def _radio(subject: Subject, unit: Unit, *, natural: bool) -> list[Filling]:
    option = choose(subject, options_of(unit), natural=natural)
    chosen = next((c for c in unit.controls if option is not None and c.ref == option.ref), None)
    if chosen is None or option is None:
        return [Filling(unit.lead, None)]
    return [Filling(chosen, "true", option, satisfied=bool(chosen.checked))]


# --- typed ------------------------------------------------------------------------------------------


def _typed(subject: Subject, control: Control) -> Filling:
    value = typed_text(subject, control)
    return Filling(control, value, satisfied=same_value(subject, control, value))


def typed_text(subject: Subject, control: Control) -> str:
    """The value exactly as it is to be typed into this control."""
    value = subject.value
    if isinstance(value, Decimal):
        return amounts.amount_text(value, control)
    if isinstance(value, date):
        return dates.date_text(value, control)
    if isinstance(value, time):
        return dates.time_text(value, control)
    spell = _TYPED.get(subject.canonical or "")
    return spell(subject, control) if spell else identifiers.identifier_text(subject.text, control)


def _code_or_name(subject: Subject, control: Control) -> str:
    short = control.maxlength is not None and control.maxlength <= 4
    said = words.fold(f"{control.label} {control.placeholder} {control.hint}")
    return (
        (catalogue_code(subject) or subject.text)
        if short or "clave" in said or "codigo" in said
        else spelled(subject)
    )


def _as_given(subject: Subject, control: Control) -> str:
    del control
    return subject.text.strip()


_TYPED: Mapping[str, Callable[[Subject, Control], str]] = {
    "rfc": lambda s, c: s.text.strip().upper(),
    "legal_name": _as_given,
    "first_names": _as_given,
    "paternal_surname": _as_given,
    "maternal_surname": _as_given,
    "postal_code": lambda s, c: s.text.strip().zfill(5),
    "email": _as_given,
    "fiscal_regime": _code_or_name,
    "cfdi_use": _code_or_name,
    "payment_method": _code_or_name,
}


def same_value(subject: Subject, control: Control, value: str) -> bool:
    """Whether what stands in the field says the value, in whatever spelling the portal gave it."""
    held = control.value.strip()
    if not held:
        return False
    if isinstance(subject.value, Decimal):
        return amounts.parsed_amount(held) == amounts.parsed_amount(value)
    if isinstance(subject.value, date):
        return dates.parsed_date(held, control) == subject.value
    if subject.canonical in CATALOGUES:
        return _says(subject, held, natural=False)
    if subject.is_receiver:
        return " ".join(held.upper().split()) == " ".join(value.upper().split())
    # a box of suggestions shows a shop as its own list does: "F97 Del Valle"
    is_listed = subject.canonical == Datum.STORE and _says(subject, held, natural=False)
    return is_listed or _bare(held) == _bare(value)


def _bare(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


# --- several controls -------------------------------------------------------------------------------


def _date_parts(subject: Subject, unit: Unit) -> list[Filling]:
    day = subject.value
    if not isinstance(day, date):
        return [Filling(c, None, part=p) for c, p in zip(unit.controls, unit.parts, strict=True)]
    return [_date_part(day, c, p) for c, p in zip(unit.controls, unit.parts, strict=True)]


def _date_part(day: date, control: Control, part: str) -> Filling:
    text = dates.part_text(day, part, control)
    if control.kind not in LISTS:
        return Filling(
            control, text, part=part, satisfied=control.value.strip().lstrip("0") == text.lstrip("0")
        )
    wanted = {"day": day.day, "month": day.month, "year": day.year}[part]
    option = next((o for o in control.options if o.enabled and _number(o.text, part) == wanted), None)
    satisfied = option is not None and _is_chosen(option, control)
    return Filling(control, option.text if option else None, option, part, satisfied)


def _number(text: str, part: str) -> int | None:
    if part == "month":
        return months.month_of(text)
    return int(text) if text.strip().isdigit() else None


def _time_parts(subject: Subject, unit: Unit) -> list[Filling]:
    moment = subject.value
    pairs = list(zip(unit.controls, unit.parts, strict=True))
    if not isinstance(moment, time):
        return [Filling(c, None, part=p) for c, p in pairs]
    twelve = "meridiem" in unit.parts
    return [_time_part(dates.time_part(moment, p, twelve_hours=twelve), c, p) for c, p in pairs]


def _time_part(text: str, control: Control, part: str) -> Filling:
    if control.kind not in LISTS:
        return Filling(control, text, part=part, satisfied=control.value.strip() == text)
    option = option_for_text(control.options, text)
    return Filling(
        control, option.text if option else None, option, part, option is not None and option.selected
    )


def _amount_parts(subject: Subject, unit: Unit) -> list[Filling]:
    amount = subject.value
    pairs = zip(unit.controls, unit.parts, strict=True)
    if not isinstance(amount, Decimal):
        return [Filling(c, None, part=p) for c, p in pairs]
    texts = [(c, p, amounts.amount_part(amount, p)) for c, p in pairs]
    return [Filling(c, t, part=p, satisfied=c.value.strip() == t) for c, p, t in texts]


def _boxes(subject: Subject, unit: Unit) -> list[Filling]:
    cut = identifiers.boxed_rfc if subject.canonical == "rfc" else identifiers.boxed
    pieces = cut(subject.text, unit.controls)
    if pieces is None:
        return [Filling(c, None, part=p) for c, p in zip(unit.controls, unit.parts, strict=True)]
    rows = zip(unit.controls, unit.parts, pieces, strict=True)
    return [Filling(c, t, part=p, satisfied=c.value.strip().upper() == t.upper()) for c, p, t in rows]


def _series(subject: Subject, unit: Unit) -> list[Filling]:
    number, series = unit.controls
    pieces = identifiers.series_and_number(subject.text, series, number)
    if pieces is None:
        return [Filling(c, None, part=p) for c, p in zip(unit.controls, unit.parts, strict=True)]
    rows = zip((series, number), ("1/2", "2/2"), pieces, strict=True)
    return [Filling(c, t, part=p, satisfied=_bare(c.value) == _bare(t)) for c, p, t in rows]


_BY_SHAPE: Mapping[Shape, Callable[[Subject, Unit], list[Filling]]] = {
    Shape.DATE_PARTS: _date_parts,
    Shape.TIME_PARTS: _time_parts,
    Shape.AMOUNT_PARTS: _amount_parts,
    Shape.BOXES: _boxes,
    Shape.SERIES: _series,
}
