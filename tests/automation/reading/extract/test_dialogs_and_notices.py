# ruff: noqa: E501 - markup stands as portals write it
"""Dialogs with what is in them, and every text that speaks to the person, once and with its tone."""

import pytest

from tests.automation.reading.extract.conftest import Read, Reading

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGE = "<h1>Facturación</h1><p>RFC <input id='r'></p><button>Facturar</button>"


def only_dialog(page: Reading) -> tuple[str, str]:
    assert len(page.page.dialogs) == 1, page.page.dialogs
    found = page.page.dialogs[0]
    assert page.button("Aceptar").dialog_key == found.key
    assert page.by_id("r").dialog_key == ""
    assert page.button("Facturar").dialog_key == ""
    return found.title, found.text


@pytest.mark.parametrize(
    "markup",
    [
        """<div style="position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:1040"></div><div class="modal show" role="dialog"
        style="position:fixed;inset:0;z-index:1050"><div class="modal-dialog" style="margin:60px auto;width:400px;background:#fff">
        <h5 class="modal-title">Confirma</h5><p>¿Desea generar la factura?</p><button>Aceptar</button></div></div>""",
        """<div class="ui-widget-overlay" style="position:fixed;inset:0;background:#0008;z-index:100"></div><div class="ui-dialog"
        style="position:absolute;top:80px;left:90px;width:300px;background:#fff;z-index:101"><div class="ui-dialog-titlebar"><span
        class="ui-dialog-title">Confirma</span></div><div>¿Desea generar la factura?</div><button>Aceptar</button></div>""",
        """<div class="swal2-container" style="position:fixed;inset:0;background:#0006;z-index:1060"><div class="swal2-popup"
        role="dialog" aria-modal="true" style="position:relative;width:400px;margin:100px auto;background:#fff"><h2
        class="swal2-title">Confirma</h2><div>¿Desea generar la factura?</div><button>Aceptar</button></div></div>""",
        """<div style="position:fixed;inset:0;background:rgba(0,0,0,.6)"></div><div style="position:fixed;top:90px;left:200px;
        width:400px;background:#fff"><h3>Confirma</h3>¿Desea generar la factura?<div onclick="1">Aceptar</div></div>""",
        """<div style="position:fixed;inset:0;background:rgba(0,0,0,.6)"><div style="margin:90px auto;width:400px;background:#fff">
        <h3>Confirma</h3>¿Desea generar la factura?<a href="#">Aceptar</a></div></div>""",
        """<dialog id="d"><h3>Confirma</h3><p>¿Desea generar la factura?</p><button>Aceptar</button></dialog><script>d.showModal()
        </script>""",
    ],
    ids=["bootstrap", "jquery-ui", "sweetalert", "nameless-box", "nameless-layer", "native"],
)
async def test_a_confirmation_is_a_modal_dialog_in_any_dress(read: Read, markup: str) -> None:
    page = await read(PAGE + markup)
    title, text = only_dialog(page)
    assert title == "Confirma"
    assert "¿Desea generar la factura?" in text
    assert page.page.dialogs[0].modal
    assert not page.by_id("r").on_top
    assert page.button("Aceptar").on_top
    assert [n.kind for n in page.page.notices] == ["dialog"]


async def test_closed_modals_and_a_page_that_only_uses_the_word_are_no_dialogs(read: Read) -> None:
    page = await read(
        PAGE
        + """<div class="modal fade" role="dialog" style="display:none"><p>Oculto</p><button>No</button></div>
      <div class="modal-content"><p>Parte de la página</p></div><div id="ui-datepicker-div" class="ui-datepicker" role="dialog"
      style="position:absolute;top:300px">Noviembre <a href="#">1</a></div><select class="modal"></select>"""
    )
    assert page.page.dialogs == ()
    assert "Oculto" not in page.page.text


async def test_two_stacked_dialogs_are_two(read: Read) -> None:
    page = await read("""<div role="dialog" aria-label="Aviso" style="position:fixed;top:10px;background:#fff"><button>Entendido</button></div>
      <div role="alertdialog" style="position:fixed;top:90px;background:#fff"><h4>Error</h4>No existe<button>Cerrar</button></div>""")
    assert [d.title for d in page.page.dialogs] == ["Aviso", "Error"]
    assert page.button("Entendido").dialog_key != page.button("Cerrar").dialog_key


async def test_alerts_toasts_and_summaries_are_notices_with_a_tone(read: Read) -> None:
    page = await read(
        PAGE
        + """<div class="alert alert-danger">El ticket no existe</div>
      <div class="toast toast-success" style="position:fixed;top:5px;right:5px">Ticket validado correctamente</div>
      <div class="ui-growl" style="position:fixed;top:90px;right:5px" aria-live="polite"><div class="ui-growl-item-container">
      <div class="ui-growl-item"><span class="ui-growl-image-warn"></span><div class="ui-growl-message"><span>Aviso</span>
      <p>Faltan datos</p></div></div></div></div>
      <div class="validation-summary-errors"><ul><li>El RFC es requerido</li></ul></div>
      <div role="status">Se enviaron 2 correos</div><div class="alert alert-info" style="display:none">Oculto</div>"""
    )
    found = {n.text: (n.kind, n.tone) for n in page.page.notices}
    assert found["El ticket no existe"] == ("alert", "error")
    assert found["Ticket validado correctamente"] == ("toast", "success")
    assert found["Aviso Faltan datos"] == ("toast", "warning")
    assert found["El RFC es requerido"] == ("validation", "error")
    assert found["Se enviaron 2 correos"][0] == "live"
    assert len(found) == 5


async def test_plain_results_are_notices_where_their_element_is_named_so(read: Read) -> None:
    page = await read(
        PAGE
        + """<span id="ctl00_lblMensaje">Su factura fue generada</span><div id="resultado"><b>Folio 77</b></div>
      <div id="errores"></div><div class="mensajes"><form><p>Total <input></p><p>Captura tus datos</p></form></div>"""
    )
    assert [(n.text, n.kind) for n in page.page.notices] == [
        ("Su factura fue generada", "text"),
        ("Folio 77", "text"),
    ]
    assert "Su factura fue generada" in page.page.text.splitlines()


async def test_red_sentences_are_errors_and_red_labels_or_asterisks_are_not(read: Read) -> None:
    page = await read("""<style>.r{color:#c00}</style><h2 class="r">Facturación</h2><p><label class="r" for="a">RFC</label> <input id="a">
      <span class="r">*</span></p><p class="r">El folio ya fue facturado anteriormente</p>
      <p><font color="green">Todo bien</font></p><a class="r" href="#">Salir</a>""")
    assert [(n.text, n.kind, n.tone) for n in page.page.notices] == [
        ("El folio ya fue facturado anteriormente", "validation", "error")
    ]
    assert page.by_id("a").required


async def test_two_toasts_in_one_container_are_two_notices_and_none_is_told_twice(read: Read) -> None:
    page = await read("""<div id="toast-container" aria-live="polite" style="position:fixed;top:0"><div class="toast toast-error" role="alert">
      <div class="toast-message">Monto inválido</div></div><div class="toast toast-info"><div class="toast-message">Revisa tu ticket
      </div></div></div>""")
    assert [(n.text, n.tone) for n in page.page.notices] == [
        ("Monto inválido", "error"),
        ("Revisa tu ticket", "info"),
    ]
