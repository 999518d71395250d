"""Farmacias La Abeja (fictional): an imitation of Material Design without any <select>. Floating labels that
are bare spans, comboboxes whose panel opens at the end of the body on a click and filters what is typed, a
branch that must be chosen from its suggestions, régimenes by name alone in alphabetical order."""

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
    "rfc": "rfcReceptor",
    "name": "nombreReceptor",
    "postal_code": "domicilioReceptor",
    "regime": "regimenReceptor",
    "use": "usoReceptor",
    "email": "correoReceptor",
}


class Farmacia(Stranger):
    company = Company("FLA050923C86", "FARMACIAS LA ABEJA", "Farmacias La Abeja")
    archetype = "Material sin <select>: paneles con filtro al final del documento y sucursal por sugerencia"
    shape = TicketShape(
        folio="#########",
        store="F##",
        terminal="#",
        articles=(
            Article("51101500", "H87", "Medicamentos de patente", 80, 1400),
            Article("53131600", "H87", "Higiene y cuidado personal", 45, 600),
        ),
    )
    words: ClassVar = {"folio": "consecutivo", "store": "sucursal", "terminal": "caja"}
    deliveries = ("zip",)
    texts: ClassVar = {
        "store": ("Sucursal donde compró", "Farmacia (sucursal)"),
        "till": ("Caja", "Caja no."),
        "folio": ("Consecutivo", "Consecutivo de venta"),
        "total": ("Importe total de la venta", "Total a pagar"),
        "rfc": ("RFC", "RFC (con homoclave)"),
        "name": ("Nombre, denominación o razón social", "Nombre o razón social"),
        "cp": ("Domicilio fiscal (C.P.)", "CP"),
        "regime": ("Régimen fiscal", "Régimen"),
        "use": ("Uso que se dará al CFDI", "Uso de CFDI"),
        "email": ("Correo", "Correo electrónico"),
        "find": ("Validar venta", "Siguiente"),
        "issue": ("Generar CFDI", "Timbrar factura"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("La venta no existe. Verifique la sucursal, la caja y el consecutivo.",),
        Verdict.WRONG_TOTAL: ("El importe no coincide con la venta.",),
        Verdict.NOT_SYNCED: ("La venta está en proceso de carga; estará disponible en 12 horas.",),
        Verdict.EXPIRED: ("La venta excede el periodo permitido para facturar.",),
        Verdict.INVOICED: ("La venta se facturó con anterioridad.",),
        Verdict.CANCELLED: ("La venta fue cancelada.",),
        Verdict.IN_GLOBAL: ("La venta se encuentra dentro de una factura global.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "El RFC no está inscrito en el SAT.",
        Attribute.NAME: "El nombre del receptor no es el que está registrado en el SAT con ese RFC.",
        Attribute.POSTAL_CODE: "El domicilio fiscal del receptor no es el registrado en el SAT.",
        Attribute.REGIME: "El régimen fiscal del receptor no es el registrado en el SAT.",
        Attribute.USE: "El uso del CFDI no corresponde al régimen fiscal del receptor.",
    }

    @property
    def regimes(self) -> dict[str, str]:
        return {code: REGIMES[code] for code in sorted(REGIMES, key=lambda code: REGIMES[code])}

    @route("GET", "/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        return visit.page("farmacia.html")

    @route("GET", "/rest/sucursales")
    async def suggest(self, visit: Visit) -> web.StreamResponse:
        typed = visit.query.get("q", "").strip().lower()
        rows = [{"id": store.code, "t": f"{store.code} {store.name}"} for store in self.stores]
        return visit.answer_json([row for row in rows if typed in row["t"].lower()][:8])

    @route("GET", "/rest/usos")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        moral = len(visit.query.get("rfc", "").strip()) == 12
        uses = uses_for(visit.query.get("regimen", ""), moral=moral)
        return visit.answer_json([{"id": code, "t": name} for code, name in uses.items()])

    @route("POST", "/rest/venta")
    async def look_up(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(
            store=str(asked.get("sucursal", "-")),
            terminal=str(asked.get("caja", "-")),
            folio=str(asked.get("consecutivo", "-")),
        )
        verdict = visit.verdict(ticket, amount=str(asked.get("importe", "")))
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"codigo": 1, "mensaje": self.say(verdict)})
        visit.state["folio"] = ticket.folio
        return visit.answer_json({"codigo": 0, "mensaje": "Venta localizada"})

    @route("POST", "/rest/cfdi")
    async def stamp(self, visit: Visit) -> web.StreamResponse:
        asked, ticket = await visit.json(), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.answer_json({"codigo": 9, "mensaje": "Sesión inválida."})
        settled = await self.settle(visit, ticket, receiver_of(asked, _NAMES))
        if not isinstance(settled, Issued):
            return visit.answer_json({"codigo": 2, "mensaje": settled})
        return visit.answer_json({"codigo": 0, "uuid": settled.uuid})
