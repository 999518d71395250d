"""What was asked for: the profile and the ticket that a CFDI is compared with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from invoicing.cfdi.catalogues import CatalogueLookup
from invoicing.cfdi.certificates import PacCertificates, TrustedRoots
from invoicing.cfdi.comprobante import Comprobante
from invoicing.cfdi.sat_status import StatusAnswer

UuidSeen = bool | Callable[[str], bool] | None
"""Is this UUID (upper case) filed under another task of the organization? None: nobody knows."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The receptor is the profile version used for the request. What the ticket does not say is None and
    the check that needs it answers null."""

    rfc: str = field(repr=False)
    legal_name: str = field(repr=False)
    postal_code: str = field(repr=False)
    fiscal_regime: str
    cfdi_use: str
    amount: Decimal | None = None
    """the ticket's total, taxes and tip included, in `currency`"""
    ticket_date: date | None = None
    """local date (or date-time) of the purchase"""
    tip: Decimal | None = None
    payment_method: str | None = None
    """c_FormaPago"""
    currency: str = "MXN"
    issuer_rfcs: frozenset[str] = frozenset()
    """the vendor's, or the one read on the ticket; empty: not known"""

    @property
    def purchase_date(self) -> date | None:
        return self.ticket_date.date() if isinstance(self.ticket_date, datetime) else self.ticket_date


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a check may look at."""

    comprobante: Comprobante
    expected: Expected
    trust: TrustedRoots
    pac_certificates: PacCertificates
    catalogues: CatalogueLookup
    now: datetime
    """aware"""
    pdf: bytes | None = None
    uuid_seen: UuidSeen = None
    sat_status: StatusAnswer | None = None
