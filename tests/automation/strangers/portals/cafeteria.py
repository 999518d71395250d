"""Nube Blanca Coffee (fictional): a single-page app on a hash router that draws itself after a JSON call.
English and Spanish mixed, placeholders instead of labels, buttons that are links or divs, files made in the
page from base64."""

from base64 import b64encode
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.fiscal import REGIMES, uses_for
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, receiver_of

_NAMES = {
    "rfc": "taxId",
    "name": "legalName",
    "postal_code": "zip",
    "regime": "taxRegime",
    "use": "cfdiUse",
    "email": "email",
}


class Cafeteria(Stranger):
    company = Company("CNB160418UJ6", "CAFE NUBE BLANCA", "Nube Blanca Coffee")
    archetype = "SPA con ruta en el ancla, textos mezclados en inglés y sólo marcadores de posición"
    shape = TicketShape(
        folio="NB@@######",
        key="####",
        store="##",
        articles=(
            Article("90101700", "E48", "Bebidas de café", 55, 320),
            Article("50181900", "H87", "Pan dulce y postres", 38, 260),
            Article("50201706", "H87", "Café en grano 1 kg", 310, 620),
        ),
    )
    words: ClassVar = {"folio": "ticket_id", "key": "pin"}
    deliveries = ("blob",)
    texts: ClassVar = {
        "menu": ("Billing", "Billing / Facturas"),
        "folio": ("Ticket ID", "Ticket ID (Order)"),
        "pin": ("PIN (4 dígitos)", "Billing PIN"),
        "total": ("Total amount MXN", "Total (MXN)"),
        "rfc": ("RFC / Tax ID", "RFC"),
        "name": ("Nombre o Razón Social / Legal name", "Legal name (como en tu CSF)"),
        "zip": ("Zip code fiscal", "C.P. fiscal / Zip"),
        "regime": ("Régimen fiscal / Tax regime", "Tax regime"),
        "use": ("Uso CFDI / Use", "CFDI use"),
        "email": ("Email", "Tu email"),
        "next": ("Next", "Siguiente"),
        "issue": ("Get my invoice", "Generar factura"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("Ticket not found. Revisa tu Ticket ID y tu PIN.",),
        Verdict.WRONG_TOTAL: ("El total no hace match con tu ticket.",),
        Verdict.NOT_SYNCED: ("Tu ticket aún no está disponible, dale unas horas y vuelve a intentar.",),
        Verdict.EXPIRED: ("Ticket expired: sólo puedes facturar dentro del mes de tu consumo.",),
        Verdict.INVOICED: ("Ups, este ticket ya fue facturado.",),
        Verdict.CANCELLED: ("Este ticket fue cancelado (void) en caja.",),
        Verdict.IN_GLOBAL: ("Este ticket ya entró en la factura global del mes.",),
    }
    refuses: ClassVar = dict.fromkeys(Attribute, "SAT error {code}: {sat}")

    @route("GET", "/")
    async def shell(self, visit: Visit) -> web.StreamResponse:
        return visit.page("cafeteria.html")

    @route("GET", "/api/v1/settings")
    async def settings(self, visit: Visit) -> web.StreamResponse:
        codes = sorted(REGIMES, key=lambda code: REGIMES[code])
        regimes = [{"id": code, "name": REGIMES[code]} for code in codes]
        return visit.answer_json({"texts": self.t, "regimes": regimes})

    @route("GET", "/api/v1/uses/{regime}")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        moral = len(visit.query.get("taxId", "").strip()) == 12
        uses = uses_for(visit.args["regime"], moral=moral)
        return visit.answer_json([{"id": code, "name": f"{code} {name}"} for code, name in uses.items()])

    @route("POST", "/api/v1/tickets/check")
    async def check(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=str(asked.get("ticketId", "")), key=str(asked.get("pin", "-")))
        verdict = visit.verdict(ticket, amount=str(asked.get("total", "")))
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"success": False, "error": self.say(verdict)})
        visit.state["folio"] = ticket.folio
        return visit.answer_json({"success": True, "store": ticket.store.name})

    @route("POST", "/api/v1/invoices")
    async def invoice(self, visit: Visit) -> web.StreamResponse:
        asked, ticket = await visit.json(), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.answer_json({"success": False, "error": "Session expired, start again."})
        settled = await self.settle(visit, ticket, receiver_of(asked, _NAMES))
        if not isinstance(settled, Issued):
            return visit.answer_json({"success": False, "error": settled})
        files = {kind: b64encode(getattr(settled, kind)).decode() for kind in ("xml", "pdf")}
        return visit.answer_json({"success": True, "uuid": settled.uuid, **files})
