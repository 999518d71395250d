"""The printed representation: one page with the CFDI's main data and SAT's verification QR (Anexo 20)."""

from io import BytesIO
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

import zxingcpp
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from automation.sandbox.companies import Company
from automation.sandbox.issuing import Invoice

if TYPE_CHECKING:
    from typing_extensions import Buffer

_VERIFIER = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx"


def verification_address(invoice: Invoice) -> str:
    """The QR's text: UUID, both RFCs, total without trailing zeros (one kept), last 8 of the seal."""
    whole, _, cents = str(invoice.total).partition(".")
    total = f"{whole}.{cents.rstrip('0') or '0'}"
    return (
        f"{_VERIFIER}?id={invoice.uuid}&re={quote(invoice.issuer_rfc)}&rr={quote(invoice.receiver_rfc)}"
        f"&tt={total}&fe={quote(invoice.seal[-8:], safe='=')}"
    )


def print_invoice(invoice: Invoice, company: Company, concept: str) -> bytes:
    """A PDF of one letter page, about 4 kB."""
    sheet = BytesIO()
    canvas = Canvas(sheet, pagesize=LETTER, pageCompression=1)
    canvas.setTitle(f"Factura {invoice.serie}{invoice.folio}")
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(20 * mm, 255 * mm, company.trade_name)
    canvas.setFont("Helvetica", 9)
    rows = (
        f"{company.legal_name}  RFC {company.rfc}",
        f"Factura {invoice.serie} {invoice.folio}    Folio fiscal {invoice.uuid}",
        f"Receptor {invoice.receiver_rfc}",
        concept,
        f"Total ${invoice.total:,.2f} MXN",
        "SIMULACIÓN: documento de prueba sin efectos fiscales",
    )
    for position, row in enumerate(rows):
        canvas.drawString(20 * mm, (245 - 7 * position) * mm, row)
    _draw_qr(canvas, verification_address(invoice))
    canvas.save()
    return sheet.getvalue()


def _draw_qr(canvas: Canvas, text: str) -> None:
    """45 mm square with its quiet zone; drawn as filled modules, which stay sharp at any zoom."""
    image = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode))
    modules = cast("list[list[int]]", memoryview(cast("Buffer", image)).tolist())
    side = 45 * mm / len(modules)
    path = canvas.beginPath()
    for row, shades in enumerate(reversed(modules)):
        for column, shade in enumerate(shades):
            if shade == 0:
                path.rect(20 * mm + column * side, 140 * mm + row * side, side, side)
    canvas.drawPath(path, stroke=0, fill=1)
