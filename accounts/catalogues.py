"""SAT's large catalogues, looked up in the tables that satcfdi's wheel ships."""

from satcfdi.catalogs import select


class SatPostalCodes:
    """c_CodigoPostal; answers `accounts.fiscal.PostalCodes`."""

    def exists(self, postal_code: str) -> bool:
        return select("C756_c_CodigoPostal", postal_code) is not None
