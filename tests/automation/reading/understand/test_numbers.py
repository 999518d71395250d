"""How a number is written where the portal says so in words."""

from typing import Any

import pytest

from tests.automation.reading.understand.pages import button, page, read, request, select, text


def only(control: Any, **ticket: Any) -> str | None:
    return read(page(control, button("Continuar")), request(**ticket)).fields[0].value


@pytest.mark.parametrize(
    ("field_rules", "given", "expected"),
    [
        ({"hint": "Sin ceros a la izquierda"}, "000088052", "88052"),
        ({"error": "Omite los ceros a la izquierda"}, "0042", "42"),
        ({"placeholder": "6 dígitos"}, "4521", "004521"),
        ({"hint": "Hasta 10 dígitos"}, "4521", "4521"),
        ({"hint": "Los últimos 6 dígitos de tu ticket"}, "9912345678", "345678"),
        ({"hint": "Incluye los ceros a la izquierda"}, "0042", "0042"),
    ],
)
def test_a_number_is_written_as_the_words_beside_the_field_ask(
    field_rules: dict[str, Any], given: str, expected: str
) -> None:
    assert only(text("Ticket", **field_rules), folio=given) == expected


@pytest.mark.parametrize(
    ("told", "folio", "store"),
    [
        ("Captura el número de ticket sin ceros a la izquierda.", "88052", "0042"),
        ("Escribe la sucursal sin ceros a la izquierda.", "000088052", "42"),
        ("No incluyas ceros a la izquierda.", "88052", "42"),
        ("Escribe el ticket con todos sus ceros a la izquierda.", "000088052", "0042"),
    ],
)
def test_a_sentence_of_the_page_says_how_a_number_is_written(told: str, folio: str, store: str) -> None:
    shown = page(text("Ticket"), text("Sucursal"), button("Continuar"), lines=[told])
    values = [f.value for f in read(shown, request(folio="000088052", store="0042")).fields]
    assert values == [folio, store]


def test_a_shop_is_chosen_by_its_whole_name_beside_one_that_begins_like_it() -> None:
    shops = ("1392 - Guadalajara Juárez", "1393 - Guadalajara Juárez II", "0077 - Guadalajara")
    assert only(select("Sucursal", *shops), folio="7", sucursal="Guadalajara Juárez") == shops[0]
    assert only(select("Sucursal", *shops), folio="7", sucursal="Guadalajara") == shops[2]
