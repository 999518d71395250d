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


def published_postal_codes() -> Iterator[SatPostalCode]:
    """c_CodigoPostal of the installed satcfdi, as rows that are not saved; some 95,700."""
    for code, (state, _municipality, _locality, _border, zone) in select_all(_POSTAL_CODES).items():
        yield SatPostalCode(code=code, state=state, time_zone=zone)


def published_regimes() -> Iterator[SatRegime]:
    for regime in published_matrix().regimes.values():
        yield SatRegime(code=regime.code, name=regime.name, **_flags(regime.kinds))


def published_uses() -> Iterator[SatUse]:
    for use in published_matrix().uses.values():
        flags = _flags(use.kinds)
        yield SatUse(code=use.code, name=use.name, regimes=sorted(use.regimes), **flags)


def _flags(kinds: frozenset[PersonKind]) -> dict[str, bool]:
    return {"is_natural": PersonKind.NATURAL in kinds, "is_moral": PersonKind.MORAL in kinds}


def _kinds(row: SatRegime | SatUse) -> frozenset[PersonKind]:
    flags = {PersonKind.NATURAL: row.is_natural, PersonKind.MORAL: row.is_moral}
    return frozenset(kind for kind, applies in flags.items() if applies)
