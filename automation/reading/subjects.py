"""What there is to be given to a form: one Subject per datum of the profile and the ticket.

Every key of the ticket is a subject under its own name; `canonical` says what it is by CONTRACT.md section 5.
Data that nobody gave stand here too, without a value, so that a field which asks for one can be named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from automation.reading import words
from automation.reading.request import InvoiceRequest, Receiver
from automation.reading.values.names import split_natural_name
from automation.reading.vocabulary import index
from automation.reading.vocabulary.ticket import IDENTIFYING, TICKET

RECEIVER_DATA = frozenset(
    {
        "rfc", "legal_name", "first_names", "paternal_surname", "maternal_surname", "fiscal_regime",
        "postal_code", "cfdi_use", "email", "email_confirmation",
    }
)  # fmt: skip
DERIVED = {"person_type", "country", "nationality", "payment_terms"}
"""Constant or derived from the RFC: only set where a list asks for them and holds something else."""

_NOT_ASKED = frozenset(
    {"concept", "concepto", "currency", "moneda", "notes", "notas", "comentario", "vendor", "url"}
)
_CANONICAL_TICKET = (*TICKET, "payment_method")

Value = str | date | time | Decimal


@dataclass(frozen=True, slots=True, repr=False)
class Subject:
    key: str
    """as in the profile or ticket, else the canonical word"""
    canonical: str | None
    value: Value | None
    own_words: tuple[str, ...] = ()
    """of the ticket key, where it is the user's own"""
    labels: tuple[tuple[str, ...], ...] = ()
    """words of the labels under which the vendor directory says that the form asks for it"""

    @property
    def is_receiver(self) -> bool:
        return self.canonical in RECEIVER_DATA

    @property
    def is_identifying(self) -> bool:
        return self.canonical in IDENTIFYING or (self.canonical is None and not self.is_receiver)

    @property
    def text(self) -> str:
        return "" if self.value is None else str(self.value)


def subjects_of(request: InvoiceRequest) -> tuple[Subject, ...]:
    """Subjects with a value first, then the canonical ones that nobody supplied."""
    given = [*_of_receiver(request.receiver), *_of_ticket(request)]
    present = {s.canonical for s in given}
    absent = [Subject(k, k, None) for k in (*_CANONICAL_TICKET, *RECEIVER_DATA) if k != "email_confirmation"]
    spare = [s for s in absent if s.canonical not in present or s.canonical in IDENTIFYING]
    return (*given, *spare)


def _of_receiver(receiver: Receiver) -> list[Subject]:
    plain = {
        "rfc": receiver.rfc,
        "legal_name": receiver.legal_name,
        "fiscal_regime": receiver.fiscal_regime,
        "postal_code": receiver.postal_code,
        "email": receiver.email,
        "cfdi_use": receiver.cfdi_use,
    }
    found = [Subject(k, k, v) for k, v in plain.items() if v]
    if receiver.is_natural_person:
        first, paternal, maternal = split_natural_name(receiver.legal_name)
        names = {"first_names": first, "paternal_surname": paternal, "maternal_surname": maternal}
        found += [Subject(k, k, v) for k, v in names.items()]
    return found


def _of_ticket(request: InvoiceRequest) -> list[Subject]:
    ticket = request.ticket
    parsed: dict[str, Value | None] = {"amount": ticket.amount, "date": ticket.date, "time": ticket.time}
    found: list[Subject] = []
    named: set[str] = set()
    for key, text in ticket.values.items():
        canonical = canonical_of(key)
        if key in _NOT_ASKED or not str(text).strip() or canonical in named:
            continue
        value: Value = str(text).strip()
        if canonical in parsed:
            named.add(canonical)
            value = parsed[canonical] or value
        found.append(_ticket_subject(key, canonical, value, request.field_labels))
    found += [Subject(k, k, v) for k, v in parsed.items() if v is not None and k not in named]
    return found


def _ticket_subject(
    key: str, canonical: str | None, value: Value, labels: Mapping[str, tuple[str, ...]]
) -> Subject:
    known = tuple(words.label_words(label) for label in labels.get(key, ()))
    return Subject(key, canonical, value, words.key_words(key), known)


_OF_TICKETS = {
    "cuenta": "ticket_number",
    "numero_cuenta": "ticket_number",
    "numero_de_cuenta": "ticket_number",
}
"""Words that say something else on a form (the bank's account, the person's), and this on a ticket: a restaurant's
bill."""


def canonical_of(key: str) -> str | None:
    """`tc` -> ticket_number, `sucursal` -> store; None where the vocabulary does not know the word."""
    if key in _CANONICAL_TICKET:
        return key
    if key in _OF_TICKETS:
        return _OF_TICKETS[key]
    scores = {d: s for d, s in index.match_id(key).items() if d in _CANONICAL_TICKET}
    best = max(scores, key=lambda d: scores[d], default=None)
    return best if best is not None and scores[best] >= 0.5 else None
