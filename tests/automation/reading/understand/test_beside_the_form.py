"""Pop-ups and tabs that hold fields like ours and are not the form that invoices."""

import pytest

from automation.reading.page import Clickable, Dialog
from automation.reading.understanding import PageKind, Purpose
from tests.automation.reading.understand.pages import button, data, labels, page, read, text

TICKET = (text("Folio"), text("Total"), text("Fecha"))
POPUP = "promo"


def promotion(words: str) -> tuple[object, ...]:
    return (
        text("Correo", dialog_key=POPUP),
        button("Lo quiero", dialog_key=POPUP),
        button("×", kind="close", dialog_key=POPUP),
        Dialog(POPUP, "", words),
    )


@pytest.mark.parametrize(
    "words",
    [
        "10% off your next order",
        "¡15% de descuento en tu próxima compra!",
        "No te pierdas nuestras promociones",
        "Suscríbete a nuestro boletín",
    ],
)
def test_an_advertisement_over_the_form_is_closed_and_not_filled(words: str) -> None:
    found = read(page(*TICKET, button("Continuar"), *promotion(words)))  # type: ignore[arg-type]
    assert found.kind is PageKind.NOTICE
    assert labels(found.dismiss) == ["×"]
    assert [f.datum for f in found.fields if f.control.dialog_key] == [None]


def test_of_an_advertisements_buttons_only_the_one_that_refuses_counts() -> None:
    offer = (
        text("Correo", dialog_key=POPUP),
        button("Continuar", dialog_key=POPUP),
        button("Ahora no, gracias", dialog_key=POPUP),
        Dialog(POPUP, "¡Espera!", "Regístrate al monedero y obtén 10 % en tu siguiente compra"),
    )
    found = read(page(*TICKET, button("Facturar ahora"), *offer))
    assert labels(found.dismiss) == ["Ahora no, gracias"]
    assert "Continuar" not in labels([s for s in (found.next, *found.alternatives) if s])


def test_what_an_advertisement_says_is_not_the_portals_answer() -> None:
    thanks = Dialog(POPUP, "", "¡Listo! Te enviamos un correo para activar tus promociones.")
    found = read(page(*TICKET, button("Continuar"), button("Cerrar", dialog_key=POPUP), thanks))
    assert not [m for m in found.messages if m.failure_type]


def test_a_dialog_that_asks_where_to_send_the_invoice_is_filled() -> None:
    asking = Dialog(POPUP, "", "¿A qué correo enviamos tu factura?")
    found = read(page(text("Correo", dialog_key=POPUP), button("Continuar", dialog_key=POPUP), asking))
    assert data(found) == {"Correo": "email"}


def test_a_heading_that_advertises_above_the_ticket_takes_nothing_away() -> None:
    fields = tuple(
        text(name, group="Factura y gana un cupón de 10% de descuento") for name in ("Folio", "Total")
    )
    found = read(page(*fields, button("Continuar")))
    assert found.kind is PageKind.TICKET_FORM


@pytest.mark.parametrize(
    "words", ["Accept all", "Aceptar todas las cookies", "Only necessary", "Rechazar todo"]
)
def test_a_button_about_cookies_is_no_way_on(words: str) -> None:
    found = read(page(*TICKET, button("Buscar ticket"), button(words)))
    assert found.next is not None
    assert words not in labels([found.next, *found.alternatives])


def tab(label: str, *, current: bool) -> Clickable:
    return button(label, kind="tab", current=current)


def test_under_the_open_tab_for_old_invoices_the_way_is_the_other_tab() -> None:
    tabs = (tab("Consultar", current=True), tab("Facturar", current=False))
    found = read(page(*tabs, text("Folio"), text("RFC"), button("Buscar")))
    assert found.next is not None
    assert (found.next.clickable.text, found.next.purpose) == ("Facturar", Purpose.START)
    assert "Buscar" in [s.clickable.text for s in found.alternatives if s.purpose is Purpose.CONSULT]


def test_the_open_tab_of_a_wizard_looks_the_ticket_up() -> None:
    tabs = (tab("1. Consultar ticket", current=True), tab("2. Facturar", current=False))
    found = read(page(*tabs, text("Folio"), text("Total"), button("Consultar")))
    assert found.next is not None
    assert (found.next.clickable.text, found.next.purpose) == ("Consultar", Purpose.CONTINUE)


def test_the_closed_tab_for_old_invoices_is_a_road_to_them() -> None:
    tabs = (tab("Facturar", current=True), tab("Consultar", current=False))
    found = read(page(*tabs, *TICKET, text("RFC"), button("Facturar mi compra")))
    assert labels(found.consult) == ["Consultar"]


def test_outside_of_a_form_buttons_that_only_find_invoices_make_it_a_consult() -> None:
    found = read(page(text("Folio"), text("RFC"), button("Buscar factura")))
    assert found.next is not None
    assert found.next.purpose is Purpose.CONSULT
