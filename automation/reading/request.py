"""What is to be invoiced: the receptor's data and the ticket's, as the caller gave them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True, repr=False)
class Receiver:
    """The receptor of CFDI 4.0; codes as in SAT's catalogues."""

    rfc: str
    legal_name: str
    fiscal_regime: str
    postal_code: str
    email: str
    cfdi_use: str

    @property
    def is_natural_person(self) -> bool:
        """An RFC of 13 characters belongs to a persona física (RFC rules, CFF 27)."""
        return len(self.rfc) == 13


@dataclass(frozen=True, slots=True, repr=False)
class TicketData:
    """`values` holds every key that the caller gave, as text, in its own words (folio, tc, webid …)."""

    values: Mapping[str, str]
    amount: Decimal | None = None
    date: dt.date | None = None
    time: dt.time | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    username: str
    password: str


@dataclass(frozen=True, slots=True, repr=False)
class InvoiceRequest:
    portal_url: str
    receiver: Receiver
    ticket: TicketData
    credentials: Credentials | None = None
    field_labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """From the vendor directory: ticket key -> labels under which this vendor's form asks for it."""
    loading_delay_hours: float = 0.0
    """How long this vendor takes to load a sale; 0 when unknown."""
