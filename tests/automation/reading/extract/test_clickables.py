# ruff: noqa: E501 - markup stands as portals write it
"""Whatever answers a click is found once, under the name that a person would use."""

import pytest

from tests.automation.reading.extract.conftest import Read

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_buttons_of_every_make_are_found_once(read: Read) -> None:
    page = await read("""<form id="f"><input type="submit" value="Facturar"><input type="button" value="Consultar">
      <input type="image" alt="Buscar ticket" src="data:," width="80" height="20"><button><span>Continuar</span></button>
      <a href="javascript:__doPostBack('x')">Agregar</a><div onclick="1">Limpiar</div><div id="l">Validar folio</div>
      <div role="button"><span>Siguiente</span></div><span style="cursor:pointer">Generar</span>
      <img src="data:," width="40" height="20" alt="Imprimir" onclick="1"><a class="btn btn-primary">Enviar</a></form>
      <button form="f">Timbrar</button><button type="button" disabled>Regresar</button>""",
      script="l.addEventListener('click', () => 1)")  # fmt: skip
    assert page.texts() == [
        "Facturar", "Consultar", "Buscar ticket", "Continuar", "Agregar", "Limpiar", "Validar folio", "Siguiente", "Generar",
        "Imprimir", "Enviar", "Timbrar", "Regresar",
    ]  # fmt: skip
    kinds = {c.text: c.kind for c in page.page.clickables}
    assert (kinds["Facturar"], kinds["Consultar"], kinds["Buscar ticket"]) == ("submit", "button", "image")
    assert (kinds["Continuar"], kinds["Timbrar"], kinds["Agregar"], kinds["Imprimir"]) == (
        "submit",
        "submit",
        "link",
        "image",
    )
    assert page.button("Timbrar").form_key == page.button("Facturar").form_key != ""
    assert page.button("Regresar").form_key == ""


async def test_what_cannot_be_pressed_now_is_not_enabled(read: Read) -> None:
    page = await read("""<button disabled>Uno</button><a class="btn disabled" href="#">Dos</a><button aria-disabled="true">Tres</button>
      <button class="ui-state-disabled">Cuatro</button><div class="btn" style="pointer-events:none" onclick="1">Cinco</div>
      <fieldset disabled><button>Seis</button></fieldset><button>Siete</button><button style="display:none">Ocho</button>""")
    assert {c.text: c.enabled for c in page.page.clickables} == {
        "Uno": False, "Dos": False, "Tres": False, "Cuatro": False, "Cinco": False, "Seis": False, "Siete": True
    }  # fmt: skip


async def test_a_listener_on_a_whole_section_is_no_button(read: Read) -> None:
    page = await read("""<div id="app"><h1>Facturación</h1><div id="card"><p>RFC <input></p><button><i></i>Seguir</button></div>
      <div id="two"><span class="btn" onclick="1">Sí</span><span class="btn" onclick="1">No</span></div></div>""",
      script="for (const i of ['app', 'card', 'two']) document.getElementById(i).addEventListener('click', () => 1)")  # fmt: skip
    assert page.texts() == ["Seguir", "Sí", "No"]


async def test_icon_buttons_are_named_by_title_label_or_class(read: Read) -> None:
    page = await read("""<button title="Buscar"><i class="fa fa-search"></i></button><button aria-label="Ayuda">?</button>
      <button class="go"><i class="fa fa-arrow-right"></i></button><a href="/f.pdf" download><img alt="PDF" src="data:," width="20"
      height="20"></a><button class="close">×</button><button class="btn-close" aria-label="Cerrar"></button>""")
    found = page.page.clickables
    assert [c.text for c in found] == ["Buscar", "Ayuda", "", "PDF", "×", "Cerrar"]
    assert (found[2].kind, found[2].css_class) == ("icon", "go fa fa-arrow-right")
    assert (found[3].download, found[3].href.endswith("/f.pdf")) == (True, True)
    assert [c.kind for c in found[4:]] == ["close", "close"]


async def test_the_row_of_a_button_tells_which_ticket_it_is_for(read: Read) -> None:
    page = await read("""<table><tr><td>A-101</td><td>$250.00</td><td><button>Facturar</button></td></tr>
      <tr><td>A-102</td><td>$99.00</td><td><a href="/x">Descargar</a></td></tr></table>
      <div class="card"><p>Folio 77</p><a class="btn" href="#">Ver</a></div>""")
    assert page.button("Facturar").row_text.startswith("A-101 $250.00")
    assert page.button("Descargar").row_text.startswith("A-102 $99.00")
    assert page.button("Ver").row_text.startswith("Folio 77")
    assert page.page.table_rows == ("A-101 $250.00 Facturar", "A-102 $99.00 Descargar")


async def test_navigation_is_told_from_the_work_of_the_page(read: Read) -> None:
    page = await read("""<header class="site-header"><a href="/f">Facturar</a></header><nav><ul><li><a href="/a">Ayuda</a></ul></nav>
      <div id="menu"><a href="/b">Inicio</a></div><main><form><div class="modal-footer"><button>Continuar</button></div>
      <section><header><button>Editar</button></header></section></form></main><footer><a href="/p">Aviso de privacidad</a></footer>""")
    assert {c.text: c.in_navigation for c in page.page.clickables} == {
        "Facturar": True, "Ayuda": True, "Inicio": True, "Continuar": False, "Editar": False, "Aviso de privacidad": True
    }  # fmt: skip


async def test_tabs_expanders_and_links_carry_their_state_and_address(read: Read) -> None:
    page = await read("""<ul class="nav-tabs"><li><a href="#t1">Ticket</a><li><a href="#t2">Recuperar</a></ul>
      <div role="tab">Datos</div><button aria-expanded="false">Más opciones</button><a href="sub/otra.html">Otra</a>""")
    assert [page.button(t).kind for t in ("Ticket", "Recuperar", "Datos")] == ["tab"] * 3
    assert page.button("Más opciones").expanded is False
    assert page.button("Otra").href.endswith("/sub/otra.html")
    assert page.button("Otra").href.startswith("http://127.0.0.1")
