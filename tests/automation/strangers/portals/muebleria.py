"""Mueblería Robles y Roble (fictional): PHP of 2008, tables within tables. Labels in the left cells, pictures
for buttons, the RFC in three boxes, everything on one long page with the observations nobody fills in."""

from collections.abc import Mapping
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, is_day, receiver_of

_NAMES = {
    "rfc": "rfc",
    "name": "nombre_cte",
    "postal_code": "cp_cte",
    "regime": "regimen",
    "use": "uso",
    "email": "correo_cte",
}
_NEEDED = ("nota", "fecha", "total", "siglas", "fec_rfc", "homo", *list(_NAMES.values())[1:])
_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="28"><rect width="150" height="28" rx="5" '
    'fill="#8b4513"/><text x="75" y="19" fill="#fff" font-family="Arial" font-size="13" '
    'text-anchor="middle">{words}</text></svg>'
)
_PICTURES = {
    "facturar": "Facturar nota",
    "limpiar": "Borrar forma",
    "catalogo": "Ver catálogo",
    "emitir": "Emitir factura",
}


class Muebleria(Stranger):
    company = Company("MRR970610LV1", "MUEBLES ROBLES Y ROBLE", "Mueblería Robles y Roble")
    archetype = "Tablas de 2008: rótulos en la celda izquierda, imágenes por botones, RFC en tres casillas"
    shape = TicketShape(
        folio="R######",
        store="#",
        articles=(
            Article("56101500", "H87", "Comedor de encino", 2900, 14800),
            Article("56101515", "H87", "Cabecera y buró", 1200, 5200),
        ),
        lines=(1, 2),
    )
    words: ClassVar = {"folio": "nota"}
    texts: ClassVar = {
        "folio": ("Nota de venta No.", "No. de nota"),
        "date": ("Fecha de la nota", "Fecha"),
        "total": ("Total de la nota", "Importe de la nota"),
        "rfc": ("R.F.C.", "RFC del cliente"),
        "name": ("Nombre o Raz&oacute;n Social", "Cliente (nombre fiscal)"),
        "cp": ("C&oacute;digo Postal", "C. P."),
        "regime": ("R&eacute;gimen Fiscal", "R&eacute;gimen"),
        "use": ("Uso de la Factura", "Uso CFDI"),
        "email": ("Correo Electr&oacute;nico", "E-mail"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("LA NOTA NO EXISTE, VERIFIQUE SUS DATOS",),
        Verdict.WRONG_TOTAL: ("EL TOTAL DE LA NOTA ES INCORRECTO",),
        Verdict.NOT_SYNCED: ("LA NOTA AUN NO ESTA REGISTRADA EN EL SISTEMA, INTENTE MAS TARDE",),
        Verdict.EXPIRED: ("LA NOTA YA VENCIO PARA FACTURAR",),
        Verdict.INVOICED: ("ESTA NOTA YA ESTA FACTURADA",),
        Verdict.CANCELLED: ("ESTA NOTA ESTA CANCELADA",),
        Verdict.IN_GLOBAL: ("ESTA NOTA YA SE INCLUYO EN LA FACTURA DEL DIA AL PUBLICO EN GENERAL",),
    }
    refuses: ClassVar = dict.fromkeys(Attribute, "ERROR AL TIMBRAR: {code} {sat}")

    @route("GET", "/img/{name}.gif")
    async def picture(self, visit: Visit) -> web.StreamResponse:
        words = _PICTURES.get(visit.args["name"], "")
        return web.Response(text=_PICTURE.format(words=words), content_type="image/svg+xml")

    @route("GET", "/")
    async def home(self, visit: Visit) -> web.StreamResponse:
        return visit.page("muebleria_inicio.html")

    @route("GET", "/factura.php")
    async def form(self, visit: Visit) -> web.StreamResponse:
        return visit.page("muebleria.html", v={}, error="")

    @route("POST", "/factura.php")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        settled = await self._issue(visit, posted)
        if isinstance(settled, Issued):
            return visit.page("muebleria_fin.html", uuid=settled.uuid)
        return visit.page("muebleria.html", v=posted, error=settled)

    async def _issue(self, visit: Visit, posted: Mapping[str, str]) -> Issued | str:
        if not all(posted.get(name, "").strip() for name in _NEEDED):
            return "FALTAN DATOS, LLENE TODOS LOS CAMPOS CON ASTERISCO"
        ticket = visit.find(folio=posted["nota"])
        if ticket is not None and not is_day(ticket, posted["fecha"], "%d-%m-%Y"):
            ticket = None
        verdict = visit.verdict(ticket, amount=posted["total"])
        if ticket is None or verdict is not Verdict.OK:
            return self.say(verdict)
        rfc = "".join(posted[part].strip() for part in ("siglas", "fec_rfc", "homo"))
        return await self.settle(visit, ticket, receiver_of({**posted, "rfc": rfc}, _NAMES))
