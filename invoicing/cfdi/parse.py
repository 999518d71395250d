"""Untrusted bytes to a `Comprobante`, or a reason in Spanish why they are none.

    NotACfdi.reason
    ├── empty | too_large | html | pdf | zip | encoding | doctype: seen before any XML is read
    ├── not_xml               not well formed
    ├── not_cfdi | version    some other XML, CFDI 3.3
    └── structure             a node or value of the core is missing or unusable

The parser is strict (nothing is repaired), knows no network, no DTD and no entities.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from lxml import etree

from invoicing.cfdi.comprobante import (
    CFDI,
    IMPLOCAL,
    NAMESPACES,
    TFD,
    Comprobante,
    Concepto,
    Emisor,
    Impuesto,
    Impuestos,
    ImpuestosLocales,
    Receptor,
    Timbre,
)
from invoicing.cfdi.errors import NotACfdi, Unreadable
from invoicing.cfdi.media import Media, after_prolog, leading_blanks_off, sniff

MAX_BYTES = 2 * 1024 * 1024
"""A CFDI is a few kilobytes; with a large Addenda some hundreds."""

_BLANKS = re.compile(r"[ \t\r\n]+")
_DECIMAL = re.compile(r"[0-9]{1,18}(\.[0-9]{1,6})?")
_SIGNED_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")

_NOT_THE_XML = {
    Media.EMPTY: (Unreadable.EMPTY, "El archivo está vacío."),
    Media.HTML: (
        Unreadable.HTML,
        "El archivo es una página web (HTML), no un CFDI: el portal no entregó la factura.",
    ),
    Media.PDF: (Unreadable.PDF, "El archivo es un PDF; se necesita el XML de la factura."),
    Media.ZIP: (Unreadable.ZIP, "El archivo es un ZIP; se necesita el XML que contiene."),
    Media.UNKNOWN: (Unreadable.NOT_XML, "El archivo no es un XML."),
}


def parse_cfdi(content: bytes) -> Comprobante:
    """Reads one CFDI 4.0.

    `content` is what arrived, at most `MAX_BYTES`. Blanks or a byte-order mark in front are forgiven for
    reading; `Comprobante.content` keeps them. Raises NotACfdi.
    """
    _refuse_before_reading(content)
    root = strict_root(leading_blanks_off(content))
    _refuse_other_documents(root)
    return _comprobante(root, content)


def strict_root(content: bytes) -> etree._Element:
    """The root of well-formed XML without DTD or entities. Raises NotACfdi."""
    parser = etree.XMLParser(
        recover=False, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        message = f"El XML está dañado o incompleto (línea {error.lineno}): no se pudo leer."
        raise NotACfdi(Unreadable.NOT_XML, message) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()
    return root


def collapse(value: str) -> str:
    """Blanks as XML Schema's `collapse` and XPath's normalize-space() treat them."""
    return _BLANKS.sub(" ", value).strip(" ")


def _doctype() -> NotACfdi:
    return NotACfdi(Unreadable.DOCTYPE, "El XML declara un DOCTYPE, algo que ningún CFDI lleva: se rechaza.")


def _refuse_before_reading(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        message = f"El archivo pesa {len(content) / 1e6:.1f} MB; un CFDI no pasa de 2 MB."
        raise NotACfdi(Unreadable.TOO_LARGE, message)
    if content.startswith(_UTF16_MARKS):
        raise _encoding("UTF-16")
    media = sniff(content)
    if media is not Media.XML:
        raise NotACfdi(*_NOT_THE_XML[media])
    if after_prolog(content).upper().startswith(b"<!DOCTYPE"):
        raise _doctype()
    _refuse_other_encodings(content)


def _refuse_other_encodings(content: bytes) -> None:
    declared = _DECLARED.match(leading_blanks_off(content[:512]))
    name = declared[1].decode("ascii").upper() if declared else "UTF-8"
    if name not in {"UTF-8", "UTF8", "US-ASCII", "ASCII"}:
        raise _encoding(name)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _encoding("otra codificación") from error


def _encoding(name: str) -> NotACfdi:
    return NotACfdi(Unreadable.ENCODING, f"El XML no está en UTF-8 ({name}), como exige el Anexo 20.")


def _refuse_other_documents(root: etree._Element) -> None:
    name = etree.QName(root)
    version = root.get("Version") or root.get("version") or "sin versión"
    if name.localname != "Comprobante" or not (name.namespace or "").startswith("http://www.sat.gob.mx/cfd/"):
        message = f"El XML no es un CFDI: su raíz es «{name.localname[:60]}»."
        raise NotACfdi(Unreadable.NOT_CFDI, message)
    if name.namespace != CFDI or version != "4.0":
        message = f"Es un CFDI versión {version[:20]}; solo la 4.0 es vigente."
        raise NotACfdi(Unreadable.VERSION, message)


def _comprobante(root: etree._Element, content: bytes) -> Comprobante:
    return Comprobante(
        version=_text(root, "Version"),
        serie=_optional(root, "Serie"),
        folio=_optional(root, "Folio"),
        fecha=_moment(root, "Fecha"),
        sello=_text(root, "Sello"),
        forma_pago=_optional(root, "FormaPago"),
        no_certificado=_text(root, "NoCertificado"),
        certificado=_text(root, "Certificado"),
        sub_total=_decimal(root, "SubTotal"),
        descuento=_optional_decimal(root, "Descuento"),
        moneda=_text(root, "Moneda"),
        tipo_cambio=_optional_decimal(root, "TipoCambio"),
        total=_decimal(root, "Total"),
        tipo_de_comprobante=_text(root, "TipoDeComprobante"),
        exportacion=_text(root, "Exportacion"),
        metodo_pago=_optional(root, "MetodoPago"),
        lugar_expedicion=_text(root, "LugarExpedicion"),
        is_global=root.find("cfdi:InformacionGlobal", NAMESPACES) is not None,
        emisor=_emisor(_only(root, "Emisor")),
        receptor=_receptor(_only(root, "Receptor")),
        conceptos=_conceptos(_only(root, "Conceptos")),
        impuestos=_impuestos(root),
        impuestos_locales=tuple(map(_locales, _complements(root, f"{{{IMPLOCAL}}}ImpuestosLocales"))),
        timbres=tuple(map(_timbre, _complements(root, f"{{{TFD}}}TimbreFiscalDigital"))),
        tree=root,
        content=content,
    )


def _emisor(node: etree._Element) -> Emisor:
    return Emisor(
        rfc=_text(node, "Rfc"), nombre=_text(node, "Nombre"), regimen_fiscal=_text(node, "RegimenFiscal")
    )


def _receptor(node: etree._Element) -> Receptor:
    return Receptor(
        rfc=_text(node, "Rfc"),
        nombre=_text(node, "Nombre"),
        domicilio_fiscal=_text(node, "DomicilioFiscalReceptor"),
        regimen_fiscal=_text(node, "RegimenFiscalReceptor"),
        uso_cfdi=_text(node, "UsoCFDI"),
    )


def _conceptos(node: etree._Element) -> tuple[Concepto, ...]:
    conceptos = tuple(map(_concepto, node.findall("cfdi:Concepto", NAMESPACES)))
    if not conceptos:
        raise _structure("Falta cfdi:Concepto.")
    return conceptos


def _concepto(node: etree._Element) -> Concepto:
    return Concepto(
        clave_prod_serv=_text(node, "ClaveProdServ"),
        no_identificacion=_optional(node, "NoIdentificacion"),
        cantidad=_decimal(node, "Cantidad"),
        clave_unidad=_text(node, "ClaveUnidad"),
        unidad=_optional(node, "Unidad"),
        descripcion=_text(node, "Descripcion"),
        valor_unitario=_decimal(node, "ValorUnitario"),
        importe=_decimal(node, "Importe"),
        descuento=_optional_decimal(node, "Descuento"),
        objeto_imp=_text(node, "ObjetoImp"),
        traslados=_taxes(node, "cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado"),
        retenciones=_taxes(node, "cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion"),
    )


def _impuestos(root: etree._Element) -> Impuestos:
    nodes = root.findall("cfdi:Impuestos", NAMESPACES)
    if not nodes:
        return Impuestos()
    node = _only(root, "Impuestos")
    return Impuestos(
        total_trasladados=_optional_decimal(node, "TotalImpuestosTrasladados"),
        total_retenidos=_optional_decimal(node, "TotalImpuestosRetenidos"),
        traslados=_taxes(node, "cfdi:Traslados/cfdi:Traslado"),
        retenciones=_taxes(node, "cfdi:Retenciones/cfdi:Retencion"),
    )


def _taxes(node: etree._Element, path: str) -> tuple[Impuesto, ...]:
    return tuple(
        Impuesto(
            impuesto=_text(tax, "Impuesto"),
            tipo_factor=_optional(tax, "TipoFactor"),
            tasa_o_cuota=_optional_decimal(tax, "TasaOCuota"),
            base=_optional_decimal(tax, "Base"),
            importe=_optional_decimal(tax, "Importe"),
        )
        for tax in node.findall(path, NAMESPACES)
    )


def _locales(node: etree._Element) -> ImpuestosLocales:
    return ImpuestosLocales(
        total_retenciones=_signed(node, "TotaldeRetenciones"),
        total_traslados=_signed(node, "TotaldeTraslados"),
        retenciones=_amounts(node.findall("implocal:RetencionesLocales", NAMESPACES)),
        traslados=_amounts(node.findall("implocal:TrasladosLocales", NAMESPACES)),
    )


def _amounts(nodes: Iterable[etree._Element]) -> tuple[Decimal, ...]:
    return tuple(_signed(node, "Importe") for node in nodes)


def _timbre(node: etree._Element) -> Timbre:
    stamped = collapse(node.get("FechaTimbrado", ""))
    return Timbre(
        uuid=collapse(node.get("UUID", "")).upper(),
        fecha_timbrado=_read_moment(stamped),
        rfc_prov_certif=collapse(node.get("RfcProvCertif", "")),
        sello_cfd=collapse(node.get("SelloCFD", "")),
        no_certificado_sat=collapse(node.get("NoCertificadoSAT", "")),
        sello_sat=collapse(node.get("SelloSAT", "")),
        element=node,
    )


def _complements(root: etree._Element, tag: str) -> list[etree._Element]:
    return root.findall(f"cfdi:Complemento/{tag}", NAMESPACES)


def _only(node: etree._Element, name: str) -> etree._Element:
    found = node.findall(f"cfdi:{name}", NAMESPACES)
    if len(found) != 1:
        raise _structure(f"cfdi:{name} debe aparecer una vez y aparece {len(found)}.")
    return found[0]


def _structure(detail: str) -> NotACfdi:
    return NotACfdi(Unreadable.STRUCTURE, f"Al CFDI le falta algo esencial. {detail}")


def _optional(node: etree._Element, name: str) -> str | None:
    value = node.get(name)
    return None if value is None else collapse(value)


def _text(node: etree._Element, name: str) -> str:
    value = _optional(node, name)
    if not value:
        raise _structure(f"Falta {etree.QName(node).localname}/@{name}.")
    return value


def _decimal(node: etree._Element, name: str) -> Decimal:
    return _number(node, name, _DECIMAL)


def _signed(node: etree._Element, name: str) -> Decimal:
    return _number(node, name, _SIGNED_DECIMAL)


def _optional_decimal(node: etree._Element, name: str) -> Decimal | None:
    return None if node.get(name) is None else _decimal(node, name)


def _number(node: etree._Element, name: str, form: re.Pattern[str]) -> Decimal:
    value = _text(node, name)
    if not form.fullmatch(value):
        raise _structure(f"{etree.QName(node).localname}/@{name} no es un importe: «{value[:40]}».")
    return Decimal(value)


def _moment(node: etree._Element, name: str) -> datetime:
    moment = _read_moment(_text(node, name))
    if moment is None:
        raise _structure(f"{etree.QName(node).localname}/@{name} no es una fecha AAAA-MM-DDThh:mm:ss.")
    return moment


def _read_moment(value: str) -> datetime | None:
    if not _MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
