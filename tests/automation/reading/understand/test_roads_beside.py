"""Links beside the form: files are told from the portal's own folders, and a consult page from a look-up."""

from automation.reading.understanding import PageKind
from tests.automation.reading.understand.pages import alert, button, labels, link, page, read, request, text

HERE = "https://facturacion.example/pdf-y-xml/frmFactura.aspx"


def test_a_folder_of_the_portal_that_is_called_like_a_file_makes_no_download() -> None:
    found = read(
        page(
            alert("La factura se generó exitosamente", tone="success"),
            link("Ir al inicio", "https://facturacion.example/pdf-y-xml/frmInicio.aspx"),
            link("Archivo", "https://facturacion.example/pdf-y-xml/entrega/xml/77"),
            url=HERE,
        ),
        request(folio="A-778812"),
    )
    assert labels(found.downloads) == ["Archivo"]


def test_consulta_that_opens_another_page_is_a_road_to_an_invoice_and_under_the_form_it_is_not() -> None:
    fields = (text("Folio"), text("Total"))
    away = link("Consulta", "https://facturacion.example/consulta")
    found = read(
        page(*fields, away, button("Buscar"), url="https://facturacion.example/"), request(folio="A-778812")
    )
    assert labels(found.consult) == ["Consulta"]
    own = read(page(*fields, button("Consulta")), request(folio="A-778812"))
    assert not own.consult


def test_a_form_whose_button_hands_over_an_issued_invoice_is_no_result_yet() -> None:
    asked = read(
        page(
            alert("Ya existe una factura para este ticket."),
            text("RFC"),
            text("Total del ticket"),
            button("Descargar mi factura"),
            lines=("¿Es tuya? Escribe el RFC con el que se facturó y el total de tu ticket.",),
        ),
        request(folio="A-778812"),
    )
    assert asked.kind is not PageKind.RESULT
