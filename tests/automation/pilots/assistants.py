# ruff: noqa: E501 - markup
"""Invented shops that ask one thing at a time, fold their form away, or hide their files; see `vendors`."""

import json

from aiohttp import web

from tests.automation.pilots.vendors import OnePage, Shop, file, page, xml_of

REGIMES = [
    ["601", "General de Ley Personas Morales"],
    ["612", "Personas Físicas con Actividades Empresariales y Profesionales"],
    ["626", "Régimen Simplificado de Confianza"],
]
USES = [["G01", "Adquisición de mercancías"], ["G03", "Gastos en general"], ["S01", "Sin efectos fiscales"]]


class Slides(Shop):
    """One question a screen inside a web component's shadow root; lists are cards; the files lie behind three
    dots. Nothing is sent before the last screen."""

    result = '<button class=dots onclick="this.nextElementSibling.hidden=false">⋮</button><div hidden><a href=/xml>XML</a> <a href=/pdf>PDF</a></div>'

    def pages(self) -> dict[str, object]:
        return {"/": self.form, "/emitir": self.emit, "/xml": self.xml, "/pdf": self.pdf}

    async def emit(self, request: web.Request) -> web.Response:
        self.careless_issue(json.loads(await request.text()))
        return web.json_response({"ok": True})

    async def xml(self, request: web.Request) -> web.Response:
        return file(xml_of(self.issued[-1]), "cfdi.xml", "application/xml")

    async def pdf(self, request: web.Request) -> web.Response:
        return file(b"%PDF-1.4 factura", "cfdi.pdf", "application/pdf")

    async def form(self, request: web.Request) -> web.Response:
        self.visits += 1
        return page(f"""<mi-factura></mi-factura><script>
          const Q=[['folio','¿Qué folio trae tu ticket?'],['total','¿Cuánto pagaste en total?'],['rfc','¿Cuál es tu RFC?'],
            ['razon','Escribe tu nombre o razón social'],['cp','¿Cuál es tu código postal?'],
            ['regimen','¿Cuál es tu régimen fiscal?',{json.dumps(REGIMES)}],['uso','¿Qué uso le darás a tu CFDI?',{json.dumps(USES)}],
            ['correo','¿A qué correo te la mandamos?']], A={{}};
          customElements.define('mi-factura',class extends HTMLElement{{
            connectedCallback(){{this.r=this.attachShadow({{mode:'open'}});this.n=-1;this.draw()}}
            next(k,v){{A[k]=v;this.n++;this.draw()}}
            draw(){{const q=Q[this.n];
              if(this.n<0){{this.r.innerHTML='<h1>Tu factura en un minuto</h1><button>Empezar</button>';this.r.querySelector('button').onclick=()=>{{this.n=0;this.draw()}};return}}
              if(!q){{this.r.innerHTML='<h2>¿Todo bien con tus datos?</h2><p>'+A.rfc+' · '+A.razon+'</p><button>Emitir mi factura</button>';
                this.r.querySelector('button').onclick=async()=>{{await fetch('/emitir',{{method:'POST',body:JSON.stringify(A)}});
                  this.r.innerHTML={json.dumps("<h2>¡Tu factura está lista!</h2>" + self.result)}}};return}}
              this.r.innerHTML='<style>.c{{border:1px solid;padding:8px;margin:4px;cursor:pointer}}</style><h2>'+q[1]+'</h2>'+(q[2]?q[2].map(o=>'<div class=c data-v="'+o[0]+'">'+o[1]+'</div>').join('')
                :'<input placeholder="Escribe tu respuesta aquí…"><button>OK</button><small>presiona Enter ↵</small>');
              this.r.querySelectorAll('.c').forEach(c=>c.onclick=()=>this.next(q[0],c.dataset.v));
              const b=this.r.querySelector('button');if(b)b.onclick=()=>this.next(q[0],this.r.querySelector('input').value)}}}});
          </script>""")


class Chat(Slides):
    """A conversation in a contenteditable that is sent with Enter: no button at all."""

    async def form(self, request: web.Request) -> web.Response:
        self.visits += 1
        return page(f"""<div id=log></div><div id=t contenteditable=true role=textbox aria-label="Mensaje" style="position:fixed;bottom:10px;left:10px;width:500px;border:1px solid;min-height:24px"></div><script>
          const Q=[['folio','¡Hola! Para facturar dime el folio de tu ticket'],['total','¿De cuánto fue tu compra?'],['rfc','Gracias. ¿Cuál es tu RFC?'],
            ['razon','¿A nombre de quién va la factura?'],['cp','Dime tu código postal, porfa'],
            ['regimen','¿En qué régimen tributas?',{json.dumps(REGIMES)}],['uso','¿Qué uso de CFDI le pongo?',{json.dumps(USES)}],
            ['correo','¿A qué correo la mando?']], A={{}}, log=document.getElementById('log'), t=document.getElementById('t');let n=0;
          const put=h=>{{const d=document.createElement('div');d.style='margin:6px;padding:6px';d.innerHTML=h;log.appendChild(d);return d}};
          function ask(){{const q=Q[n];if(!q){{const d=put('Voy a emitir tu factura a '+A.rfc+'. ¿Es correcto? <button>Sí, adelante</button> <button>No, espera</button>');
              d.querySelector('button').onclick=async()=>{{await fetch('/emitir',{{method:'POST',body:JSON.stringify(A)}});put({json.dumps("¡Listo! Tu factura quedó emitida " + self.result)})}};return}}
            const d=put(q[1]);if(q[2]){{const r=put(q[2].map(o=>'<button value="'+o[0]+'">'+o[1]+'</button>').join(' '));
              r.querySelectorAll('button').forEach(b=>b.onclick=()=>{{r.remove();say(b.textContent,b.value)}})}}}}
          function say(s,v){{put('<i>'+s+'</i>');A[Q[n][0]]=v||s;n++;setTimeout(ask,120)}}
          t.addEventListener('keydown',e=>{{if(e.key=='Enter'){{e.preventDefault();const s=t.textContent.trim();t.textContent='';if(s&&Q[n]&&!Q[n][2])say(s)}}}});
          ask();</script>""")


class Folded(Slides):
    """One form in two folded sections of which one is open at a time, one button under both."""

    result = "<p>Tu factura fue generada</p><a href=/xml class=ic><svg width=16 height=16><path d='M0 0h9v9z'/></svg></a>"

    async def form(self, request: web.Request) -> web.Response:
        self.visits += 1
        options = {
            k: "".join(f"<option value={c}>{t}</option>" for c, t in o)
            for k, o in (("regimen", REGIMES), ("uso", USES))
        }
        return page(f"""<h1>Facturación</h1><style>.b{{display:none}}.on .b{{display:block}}.h{{cursor:pointer;background:#ddd;padding:8px}}</style><form id=f>
          <div class=s><div class="h accordion-header" onclick="tog(this)">Datos de tu compra</div><div class=b><label>Folio <input name=folio></label><label>Total <input name=total></label></div></div>
          <div class=s><div class="h accordion-header" onclick="tog(this)">Datos fiscales</div><div class=b><label>RFC <input name=rfc></label><label>Razón social <input name=razon></label><label>Código postal <input name=cp></label>
            <label>Régimen fiscal <select name=regimen><option value=''>Elige</option>{options["regimen"]}</select></label><label>Uso de CFDI <select name=uso><option value=''>Elige</option>{options["uso"]}</select></label><label>Correo <input name=correo></label></div></div>
          <button type=button id=go>Facturar</button></form><div id=out></div><script>
          function tog(h){{const s=h.parentNode,on=s.classList.contains('on');document.querySelectorAll('.s').forEach(x=>x.classList.remove('on'));if(!on)s.classList.add('on')}}
          go.onclick=async()=>{{const d=Object.fromEntries(new FormData(f));if(Object.values(d).some(v=>!v)){{out.innerHTML='<p role=alert>Faltan datos por capturar</p>';return}}
            await fetch('/emitir',{{method:'POST',body:JSON.stringify(d)}});f.remove();out.innerHTML={json.dumps(self.result)} }}
          </script>""")


class Handing(OnePage):
    """A form like any other, whose result hides the files; `done` is what stands after it was posted."""

    done = ""

    def pages(self) -> dict[str, object]:
        return {**super().pages(), "/ver/pdf": self.pdf_inline, "/ver/xml": self.xml}

    async def post(self, request: web.Request) -> web.StreamResponse:
        self.issue({k: str(v) for k, v in (await request.post()).items()})
        return page(f"<h1>Tu factura fue generada correctamente</h1>{self.done}")

    async def pdf_inline(self, request: web.Request) -> web.Response:
        return web.Response(body=b"%PDF-1.4 factura", content_type="application/pdf")


DELIVERIES = {
    "icons without words": "<a href=/pdf><i class='i1'>▣</i></a> <a href=/xml><i class='i2'>◈</i></a>",
    "a menu of three dots": "<span style='cursor:pointer' onclick=\"m.hidden=false\">⋮</span><ul id=m hidden><li><a href=/xml>XML</a><li><a href=/pdf>PDF</a></ul>",
    "a viewer of the PDF only": "<iframe src=/ver/pdf width=400 height=200></iframe>",
    "links that come late": "<p id=w>Estamos preparando tus archivos</p><script>setTimeout(()=>w.innerHTML='<a href=/xml>Descargar XML</a>',2500)</script>",
    "a blob made by script": "<button onclick=\"fetch('/xml').then(r=>r.blob()).then(b=>{const a=document.createElement('a');a.href=window.URL.createObjectURL(b);a.download='f.xml';a.click()})\">Descargar</button>",
    "a new tab": "<button onclick=\"window.open('/xml')\">Ver mi comprobante (XML)</button>",
    "a form that posts": "<form method=post action=/xml><button>XML</button></form>",
    "a clickable picture": "<img src=x.png alt='Archivo XML' width=30 height=30 onclick=\"location='/xml'\">",
}
