"""What a field is to hold, where its own options cannot say so yet: a list that is closed, empty or full of
something else has no value in `FieldMatch`; the datum behind it has one all the same."""

from collections.abc import Sequence

from automation.reading.page import Option
from automation.reading.request import InvoiceRequest
from automation.reading.subjects import Subject, subjects_of
from automation.reading.understanding import Datum, FieldMatch
from automation.reading.units import LISTS
from automation.reading.values.filling import catalogue_code, choose, spelled


def subject_of(field: FieldMatch, request: InvoiceRequest) -> Subject | None:
    """The datum that the field asks for, if the request has it."""
    if field.datum is None or field.datum == Datum.CONSENT:
        return None
    given = [s for s in subjects_of(request) if s.value is not None]
    own = next((s for s in given if s.key == field.datum), None)
    return own or next((s for s in given if s.canonical and s.canonical == field.canonical), None)


def wanted_text(field: FieldMatch, request: InvoiceRequest) -> str | None:
    """The value as a person would say it; None where nothing is known for the field."""
    if field.value is not None or field.control.kind not in LISTS:
        return field.value
    subject = subject_of(field, request)
    return spelled(subject) if subject else None


def option_for(field: FieldMatch, options: Sequence[Option], request: InvoiceRequest) -> Option | None:
    """The option that says the datum: by SAT code, by its words; never the first one blindly."""
    subject = subject_of(field, request)
    if subject is None:
        return None
    natural = request.receiver.is_natural_person
    named = (choose(s, options, natural=natural) for s in (subject, *_same_thing(subject, request)))
    return next((o for o in named if o is not None), None)


def _same_thing(subject: Subject, request: InvoiceRequest) -> list[Subject]:
    """The ticket's other words for it: a shop's number tells two shops of one name apart."""
    given = [s for s in subjects_of(request) if s.value is not None and s.key != subject.key]
    return [s for s in given if s.canonical is not None and s.canonical == subject.canonical == Datum.STORE]


def queries(field: FieldMatch, request: InvoiceRequest) -> tuple[str, ...]:
    """What to type so that a list narrows to the value: its name, the word that tells most, its SAT code."""
    text = wanted_text(field, request) or ""
    subject = subject_of(field, request)
    code = catalogue_code(subject) if subject else None
    words = [w for w in text.split() if len(w) > 3]
    return tuple(dict.fromkeys(q for q in (text, words[0] if words else "", code or "") if q))
