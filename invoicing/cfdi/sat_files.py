"""Where SAT's own files lie: the schemas, stylesheets, CA certificates and catalogues that the package
satcfdi carries. It is found, not imported: importing it costs 120 ms and 40 MB."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def _package() -> Path:
    found = find_spec("satcfdi")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("satcfdi", name="satcfdi")
    return Path(next(iter(found.submodule_search_locations)))


def schema_folder() -> Path:
    """The folder that holds `www.sat.gob.mx/...` as SAT's web site does."""
    return _package() / "transform" / "schemas"


def cfd_folder() -> Path:
    return schema_folder() / "www.sat.gob.mx" / "sitio_internet" / "cfd"


def ca_archive() -> Path:
    """SAT's certification authorities, a ZIP of DER files."""
    return _package() / "transform" / "CertsProd.zip"


def catalogue_database() -> Path:
    return _package() / "catalogs" / "catalogs.db"
