"""The QR of an invoice's PDF, read from its rendered pages.

A PDF is a stranger's program: its size, the pages looked at and the pixels of each are bounded. PDFium is
not thread-safe, so one thread renders at a time.
"""

from collections.abc import Iterator
from threading import Lock
from typing import Any

import pypdfium2
import zxingcpp

from invoicing.cfdi.errors import CfdiError
from invoicing.cfdi.expression import PrintedExpression

MAX_BYTES = 12 * 1024 * 1024
MAX_PAGES = 6
"""The QR stands on the last page of the invoice proper, mostly the first; what follows is small print."""
MAX_PIXELS = 6_000_000
MAX_SIDE = 8_000
"""pixels"""
_SCALES = (2.0, 4.0)  # 144 dpi finds nearly every QR; small ones need 288

_QR_ONLY = zxingcpp.barcode_formats_from_str("QRCode")
_lock = Lock()


class UnreadablePdf(CfdiError):  # noqa: N818 - reads as the fact that it states
    """Damaged, encrypted or too large. The message is Spanish."""


def expressions_in(pdf: bytes) -> tuple[PrintedExpression, ...]:
    """The CFDI expressions in the QR codes of the first pages that have any. Raises UnreadablePdf."""
    if len(pdf) > MAX_BYTES:
        raise UnreadablePdf(f"El PDF pesa {len(pdf) / 1e6:.0f} MB; no se revisó.")
    with _lock:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdf("El PDF está dañado o protegido con contraseña.") from error
        try:
            return _first_found(document)
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdf("El PDF está dañado: no se pudo dibujar.") from error
        finally:
            document.close()


def _first_found(document: Any) -> tuple[PrintedExpression, ...]:
    for index in range(min(len(document), MAX_PAGES)):
        page = document[index]
        for scale in _SCALES:
            found = tuple(_expressions(page, scale))
            if found:
                return found
    return ()


def _expressions(page: Any, scale: float) -> Iterator[PrintedExpression]:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return
    bounded = min(scale, (MAX_PIXELS / (width * height)) ** 0.5, MAX_SIDE / max(width, height))
    bitmap = page.render(scale=bounded, grayscale=True)
    pixels = memoryview(bitmap.buffer).cast("B")[: bitmap.stride * bitmap.height]
    image = pixels.cast("B", shape=(bitmap.height, bitmap.stride))
    for barcode in zxingcpp.read_barcodes(image, formats=_QR_ONLY):
        expression = PrintedExpression.read(barcode.text)
        if expression is not None:
            yield expression
