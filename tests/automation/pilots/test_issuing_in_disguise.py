# ruff: noqa: E501 - markup
"""Portals whose last click does not say that it issues: the guard stands before it all the same."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import pytest
from aiohttp import web

from automation.browser.driver import CdpBrowser
from automation.pilots.base import Outcome
from automation.pilots.form import FormPilot
from tests.automation.conftest import ServePage
from tests.automation.pilots.scripted import NOW, REQUEST, ListJournal, TimedDesk
from tests.automation.pilots.vendors import RECEIVER, TICKET, OnePage, page

pytestmark = pytest.mark.browser

Visit = Callable[["Wizard"], Awaitable[Outcome]]
BACK = "<p>RFC <b id=r></b></p><p>Razón social <b id=n></b></p>"
SEND = "document.getElementById('f').submit()"


@dataclass
class Wizard(OnePage):
    """Ticket, receptor and a last panel without any field. Posts of an unguarded click are counted."""

    last: str = ""
    unguarded: int = 0

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        return page(f"""<style>dialog{{width:420px;height:260px}}</style><h1>Facturación</h1>
          <form id=f method=post action=/facturar><div id=p1>{TICKET}<button type=button id=a>Buscar</button></div>
          <div id=p2 hidden>{RECEIVER}<button type=button id=b>Siguiente</button></div></form>
          <div id=p3 hidden>{self.last}</div>
          <script>const go=n=>[1,2,3].forEach(i=>document.getElementById('p'+i).hidden=i!=n);
            a.onclick=()=>go(2);b.onclick=()=>{{go(3);for(const [t,s] of [['r','rfc'],['n','razon']]){{
              const e=document.getElementById(t);if(e)e.textContent=document.getElementById(s).value}}}};
            const ask=()=>document.getElementById('d').showModal()</script>""")

    async def post(self, request: web.Request) -> web.StreamResponse:
        self.unguarded += not self.desk.submitted
        return await super().post(request)


LAST_PANELS = {
    "a summary that shows nothing": f'<h2>Tu factura</h2><button onclick="{SEND}">Generar factura</button>',
    "a word that says nothing": f'<h2>Último paso</h2><p>Gracias por su compra.</p><button onclick="{SEND}">Finalizar</button>',
    "data read back": f'<h2>Datos</h2>{BACK}<button onclick="{SEND}">Continuar</button>',
    "a dialog that reads the data back": f'<h2>Tu factura</h2><button onclick=ask()>Continuar</button><dialog id=d>{BACK}<button onclick="{SEND}">Aceptar</button><button onclick=d.close()>Cerrar</button></dialog>',
    "a dialog that only announces it": f'<h2>Tu factura</h2><button onclick=ask()>Continuar</button><dialog id=d><p>Se generará su factura con los datos capturados.</p><button onclick="{SEND}">Entendido</button></dialog>',
    "a button in a menu of its own": f'<nav><a href=#>Inicio</a></nav><ul><li><button onclick="{SEND}">Obtener mi factura</button></li></ul>',
}


@pytest.fixture
def visit(browser: CdpBrowser, serve_page: ServePage) -> Visit:
    async def go(shop: Wizard) -> Outcome:
        address = await serve_page(shop.pages())  # type: ignore[arg-type]
        shop.desk, shop.journal = TimedDesk(), ListJournal()
        request = replace(REQUEST, portal_url=address)
        return await FormPilot(NOW).drive(browser, request, desk=shop.desk, journal=shop.journal)

    return go


@pytest.mark.parametrize("last", LAST_PANELS.values(), ids=LAST_PANELS.keys())
async def test_the_point_of_no_return_comes_before_every_post(visit: Visit, last: str) -> None:
    shop = Wizard(last=last)
    outcome = await visit(shop)
    assert shop.unguarded == 0
    assert outcome.failure is None, [message for _, message, _ in shop.journal.lines[8:]]
    assert shop.posts == 1


class Advancing(Wizard):
    """Goes on by itself once its last field was left: no click of ours hands the receptor over."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        shown = super().show(said, held)
        script = "const full=()=>[...document.querySelectorAll('#p2 input,#p2 select')].every(e=>e.value);p2.addEventListener('focusout',()=>{if(full())go(3)});b.hidden=true;"
        shown.text = (shown.text or "").replace("const ask", f"{script}const ask")
        return shown


async def test_a_page_that_took_the_data_without_a_click_may_issue_too(visit: Visit) -> None:
    shop = Advancing(last=LAST_PANELS["a summary that shows nothing"])
    outcome = await visit(shop)
    assert shop.unguarded == 0
    assert outcome.failure is None, [message for _, message, _ in shop.journal.lines]
    assert shop.posts == 1


class Hasty(Wizard):
    """Issues by itself as soon as it has the data: no click of ours asks for it."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        shown = super().show(said, held)
        shown.text = (shown.text or "").replace("go(3);", f"go(3);setTimeout(()=>{{{SEND}}},30);")
        return shown


async def test_what_a_portal_issues_unasked_is_never_submitted_again(visit: Visit) -> None:
    shop = Hasty(last="<h2>Su solicitud</h2>")
    outcome = await visit(shop)
    assert outcome.failure is None, [message for _, message, _ in shop.journal.lines[8:]]
    assert shop.posts == 1
