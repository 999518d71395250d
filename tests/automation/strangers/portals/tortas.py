"""A sandwich chain's form, written by a nephew: one page, misspellings and abbreviations, labels under their
fields, the tip not to be counted, a page to check, and the invoice by e-mail only."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, is_day, receiver_of

_NAMES = {"rfc": "x3", "name": "x4", "postal_code": "x5", "regime": "x6", "use": "x7", "email": "x8"}


class Tortas(Stranger):
    company = Company("TGO170130Q58", "TORTAS EL GRAN ORLANDO", "Tortas Orlando")
    archetype = "Una sola hoja con faltas de ortografía, rótulos debajo y entrega solo por correo"
    shape = TicketShape(
        folio="####",
        key="@##@#",
        store="#",
        articles=(
            Article("90101500", "E48", "Torta ahogada", 75, 190),
            Article("90101500", "E48", "Agua fresca", 25, 70),
        ),
        tip_rates=("0.10", "0.15"),
    )
    words: ClassVar = {"folio": "num_cuenta", "key": "clave", "tip": "tip", "payment_form": "payment_method"}
    deliveries = ("email",)
    texts: ClassVar = {
        "folio": ("num. de cuenta", "no. cuenta (arriba del tiket)"),
        "key": ("clave p/ facturar", "clave (abajo del tiket)"),
        "date": ("fecha d/m/aaaa", "fecha del tiket (d/m/aaaa)"),
        "total": ("total SIN propina", "consumo (no incluir propina)"),
        "rfc": ("r f c", "rfc cliente"),
        "name": ("razon zocial", "a nombre de (como en hacienda)"),
        "cp": ("cod. postal", "c p de su domicilio fizcal"),
        "regime": ("regimen fizcal", "regimen"),
        "use": ("uso de cdfi", "uso"),
        "email": ("e mail", "correo a donde le llega"),
        "pay": ("como pago?", "forma d pago"),
        "go": ("Mandar", "Enviar solicitud"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("no encontramos esa cuenta, cheque numero, clave y fecha",),
        Verdict.WRONG_TOTAL: ("el total no es correcto (recuerde que es sin propina)",),
        Verdict.NOT_SYNCED: ("su cuenta todavia no sube al sistema, intente al rato o mañana",),
        Verdict.EXPIRED: ("ya se le paso la fecha para facturar esta cuenta",),
        Verdict.INVOICED: ("esa cuenta ya la facturaron",),
        Verdict.CANCELLED: ("esa cuenta esta cancelada",),
        Verdict.IN_GLOBAL: ("esa cuenta ya se fue en la factura global, ya no se puede",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "el sat nos rechazo su rfc (no existe)",
        Attribute.NAME: "el sat nos rechazo su nombre, tiene q ser igual a su constancia",
        Attribute.POSTAL_CODE: "el sat nos rechazo su codigo postal, tiene q ser el de su constancia",
        Attribute.REGIME: "el sat nos rechazo su regimen, tiene q ser el de su constancia",
        Attribute.USE: "ese uso no va con su regimen",
    }

    @route("GET", "/")
    async def ask(self, visit: Visit) -> web.StreamResponse:
        return visit.page("tortas.html", v={}, error="")

    @route("POST", "/revisar.php")
    async def check(self, visit: Visit) -> web.StreamResponse:
        typed = await visit.form()
        ticket, verdict = self._judge(visit, typed)
        if ticket is None or verdict is not Verdict.OK:
            return visit.page("tortas.html", v=typed, error=self.say(verdict))
        missing = [name for name in ("x3", "x4", "x5", "x6", "x7", "x8", "x9") if not typed.get(name)]
        if missing:
            return visit.page("tortas.html", v=typed, error="le falta llenar datos")
        visit.state["v"] = typed
        return visit.page("tortas_revise.html", v=typed)

    @route("POST", "/timbrar.php")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        typed = visit.state.get("v", {})
        ticket, verdict = self._judge(visit, typed)
        if ticket is None or verdict is not Verdict.OK:
            return visit.page("tortas.html", v=typed, error=self.say(verdict))
        receiver = receiver_of(typed, _NAMES)
        settled = await self.settle(visit, ticket, receiver, typed.get("x9", ""))
        if not isinstance(settled, Issued):
            return visit.page("tortas.html", v=typed, error=settled)
        visit.send_mail(receiver.email, settled)
        return visit.html(
            "<html><body style='font-family:Comic Sans MS'><h2>gracias!!</h2><p>su factura ya quedo y se la"
            f" mandamos a <b>{receiver.email}</b>, cheque tambien en no deseados</p></body></html>"
        )

    def _judge(self, visit: Visit, typed: dict[str, str]) -> tuple[Ticket | None, Verdict]:
        ticket = visit.find(folio=typed.get("x0", ""), key=typed.get("x1", "-"))
        if ticket is None or not is_day(ticket, typed.get("xf", ""), "%d/%m/%Y"):
            return None, Verdict.NOT_FOUND
        return ticket, visit.verdict(ticket, amount=typed.get("x2", ""))
