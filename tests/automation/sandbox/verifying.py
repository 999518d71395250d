"""An independent reading of a CFDI for these tests: lxml and cryptography only, nothing of the product."""

import base64
from decimal import Decimal
from functools import cache
from pathlib import Path

import satcfdi
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

NAMES = {"c": "http://www.sat.gob.mx/cfd/4", "t": "http://www.sat.gob.mx/TimbreFiscalDigital"}
_SCHEMAS = Path(satcfdi.__file__).parent / "transform" / "schemas"
_SAT = "www.sat.gob.mx/sitio_internet/cfd"
_PARSER = etree.XMLParser(no_network=True, resolve_entities=False)


@cache
def _schema() -> etree.XMLSchema:
    root = etree.fromstring(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
        etree.XMLParser(no_network=True, huge_tree=True),
        base_url=str(_SCHEMAS / "schema.xsd"),
    )
    for space, place in (
        (NAMES["c"], f"{_SAT}/4/cfdv40.xsd"),
        (NAMES["t"], f"{_SAT}/TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd"),
    ):
        etree.SubElement(
            root, "{http://www.w3.org/2001/XMLSchema}import", namespace=space, schemaLocation=place
        )
    return etree.XMLSchema(root)


@cache
def _chain() -> etree.XSLT:
    return etree.XSLT(etree.parse(str(_SCHEMAS / f"{_SAT}/4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt")))


def read(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, _PARSER)


def receiver(xml: bytes) -> dict[str, str]:
    node = read(xml).find("c:Receptor", NAMES)
    assert node is not None
    return {str(name): str(value) for name, value in node.attrib.items()}


def _signed_by(certificate: x509.Certificate, signature: str, text: str) -> bool:
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    try:
        key.verify(base64.b64decode(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def faults(xml: bytes, root_pem: bytes, pac_pem: bytes) -> list[str]:
    """What does not hold: xsd, sello, chain, serial, stamp, sums. Empty: a good CFDI."""
    document = read(xml)
    certificate = x509.load_der_x509_certificate(base64.b64decode(document.get("Certificado", "")))
    checks = {
        "xsd": _schema().validate(document),
        "sello": _signed_by(certificate, document.get("Sello", ""), str(_chain()(document))),
        "chain": _issued_by(certificate, root_pem),
        "serial": certificate.serial_number.to_bytes(20).decode() == document.get("NoCertificado"),
        "stamp": _stamp_holds(document, x509.load_pem_x509_certificate(pac_pem)),
        "sums": _sums_hold(document),
    }
    return [name for name, holds in checks.items() if not holds]


def _issued_by(certificate: x509.Certificate, root_pem: bytes) -> bool:
    try:
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(root_pem))
    except (InvalidSignature, ValueError):
        return False
    return True


def _stamp_holds(document: etree._Element, pac: x509.Certificate) -> bool:
    stamp = document.find("c:Complemento/t:TimbreFiscalDigital", NAMES)
    if stamp is None or stamp.get("SelloCFD") != document.get("Sello"):
        return False
    fields = ("Version", "UUID", "FechaTimbrado", "RfcProvCertif", "SelloCFD", "NoCertificadoSAT")
    text = "||" + "|".join(stamp.get(name, "") for name in fields) + "||"
    return _signed_by(pac, stamp.get("SelloSAT", ""), text)


def _sums_hold(document: etree._Element) -> bool:
    def total(path: str) -> Decimal:
        values = document.xpath(path, namespaces=NAMES)
        assert isinstance(values, list)
        return sum((Decimal(str(value)) for value in values), Decimal())

    taxes = total("c:Impuestos/@TotalImpuestosTrasladados")
    subtotal = Decimal(document.get("SubTotal", "0"))
    return total("c:Conceptos/c:Concepto/@Importe") == subtotal and subtotal + taxes == Decimal(
        document.get("Total", "0")
    )
