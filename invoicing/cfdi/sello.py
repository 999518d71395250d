"""Cadena original, and whether a digital seal holds: Anexo 20, CFDI 4.0, section I.D (SHA-256 with RSA)."""

import base64
import binascii
from functools import lru_cache
from threading import Lock

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

from invoicing.cfdi.certificates import load_certificate
from invoicing.cfdi.comprobante import Comprobante, Timbre
from invoicing.cfdi.sat_files import cfd_folder

_COMPROBANTE = "4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt"
_TIMBRE = "TimbreFiscalDigital/cadenaoriginal_TFD_1_1.xslt"
_lock = Lock()


def cadena_original(comprobante: Comprobante) -> str:
    """What the issuer signed: SAT's own stylesheet over the tree as received."""
    return _transformed(_COMPROBANTE, comprobante.tree)


def cadena_of_timbre(timbre: Timbre) -> str:
    """What the PAC signed."""
    return _transformed(_TIMBRE, timbre.element)


def embedded_certificate(comprobante: Comprobante) -> x509.Certificate | None:
    """The certificate in the document, None where it is unreadable."""
    der = _from_base64(comprobante.certificado)
    return load_certificate(der) if der else None


def seal_holds(certificate: x509.Certificate, seal: str, cadena: str) -> bool:
    """`seal` is base64, `cadena` the text it signs. Anything but RSA with SHA-256 does not hold."""
    signature = _from_base64(seal)
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return False
    if signature is None or not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        key.verify(signature, cadena.encode("utf-8"), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _transformed(stylesheet: str, node: etree._Element) -> str:
    with _lock:
        return str(_compiled(stylesheet)(node))


@lru_cache(maxsize=2)
def _compiled(stylesheet: str) -> etree.XSLT:
    parser = etree.XMLParser(no_network=True, load_dtd=False)
    return etree.XSLT(etree.parse(cfd_folder() / stylesheet, parser))


def _from_base64(value: str) -> bytes | None:
    """Only the one spelling that encodes the bytes: the spare bits of the last letter count too."""
    compact = "".join(value.split())
    try:
        decoded = base64.b64decode(compact, validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded if decoded and base64.b64encode(decoded).decode("ascii") == compact else None
