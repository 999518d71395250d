"""A ticket as a caller gives it: what is refused, and which of its values say that it is this one.

Keys are English words (CONTRACT.md section 5) or the vendor's own; all are kept as text.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from invoicing.deadlines import MEXICO, newest_day
from invoicing.errors import TicketRefused

HIGHEST_AMOUNT = Decimal("9999999.99")
OLDEST_YEAR = 2000
MOST_KEYS = 60
LONGEST_KEY = 80
LONGEST_VALUE = 500

_AMOUNT_KEYS = {"amount", "total", "monto", "importe", "subtotal", "iva", "tax", "tip", "propina"}
_CONCEPT_KEYS = {"concept", "concepto", "description", "descripcion", "currency", "moneda"}
_PAYMENT_KEYS = {"payment_method", "forma_pago", "metodo_pago", "forma_de_pago", "metodo_de_pago"}
_CARD_KEYS = {"card", "card_last4", "tarjeta", "ultimos_digitos"}
NOT_IDENTIFYING = _AMOUNT_KEYS | _CONCEPT_KEYS | _PAYMENT_KEYS | _CARD_KEYS | {"date", "fecha"}
"""What many tickets share, or what the same ticket may be told with in other words; the date stands apart."""


@dataclass(frozen=True, slots=True, repr=False)
class Ticket:
    values: dict[str, str]
    """every key as given, its value as text"""
    amount: Decimal | None
    date: date | None

    def identifying_values(self) -> frozenset[str]:
        """The normalised set by which it is this ticket and no other (CONTRACT.md section 4).

        All values but amount, concept, payment and card; where there are none, date and amount.
        """
        found = {normalise_value(text) for key, text in self.values.items() if not _is_shared(key)} - {""}
        day = {self.date.isoformat()} if self.date else set()
        if not found and self.amount is not None:
            found = {f"{self.amount:.2f}"}
        return frozenset(found | day)


def read_ticket(given: Any, *, now: datetime) -> Ticket:
    """Checks what a caller gave as a ticket. `now` is aware. Raises TicketRefused naming the field."""
    if not isinstance(given, Mapping):
        raise TicketRefused("ticket", "Debe ser un objeto con los datos del ticket.")
    if len(given) > MOST_KEYS:
        raise TicketRefused("ticket", f"Tiene más de {MOST_KEYS} datos.")
    values = {key: text for key, text in map(_entry, given.items()) if text}
    amount = read_amount(given.get("amount"))
    day = _read_date(values.get("date", ""), now)
    if amount is not None:
        values["amount"] = f"{amount:.2f}"
    ticket = Ticket(values, amount, day)
    if not any(not _is_shared(key) for key in values) and (amount is None or day is None):
        message = "Faltan datos que identifiquen el ticket: su folio, o al menos la fecha y el total."
        raise TicketRefused("ticket", message)
    return ticket


def read_amount(given: Any) -> Decimal | None:
    """Pesos: positive, at most two decimals; None where none is given. Raises TicketRefused."""
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        raise TicketRefused("amount", "Debe ser un número.")
    amount = _decimal(str(given))
    if amount <= 0:
        raise TicketRefused("amount", "Debe ser mayor que cero.")
    if amount > HIGHEST_AMOUNT:
        raise TicketRefused("amount", f"Es mayor que {HIGHEST_AMOUNT:,}: revísalo.")
    if amount != amount.quantize(Decimal("0.01")):
        raise TicketRefused("amount", "Lleva más de dos decimales.")
    return amount.quantize(Decimal("0.01"))


def normalise_value(text: str) -> str:
    """Case, accents, blanks, hyphens and leading zeros do not make another ticket."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    compact = re.sub(r"[\W_]+", "", plain).upper()
    return compact.lstrip("0") or compact[:1]


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"\s*[-+]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,15})?([eE][-+]?\d{1,2})?\s*", text):
        raise TicketRefused("amount", "No es un número.")
    try:
        return Decimal(text.strip().replace(",", ""))
    except InvalidOperation as error:
        raise TicketRefused("amount", "No es un número.") from error


def _entry(item: tuple[Any, Any]) -> tuple[str, str]:
    key, given = item
    if not isinstance(key, str) or not 0 < len(key.strip()) <= LONGEST_KEY:
        raise TicketRefused("ticket", f"Cada dato necesita un nombre de 1 a {LONGEST_KEY} caracteres.")
    if given is not None and not isinstance(given, str | int | float | Decimal):
        raise TicketRefused(key, "Debe ser un texto o un número.")
    text = "" if given is None or isinstance(given, bool) else str(given).strip()
    if len(text) > LONGEST_VALUE:
        raise TicketRefused(key, f"Lleva más de {LONGEST_VALUE} caracteres.")
    if not text.isprintable():
        raise TicketRefused(key, "Lleva caracteres que no son texto.")
    return key.strip(), text


def _read_date(text: str, now: datetime) -> date | None:
    """An ISO date or date-time; one without an offset is Mexico's time."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise TicketRefused("date", "No es una fecha (AAAA-MM-DD).") from error
    local = moment.astimezone(MEXICO) if moment.tzinfo else moment.replace(tzinfo=MEXICO)
    if local.date() > newest_day(now):
        raise TicketRefused("date", "La fecha del ticket está en el futuro.")
    if local.year < OLDEST_YEAR:
        raise TicketRefused("date", "La fecha del ticket es demasiado antigua.")
    return local.date()


def _is_shared(key: str) -> bool:
    return re.sub(r"[\s-]+", "_", key.strip().lower()) in NOT_IDENTIFYING
