"""Autotransportes del Sureste (fictional): a bus line. The day is picked in a calendar over a read-only box,
the receptor's part slides in below once the ticket is found, foreigners have fields of their own, a native
confirm stands before the issue, and the other tab prints an invoice again."""

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
    "rfc": "pas_rfc",
    "name": "pas_nombre",
    "postal_code": "pas_cp",
    "regime": "pas_regimen",
    "use": "pas_uso",
    "email": "pas_email",
}


class Autobuses(Stranger):
    company = Company("ATS880129F25", "AUTOTRANSPORTES DEL SURESTE", "Autotransportes del Sureste")
    archetype = "Calendario sobre un campo de sólo lectura, confirmación nativa y reimpresión en otra pestaña"
    shape = TicketShape(
        folio="##########",
        key="##",
        store="T##",
        articles=(
            Article("78111802", "E48", "Pasaje de primera clase", 380, 1890),
            Article("78111803", "E48", "Exceso de equipaje", 60, 300),
        ),
        lines=(1, 2),
    )
    words: ClassVar = {"folio": "boleto", "key": "asiento"}
    has_reprint = True
    deliveries = ("new_tab",)
    texts: ClassVar = {
        "folio": ("Núm. de boleto", "Boleto"),
        "seat": ("Asiento", "Núm. de asiento"),
        "date": ("Día de la compra", "Fecha en que compró"),
        "total": ("Importe del boleto", "Importe pagado"),
        "find": ("Buscar boleto", "Validar boleto"),
        "rfc": ("RFC", "RFC del pasajero o empresa"),
        "name": ("Nombre del contribuyente", "Nombre o razón social"),
        "cp": ("C.P. del domicilio fiscal", "C.P."),
        "regime": ("Régimen fiscal", "Régimen fiscal del contribuyente"),
        "use": ("Uso del CFDI", "Uso CFDI"),
        "email": ("E-mail", "Correo electrónico"),
        "issue": ("Facturar boleto", "Emitir factura"),
        "again": ("Reimpresión", "Consulta y reimpresión"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No existe boleto con los datos capturados.",),
        Verdict.WRONG_TOTAL: ("El importe capturado no es el del boleto.",),
        Verdict.NOT_SYNCED: ("El boleto aún no se encuentra disponible para facturar. Espere 3 horas.",),
        Verdict.EXPIRED: ("El boleto está fuera del periodo de facturación.",),
        Verdict.INVOICED: ("El boleto ya fue facturado. Utilice la opción de reimpresión.",),
        Verdict.CANCELLED: ("El boleto está cancelado por devolución.",),
        Verdict.IN_GLOBAL: ("El boleto se incluyó en la factura global mensual.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "No es posible timbrar. Causa: el RFC no existe en la LCO del SAT.",
        Attribute.NAME: "No es posible timbrar. Causa: el nombre no es el registrado para el RFC.",
        Attribute.POSTAL_CODE: "No es posible timbrar. Causa: el C.P. no es el registrado para el RFC.",
        Attribute.REGIME: "No es posible timbrar. Causa: el régimen no es el registrado para el RFC.",
        Attribute.USE: "No es posible timbrar. Causa: el uso no se permite al régimen.",
    }

    @route("GET", "/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        first = sorted(self.regimes.items(), key=lambda pair: pair[1])
        return visit.page("autobuses.html", regimes=first, today=visit.office.clock().date())

    @route("POST", "/boletos/buscar")
    async def look_up(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.form()
        ticket = visit.find(folio=asked.get("boleto", "-"), key=asked.get("asiento", "-"))
        if ticket is not None and not is_day(ticket, asked.get("dia", ""), "%d/%m/%Y"):
            ticket = None
        verdict = visit.verdict(ticket, amount=asked.get("importe", ""))
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"error": self.say(verdict)})
        visit.state["folio"] = ticket.folio
        return visit.answer_json({"boleto": ticket.folio, "terminal": ticket.store.name})

    @route("POST", "/boletos/facturar")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        asked, ticket = await visit.form(), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.answer_json({"error": "Vuelva a buscar su boleto."})
        if not all(asked.get(name, "").strip() for name in _NAMES.values()):
            return visit.answer_json({"error": "Capture los campos con asterisco."})
        settled = await self.settle(visit, ticket, receiver_of(asked, _NAMES))
        if not isinstance(settled, Issued):
            return visit.answer_json({"error": settled})
        return visit.answer_json({"uuid": settled.uuid})

    @route("POST", "/boletos/reimprimir")
    async def reprint(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.form()
        ticket = visit.find(folio=asked.get("boleto", "-"))
        issued = visit.issued_for(ticket, asked.get("rfc_re", "-"))
        if issued is None:
            return visit.answer_json({"error": "No hay factura con ese boleto y ese RFC."})
        return visit.answer_json({"uuid": issued.uuid})
