"""What must be left alone: other forms, traps, boxes that cost money or votes."""

import pytest

from automation.reading.page import Box, Dialog
from automation.reading.understanding import PageKind
from tests.automation.reading.understand.pages import (
    box,
    button,
    data,
    field,
    link,
    page,
    radio,
    read,
    request,
    select,
    text,
    values,
)

NEVER = """
Complemento para partidos políticos
Requiero complemento INE
Factura donativo
Deseo donar $5 a la fundación
Acepto redondear mi compra
Quiero recibir promociones por correo
Acepto recibir publicidad y ofertas
Suscribirme al boletín
Guardar mis datos para la próxima factura
Recordar mis datos
Recordarme
Incluir propina
Factura global
Soy extranjero
Agregar addenda
Crear una cuenta con estos datos
Desglosar IEPS
No soy un robot
""".strip().splitlines()

CONSENT = """
Acepto los términos y condiciones
He leído y acepto la Política de Privacidad
He leído el aviso de privacidad
Confirmo que mis datos son correctos
Declaro que la información es verídica
Acepto el tratamiento de mis datos personales
Estoy de acuerdo con las condiciones de uso
I agree to the terms
Certifico que los datos ingresados son correctos
""".strip().splitlines()


@pytest.mark.parametrize("label", NEVER)
def test_a_box_that_costs_something_is_never_ticked(label: str) -> None:
    found = read(page(text("RFC"), text("Correo"), text("Folio"), box(label), button("Facturar")))
    assert (field(found, label).datum, field(found, label).value) == (None, None)


@pytest.mark.parametrize("label", CONSENT)
def test_a_box_of_terms_or_truth_is_ticked(label: str) -> None:
    found = read(page(text("RFC"), text("Correo"), text("Folio"), box(label), button("Facturar")))
    assert (field(found, label).datum, field(found, label).value) == ("consent", "true")


def test_terms_mixed_with_advertising_are_ticked_only_where_required() -> None:
    label = "Acepto los términos y condiciones y recibir promociones"
    free = read(page(text("RFC"), box(label), button("Facturar")))
    bound = read(page(text("RFC"), box(label, required=True), button("Facturar")))
    assert (field(free, label).value, field(bound, label).value) == (None, "true")


def test_a_ticked_consent_is_satisfied() -> None:
    found = read(page(text("RFC"), box("Acepto los términos", checked=True), button("Facturar")))
    assert field(found, "Acepto los términos").satisfied


def test_a_box_known_only_by_its_id_is_read_by_it() -> None:
    found = read(
        page(
            text("RFC"),
            text("Folio"),
            box("", html_id="chkTerminos"),
            box("", html_id="politico"),
            button("Facturar"),
        )
    )
    assert [f.value for f in found.fields[2:]] == ["true", None]


def test_the_question_of_consent_may_be_asked_with_radios() -> None:
    radios = [radio("Acepto", "Aviso de privacidad", "ap"), radio("No acepto", "Aviso de privacidad", "ap")]
    found = read(page(text("RFC"), text("Folio"), *radios, button("Facturar")))
    assert {f.control.label: f.value for f in found.fields[2:]} == {"Acepto": "true", "No acepto": None}


def test_the_mail_box_is_ticked_only_where_it_reveals_the_email() -> None:
    label = "Quiero recibir la factura por correo"
    hidden = read(page(text("RFC"), text("Razón social"), box(label), button("Obtener factura")))
    shown = read(
        page(text("RFC"), text("Razón social"), box(label), text("Correo"), button("Obtener factura"))
    )
    assert (field(hidden, label).value, field(shown, label).value) == ("true", None)


def test_the_login_above_an_anonymous_form_is_left_alone() -> None:
    found = read(
        page(
            text("CORREO (USUARIO)"),
            text("CONTRASEÑA", kind="password"),
            button("Iniciar sesión"),
            link("¿Olvidaste tu contraseña?"),
            text("No. Ticket:"),
            button("Agregar Ticket"),
            text("RFC"),
            text("Razón social"),
            text("Correo"),
            button("FACTURAR"),
        )
    )
    assert found.kind is PageKind.FULL_FORM
    assert data(found)["CORREO (USUARIO)"] is None
    assert data(found)["CONTRASEÑA"] is None
    assert data(found)["Correo"] == "email"
    assert not found.account_only


def test_a_login_that_asks_for_the_rfc_takes_nothing_from_the_form() -> None:
    found = read(
        page(
            text("RFC", html_id="loginRfc", form_key="login"),
            text("Contraseña", kind="password", form_key="login"),
            button("Entrar", form_key="login"),
            text("RFC ", form_key="main"),
            text("Folio", form_key="main"),
            text("Total", form_key="main"),
            button("Facturar", form_key="main", kind="submit"),
        )
    )
    assert data(found) == {
        "RFC": None,
        "Contraseña": None,
        "RFC ": "rfc",
        "Folio": "folio",
        "Total": "amount",
    }


@pytest.mark.parametrize("label", ["Buscar", "Buscar en el sitio", "¿Qué buscas?", "Search"])
def test_the_sites_search_is_left_alone(label: str) -> None:
    found = read(
        page(
            text(label, html_name="q"),
            button("Buscar", in_navigation=True),
            text("Folio"),
            text("Total"),
            button("Continuar"),
        )
    )
    assert field(found, label).datum is None
    assert found.next is not None
    assert found.next.clickable.text == "Continuar"


def test_the_newsletter_gets_no_address() -> None:
    found = read(
        page(
            text("RFC", form_key="a"),
            text("Correo electrónico", form_key="a"),
            button("Facturar", form_key="a"),
            text("Tu correo", form_key="b", group="Suscríbete a nuestro boletín"),
            button("Suscribirme", form_key="b"),
        )
    )
    assert (field(found, "Correo electrónico").datum, field(found, "Tu correo").datum) == ("email", None)


@pytest.mark.parametrize(
    "heading",
    [
        "Consulta tu factura",
        "Reimpresión de facturas",
        "Recuperar una factura",
        "Descarga tu factura",
        "Reenviar factura",
        "Cancelar factura",
        "Contacto",
    ],
)
@pytest.mark.parametrize("form_key", ["", "second"])
def test_a_second_form_is_left_alone(heading: str, form_key: str) -> None:
    first = "first" if form_key else ""
    found = read(
        page(
            text("RFC", form_key=first, group="Facturar ticket"),
            text("Folio", form_key=first, group="Facturar ticket"),
            text("Total", form_key=first, group="Facturar ticket"),
            button("Continuar", form_key=first),
            text("RFC ", form_key=form_key, group=heading),
            text("Folio ", form_key=form_key, group=heading),
            text("Correo ", form_key=form_key, group=heading),
            button("Enviar", form_key=form_key, group=heading),
        )
    )
    assert data(found) == {
        "RFC": "rfc",
        "Folio": "folio",
        "Total": "amount",
        "RFC ": None,
        "Folio ": None,
        "Correo ": None,
    }
    assert found.unmatched_required == ()
    assert found.next is not None
    assert found.next.clickable.text == "Continuar"


def test_a_second_form_is_known_by_its_button() -> None:
    found = read(
        page(
            text("RFC", form_key="b"),
            text("Folio fiscal", form_key="b"),
            button("Consultar factura", form_key="b", kind="submit"),
            text("RFC ", form_key="a"),
            text("Folio ", form_key="a"),
            button("Facturar", form_key="a", kind="submit"),
        )
    )
    assert data(found) == {"RFC": None, "Folio fiscal": None, "RFC ": "rfc", "Folio ": "folio"}


def test_a_page_that_only_looks_an_invoice_up_is_filled_for_that_and_issues_nothing() -> None:
    found = read(
        page(
            text("RFC", group="Consulta tu factura"),
            text("Folio", group="Consulta tu factura"),
            button("Consultar factura"),
        )
    )
    assert data(found) == {"RFC": "rfc", "Folio": "folio"}
    assert found.next is not None
    assert not found.next.may_issue


def test_the_issuers_own_rfc_is_left_alone() -> None:
    found = read(
        page(
            text("RFC", group="Datos del emisor", value="AAA010101AAA", readonly=True),
            text("RFC emisor", readonly=True, value="AAA010101AAA"),
            text("RFC ", group="Datos del receptor"),
            text("Folio"),
            button("Facturar"),
        )
    )
    assert data(found) == {"RFC": None, "RFC emisor": None, "RFC ": "rfc", "Folio": "folio"}


def test_traps_for_robots_stay_empty() -> None:
    found = read(
        page(
            text("RFC"),
            text("Folio"),
            text("Correo electrónico"),
            text("Email", html_name="hp_email"),
            text("Deje este campo vacío"),
            text("Teléfono", box=Box(-9999, 10, 100, 20)),
            text("Nombre", tabindex=-1),
            text("Correo", box=Box(10, 10, 1, 1)),
            button("Facturar"),
        )
    )
    assert [f.datum for f in found.fields] == ["rfc", "folio", "email", None, None, None, None, None]
    assert found.unmatched_required == ()


def test_an_answer_to_a_captcha_is_neither_filled_nor_asked() -> None:
    found = read(
        page(
            text("RFC *", required=True),
            text("Folio *", required=True),
            text("* CAPTCHA", required=True),
            button("Facturar"),
            captcha_marks=("image: captcha",),
        )
    )
    assert field(found, "* CAPTCHA").datum is None
    assert found.unmatched_required == ()
    assert found.kind in {PageKind.FULL_FORM, PageKind.TICKET_FORM}


def test_a_preselected_delivery_or_detail_is_left_as_it_is() -> None:
    found = read(
        page(
            text("RFC"),
            text("Folio"),
            select("Tipo de factura", "Consumo", "Detallada", chosen="Consumo"),
            button("Facturar"),
        )
    )
    assert field(found, "Tipo de factura").datum is None


def test_the_dialogs_own_form_comes_before_the_page_behind_it() -> None:
    found = read(
        page(
            text("Folio"),
            button("Buscar"),
            Dialog("d1", "Datos de facturación", "Captura tus datos"),
            text("RFC", dialog_key="d1"),
            text("Razón social", dialog_key="d1"),
            button("Generar factura", dialog_key="d1"),
            button("Cancelar", dialog_key="d1"),
        )
    )
    assert values(found) == {"Folio": None, "RFC": "EKU9003173C9", "Razón social": "ESCUELA KEMPER URGATE"}
    assert found.next is not None
    assert (found.next.clickable.text, found.next.may_issue) == ("Generar factura", True)
    assert found.kind is PageKind.RECEIVER_FORM


def test_two_frames_and_forms_that_complete_each_other_are_filled_together() -> None:
    found = read(
        page(
            text("No. de ticket", form_key="a"),
            text("Total", form_key="a"),
            button("Agregar ticket", form_key="a"),
            text("RFC", form_key="b"),
            text("Razón social", form_key="b"),
            text("Correo", form_key="b"),
            button("Generar factura", form_key="b"),
        ),
        request(ticket_number="778"),
    )
    assert data(found) == {
        "No. de ticket": "ticket_number",
        "Total": "amount",
        "RFC": "rfc",
        "Razón social": "legal_name",
        "Correo": "email",
    }
