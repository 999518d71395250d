"""Súper La Cosecha (fictional): a marketing team's page. A cookie banner, a promotion over the form whose
buttons say what the form's could say, a branch to be chosen among suggestions, terms to accept and two boxes
nobody should tick, a newsletter in the footer."""

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
    "rfc": "f[rfc]",
    "name": "f[razon]",
    "postal_code": "f[codpos]",
    "regime": "f[reg]",
    "use": "f[uso]",
    "email": "f[mail]",
}


class Supermercado(Stranger):
    company = Company("SCH991204KE1", "SUPERMERCADOS LA COSECHA", "Súper La Cosecha")
    archetype = "Aviso de cookies, promoción encima, términos por aceptar y sucursal por autocompletar"
    shape = TicketShape(
        folio="####-####-####",
        store="1##",
        articles=(
            Article("50192100", "H87", "Abarrotes", 80, 1900),
            Article("47131800", "H87", "Limpieza del hogar", 40, 420),
        ),
    )
    words: ClassVar = {"folio": "ticket", "store_name": "sucursal"}
    texts: ClassVar = {
        "store": ("Sucursal", "¿En qué tienda compraste?"),
        "folio": ("Número de ticket (debajo del código de barras)", "Ticket"),
        "date": ("Fecha de compra (dd/mm/aa)", "Fecha del ticket (dd/mm/aa)"),
        "total": ("Total de tu compra", "Total a facturar"),
        "rfc": ("RFC", "Tu RFC"),
        "name": ("Nombre o razón social (sin S.A. de C.V.)", "Razón social sin tipo de sociedad"),
        "cp": ("Código postal fiscal", "C.P. de tu constancia"),
        "regime": ("Régimen fiscal", "Régimen"),
        "use": ("Uso de CFDI", "Uso"),
        "email": ("Correo electrónico", "Correo para recibir tu factura"),
        "issue": ("Facturar ahora", "Continuar y facturar"),
        "promo": ("Continuar", "Facturar con beneficios"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No encontramos tu ticket. Revisa la sucursal, el número y la fecha.",),
        Verdict.WRONG_TOTAL: ("El total que escribiste no es el de tu ticket.",),
        Verdict.NOT_SYNCED: ("¡Vas muy rápido! Tu ticket estará listo para facturar en unas horas.",),
        Verdict.EXPIRED: ("Tu ticket ya caducó: sólo se factura en el mes de compra.",),
        Verdict.INVOICED: ("Tu ticket ya tiene factura.",),
        Verdict.CANCELLED: ("Tu ticket fue cancelado en caja, no se puede facturar.",),
        Verdict.IN_GLOBAL: ("Tu ticket ya se fue en la factura global.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "El SAT nos dice que tu RFC no existe.",
        Attribute.NAME: "El SAT nos dice que tu razón social no coincide con tu RFC.",
        Attribute.POSTAL_CODE: "El SAT nos dice que tu código postal no coincide con tu RFC.",
        Attribute.REGIME: "El SAT nos dice que tu régimen fiscal no coincide con tu RFC.",
        Attribute.USE: "El SAT nos dice que ese uso no va con tu régimen fiscal.",
    }

    @route("GET", "/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        return self._form(visit, {}, "")

    @route("GET", "/tiendas.json")
    async def suggest(self, visit: Visit) -> web.StreamResponse:
        typed = visit.query.get("term", "").strip().lower()
        found = [store for store in self.stores if typed in store.name.lower()]
        return visit.answer_json([{"id": store.code, "label": store.name} for store in found])

    @route("POST", "/")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        settled = await self._issue(visit, posted)
        if isinstance(settled, Issued):
            return visit.page("supermercado_fin.html", uuid=settled.uuid)
        return self._form(visit, posted, settled)

    def _form(self, visit: Visit, posted: Mapping[str, str], error: str) -> web.StreamResponse:
        return visit.page("supermercado.html", v=posted, error=error)

    async def _issue(self, visit: Visit, posted: Mapping[str, str]) -> Issued | str:
        if not posted.get("t[tienda_id]"):
            return "Elige tu sucursal de la lista."
        if "acepto" not in posted:
            return "Para facturar acepta los términos y condiciones."
        if not all(posted.get(name, "").strip() for name in _NAMES.values()):
            return "Te falta llenar algún dato."
        ticket = visit.find(folio=posted.get("t[num]", "-"), store=posted["t[tienda_id]"])
        if ticket is not None and not is_day(ticket, posted.get("t[dia]", ""), "%d/%m/%y"):
            ticket = None
        verdict = visit.verdict(ticket, amount=posted.get("t[total]", ""))
        if ticket is None or verdict is not Verdict.OK:
            return self.say(verdict)
        return await self.settle(visit, ticket, receiver_of(posted, _NAMES))
