"""A gym's site: a home page made to sell, invoices behind a small link at its foot, three cards, the form in
a dialog over the page, a masked receipt number, files inside data: addresses."""

from base64 import b64encode
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, receiver_of

_NAMES = {"rfc": "f_r", "name": "f_n", "postal_code": "f_c", "regime": "f_g", "use": "f_u", "email": "f_e"}


class Gimnasio(Stranger):
    company = Company("GHI1402253V3", "GIMNASIOS HIERRO", "HIERRO Gym")
    archetype = "Sitio comercial: la facturación en una liga al pie y el formulario en una ventana"
    shape = TicketShape(
        folio="@@-####-####",
        store="##",
        articles=(
            Article("94121500", "E48", "Mensualidad", 399, 1290),
            Article("53102900", "H87", "Toalla deportiva", 89, 240),
        ),
    )
    words: ClassVar = {"folio": "comprobante"}
    deliveries = ("data",)
    texts: ClassVar = {
        "link": ("Factura", "Facturación electrónica"),
        "card": ("Quiero mi factura", "Solicitar factura de un pago"),
        "folio": ("# Comprobante de pago", "Comprobante"),
        "total": ("Lo que pagaste", "Monto pagado"),
        "rfc": ("RFC", "R.F.C"),
        "name": ("Nombre completo o empresa", "¿A nombre de quién?"),
        "cp": ("Código postal (SAT)", "CP"),
        "regime": ("Tu régimen", "Régimen fiscal ante el SAT"),
        "use": ("¿Para qué usarás la factura?", "Uso"),
        "email": ("Mail", "Tu mail"),
        "go": ("¡VAMOS!", "SACAR MI FACTURA"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("Mmm, ese comprobante no lo tenemos. ¿Está bien escrito?",),
        Verdict.WRONG_TOTAL: ("Ese monto no es el del comprobante.",),
        Verdict.NOT_SYNCED: ("Tu pago está en camino: aún no llega a facturación. Date otra vuelta mañana.",),
        Verdict.EXPIRED: ("Uy, ese pago ya no se puede facturar: se te fue el mes.",),
        Verdict.INVOICED: ("Ese pago ya tiene su factura, no podemos hacer otra.",),
        Verdict.CANCELLED: ("Ese pago lo cancelaste o te lo devolvimos.",),
        Verdict.IN_GLOBAL: ("Ese pago ya lo metimos en la factura global del mes.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "Hacienda no conoce ese RFC.",
        Attribute.NAME: "Hacienda dice que ese nombre no va con el RFC.",
        Attribute.POSTAL_CODE: "Hacienda dice que ese código postal no va con el RFC.",
        Attribute.REGIME: "Hacienda dice que ese régimen no va con el RFC.",
        Attribute.USE: "Hacienda no deja usar ese uso con tu régimen.",
    }

    @route("GET", "/")
    async def home(self, visit: Visit) -> web.StreamResponse:
        return visit.page("gimnasio.html")

    @route("GET", "/facturas")
    async def cards(self, visit: Visit) -> web.StreamResponse:
        return visit.page("gimnasio_facturas.html")

    @route("POST", "/facturas/sacar")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        typed = await visit.form()
        ticket = visit.find(folio=typed.get("f_f", ""))
        verdict = visit.verdict(ticket, amount=typed.get("f_t", ""))
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"no": self.say(verdict)})
        settled = await self.settle(visit, ticket, receiver_of(typed, _NAMES))
        if not isinstance(settled, Issued):
            return visit.answer_json({"no": settled})
        files = {"xml": settled.xml, "pdf": settled.pdf}
        return visit.answer_json({kind: b64encode(content).decode() for kind, content in files.items()})
