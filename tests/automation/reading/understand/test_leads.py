"""Forms that only want to call back or advertise get nothing while the invoice is to be had elsewhere."""

from typing import Any

import pytest

from automation.reading.understanding import PageKind
from tests.automation.reading.understand.pages import button, data, labels, link, page, read, text


def _lead(*names: str, go: str, form: str = "lead", **more: Any) -> list[Any]:
    fields = [text("", placeholder=n, form_key=form, **more) for n in names]
    return [*fields, button(go, form_key=form, kind="submit")]


@pytest.mark.parametrize(
    ("names", "go"),
    [
        (("Tu nombre", "Tu teléfono"), "Te llamamos"),
        (("Nombre", "Correo", "Celular"), "Quiero informes"),
        (("Nombre completo", "Correo electrónico"), "Me interesa"),
        (("Tu correo",), "Enviar"),
        (("Código postal",), "Buscar"),
        (("Nombre", "Correo", "C.P.", "Celular"), "Ver precio"),
    ],
)
def test_a_lead_form_is_left_empty_and_the_way_to_the_invoice_is_taken(
    names: tuple[str, ...], go: str
) -> None:
    found = read(page(*_lead(*names, go=go), link("Facturación electrónica"), title="Gimnasio"))
    assert not any(data(found).values())
    assert found.kind is PageKind.MENU
    assert labels([found.next]) == ["Facturación electrónica"]


def test_a_call_back_form_alone_on_a_page_is_no_receptors_form() -> None:
    found = read(page(*_lead("Nombre", "Teléfono", go="Te llamamos"), title="Gimnasio"))
    assert not any(data(found).values())
    assert found.next is None


def test_a_question_form_beside_the_tickets_gets_no_name_and_no_address() -> None:
    found = read(
        page(
            text("Folio", form_key="t"),
            text("Total", form_key="t"),
            button("Buscar", form_key="t", kind="submit"),
            *_lead("Nombre", "Correo", go="Mandar", group="¿Dudas?"),
            title="Facturación",
        )
    )
    assert data(found)["Folio"] == "folio"
    assert {f.datum for f in found.fields if f.control.form_key == "lead"} == {None}
    assert labels([found.next]) == ["Buscar"]


def test_a_step_that_asks_for_name_and_address_only_is_filled() -> None:
    step = page(
        text("Nombre completo"),
        text("Correo"),
        text("Teléfono (opcional)"),
        button("Siguiente"),
        link("Facturar", in_navigation=True),
        title="Facturación en línea",
    )
    assert data(read(step)) == {
        "Nombre completo": "legal_name",
        "Correo": "email",
        "Teléfono (opcional)": None,
    }


def test_an_address_for_the_invoice_is_given_although_a_link_leads_to_invoicing() -> None:
    asks = page(
        text("Correo", form_key="f", group="¿A dónde enviamos tu factura?"),
        button("Enviar", form_key="f", kind="submit"),
        link("Facturación", in_navigation=True),
    )
    assert data(read(asks)) == {"Correo": "email"}


def test_a_receptors_form_apart_from_the_tickets_is_filled() -> None:
    found = read(
        page(
            text("Folio", form_key="t"),
            button("Validar", form_key="t", kind="submit"),
            text("Nombre", form_key="r", group="Datos fiscales"),
            text("Correo", form_key="r", group="Datos fiscales"),
            button("Guardar", form_key="r", kind="submit"),
        )
    )
    assert (data(found)["Nombre"], data(found)["Correo"]) == ("legal_name", "email")


def test_a_place_for_sentences_is_no_terminal() -> None:
    found = read(
        page(text("Folio"), text("¿En qué te ayudamos?", kind="textarea", tag="textarea"), button("Buscar"))
    )
    assert data(found)["¿En qué te ayudamos?"] is None


def test_an_application_for_a_job_gets_no_rfc() -> None:
    found = read(
        page(*_lead("Nombre", "RFC", "Correo", go="Postularme", group="Únete al equipo"), link("Facturación"))
    )
    assert not any(data(found).values())
    assert labels([found.next]) == ["Facturación"]
