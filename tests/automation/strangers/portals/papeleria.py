"""Trazo y Papel (fictional), a stationer: ASP.NET WebForms as an in-house team left it in 2013. One address,
an UpdatePanel that every button posts back through, a GridView of added tickets before "Continuar" wakes up,
abbreviated labels, a régimen that posts back to fill the uso, image buttons for the files."""

from collections.abc import Mapping
from typing import Any, ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.fiscal import is_moral, uses_for
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, digits, is_day, receiver_of

PREFIX = "ctl00$cphCuerpo$"
_NAMES = {
    "rfc": "txtRfcRec",
    "name": "txtRazSoc",
    "postal_code": "txtCP",
    "regime": "ddlRegFis",
    "use": "ddlUso",
    "email": "txtMail",
}


class Papeleria(Stranger):
    company = Company("TYP0812039H8", "TRAZO Y PAPEL DEL BAJIO", "Trazo y Papel")
    archetype = "WebForms con UpdatePanel: los tickets se agregan a una tabla antes de continuar"
    shape = TicketShape(
        folio="########",
        store="0##",
        terminal="##",
        articles=(
            Article("14111507", "XPK", "Papel bond carta", 90, 480),
            Article("44121701", "H87", "Bolígrafos caja con 12", 60, 220),
            Article("44122000", "H87", "Carpetas y archiveros", 120, 1900),
        ),
    )
    words: ClassVar = {"folio": "no_trans", "store": "suc", "terminal": "caja"}
    entry = "/Factura.aspx"
    texts: ClassVar = {
        "store": ("Suc.", "Sucursal"),
        "till": ("Caja", "No. caja"),
        "folio": ("No. Trans.", "Transacc. núm."),
        "date": ("Fec. venta", "Fecha vta."),
        "total": ("Imp. total", "Imp. neto"),
        "add": ("Agregar", "Agregar >>"),
        "rfc": ("R.F.C.", "RFC recep."),
        "name": ("Raz. Soc.", "Nom. / Raz. Soc."),
        "cp": ("C.P.", "Dom. fiscal (C.P.)"),
        "regime": ("Rég. fiscal", "Rég. fisc. recep."),
        "use": ("Uso CFDI", "Uso compr."),
        "email": ("Correo-e", "E-mail"),
        "issue": ("Timbrar", "Emitir CFDI"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("Transacción inexistente. Revise Suc., caja y No. Trans.",),
        Verdict.WRONG_TOTAL: ("El Imp. total no corresponde con la transacción.",),
        Verdict.NOT_SYNCED: ("La transacción aún no se recibe de la sucursal. Intente en 24 hrs.",),
        Verdict.EXPIRED: ("Transacción fuera del mes vigente, ya no puede facturarse.",),
        Verdict.INVOICED: ("La transacción ya cuenta con CFDI.",),
        Verdict.CANCELLED: ("La transacción fue cancelada en caja.",),
        Verdict.IN_GLOBAL: ("La transacción se incluyó en el CFDI global.",),
    }
    refuses: ClassVar = dict.fromkeys(Attribute, "PAC: {code} - {sat}")

    @route("GET", "/Factura.aspx")
    async def open(self, visit: Visit) -> web.StreamResponse:
        visit.state.update(step="ticket", folios=[], uuid="")
        return visit.page("papeleria.html", **self._view(visit, {}, ""))

    @route("POST", "/Factura.aspx")
    async def post_back(self, visit: Visit) -> web.StreamResponse:
        posted = {name.removeprefix(PREFIX): value for name, value in (await visit.form()).items()}
        target = posted.get("__EVENTTARGET", "").removeprefix(PREFIX)
        message = ""
        if "btnAgregar" in posted:
            message = self._add(visit, posted)
        elif target == "gvTrans":
            row = int(digits(posted.get("__EVENTARGUMENT")) or 0)
            del visit.state["folios"][row : row + 1]
        elif "btnContinuar" in posted and visit.state.get("folios"):
            visit.state["step"] = "receptor"
        elif "btnRegresar" in posted:
            visit.state["step"] = "ticket"
        elif "btnTimbrar" in posted:
            message = await self._stamp(visit, posted)
        return visit.page("papeleria_panel.html", **self._view(visit, posted, message))

    def _view(self, visit: Visit, posted: Mapping[str, str], message: str) -> dict[str, Any]:
        regime = posted.get("ddlRegFis", "")
        uses = uses_for(regime, moral=is_moral(posted.get("txtRfcRec", "")))
        return {
            "step": visit.state.get("step", "ticket"),
            "rows": self._tickets(visit),
            "uuid": visit.state.get("uuid", ""),
            "v": posted,
            "uses": uses,
            "message": message,
            "p": PREFIX,
            "i": PREFIX.replace("$", "_"),
        }

    def _tickets(self, visit: Visit) -> list[Ticket]:
        found = [visit.find(folio=folio) for folio in visit.state.get("folios", [])]
        return [ticket for ticket in found if ticket is not None]

    def _add(self, visit: Visit, posted: Mapping[str, str]) -> str:
        keys = {"store": "ddlSuc", "terminal": "txtCaja", "folio": "txtTrans"}
        asked = {key: posted.get(name, "") for key, name in keys.items()}
        wanted = [*asked.values(), posted.get("txtFecha", ""), posted.get("txtImp", "")]
        if not all(wanted):
            return "Capture todos los datos de la transacción (*)."
        ticket = visit.find(**asked)
        if ticket is None or not is_day(ticket, posted["txtFecha"], "%d/%m/%Y"):
            return self.say(Verdict.NOT_FOUND)
        verdict = visit.verdict(ticket, amount=posted["txtImp"])
        if verdict is not Verdict.OK:
            return self.say(verdict)
        folios = visit.state.setdefault("folios", [])
        if ticket.folio in folios:
            return "La transacción ya está en la lista."
        folios.append(ticket.folio)
        return ""

    async def _stamp(self, visit: Visit, posted: Mapping[str, str]) -> str:
        if not all(posted.get(name) for name in _NAMES.values()):
            return "Capture los datos marcados con (*)."
        tickets = self._tickets(visit)
        if not tickets:
            return "Agregue al menos una transacción."
        settled = await self.settle(visit, tickets, receiver_of(posted, _NAMES))
        if not isinstance(settled, Issued):
            return settled
        visit.state.update(step="fin", uuid=settled.uuid)
        return ""
