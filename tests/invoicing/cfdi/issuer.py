"""A small issuer of CFDI 4.0 with a PKI of its own: right ones, and wrong ones on request."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from invoicing.cfdi.comprobante import CFDI, NAMESPACES, TFD
from invoicing.cfdi.sat_files import cfd_folder

RFC, NAME = "EKU9003173C9", "ESCUELA KEMPER URGATE"
NOW = datetime(2026, 11, 18, 20, 0, tzinfo=UTC)
"""A moment of the day on which this issuer issues."""
UUID = "6F35D3B5-3651-4370-BC2C-14CDBE384CD7"
Mutation = Callable[[etree._Element], object]

TEMPLATE = f"""<cfdi:Comprobante xmlns:cfdi="{CFDI}" Version="4.0" Serie="T" Folio="1001"
 Fecha="2026-11-18T12:00:00" Sello="" FormaPago="04" NoCertificado="" Certificado=""
 CondicionesDePago="CONTADO" SubTotal="310.34" Descuento="10.34" Moneda="MXN" TipoCambio="1" Total="345.00"
 TipoDeComprobante="I" Exportacion="01" MetodoPago="PUE" LugarExpedicion="64000">
 <cfdi:Emisor Rfc="{RFC}" Nombre="{NAME}" RegimenFiscal="601"/>
 <cfdi:Receptor Rfc="XIQB891116QE4" Nombre="BERENICE XIMO QUEZADA" DomicilioFiscalReceptor="64000"
  RegimenFiscalReceptor="612" UsoCFDI="G03"/>
 <cfdi:Conceptos>
  <cfdi:Concepto ClaveProdServ="90101500" NoIdentificacion="A-1" Cantidad="2" ClaveUnidad="E48" Unidad="Pieza"
   Descripcion="Consumo de alimentos" ValorUnitario="105.17" Importe="210.34" Descuento="10.34"
   ObjetoImp="02">
   <cfdi:Impuestos>
    <cfdi:Traslados>
     <cfdi:Traslado Base="200.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="32.00"/>
    </cfdi:Traslados>
    <cfdi:Retenciones>
     <cfdi:Retencion Base="200.00" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.012500" Importe="2.50"/>
    </cfdi:Retenciones>
   </cfdi:Impuestos>
  </cfdi:Concepto>
  <cfdi:Concepto ClaveProdServ="50161800" Cantidad="1" ClaveUnidad="H87" Descripcion="Chocolate"
   ValorUnitario="100.00" Importe="100.00" ObjetoImp="02">
   <cfdi:Impuestos>
    <cfdi:Traslados>
     <cfdi:Traslado Base="100.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="16.00"/>
    </cfdi:Traslados>
    <cfdi:Retenciones>
     <cfdi:Retencion Base="100.00" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.005000" Importe="0.50"/>
    </cfdi:Retenciones>
   </cfdi:Impuestos>
  </cfdi:Concepto>
 </cfdi:Conceptos>
 <cfdi:Impuestos TotalImpuestosRetenidos="3.00" TotalImpuestosTrasladados="48.00">
  <cfdi:Retenciones><cfdi:Retencion Impuesto="001" Importe="3.00"/></cfdi:Retenciones>
  <cfdi:Traslados>
   <cfdi:Traslado Base="300.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="48.00"/>
  </cfdi:Traslados>
 </cfdi:Impuestos>
 <cfdi:Complemento/>
</cfdi:Comprobante>"""


@dataclass(frozen=True)
class Holder:
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def number(self) -> str:
        return self.certificate.serial_number.to_bytes(20, "big").decode()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def seal(self, text: str) -> str:
        return base64.b64encode(self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


@dataclass(frozen=True)
class TestPki:
    __test__ = False

    authority: Holder
    csd: Holder
    pac: Holder

    def issue(
        self,
        *changes: Mutation,
        after: Mutation = lambda root: None,
        csd: Holder | None = None,
        stamped_after: timedelta = timedelta(seconds=2),
        stamp: Callable[[etree._Element], object] = lambda timbre: None,
    ) -> bytes:
        """`changes` before signing, `stamp` on the timbre before the PAC signs, `after` when all is done."""
        signer, root = csd or self.csd, etree.fromstring(TEMPLATE)
        root.set("NoCertificado", signer.number)
        root.set("Certificado", base64.b64encode(signer.der).decode())
        for change in changes:
            change(root)
        root.set("Sello", signer.seal(_cadena("4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt", root)))
        complement = root.find("cfdi:Complemento", NAMESPACES)
        if complement is not None:
            complement.append(self._timbre(root, stamped_after, stamp))
        after(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def _timbre(self, root: etree._Element, later: timedelta, stamp: Mutation) -> etree._Element:
        issued = datetime.fromisoformat(root.get("Fecha", ""))
        timbre = etree.Element(f"{{{TFD}}}TimbreFiscalDigital", nsmap={"tfd": TFD})
        timbre.set("Version", "1.1")
        timbre.set("UUID", UUID)
        timbre.set("FechaTimbrado", (issued + later).isoformat())
        timbre.set("RfcProvCertif", "SPR190613I52")
        timbre.set("SelloCFD", root.get("Sello", ""))
        timbre.set("NoCertificadoSAT", self.pac.number)
        stamp(timbre)
        timbre.set(
            "SelloSAT", self.pac.seal(_cadena("TimbreFiscalDigital/cadenaoriginal_TFD_1_1.xslt", timbre))
        )
        return timbre


def holder(
    number: str, rfc: str | None, by: Holder | None = None, *, days: tuple[int, int] = (400, 1000)
) -> Holder:
    """A certificate of that number; self-signed without `by`; valid from days[0] before to days[1] after
    2026-11-18."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    names = [x509.NameAttribute(NameOID.COMMON_NAME, f"PRUEBAS {number}")]
    if rfc:
        names.append(x509.NameAttribute(NameOID.X500_UNIQUE_IDENTIFIER, f"{rfc} / XIQB891116QE4"))
    subject, centre = x509.Name(names), datetime(2026, 11, 18, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(number.encode(), "big"))
        .not_valid_before(centre - timedelta(days=days[0]))
        .not_valid_after(centre + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    )
    return Holder(builder.sign(by.key if by else key, hashes.SHA256()), key)


@cache
def pki_of_tests() -> TestPki:
    authority = holder("30001000000500000001", None)
    return TestPki(
        authority,
        csd=holder("30001000000500009001", RFC, authority),
        pac=holder("30001000000500009002", "SPR190613I52", authority),
    )


def setting(path: str, **attributes: str | None) -> Mutation:
    """A mutation: sets (None: removes) attributes of the first node at `path` ("." is the root)."""

    def change(root: etree._Element) -> None:
        node = root if path == "." else root.find(path, NAMESPACES)
        assert node is not None, path
        for name, value in attributes.items():
            if value is None:
                del node.attrib[name]
            else:
                node.set(name, value)

    return change


def removing(path: str) -> Mutation:
    def change(root: etree._Element) -> None:
        for node in root.findall(path, NAMESPACES):
            parent = node.getparent()
            assert parent is not None
            parent.remove(node)

    return change


def appending(path: str, xml: str) -> Mutation:
    """Appends `xml` (prefixes cfdi, tfd and implocal declared) to the node at `path`."""

    def change(root: etree._Element) -> None:
        node = root if path == "." else root.find(path, NAMESPACES)
        assert node is not None, path
        declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
        node.append(etree.fromstring(f"<x {declared}>{xml}</x>")[0])

    return change


def _cadena(stylesheet: str, node: etree._Element) -> str:
    return str(_stylesheet(stylesheet)(etree.fromstring(etree.tostring(node, encoding="utf-8"))))


@cache
def _stylesheet(relative: str) -> etree.XSLT:
    return etree.XSLT(etree.parse(cfd_folder() / relative))


def trust_this_issuer(settings: Any, folder: Path) -> None:
    """What it signs and stamps is believed, as SAT's own is elsewhere."""
    roots, pac = folder / "roots.pem", folder / "pac.pem"
    roots.write_bytes(pki_of_tests().authority.pem)
    pac.write_bytes(pki_of_tests().pac.pem)
    settings.CFDI_TRUSTED_ROOTS, settings.CFDI_PAC_CERTIFICATES = str(roots), str(pac)
