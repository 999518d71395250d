"""Juguetería Piruleta (fictional): a Laravel site in three pages. Ticket, receptor, and a summary of both with
"Modificar" before "Generar"; order number and comments that may stay empty; files beside "Enviar por correo";
an invoice that exists is given back to whoever knows its RFC."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute, Submission
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, receiver_of

_NAMES = {
    "rfc": "rfc",
    "name": "razon_social",
    "postal_code": "codigo_postal",
    "regime": "regimen_fiscal",
    "use": "uso_cfdi",
    "email": "correo",
}


class Jugueteria(Stranger):
    company = Company("JPR1510147T8", "JUGUETES PIRULETA", "Juguetería Piruleta")
    archetype = "Tres páginas con resumen (Modificar o Generar), recuperación y envío por correo aparte"
    shape = TicketShape(
        folio="####",
        key="@@@@@#",
        store="S#",
        articles=(
            Article("60141000", "H87", "Juguetes", 120, 1800),
            Article("60141100", "H87", "Juegos de mesa", 190, 990),
        ),
    )
    words: ClassVar = {"folio": "consecutivo", "key": "clave", "store": "tienda"}
    has_reprint = True
    entry = "/facturacion"
    texts: ClassVar = {
        "store": ("Tienda", "Clave de tienda"),
        "folio": ("Consecutivo", "Consecutivo del ticket"),
        "key": ("Clave de facturación", "Clave para facturar"),
        "total": ("Importe total", "Imp. total"),
        "rfc": ("RFC", "RFC receptor"),
        "name": ("Razón social o nombre", "Raz. Soc. / Nombre"),
        "cp": ("C.P. (domicilio fiscal)", "Código postal"),
        "regime": ("Régimen fiscal", "Régimen fiscal receptor"),
        "use": ("Uso de CFDI", "Uso que dará al CFDI"),
        "email": ("Correo electrónico", "Correo"),
        "next": ("Siguiente paso", "Continuar"),
        "issue": ("Generar", "Generar CFDI"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No se encontró un ticket con los datos ingresados.",),
        Verdict.WRONG_TOTAL: ("El importe total ingresado no coincide con el del ticket.",),
        Verdict.NOT_SYNCED: ("El ticket todavía no está disponible para facturarse. Intente en 24 horas.",),
        Verdict.EXPIRED: ("El ticket ya no se puede facturar, la fecha límite ha pasado.",),
        Verdict.INVOICED: ("Este ticket ya cuenta con una factura.",),
        Verdict.CANCELLED: ("El ticket fue cancelado y no puede facturarse.",),
        Verdict.IN_GLOBAL: ("El ticket ya se consideró en la factura global del periodo.",),
    }
    refuses: ClassVar = dict.fromkeys(Attribute, "Modifique sus datos. El PAC respondió: [{code}] {sat}")

    @route("GET", "/facturacion")
    async def start(self, visit: Visit) -> web.StreamResponse:
        return visit.page("jugueteria.html", step=1, error="", v={}, again=False)

    @route("POST", "/facturacion")
    async def check(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        ticket = visit.find(
            store=posted.get("tienda", "-"),
            folio=posted.get("consecutivo", "-"),
            key=posted.get("clave_facturacion", "-"),
        )
        verdict = visit.verdict(ticket, amount=posted.get("importe", ""))
        if ticket is None or verdict is not Verdict.OK:
            again = ticket is not None and verdict is Verdict.INVOICED
            visit.state["again"] = ticket.key if ticket is not None and again else ""
            return visit.page("jugueteria.html", step=1, error=self.say(verdict), v=posted, again=again)
        visit.state["key"] = ticket.key
        return visit.redirect("/facturacion/receptor")

    @route("GET", "/facturacion/receptor")
    async def ask(self, visit: Visit) -> web.StreamResponse:
        if "key" not in visit.state:
            return visit.redirect("/facturacion")
        return self._ask(visit, visit.state.get("posted", {}), "")

    def _ask(self, visit: Visit, posted: Mapping[str, str], error: str) -> web.StreamResponse:
        return visit.page("jugueteria.html", step=2, error=error, v=posted)

    @route("POST", "/facturacion/receptor")
    async def summarize(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        visit.state["posted"] = posted
        if not all(posted.get(name, "").strip() for name in _NAMES.values()):
            return self._ask(visit, posted, "Los campos marcados con * son obligatorios.")
        visit.state["receiver"] = asdict(receiver_of(posted, _NAMES))
        return visit.redirect("/facturacion/resumen")

    @route("GET", "/facturacion/resumen")
    async def show(self, visit: Visit) -> web.StreamResponse:
        ticket = visit.find(key=visit.state.get("key", "-"))
        if ticket is None or "receiver" not in visit.state:
            return visit.redirect("/facturacion")
        receiver, posted = Submission(**visit.state["receiver"]), visit.state.get("posted", {})
        return visit.page("jugueteria.html", step=3, error="", v=posted, ticket=ticket, whom=receiver)

    @route("POST", "/facturacion/generar")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        ticket = visit.find(key=visit.state.get("key", "-"))
        if ticket is None or "receiver" not in visit.state:
            return visit.redirect("/facturacion")
        settled = await self.settle(visit, ticket, Submission(**visit.state["receiver"]))
        if not isinstance(settled, Issued):
            return self._ask(visit, visit.state.get("posted", {}), settled)
        return self._hand_out(visit, settled)

    @route("POST", "/facturacion/recuperar")
    async def recover(self, visit: Visit) -> web.StreamResponse:
        rfc = (await visit.form()).get("rfc_factura", "-")
        issued = visit.issued_for(visit.find(key=visit.state.get("again") or "-"), rfc)
        if issued is None:
            error = "La factura de este ticket no está a nombre de ese RFC."
            return visit.page("jugueteria.html", step=1, error=error, v={}, again=False)
        return self._hand_out(visit, issued)

    def _hand_out(self, visit: Visit, issued: Issued) -> web.StreamResponse:
        visit.state["uuid"] = issued.uuid
        return visit.page("jugueteria.html", step=4, error="", v={}, uuid=issued.uuid, sent="")

    @route("POST", "/facturacion/enviar")
    async def send(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(visit.state.get("uuid", ""))
        if issued is None:
            return visit.redirect("/facturacion")
        to = (await visit.form()).get("para", "")
        visit.send_mail(to, issued)
        return visit.page("jugueteria.html", step=4, error="", v={}, uuid=issued.uuid, sent=to)
