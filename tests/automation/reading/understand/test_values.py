"""The value in the form that the field wants."""

from decimal import Decimal
from typing import Any

import pytest

from automation.reading.values.names import split_natural_name
from tests.automation.reading.understand.pages import (
    COMPANY,
    PERSON,
    asked,
    button,
    field,
    page,
    read,
    request,
    select,
    text,
    values,
)


def only(control: Any, **ticket: Any) -> str | None:
    ticket.setdefault("folio", "A-1001")
    return read(page(control, button("Continuar")), request(**ticket)).fields[0].value


@pytest.mark.parametrize(
    ("field_rules", "expected"),
    [
        ({}, "18/11/2026"),
        ({"placeholder": "dd/mm/aaaa"}, "18/11/2026"),
        ({"placeholder": "DD-MM-YYYY"}, "18-11-2026"),
        ({"placeholder": "AAAA-MM-DD"}, "2026-11-18"),
        ({"placeholder": "yyyy/mm/dd"}, "2026/11/18"),
        ({"placeholder": "mm/dd/yyyy"}, "11/18/2026"),
        ({"placeholder": "MM/DD/AA"}, "11/18/26"),
        ({"placeholder": "M/D/YYYY"}, "11/18/2026"),
        ({"placeholder": "dd.mm.yy"}, "18.11.26"),
        ({"placeholder": "ddmmaa"}, "181126"),
        ({"placeholder": "ddmmyyyy"}, "18112026"),
        ({"placeholder": "yyyymmdd"}, "20261118"),
        ({"placeholder": "dd / mm / aaaa"}, "18/11/2026"),
        ({"placeholder": "Ej. 2026-03-25"}, "2026-11-18"),
        ({"placeholder": "25/03/2026"}, "18/11/2026"),
        ({"placeholder": "03/25/2026"}, "11/18/2026"),
        ({"placeholder": "25-mar-2026", "hint": "dd-mmm-aaaa"}, "18-nov-2026"),
        ({"hint": "ej. 05-ene-2026"}, "18-nov-2026"),
        ({"hint": "Ejemplo: 05/ENE/2026"}, "18/NOV/2026"),
        ({"placeholder": "5 Ene 26"}, "18 Nov 26"),
        ({"placeholder": "05ENE26"}, "18NOV26"),
        ({"placeholder": "Feb 05, 2026"}, "Nov 18, 2026"),
        ({"placeholder": "01-Jan-2026"}, "18-Nov-2026"),
        ({"placeholder": "12 febrero 2026"}, "18 noviembre 2026"),
        ({"value": "21-nov-2026"}, "18-nov-2026"),
        ({"mask": "99-aaa-9999"}, "18-nov-2026"),
        ({"pattern": r"\d{2}-[A-Za-z]{3}-\d{4}"}, "18-nov-2026"),
        ({"placeholder": "D de mes de AAAA"}, "18 de noviembre de 2026"),
        ({"hint": "Ejemplo: 5 de marzo de 2026"}, "18 de noviembre de 2026"),
        ({"hint": "Formato AAAA/MM/DD"}, "2026/11/18"),
        ({"hint": "mes/día/año"}, "11/18/2026"),
        ({"placeholder": "Día - Mes - Año"}, "18-11-2026"),
        ({"mask": "99-99-9999"}, "18-11-2026"),
        ({"mask": "00/00/0000"}, "18/11/2026"),
        ({"pattern": r"\d{4}-\d{2}-\d{2}"}, "2026-11-18"),
        ({"pattern": r"\d{2}-\d{2}-\d{4}"}, "18-11-2026"),
        ({"pattern": r"[0-9]{2}/[0-9]{2}/[0-9]{4}"}, "18/11/2026"),
        ({"maxlength": 6}, "181126"),
        ({"maxlength": 8}, "18/11/26"),
        ({"lang": "en-US"}, "11/18/2026"),
        ({"kind": "date", "html_type": "date"}, "2026-11-18"),
        ({"kind": "date", "html_type": "datetime-local"}, "2026-11-18T00:00"),
        ({"value": "2026-01-01"}, "2026-11-18"),
    ],
)
def test_a_date_is_written_as_the_field_says(field_rules: dict[str, Any], expected: str) -> None:
    assert only(text("Fecha de compra", **field_rules)) == expected


def test_a_date_is_split_over_three_lists() -> None:
    days = [str(n) for n in range(1, 32)]
    months = [
        "Enero",
        "Febrero",
        "Marzo",
        "Abril",
        "Mayo",
        "Junio",
        "Julio",
        "Agosto",
        "Septiembre",
        "Octubre",
        "Noviembre",
        "Diciembre",
    ]
    found = read(
        page(
            select("Fecha", "Día", *days, html_id="d"),
            select("", "Mes", *months, html_id="m"),
            select("", "Año", "2025", "2026", html_id="y"),
            text("Folio"),
            button("Buscar"),
        )
    )
    assert [(f.datum, f.value, f.part) for f in found.fields[:3]] == [
        ("date", "18", "day"),
        ("date", "Noviembre", "month"),
        ("date", "2026", "year"),
    ]


def test_a_date_is_split_over_three_boxes() -> None:
    found = read(
        page(
            text("Día", maxlength=2),
            text("Mes", maxlength=2),
            text("Año", maxlength=4),
            text("Folio"),
            button("Buscar"),
        )
    )
    assert [(f.value, f.part) for f in found.fields[:3]] == [("18", "day"), ("11", "month"), ("2026", "year")]


@pytest.mark.parametrize(
    ("field_rules", "expected"),
    [
        ({}, "14:05"),
        ({"placeholder": "HH:MM:SS"}, "14:05:00"),
        ({"placeholder": "hh:mm am/pm"}, "02:05 PM"),
        ({"placeholder": "HHMM"}, "1405"),
        ({"kind": "time", "html_type": "time"}, "14:05"),
        ({"kind": "time", "html_type": "time", "step": "1"}, "14:05:00"),
        ({"maxlength": 4}, "1405"),
    ],
)
def test_a_time_is_written_as_the_field_says(field_rules: dict[str, Any], expected: str) -> None:
    assert only(text("Hora del ticket", **field_rules), time="14:05") == expected


def test_a_time_is_split_into_hours_and_minutes() -> None:
    found = read(
        page(text("Hora", maxlength=2), text("Minutos", maxlength=2), text("Folio"), button("Buscar")),
        request(folio="1", time="14:05"),
    )
    assert [(f.datum, f.value, f.part) for f in found.fields[:2]] == [
        ("time", "14", "hour"),
        ("time", "05", "minute"),
    ]


@pytest.mark.parametrize(
    ("label", "field_rules", "amount", "expected"),
    [
        ("Total", {}, "1234.5", "1234.50"),
        ("Total (2 Decimales)", {}, "99", "99.00"),
        ("Importe", {"placeholder": "$1,234.50"}, "98765.4", "98,765.40"),
        ("Importe", {"placeholder": "$0.00"}, "1234.50", "1234.50"),
        ("Importe", {"placeholder": "1234,50"}, "1234.50", "1234,50"),
        ("Monto", {"kind": "number", "step": "0.01"}, "80", "80.00"),
        ("Monto", {"kind": "number", "step": "1"}, "80", "80"),
        ("Monto", {"kind": "number", "step": "1"}, "80.25", "80.25"),
        ("Monto sin centavos", {}, "80.00", "80"),
        ("Monto sin centavos", {}, "80.75", "80.75"),
        ("Monto (sin punto decimal)", {}, "80.75", "8075"),
    ],
)
def test_an_amount_is_written_as_the_field_says(
    label: str, field_rules: dict[str, Any], amount: str, expected: str
) -> None:
    assert only(text(label, **field_rules), amount=amount) == expected


def test_pesos_and_centavos_stand_apart() -> None:
    found = read(
        page(
            text("Folio"),
            text("Total pesos", html_id="pesos"),
            text("centavos", maxlength=2),
            button("Buscar"),
        )
    )
    assert [(f.value, f.part) for f in found.fields[1:]] == [("1234", "pesos"), ("50", "centavos")]


@pytest.mark.parametrize(
    ("given", "field_rules", "expected"),
    [
        ("00012345", {}, "00012345"),
        ("12", {"pattern": r"\d{4}"}, "0012"),
        ("12", {"pattern": r"^[0-9]{4,6}$"}, "0012"),
        ("123", {"minlength": 5, "maxlength": 5}, "00123"),
        ("00001234", {"maxlength": 6}, "1234"),
        ("1234 5678 9012", {"maxlength": 12}, "123456789012"),
        ("123456789101", {"placeholder": "Ej. 1234-5678-9101"}, "1234-5678-9101"),
        ("123456789012", {"mask": "9999-99999999"}, "1234-56789012"),
        ("1234-56789012", {"mask": "9999-99999999"}, "1234-56789012"),
        ("ABC123DEF456X", {"mask": "AAAAAA-AAAAAA-A*"}, "ABC123-DEF456-X"),
        ("ABC123DEF456XYZ", {"mask": "AAAAAA-AAAAAA-A*"}, "ABC123-DEF456-XYZ"),
        ("abc-9", {"pattern": "[A-Z]{3}-[0-9]"}, "ABC-9"),
        ("A-1001", {"maxlength": 5}, "A1001"),
        ("0042", {"kind": "number"}, "0042"),
    ],
)
def test_a_ticket_number_is_given_as_the_field_takes_it(
    given: str, field_rules: dict[str, Any], expected: str
) -> None:
    assert only(text("Número de ticket", **field_rules), ticket_number=given, folio="") == expected


@pytest.mark.parametrize(
    ("given", "sizes", "expected"),
    [
        ("1234-5678-9101", (4, 4, 4), ["1234", "5678", "9101"]),
        ("123456789101", (4, 4, 4), ["1234", "5678", "9101"]),
        ("1234-56-9101", (4, 4, 4), ["1234", "56", "9101"]),
        ("ABCDEFGHIJKLMNOPQRSTUVWXY", (5, 5, 5, 5, 5), ["ABCDE", "FGHIJ", "KLMNO", "PQRST", "UVWXY"]),
    ],
)
def test_a_ticket_number_is_split_over_boxes(given: str, sizes: tuple[int, ...], expected: list[str]) -> None:
    boxes = [
        text("Código" if n == 1 else "", html_id=f"cod_{n}", maxlength=size)
        for n, size in enumerate(sizes, 1)
    ]
    found = read(page(*boxes, text("Total"), button("Buscar")), request(codigo=given))
    assert [f.value for f in found.fields[: len(sizes)]] == expected
    assert [f.part for f in found.fields[: len(sizes)]] == [
        f"{n}/{len(sizes)}" for n in range(1, len(sizes) + 1)
    ]
    assert {f.datum for f in found.fields[: len(sizes)]} == {"codigo"}


def test_an_rfc_is_split_into_letters_date_and_homoclave() -> None:
    boxes = [
        text("RFC", html_id="rfc1", maxlength=4),
        text("", html_id="rfc2", maxlength=6),
        text("", html_id="rfc3", maxlength=3),
    ]
    company = read(page(*boxes, text("Folio"), button("Continuar")))
    person = read(page(*boxes, text("Folio"), button("Continuar")), request(PERSON, folio="1"))
    assert [f.value for f in company.fields[:3]] == ["EKU", "900317", "3C9"]
    assert [f.value for f in person.fields[:3]] == ["LOGM", "850412", "Q78"]


def test_boxes_that_the_number_does_not_fit_are_not_filled_with_half_of_it() -> None:
    boxes = [text("Folio" if n == 1 else "", html_id=f"f{n}", maxlength=4) for n in (1, 2)]
    found = read(page(*boxes, button("Buscar")), request(folio="123456789012"))
    assert [f.value for f in found.fields] == [None, None]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("JUAN PEREZ LOPEZ", ("JUAN", "PEREZ", "LOPEZ")),
        ("JUAN CARLOS PEREZ LOPEZ", ("JUAN CARLOS", "PEREZ", "LOPEZ")),
        ("MARIA DE LA LUZ DEL RIO SAN MARTIN", ("MARIA DE LA LUZ", "DEL RIO", "SAN MARTIN")),
        ("ANA DE LA O DE LOS SANTOS", ("ANA", "DE LA O", "DE LOS SANTOS")),
        ("JOSE RAMIREZ", ("JOSE", "RAMIREZ", "")),
    ],
)
def test_a_natural_persons_name_is_split_in_three(name: str, parts: tuple[str, str, str]) -> None:
    assert split_natural_name(name) == parts


def test_the_three_name_fields_get_their_parts() -> None:
    found = read(
        page(
            text("RFC"),
            text("Nombre(s)"),
            text("Apellido paterno"),
            text("Apellido materno"),
            text("Código postal"),
            button("Continuar"),
        ),
        request(PERSON, folio="1"),
    )
    assert values(found) == {
        "RFC": "LOGM850412Q78",
        "Nombre(s)": "MARIA FERNANDA",
        "Apellido paterno": "DE LA LUZ",
        "Apellido materno": "GOMEZ",
        "Código postal": "06700",
    }


def test_a_single_field_for_both_surnames_gets_both() -> None:
    found = read(
        page(text("Nombres"), text("Apellidos"), text("RFC"), button("Continuar")), request(PERSON, folio="1")
    )
    assert values(found)["Apellidos"] == "DE LA LUZ GOMEZ"


def test_a_company_is_not_squeezed_into_name_fields() -> None:
    found = read(
        page(
            text("RFC"),
            text("Razón social"),
            text("Nombre"),
            text("Apellido paterno"),
            text("Apellido materno"),
            button("Continuar"),
        )
    )
    assert field(found, "Razón social").value == "ESCUELA KEMPER URGATE"
    assert field(found, "Apellido paterno").value is None
    assert found.unmatched_required == ()


def test_what_stands_in_the_field_in_other_spelling_satisfies_it() -> None:
    found = read(
        page(
            text("RFC", value="eku9003173c9"),
            text("Razón social", value="Escuela  Kemper Urgate"),
            text("Folio", value="a1001"),
            text("Total", value="$1,234.50"),
            text("Fecha", value="18/11/2026"),
            text("Código postal", value="42500"),
            button("Facturar"),
        )
    )
    assert {f.control.label: f.satisfied for f in found.fields} == {
        "RFC": True,
        "Razón social": True,
        "Folio": True,
        "Total": True,
        "Fecha": True,
        "Código postal": False,
    }


def test_a_readonly_field_with_somebody_elses_data_is_matched_and_not_satisfied() -> None:
    found = read(
        page(
            text("RFC"),
            text("Nombre o razón social", value="OTRA EMPRESA", readonly=True),
            text("C.P.", value="01000", enabled=False),
            button("Facturar"),
        )
    )
    name, code = field(found, "Nombre o razón social"), field(found, "C.P.")
    assert (name.canonical, name.value, name.satisfied) == ("legal_name", COMPANY.legal_name, False)
    assert (code.canonical, code.value, code.satisfied) == ("postal_code", "42501", False)


def test_a_number_too_long_for_the_field_is_a_question_and_is_not_cut() -> None:
    found = read(
        page(text("Número de ticket", maxlength=6), button("Buscar")), request(ticket_number="12345678")
    )
    assert (found.fields[0].value, asked(found)) == (None, ["Número de ticket"])


def test_amounts_keep_their_cents() -> None:
    assert request(amount="10.10").ticket.amount == Decimal("10.10")
