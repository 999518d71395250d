"""A CFDI 4.0 as typed values: Anexo 20, CFDI 4.0 and TimbreFiscalDigital 1.1.

Attribute names are SAT's, in snake case. Money and quantities are `Decimal` exactly as written (the number
of decimals matters to the arithmetic rules). Datetimes are naive: Fecha is local time of LugarExpedicion,
FechaTimbrado that of central Mexico. Blanks are collapsed as the schema says (`whiteSpace="collapse"`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from lxml import etree

CFDI = "http://www.sat.gob.mx/cfd/4"
TFD = "http://www.sat.gob.mx/TimbreFiscalDigital"
IMPLOCAL = "http://www.sat.gob.mx/implocal"
NAMESPACES = {"cfdi": CFDI, "tfd": TFD, "implocal": IMPLOCAL}

GENERIC_RFCS = frozenset({"XAXX010101000", "XEXX010101000"})
"""Público en general and residents abroad (Anexo 20): nobody can deduct with them."""


@dataclass(frozen=True, slots=True)
class Emisor:
    rfc: str
    nombre: str
    regimen_fiscal: str


@dataclass(frozen=True, slots=True)
class Receptor:
    rfc: str = field(repr=False)
    nombre: str = field(repr=False)
    domicilio_fiscal: str = field(repr=False)
    regimen_fiscal: str
    uso_cfdi: str


@dataclass(frozen=True, slots=True)
class Impuesto:
    """A Traslado or Retencion. `base` and `tasa_o_cuota` are absent in a document's own Retencion,
    `importe` and `tasa_o_cuota` where the factor is Exento."""

    impuesto: str
    tipo_factor: str | None
    tasa_o_cuota: Decimal | None
    base: Decimal | None
    importe: Decimal | None


@dataclass(frozen=True, slots=True)
class Concepto:
    clave_prod_serv: str
    no_identificacion: str | None
    cantidad: Decimal
    clave_unidad: str
    unidad: str | None
    descripcion: str
    valor_unitario: Decimal
    importe: Decimal
    descuento: Decimal | None
    objeto_imp: str
    traslados: tuple[Impuesto, ...]
    retenciones: tuple[Impuesto, ...]


@dataclass(frozen=True, slots=True)
class Impuestos:
    """The document's tax totals."""

    total_trasladados: Decimal | None = None
    total_retenidos: Decimal | None = None
    traslados: tuple[Impuesto, ...] = ()
    retenciones: tuple[Impuesto, ...] = ()


@dataclass(frozen=True, slots=True)
class ImpuestosLocales:
    """The complement implocal: state and municipal taxes (lodging, for instance), part of the Total."""

    total_retenciones: Decimal
    total_traslados: Decimal
    retenciones: tuple[Decimal, ...]
    traslados: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Timbre:
    """A TimbreFiscalDigital as found. A missing or malformed value stays (empty, None): judging it is
    the check `timbre`'s work, not the reader's."""

    uuid: str
    """upper case"""
    fecha_timbrado: datetime | None
    rfc_prov_certif: str
    sello_cfd: str = field(repr=False)
    no_certificado_sat: str
    sello_sat: str = field(repr=False)
    element: etree._Element = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Comprobante:
    version: str
    serie: str | None
    folio: str | None
    fecha: datetime
    sello: str = field(repr=False)
    forma_pago: str | None
    no_certificado: str
    certificado: str = field(repr=False)
    sub_total: Decimal
    descuento: Decimal | None
    moneda: str
    tipo_cambio: Decimal | None
    total: Decimal
    tipo_de_comprobante: str
    exportacion: str
    metodo_pago: str | None
    lugar_expedicion: str
    is_global: bool
    """carries InformacionGlobal: the sum of many sales to the general public"""
    emisor: Emisor
    receptor: Receptor
    conceptos: tuple[Concepto, ...]
    impuestos: Impuestos
    impuestos_locales: tuple[ImpuestosLocales, ...]
    timbres: tuple[Timbre, ...]
    tree: etree._Element = field(repr=False, compare=False)
    content: bytes = field(repr=False, compare=False)
    """the bytes as they came; they are filed, never a serialisation of `tree`"""

    @property
    def timbre(self) -> Timbre | None:
        """The stamp, where there is exactly one."""
        return self.timbres[0] if len(self.timbres) == 1 else None

    @property
    def uuid(self) -> str | None:
        """Folio fiscal in upper case."""
        return self.timbre.uuid if self.timbre and self.timbre.uuid else None
