"""What is left over on both sides: a field that nothing names and a value that no field took.

Only where exactly one of each is left, and the field's own rules take the value; two candidates are a question
for a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from automation.reading import words
from automation.reading.formats import format_evidence
from automation.reading.sections import Wish
from automation.reading.subjects import RECEIVER_DATA, Subject
from automation.reading.units import LISTS, Shape, Unit
from automation.reading.values.identifiers import fits, has_told_length
from automation.reading.vocabulary.roles import OPTIONAL_MARK
from automation.reading.vocabulary.ticket import IDENTIFYING, SALE_WORDS

Pairs = Mapping[int, tuple[Subject, float]]

_GUESSED = 0.4
_SHAPES: Mapping[str, float] = {"amount": 0.25, "date": 0.35, "time": 0.4, "email": 0.4, "rfc": 0.45}
"""Data whose fields can be told by their rules alone, and how much evidence of that is enough."""
_TYPED = frozenset({"text", "number"})
_OF_SALE = frozenset({*IDENTIFYING, "amount", "date", "time", "store", "terminal"})


@dataclass(frozen=True, slots=True)
class Form:
    """The units that take part (`rows`), what each seems to want, and what was assigned so far."""

    rows: Sequence[int]
    units: Sequence[Unit]
    wishes: Sequence[Wish]
    subjects: Sequence[Subject]
    pairs: Pairs

    def left(self, keys: Iterable[str]) -> list[Subject]:
        """Values of these data that no field took."""
        used = {s.key for s, _ in self.pairs.values() if s.value is not None}
        wanted = set(keys)
        return [
            s for s in self.subjects if s.canonical in wanted and s.value is not None and s.key not in used
        ]


def eliminated(form: Form) -> dict[int, tuple[Subject, float]]:
    """Unit -> subject for the fields whose datum follows from what is left."""
    named = _identifier_asked(form)
    shaped = _by_shape(form)
    if named or any(_lacks_identifier(i, form) for i in form.rows):
        return {**shaped, **named}
    return {**shaped, **_identifier_unnamed(form, set(shaped))}


def _identifier_asked(form: Form) -> dict[int, tuple[Subject, float]]:
    """One identifying field without a value and one identifying value without a field belong together."""
    fields = [i for i in form.rows if _lacks_identifier(i, form)]
    if len(fields) != 1:
        return {}
    unit = form.units[fields[0]]
    of_length = [s for s in _identifying_left(form) if has_told_length(s.text, unit.lead)]
    left = of_length or form.left(IDENTIFYING)
    return {fields[0]: (left[0], _GUESSED)} if len(left) == 1 and _takes(unit, left[0]) else {}


def _identifying_left(form: Form) -> list[Subject]:
    """Values that no field took and that may name the sale, those in words of the user's own as well."""
    used = {s.key for s, _ in form.pairs.values() if s.value is not None}
    return [s for s in form.subjects if s.is_identifying and s.value is not None and s.key not in used]


def _lacks_identifier(at: int, form: Form) -> bool:
    if at in form.pairs:
        return form.pairs[at][0].value is None and form.pairs[at][0].canonical in IDENTIFYING
    return form.wishes[at].ours and form.wishes[at].datum in IDENTIFYING


def _takes(unit: Unit, subject: Subject) -> bool:
    lead = unit.lead
    if lead.kind in LISTS or unit.shape is not Shape.SINGLE or fits(subject.text, lead) is False:
        return False
    return not (lead.inputmode == "numeric" and not any(c.isdigit() for c in subject.text))


# --- fields that no word names ----------------------------------------------------------------------


def _unnamed(form: Form, datum: str = "") -> list[int]:
    """Empty typed fields that must be filled and of which nothing is known, or that hardly show `datum`."""
    marked = any(c.required for i in form.rows for c in form.units[i].controls)
    return [i for i in form.rows if i not in form.pairs and _is_unnamed(form, i, datum, marked=marked)]


def _is_unnamed(form: Form, at: int, datum: str, *, marked: bool) -> bool:
    lead, wish = form.units[at].lead, form.wishes[at]
    if form.units[at].shape is not Shape.SINGLE or lead.kind not in _TYPED or wish.datum not in {"", datum}:
        return False
    if not lead.enabled or lead.readonly or lead.value.strip() or not (lead.required or not marked):
        return False
    return not OPTIONAL_MARK.search(words.fold(f"{lead.label} {lead.placeholder} {lead.hint}"))


def _by_shape(form: Form) -> dict[int, tuple[Subject, float]]:
    """The only unnamed field that looks like an amount, a date … while nothing else asks for one."""
    asked = {s.canonical for s, _ in form.pairs.values()}
    found: dict[int, tuple[Subject, float]] = {}
    for subject in form.left(_SHAPES):
        if subject.canonical in asked:
            continue
        least = _SHAPES[subject.canonical or ""]
        near = _unnamed(form, subject.canonical or "")
        fields = [i for i in near if format_evidence(form.units[i].lead, subject) >= least]
        if len(fields) == 1 and fields[0] not in found:
            found[fields[0]] = (subject, _GUESSED)
    return found


def _identifier_unnamed(form: Form, shaped: set[int]) -> dict[int, tuple[Subject, float]]:
    """The last unnamed field of a form about the sale gets the last identifying value."""
    left = _identifying_left(form)
    fields = [i for i in _unnamed(form) if i not in shaped]
    if len(left) != 1 or len(fields) != 1 or not _is_about_sale(form, fields[0]):
        return {}
    unit, subject = form.units[fields[0]], left[0]
    if subject.canonical is None and any(
        s.is_identifying and s.value is not None for s, _ in form.pairs.values()
    ):
        return {}  # a word of the user's own beside a number that names the sale already
    amount = next((s for s in form.subjects if s.canonical == "amount"), subject)
    money = format_evidence(unit.lead, amount) >= _SHAPES["amount"]
    return {} if money or not _takes(unit, subject) else {fields[0]: (subject, _GUESSED)}


def _is_about_sale(form: Form, at: int) -> bool:
    """Beside other data of the ticket, or in words of a sale: a receptor's form asks for no ticket again."""
    placed = {s.canonical for s, _ in form.pairs.values()}
    if placed & _OF_SALE:
        return not placed & (RECEIVER_DATA - {"rfc", "email"}) or bool(placed & {"amount", "date"})
    lead = form.units[at].lead
    said = set(words.label_words(f"{lead.label} {lead.placeholder} {lead.hint} {lead.group}"))
    return bool(said & SALE_WORDS)
