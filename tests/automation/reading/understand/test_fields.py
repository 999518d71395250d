"""Which datum each field gets: labels, placeholders, ids, the user's own keys, formats, neighbours."""

from typing import Any, cast

import pytest

from tests.automation.reading.understand.pages import (
    PERSON,
    asked,
    box,
    button,
    data,
    field,
    link,
    page,
    read,
    request,
    rows,
    select,
    text,
    values,
)

LABELS = """
RFC | rfc
RFC* | rfc
* RFC: | rfc
RFC Receptor | rfc
RFC de Cliente | rfc
Ingresa tu RFC | rfc
R.F.C. | rfc
Registro Federal de Contribuyentes | rfc
RFC con homoclave (sin guiones ni espacios) | rfc
Tax ID | rfc
Razón Social | legal_name
* Nombre o Razón Social: | legal_name
Nombre/Razón social | legal_name
Denominación | legal_name
Nombre, denominación o razón social | legal_name
Nombre o razón social (como aparece en tu constancia) | legal_name
Nombre fiscal | legal_name
Company Name | legal_name
Nombre del contribuyente | legal_name
Nombre completo | legal_name
Código postal | postal_code
C.P. | postal_code
*CP: | postal_code
Domicilio Fiscal (Código Postal) | postal_code
Código postal fiscal | postal_code
CP del domicilio fiscal | postal_code
Zip code | postal_code
Correo | email
* Correo: | email
Correo electrónico | email
E-mail | email
Email* | email
Enviar a: | email
Correo para recibir tu factura | email
Total | amount
TOTAL | amount
Total (2 Decimales) | amount
Importe | amount
Importe total | amount
Monto | amount
Monto Total | amount
INGRESA EL MONTO DEL TICKET | amount
Importe Ticket | amount
Venta total | amount
Total pagado | amount
Amount total | amount
Total de la compra | amount
Monto total de tu ticket (con IVA) | amount
Total a facturar | amount
Fecha | date
Fecha de venta | date
FECHA DE COMPRA | date
Fecha de Ticket | date
Fecha del ticket | date
Fecha de Pago | date
Fecha de la función | date
Fecha y hora | date
Día de consumo | date
Date of purchase | date
"""

TICKET_LABELS = """
Número de ticket
No. de Ticket
No. Ticket:
# Ticket
Ticket
TICKET-#
Folio
Folio de venta
Folio / Ticket
FOLIO / NÚMERO DE TICKET
No. Ticket Unico
Número de ticket (ITU)
Folio Factura
Folio de ticket
# Comprobante
NÚM. FOLIO
Nota Ó Despacho
Folio / Operación de Caja
Ticket / Orden
Orden
Número de orden
Número de pedido
Folio para facturar
Ticket number
Receipt number
Nº de nota
Número de remisión
"""

STORE_LABELS = """
Sucursal
Tienda
NO. DE TIENDA
Número de restaurante
TDA#
Estación
No. Estación
Estación / Gasolinera
Caseta
Plaza de cobro
Complejo
Store number
Nombre de la sucursal
"""

TERMINAL_LABELS = """
Número Reg. o Caja
Caja
No. Caja
TE#
Terminal
Máquina
Carril
Número de carril
"""

IDS = """
txtMemRFC | rfc
form:rfc | rfc
tax_id_receiver | rfc
rfcCliente | rfc
txt_rfccliente | rfc
receptor.rfc | rfc
txt-rfc | rfc
txtRazon | legal_name
name_receiver | legal_name
legalName | legal_name
nombreRazonSocial | legal_name
RazonSocial | legal_name
nombre_razon_social | legal_name
txtCP | postal_code
cp_client | postal_code
domicilioFiscalReceptor | postal_code
codigoPostal | postal_code
txtZipcode | postal_code
codpos | postal_code
form:emailEnv | email
inputCorreo | email
txt_ccorreo | email
correoElectronico | email
txtAmount | amount
total_ticket | amount
txtImporte | amount
monto | amount
ticket_cv_total | amount
form:fecha_input | date
fecha_ticket | date
dtFecha | date
TxtFch | date
"""


def with_others(control: Any) -> Any:
    """The field among others of a form, so that it is not alone."""
    return page(control, text("Calle"), button("Continuar"))


@pytest.mark.parametrize(("label", "datum"), rows(LABELS))
def test_a_label_names_its_datum(label: str, datum: str) -> None:
    assert data(read(with_others(text(label)), request(folio="A-1")))[label] == datum


@pytest.mark.parametrize(("label", "datum"), rows(LABELS))
def test_a_placeholder_names_its_datum(label: str, datum: str) -> None:
    found = read(with_others(text("", html_id="x1", placeholder=label)), request(folio="A-1"))
    assert data(found)["x1"] == datum


@pytest.mark.parametrize(("html_id", "datum"), rows(IDS))
@pytest.mark.parametrize("attribute", ["html_id", "html_name"])
def test_an_id_or_name_alone_names_its_datum(attribute: str, html_id: str, datum: str) -> None:
    found = read(with_others(text("", **{attribute: html_id})), request(folio="A-1"))
    assert found.fields[0].datum == datum


@pytest.mark.parametrize("label", TICKET_LABELS.strip().splitlines())
def test_a_ticket_label_gets_the_ticket_number(label: str) -> None:
    assert values(read(with_others(text(label)), request(ticket_number="778812")))[label] == "778812"


@pytest.mark.parametrize("label", TICKET_LABELS.strip().splitlines())
def test_a_ticket_label_gets_the_folio_where_that_is_all_there_is(label: str) -> None:
    assert values(read(with_others(text(label)), request(folio="778812")))[label] == "778812"


@pytest.mark.parametrize("label", STORE_LABELS.strip().splitlines())
def test_a_store_label_gets_the_store(label: str) -> None:
    assert data(read(with_others(text(label)), request(folio="1", store="44")))[label] == "store"


@pytest.mark.parametrize("label", TERMINAL_LABELS.strip().splitlines())
def test_a_terminal_label_gets_the_terminal(label: str) -> None:
    assert data(read(with_others(text(label)), request(folio="1", terminal="3")))[label] == "terminal"


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("tc", "TC#"),
        ("tr", "# TR"),
        ("tr", "TR#"),
        ("webid", "Web ID"),
        ("webid", "WEB ID:"),
        ("web_id", "WebID"),
        ("itu", "Número de ticket (ITU)"),
        ("nru", "NRU (Número de Referencia Único)"),
        ("nru", "Número de Referencia Único"),
        ("sucursal", "Sucursal"),
        ("caja", "Número Reg. o Caja"),
        ("estacion", "No. Estación"),
        ("id_venta", "ID de venta"),
        ("idVenta", "ID de venta"),
        ("codigo_facturacion", "Código de facturación"),
        ("operador", "Operador"),
        ("mesa", "Número de mesa"),
        ("asiento", "NÚM. ASIENTO"),
        ("rastreo", "No. Rastreo"),
        ("folio_unico", "Folio único"),
        ("carril", "Carril"),
        ("consecutivo", "Consecutivo"),
        ("propina", "Propina"),
        ("numero_economico", "Número económico"),
        ("fol_vta", "Folio de venta"),
        ("id", "ID de venta"),
    ],
)
def test_the_users_own_words_match_labels_directly(key: str, label: str) -> None:
    found = read(
        page(text("Fecha"), text(label), text("Total"), button("Buscar")),
        request(**cast("dict[str, Any]", {key: "K77"})),
    )
    assert (field(found, label).datum, field(found, label).value) == (key, "K77")


def test_each_key_of_the_ticket_goes_to_its_own_field() -> None:
    found = read(
        page(
            text("Folio de venta"),
            text("ID de venta"),
            text("Tienda"),
            text("Caja"),
            text("Transacción"),
            text("Fecha de venta"),
            text("Total"),
            button("Validar Ticket"),
        ),
        request(folio="123456", id_venta="10ZAI50ZRC1", tienda="50ZAI", caja="2", transaction="9981"),
    )
    assert data(found) == {
        "Folio de venta": "folio",
        "ID de venta": "id_venta",
        "Tienda": "tienda",
        "Caja": "caja",
        "Transacción": "transaction",
        "Fecha de venta": "date",
        "Total": "amount",
    }


def test_the_visible_label_beats_a_misleading_id() -> None:
    found = read(
        page(
            text("Folio", html_id="txtTrackingId"),
            text("Total", html_id="txtReservationId"),
            button("Buscar"),
        ),
        request(folio="9"),
    )
    assert data(found) == {"Folio": "folio", "Total": "amount"}


@pytest.mark.parametrize("misleading", ["txtFolio", "email", "fechaNacimiento", "codigoPostal", "telefono"])
def test_no_id_overrules_a_plain_label(misleading: str) -> None:
    assert data(read(with_others(text("Importe total", html_id=misleading))))["Importe total"] == "amount"


def test_one_identifying_value_goes_to_the_one_identifying_field() -> None:
    found = read(
        page(text("Código de facturación"), text("RFC"), button("Siguiente")), request(folio="AB12CD")
    )
    assert (field(found, "Código de facturación").value, found.unmatched_required) == ("AB12CD", ())
    assert field(found, "Código de facturación").confidence < 0.7


def test_a_code_of_eighteen_characters_is_not_the_short_folio() -> None:
    found = read(
        page(text("Código", minlength=18, maxlength=18), text("RFC"), button("Validar Código")),
        request(folio="ABC-12"),
    )
    assert (field(found, "Código").value, asked(found)) == (None, ["Código"])


def test_two_identifying_fields_and_one_value_leave_a_question() -> None:
    found = read(
        page(text("Folio"), text("Web ID"), text("Estación"), button("Buscar")),
        request(folio="123", store="8812"),
    )
    assert asked(found) == ["Web ID"]
    assert data(found) == {"Folio": "folio", "Web ID": "transaction", "Estación": "store"}


def test_what_is_ambiguous_is_not_guessed() -> None:
    found = read(page(text("Referencia A"), text("Referencia B"), button("Buscar")), request(folio="123"))
    assert [f.value for f in found.fields] == [None, None]
    assert asked(found) == ["Referencia A", "Referencia B"]


def test_formats_tell_two_nameless_fields_apart() -> None:
    found = read(
        page(text("Referencia", maxlength=8), text("Folio"), button("Buscar")),
        request(folio="123456789012", referencia="778812"),
    )
    assert values(found) == {"Referencia": "778812", "Folio": "123456789012"}


def test_the_labels_of_the_vendor_directory_are_believed() -> None:
    wanted = request(ticket_number="5512", labels={"ticket_number": ("Número mágico",)})
    assert (
        field(
            read(page(text("Número mágico"), text("Total"), button("Buscar")), wanted), "Número mágico"
        ).value
        == "5512"
    )


@pytest.mark.parametrize(
    "label",
    [
        "Confirmar Correo",
        "Confirma tu correo electrónico",
        "Repita su e-mail",
        "Confirmar Email*",
        "Verifica tu correo",
    ],
)
def test_a_repetition_of_the_email_gets_it_again(label: str) -> None:
    found = read(page(text("RFC"), text("Correo electrónico"), text(label), button("Facturar")))
    assert (field(found, label).datum, field(found, label).value) == (
        "email_confirmation",
        "facturas@kemper.mx",
    )
    assert field(found, "Correo electrónico").datum == "email"


def test_a_repetition_is_known_by_its_id_too() -> None:
    found = read(
        page(
            text("RFC"),
            text("Correo", html_id="TxtCorreo"),
            text("Correo ", html_id="txtCorroborarCorreo"),
            button("Facturar"),
        )
    )
    assert [f.datum for f in found.fields[1:]] == ["email", "email_confirmation"]


@pytest.mark.parametrize(
    "label", ["Correo alternativo (opcional)", "Correo adicional", "Enviar copia a (correo)"]
)
def test_a_further_address_is_left_alone(label: str) -> None:
    found = read(page(text("RFC"), text("Correo electrónico"), text(label), button("Facturar")))
    assert field(found, label).datum is None
    assert found.unmatched_required == ()


@pytest.mark.parametrize(
    "label",
    [
        "Calle",
        "Número exterior",
        "No. Int.",
        "Colonia",
        "Delegación/Mpio.",
        "Estado",
        "Ciudad",
        "Teléfono",
        "Celular",
        "Observaciones",
        "CURP",
        "Propina",
        "Referencia del domicilio",
        "Nombre comercial",
        "Orden de compra",
        "Subtotal",
        "IVA",
    ],
)
def test_what_we_have_no_data_for_is_left_alone_and_not_asked(label: str) -> None:
    found = read(
        page(
            text("RFC"),
            text("Razón social"),
            text("Código postal"),
            text(label),
            text("Folio"),
            button("Facturar"),
        )
    )
    assert field(found, label).datum is None
    assert found.unmatched_required == ()


@pytest.mark.parametrize(
    "label", ["Calle *", "Teléfono *", "Número de membresía *", "Placas *", "Clave del mesero *"]
)
def test_what_is_marked_as_required_and_unknown_is_asked(label: str) -> None:
    found = read(
        page(
            text("RFC *", required=True),
            text("Folio *", required=True),
            text(label, required=True),
            button("Facturar"),
        )
    )
    assert asked(found) == [label]


def test_where_some_labels_carry_a_mark_only_those_are_required() -> None:
    found = read(
        page(text("RFC *", required=True), text("Folio *", required=True), text("Web ID"), button("Facturar"))
    )
    assert found.unmatched_required == ()
    assert field(found, "RFC *").required
    assert not field(found, "Web ID").required


def test_optional_fields_are_not_asked() -> None:
    found = read(page(text("Folio"), text("Web ID (opcional)"), text("Total"), button("Buscar")))
    assert found.unmatched_required == ()


def test_two_ways_to_name_the_sale_are_alternatives() -> None:
    parts = (text("Código de facturación"), text("Folio"), text("Fecha"), text("Total"), button("Buscar"))
    either = read(page(*parts, lines=["Ingresa tu código", "o bien", "captura los datos de tu ticket"]))
    both = read(page(*parts))
    assert asked(either) == []
    assert asked(both) == ["Código de facturación"]


def test_all_missing_data_are_asked_at_once_in_the_forms_order() -> None:
    found = read(
        page(text("Estación"), text("Folio"), text("Web ID"), text("Hora"), button("Buscar")),
        request(folio="1"),
    )
    assert asked(found) == ["Estación", "Web ID", "Hora"]


def test_fields_without_a_value_carry_the_canonical_word() -> None:
    found = read(
        page(
            text("Sucursal"), text("Caja"), text("Folio"), text("Transacción"), text("Hora"), button("Buscar")
        ),
        request(ticket_number="55"),
    )
    assert data(found) == {
        "Sucursal": "store",
        "Caja": "terminal",
        "Folio": "ticket_number",
        "Transacción": "transaction",
        "Hora": "time",
    }


def test_the_bare_name_means_first_names_beside_surnames() -> None:
    found = read(
        page(
            text("RFC"),
            text("Nombre"),
            text("Apellido Paterno"),
            text("Apellido Materno"),
            button("Siguiente"),
        ),
        request(PERSON, folio="1"),
    )
    assert data(found) == {
        "RFC": "rfc",
        "Nombre": "first_names",
        "Apellido Paterno": "paternal_surname",
        "Apellido Materno": "maternal_surname",
    }


def test_a_date_and_a_number_of_the_same_word_are_told_apart() -> None:
    found = read(
        page(
            text("Fecha de ticket"),
            text("Hora de ticket"),
            text("Total de ticket"),
            text("Ticket"),
            button("Buscar"),
        ),
        request(ticket_number="9", time="10:15"),
    )
    assert data(found) == {
        "Fecha de ticket": "date",
        "Hora de ticket": "time",
        "Total de ticket": "amount",
        "Ticket": "ticket_number",
    }


@pytest.mark.parametrize("label", ["Forma de pago del ticket", "Régimen fiscal de la operación"])
def test_a_datum_of_the_ticket_is_not_the_tickets_number(label: str) -> None:
    """Even where the form that asks for it is not the one where the ticket is typed."""
    found = read(
        page(
            text("No. Ticket"),
            text("Total"),
            text("RFC", form_key="form:1"),
            text("Razón social", form_key="form:1"),
            text("Código postal", form_key="form:1"),
            text(label, form_key="form:1"),
            button("Facturar"),
        ),
        request(ticket_number="9"),
    )
    assert data(found)["No. Ticket"] == "ticket_number"
    assert data(found).get(label) != "ticket_number"


def test_the_last_digits_of_the_card_are_given_where_asked() -> None:
    label = "Cuenta de pago (4 últimos dígitos)"
    found = read(
        page(text("Folio"), text(label, maxlength=4), text("Total"), button("Buscar")),
        request(folio="1", card_last4="4321"),
    )
    assert (field(found, label).datum, field(found, label).value) == ("card_last4", "4321")


def test_english_forms_are_read_too() -> None:
    found = read(
        page(
            text("Order number"),
            text("Purchase date", placeholder="mm/dd/yyyy"),
            text("Amount total"),
            text("Tax ID"),
            text("Company name"),
            text("Zip code"),
            text("Email"),
            button("Get invoice"),
        ),
        request(ticket_number="POS-1"),
    )
    assert values(found) == {
        "Order number": "POS-1",
        "Purchase date": "11/18/2026",
        "Amount total": "1234.50",
        "Tax ID": "EKU9003173C9",
        "Company name": "ESCUELA KEMPER URGATE",
        "Zip code": "42501",
        "Email": "facturas@kemper.mx",
    }


def test_invisible_controls_are_left_out() -> None:
    found = read(page(text("RFC"), text("Folio", visible=False), text("Total"), button("Facturar")))
    assert [f.control.label for f in found.fields] == ["RFC", "Total"]


def test_every_visible_control_is_listed_once_in_the_pages_order() -> None:
    parts = [
        text("Buscar en el sitio"),
        text("RFC"),
        select("Régimen fiscal"),
        box("Acepto los términos"),
        text("Total"),
    ]
    found = read(page(*parts, button("Facturar")))
    assert [f.control.label for f in found.fields] == [p.label for p in parts]


def test_a_code_typed_as_a_password_is_the_tickets_code() -> None:
    found = read(
        page(text("Folio"), text("Código", kind="password"), text("Total"), button("Buscar")),
        request(folio="7", codigo="X9Y8"),
    )
    assert field(found, "Código").value == "X9Y8"


def test_links_beside_a_form_change_nothing_about_its_fields() -> None:
    assert data(read(page(link("Inicio"), text("Folio"), button("Buscar"))))["Folio"] == "folio"


@pytest.mark.parametrize(
    ("label", "datum"),
    [
        ("RazÃ³n Social", "legal_name"),
        ("CÃ³digo Postal", "postal_code"),
        ("Raz\ufffdn Social", "legal_name"),
        ("C\ufffddigo Postal", "postal_code"),
        ("R\ufffdgimen Fiscal", "fiscal_regime"),
    ],
)
def test_labels_in_the_wrong_encoding_are_read_as_they_were_meant(label: str, datum: str) -> None:
    assert data(read(page(text(label), text("RFC"), button("Facturar"))))[label] == datum


def test_a_bare_currency_sign_beside_the_field_means_the_amount() -> None:
    assert data(read(page(text("Folio"), text("$", label_source="left"), button("Buscar"))))["$"] == "amount"


def test_the_users_own_word_is_found_in_a_phrase_that_only_may_be_anothers() -> None:
    """ "Número de cuenta" is a card's as a rule, and a restaurant's bill where the ticket says so."""
    label = "No. de cuenta / Folio"
    found = read(page(text(label), text("Total"), button("Buscar")), request(cuenta="10127"))
    assert values(found)[label] == "10127"


@pytest.mark.parametrize("label", ["Orden", "Folio", "No. de ticket"])
def test_a_restaurants_bill_is_what_names_the_sale(label: str) -> None:
    found = read(page(text(label), text("Total"), button("Buscar")), request(cuenta="10127", propina="51.54"))
    assert values(found)[label] == "10127"


def test_the_users_own_word_behind_the_name_of_a_code_says_which_code() -> None:
    label = "Código alfanumérico (FACTURACION)"
    found = read(
        page(text("RFC"), text(label), text("Fecha"), button("Consultar")),
        request(folio="51854096", facturacion="LMYG 4A5E"),
    )
    assert values(found)[label] == "LMYG 4A5E"


def test_of_two_keys_of_a_kind_the_abbreviation_goes_where_it_is_spelled_out() -> None:
    found = read(page(text("Transacción"), text("Código"), button("Buscar")), request(tr="123", codigo="AB"))
    assert values(found) == {"Transacción": "123", "Código": "AB"}
    assert (
        values(read(page(text("Transacción"), button("Buscar")), request(tr="123", codigo="AB")))[
            "Transacción"
        ]
        == "123"
    )
