"""SAT's long catalogues, as a question to whoever keeps them.

`accounts/catalogues.py` answers from the product's tables; `SatcfdiCatalogues` answers from the file that the
package satcfdi carries, so that a CFDI can be verified with no database at all.
"""

import io
import pickle
import sqlite3
from datetime import tzinfo
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from invoicing.cfdi.sat_files import catalogue_database, cfd_folder

CENTRAL = ZoneInfo("America/Mexico_City")
"""FechaTimbrado is in this time everywhere (Anexo 20, TFD 1.1); Fecha in that of LugarExpedicion."""

_ZONES = {
    "Tiempo del Centro": CENTRAL,
    "Tiempo del Centro en Frontera": ZoneInfo("America/Matamoros"),
    "Tiempo del Pacífico": ZoneInfo("America/Mazatlan"),
    "Tiempo del Noroeste": ZoneInfo("America/Tijuana"),
    "Tiempo del Sureste": ZoneInfo("America/Cancun"),
}


class CatalogueLookup(Protocol):
    def has_postal_code(self, code: str) -> bool:
        """Five digits of c_CodigoPostal."""

    def has_product(self, code: str) -> bool:
        """Eight digits of c_ClaveProdServ."""

    def has_unit(self, code: str) -> bool:
        """A key of c_ClaveUnidad."""

    def time_zone(self, postal_code: str) -> tzinfo | None:
        """The zone of a postal code; None for an unknown one."""


def zone_named(name: str) -> tzinfo | None:
    """SAT's name of a time zone ("Tiempo del Centro") as a zone."""
    return _ZONES.get(name)


class SatcfdiCatalogues:
    """Reads satcfdi's `catalogs.db`, read-only; one look-up takes some ten microseconds."""

    def __init__(self) -> None:
        address = f"{catalogue_database().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)

    def has_postal_code(self, code: str) -> bool:
        return self._row("C756_c_CodigoPostal", code) is not None

    def has_product(self, code: str) -> bool:
        return self._row("C756_c_ClaveProdServ", code) is not None or code in _products_of_the_schema()

    def has_unit(self, code: str) -> bool:
        return self._row("C756_c_ClaveUnidad", code) is not None

    def time_zone(self, postal_code: str) -> tzinfo | None:
        row = self._row("C756_c_CodigoPostal", postal_code)
        return zone_named(_PlainValues(io.BytesIO(row)).load()[4]) if row else None

    def _row(self, table: str, key: str) -> bytes | None:
        statement = f"SELECT value FROM {table} WHERE key = ?"  # noqa: S608 - names of our own
        row = self._connection.execute(statement, (pickle.dumps(key, protocol=4),)).fetchone()
        return row[0] if row else None


class _PlainValues(pickle.Unpickler):
    """Strings, numbers and lists, which is all that the file holds; nothing is ever imported."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")


@lru_cache(maxsize=1)
def _products_of_the_schema() -> frozenset[str]:
    """Codes of catCFDI.xsd that `catalogs.db` lacks (some 233 of 52,747): read only when one is met."""
    schema = (cfd_folder() / "catalogos" / "catCFDI.xsd").read_bytes()
    start = schema.index(b'name="c_ClaveProdServ"')
    values = schema[start : schema.index(b"</xs:simpleType>", start)].split(b'value="')[1:]
    codes = {value[: value.index(b'"')].decode() for value in values}
    connection = sqlite3.connect(f"{catalogue_database().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        rows = connection.execute("SELECT key FROM C756_c_ClaveProdServ").fetchall()
    finally:
        connection.close()
    return frozenset(codes - {_PlainValues(io.BytesIO(row[0])).load() for row in rows})
