"""Issues CFDI 4.0 with the data as submitted, sealed by the vendor's CSD and stamped by the sandbox's PAC.

A wrong submission makes a wrong CFDI, and on request (`flaw`) the vendor itself errs: these are the
invoices that the product must refuse. Sources: Anexo 20 (CFDI 4.0), Timbre Fiscal Digital 1.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from satcfdi.create.cfd import cfdi40, tfd11
from satcfdi.models import Signer

from automation.sandbox.companies import Company
from automation.sandbox.pki import Authority
from automation.sandbox.receivers import Submission
from automation.sandbox.tickets import CENT, Line, Ticket

FLAWS = (
    "wrong_rfc",
    "wrong_name",
    "wrong_postal_code",
    "wrong_regime",
    "wrong_use",
    "off_by_cent",
    "egreso",
    "global",
    "addenda",
    "tampered",
    "stranger_root",
    "no_stamp",
    "duplicate_uuid",
    "html",
)
"""`addenda` is the harmless one: vendors' addendas are normal."""

_STAMPING_ZONE = ZoneInfo("America/Mexico_City")
_SAME_UUID = "0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D"
_HTML = b"<!DOCTYPE html><html><body><h1>Inicie sesi\xc3\xb3n</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Invoice:
    """A CFDI as bytes, and what its QR and file names need."""

    xml: bytes
    uuid: str
    issuer_rfc: str
    receiver_rfc: str
    total: Decimal
    seal: str
    serie: str
    folio: str


def net_of_tax(gross: Decimal, rate: Decimal) -> tuple[Decimal, Decimal]:
    """Base and IVA of a tax-included price in pesos; their sum is the price to the cent."""
    base = (gross / (1 + rate)).quantize(CENT, ROUND_HALF_UP)
    return base, gross - base


def issue_cfdi(
    authority: Authority,
    company: Company,
    tickets: Sequence[Ticket],
    receiver: Submission,
    *,
    payment_form: str,
    now: datetime,
    flaw: str = "",
) -> Invoice:
    """One CFDI for these tickets. `now` is aware; Fecha is it in the first ticket's store's local time."""
    signer = authority.stranger(company) if flaw == "stranger_root" else authority.csd(company)
    store = tickets[0].store
    fields = {
        "emisor": cfdi40.Emisor(company.rfc, company.legal_name, company.regime),
        "lugar_expedicion": store.postal_code,
        "receptor": _receiver_node(_spoiled(receiver, flaw), store.postal_code, flaw),
        "conceptos": [_concept(line) for line in _lines(tickets, flaw)],
        "fecha": _naive(now, store.timezone),
        "serie": "F",
        "folio": tickets[0].folio[-10:],
        "forma_pago": payment_form,
        "metodo_pago": "PUE",
        "tipo_de_comprobante": "E" if flaw == "egreso" else "I",
    }
    if flaw == "global":
        fields["informacion_global"] = cfdi40.InformacionGlobal("01", f"{now.month:02d}", now.year)
    document = cfdi40.Comprobante(**fields)
    document.sign(signer)
    uuid = _stamp(document, authority.pac(), now, flaw)
    return Invoice(
        xml=_flawed_bytes(document.xml_bytes(), flaw),
        uuid=uuid,
        issuer_rfc=company.rfc,
        receiver_rfc=str(document["Receptor"]["Rfc"]),
        total=Decimal(str(document["Total"])).quantize(CENT),
        seal=str(document["Sello"]),
        serie="F",
        folio=tickets[0].folio[-10:],
    )


def _naive(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(microsecond=0, tzinfo=None)


def _stamp(document: cfdi40.Comprobante, pac: Signer, now: datetime, flaw: str) -> str:
    """Adds the TimbreFiscalDigital and gives its UUID. FechaTimbrado is in the central zone's time."""
    uuid = _SAME_UUID if flaw == "duplicate_uuid" else str(uuid4()).upper()
    if flaw != "no_stamp":
        document["Complemento"] = tfd11.TimbreFiscalDigital(
            proveedor=pac,
            uuid=uuid,
            fecha_timbrado=_naive(now + timedelta(seconds=1), _STAMPING_ZONE),
            sello_cfd=document["Sello"],
        )
    return uuid


def _lines(tickets: Sequence[Ticket], flaw: str) -> list[Line]:
    lines = [line for ticket in tickets for line in ticket.lines]
    if flaw == "off_by_cent":
        lines[0] = replace(lines[0], gross=lines[0].gross + CENT)
    return lines


def _concept(line: Line) -> cfdi40.Concepto:
    article = line.article
    base, tax = net_of_tax(line.gross, article.rate)
    transfer = cfdi40.Traslado(
        impuesto="002",
        tipo_factor="Tasa",
        tasa_o_cuota=article.rate.quantize(Decimal("0.000001")),
        base=base,
        importe=tax,
    )
    return cfdi40.Concepto(
        clave_prod_serv=article.product_key,
        cantidad=Decimal(1),
        clave_unidad=article.unit_key,
        descripcion=article.words,
        valor_unitario=base,
        objeto_imp="02",
        impuestos=cfdi40.Impuestos(traslados=transfer),
    )


def _spoiled(receiver: Submission, flaw: str) -> Submission:
    wrong = {
        "wrong_rfc": {"rfc": "MXC050912TR4"},
        "wrong_name": {"name": f"{receiver.name} SA DE CV"},
        "wrong_postal_code": {"postal_code": "01000"},
        "wrong_regime": {"regime": "626"},
        "wrong_use": {"use": "S01" if receiver.use != "S01" else "G03"},
    }
    return replace(receiver, **wrong.get(flaw, {}))


def _receiver_node(receiver: Submission, place: str, flaw: str) -> cfdi40.Receptor:
    if flaw == "global":
        receiver = Submission("XAXX010101000", "PUBLICO EN GENERAL", place, "616", "S01")
    return cfdi40.Receptor(
        rfc=receiver.rfc,
        nombre=receiver.name,
        domicilio_fiscal_receptor=receiver.postal_code,
        regimen_fiscal_receptor=receiver.regime,
        uso_cfdi=receiver.use,
    )


def _flawed_bytes(xml: bytes, flaw: str) -> bytes:
    if flaw == "html":
        return _HTML
    if flaw == "tampered":
        return xml.replace(b'Descripcion="', b'Descripcion="* ', 1)
    if flaw == "addenda":
        addenda = b'<cfdi:Addenda><p:Caja xmlns:p="urn:puntodeventa">3</p:Caja></cfdi:Addenda>'
        return xml.replace(b"</cfdi:Comprobante>", addenda + b"</cfdi:Comprobante>")
    return xml
