# ruff: noqa: E501 - markup
"""Small portals of invented shops for a real browser, each with tricks of its own, and a ledger of what they
issued. They answer XML that only says what was submitted: the checks of a CFDI are tested elsewhere."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

REGIMES = "<option value=''>Seleccione</option><option value='601'>601 - General de Ley Personas Morales</option><option value='612'>612 - Personas Físicas con Actividades Empresariales y Profesionales</option><option value='626'>626 - Régimen Simplificado de Confianza</option>"
USES = "<option value=''>Seleccione</option><option value='G01'>G01 - Adquisición de mercancías</option><option value='G03'>G03 - Gastos en general</option><option value='S01'>S01 - Sin efectos fiscales</option>"
RECEIVER = f"""
 <label>RFC* <input name=rfc id=rfc maxlength=13></label>
 <label>Razón social* <input name=razon id=razon></label>
 <label>Código postal* <input name=cp id=cp maxlength=5></label>
 <label>Régimen fiscal* <select name=regimen id=regimen>{REGIMES}</select></label>
 <label>Uso de CFDI* <select name=uso id=uso>{USES}</select></label>
 <label>Correo electrónico* <input name=correo id=correo type=email></label>"""
TICKET = """
 <label>Folio del ticket* <input name=folio id=folio></label>
 <label>Total* <input name=total id=total></label>"""
STYLE = "<style>label{display:block;margin:8px}</style>"


@dataclass
class Shop:
    """`fault`: what the issuing answer does instead of arriving (after the invoice was issued)."""

    issued: list[Mapping[str, str]] = field(default_factory=list)
    posts: int = 0
    fault: str = ""
    visits: int = 0
    desk: Any = None
    journal: Any = None

    def issue(self, form: Mapping[str, str]) -> bool:
        """One invoice per folio, as every shop but the careless."""
        self.posts += 1
        if any(i["folio"] == form["folio"] for i in self.issued):
            return False
        self.issued.append(dict(form))
        return True

    def careless_issue(self, form: Mapping[str, str]) -> bool:
        self.posts += 1
        self.issued.append(dict(form))
        return True


def xml_of(form: Mapping[str, str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" '
        f'Version="4.0" Total="{form.get("total", "")}"><cfdi:Receptor Rfc="{form.get("rfc", "")}" '
        f'Nombre="{form.get("razon", "")}"/></cfdi:Comprobante>'
    )


def page(body: str, title: str = "Facturación en línea") -> web.Response:
    text = f"<!doctype html><html lang=es><meta charset=utf-8><title>{title}</title>{STYLE}<body>{body}</body></html>"
    return web.Response(text=text, content_type="text/html")


def file(content: str | bytes, name: str, kind: str) -> web.Response:
    body = content.encode() if isinstance(content, str) else content
    return web.Response(
        body=body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


async def drop(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    await asyncio.sleep(0)
    return web.Response()


DONE = """<h1>¡Factura generada correctamente!</h1>
 <p>Su factura se generó exitosamente.</p>
 <a href="/xml">Descargar XML</a> <a href="/pdf">Descargar PDF</a>"""


class OnePage(Shop):
    """Everything on one form, posted; results with links; a road to consult."""

    def pages(self) -> dict[str, object]:
        return {
            "/": self.form,
            "/facturar": self.post,
            "/consulta": self.consult,
            "/xml": self.xml,
            "/pdf": self.pdf,
        }

    async def form(self, request: web.Request) -> web.Response:
        self.visits += 1
        return self.show()

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        alert = f"<div class='alert alert-danger' role=alert>{said}</div>" if said else ""
        return page(
            f"<a href=/consulta>Consultar factura</a><h1>Facture su compra</h1>{alert}"
            f"<form method=post action=/facturar>{TICKET}{RECEIVER}<button>Generar factura</button></form>"
        )

    async def post(self, request: web.Request) -> web.StreamResponse:
        form = {k: str(v) for k, v in (await request.post()).items()}
        refused = self.refuse(form)
        if refused:
            self.posts += 1
            return self.show(refused, form)
        if not self.issue(form):
            return self.show("Este folio ya fue facturado anteriormente.")
        if self.fault == "502":
            return web.Response(status=502, text="<h1>502 Bad Gateway</h1>", content_type="text/html")
        return await drop(request) if self.fault == "drop" else page(DONE)

    def refuse(self, form: Mapping[str, str]) -> str:
        return ""

    async def consult(self, request: web.Request) -> web.Response:
        if request.method == "POST":
            asked = await request.post()
            found = [i for i in self.issued if i["folio"] == asked["folio"] and i["rfc"] == asked["rfc"]]
            return page(DONE if found else "<div class=alert>No se encontró la factura</div>")
        return page(
            "<h1>Consulta de facturas</h1><form method=post action=/consulta>"
            "<label>RFC <input name=rfc></label><label>Folio del ticket <input name=folio></label>"
            "<button>Buscar</button></form>"
        )

    async def xml(self, request: web.Request) -> web.Response:
        return file(xml_of(self.issued[-1]), "factura.xml", "application/xml")

    async def pdf(self, request: web.Request) -> web.Response:
        return file(b"%PDF-1.4 factura", "factura.pdf", "application/pdf")


class Overwriting(OnePage):
    """Leaving the RFC looks the client up and puts an old name and postal code; uso comes by AJAX after the
    régimen; the button wakes when the form is complete; the question is drawn, not native."""

    def pages(self) -> dict[str, object]:
        return {**super().pages(), "/cliente": self.client, "/usos": self.uses}

    async def client(self, request: web.Request) -> web.Response:
        await asyncio.sleep(0.05)
        return web.json_response({"razon": "ESCUELA KEMPER SA DE CV", "cp": "06600"})

    async def uses(self, request: web.Request) -> web.Response:
        await asyncio.sleep(0.15)
        return web.json_response([["G01", "Adquisición de mercancías"], ["G03", "Gastos en general"]])

    def show(self, said: str = "", held: Mapping[str, str] | None = None) -> web.Response:
        receiver = RECEIVER.replace(USES, "<option value=''>Seleccione</option>")
        return page(f"""<h1>Facturación electrónica</h1><form id=f method=post action=/facturar>{TICKET}{receiver}
          <label><input type=checkbox id=terms> Acepto los términos y condiciones y el aviso de privacidad</label>
          <label><input type=checkbox name=partidos> Complemento para partidos políticos</label>
          <button type=button id=go disabled>Facturar</button></form>
          <div id=sure role=dialog aria-modal=true style="display:none;position:fixed;left:200px;top:200px;
            background:#fff;border:1px solid;padding:40px;z-index:9"><h2>¿Está seguro que desea facturar?</h2>
            <button type=button id=no>Cancelar</button><button type=button id=yes>Sí, facturar</button></div>
          <script>
          const $=i=>document.getElementById(i);
          $('rfc').addEventListener('blur',async()=>{{const c=await (await fetch('/cliente')).json();
            if(!window.told){{window.told=1;$('razon').value=c.razon;$('cp').value=c.cp}}}});
          $('regimen').addEventListener('change',async()=>{{const l=await (await fetch('/usos')).json();
            $('uso').innerHTML='<option value="">Seleccione</option>'+l.map(o=>`<option value="${{o[0]}}">${{o[1]}}</option>`).join('')}});
          setInterval(()=>{{const off=!($('terms').checked&&$('uso').value&&$('folio').value);if(off!==$('go').disabled)$('go').disabled=off}},50);
          $('go').onclick=()=>$('sure').style.display='block';
          $('no').onclick=()=>$('sure').style.display='none';
          $('yes').onclick=()=>$('f').submit();
          </script>""")


class Wizard(Shop):
    """Ticket first, by AJAX; then the receptor with a native question; the file as a blob; a calendar."""

    def pages(self) -> dict[str, object]:
        return {"/": self.form, "/ticket": self.ticket, "/emitir": self.emit}

    async def ticket(self, request: web.Request) -> web.Response:
        asked = await request.json()
        right = asked["folio"] == "A-778812" and asked["fecha"] == "18/11/2026"
        return web.json_response(
            {"ok": right, "error": "" if right else "No se encontró el ticket ingresado"}
        )

    async def emit(self, request: web.Request) -> web.Response:
        form = await request.json()
        self.careless_issue(form)
        if self.fault == "502":
            return web.Response(status=502, text="bad gateway")
        return web.json_response({"xml": xml_of(form)})

    async def form(self, request: web.Request) -> web.Response:
        self.visits += 1
        return page(f"""<h1>Factura tu ticket</h1><div id=aviso role=dialog style="position:fixed;inset:0;background:#eee;
          padding:80px;z-index:5"><p>Aviso de privacidad: usamos sus datos para emitir su factura.</p>
          <button onclick="aviso.remove()">Entendido</button></div>
          <div id=one>{TICKET.replace("name=total", "name=total inputmode=decimal")}
            <label>Fecha de compra* <input id=fecha readonly placeholder="dd/mm/aaaa"></label>
            <div id=cal class="datepicker" style="display:none;position:absolute;background:#fff;border:1px solid;z-index:8"></div>
            <div id=msg role=alert></div><button id=find>Buscar ticket</button></div>
          <div id=two style="display:none">{RECEIVER}<button id=emit>Timbrar</button></div><div id=out></div>
          <script>
          const $=i=>document.getElementById(i), M=['Enero','Febrero','Marzo','Abril','Mayo','Junio','Julio','Agosto',
            'Septiembre','Octubre','Noviembre','Diciembre']; let y=2027,m=1;
          function draw(){{const first=new Date(y,m-1,1).getDay(),n=new Date(y,m,0).getDate(),p=new Date(y,m-1,0).getDate();
            let cells='',d=1-first;for(let r=0;r<6;r++){{cells+='<tr>';for(let c=0;c<7;c++,d++){{
              const out=d<1||d>n;cells+=`<td class="${{out?'other-month':'day'}}"><a href="#" onclick="return pick(${{d}},${{out}})">${{d<1?p+d:d>n?d-n:d}}</a></td>`}}cells+='</tr>'}}
            $('cal').innerHTML=`<a href="#" title="Anterior" onclick="return go(-1)">‹</a><span> ${{M[m-1]}} ${{y}} </span>
              <a href="#" title="Siguiente" onclick="return go(1)">›</a><table>${{cells}}</table>`}}
          window.go=s=>{{m+=s;if(m<1){{m=12;y--}}if(m>12){{m=1;y++}}draw();return false}};
          window.pick=(d,out)=>{{if(!out){{$('fecha').value=String(d).padStart(2,'0')+'/'+String(m).padStart(2,'0')+'/'+y;$('cal').style.display='none'}}return false}};
          $('fecha').onclick=()=>{{draw();$('cal').style.display='block'}};
          $('find').onclick=async()=>{{const a=await (await fetch('/ticket',{{method:'POST',body:JSON.stringify({{folio:$('folio').value,fecha:$('fecha').value}})}})).json();
            if(a.ok){{$('one').style.display='none';$('two').style.display='block'}}else $('msg').textContent=a.error}};
          $('emit').onclick=async()=>{{if(!confirm('¿Desea timbrar la factura?'))return;
            const form={{}};document.querySelectorAll('input,select').forEach(e=>form[e.name||e.id]=e.value);
            const r=await fetch('/emitir',{{method:'POST',body:JSON.stringify(form)}});
            if(!r.ok)return;const a=await r.json();
            const u=URL.createObjectURL(new Blob([a.xml],{{type:'application/xml'}}));
            $('two').style.display='none';
            $('out').innerHTML=`<h2>Factura generada correctamente</h2><a download="cfdi.xml" href="${{u}}">Descargar XML</a>`}};
          </script>""")
