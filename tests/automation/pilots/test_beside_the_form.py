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


class SavedClient(vendors.OnePage):
    """Asks who the client is first, shows what it saved of them, and asks for the sale at the end."""

    saved = {"razon": "ESCUELA KEMPER URGATE", "cp": "06600"}  # noqa: RUF012 - each test's own
    confirmed_wrong = 0

    def pages(self) -> dict[str, object]:
        return {**super().pages(), "/cliente": self.client, "/editar": self.edit, "/orden": self.order}

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        return vendors.page(
            "<h1>Bienvenido</h1><form method=post action=/cliente><label>RFC <input name=rfc></label>"
            "<button>Consultar</button></form>"
        )

    async def client(self, request: web.Request) -> web.Response:
        return vendors.page(
            f"""<h2>Estos son los datos que tenemos de usted</h2><p>Revíselos: con ellos se emitirá su factura.</p>
          <table><tr><td>RFC</td><td>XEKX</td></tr><tr><td>Razón social</td><td>{self.saved["razon"]}</td></tr>
          <tr><td>Código postal</td><td>{self.saved["cp"]}</td></tr></table>
          <form method=post action=/orden><button>Mis datos son correctos</button></form>
          <form method=post action=/editar><button>Actualizar mis datos</button></form>""".replace(
                "XEKX", KEMPER_RFC
            )
        )

    async def edit(self, request: web.Request) -> web.Response:
        receiver = vendors.RECEIVER.split("<label>Uso", maxsplit=1)[0]
        return vendors.page(
            f"<h2>Sus datos fiscales</h2><form method=post action=/orden>{receiver}<button>Guardar</button></form>"
        )

    async def order(self, request: web.Request) -> web.Response:
        told = {k: str(v) for k, v in (await request.post()).items()}
        self.saved = {**self.saved, **{k: told[k] for k in ("razon", "cp") if k in told}}
        self.confirmed_wrong += self.saved["cp"] != "42501"
        uses = f"<label>Uso de CFDI* <select name=uso>{vendors.USES}</select></label>"
        return vendors.page(
            f"<h2>Orden por facturar</h2><form method=post action=/facturar>{vendors.TICKET}{uses}<button>Generar factura</button></form>"
        )


KEMPER_RFC = "EKU9003173C9"


@pytest.mark.parametrize("postal_code", ["42501", "06600"])
async def test_what_a_portal_saved_of_the_client_is_mended_before_it_is_confirmed(
    visit: Visit, postal_code: str
) -> None:
    shop = SavedClient(fault="")
    shop.saved = {**shop.saved, "cp": postal_code}
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert (shop.confirmed_wrong, len(shop.issued)) == (0, 1)
    assert submitted(shop)["folio"] == "A-778812"


class ShopFromTheList(vendors.OnePage):
    """The shop is chosen from suggestions; typed text alone is emptied when the field is left."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        return vendors.page(f"""<form method=post action=/facturar><label>Sucursal* <input id=s autocomplete=off></label>
          <input type=hidden name=sucursal id=sid><div id=list style="position:absolute;background:#fff;border:1px solid;z-index:5"></div>
          {vendors.TICKET}{vendors.RECEIVER}<button>Generar factura</button></form><script>
          const all=['012 Centro','013 Del Valle'];
          s.oninput=()=>{{sid.value='';list.innerHTML='';all.filter(t=>s.value&&t.includes(s.value)).forEach(t=>{{
            const d=document.createElement('div');d.textContent=t;d.style.cursor='pointer';d.onmousedown=e=>e.preventDefault();
            d.onclick=()=>{{s.value=t;sid.value=t;list.innerHTML=''}};list.append(d)}})}};
          s.onblur=()=>setTimeout(()=>{{if(!sid.value)s.value='';list.innerHTML=''}},120)</script>""")

    def refuse(self, form: Mapping[str, str]) -> str:
        return "" if form.get("sucursal") else "Elige tu sucursal de la lista."


async def test_a_shop_is_chosen_from_what_is_suggested(visit: Visit) -> None:
    shop = ShopFromTheList()
    outcome = await visit(shop, sucursal="013")
    assert outcome.failure is None, outcome.failure
    assert submitted(shop)["sucursal"] == "013 Del Valle"
    assert shop.posts == 1


class ShopUnderAnOffer(vendors.OnePage):
    """What was typed looks like the shop's name but chose nothing: an offer came over the list."""

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        return vendors.page(f"""<form method=post action=/facturar><label>Sucursal* <input id=s placeholder="Escribe y elige de la lista"></label>
          <input type=hidden name=sucursal id=sid><div id=list style="position:absolute;left:90px;background:#fff;border:1px solid;z-index:5"></div>
          {vendors.TICKET}{vendors.RECEIVER}<button>Generar factura</button></form>
          <div id=offer hidden style="position:fixed;inset:0;background:#0009;z-index:9"><div style="background:#fff;width:300px;margin:90px auto">
           <h3>Gana puntos con tu compra</h3><a href="#" id=no>No, gracias</a></div></div><style>[hidden]{{display:none!important}}</style><script>
          let shown=0;const take=t=>{{s.value=t;sid.value=t;list.innerHTML=''}};
          s.oninput=()=>{{sid.value='';list.innerHTML='';['Centro','Del Valle'].filter(t=>s.value&&t.includes(s.value)).forEach(t=>{{
            const d=document.createElement('div');d.textContent=t;d.style.cursor='pointer';d.onclick=()=>take(t);list.append(d);
            if(!shown++)offer.hidden=false}})}};
          no.onclick=e=>{{e.preventDefault();offer.hidden=true}}</script>""")

    def refuse(self, form: Mapping[str, str]) -> str:
        return "" if form.get("sucursal") else "Elige tu sucursal de la lista."


async def test_a_shop_is_chosen_again_where_an_offer_came_over_the_list(visit: Visit) -> None:
    shop = ShopUnderAnOffer()
    outcome = await visit(shop, sucursal="Del Valle")
    assert outcome.failure is None, outcome.failure
    assert submitted(shop)["sucursal"] == "Del Valle"
    assert shop.posts == 1
