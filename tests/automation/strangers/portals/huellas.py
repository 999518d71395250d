"""A veterinary hospital's portal of web components: open shadow trees, three tabs of which the wrong one is
open, the ticket number in four boxes, the XML shown as text to be copied."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, digits, receiver_of

_NAMES = {
    "rfc": "rfc",
    "name": "titular",
    "postal_code": "codigoPostal",
    "regime": "regimen",
    "use": "destino",
    "email": "correo",
}


class Huellas(Stranger):
    company = Company("VHG110923R16", "VETERINARIA HUELLAS DEL GOLFO", "Hospital Veterinario Huellas")
    archetype = "Componentes web con árboles de sombra, pestañas y número de recibo en cuatro casillas"
    shape = TicketShape(
        folio="################",
        store="##",
        articles=(
            Article("70122000", "E48", "Consulta veterinaria", 350, 900),
            Article("10121800", "H87", "Alimento para perro", 180, 1500),
        ),
    )
    words: ClassVar = {"folio": "recibo"}
    deliveries = ("blob", "textarea")
    has_reprint = True
    texts: ClassVar = {
        "folio": ("Recibo (16 dígitos)", "Número de recibo"),
        "total": ("Total pagado", "¿Cuánto pagaste?"),
        "rfc": ("RFC de quien recibe la factura", "RFC"),
        "name": ("Nombre / denominación", "Titular (como en la constancia)"),
        "cp": ("Código postal del domicilio fiscal", "CP fiscal"),
        "regime": ("Régimen en el SAT", "Régimen fiscal"),
        "use": ("Destino del gasto (uso CFDI)", "Uso de la factura"),
        "email": ("Correo", "¿A qué correo te la mandamos?"),
        "go": ("Facturar mi recibo", "Pedir mi factura"),
        "search": ("Buscar factura", "Consultar"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("Ese recibo no aparece en nuestros registros. Revisa los 16 dígitos.",),
        Verdict.WRONG_TOTAL: ("El total no es el de ese recibo.",),
        Verdict.NOT_SYNCED: ("Tu recibo todavía no se refleja en el sistema; vuelve a intentarlo mañana.",),
        Verdict.EXPIRED: ("Ya no se puede facturar: el recibo es de un mes ya cerrado.",),
        Verdict.INVOICED: ("Para este recibo ya se generó factura. Búscala en la pestaña Consultar.",),
        Verdict.CANCELLED: ("Ese recibo fue cancelado en caja.",),
        Verdict.IN_GLOBAL: ("Ese recibo ya forma parte de la factura global al público en general.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "El SAT no reconoce ese RFC. Corrígelo e inténtalo de nuevo.",
        Attribute.NAME: "El nombre no es el que el SAT tiene para ese RFC. Corrígelo e inténtalo de nuevo.",
        Attribute.POSTAL_CODE: "El CP no es el que el SAT tiene para ese RFC.",
        Attribute.REGIME: "Ese régimen no lo tiene dado de alta el RFC ante el SAT.",
        Attribute.USE: "Ese uso de CFDI no se permite con tu régimen.",
    }

    @route("GET", "/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        return visit.page("huellas.html")

    @route("POST", "/servicio/solicitud")
    async def request(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=digits(asked.get("recibo", "")))
        verdict = visit.verdict(ticket, amount=str(asked.get("total", "")))
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"bien": False, "aviso": self.say(verdict)})
        settled = await self.settle(visit, ticket, receiver_of(asked, _NAMES))
        return self._tell(visit, settled)

    @route("POST", "/servicio/consulta")
    async def consult(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=digits(asked.get("recibo", "")))
        issued = visit.issued_for(ticket, str(asked.get("rfc", "")))
        return self._tell(visit, issued or "No hay factura de ese recibo con ese RFC.")

    def _tell(self, visit: Visit, settled: Issued | str) -> web.StreamResponse:
        if not isinstance(settled, Issued):
            return visit.answer_json({"bien": False, "aviso": settled})
        shown = settled.xml.decode() if visit.delivery == "textarea" else ""
        return visit.answer_json({"bien": True, "clave": settled.uuid, "texto": shown})
