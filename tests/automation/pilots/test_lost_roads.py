# ruff: noqa: E501 - markup
"""Roads back to an invoice, and to the right way of naming a sale, in a real Chromium."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from automation.browser.driver import CdpBrowser
from automation.pilots.base import Outcome
from automation.pilots.form import FormPilot
from invoicing.states import FailureType
from tests.automation.conftest import ServePage
from tests.automation.pilots.scripted import NOW, REQUEST, ListJournal, TimedDesk
from tests.automation.pilots.vendors import RECEIVER, TICKET, OnePage, page

pytestmark = pytest.mark.browser

Visit = Callable[..., Awaitable[Outcome]]
BEFORE = {"folio": "A-778812", "rfc": "EKU9003173C9", "total": "1234.50"}


@pytest.fixture
def visit(browser: CdpBrowser, serve_page: ServePage) -> Visit:
    async def go(shop: Any, *, seconds: float = 25, **ticket: str) -> Outcome:
        address = await serve_page(shop.pages())
        values = ticket or dict(REQUEST.ticket.values)
        request = replace(REQUEST, portal_url=address, ticket=replace(REQUEST.ticket, values=values))
        return await FormPilot(NOW).drive(
            browser, request, desk=TimedDesk(seconds=seconds), journal=ListJournal()
        )

    return go


class Covered(OnePage):
    """Posts by script; a lost answer is told in a message that stays, over the menu with the consult link."""

    fault = "502"

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        lost = "block" if self.issued else "none"
        return page(f"""<p id=menu style="height:30px"><a href=/consulta>Consultar factura</a></p><h1>Facture su compra</h1>
          <form id=f>{TICKET}{RECEIVER}<button type=button id=go>Generar factura</button></form>
          <div id=said style="position:fixed;left:0;top:0;width:600px;height:80px;background:#fcc;z-index:9;display:{lost}" role=alert>Error de comunicación</div>
          <script>document.getElementById('go').onclick=async()=>{{const s=document.getElementById('said');
            const r=await fetch('/facturar',{{method:'POST',body:new URLSearchParams(new FormData(document.getElementById('f')))}});
            s.style.display='block';s.textContent=r.ok?'Factura generada':'Error de comunicación con el servidor ('+r.status+')'}}</script>""")


async def test_a_consult_link_under_a_message_is_opened_by_its_address(visit: Visit) -> None:
    shop = Covered(fault="502")
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert outcome.recovered
    assert len(shop.issued) == 1


class HandsOverAgain(OnePage):
    """A ticket that was invoiced shows a form of its own: whose is it? Its button draws the links."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        return page("""<h1>Factura tu ticket</h1><div role=alert>Ya existe una factura para este ticket.</div>
          <p>¿Es tuya? Escribe el RFC con el que se facturó.</p><label>RFC <input id=rfc></label>
          <label>Total del ticket <input id=total></label><div id=out role=alert></div><button id=go>Descargar mi factura</button>
          <script>document.getElementById('go').onclick=async()=>{const o=document.getElementById('out');
            const r=await (await fetch('/busca?rfc='+rfc.value+'&total='+total.value)).json();
            o.innerHTML=r.ok?'<a href=/xml>XML</a> <a href=/pdf>PDF</a>':'No hay factura con ese RFC.'}</script>""")

    def pages(self) -> dict[str, object]:
        return {**super().pages(), "/busca": self.look}

    async def look(self, request: web.Request) -> web.Response:
        right = any(
            i["rfc"] == request.query["rfc"] and i["total"] == request.query["total"] for i in self.issued
        )
        return web.json_response({"ok": right})


async def test_a_form_that_only_hands_the_invoice_over_is_filled_before_its_button_is_pressed(
    visit: Visit,
) -> None:
    shop = HandsOverAgain(issued=[BEFORE])
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert outcome.recovered
    assert shop.posts == 0


async def test_somebody_elses_invoice_is_told_as_already_invoiced(visit: Visit) -> None:
    outcome = await visit(HandsOverAgain(issued=[{**BEFORE, "rfc": "XIQB891116QE4"}]))
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.ALREADY_INVOICED


class TwoModes(OnePage):
    """Asks for a code or for the ticket's data, by radio buttons; opens with the wrong one."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        form = f"{TICKET}{RECEIVER}<button>Generar factura</button>"
        return page(f"""<h1>Localice su compra</h1><form method=post action=/facturar>
          <label><input type=radio name=modo value=0 checked> Código de facturación</label>
          <label><input type=radio name=modo value=1> Datos del ticket</label><div id=parte></div></form>
          <script>const forms=[`<label>Código de facturación* <input name=codigo></label>{form.replace(TICKET, "")}`,`{form}`];
          const draw=n=>document.getElementById('parte').innerHTML=forms[n];draw(0);
          document.querySelectorAll('[name=modo]').forEach(r=>r.onchange=()=>setTimeout(()=>draw(+r.value),30))</script>""")

    def refuse(self, form: Mapping[str, str]) -> str:
        return "" if form.get("folio") == "A-778812" else "No se encontró la compra"


async def test_the_way_of_naming_the_sale_that_the_ticket_can_answer_is_chosen(visit: Visit) -> None:
    shop = TwoModes()
    outcome = await visit(shop, folio="A-778812", amount="1234.50")
    assert outcome.failure is None, outcome.failure
    assert shop.posts == 1
    assert shop.issued[0]["modo"] == "1"


class OpensCalendar(OnePage):
    """A calendar opens with the date's focus, lies over the button and closes on Tab or a click elsewhere."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        alert = f"<div role=alert>{said}</div>" if said else ""
        return page(f"""{alert}<form method=post action=/facturar>{RECEIVER}{TICKET}
          <label>Fecha de compra* <input id=fecha name=fecha placeholder="DD/MM/AAAA" autocomplete=off></label>
          <div id=cal style="display:none;position:absolute;background:#fff;width:600px;height:200px;z-index:8">Noviembre 2026</div>
          <button>Generar factura</button></form><script>
          fecha.addEventListener('focus',()=>cal.style.display='block');
          fecha.addEventListener('keydown',e=>{{if(e.key=='Tab')cal.style.display='none'}});
          document.addEventListener('mousedown',e=>{{if(e.target!=fecha&&!cal.contains(e.target))cal.style.display='none'}});</script>""")


async def test_a_calendar_that_opened_with_the_focus_does_not_stay_over_the_button(visit: Visit) -> None:
    shop = OpensCalendar()
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert shop.issued[0]["fecha"] == "18/11/2026"


class Replies(OnePage):
    """Redraws parts by XML answers whose text speaks of a Comprobante; refuses the receptor in one of them."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        return page(f"""<form id=f onsubmit="return false">{TICKET}{RECEIVER}<button type=button id=go>Generar factura</button></form><div id=out></div>
          <script>go.onclick=async()=>{{const r=await fetch('/responde',{{method:'POST',body:new URLSearchParams(new FormData(f))}});
            const x=new DOMParser().parseFromString(await r.text(),'text/xml');
            out.innerHTML=x.querySelector('component').textContent}}</script>""")

    def pages(self) -> dict[str, object]:
        return {**super().pages(), "/responde": self.reply}

    async def reply(self, request: web.Request) -> web.Response:
        self.posts += 1
        text = "El nombre del receptor no coincide con el registrado ante el SAT."
        return web.Response(
            text=f'<?xml version="1.0" encoding="UTF-8"?><ajax-response><component id="c"><![CDATA[<p role="alert">{text}</p>'
            f"<!-- Comprobante Fiscal Digital por Internet {'.' * 200} -->]]></component></ajax-response>",
            content_type="text/xml",
        )


async def test_an_xml_answer_that_is_no_cfdi_is_never_taken_for_the_invoice(visit: Visit) -> None:
    shop = Replies()
    outcome = await visit(shop)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.RECEIVER_REJECTED
    assert not outcome.documents


class PanelUnderTheForm(OnePage):
    """What was invoiced is handed over in a panel under the form itself, with a box of its own for the RFC."""

    fault = "502"

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        return page(f"""<h1>Facture su compra</h1>
          <form id=f>{TICKET}{RECEIVER}<button type=button id=look>Consultar ticket</button>
            <button type=button id=go>Generar factura</button></form><div id=said role=alert></div>
          <div id=panel style="display:none"><p>Si la factura es suya, capture el RFC con el que fue emitida:</p>
            <input id=rfcEmitida maxlength=13> <button type=button id=again>Recuperar factura</button></div>
          <script>const e=i=>document.getElementById(i), said=t=>e('said').innerHTML=t;
            const done=()=>{{said('Este folio ya fue facturado anteriormente');e('panel').style.display='block'}};
            e('go').onclick=async()=>{{const r=await fetch('/facturar',{{method:'POST',body:new URLSearchParams(new FormData(e('f')))}});
              said(r.ok?'Factura generada':'Error de comunicación con el servidor')}};
            e('look').onclick=async()=>{{const r=await (await fetch('/busca?rfc=EKU9003173C9&total=1234.50')).json();
              r.ok?done():said('El ticket es válido')}};
            e('again').onclick=()=>said(e('rfcEmitida').value=='EKU9003173C9'?'Factura encontrada. <a href=/xml>XML</a> <a href=/pdf>PDF</a>':'El RFC no corresponde al de la factura.')</script>""")

    def pages(self) -> Any:
        return {**super().pages(), "/busca": self.look}

    async def look(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": bool(self.issued)})


async def test_a_panel_under_the_form_is_given_whose_the_invoice_is(visit: Visit) -> None:
    shop = PanelUnderTheForm(fault="502")
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert outcome.recovered
    assert len(shop.issued) == 1
