"""What must hold before the click that issues: the page says what was asked for, and nothing else.

Pure comparisons of one reading with the request; no browser. Two independent looks:

- every control that understanding took for a datum, read-only, disabled, pre-selected and looked-up
  ones included;
- every text that shows the receptor or the ticket back (review pages, summaries, table rows, questions).

What a difference means (`failure`), decided here because CONTRACT.md section 3 has no word for "not yet
issued, but wrong":

- another total than the ticket's that cannot be mended: TICKET_NOT_FOUND ("unknown, wrong total"): the
  portal speaks of another sale, or the total was captured wrong;
- a datum of the receptor that the portal insists on: RECEIVER_REJECTED, the datum named: a person mends
  it at the portal or in the profile;
- anything else that will not hold: UNKNOWN_PAGE: a person goes on in the live view.

None of them passes the point of no return.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from automation.pilots import reasons
from automation.pilots.base import Failure
from automation.pilots.shown import (
    Shown,
    kept_differences,
    lone_row_differences,
    row_differences,
    shown_differences,
)
from automation.pilots.sight import Sight, folded
from automation.pilots.wanted import subject_of, wanted_text
from automation.reading.page import Control
from automation.reading.request import InvoiceRequest
from automation.reading.understanding import Datum, FieldMatch, PageKind

RECEIVER_DATA = frozenset(
    {
        Datum.RFC,
        Datum.LEGAL_NAME,
        Datum.FIRST_NAMES,
        Datum.PATERNAL_SURNAME,
        Datum.MATERNAL_SURNAME,
        Datum.FISCAL_REGIME,
        Datum.POSTAL_CODE,
        Datum.CFDI_USE,
        Datum.EMAIL,
        Datum.EMAIL_CONFIRMATION,
    }
)


@dataclass(frozen=True, slots=True)
class Difference:
    datum: str
    label: str
    wanted: str
    held: str
    field: FieldMatch | None = None
    """None when a text says it"""
    misread: bool = False
    """the field itself says that it wants something else"""

    @property
    def mendable(self) -> bool:
        return self.field is not None and self.field.control.enabled and not self.field.control.readonly

    @property
    def is_insisted_on(self) -> bool:
        """The portal shows it and lets nobody change it."""
        return not self.mendable and not self.misread

    def __str__(self) -> str:
        name = self.label or reasons.datum_name(self.datum)
        held = f"tiene «{self.held}»" if self.held else "está vacío"
        return f"{name}: {held} y debe ser «{self.wanted}»"


def differences(sight: Sight, request: InvoiceRequest) -> tuple[Difference, ...]:
    """All that the page holds or shows otherwise than the request wants it; () when the click may follow."""
    fields = (*_field_differences(sight, request), *_misread(sight))
    return (*fields, *_shown(sight, request), *_kept(sight, request))


def text_differences(text: str, request: InvoiceRequest) -> tuple[Difference, ...]:
    """The same for the text of a question (a native dialog): the page behind it is frozen and was read."""
    return tuple(_difference(s) for s in shown_differences(text, request, review=True))


def names_the_ticket(sight: Sight, request: InvoiceRequest, given: Iterable[str]) -> bool:
    """The portal knows which sale is meant: a key or the total of the ticket was given to it, or stands on
    the page or in its address. Without it a click would invoice whatever the portal has at hand."""
    keys = [v for k, v in request.ticket.values.items() if k not in _NO_TICKET_KEYS and len(v) >= 3]
    if not keys or any(d not in RECEIVER_DATA and d not in _NO_TICKET_KEYS for d in given):
        return True
    controls = [f"{c.value} {c.value_text}" for c in sight.page.controls]
    shown = folded(" ".join((sight.page.url, sight.page.text, *controls))).replace(",", "")
    total = f"{request.ticket.amount:.2f}" if request.ticket.amount is not None else ""
    return any(folded(k) in shown for k in keys) or bool(total and total in shown)


_NO_TICKET_KEYS = frozenset(
    {
        "date",
        "time",
        "concept",
        "payment_method",
        "card_last4",
        "store",
        "terminal",
        "tip",
        "propina",
        "consent",
    }
)


def failure(found: Iterable[Difference]) -> Failure:
    """Why the task stops, for differences that could not be mended."""
    listed = tuple(found)
    receiver = [str(d) for d in listed if d.datum in RECEIVER_DATA and d.is_insisted_on]
    if receiver:
        return reasons.receiver_differs(receiver)
    total = [str(d) for d in listed if d.datum in (Datum.AMOUNT, "amount") and not d.mendable]
    if total:
        return reasons.total_differs(total)
    return reasons.page_differs(str(d) for d in listed)


def holds(field: FieldMatch, request: InvoiceRequest) -> bool:
    """The control holds what the request wants there. Where the value can be compared strictly, the
    comparison decides; else (indexes, split fields, free words) what understanding saw."""
    if field.control.kind in _BOXES:
        return field.satisfied if field.value is not None else not field.control.checked
    if wanted_text(field, request) is None:
        return True
    if field.part:
        return field.satisfied
    strict = _STRICT.get(field.canonical or field.datum or "")
    verdict = strict(field, request) if strict else None
    return field.satisfied if verdict is None else verdict


def is_held_datum(field: FieldMatch, request: InvoiceRequest) -> bool:
    """A datum of the receptor or the ticket that the request knows (not consent, not to be left alone)."""
    return subject_of(field, request) is not None


def _field_differences(sight: Sight, request: InvoiceRequest) -> Iterable[Difference]:
    for field in sight.meaning.fields:
        if not is_held_datum(field, request) or holds(field, request) or _is_inert(field):
            continue
        held = field.control.value_text or field.control.value
        yield Difference(
            field.canonical or field.datum or "", field.control.label, _wanted(field, request), held, field
        )


def _misread(sight: Sight) -> Iterable[Difference]:
    """A field whose own placeholder names another datum of the receptor than the one put into it: a label
    taken from a neighbour would put the RFC where the name belongs."""
    for field in sight.meaning.fields:
        datum = field.canonical or field.datum or ""
        said = folded(field.control.placeholder)
        own = _PLACEHOLDERS.get(datum)
        if own is None or not said or own.search(said):
            continue
        other = next((d for d, pattern in _PLACEHOLDERS.items() if pattern.search(said)), None)
        if other is not None:
            yield Difference(
                other, field.control.placeholder, reasons.datum_name(other), field.control.value, misread=True
            )


_PLACEHOLDERS: dict[str, re.Pattern[str]] = {
    Datum.RFC: re.compile(r"\brfc\b"),
    Datum.LEGAL_NAME: re.compile(r"razon social|nombre|denominacion"),
    Datum.POSTAL_CODE: re.compile(r"codigo postal|\bc\.?p\b"),
    Datum.EMAIL: re.compile(r"correo|mail"),
}


def _wanted(field: FieldMatch, request: InvoiceRequest) -> str:
    subject = subject_of(field, request)
    return wanted_text(field, request) or (subject.text if subject else "")


def _is_inert(field: FieldMatch) -> bool:
    """An empty control that takes nothing now holds nothing that could be wrong."""
    control = field.control
    held = control.checked if control.kind in _BOXES else (control.value_text or control.value).strip()
    return not held and (not control.enabled or control.readonly)


def _shown(sight: Sight, request: InvoiceRequest) -> Iterable[Difference]:
    """What the page says, and what each dialog says by itself: a dialog may contradict the form under it."""
    page = sight.page
    if sight.kind in _SHOWS_TICKET:
        held = [c.value_text or c.value for c in page.controls if c.visible]
        review = sight.kind is PageKind.REVIEW and not page.dialogs
        text = "\n".join((page.text, *held))
        found = shown_differences(text, request, review=review, shop_rfcs=sight.shop_rfcs)
        yield from map(_difference, found)
        yield from map(_difference, row_differences(page.table_rows, request))
        yield from map(_difference, lone_row_differences(page.table_rows, text, request))
    for text in dict.fromkeys((*(d.text for d in page.dialogs), *_dialog_notices(sight))):
        found = shown_differences(text, request, review=True, shop_rfcs=sight.shop_rfcs)
        yield from map(_difference, found)


def _kept(sight: Sight, request: InvoiceRequest) -> Iterable[Difference]:
    """Of a receptor that was chosen from those that the account keeps: what stands beside it will be used."""
    fields = sight.meaning.fields
    lists = (f for f in fields if f.canonical == Datum.RFC and f.control.kind in LISTS)
    if not any(holds(field, request) for field in lists):
        return ()
    asked = frozenset(f.canonical for f in fields)
    return map(_difference, kept_differences(sight.page.text, request, asked=asked))


def _dialog_notices(sight: Sight) -> Iterable[str]:
    return (n.text for n in sight.page.notices if n.kind == "dialog")


def _difference(shown: Shown) -> Difference:
    return Difference(shown.datum, "", shown.wanted, shown.held)


# Strict comparisons: True, False, or None where this control cannot be compared that way.

_RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}")
_REGIME = re.compile(r"(?<!\d)(6[0-3]\d)(?!\d)")
_USE = re.compile(r"(?<![A-Z0-9])(G0\d|I0\d|D[01]\d|S01|CP01|CN01|P01)(?!\d)", re.IGNORECASE)
_PAYMENT = re.compile(r"\s*(\d{2})(?!\d)")


def _same_rfc(field: FieldMatch, request: InvoiceRequest) -> bool | None:
    control = field.control
    if control.kind in LISTS:
        found = _RFC.search(control.value_text.upper()) or _RFC.search(control.value.upper())
        return found.group(0) == request.receiver.rfc if found else None
    return re.sub(r"[^A-Z0-9&Ñ]", "", control.value.upper()) == request.receiver.rfc


def _same_postal_code(field: FieldMatch, request: InvoiceRequest) -> bool | None:
    control = field.control
    held = re.sub(r"\D", "", control.value_text or control.value)
    if control.kind in LISTS and len(held) != 5:
        return None
    return held == request.receiver.postal_code


def _same_name(field: FieldMatch, request: InvoiceRequest) -> bool | None:
    if field.control.kind in LISTS:
        return None
    return folded(field.control.value) == folded(request.receiver.legal_name)


def _same_email(field: FieldMatch, request: InvoiceRequest) -> bool | None:
    return field.control.value.strip().casefold() == request.receiver.email.strip().casefold()


def _same_code(pattern: re.Pattern[str], control: Control, wanted: str) -> bool | None:
    """By the code that a person reads, else by the option's value where that is nothing but a code."""
    found = pattern.search(control.value_text) or pattern.fullmatch(control.value.strip())
    return found.group(1).upper() == wanted.upper() if found else None


def _same_regime(field: FieldMatch, request: InvoiceRequest) -> bool | None:
    return _same_code(_REGIME, field.control, request.receiver.fiscal_regime)


def _same_use(field: FieldMatch, request: InvoiceRequest) -> bool | None:
    return _same_code(_USE, field.control, request.receiver.cfdi_use)


def _same_payment(field: FieldMatch, request: InvoiceRequest) -> bool | None:
    wanted = request.ticket.values.get("payment_method", "")
    if field.control.kind not in LISTS or not re.fullmatch(r"\d{2}", wanted):
        return None
    found = _PAYMENT.match(field.control.value_text)
    return found.group(1) == wanted if found else None


def _same_amount(field: FieldMatch, request: InvoiceRequest) -> bool | None:
    """None also where the field wants another form of it (centavos, no decimals): understanding knows."""
    control = field.control
    if request.ticket.amount is None or control.kind in LISTS or control.value.strip() == field.value:
        return None
    held = amount_in(control.value)
    return None if held is None else held == request.ticket.amount


def amount_in(text: str) -> Decimal | None:
    """'$1,234.50' and '1234.5' alike; None when it is no amount."""
    bare = re.sub(r"[^\d.,-]", "", text)
    if re.fullmatch(r"-?\d+,\d{1,2}", bare):
        bare = bare.replace(",", ".")
    try:
        return Decimal(bare.replace(",", "")) if bare else None
    except InvalidOperation:
        return None


_BOXES = frozenset({"radio", "checkbox"})
LISTS = frozenset({"select", "custom_select", "autocomplete", "replies"})

_SHOWS_TICKET = frozenset({PageKind.REVIEW, PageKind.RECEIVER_FORM, PageKind.FULL_FORM})
"""Kinds whose texts show back what the portal found; a ticket form shows examples."""

_STRICT: dict[str, Callable[[FieldMatch, InvoiceRequest], bool | None]] = {
    Datum.RFC: _same_rfc,
    Datum.LEGAL_NAME: _same_name,
    Datum.POSTAL_CODE: _same_postal_code,
    Datum.FISCAL_REGIME: _same_regime,
    Datum.CFDI_USE: _same_use,
    Datum.EMAIL: _same_email,
    Datum.EMAIL_CONFIRMATION: _same_email,
    Datum.PAYMENT_METHOD: _same_payment,
    Datum.AMOUNT: _same_amount,
}
