"""SAT's large catalogues, looked up in the tables that satcfdi's wheel ships."""

from satcfdi.catalogs import select

NOWHERE = "00000"
"""Stands in c_CodigoPostal for operations without a place; nobody's domicile."""


class SatPostalCodes:
    """c_CodigoPostal; answers `accounts.fiscal.PostalCodes`."""

    def exists(self, postal_code: str) -> bool:
        return postal_code != NOWHERE and select("C756_c_CodigoPostal", postal_code) is not None
