# ruff: noqa: E501 - markup
"""The form pilot where things stand beside and over the form: pop-ups, suggestions, tabs, mail on the result."""

from collections.abc import Mapping

import pytest
from aiohttp import web

from automation.reading.understanding import Datum
from invoicing.states import FailureType
from tests.automation.pilots import vendors
from tests.automation.pilots.test_real_pages import Visit, submitted, visit

__all__ = ["visit"]

pytestmark = pytest.mark.browser

SUGGESTS = """<label>Régimen fiscal* <input id=regimen name=regimen autocomplete=off></label>
 <div id=list style="position:absolute;background:#fff;border:1px solid;z-index:5"></div>
 <script>{const i=document.getElementById('regimen'),l=document.getElementById('list'),
  all=['601 · General de Ley Personas Morales','612 · Personas Físicas con Actividades Empresariales'];let taken='';
  i.oninput=()=>{taken='';l.innerHTML='';all.filter(t=>i.value&&t.toLowerCase().includes(i.value.toLowerCase())).forEach(t=>{
   const d=document.createElement('div');d.textContent=t;d.style.cursor='pointer';
   d.onmousedown=e=>{e.preventDefault();i.value=taken=t;l.innerHTML=''};l.append(d)})};
  i.onblur=()=>{l.innerHTML='';if(!taken)i.value=''}}</script>"""
POPUPS = """<div id=ck style="position:fixed;left:0;right:0;bottom:0;background:#222;color:#fff;padding:18px;z-index:4">Usamos cookies
  <b style="cursor:pointer" onclick="ck.remove()">Aceptar todas</b></div>
 <div id=nl hidden style="position:fixed;inset:0;background:#0009;z-index:9"><div style="background:#fff;width:300px;margin:90px auto">
  <i style="cursor:pointer" onclick="nl.remove()">×</i><h3>10% de descuento</h3><input type=email placeholder="Correo electrónico">
  <span style="cursor:pointer" onclick="fetch('/boletin',{method:'POST'})">Suscribirme</span></div></div>
 <script>setTimeout(()=>nl.hidden=false,150)</script><style>[hidden]{display:none!important}</style>"""


class Crowded(vendors.OnePage):
    """A newsletter that pops up, a bar about cookies, a régimen of suggestions that empties itself."""

    subscribed = 0

    def pages(self) -> dict[str, object]:
        return {**super().pages(), "/boletin": self.subscribe}

    async def subscribe(self, request: web.Request) -> web.Response:
        self.subscribed += 1
        return web.Response()

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        regime = f"<label>Régimen fiscal* <select name=regimen id=regimen>{vendors.REGIMES}</select></label>"
        receiver = vendors.RECEIVER.replace(regime, SUGGESTS)
        assert receiver != vendors.RECEIVER
        return vendors.page(
            f"<form method=post action=/facturar>{vendors.TICKET}{receiver}<button>Generar factura</button></form>{POPUPS}"
        )


async def test_popups_are_closed_and_a_suggestion_is_taken(visit: Visit) -> None:
    shop = Crowded()
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert submitted(shop)["regimen"] == "601 · General de Ley Personas Morales"
    assert shop.subscribed == 0


class Tabbed(vendors.OnePage):
    """The tab for old invoices lies open; no <form> anywhere."""

    async def form(self, request: web.Request) -> web.Response:
        return vendors.page(f"""<div role=tablist><button role=tab id=tc aria-selected=true>Consultar</button>
          <button role=tab id=tf aria-selected=false>Facturar</button></div>
          <div id=c><label>Folio del ticket <input></label><label>RFC <input></label><button onclick="fetch('/consulta')">Consultar</button></div>
          <div id=f hidden>{vendors.TICKET}{vendors.RECEIVER}<button onclick="send()">Facturar mi compra</button></div>
          <script>tf.onclick=()=>{{c.hidden=true;f.hidden=false;tf.ariaSelected='true';tc.ariaSelected='false'}};
          function send(){{const d=new FormData();f.querySelectorAll('[name]').forEach(e=>d.append(e.name,e.value));
           fetch('/facturar',{{method:'POST',body:d}}).then(r=>r.text()).then(t=>document.body.innerHTML=t)}}</script>""")


async def test_the_tab_that_invoices_is_opened_first(visit: Visit) -> None:
    shop = Tabbed()
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert submitted(shop)["folio"] == "A-778812"


class Mailing(vendors.OnePage):
    """Issues without asking for an address and sends the files to one that is typed afterwards."""

    mailed = ""

    def pages(self) -> dict[str, object]:
        return {"/": self.form, "/facturar": self.post, "/enviar": self.mail}

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        receiver = vendors.RECEIVER.split("<label>Correo", maxsplit=1)[0]
        return vendors.page(
            f"<form method=post action=/facturar>{vendors.TICKET}{receiver}<button>Generar factura</button></form>"
        )

    async def post(self, request: web.Request) -> web.StreamResponse:
        self.issue({k: str(v) for k, v in (await request.post()).items()})
        return vendors.page(
            "<h1>Su factura se generó exitosamente</h1><form method=post action=/enviar>"
            "<label>Correo electrónico <input name=correo></label><button>Enviar correo</button></form>"
        )

    async def mail(self, request: web.Request) -> web.Response:
        self.mailed = str((await request.post())["correo"])
        return vendors.page("<p>Su factura ha sido enviada al correo indicado</p>")


async def test_a_portal_that_only_mails_is_told_where_to(visit: Visit) -> None:
    shop = Mailing()
    outcome = await visit(shop)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.EMAIL_DELIVERY
    assert shop.mailed == "cfdi@kemper.example"
    assert len(shop.issued) == 1
    assert Datum.EMAIL not in submitted(shop)


class MailOrFile(vendors.OnePage):
    """Asks how to hand the invoice over, and proposes the mail; whoever wants a mail gets nothing else."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        choice = "".join(
            f"<label><input type=radio name=entrega value={value} {more}> {label}</label>"
            for value, label, more in (
                ("correo", "Enviar por correo electrónico", "checked"),
                ("archivo", "Descargar en este momento", ""),
            )
        )
        return vendors.page(
            f"<form method=post action=/facturar>{vendors.TICKET}{vendors.RECEIVER}{choice}<button>Facturar</button></form>"
        )


async def test_a_file_now_is_preferred_to_a_mail_some_day(visit: Visit) -> None:
    shop = MailOrFile()
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert submitted(shop)["entrega"] == "archivo"
