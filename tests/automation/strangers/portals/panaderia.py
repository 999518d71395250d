"""Panadería La Espiga de Oro (fictional): a WordPress page that embeds its provider's widget in an iframe. The
widget asks for the folio in three boxes and posts to the whole window, where the provider's own pages ask for
the receptor and promise the invoice by mail: no file is ever shown."""

from collections.abc import Mapping
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, receiver_of

_NAMES = {
    "rfc": "receptor[rfc]",
    "name": "receptor[nombre]",
    "postal_code": "receptor[cp]",
    "regime": "receptor[regimen]",
    "use": "receptor[uso]",
    "email": "receptor[correo]",
}


class Panaderia(Stranger):
    company = Company("PLE110802D35", "PANIFICADORA LA ESPIGA DE ORO", "Panadería La Espiga de Oro")
    archetype = "Módulo del proveedor en un iframe, folio en tres casillas y entrega sólo por correo"
    shape = TicketShape(
        folio="@@-####-###",
        store="##",
        articles=(
            Article("50181900", "H87", "Pan y pasteles", 60, 900),
            Article("50192100", "H87", "Bocadillos", 45, 380),
        ),
    )
    words: ClassVar = {"folio": "folio"}
    deliveries = ("email",)
    texts: ClassVar = {
        "folio": ("Folio del ticket", "Folio de facturación"),
        "total": ("Total del ticket", "Monto"),
        "go": ("Facturar ticket", "Obtener CFDI"),
        "rfc": ("RFC", "R.F.C. del receptor"),
        "name": ("Nombre del receptor", "Razón social"),
        "cp": ("Código postal (domicilio fiscal)", "CP fiscal"),
        "regime": ("Régimen fiscal", "Régimen fiscal del receptor"),
        "use": ("Uso del CFDI", "Uso de la factura"),
        "email": ("Correo electrónico de envío", "¿A dónde la enviamos?"),
        "issue": ("Emitir y enviar", "Enviar mi factura"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No localizamos ningún ticket con el folio proporcionado.",),
        Verdict.WRONG_TOTAL: ("El monto proporcionado difiere del monto del ticket.",),
        Verdict.NOT_SYNCED: ("El ticket aún no se sincroniza con la sucursal, reintente más tarde.",),
        Verdict.EXPIRED: ("La vigencia para facturar este ticket ha concluido.",),
        Verdict.INVOICED: ("El ticket ya fue facturado y enviado previamente.",),
        Verdict.CANCELLED: ("El ticket corresponde a una venta cancelada.",),
        Verdict.IN_GLOBAL: ("El ticket forma parte de una factura global emitida.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "El SAT rechazó el comprobante: RFC del receptor no inscrito.",
        Attribute.NAME: "El SAT rechazó el comprobante: nombre del receptor incorrecto.",
        Attribute.POSTAL_CODE: "El SAT rechazó el comprobante: domicilio fiscal del receptor incorrecto.",
        Attribute.REGIME: "El SAT rechazó el comprobante: régimen fiscal del receptor incorrecto.",
        Attribute.USE: "El SAT rechazó el comprobante: uso de CFDI no permitido para el régimen.",
    }

    @route("GET", "/")
    async def site(self, visit: Visit) -> web.StreamResponse:
        return visit.page("panaderia.html")

    @route("GET", "/embed/espiga")
    async def widget(self, visit: Visit) -> web.StreamResponse:
        return visit.page("panaderia_modulo.html")

    @route("POST", "/p/ticket")
    async def check(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        ticket = visit.find(folio="-".join(posted.get(f"folio_{part}", "").strip() for part in "123"))
        verdict = visit.verdict(ticket, amount=posted.get("monto", ""))
        if ticket is None or verdict is not Verdict.OK:
            return visit.page("panaderia_alto.html", message=self.say(verdict))
        visit.state["folio"] = ticket.folio
        return self._ask(visit, ticket, {}, "")

    @route("POST", "/p/emitir")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        posted, ticket = await visit.form(), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.redirect("/")
        if not all(posted.get(name, "").strip() for name in _NAMES.values()):
            return self._ask(visit, ticket, posted, "Complete los campos obligatorios.")
        receiver = receiver_of(posted, _NAMES)
        settled = await self.settle(visit, ticket, receiver)
        if not isinstance(settled, Issued):
            return self._ask(visit, ticket, posted, settled)
        visit.send_mail(receiver.email, settled)
        return visit.page("panaderia_enviado.html", email=receiver.email)

    def _ask(self, visit: Visit, ticket: Ticket, posted: Mapping[str, str], error: str) -> web.StreamResponse:
        return visit.page("panaderia_receptor.html", ticket=ticket, v=posted, error=error)
