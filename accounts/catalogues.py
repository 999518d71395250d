"""SAT's catalogues: answered from the product's tables, and published by SAT as others package them."""

from collections.abc import Iterator
from functools import cached_property

from satcfdi.catalogs import select, select_all

from accounts.errors import EmptyCatalogue
from accounts.fiscal import CfdiUse, FiscalRegime, Matrix, published_matrix
from accounts.rfc import PersonKind
from accounts.sat_tables import SatPostalCode, SatRegime, SatUse

NOWHERE = "00000"
"""Stands in c_CodigoPostal for operations without a place; nobody's domicile."""
_POSTAL_CODES = "C756_c_CodigoPostal"


CATALOGUES: dict[str, type[SatPostalCode | SatRegime | SatUse]] = {
    "c_CodigoPostal": SatPostalCode,
    "c_RegimenFiscal": SatRegime,
    "c_UsoCFDI": SatUse,
}


def empty_catalogues(*, using: str = "default") -> list[str]:
    """Names of those without a row: what needs them is refused (EmptyCatalogue)."""
    return [name for name, model in CATALOGUES.items() if not model.objects.using(using).exists()]


class StoredCatalogues:
    """From the tables; answers `accounts.fiscal.PostalCodes`. One for each piece of work: it reads a matrix once.

    Raises EmptyCatalogue rather than to take an empty table for an answer.
    """

    def exists(self, postal_code: str) -> bool:
        if postal_code == NOWHERE:
            return False
        if SatPostalCode.objects.filter(code=postal_code).exists():
            return True
        if not SatPostalCode.objects.exists():
            raise EmptyCatalogue("c_CodigoPostal")
        return False

    @cached_property
    def matrix(self) -> Matrix:
        regimes = {row.code: FiscalRegime(row.code, row.name, _kinds(row)) for row in SatRegime.objects.all()}
        if not regimes:
            raise EmptyCatalogue("c_RegimenFiscal")
        uses = {
            row.code: CfdiUse(row.code, row.name, _kinds(row), frozenset(row.regimes))
            for row in SatUse.objects.all()
        }
        if not uses:
            raise EmptyCatalogue("c_UsoCFDI")
        return Matrix(regimes, uses)


class PublishedCatalogues:
    """From the installed packages, with no database: for commands that read a portal and keep nothing."""

    def exists(self, postal_code: str) -> bool:
        return postal_code != NOWHERE and select(_POSTAL_CODES, postal_code) is not None

    @property
    def matrix(self) -> Matrix:
        return published_matrix()


def published_postal_codes() -> Iterator[tuple[str, str, str]]:
    """c_CodigoPostal of the installed satcfdi: code, state, time zone; some 95,700."""
    for code, (state, _municipality, _locality, _border, zone) in select_all(_POSTAL_CODES).items():
        yield code, state, zone


def published_regimes() -> Iterator[tuple[str, bool, bool, str]]:
    """Code, whether a company may have it, whether a person may, its text."""
    for regime in published_matrix().regimes.values():
        yield regime.code, *_flags(regime.kinds), regime.name


def published_uses() -> Iterator[tuple[str, bool, bool, str, list[str]]]:
    """Code, whether a company may ask for it, whether a person may, its text, with which régimenes."""
    for use in published_matrix().uses.values():
        yield use.code, *_flags(use.kinds), use.name, sorted(use.regimes)


def _flags(kinds: frozenset[PersonKind]) -> tuple[bool, bool]:
    return PersonKind.MORAL in kinds, PersonKind.NATURAL in kinds


def _kinds(row: SatRegime | SatUse) -> frozenset[PersonKind]:
    flags = {PersonKind.NATURAL: row.is_natural, PersonKind.MORAL: row.is_moral}
    return frozenset(kind for kind, applies in flags.items() if applies)
