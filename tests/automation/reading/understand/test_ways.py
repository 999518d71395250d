"""Which clickable goes on, what it may do, and which are never offered."""

import pytest

from automation.reading.page import Dialog, PageModel
from automation.reading.understanding import PageKind, Purpose
from tests.automation.reading.understand.pages import (
    alert,
    button,
    labels,
    link,
    page,
    read,
    request,
    rows,
    select,
    text,
)

REGIMES = (
    "Seleccione",
    "601 General de Ley Personas Morales",
    "612 Personas Físicas con Actividades Empresariales",
)
TICKET = (text("Folio"), text("Total"), text("Fecha"))
RECEIVER = (
    text("RFC"),
    text("Razón social"),
    select("Régimen fiscal", *REGIMES),
    text("Código postal"),
    text("Correo"),
)


def offered(found: object) -> list[str]:
    steps = [found.next, *found.alternatives] if found.next else []  # type: ignore[attr-defined]
    return labels(steps)


@pytest.mark.parametrize(
    "start",
    [
        "Facturar",
        "FACTURAR",
        "Facturar ticket",
        "Obtener factura",
        "Genera tu factura",
        "Generar factura",
        "Solicita tu factura",
        "Factura Express",
        "Facturación",
        "Facturación sin Usuario",
        "Facturar sin registro",
        "Facturación en línea",
        "Factura tu ticket aquí",
        "Facturación electrónica",
        "Crear Nueva Factura",
        "Factura sin cuenta",
        "Autofactura",
        "Comenzar",
        "Quiero facturar",
        "Emitir factura",
        "Facturación Rápida",
    ],
)
def test_the_way_from_the_landing_page_is_found(start: str) -> None:
    found = read(
        page(
            link("Inicio", in_navigation=True),
            link("Iniciar sesión", in_navigation=True),
            link("Regístrate"),
            link("Consulta tu factura"),
            link(start),
            link("Aviso de privacidad"),
            link("Manual de usuario", "https://portal.example/manual.pdf"),
            link("Preguntas frecuentes"),
            link("Facebook", "https://facebook.com/x"),
            link("Contacto"),
            link("Refacturación"),
            link("Cancelar factura"),
        )
    )
    assert found.kind is PageKind.MENU
    assert found.next is not None
    assert (found.next.clickable.text, found.next.purpose, found.next.may_issue) == (
        start,
        Purpose.START,
        False,
    )
    assert "Consulta tu factura" in labels(found.consult)
    assert not {
        "Regístrate",
        "Contacto",
        "Refacturación",
        "Cancelar factura",
        "Facebook",
        "Manual de usuario",
    } & set(offered(found))


def test_the_door_without_an_account_is_preferred() -> None:
    found = read(
        page(
            text("Usuario"),
            text("Contraseña", kind="password"),
            button("Ingresar"),
            link("Facturar con mi cuenta"),
            link("Facturar sin registrarme"),
        )
    )
    assert found.next is not None
    assert found.next.clickable.text == "Facturar sin registrarme"
    assert (found.kind, found.account_only) == (PageKind.MENU, False)


def test_a_login_without_a_way_around_it_says_so() -> None:
    found = read(
        page(
            text("Usuario"),
            text("Contraseña", kind="password"),
            button("Iniciar sesión"),
            link("Regístrate"),
            link("¿Olvidaste tu contraseña?"),
        )
    )
    assert (found.kind, found.account_only) == (PageKind.LOGIN, True)
    assert found.next is not None
    assert (found.next.purpose, found.next.clickable.text) == (Purpose.LOGIN, "Iniciar sesión")


LOOKUPS = [
    "Validar Ticket",
    "Consultar Ticket",
    "Buscar",
    "BUSCAR",
    "Buscar ticket",
    "Consultar Venta",
    "Agregar",
    "AGREGAR TICKET",
    "Registrar WebId",
    "Validar Folio",
    "Validar Código",
    "Siguiente",
    "Continuar",
    "Comenzar",
    "Consultar",
    "Verificar ticket",
]


@pytest.mark.parametrize("word", LOOKUPS)
def test_looking_the_ticket_up_does_not_issue(word: str) -> None:
    found = read(page(*TICKET, button("Limpiar"), button(word), button("Regresar"), button("Cancelar")))
    assert found.next is not None
    assert (found.next.clickable.text, found.next.may_issue) == (word, False)
    assert offered(found) == [word]


EMITTING = [
    "Facturar",
    "FACTURAR",
    "Facturar Tickets",
    "Facturar conceptos",
    "Generar Factura",
    "Obtener Factura",
    "Realizar facturación",
    "Solicitar Factura",
    "SOLICITAR",
    "Guardar y Facturar",
    "Crear Nueva Factura",
    "Generar",
    "Timbrar factura",
    "Emitir CFDI",
    "Enviar",
    "Finalizar",
    "Get invoice",
]
NEUTRAL = [
    "Continuar",
    "Siguiente",
    "Aceptar",
    "Guardar",
    "Confirmar",
    "Enviar datos",
    "Procesar",
    "Terminar",
]


@pytest.mark.parametrize("word", EMITTING + NEUTRAL)
def test_beside_the_receptors_data_every_way_on_may_issue(word: str) -> None:
    found = read(page(*TICKET, *RECEIVER, button("Limpiar"), button(word), button("Cancelar")))
    assert found.next is not None
    assert (found.next.clickable.text, found.next.may_issue) == (word, True)


@pytest.mark.parametrize("word", ["Continuar", "Siguiente", "Validar", "Buscar"])
def test_an_rfc_at_the_door_issues_nothing(word: str) -> None:
    found = read(page(text("RFC"), text("No. de Ticket"), button(word)))
    assert found.kind is PageKind.TICKET_FORM
    assert found.next is not None
    assert not found.next.may_issue


@pytest.mark.parametrize(
    "word",
    [
        "Facturar / Refacturar",
        "Refacturar",
        "Cancelar factura",
        "Liberar Ticket Seleccionado",
        "Eliminar Ticket",
        "Limpiar",
        "Regresar",
        "Cerrar sesión",
        "Ver ejemplo",
        "Ayuda",
        "Activar cámara",
        "Escanear QR",
    ],
)
def test_what_must_never_be_pressed_is_never_offered(word: str) -> None:
    found = read(page(*TICKET, *RECEIVER, button(word), button("Generar factura")))
    assert offered(found) == ["Generar factura"]


def test_the_menus_facturar_is_not_the_forms() -> None:
    found = read(
        page(
            link("Facturar sus códigos", in_navigation=True),
            *RECEIVER,
            text("Código"),
            button("Facturar conceptos"),
        ),
        request(codigo="AB12"),
    )
    assert offered(found) == ["Facturar conceptos"]


def test_the_ticket_is_added_before_the_invoice_is_asked_for() -> None:
    parts = (*TICKET, button("Agregar ticket"), *RECEIVER, button("Generar factura"))
    fresh = read(page(*parts), request(folio="A-1001"))
    added = read(page(*parts, table_rows=("A-1001 | 18/11/2026 | $1,234.50",)), request(folio="A-1001"))
    valid = read(
        page(*parts, alert("Ticket agregado correctamente", tone="success")), request(folio="A-1001")
    )
    assert fresh.next is not None
    assert (fresh.next.clickable.text, fresh.next.may_issue) == ("Agregar ticket", False)
    assert [f.next.clickable.text for f in (added, valid) if f.next] == ["Generar factura", "Generar factura"]


def test_inert_receptor_fields_are_woken_first() -> None:
    found = read(
        page(
            text("RFC"),
            button("Agregar"),
            text("Razón social", enabled=False),
            text("Código postal", enabled=False),
            select("Régimen fiscal", enabled=False),
            button("Generar Factura", enabled=False),
        )
    )
    assert found.next is not None
    assert found.next.clickable.text == "Agregar"


def test_the_button_of_the_own_form_wins() -> None:
    found = read(
        page(
            text("Folio fiscal", form_key="b"),
            button("Continuar", form_key="b"),
            text("Folio", form_key="a"),
            text("Total", form_key="a"),
            button("Continuar ", form_key="a"),
        )
    )
    assert found.next is not None
    assert found.next.clickable.form_key == "a"


def test_a_sleeping_button_is_still_the_way_on() -> None:
    found = read(page(*TICKET, button("Siguiente", enabled=False)))
    assert found.next is not None
    assert found.next.clickable.text == "Siguiente"


QUESTIONS = """
¿Están correctos todos sus datos? | Continuar | Cancelar
¿Estás seguro? | Sí | No
¿Está seguro que desea facturar el ticket? | OK | Cancelar
¿Está seguro que quiere facturar? | Aceptar | Cancelar
¿Desea confirmar la emisión de la factura? | Confirmar | Regresar
Verifica los datos antes de continuar | Confirmar Datos | Editar
"""


@pytest.mark.parametrize(("said", "yes", "no"), rows(QUESTIONS))
def test_a_question_before_issuing_is_a_review_whose_yes_may_issue(said: str, yes: str, no: str) -> None:
    found = read(
        page(
            *TICKET,
            *RECEIVER,
            button("Facturar"),
            Dialog("d", "", said),
            button(no, dialog_key="d"),
            button(yes, dialog_key="d"),
        )
    )
    assert found.kind is PageKind.REVIEW
    assert found.next is not None
    assert (found.next.clickable.text, found.next.purpose, found.next.may_issue) == (
        yes,
        Purpose.CONFIRM,
        True,
    )
    assert no not in offered(found)
    assert found.dismiss == ()


def test_the_question_about_the_shop_issues_nothing() -> None:
    found = read(
        page(
            *TICKET,
            button("Validar Folio"),
            Dialog("d", "", "¿La sucursal es CENTRO HISTORICO?"),
            button("NO", dialog_key="d"),
            button("SI", dialog_key="d"),
        )
    )
    assert found.kind is PageKind.REVIEW
    assert found.next is not None
    assert (found.next.clickable.text, found.next.may_issue) == ("SI", False)


def test_a_review_page_shows_the_receptor_and_its_button_may_issue() -> None:
    found = read(
        page(
            button("Editar"),
            button("Continuar"),
            lines=["Resumen", "RFC: EKU9003173C9", "Razón social: ESCUELA KEMPER URGATE", "Total: $1,234.50"],
        )
    )
    assert found.kind is PageKind.REVIEW
    assert found.next is not None
    assert (found.next.clickable.text, found.next.may_issue) == ("Continuar", True)


NOTICES = [
    "Aceptar",
    "Cerrar",
    "Entendido",
    "×",
    "OK",
    "Continuar",
    "De acuerdo",
    "No, gracias",
    "Aceptar cookies",
]


@pytest.mark.parametrize("word", NOTICES)
def test_a_notice_over_the_page_can_be_dismissed(word: str) -> None:
    found = read(
        page(
            Dialog("d", "Aviso de privacidad", "Sus datos serán tratados conforme a la ley"),
            button(word, dialog_key="d"),
            *TICKET,
            button("Buscar"),
        )
    )
    assert found.kind is PageKind.NOTICE
    assert labels(found.dismiss) == [word]
    assert found.dismiss[0].may_issue is False
    assert offered(found) == ["Buscar"]


def test_a_banner_that_covers_nothing_leaves_the_form_a_form() -> None:
    found = read(
        page(
            Dialog("c", "", "Usamos cookies", modal=False),
            button("Aceptar", dialog_key="c"),
            *TICKET,
            button("Buscar"),
        )
    )
    assert found.kind is PageKind.TICKET_FORM
    assert labels(found.dismiss) == ["Aceptar"]


def test_stacked_notices_are_dismissed_from_the_top() -> None:
    found = read(
        page(
            Dialog("a", "", "Aviso CFDI 4.0"),
            button("Aceptar", dialog_key="a"),
            Dialog("b", "", "Segundo aviso"),
            button("Cerrar", dialog_key="b"),
            *TICKET,
            button("Buscar"),
        )
    )
    assert labels(found.dismiss) == ["Cerrar", "Aceptar"]


DOWNLOADS = """
Descargar XML | https://portal.example/f?id=1 | download_xml
XML | https://portal.example/a.xml | download_xml
Descargar PDF | https://portal.example/b | download_pdf
PDF | https://portal.example/a.pdf | download_pdf
Descargar XML + PDF | https://portal.example/c | download
Descargar | https://portal.example/a.zip | download
Descargar factura | https://portal.example/d | download
Descargar archivos | https://portal.example/e | download
"""


@pytest.mark.parametrize(("word", "href", "purpose"), rows(DOWNLOADS))
def test_what_a_result_offers_is_downloaded_by_its_kind(word: str, href: str, purpose: str) -> None:
    found = read(
        page(
            link("Aviso de privacidad", "https://portal.example/aviso.pdf"),
            link(word, href),
            button("Salir"),
            lines=["La factura se generó exitosamente"],
        )
    )
    assert [(s.clickable.text, s.purpose.value) for s in found.downloads] == [(word, purpose)]
    assert found.kind is PageKind.RESULT


@pytest.mark.parametrize("line", ["Folio fiscal: 6F1A2B3C-1111-4222-8333-444455556666", "Facture aquí"])
def test_to_see_the_invoice_whose_folio_fiscal_is_shown_is_to_fetch_it(line: str) -> None:
    found = read(page(link("Ver factura", "https://portal.example/v?id=1"), lines=[line]))
    assert labels(found.downloads) == (["Ver factura"] if "Folio" in line else [])


def test_the_xml_comes_first_and_icons_are_read_by_their_class() -> None:
    found = read(
        page(
            button("", css_class="fa fa-file-pdf-o", kind="icon", href="https://portal.example/1"),
            button("", css_class="icon-xml", kind="icon", href="https://portal.example/2"),
            lines=["La factura se generó exitosamente"],
        )
    )
    assert [s.purpose for s in found.downloads] == [Purpose.DOWNLOAD_XML, Purpose.DOWNLOAD_PDF]


def test_a_manual_is_no_invoice() -> None:
    found = read(
        page(
            link("Manual en PDF", "https://portal.example/manual.pdf"),
            link("Facturar"),
            link("Descarga el instructivo PDF", "https://portal.example/i.pdf"),
        )
    )
    assert found.downloads == ()
    assert found.kind is PageKind.MENU


@pytest.mark.parametrize(
    "word",
    [
        "Consulta tu factura",
        "CONSULTA FACTURA",
        "Reimprimir Factura",
        "Reimpresión",
        "Recuperar Factura",
        "Recuperar una factura",
        "Mis Facturas",
        "Reenviar factura",
        "Descarga tu factura",
        "Consulta o reenvía tu factura",
        "Consultas",
    ],
)
def test_the_roads_to_an_existing_invoice_are_named(word: str) -> None:
    found = read(page(link(word), link("Facturar")))
    assert labels(found.consult) == [word]
    assert all(s.purpose is Purpose.CONSULT and not s.may_issue for s in found.consult)
    assert offered(found) == ["Facturar"]


def test_sending_the_invoice_again_is_no_way_to_issue() -> None:
    found = read(
        page(
            text("Enviar a:"),
            button("Enviar por correo"),
            link("XML", "https://portal.example/a.xml"),
            lines=["La factura se generó exitosamente"],
        )
    )
    assert found.next is None or found.next.purpose is Purpose.OPEN_MAILBOX
    assert found.kind is PageKind.RESULT


def test_a_page_model_without_anything_offers_nothing() -> None:
    found = read(PageModel("https://portal.example"))
    assert (found.kind, found.next, found.fields) == (PageKind.UNKNOWN, None, ())
