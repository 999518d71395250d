"""Text and QR of a PDF's pages. Runs in a process of its own (`apart`): both libraries meet a stranger's file."""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import pypdf
import pypdfium2
import zxingcpp
from pypdf import filters
from pypdf.errors import LimitReachedError, PyPdfError

from accounts.constancia.document import QrContent
from accounts.constancia.errors import (
    MAX_PAGES,
    DamagedPdf,
    EncryptedPdf,
    TooHeavy,
    TooManyPages,
)

SAT_VALIDATOR = "siat.sat.gob.mx"
MAX_TEXT = 400_000
"""characters of all pages"""
MAX_UNFOLDED = 10_000_000
"""bytes of one stream; a page of a Constancia unfolds to some 50,000"""
MAX_PIXELS = 6_000_000
QR_PAGES = 3
_SCALES = (2.0, 4.0)  # 144 dpi finds nearly every QR; small ones need 288

_QR_ONLY = zxingcpp.barcode_formats_from_str("QRCode")
_QR_KEY = re.compile(r"[?&]D3=([0-9]{1,20})_([A-ZÑ&0-9]{12,13})")
_DAMAGE = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    OSError,
)
"""What pypdf raises on a file that is against the format."""

filters.ZLIB_MAX_OUTPUT_LENGTH = filters.LZW_MAX_OUTPUT_LENGTH = filters.RUN_LENGTH_MAX_OUTPUT_LENGTH = (
    MAX_UNFOLDED
)


def text_by_pypdf(content: bytes) -> str:
    """All pages' text. Raises EncryptedPdf, TooManyPages, TooHeavy, DamagedPdf."""
    try:
        return "\n".join(_texts(_opened(content)))[:MAX_TEXT]
    except LimitReachedError as error:
        raise TooHeavy from error
    except _DAMAGE as error:
        raise DamagedPdf from error


def text_by_pdfium(content: bytes) -> str:
    """The same in another order: pypdf follows the file's, PDFium the page's. Raises DamagedPdf."""
    try:
        document = pypdfium2.PdfDocument(content)
        pages = (document[index].get_textpage().get_text_bounded() for index in range(len(document)))
        return "\n".join(pages).replace("\r\n", "\n")[:MAX_TEXT]
    except pypdfium2.PdfiumError as error:
        raise DamagedPdf from error


def qr_content(content: bytes) -> QrContent | None:
    """What the first QR that leads to SAT's validator says. Raises DamagedPdf."""
    try:
        document = pypdfium2.PdfDocument(content)
        return next(_found(document), None)
    except pypdfium2.PdfiumError as error:
        raise DamagedPdf from error


def read_qr(text: str) -> QrContent | None:
    """`https://siat.sat.gob.mx/…?D1=10&D2=1&D3=<idCIF>_<RFC>`; None for anything else."""
    address = unquote(text.strip())
    found = _QR_KEY.search(address)
    if found is None or _host(address) != SAT_VALIDATOR:
        return None
    return QrContent(rfc=found[2], id_cif=found[1])


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # a bracket that is not closed
        return None


def _opened(content: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(content))
    # a password that only forbids changes opens with none
    if reader.is_encrypted and not reader.decrypt(""):
        raise EncryptedPdf
    tree: Any = reader.root_object["/Pages"]
    pages = int(tree["/Count"])
    if pages <= MAX_PAGES:  # what it states may be a lie
        pages = len(reader.pages)
    if pages > MAX_PAGES:
        raise TooManyPages(pages)
    return reader


def _texts(reader: pypdf.PdfReader) -> Iterator[str]:
    return (page.extract_text() for page in reader.pages)


def _found(document: Any) -> Iterator[QrContent]:
    for index in range(min(len(document), QR_PAGES)):
        for scale in _SCALES:
            yield from _on_page(document[index], scale)


def _on_page(page: Any, scale: float) -> Iterator[QrContent]:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return
    bounded = min(scale, (MAX_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=bounded, grayscale=True)
    pixels = memoryview(bitmap.buffer).cast("B")[: bitmap.stride * bitmap.height]
    image = pixels.cast("B", shape=(bitmap.height, bitmap.stride))
    for barcode in zxingcpp.read_barcodes(image, formats=_QR_ONLY):
        content = read_qr(barcode.text)
        if content is not None:
            yield content
