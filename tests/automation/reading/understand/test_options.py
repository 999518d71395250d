"""Choosing from lists: by the visible text, whatever the values are."""

from dataclasses import replace
from typing import Any

import pytest

from automation.reading.page import Option
from automation.reading.values.options import catalogue_of, option_for_text
from tests.automation.reading.understand.pages import (
    PERSON,
    asked,
    button,
    field,
    options,
    page,
    radio,
    read,
    request,
    select,
    text,
)


def chosen(control: Any, **ticket: Any) -> str | None:
    wanted = request(**ticket) if ticket else None
    return read(page(control, text("RFC"), text("Razón social"), button("Facturar")), wanted).fields[0].value


@pytest.mark.parametrize(
    "entries",
    [
        [
            ("601", "General de Ley Personas Morales"),
            ("612", "Personas Físicas con Actividades Empresariales"),
        ],
        [
            ("1", "601 - General de Ley Personas Morales"),
            ("2", "603 - Personas Morales con Fines no Lucrativos"),
        ],
        [("a91f-22", "P. Moral general"), ("b7", "P. Física Act. Emp. y Prof.")],
        [("7", "Regimen General de Ley PM"), ("8", "Régimen Simplificado de Confianza")],
        [("x", "GENERAL DE LEY PERSONAS MORALES (601)"), ("y", "ARRENDAMIENTO (606)")],
        [("1", "601"), ("2", "612"), ("3", "626")],
        [("", "-- Seleccione --"), ("0", "Sueldos y Salarios"), ("1", "General de Ley Personas Morales")],
    ],
)
@pytest.mark.parametrize("label", ["Régimen fiscal", "Campo 7"])
def test_the_regime_is_found_in_any_spelling_and_under_any_label(
    entries: list[tuple[str, str]], label: str
) -> None:
    value = chosen(select(label, *entries))
    assert value is not None
    assert any(word in value.lower() for word in ("general", "601"))


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (["G01 Adquisición de mercancías", "G03 Gastos en general"], "G03 Gastos en general"),
        ([("4", "Adquisición de mercancias"), ("9", "Gastos en gral.")], "Gastos en gral."),
        ([("G03", "Gastos"), ("G01", "Mercancías")], "Gastos"),
        (["Gastos en general (G03)", "Sin efectos fiscales (S01)"], "Gastos en general (G03)"),
        (["Por definir", "Sin efectos fiscales"], None),
    ],
)
def test_the_use_is_found_in_any_spelling(entries: list[Any], expected: str | None) -> None:
    assert chosen(select("Uso de CFDI", *entries)) == expected


@pytest.mark.parametrize(
    ("entry", "catalogue"),
    [
        ("Gastos en general", "cfdi_use"),
        ("General de Ley Personas Morales", "fiscal_regime"),
        ("Sin efectos fiscales", "cfdi_use"),
        ("Sin obligaciones fiscales", "fiscal_regime"),
    ],
)
def test_one_entry_left_in_a_filtered_list_still_tells_its_catalogue(entry: str, catalogue: str) -> None:
    assert catalogue_of((Option(entry, entry),)) == catalogue


@pytest.mark.parametrize(
    ("code", "entries", "expected"),
    [
        ("04", ["Efectivo", "Tarjeta de crédito", "Tarjeta de débito"], "Tarjeta de crédito"),
        (
            "28",
            ["01 - Efectivo", "04 - Tarjeta de crédito", "28 - Tarjeta de débito"],
            "28 - Tarjeta de débito",
        ),
        ("04", ["EFECTIVO", "TDC", "TDD"], "TDC"),
        (
            "03",
            ["Efectivo", "Transferencia electrónica de fondos (incluye SPEI)"],
            "Transferencia electrónica de fondos (incluye SPEI)",
        ),
        ("01", [("3", "Tarjeta de crédito"), ("1", "Tarjeta de débito"), ("4", "Efectivo")], "Efectivo"),
        ("04", ["01 Tarjeta de crédito", "02 Tarjeta de débito", "04 Efectivo"], "01 Tarjeta de crédito"),
        ("tarjeta de crédito", ["Efectivo", "Crédito", "Débito"], "Crédito"),
        ("4", ["Efectivo", "Crédito", "Débito"], "Crédito"),
        ("99", ["Efectivo", "Crédito"], None),
    ],
)
def test_the_payment_method_is_found_by_its_text(code: str, entries: list[Any], expected: str | None) -> None:
    assert chosen(select("Forma de pago", *entries), payment_method=code) == expected


def test_a_list_that_counts_its_own_way_is_not_taken_by_its_values() -> None:
    entries = [("01", "Tarjeta de débito"), ("04", "Efectivo"), ("28", "Tarjeta de crédito")]
    assert chosen(select("Forma de pago", *entries), payment_method="04") == "Tarjeta de crédito"


def test_disabled_options_and_placeholders_are_never_chosen() -> None:
    found = select("Uso de CFDI", "Seleccione G03", "G01 Adquisición de mercancías")
    assert chosen(found) is None


def test_an_empty_list_keeps_its_datum_and_asks_nobody() -> None:
    found = read(
        page(
            text("RFC *", required=True),
            select("Régimen fiscal *", required=True),
            select("Uso de CFDI *", "Seleccione", required=True),
            button("Facturar"),
        )
    )
    regime = field(found, "Régimen fiscal *")
    assert (regime.datum, regime.value, regime.option) == ("fiscal_regime", None, None)
    assert found.unmatched_required == ()


def test_a_list_without_our_regime_is_a_question() -> None:
    found = read(
        page(
            text("RFC"),
            select("Régimen fiscal", "Seleccione", "605 Sueldos y salarios", "606 Arrendamiento"),
            button("Facturar"),
        )
    )
    assert asked(found) == ["Régimen fiscal"]


def test_a_required_payment_method_that_nobody_gave_is_a_question() -> None:
    found = read(
        page(
            text("RFC"),
            text("Folio"),
            select("Forma de pago", "Seleccione", "01 Efectivo", "04 Tarjeta de crédito"),
            button("Facturar"),
        )
    )
    assert asked(found) == ["Forma de pago"]
    assert field(found, "Forma de pago").datum == "payment_method"


def test_a_wrong_preselected_regime_is_not_satisfied() -> None:
    entries = [
        ("601", "601 General de Ley Personas Morales"),
        ("612", "612 Personas Físicas con Actividades Empresariales y Profesionales"),
    ]
    company = read(page(text("RFC"), select("Régimen", *entries, chosen="601"), button("Facturar")))
    person = read(
        page(text("RFC"), select("Régimen", *entries, chosen="601"), button("Facturar")),
        request(PERSON, folio="1"),
    )
    assert field(company, "Régimen").satisfied
    assert not field(person, "Régimen").satisfied
    assert field(person, "Régimen").option is not None
    assert field(person, "Régimen").option.value == "612"  # type: ignore[union-attr]


def test_resico_is_chosen_by_the_kind_of_person() -> None:
    entries = ["RESICO Personas Físicas", "RESICO Personas Morales", "Arrendamiento"]
    company = request(folio="1").receiver
    wanted = replace(request(folio="1"), receiver=replace(company, fiscal_regime="626"))
    found = read(page(text("RFC"), select("Régimen", *entries), button("Facturar")), wanted)
    assert field(found, "Régimen").value == "RESICO Personas Morales"


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ("12", "0012 - Centro"),
        ("0012", "0012 - Centro"),
        ("Norte", "0044 - Norte Plaza"),
        ("norte plaza", "0044 - Norte Plaza"),
        ("Centro", "0012 - Centro"),
        ("99", None),
    ],
)
def test_a_shop_is_found_by_number_or_name(store: str, expected: str | None) -> None:
    entries = [
        ("", "Seleccione una sucursal"),
        ("a", "0012 - Centro"),
        ("b", "0044 - Norte Plaza"),
        ("c", "0112 - Sur"),
    ]
    found = read(
        page(select("Sucursal", *entries), text("Folio"), button("Buscar")), request(folio="7", store=store)
    )
    assert field(found, "Sucursal").value == expected


def test_two_shops_of_the_same_name_are_not_guessed() -> None:
    assert option_for_text(options("Plaza Norte 1", "Plaza Norte 2"), "Plaza Norte") is None


def test_a_list_of_numbered_shops_is_no_list_of_payment_methods() -> None:
    assert catalogue_of(options("01 Centro", "02 Norte", "03 Sur", "04 Oriente")) is None


def test_months_and_persons_are_no_regimes() -> None:
    assert catalogue_of(options("Persona Física", "Persona Moral")) == "person_type"
    assert catalogue_of(options("Enero", "Febrero", "Marzo")) is None


def test_the_kind_of_person_follows_from_the_rfc() -> None:
    def kind(wanted: Any) -> list[tuple[str, str | None]]:
        radios = [
            radio("Persona Física", "Tipo de persona", "tp"),
            radio("Persona Moral", "Tipo de persona", "tp"),
        ]
        found = read(page(*radios, text("RFC"), button("Siguiente")), wanted)
        return [(f.control.label, f.value) for f in found.fields if f.value == "true"]

    assert kind(request(folio="1")) == [("Persona Moral", "true")]
    assert kind(request(PERSON, folio="1")) == [("Persona Física", "true")]


def test_mexico_is_chosen_where_a_country_is_asked_and_left_where_it_stands() -> None:
    countries = ["Seleccione", "Afganistán", "Alemania", "México", *[f"País {n}" for n in range(30)]]
    asked_for = read(page(text("RFC"), text("Razón social"), select("País", *countries), button("Facturar")))
    there = read(
        page(
            text("RFC"), text("Razón social"), select("País", *countries, chosen="México"), button("Facturar")
        )
    )
    assert field(asked_for, "País").value == "México"
    assert field(there, "País").datum is None


def test_a_payment_question_with_radios_ticks_the_right_one() -> None:
    radios = [
        radio(t, "Forma de pago", "fp", checked=t == "Efectivo")
        for t in ("Efectivo", "Tarjeta de crédito", "Tarjeta de débito")
    ]
    found = read(
        page(text("RFC"), text("Folio"), *radios, button("Facturar")), request(folio="1", payment_method="28")
    )
    ticked = [(f.control.label, f.datum, f.satisfied) for f in found.fields if f.value == "true"]
    assert ticked == [("Tarjeta de débito", "payment_method", False)]


def test_a_typeahead_gets_the_name_to_type() -> None:
    found = read(
        page(text("RFC"), text("Uso de CFDI", kind="autocomplete", html_type="text"), button("Facturar"))
    )
    assert field(found, "Uso de CFDI").value == "Gastos en general"
