"""A hotel's portal as a front-end team builds it: controlled inputs under floating labels, listboxes made of
divs, a stay found by folio and check-out date, work done in the background (202, then polled), a viewer."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.fiscal import uses_for
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, is_day, receiver_of

_NAMES = {
    "rfc": "taxpayerId",
    "name": "taxpayerName",
    "postal_code": "taxpayerZip",
    "regime": "regime",
    "use": "use",
    "email": "contact",
}


class Hotel(Stranger):
    company = Company("HPM081204U97", "HOTELERA PUERTO MAGUEY", "Hotel Puerto Maguey")
    archetype = "Campos controlados con rótulos flotantes, listas hechas de divs y trabajo en segundo plano"
    shape = TicketShape(
        folio="HPM######",
        key="",
        terminal="#0#",
        store="#",
        articles=(
            Article("90111800", "E48", "Hospedaje habitación doble", 980, 3900),
            Article("90101500", "E48", "Consumo en restaurante", 150, 950),
        ),
        payment_forms=("04", "28"),
    )
    words: ClassVar = {"folio": "folio_estancia", "terminal": "habitacion"}
    deliveries = ("viewer",)
    texts: ClassVar = {
        "folio": ("Folio de estancia", "Folio / Confirmation no."),
        "room": ("Habitación", "Room / Habitación"),
        "date": ("Fecha de salida (check-out)", "Check-out"),
        "total": ("Cargo total", "Total de la cuenta"),
        "rfc": ("RFC", "Identificación fiscal (RFC)"),
        "name": ("Razón social o nombre completo", "Nombre fiscal"),
        "cp": ("Código postal fiscal", "C.P."),
        "regime": ("Régimen fiscal", "Régimen tributario"),
        "use": ("Uso del comprobante", "Uso de CFDI"),
        "email": ("Correo de contacto", "Email"),
        "go": ("Buscar mi estancia", "Continuar"),
        "issue": ("Solicitar comprobante", "Generar comprobante"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No encontramos una estancia con esos datos.",),
        Verdict.WRONG_TOTAL: ("El cargo total no coincide con la cuenta de la estancia.",),
        Verdict.NOT_SYNCED: ("La cuenta de su estancia sigue abierta en recepción. Intente más tarde.",),
        Verdict.EXPIRED: ("Su estancia rebasó el plazo para solicitar comprobante fiscal.",),
        Verdict.INVOICED: ("La cuenta de esta estancia ya tiene comprobante fiscal.",),
        Verdict.CANCELLED: ("La reservación aparece como cancelada y sin cargo.",),
        Verdict.IN_GLOBAL: ("La cuenta se declaró en el comprobante global del mes anterior.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "Receptor rechazado por el SAT: RFC no localizado.",
        Attribute.NAME: "Receptor rechazado por el SAT: el nombre no concuerda.",
        Attribute.POSTAL_CODE: "Receptor rechazado por el SAT: el código postal no concuerda.",
        Attribute.REGIME: "Receptor rechazado por el SAT: el régimen no concuerda.",
        Attribute.USE: "Receptor rechazado por el SAT: uso de CFDI no aplicable al régimen.",
    }

    @route("GET", "/")
    async def app(self, visit: Visit) -> web.StreamResponse:
        return visit.page("hotel.html")

    @route("POST", "/api/stays/search")
    async def search(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=str(asked.get("folio", "")), terminal=str(asked.get("room", "-")))
        verdict = visit.verdict(ticket, amount=str(asked.get("total", "")))
        if ticket is None or not is_day(ticket, str(asked.get("checkout", "")), "%Y-%m-%d"):
            verdict = Verdict.NOT_FOUND
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"message": self.say(verdict)}, status=409)
        visit.state["folio"] = ticket.folio
        return visit.answer_json({"guest": f"Estancia {ticket.folio}", "total": f"{ticket.amount:,.2f}"})

    @route("GET", "/api/uses")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        moral = len(visit.query.get("rfc", "").strip()) == 12
        return visit.answer_json(uses_for(visit.query.get("regime", ""), moral=moral))

    @route("POST", "/api/jobs")
    async def start_job(self, visit: Visit) -> web.StreamResponse:
        asked, ticket = await visit.json(), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.answer_json({"message": "Su sesión caducó."}, status=401)
        settled = await self.settle(visit, ticket, receiver_of(asked, _NAMES))
        if not isinstance(settled, Issued):
            return visit.answer_json({"message": settled}, status=409)
        visit.state.update(uuid=settled.uuid, polls=0)
        return visit.answer_json({"state": "queued"}, status=202)

    @route("GET", "/api/jobs/current")
    async def poll(self, visit: Visit) -> web.StreamResponse:
        visit.state["polls"] = visit.state.get("polls", 0) + 1
        if visit.state["polls"] < 3:
            return visit.answer_json({"state": "working"})
        return visit.answer_json({"state": "done", "id": visit.state.get("uuid", "")})
