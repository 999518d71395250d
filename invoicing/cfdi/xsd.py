"""SAT's XML Schema for CFDI 4.0 without its huge lists, compiled once per process.

catCFDI.xsd enumerates 95 thousand postal codes and 52 thousand products; compiled whole it takes 100 MB.
Enumerations beyond `MAX_ENUMERATION` are left out here and looked up instead (`catalogues`).

Validation works on a copy: cfdi:Addenda (outside the sello, of any form) and complements whose schema is
not loaded are taken off it; so are xsi:schemaLocation hints, which would make libxml2 load what a stranger
names. The received bytes are never written anew.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from invoicing.cfdi.comprobante import NAMESPACES
from invoicing.cfdi.sat_files import cfd_folder

MAX_ENUMERATION = 1000
"""Longer lists are removed from the schema."""
MAX_ERRORS = 20
"""Enough to see what is wrong; a hostile document has thousands."""

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CORE = ("4/cfdv40.xsd", "TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd")
_COMPLEMENTS = (
    "EstadoDeCuentaCombustible/ecc12.xsd",
    "TuristaPasajeroExtranjero/TuristaPasajeroExtranjero.xsd",
    "aerolineas/aerolineas.xsd",
    "arteantiguedades/obrasarteantiguedades.xsd",
    "certificadodestruccion/certificadodedestruccion.xsd",
    "cfdiregistrofiscal/cfdiregistrofiscal.xsd",
    "consumodecombustibles/consumodeCombustibles11.xsd",
    "detallista/detallista.xsd",
    "divisas/divisas.xsd",
    "donat/donat11.xsd",
    "hidrocarburospetroliferos.xsd",
    "iedu/iedu.xsd",
    "implocal/implocal.xsd",
    "ine/ine11.xsd",
    "leyendasFiscales/leyendasFisc.xsd",
    "notariospublicos/notariospublicos.xsd",
    "pagoenespecie/pagoenespecie.xsd",
    "pfic/pfic.xsd",
    "renovacionysustitucionvehiculos/renovacionysustitucionvehiculos.xsd",
    "servicioparcialconstruccion/servicioparcialconstruccion.xsd",
    "terceros/terceros11.xsd",
    "valesdedespensa/valesdedespensa.xsd",
    "vehiculousado/vehiculousado.xsd",
    "ventavehiculos/ventavehiculos11.xsd",
)
"""What a ticket's invoice may carry and costs next to nothing. Payroll, payments, foreign trade and Carta
Porte belong to documents that the check `type` refuses."""

_TARGET = re.compile(rb"targetNamespace=\"([^\"]+)\"")
_TYPE_START, _TYPE_END = b"<xs:simpleType name=", b"</xs:simpleType>"
_ENUMERATION, _RESTRICTION_END = b"<xs:enumeration", b"</xs:restriction>"


@dataclass(frozen=True, slots=True)
class SchemaVerdict:
    errors: tuple[str, ...]
    """Spanish, in document order"""
    unvalidated: tuple[str, ...]
    """namespaces of complements that no loaded schema describes"""


class CfdiSchema:
    """Thread-safe: libxml2's validator keeps its errors in itself, so one thread validates at a time
    (a fifth of a millisecond)."""

    def __init__(self) -> None:
        self._lock = Lock()
        imports = {_target_namespace(path): path for path in map(_schema_path, (*_CORE, *_COMPLEMENTS))}
        self._known = frozenset(imports)
        self._schema = _compile(imports)

    def validate(self, root: etree._Element) -> SchemaVerdict:
        """`root` is a cfdi:Comprobante; it is not changed."""
        copy = deepcopy(root)
        unvalidated = self._set_aside(copy)
        with self._lock:
            self._schema.validate(copy)
            log: Any = self._schema.error_log  # iterable, whatever the stubs say
            errors = [_in_spanish(error) for error in islice(log, MAX_ERRORS)]
        return SchemaVerdict(tuple(dict.fromkeys(errors)), unvalidated)

    def _set_aside(self, root: etree._Element) -> tuple[str, ...]:
        _without_hints(root)
        _remove(root.findall("cfdi:Addenda", NAMESPACES))
        unknown = [node for node in _complement_nodes(root) if _namespace(node) not in self._known]
        namespaces = dict.fromkeys(map(_namespace, unknown))
        _remove(unknown)
        holders = root.iterfind("cfdi:Conceptos/cfdi:Concepto/cfdi:ComplementoConcepto", NAMESPACES)
        if unknown:
            _remove([holder for holder in holders if not len(holder)])
        return tuple(namespaces)


@lru_cache(maxsize=1)
def cfdi_schema() -> CfdiSchema:
    """The process's schema; 30 ms at the first call."""
    return CfdiSchema()


def _schema_path(relative: str) -> Path:
    return cfd_folder() / relative


def _target_namespace(path: Path) -> str:
    with path.open("rb") as file:
        found = _TARGET.search(file.read(4096))
    return found[1].decode() if found else ""


def _compile(imports: dict[str, Path]) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, load_dtd=False)
    parser.resolvers.add(_SlimCatalogues())
    lines = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{path.as_uri()}"/>'
        for namespace, path in imports.items()
    )
    wrapper = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{lines}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(wrapper, parser, base_url=(cfd_folder() / "all.xsd").as_uri()))


class _SlimCatalogues(etree.Resolver):
    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        path = Path(unquote(urlsplit(system_url).path))
        schema = path.read_bytes()
        slim = slimmed(schema) if path.name.startswith("cat") else schema
        return self.resolve_string(slim, context, base_url=system_url)


def slimmed(schema: bytes) -> bytes:
    """`schema` with the values of each enumeration longer than `MAX_ENUMERATION` left out."""
    kept, position = [], 0
    while (start := schema.find(_TYPE_START, position)) >= 0:
        end = schema.index(_TYPE_END, start)
        kept += [schema[position:start], _without_long_list(schema[start:end])]
        position = end
    return b"".join([*kept, schema[position:]])


def _without_long_list(simple_type: bytes) -> bytes:
    if simple_type.count(_ENUMERATION) <= MAX_ENUMERATION:
        return simple_type
    first, last = simple_type.index(_ENUMERATION), simple_type.rindex(_RESTRICTION_END)
    return simple_type[:first] + simple_type[last:]


def _without_hints(root: etree._Element) -> None:
    for node in root.iter(etree.Element):
        for name in ("schemaLocation", "noNamespaceSchemaLocation"):
            node.attrib.pop(f"{{{_XSI}}}{name}", "")


def _complement_nodes(root: etree._Element) -> list[etree._Element]:
    paths = ("cfdi:Complemento/*", "cfdi:Conceptos/cfdi:Concepto/cfdi:ComplementoConcepto/*")
    return [node for path in paths for node in root.iterfind(path, NAMESPACES)]


def _namespace(node: etree._Element) -> str:
    return etree.QName(node).namespace or "sin espacio de nombres"


def _remove(nodes: list[etree._Element]) -> None:
    for node in nodes:
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


_WHERE = re.compile(r"Element '(?:\{[^}]*\})?([^']+)'(?:, attribute '(?:\{[^}]*\})?([^']+)')?")
_VALUE = re.compile(r"The value '([^']*)'")
_MEANING = {
    "SCHEMAV_CVC_ENUMERATION_VALID": "no está en el catálogo del SAT",
    "SCHEMAV_CVC_PATTERN_VALID": "no tiene el formato que exige el SAT",
    "SCHEMAV_CVC_ATTRIBUTE_4": "no es el valor fijo que exige el SAT",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "no está permitido ahí",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "no está permitido ahí",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "carece de un atributo obligatorio",
    "SCHEMAV_ELEMENT_CONTENT": "sobra, falta o está fuera de su lugar",
    "SCHEMAV_CVC_ELT_1": "no es un elemento que el SAT defina",
}


def _in_spanish(error: etree._LogEntry) -> str:
    where = _WHERE.search(error.message)
    place = "/@".join(filter(None, where.groups())) if where else "el documento"
    value = _VALUE.search(error.message)
    shown = f" «{value[1][:60]}»" if value and value[1] else ""
    meaning = _MEANING.get(error.type_name, "no cumple el esquema del SAT")
    return f"{place}{shown} {meaning} (línea {error.line})"
