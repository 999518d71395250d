"""What a Constancia de Situación Fiscal says."""

import re
from dataclasses import dataclass, field
from datetime import date

from accounts.rfc import PersonKind, person_kind

_MONTHS = (
    "ENERO FEBRERO MARZO ABRIL MAYO JUNIO JULIO AGOSTO SEPTIEMBRE OCTUBRE NOVIEMBRE DICIEMBRE".split()  # noqa: SIM905
)
_LONG_DATE = re.compile(r"(?P<day>[0-9]{1,2}) DE (?P<month>[A-Z]+) DE (?P<year>[0-9]{4})")


@dataclass(frozen=True, slots=True, repr=False)
class QrContent:
    """Of the QR beside the cédula, which leads to SAT's validator."""

    rfc: str
    id_cif: str


@dataclass(frozen=True, slots=True)
class StatedRegime:
    """A current régimen. `code` is "" where the words are in no c_RegimenFiscal that we know."""

    code: str
    words: str
    """as printed"""
    since: str
    """dd/mm/yyyy as printed; "" where it could not be read"""


@dataclass(frozen=True, slots=True, repr=False)
class Constancia:
    """Texts as printed, blanks collapsed; "" for what could not be read. A person confirms them."""

    rfc: str
    legal_name: str
    """company: the denominación without régimen de capital; person: names and surnames"""
    capital_regime: str
    id_cif: str
    postal_code: str
    status: str
    """in the padrón: ACTIVO, REACTIVADO, SUSPENDIDO…"""
    issued: str
    """place and date of issue"""
    regimes: tuple[StatedRegime, ...] = field(default=())
    """the current ones only: those without an end"""
    qr: QrContent | None = None

    @property
    def kind(self) -> PersonKind | None:
        return person_kind(self.rfc)

    @property
    def is_qr_confirming(self) -> bool | None:
        """Whether the QR holds the printed RFC and idCIF; None where no QR could be read."""
        return None if self.qr is None else (self.qr.rfc, self.qr.id_cif) == (self.rfc, self.id_cif)

    @property
    def issued_date(self) -> date | None:
        """Of «… A 10 DE NOVIEMBRE DE 2026»."""
        found = _LONG_DATE.search(self.issued.upper())
        if found is None or found["month"] not in _MONTHS:
            return None
        day, month = int(found["day"]), _MONTHS.index(found["month"]) + 1
        try:
            return date(int(found["year"]), month, day)
        except ValueError:  # 31 of February
            return None

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the fields that a person has to fill in."""
        wanted = {
            "legal_name": self.legal_name,
            "postal_code": self.postal_code,
            "fiscal_regime": [regime for regime in self.regimes if regime.code],
        }
        return tuple(name for name, found in wanted.items() if not found)
