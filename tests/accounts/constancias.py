"""Constancias as SAT lays them out, drawn for the tests, and PDFs that are none."""

import io
from dataclasses import dataclass, replace

import numpy as np
import zxingcpp
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

VALIDATOR = "https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3={id_cif}_{rfc}"
TOP, LINE = 750.0, 14.0


@dataclass(frozen=True)
class Paper:
    """What is printed; rows of régimen are (words, since, until)."""

    rfc: str
    identity: tuple[tuple[str, str], ...]
    name: str
    regimes: tuple[tuple[str, str, str], ...]
    id_cif: str = "19040141021"
    postal_code: str = "64000"
    status: str = "ACTIVO"
    qr: str | None = None
    """other text than SAT's; "" for none"""
    is_in_columns: bool = True
    """labels and values drawn apart, as the form does, or each line in one go"""

    def but(self, **changes: object) -> "Paper":
        return replace(self, **changes)  # type: ignore[arg-type]


COMPANY = Paper(
    rfc="EKU9003173C9",
    identity=(
        ("Denominación/Razón Social:", "ESCUELA KEMPER URGATE"),
        ("Régimen Capital:", "SOCIEDAD ANONIMA DE CAPITAL VARIABLE"),
        ("Nombre Comercial:", ""),
    ),
    name="ESCUELA KEMPER URGATE",
    regimes=(("Régimen General de Ley Personas Morales", "17/03/1990", ""),),
    postal_code="42501",
)
PERSON = Paper(
    rfc="XIQB891116QE4",
    identity=(
        ("CURP:", "XIQB891116MGRMZR05"),
        ("Nombre (s):", "BERENICE"),
        ("Primer Apellido:", "XIMO"),
        ("Segundo Apellido:", "QUEZADA"),
    ),
    name="BERENICE XIMO QUEZADA",
    regimes=(
        ("Régimen de Sueldos y Salarios e Ingresos Asimilados a Salarios", "01/01/2015", ""),
        ("Régimen de Incorporación Fiscal", "01/01/2016", "31/12/2021"),
        ("Régimen de las Personas Físicas con Actividades Empresariales y Profesionales", "01/02/2018", ""),
    ),
)


def drawn(paper: Paper, *, password: str | None = None, restricted: bool = False) -> bytes:
    """The PDF: the cédula with its QR and the identity on one page, activities and régimenes on the next."""
    file = io.BytesIO()
    encrypt = None
    if password or restricted:
        encrypt = pdfencrypt.StandardEncryption(password or "", ownerPassword="otra", strength=128)
    canvas = Canvas(file, pagesize=letter, encrypt=encrypt)
    _first_page(canvas, paper)
    canvas.showPage()
    _second_page(canvas, paper)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def written(*pages: list[str], **more: object) -> bytes:
    """Any other PDF: lines of text on each page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter, **more)
    for lines in pages:
        _lines(canvas, lines)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def scanned(qr_text: str | None) -> bytes:
    """A page that is one picture."""
    page = Image.new("L", (850, 1100), 245)
    if qr_text:
        page.paste(_qr(qr_text), (60, 80))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter)
    canvas.drawImage(ImageReader(page), 0, 0, *letter)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def qr_of(paper: Paper) -> str:
    return VALIDATOR.format(id_cif=paper.id_cif, rfc=paper.rfc)


def _first_page(canvas: Canvas, paper: Paper) -> None:
    text = qr_of(paper) if paper.qr is None else paper.qr
    if text:
        canvas.drawImage(ImageReader(_qr(text)), 40, 640, 90, 90)
    _lines(
        canvas,
        [
            "Página [1] de [2]", "CÉDULA DE IDENTIFICACIÓN FISCAL", paper.rfc,
            "Registro Federal de Contribuyentes", paper.name, "Nombre, denominación o razón", "social",
            f"idCIF: {paper.id_cif}", "VALIDA TU INFORMACIÓN", "FISCAL", "CONSTANCIA DE SITUACIÓN FISCAL",
            "Lugar y Fecha de Emisión", "MONTERREY , NUEVO LEON A 10 DE", "NOVIEMBRE DE 2026", paper.rfc,
            "Datos de Identificación del Contribuyente:",
        ],
        left=150,
    )  # fmt: skip
    rows = [("RFC:", paper.rfc), *paper.identity, ("Fecha inicio de operaciones:", "28 DE SEPTIEMBRE DE 2005"),
            ("Estatus en el padrón:", paper.status), ("Fecha de último cambio de estado:", "")]  # fmt: skip
    height = TOP - 17 * LINE
    for label, value in rows:
        height = _pair(canvas, paper, height, label, value)
    canvas.drawString(40, height - LINE, "Datos del domicilio registrado")
    address = f"Código Postal:{paper.postal_code} Tipo de Vialidad: CALLE"
    canvas.drawString(40, height - 2 * LINE, address)
    canvas.drawString(40, height - 3 * LINE, "Nombre de Vialidad: CALLE DAKOTA Número Exterior: 50")


def _pair(canvas: Canvas, paper: Paper, height: float, label: str, value: str) -> float:
    if not paper.is_in_columns:
        canvas.drawString(40, height, f"{label} {value}")
        return height - LINE
    canvas.drawString(40, height, label)
    for line in value.split("\n"):
        canvas.drawString(260, height, line)
        height -= LINE
    return height


def _second_page(canvas: Canvas, paper: Paper) -> None:
    rows = [" ".join(filter(None, row)) for row in paper.regimes]
    _lines(
        canvas,
        [
            "Página [2] de [2]", "Actividades Económicas:",
            "Orden Actividad Económica Porcentaje Fecha Inicio Fecha Fin",
            "1 Comercio al por mayor de agua purificada y hielo 100 01/03/2011", "Regímenes:",
            "Régimen Fecha Inicio Fecha Fin", *rows, "Obligaciones:",
            "Descripción de la Obligación Descripción Vencimiento Fecha Inicio Fecha Fin",
            "Pago provisional mensual de ISR personas morales régimen general 05/06/2008",
            "Sus datos personales son incorporados y protegidos en los sistemas del SAT",
            f"Cadena Original Sello: ||2026/11/10|{paper.rfc}|CONSTANCIA DE SITUACIÓN FISCAL|2000||",
        ],
    )  # fmt: skip


def _lines(canvas: Canvas, lines: list[str], *, left: float = 40) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(left, TOP - number * LINE, line)


def _qr(text: str) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=4)))
