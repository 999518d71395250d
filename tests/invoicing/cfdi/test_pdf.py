"""The QR of the PDF against the XML, and PDFs that mean harm."""

import io
from decimal import Decimal

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from invoicing.cfdi.expression import PrintedExpression, written_total
from invoicing.cfdi.parse import parse_cfdi
from invoicing.cfdi.pdf import MAX_BYTES, UnreadablePdf, expressions_in
from invoicing.cfdi.verdict import Level
from tests.invoicing.cfdi.conftest import Verify
from tests.invoicing.cfdi.issuer import TestPki


def pdf_with(*pages: str | None, size: tuple[float, float] = (612, 792), side: float = 90) -> bytes:
    """One page per text, drawn as a QR; None: a page without."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    for text in pages:
        canvas.drawString(20, size[1] - 20, "Factura")
        if text is not None:
            code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
            image = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=4)))
            canvas.drawImage(ImageReader(image), 30, 30, side, side)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def expression_of(xml: bytes) -> str:
    return str(PrintedExpression.of(parse_cfdi(xml)))


def test_the_qr_of_the_same_cfdi_agrees(check: Verify, pki: TestPki) -> None:
    xml = pki.issue()
    for pdf in (
        pdf_with(expression_of(xml)),
        pdf_with(None, expression_of(xml)),
        pdf_with("https://encuesta.example/?id=1", expression_of(xml)),
        pdf_with(expression_of(xml).replace("tt=345.0&", "tt=0000000345.000000&").replace("==", "%3D%3D")),
        pdf_with(expression_of(xml), side=60),
    ):
        assert check(xml, given={"pdf": pdf}).check("pdf_qr").ok is True


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("id=6F", "id=7F", "id"),
        ("re=EKU", "re=EKA", "re"),
        ("rr=XIQB", "rr=XAXX", "rr"),
        ("tt=345.0", "tt=345.1", "tt"),
    ],
)
def test_the_qr_of_another_cfdi_is_a_warning(
    check: Verify, pki: TestPki, old: str, new: str, name: str
) -> None:
    xml = pki.issue()
    report = check(xml, given={"pdf": pdf_with(expression_of(xml).replace(old, new))})
    assert report.is_accepted
    result = report.check("pdf_qr")
    assert (result.ok, result.level) == (False, Level.WARN)
    assert result.detail.endswith(f"difiere {name}.")


@pytest.mark.parametrize(
    "pdf",
    [
        None,
        b"",
        b"%PDF-1.7 basura",
        b"<html>",
        pdf_with(None),
        pdf_with("https://tienda.example"),
        pdf_with(*[None] * 30, "https://x.example/?id=1&re=A&rr=B"),
        pdf_with(None, size=(14_000, 14_000)),
        pdf_with(None, size=(14_000, 3)),
        b"%PDF-1.7" + b"0" * MAX_BYTES,
    ],
)
def test_without_a_legible_qr_nothing_is_claimed(check: Verify, pki: TestPki, pdf: bytes | None) -> None:
    report = check(pki.issue(), given={"pdf": pdf})
    assert report.check("pdf_qr").ok is None
    assert report.is_accepted


def test_a_broken_pdf_says_so() -> None:
    with pytest.raises(UnreadablePdf, match="dañado"):
        expressions_in(pdf_with(None)[:200])


def test_an_rfc_with_an_ampersand_is_read_whole() -> None:
    text = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=a&re=A&B010101AB1&rr=%C3%91&%26010101AB1&tt=1&fe=x"
    read = PrintedExpression.read(text)
    assert read is not None
    assert (read.issuer_rfc, read.receiver_rfc) == ("A&B010101AB1", "Ñ&&010101AB1")
    assert PrintedExpression.read(text.replace("&", "&amp;")) == read


@pytest.mark.parametrize("text", ["", "https://x.example", "?id=1&re=2", "id=1&re=2&rr=3"])
def test_other_qr_texts_are_no_expression(text: str) -> None:
    assert PrintedExpression.read(text) is None


def test_an_unreadable_total_is_none() -> None:
    for total in ("mil", "NaN", "Infinity", ""):
        read = PrintedExpression.read(f"?id=1&re=2&rr=3&tt={total}&fe=4")
        assert read is not None
        assert read.total is None


@pytest.mark.parametrize(
    ("total", "written"), [("389.49", "389.49"), ("100", "100.0"), ("100.10", "100.1"), ("0.1", "0.1")]
)
def test_the_total_is_written_as_sat_asks(total: str, written: str) -> None:
    assert written_total(Decimal(total)) == written


@given(st.decimals(min_value=0, max_value=10**12, places=6))
def test_a_written_total_is_the_same_number(total: Decimal) -> None:
    assert Decimal(written_total(total)) == total
