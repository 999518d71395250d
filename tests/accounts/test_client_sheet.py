"""Lists of clients from Excel and CSV: what is read, and what is refused by name."""

import io
import time
import zipfile

import pytest

from accounts.client_sheet import (
    MAX_BYTES,
    MAX_ROWS,
    DamagedSheet,
    EmptySheet,
    FormulaFound,
    HeavySheet,
    MergedCells,
    NotASheet,
    SheetError,
    TooManyRows,
    WrongColumns,
    read_client_sheet,
)
from accounts.fiscal import ReceiverFields
from tests.accounts.sheets import HEADING, KEMPER, XIMO, csv_text, xlsx

READ = [
    ReceiverFields("EKU9003173C9", "Escuela Kemper Urgate", "601", "42501", "facturas@kemper.example", "G03"),
    ReceiverFields("XIQB891116QE4", "BERENICE XIMO QUEZADA", "612", "64000", "bere@ximo.example", "G03"),
]


@pytest.mark.parametrize(
    "content",
    [
        xlsx(KEMPER, XIMO),
        csv_text(KEMPER, XIMO).encode("utf-8-sig"),
        csv_text(KEMPER, XIMO, delimiter=";").encode("cp1252"),
        csv_text(KEMPER, XIMO, delimiter="\t").encode(),
    ],
    ids=["xlsx", "utf-8", "excel's csv", "tabs"],
)
def test_clients_are_read_from_every_kind_of_sheet(content: bytes) -> None:
    assert [row.fields for row in read_client_sheet(content)] == READ


def test_rows_keep_their_number_and_empty_ones_are_left_out() -> None:
    assert [row.number for row in read_client_sheet(xlsx(KEMPER, [None] * 6, XIMO))] == [2, 4]


def test_the_zero_that_excel_drops_comes_back() -> None:
    assert read_client_sheet(xlsx([*KEMPER[:3], 1000.0, *KEMPER[4:]]))[0].fields.postal_code == "01000"


def test_columns_stand_in_any_order_among_others() -> None:
    heading = ("Notas", *reversed(HEADING))
    found = read_client_sheet(xlsx(("x", *reversed(KEMPER)), heading=heading))

    assert found[0].fields == READ[0]


@pytest.mark.parametrize(
    ("content", "refusal", "told"),
    [
        (xlsx(KEMPER, XIMO, merged="B2:B3"), MergedCells, "B2:B3"),
        (xlsx([*KEMPER[:3], "=40000+2501", *KEMPER[4:]]), FormulaFound, "D2"),
        (xlsx(KEMPER[:5], heading=HEADING[:5]), WrongColumns, "faltan: Uso CFDI"),
        (xlsx(KEMPER, heading=(*HEADING, "RFC")), WrongColumns, "repetidas: RFC"),
        (xlsx(), EmptySheet, "ningún cliente"),
        (b"", EmptySheet, "ningún cliente"),
        (csv_text(*[KEMPER] * (MAX_ROWS + 1)).encode(), TooManyRows, "1,000"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), NotASheet, ".xlsx"),
        (xlsx(KEMPER)[:900], DamagedSheet, "dañado"),
        (b"x" * (MAX_BYTES + 1), HeavySheet, "pesado"),
    ],
    ids=[
        "merged", "formula", "missing", "twice", "heading only", "nothing", "many", "xls", "cut", "large",
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_by_name(
    content: bytes, refusal: type[SheetError], told: str
) -> None:
    with pytest.raises(refusal, match=told):
        read_client_sheet(content)


def test_fifty_thousand_rows_are_refused_before_they_are_read() -> None:
    content = xlsx(*[KEMPER] * 50_000)
    began = time.monotonic()

    with pytest.raises((TooManyRows, HeavySheet)):
        read_client_sheet(content)
    assert time.monotonic() - began < 8


def with_part(name: str, content: bytes) -> bytes:
    """A sheet with one part of its archive replaced."""
    file, made = io.BytesIO(xlsx(KEMPER)), io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return made.getvalue()


def test_an_archive_that_unfolds_without_end_is_not_unfolded() -> None:
    with pytest.raises(HeavySheet):
        read_client_sheet(with_part("xl/worksheets/sheet1.xml", b" " * 60_000_000))


def test_an_archive_with_entities_is_not_parsed() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'

    with pytest.raises(DamagedSheet):
        read_client_sheet(with_part("xl/worksheets/sheet1.xml", laughs))


def test_another_archive_is_no_sheet() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(NotASheet):
        read_client_sheet(file.getvalue())
