"""Which page is this?"""

from dataclasses import replace

import pytest

from automation.reading.fingerprint import fingerprint
from automation.reading.page import Dialog, PageModel
from automation.reading.understanding import Meaning, PageKind
from tests.automation.reading.understand.pages import (
    alert,
    button,
    link,
    page,
    read,
    text,
)

UUID = "6f1a2b3c-1111-4222-8333-444455556666"


def test_the_forms_are_told_by_what_they_ask() -> None:
    ticket = read(page(text("Folio"), text("Total"), button("Buscar")))
    receiver = read(page(text("RFC"), text("Razón social"), text("C.P."), text("Correo"), button("Facturar")))
    full = read(page(text("Folio"), text("RFC"), text("Razón social"), text("C.P."), button("Facturar")))
    assert [f.kind for f in (ticket, receiver, full)] == [
        PageKind.TICKET_FORM,
        PageKind.RECEIVER_FORM,
        PageKind.FULL_FORM,
    ]


def test_a_form_wins_over_login_and_captcha_beside_it() -> None:
    found = read(
        page(
            text("Usuario"),
            text("Contraseña", kind="password"),
            button("Entrar"),
            text("Folio"),
            text("Total"),
            text("Captcha"),
            button("Buscar"),
            captcha_marks=("image: captcha",),
        )
    )
    assert found.kind is PageKind.TICKET_FORM


def test_a_captcha_without_a_form_is_a_captcha() -> None:
    assert (
        read(page(lines=["Confirma que eres humano"], captcha_marks=("frame: recaptcha",))).kind
        is PageKind.CAPTCHA
    )


def test_a_result_shows_its_uuid_in_capitals() -> None:
    found = read(page(link("Descargar XML"), lines=["Tu factura ha sido generada", f"Folio fiscal: {UUID}"]))
    assert (found.kind, found.uuid) == (PageKind.RESULT, UUID.upper())


def test_two_uuids_name_no_invoice() -> None:
    assert read(page(lines=[f"Folio fiscal: {UUID}", UUID.replace("6f", "7f")])).uuid == ""


def test_an_invoice_that_exists_already_with_its_files_is_a_result() -> None:
    found = read(
        page(
            alert("Este folio ya fue facturado anteriormente!"), link("Descargar XML"), link("Descargar PDF")
        )
    )
    assert found.kind is PageKind.RESULT
    assert found.messages[0].meaning is Meaning.ALREADY_INVOICED
    assert len(found.downloads) == 2


def test_success_in_a_dialog_over_the_form_is_a_result() -> None:
    found = read(
        page(
            text("Folio"),
            text("RFC"),
            text("Razón social"),
            button("Facturar"),
            Dialog("d", "", "La factura se generó exitosamente"),
            button("Descargar XML + PDF", dialog_key="d"),
            button("Aceptar", dialog_key="d"),
        )
    )
    assert found.kind is PageKind.RESULT


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["Error 404", "Página no encontrada"], 200),
        (["Lo sentimos, el servicio está temporalmente inactivo. Por favor inténtalo más tarde."], 200),
        (["Estamos en mantenimiento"], 200),
        (["Access Denied", "You don't have permission to access this server"], 403),
        (["GF Blocked"], 200),
        (["Bad Gateway"], 502),
        (["Este dominio está a la venta"], 200),
        (["Algo"], 500),
    ],
)
def test_a_dead_page_is_an_error(lines: list[str], status: int) -> None:
    found = read(page(lines=lines, http_status=status))
    assert found.kind is PageKind.ERROR


@pytest.mark.parametrize(
    "told",
    [
        "Este dominio está en venta",
        "El dominio ha caducado",
        "Compra este dominio",
        "This domain is parked free, courtesy of the registrar.",
        "The domain may be for sale by its owner!",
    ],
)
def test_the_links_of_a_parked_domain_are_not_followed(told: str) -> None:
    found = read(
        page(
            link("Facturar tickets en línea"), link("Software de facturación"), lines=[told], http_status=200
        )
    )
    assert (found.kind, found.messages[0].meaning) == (PageKind.ERROR, Meaning.OUTAGE)


def test_a_verdict_on_a_page_of_its_own_is_an_error_with_its_message() -> None:
    found = read(page(alert("El ticket no existe"), button("Regresar")))
    assert found.kind is PageKind.ERROR
    assert found.messages[0].meaning is Meaning.NOT_FOUND


def test_a_spinner_over_the_form_is_waiting() -> None:
    form = page(text("Folio", on_top=False), button("Buscar", on_top=False), busy_marks=("overlay: espere",))
    beside = page(text("Folio"), button("Buscar"), busy_marks=("spinner",))
    assert (read(form).kind, read(form).busy) == (PageKind.WAITING, True)
    assert (read(beside).kind, read(beside).busy) == (PageKind.TICKET_FORM, True)


def test_a_bare_wait_text_is_waiting() -> None:
    assert read(page(lines=["Generando su factura, espere un momento…"])).kind is PageKind.WAITING


def test_a_page_that_only_informs_and_goes_on_is_a_notice() -> None:
    found = read(
        page(button("Continuar"), lines=["Aviso importante: antes de iniciar tenga su ticket a la mano"])
    )
    assert found.kind in {PageKind.NOTICE, PageKind.MENU}
    assert found.next is not None
    assert found.next.clickable.text == "Continuar"


def test_an_address_to_send_the_result_to_is_not_a_form() -> None:
    found = read(
        page(
            text("Correo electrónico"),
            button("Enviar"),
            link("PDF", "https://portal.example/a.pdf"),
            link("XML", "https://portal.example/a.xml"),
            lines=["Enhorabuena", "Su factura fue generada correctamente"],
        )
    )
    assert found.kind is PageKind.RESULT


# --- fingerprint -------------------------------------------------------------------------------------


def form(*, value: str = "", token: str = "1", message: str = "") -> PageModel:
    notes = (alert(message),) if message else ()
    return page(
        text("Folio", html_id="f", value=value),
        button("Buscar"),
        *notes,
        url=f"https://portal.example/f/{token}?s={token}",
    )


def test_a_form_keeps_its_fingerprint_whatever_stands_in_it() -> None:
    assert fingerprint(form()) == fingerprint(form(value="A-1", token="22", message="Folio no encontrado"))


def test_another_form_or_an_opened_dialog_changes_the_fingerprint() -> None:
    base = form()
    opened = replace(base, dialogs=(Dialog("d", "Aviso", "Texto"),))
    further = page(text("Folio", html_id="f"), text("Total"), button("Buscar"), url=base.url)
    assert len({fingerprint(p) for p in (base, opened, further)}) == 3
