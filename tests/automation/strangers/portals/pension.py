"""A car park's portal: its whole form stands in a frame of another host, with a chat bubble and a sticky
footer over it. Branches by name with their number in brackets, an exit time, no session at all."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, is_day, receiver_of

_NAMES = {"rfc": "c01", "name": "c02", "postal_code": "c03", "regime": "c04", "use": "c05", "email": "c06"}


class Pension(Stranger):
    company = Company("EAC0311174T2", "ESTACIONAMIENTOS ALAMEDA CENTRAL", "Alameda Park")
    archetype = "Formulario dentro de un marco de otro servidor, con globo de chat y pie fijo encima"
    shape = TicketShape(
        folio="######",
        store="0##",
        articles=(Article("78111803", "E48", "Servicio de estacionamiento", 25, 380),),
        payment_forms=("01",),
        lines=(1, 1),
    )
    words: ClassVar = {"folio": "boleto", "store": "plaza", "time": "time"}
    texts: ClassVar = {
        "store": ("Estacionamiento", "Plaza"),
        "folio": ("Boleto No.", "Folio del boleto"),
        "date": ("Día de salida", "Fecha de salida"),
        "time": ("Hora de salida", "Hora (24 hrs)"),
        "total": ("Importe pagado", "Tarifa pagada"),
        "go": ("Siguiente »", "Verificar boleto"),
        "issue": ("Emitir comprobante fiscal", "Obtener CFDI"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No localizamos un boleto con esos datos.",),
        Verdict.WRONG_TOTAL: ("El importe pagado es diferente al del boleto.",),
        Verdict.NOT_SYNCED: ("El corte de caja de su boleto no se ha recibido. Reintente en unas horas.",),
        Verdict.EXPIRED: ("Boleto fuera del periodo permitido para facturación.",),
        Verdict.INVOICED: ("El boleto ya cuenta con comprobante fiscal emitido.",),
        Verdict.CANCELLED: ("El boleto fue anulado por el operador.",),
        Verdict.IN_GLOBAL: ("El boleto fue considerado en la factura global del periodo.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "Respuesta del PAC: {code} {sat}",
        Attribute.NAME: "Respuesta del PAC: {code} {sat}",
        Attribute.POSTAL_CODE: "Respuesta del PAC: {code} {sat}",
        Attribute.REGIME: "Respuesta del PAC: {code} {sat}",
        Attribute.USE: "Respuesta del PAC: {code} {sat}",
    }

    @route("GET", "/")
    async def outside(self, visit: Visit) -> web.StreamResponse:
        """The same server by its other name: another origin to a browser."""
        elsewhere = f"http://localhost:{visit.request.url.port}{visit.base}/modulo"
        return visit.page("pension_afuera.html", inner=elsewhere)

    @route("GET", "/modulo")
    async def first(self, visit: Visit) -> web.StreamResponse:
        return visit.page("pension_boleto.html", typed={}, error="")

    @route("POST", "/modulo")
    async def second(self, visit: Visit) -> web.StreamResponse:
        typed = await visit.form()
        ticket, verdict = self._judge(visit, typed)
        if ticket is None or verdict is not Verdict.OK:
            return visit.page("pension_boleto.html", typed=typed, error=self.say(verdict))
        return visit.page("pension_datos.html", typed=typed, error="", ticket=ticket)

    @route("POST", "/modulo/emitir")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        typed = await visit.form()
        ticket, verdict = self._judge(visit, typed)
        if ticket is None or verdict is not Verdict.OK:
            return visit.page("pension_boleto.html", typed=typed, error=self.say(verdict))
        settled = await self.settle(visit, ticket, receiver_of(typed, _NAMES))
        if isinstance(settled, Issued):
            return visit.page("pension_fin.html", issued=settled)
        return visit.page("pension_datos.html", typed=typed, error=settled, ticket=ticket)

    def _judge(self, visit: Visit, typed: dict[str, str]) -> tuple[Ticket | None, Verdict]:
        ticket = visit.find(folio=typed.get("b02", ""), store=typed.get("b01", "-"))
        verdict = visit.verdict(ticket, amount=typed.get("b05", ""))
        if ticket is None or not is_day(ticket, typed.get("b03", ""), "%Y-%m-%d"):
            return None, Verdict.NOT_FOUND
        if typed.get("b04", "")[:5] != ticket.sold_at.strftime("%H:%M"):
            return None, Verdict.NOT_FOUND
        return ticket, verdict
