"""What no word names is told by its shape, or by being the last field and the last value that are left."""

import pytest

from tests.automation.reading.understand.pages import PERSON, button, page, read, request, text


def _values(*controls: object, **ticket: str) -> dict[str, str | None]:
    meaning = read(page(*controls, button("Continuar")), request(**ticket))  # type: ignore[arg-type]
    return {f.control.label: f.value for f in meaning.fields}


def test_the_last_field_gets_the_last_value_that_names_the_sale() -> None:
    found = _values(text("Gafete", maxlength=8), text("Fecha"), text("Total"), folio="A-1001")
    assert found["Gafete"] == "A-1001"


def test_two_unknown_fields_are_a_question_and_no_guess() -> None:
    controls = (text("Gafete", required=True), text("Pulsera", required=True), text("Total", required=True))
    meaning = read(page(*controls, button("Continuar")), request(folio="A-1001"))
    assert [f.value for f in meaning.fields] == [None, None, "1234.50"]
    assert [c.label for c in meaning.unmatched_required] == ["Gafete", "Pulsera"]


def test_two_values_that_are_left_are_a_question_and_no_guess() -> None:
    found = _values(text("Gafete"), text("Fecha"), text("Total"), folio="A-1001", webid="777123")
    assert found["Gafete"] is None


def test_of_the_values_that_are_left_the_one_of_the_length_that_is_told_is_meant() -> None:
    ticket = {"folio": "20693950", "facturacion": "JSEX FRZH NNXM WP01 Z0"}
    label = "Código de 18 caracteres"
    assert _values(text(label, hint="Sin espacios"), text("Costo"), **ticket) == {
        label: "JSEXFRZHNNXMWP01Z0",
        "Costo": "1234.50",
    }
    assert (
        _values(text("Código de 16 caracteres"), text("Costo"), **ticket)["Código de 16 caracteres"] is None
    )


@pytest.mark.parametrize("told", ["Hasta 18 caracteres", "De 6 a 18 caracteres", "18 caracteres como máximo"])
def test_a_limit_is_no_length(told: str) -> None:
    assert _values(text("Código", placeholder=told), text("Costo"), folio="20693950")["Código"] == "20693950"


def test_a_value_that_the_last_field_does_not_take_is_not_put_there() -> None:
    found = _values(text("Gafete", maxlength=3), text("Fecha"), text("Total"), folio="A-1001")
    assert found["Gafete"] is None


def test_a_field_that_may_stay_empty_gets_no_leftover() -> None:
    found = _values(
        text("Gafete"), text("Fecha", required=True), text("Total", required=True), folio="A-1001"
    )
    assert found["Gafete"] is None


def test_the_ticket_of_the_page_before_is_not_put_into_the_receptors_form() -> None:
    found = _values(text("RFC"), text("Razón social"), text("Código postal"), text("Sector"), folio="A-1001")
    assert found["Sector"] is None


def test_a_sum_of_money_with_no_other_name_is_the_total() -> None:
    found = _values(text("Folio"), text("Aportación $"), folio="A-1001")
    assert found["Aportación $"] == "1234.50"


def test_a_second_sum_of_money_is_not_filled_with_the_total() -> None:
    found = _values(text("Folio"), text("Total"), text("Aportación $"), folio="A-1001")
    assert (found["Total"], found["Aportación $"]) == ("1234.50", None)


def test_a_field_that_shows_a_date_is_the_tickets_day() -> None:
    found = _values(text("Folio"), text("Visitante", placeholder="dd/mm/aaaa"), text("Total"), folio="A-1001")
    assert found["Visitante"] == "18/11/2026"


def test_what_a_person_paid_is_the_total_in_many_words() -> None:
    asked = (
        "Pagó $", "Tarifa pagada", "¿Cuánto pagó?", "Importe cobrado", "Monto neto a pagar", "Pago $",
        "Cargo total", "¿Cuánto gastaste?", "Costo final", "Cuota pagada", "Total MXN", "Precio final",
    )  # fmt: skip
    for label in asked:
        assert _values(text("Folio"), text(label), folio="A-1001")[label] == "1234.50", label


def test_a_sum_that_is_not_what_was_paid_is_left_alone() -> None:
    for label in ("Propina", "Importe del IVA", "Subtotal", "Importe antes de IVA", "Descuento", "Cambio"):
        assert _values(text("Folio"), text(label), text("Total"), folio="A-1001")[label] is None, label
        assert _values(text("Folio"), text(label), folio="A-1001")[label] is None, label


def test_how_somebody_paid_is_not_what_was_paid() -> None:
    for label in ("Forma de pago", "¿Cómo pagó?", "¿Con qué pagó?"):
        meaning = read(page(text("Folio"), text(label), button("Continuar")), request(PERSON, folio="A-1001"))
        assert meaning.fields[1].canonical in {"payment_method", None}, label
