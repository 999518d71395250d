"""Controls and data brought together: one best assignment, then confirmations, elimination and boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from automation.reading import words
from automation.reading.assignment import best_assignment
from automation.reading.elimination import Form, eliminated
from automation.reading.evidence import Scores, score_unit
from automation.reading.page import PageModel
from automation.reading.request import InvoiceRequest
from automation.reading.sections import Layout, Wish, is_honeypot, layout_of
from automation.reading.series import with_series
from automation.reading.subjects import DERIVED, RECEIVER_DATA, Subject, subjects_of
from automation.reading.trays import is_ours, rows_of
from automation.reading.units import LISTS, Shape, Unit, units_of
from automation.reading.values.identifiers import boxed, boxed_rfc, series_and_number
from automation.reading.vocabulary.receiver import ALTERNATE_WORDS, CONFIRMATION_WORDS

LEAVE_ALONE = 0.45
_CLEAR = 0.06


@dataclass(frozen=True, slots=True)
class Pairing:
    """Unit -> the subject that it gets, with the score behind it."""

    units: tuple[Unit, ...]
    scores: tuple[Scores, ...]
    wishes: tuple[Wish, ...]
    layout: Layout
    subjects: tuple[Subject, ...]
    pairs: Mapping[int, tuple[Subject, float]]
    trays: Mapping[int, bool]
    """units inside rows of a tray: whether the row is this ticket's"""


def pair_up(page: PageModel, request: InvoiceRequest) -> Pairing:
    units = units_of([c for c in page.controls if c.visible])
    subjects = subjects_of(request)
    units = with_series(units, subjects)
    scores = tuple(score_unit(u, subjects) for u in units)
    wishes = tuple(_wish(u, s, subjects) for u, s in zip(units, scores, strict=True))
    layout = layout_of(page, units, wishes)
    trays = _trays(page, units, subjects)
    rows = [i for i in _rows(units, wishes, layout) if trays.get(i, True)]
    matrix = [_gains(units[i], scores[i], subjects) for i in rows]
    if request.receiver.is_natural_person and any(wishes[i].datum in _SURNAMES for i in rows):
        _prefer_first_names(rows, units, subjects, matrix)
    pairs = _assigned(rows, units, subjects, matrix)
    pairs |= eliminated(Form(rows, units, wishes, subjects, pairs))
    pairs |= _confirmed(units, wishes, layout, pairs)
    pairs = _with_derived(units, scores, layout, request, pairs)
    return Pairing(units, scores, wishes, layout, subjects, pairs, trays)


def _trays(page: PageModel, units: Sequence[Unit], subjects: Sequence[Subject]) -> dict[int, bool]:
    kinds = {"checkbox", "radio", "select", "custom_select"}
    rows = rows_of(page, [u.lead for u in units if u.lead.kind in kinds])
    return {i: is_ours(rows[u.lead.ref], subjects) for i, u in enumerate(units) if u.lead.ref in rows}


def _wish(unit: Unit, scores: Scores, subjects: Sequence[Subject]) -> Wish:
    best = max(range(len(subjects)), key=lambda j: scores.by_subject[j])
    top = scores.by_subject[best]
    if unit.lead.kind == "checkbox" or (scores.foreign >= top and scores.foreign >= LEAVE_ALONE):
        return Wish(scores.foreign_name, scores.foreign, ours=False)
    if top < LEAVE_ALONE:
        return Wish("", top, ours=False)
    return Wish(subjects[best].canonical or subjects[best].key, top, ours=True)


def _rows(units: Sequence[Unit], wishes: Sequence[Wish], layout: Layout) -> list[int]:
    """Units that take part: of the form to be filled, no box, no trap, no repetition, no further address."""
    plain_emails = [
        i for i in layout.chosen if wishes[i].datum == "email" and not _says(units[i], ALTERNATE_WORDS)
    ]
    return [
        i
        for i in sorted(layout.chosen)
        if units[i].lead.kind not in {"checkbox", "file"}
        and not is_honeypot(units[i].lead)
        and not (wishes[i].ours and _repeats(i, units, wishes, layout))
        and not (wishes[i].datum == "email" and i not in plain_emails and plain_emails)
    ]


def _says(unit: Unit, known: frozenset[str]) -> bool:
    """One of `known` among all words about the unit."""
    lead = unit.lead
    text = words.plain(f"{lead.label} {lead.accessible_name} {lead.placeholder}").split()
    return not known.isdisjoint((*text, *words.id_words(lead.html_id), *words.id_words(lead.html_name)))


def _repeats(at: int, units: Sequence[Unit], wishes: Sequence[Wish], layout: Layout) -> bool:
    """Wants the same value as another field once more ("Confirma tu correo")."""
    if not _says(units[at], CONFIRMATION_WORDS):
        return False
    others = [j for j in layout.chosen if j != at and wishes[j].ours and wishes[j].datum == wishes[at].datum]
    return any(not _says(units[j], CONFIRMATION_WORDS) for j in others)


# --- gains ------------------------------------------------------------------------------------------

_SURNAMES = frozenset({"paternal_surname", "maternal_surname"})
_TRAP_SUSPECT = 0.6


def _gains(unit: Unit, scores: Scores, subjects: Sequence[Subject]) -> list[float]:
    lead = unit.lead
    least = max(LEAVE_ALONE, scores.foreign)
    suspect = lead.tabindex is not None and lead.tabindex < 0 and lead.kind not in LISTS and not lead.required
    malus = _TRAP_SUSPECT if suspect and not lead.readonly else 0.0
    gains = [score - least - malus for score in scores.by_subject]
    if unit.shape in {Shape.BOXES, Shape.SERIES}:
        return [g if _fits_boxes(unit, s) else min(g, -1.0) for g, s in zip(gains, subjects, strict=True)]
    return gains


def _fits_boxes(unit: Unit, subject: Subject) -> bool:
    if subject.value is None:
        return subject.is_identifying
    if unit.shape is Shape.SERIES:
        number, series = unit.controls
        return subject.is_identifying and series_and_number(subject.text, series, number) is not None
    cut = boxed_rfc if subject.canonical == "rfc" else boxed
    return (subject.is_identifying or subject.canonical == "rfc") and cut(
        subject.text, unit.controls
    ) is not None


def _prefer_first_names(
    rows: Sequence[int], units: Sequence[Unit], subjects: Sequence[Subject], matrix: list[list[float]]
) -> None:
    """Beside surnames a bare "Nombre" wants the first names only (natural persons)."""
    for row, unit_at in enumerate(rows):
        label = words.label_words(units[unit_at].lead.label or units[unit_at].lead.placeholder)
        if "razon" in label or "denominacion" in label:
            continue
        for column, subject in enumerate(subjects):
            if subject.canonical == "legal_name":
                matrix[row][column] -= 0.5
            elif subject.canonical == "first_names" and matrix[row][column] > 0:
                matrix[row][column] += 0.1


# --- assignment -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """Gains of the units that take part (rows) by subject (columns), and what each row got."""

    rows: Sequence[int]
    units: Sequence[Unit]
    subjects: Sequence[Subject]
    gains: Sequence[Sequence[float]]
    chosen: Sequence[int | None]

    def gain(self, row: int, column: int | None) -> float:
        return max(self.gains[row][column], 0.0) if column is not None else 0.0

    def label(self, row: int) -> str:
        return self.units[self.rows[row]].lead.label


def _assigned(
    rows: Sequence[int],
    units: Sequence[Unit],
    subjects: Sequence[Subject],
    matrix: Sequence[Sequence[float]],
) -> dict[int, tuple[Subject, float]]:
    table = _Table(rows, units, subjects, matrix, best_assignment(matrix))
    pairs: dict[int, tuple[Subject, float]] = {}
    for row, column in enumerate(table.chosen):
        if column is None:
            continue
        subject = subjects[column]
        if subject.value is not None and subject.is_identifying and _is_ambiguous(table, row, column):
            subject = replace(subject, key=subject.canonical or subject.key, value=None)
        pairs[rows[row]] = (subject, matrix[row][column] + LEAVE_ALONE)
    return pairs


def _is_ambiguous(table: _Table, row: int, own: int) -> bool:
    return _another_value_fits(table, row, own) or _another_field_fits(table, row, own)


def _another_value_fits(table: _Table, row: int, own: int) -> bool:
    """Another value would do as well here, all told (its own field, if it has one, taking ours)."""
    mine = table.gains[row][own]
    for column, rival in enumerate(table.subjects):
        gain = table.gains[row][column]
        if column == own or gain <= 0 or rival.value is None or rival.text == table.subjects[own].text:
            continue
        back = 0.0
        if column in table.chosen:
            holder = table.chosen.index(column)
            back = table.gain(holder, column) - table.gain(holder, own)
        if mine - gain + back < _CLEAR:
            return True
    return False


def _another_field_fits(table: _Table, row: int, own: int) -> bool:
    """The value would do as well in another field that gets none, under another label."""
    mine = table.gains[row][own]
    for other, taken in enumerate(table.chosen):
        has_value = taken is not None and table.subjects[taken].value is not None
        if other == row or has_value or table.label(other) == table.label(row):
            continue
        gain = table.gains[other][own]
        swapped = table.gain(other, taken) - table.gain(row, taken)
        if gain > 0 and mine - gain + swapped < _CLEAR:
            return True
    return False


def _confirmed(
    units: Sequence[Unit], wishes: Sequence[Wish], layout: Layout, pairs: Mapping[int, tuple[Subject, float]]
) -> dict[int, tuple[Subject, float]]:
    """The repetitions: same value again; an e-mail's repetition has a word of its own."""
    by_datum = {(s.canonical or s.key): (s, score) for s, score in pairs.values()}
    found: dict[int, tuple[Subject, float]] = {}
    for i in layout.chosen:
        if i in pairs or not wishes[i].ours or not _repeats(i, units, wishes, layout):
            continue
        known = by_datum.get(wishes[i].datum)
        if known is not None:
            found[i] = (_again(known[0]), min(known[1], wishes[i].score))
    return found


def _again(subject: Subject) -> Subject:
    return replace(subject, key="email_confirmation") if subject.canonical == "email" else subject


# --- constants --------------------------------------------------------------------------------------


def _with_derived(
    units: Sequence[Unit],
    scores: Sequence[Scores],
    layout: Layout,
    request: InvoiceRequest,
    pairs: Mapping[int, tuple[Subject, float]],
) -> dict[int, tuple[Subject, float]]:
    """Kind of person, country, nationality, PUE: known without being asked for."""
    known = {
        "person_type": "natural" if request.receiver.is_natural_person else "legal",
        "country": "MEX",
        "nationality": "national",
        "payment_terms": "PUE",
    }
    found = dict(pairs)
    for i in layout.chosen:
        name = scores[i].foreign_name
        listish = units[i].lead.kind in LISTS or units[i].shape is Shape.RADIO
        if i not in found and listish and name in DERIVED and units[i].enabled:
            found[i] = (Subject(name, name, known[name]), scores[i].foreign)
    return found


def is_receiver_datum(canonical: str | None) -> bool:
    return canonical in RECEIVER_DATA
