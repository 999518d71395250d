"""Spreadsheets of clients for the tests."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADING = ("RFC", "Nombre o razón social", "Régimen fiscal", "C.P.", "Correo electrónico", "Uso CFDI")
KEMPER = ("EKU9003173C9", "Escuela Kemper Urgate", 601, 42501, "facturas@kemper.example", "G03")
XIMO = (
    "XIQB891116QE4",
    "BERENICE XIMO QUEZADA",
    "612 - Personas Físicas",
    "64000",
    "bere@ximo.example",
    "G03 Gastos",
)


def xlsx(*rows: Sequence[Any], heading: Sequence[Any] = HEADING, merged: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    for row in (heading, *rows):
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_text(*rows: Sequence[Any], delimiter: str = ",") -> str:
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in (HEADING, *rows))
