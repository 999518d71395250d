"""What each visible control is to hold, and which required ones nothing fits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from automation.reading import words
from automation.reading.boxes import consenting_radio, is_consent, reveals_email
from automation.reading.matching import Pairing
from automation.reading.numbering import as_told
from automation.reading.page import Control, ElementRef, PageModel
from automation.reading.request import InvoiceRequest
from automation.reading.sections import MAIN
from automation.reading.subjects import DERIVED, Subject
from automation.reading.understanding import Datum, FieldMatch
from automation.reading.units import LISTS, Shape, Unit
from automation.reading.values.filling import Filling, fillings
from automation.reading.values.options import real_options
from automation.reading.vocabulary.foreign import OPTIONAL
from automation.reading.vocabulary.roles import OPTIONAL_MARK
from automation.reading.vocabulary.ticket import IDENTIFYING

_TYPED = frozenset(
    {"text", "number", "password", "email", "date", "time", "month", "textarea", "contenteditable"}
)
_NAMES = frozenset({"first_names", "paternal_surname", "maternal_surname"})


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a page in its own order, and the controls that a person must be asked about."""

    fields: tuple[FieldMatch, ...]
    unmatched: tuple[Control, ...]


def read_fields(page: PageModel, pairing: Pairing, request: InvoiceRequest) -> Reading:
    matches: dict[ElementRef, FieldMatch] = {}
    marked = any(c.required for i in pairing.layout.chosen for c in pairing.units[i].controls)
    for i, unit in enumerate(pairing.units):
        for match in _matches(i, unit, _told(i, pairing, page), request, marked=marked):
            matches[match.control.ref] = match
    if not _has_email(pairing):
        _tick_to_reveal(pairing, matches)
    fields = tuple(matches.get(c.ref) or _left_alone(c) for c in page.controls if c.visible)
    return Reading(fields, _unmatched(page, pairing, matches, marked=marked))


def _told(at: int, pairing: Pairing, page: PageModel) -> Pairing:
    """The pairing with this unit's value as the page's own sentences want it written."""
    if at not in pairing.pairs:
        return pairing
    subject, score = pairing.pairs[at]
    written = as_told(subject, page)
    return pairing if written is subject else replace(pairing, pairs={**pairing.pairs, at: (written, score)})


def _left_alone(control: Control) -> FieldMatch:
    return FieldMatch(control, None, None, None, 0.0, control.required)


def confidence_of(score: float) -> float:
    return round(min(0.99, max(0.3, 0.3 + 0.62 * score)), 2)


# --- one unit ---------------------------------------------------------------------------------------


def _matches(
    at: int, unit: Unit, pairing: Pairing, request: InvoiceRequest, *, marked: bool
) -> list[FieldMatch]:
    if at in pairing.pairs:
        subject, score = pairing.pairs[at]
        return _filled(unit, subject, score, pairing, request, marked=marked)
    if at not in pairing.layout.chosen or pairing.layout.role != MAIN:
        return []
    if at in pairing.trays:
        return _of_tray(unit, pairing, ours=pairing.trays[at])
    box = _box_of(unit)
    if box is None:
        return []
    return [_ticked(box, Datum.CONSENT)]


def _of_tray(unit: Unit, pairing: Pairing, *, ours: bool) -> list[FieldMatch]:
    """Our ticket's row is ticked; a ticked row of another purchase is not: it would be invoiced with ours."""
    lead = unit.lead
    key = next((s.key for s in pairing.subjects if s.is_identifying and s.value is not None), None)
    if lead.kind != "checkbox" or key is None or not (ours or lead.checked):
        return []
    value = "true" if ours else "false"
    return [FieldMatch(lead, key, value, None, 0.8, lead.required, satisfied=bool(lead.checked) is ours)]


def _box_of(unit: Unit) -> Control | None:
    if unit.lead.kind == "checkbox":
        return unit.lead if is_consent(unit.lead) else None
    return consenting_radio(unit) if unit.shape is Shape.RADIO else None


def _ticked(control: Control, datum: str) -> FieldMatch:
    return FieldMatch(
        control, datum, "true", None, 0.9, control.required, satisfied=bool(control.checked), canonical=datum
    )


def _filled(
    unit: Unit, subject: Subject, score: float, pairing: Pairing, request: InvoiceRequest, *, marked: bool
) -> list[FieldMatch]:
    subject = _whole_surname(subject, unit, pairing)
    required = _is_required(unit, subject, pairing, marked=marked)
    parts = fillings(subject, unit, natural=request.receiver.is_natural_person)
    if subject.canonical in DERIVED and all(p.satisfied or p.value is None for p in parts):
        return []
    return [_match(p, subject, confidence_of(score), required=required) for p in parts]


def _match(filling: Filling, subject: Subject, confidence: float, *, required: bool) -> FieldMatch:
    return FieldMatch(
        filling.control,
        subject.key,
        filling.value,
        filling.option,
        confidence,
        required,
        satisfied=filling.satisfied,
        part=filling.part,
        canonical=subject.canonical,
    )


def _whole_surname(subject: Subject, unit: Unit, pairing: Pairing) -> Subject:
    """One field "Apellidos" takes both surnames."""
    if subject.canonical != "paternal_surname" or subject.value is None:
        return subject
    if any(s.canonical == "maternal_surname" for s, _ in pairing.pairs.values()):
        return subject
    if "apellidos" not in words.label_words(unit.lead.label or unit.lead.placeholder or unit.lead.html_name):
        return subject
    maternal = next((s.text for s in pairing.subjects if s.canonical == "maternal_surname"), "")
    return Subject(subject.key, subject.canonical, f"{subject.text} {maternal}".strip())


# --- required ---------------------------------------------------------------------------------------


def is_marked_optional(control: Control) -> bool:
    return bool(OPTIONAL_MARK.search(words.fold(f"{control.label} {control.placeholder} {control.hint}")))


def _is_required(unit: Unit, subject: Subject, pairing: Pairing, *, marked: bool) -> bool:
    """By the form's own marks where it has any; else every field that asks for one of our data."""
    if any(c.required for c in unit.controls):
        return True
    if marked or is_marked_optional(unit.lead):
        return False
    if subject.value is None and subject.canonical in _NAMES:
        return not any(s.canonical == "legal_name" for s, _ in pairing.pairs.values())
    return subject.canonical not in {"card_last4", *DERIVED} or subject.value is not None


def _unmatched(
    page: PageModel, pairing: Pairing, matches: Mapping[ElementRef, FieldMatch], *, marked: bool
) -> tuple[Control, ...]:
    found = [
        unit.lead
        for i, unit in enumerate(pairing.units)
        if i in pairing.layout.chosen and _asks(i, unit, pairing, matches, marked=marked)
    ]
    if not marked and _offers_alternatives(page, matches):
        found = [c for c in found if not _names_the_sale(c, matches)]
    return tuple(sorted(found, key=page.controls.index))


def _asks(
    at: int, unit: Unit, pairing: Pairing, matches: Mapping[ElementRef, FieldMatch], *, marked: bool
) -> bool:
    lead = unit.lead
    if unit.lead.kind in {"checkbox", "file"} or not _is_empty(unit) or not unit.enabled:
        return False
    known = [matches[c.ref] for c in unit.controls if c.ref in matches]
    if known:
        lacking = any(m.value is None for m in known)
        return lacking and any(m.required for m in known) and not _waits(unit, pairing.pairs.get(at))
    if pairing.scores[at].foreign_name == "captcha":
        return False
    if any(c.required for c in unit.controls):
        return True
    return not marked and lead.kind in _TYPED and _looks_like_a_key(at, unit, pairing)


def _looks_like_a_key(at: int, unit: Unit, pairing: Pairing) -> bool:
    """An unmarked field that asks for something about the sale which nobody gave."""
    if pairing.scores[at].foreign_name in OPTIONAL or is_marked_optional(unit.lead) or unit.lead.readonly:
        return False
    wish = pairing.wishes[at]
    return (
        wish.ours
        and wish.datum in {*IDENTIFYING, "store", "terminal", "date", "time", "amount"}
        and not _doubles(at, pairing)
    )


def _doubles(at: int, pairing: Pairing) -> bool:
    """The same label again (a second row of a tray, a trap): not a question."""
    label = words.label_words(pairing.units[at].lead.label)
    return any(i != at and words.label_words(pairing.units[i].lead.label) == label for i in pairing.pairs)


def _waits(unit: Unit, pair: tuple[Subject, float] | None) -> bool:
    """A list that the portal has not filled yet, for a datum that we have: no question for a person."""
    has_value = pair is not None and pair[0].value is not None
    return has_value and unit.lead.kind in LISTS and not real_options(unit.lead.options)


def _is_empty(unit: Unit) -> bool:
    if unit.shape is Shape.RADIO:
        return not any(c.checked for c in unit.controls)
    lead = unit.lead
    if lead.kind in LISTS:
        chosen = next((o for o in lead.options if o.selected), None)
        return not real_options((chosen,)) if chosen else not (lead.value_text or lead.value).strip()
    return not lead.value.strip()


_OR = re.compile(r"(?m)^\W*(?:o|ó|u|or|o bien|ó bien|o también|-\s*o\s*-)\W*$", re.IGNORECASE)


def _offers_alternatives(page: PageModel, matches: Mapping[ElementRef, FieldMatch]) -> bool:
    """ "Código de facturación … o … fecha, orden y total": one way suffices."""
    given = [
        m for m in matches.values() if m.value and m.canonical in {*IDENTIFYING, "date", "amount", "store"}
    ]
    return bool(_OR.search(page.text)) and len(given) >= 2 and any(m.canonical in IDENTIFYING for m in given)


def _names_the_sale(control: Control, matches: Mapping[ElementRef, FieldMatch]) -> bool:
    match = matches.get(control.ref)
    return match is None or match.canonical in IDENTIFYING


# --- the box that opens the e-mail field ------------------------------------------------------------


def _has_email(pairing: Pairing) -> bool:
    return any(s.canonical == "email" for s, _ in pairing.pairs.values())


def _tick_to_reveal(pairing: Pairing, matches: dict[ElementRef, FieldMatch]) -> None:
    """Where a receptor's form shows no e-mail field, "quiero recibir la factura por correo" opens it."""
    has_receiver = any(
        s.canonical in {"legal_name", "fiscal_regime", "cfdi_use"} for s, _ in pairing.pairs.values()
    )
    boxes: Sequence[Control] = [
        pairing.units[i].lead
        for i in pairing.layout.chosen
        if pairing.units[i].lead.kind == "checkbox" and reveals_email(pairing.units[i].lead)
    ]
    if has_receiver and len(boxes) == 1 and boxes[0].ref not in matches:
        matches[boxes[0].ref] = _ticked(boxes[0], Datum.CONSENT)
