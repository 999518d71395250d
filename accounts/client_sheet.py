"""Many clients from a spreadsheet (.xlsx or CSV). Pure: rows as people wrote them, judged elsewhere.

SheetError             anticipated; `str()` is Spanish and says what to do
├── NotASheet          neither .xlsx nor text; an old .xls
├── DamagedSheet       cut off, or against the format
├── HeavySheet         too many bytes, or unfolds to more than any list of clients
├── TooManyRows        told before they are read
├── WrongColumns       the first row does not name what is needed, or names it twice
├── MergedCells        one value for several rows: nobody knows whose it is
├── FormulaFound       its value would be another tomorrow
└── EmptySheet         a heading and nothing below
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from accounts.fiscal import ReceiverFields

MAX_BYTES = 4 * 1024 * 1024
MAX_UNFOLDED = 40 * 1024 * 1024
MAX_ROWS = 1_000
MAX_COLUMNS = 60

COLUMNS = {
    "rfc": ("rfc",),
    "legal_name": ("nombre", "razonsocial", "nombreorazonsocial", "denominacion", "denominacionorazonsocial"),
    "fiscal_regime": ("regimen", "regimenfiscal", "claveregimen"),
    "postal_code": ("codigopostal", "cp", "domiciliofiscal"),
    "email": ("correo", "correoelectronico", "email"),
    "cfdi_use": ("uso", "usocfdi", "usodecfdi"),
}
WORDS = {
    "rfc": "RFC",
    "legal_name": "Nombre",
    "fiscal_regime": "Régimen",
    "postal_code": "Código postal",
    "email": "Correo",
    "cfdi_use": "Uso CFDI",
}


class SheetError(Exception):
    pass


class NotASheet(SheetError):  # noqa: N818 - the tree reads as facts
    def __init__(self) -> None:
        super().__init__("El archivo no es .xlsx ni CSV. En Excel: Guardar como → Libro de Excel (.xlsx).")


class DamagedSheet(SheetError):  # noqa: N818 - as above
    def __init__(self) -> None:
        super().__init__("El archivo está dañado o incompleto. Ábrelo, guárdalo otra vez y súbelo.")


class HeavySheet(SheetError):  # noqa: N818 - as above
    def __init__(self) -> None:
        super().__init__(
            "El archivo es más pesado que una lista de clientes. Deja solo las columnas que se piden."
        )


class TooManyRows(SheetError):  # noqa: N818 - as above
    def __init__(self) -> None:
        super().__init__(f"La hoja tiene más de {MAX_ROWS:,} clientes. Divídela y súbela por partes.")


class WrongColumns(SheetError):  # noqa: N818 - as above
    def __init__(self, *, missing: Sequence[str] = (), twice: Sequence[str] = ()) -> None:
        told = [f"faltan: {', '.join(missing)}"] if missing else []
        told += [f"repetidas: {', '.join(twice)}"] if twice else []
        named = ", ".join(WORDS.values())
        super().__init__(f"La primera fila debe tener estas columnas: {named}. Revísala ({'; '.join(told)}).")


class MergedCells(SheetError):  # noqa: N818 - as above
    def __init__(self, place: str) -> None:
        super().__init__(f"Hay celdas combinadas ({place}). Sepáralas y escribe el dato en cada fila.")


class FormulaFound(SheetError):  # noqa: N818 - as above
    def __init__(self, place: str) -> None:
        super().__init__(f"La celda {place} tiene una fórmula. Pega su resultado como valor.")


class EmptySheet(SheetError):  # noqa: N818 - as above
    def __init__(self) -> None:
        super().__init__("La hoja no tiene ningún cliente debajo de los títulos.")


@dataclass(frozen=True, slots=True, repr=False)
class SheetRow:
    number: int
    """as the spreadsheet shows it"""
    fields: ReceiverFields


def read_client_sheet(content: bytes) -> list[SheetRow]:
    """The rows below the heading, in order, without empty ones. Raises SheetError."""
    if len(content) > MAX_BYTES:
        raise HeavySheet
    rows = list(_xlsx_rows(content) if content.startswith(b"PK") else _csv_rows(content))
    if not rows:
        raise EmptySheet
    places = _places(rows[0][1])
    found = [SheetRow(number, _fields(cells, places)) for number, cells in rows[1:]]
    if not found:
        raise EmptySheet
    return found


def _csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if b"\x00" in content:
        raise NotASheet
    text = _decoded(content)
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _filled((reader.line_num, row) for row in reader)
    except csv.Error as error:
        raise DamagedSheet from error


def _decoded(content: bytes) -> str:
    """UTF-8, or what Excel writes where a person chose plain CSV. Raises NotASheet."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotASheet


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        _check_archive(content)
        _count_rows(content)
        sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, IndexError) as error:
        raise DamagedSheet from error
    except (SyntaxError, InvalidFileException) as error:  # the XML parsers' errors are SyntaxErrors
        raise DamagedSheet from error
    if sheet.merged_cells.ranges:
        raise MergedCells(str(next(iter(sheet.merged_cells.ranges))))
    yield from _filled((number, _texts(cells)) for number, cells in enumerate(sheet.iter_rows(), start=1))


def _check_archive(content: bytes) -> None:
    """Before anything is unfolded: what the archive says of itself, and that no part declares entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise NotASheet
        if sum(part.file_size for part in parts) > MAX_UNFOLDED:
            raise HeavySheet
        for part in parts:
            with archive.open(part) as opened:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in opened.read(2_000):
                    raise DamagedSheet


def _count_rows(content: bytes) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    try:
        filled = 0
        for row in book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True):
            filled += any(value not in {None, ""} for value in row)
            if filled > MAX_ROWS + 1:
                raise TooManyRows
    finally:
        book.close()


def _texts(cells: Sequence[Any]) -> list[str]:
    formula = next((cell for cell in cells if cell.data_type == "f"), None)
    if formula is not None:
        raise FormulaFound(formula.coordinate)
    return [_text(cell.value) for cell in cells[:MAX_COLUMNS]]


def _text(value: Any) -> str:
    """601.0 is what Excel makes of 601."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _filled(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    count = 0
    for number, row in rows:
        cells = [cell.strip() for cell in row[:MAX_COLUMNS]]
        if any(cells):
            count += 1
            if count > MAX_ROWS + 1:
                raise TooManyRows
            yield number, cells


def _places(heading: Sequence[str]) -> dict[str, int]:
    """Where each field stands. Raises WrongColumns."""
    folded = [_folded(title) for title in heading]
    found = {
        name: [place for place, title in enumerate(folded) if title in titles]
        for name, titles in COLUMNS.items()
    }
    missing = [WORDS[name] for name, places in found.items() if not places]
    twice = [WORDS[name] for name, places in found.items() if len(places) > 1]
    if missing or twice:
        raise WrongColumns(missing=missing, twice=twice)
    return {name: places[0] for name, places in found.items()}


def _fields(cells: Sequence[str], places: dict[str, int]) -> ReceiverFields:
    written = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    written["fiscal_regime"] = _code(written["fiscal_regime"], r"[0-9]{3}")
    written["cfdi_use"] = _code(written["cfdi_use"].upper(), r"[A-Z]{1,2}[0-9]{2}")
    if re.fullmatch(r"[0-9]{3,4}", written["postal_code"]):  # Excel drops the zero in front
        written["postal_code"] = written["postal_code"].zfill(5)
    return ReceiverFields(**written)


def _code(text: str, pattern: str) -> str:
    """«601 - General de Ley Personas Morales» is 601."""
    found = re.match(rf"{pattern}(?![A-Z0-9])", text)
    return found[0] if found else text


def _folded(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]", "", bare)
