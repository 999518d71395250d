"""Bars about cookies, buttons that forbid a click for now, tabs, links that are buttons."""

import pytest

from tests.automation.reading.extract.conftest import Read

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BAR = "position:fixed;left:0;right:0;bottom:0;background:#222;color:#fff;padding:12px"


async def test_a_nameless_bar_about_cookies_is_a_dialog_that_leaves_the_page_usable(read: Read) -> None:
    found = await read(
        f"""<label>Folio <input></label><div style="{BAR}">Usamos cookies para mejorar tu experiencia.
        <b style="cursor:pointer">Aceptar</b></div>"""
    )
    (bar,) = found.page.dialogs
    assert not bar.modal
    assert found.button("Aceptar").dialog_key == bar.key
    assert found.control("Folio").dialog_key == ""


async def test_a_bar_that_holds_fields_or_says_nothing_of_cookies_is_none(read: Read) -> None:
    found = await read(
        f"""<div style="{BAR}">Total $120.00 <button>Continuar</button></div>
        <div style="{BAR}">Aviso de cookies y datos <input aria-label="Folio"><button>Enviar</button></div>"""
    )
    assert found.page.dialogs == ()


async def test_a_cursor_that_forbids_puts_a_drawn_button_to_sleep(read: Read) -> None:
    style = "display:inline-block;padding:8px;cursor:"
    found = await read(
        f'<div style="{style}not-allowed">Generar factura</div><div style="{style}pointer">Limpiar</div>'
    )
    assert [(c.text, c.enabled) for c in found.page.clickables] == [
        ("Generar factura", False),
        ("Limpiar", True),
    ]


async def test_the_open_one_of_several_tabs_is_known(read: Read) -> None:
    found = await read(
        """<div role=tablist><button role=tab aria-selected=false>Facturar</button>
        <button role=tab aria-selected=true>Consultar</button></div>
        <ul class="nav nav-tabs"><li class=active><a href="#a">Ticket</a></li><li><a href="#b">Ayuda</a></li></ul>
        <button>Buscar</button>"""
    )
    current = {c.text: c.current for c in found.page.clickables}
    assert current == {"Facturar": False, "Consultar": True, "Ticket": True, "Ayuda": False, "Buscar": None}


async def test_a_link_to_nowhere_keeps_the_sign_that_it_is_a_button(read: Read) -> None:
    found = await read('<a href="#">Descargar XML</a><a href="/otra">Otra</a>')
    assert found.button("Descargar XML").href.endswith("#")
    assert found.button("Otra").href.endswith("/otra")
