"""Ópticas Vista Clara (fictional): a Bootstrap 3 wizard on PHP. Pills on top, one pane at a time, "Siguiente"
asleep until every field has been left valid (blur), a row of optional data that only few need, and a way to
get back an invoice that exists."""

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
    "rfc": "rfc",
    "name": "denominacion",
    "postal_code": "cpostal",
    "regime": "regfis",
    "use": "usocfdi",
    "email": "mail",
}


class Optica(Stranger):
    company = Company("OVC1307054B4", "OPTICAS VISTA CLARA", "Ópticas Vista Clara")
    archetype = "Asistente de Bootstrap 3 con validación al salir de cada campo y recuperación de facturas"
    shape = TicketShape(
        folio="VC-######",
        store="##",
        articles=(
            Article("42142900", "H87", "Armazón y lentes graduados", 900, 5200),
            Article("42142903", "H87", "Lentes de contacto", 450, 1800),
        ),
        lines=(1, 2),
    )
    words: ClassVar = {"folio": "operacion"}
    has_reprint = True
    texts: ClassVar = {
        "folio": ("Núm. de operación", "Operación núm."),
        "date": ("Día de la compra", "¿Qué día compraste?"),
        "total": ("Importe pagado", "Importe pagado (con IVA)"),
        "rfc": ("RFC", "RFC del cliente"),
        "name": ("Denominación o nombre fiscal", "Nombre fiscal"),
        "cp": ("CP del domicilio fiscal", "Código postal (domicilio fiscal)"),
        "regime": ("Régimen fiscal", "Régimen en que tributas"),
        "use": ("¿Qué uso le darás?", "Uso del CFDI"),
        "mail": ("Correo electrónico", "E-mail para envío"),
        "issue": ("Obtener mi factura", "Facturar"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No existe una operación con ese número y esa fecha.",),
        Verdict.WRONG_TOTAL: ("El importe pagado no es el de esa operación.",),
        Verdict.NOT_SYNCED: ("Tu compra todavía no llega a nuestro sistema. Inténtalo de nuevo mañana.",),
        Verdict.EXPIRED: ("El plazo para facturar tu compra terminó el último día del mes.",),
        Verdict.INVOICED: ("Esta operación ya tiene una factura emitida.",),
        Verdict.CANCELLED: ("La operación fue devuelta y cancelada en tienda.",),
        Verdict.IN_GLOBAL: ("La operación ya se reportó en la factura global del periodo.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "Tu RFC no está en la lista del SAT (L_RFC).",
        Attribute.NAME: "El nombre fiscal no coincide con el que el SAT tiene para tu RFC.",
        Attribute.POSTAL_CODE: "El CP no coincide con el que el SAT tiene para tu RFC.",
        Attribute.REGIME: "El SAT no tiene ese régimen para tu RFC.",
        Attribute.USE: "Con tu régimen no puedes elegir ese uso de CFDI.",
    }

    @route("GET", "/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        return visit.page("optica.html")

    @route("POST", "/ajax/operacion.php")
    async def check(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.form()
        ticket = visit.find(folio=asked.get("noper", ""))
        if ticket is not None and not is_day(ticket, asked.get("dia", ""), "%d/%m/%Y"):
            ticket = None
        verdict = visit.verdict(ticket, amount=asked.get("importe", ""))
        if ticket is None or verdict is not Verdict.OK:
            again = verdict is Verdict.INVOICED
            return visit.answer_json({"ok": 0, "msg": self.say(verdict), "recuperable": again})
        visit.state["folio"] = ticket.folio
        return visit.answer_json({"ok": 1, "msg": f"Operación {ticket.folio} encontrada."})

    @route("GET", "/ajax/usos.php")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        moral = len(visit.query.get("rfc", "").strip()) == 12
        return visit.answer_json(uses_for(visit.query.get("reg", ""), moral=moral))

    @route("POST", "/ajax/timbra.php")
    async def stamp(self, visit: Visit) -> web.StreamResponse:
        asked, ticket = await visit.form(), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.answer_json({"ok": 0, "msg": "Tu sesión terminó, empieza de nuevo."})
        settled = await self.settle(visit, ticket, receiver_of(asked, _NAMES))
        if not isinstance(settled, Issued):
            return visit.answer_json({"ok": 0, "msg": settled})
        return visit.answer_json({"ok": 1, "uuid": settled.uuid})

    @route("POST", "/ajax/recupera.php")
    async def recover(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.form()
        issued = visit.issued_for(visit.find(folio=asked.get("r_oper", "")), asked.get("r_rfc", ""))
        if issued is None:
            return visit.answer_json({"ok": 0, "msg": "No hay una factura de esa operación para ese RFC."})
        return visit.answer_json({"ok": 1, "uuid": issued.uuid})
