"""A fashion brand's "Invoice Center": a one-page application in English on hash routes, placeholders instead
of labels, 201 for an invoice, a toast that goes away, a cookie banner and a newsletter on top."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, receiver_of

_NAMES = {
    "rfc": "taxId",
    "name": "legalName",
    "postal_code": "zip",
    "regime": "taxRegime",
    "use": "cfdiUse",
    "email": "email",
}


class Moda(Stranger):
    company = Company("BOM1508077A2", "BORDADOS OAXACA MODA", "BOMA Studio")
    archetype = "Aplicación en inglés con textos dentro de los campos y avisos que se desvanecen"
    shape = TicketShape(
        folio="BM-#####-@@",
        store="###",
        articles=(
            Article("53101604", "H87", "Blusa bordada", 390, 1800),
            Article("53102500", "H87", "Rebozo de algodón", 250, 2100),
        ),
    )
    words: ClassVar = {"folio": "invoice_folio", "store": "store"}
    deliveries = ("blob",)
    texts: ClassVar = {
        "folio": ("Invoice folio", "Receipt folio (BM-00000-XX)"),
        "total": ("Purchase total (MXN)", "Grand total"),
        "rfc": ("Tax ID (RFC)", "RFC"),
        "name": ("Legal name", "Company / full legal name"),
        "zip": ("Tax ZIP code", "Postal code (fiscal address)"),
        "regime": ("Tax regime — start typing", "Régimen fiscal (type to search)"),
        "use": ("How will you use this invoice?", "CFDI use"),
        "email": ("E-mail", "Your e-mail address"),
        "next": ("Find my purchase", "Next"),
        "issue": ("Create invoice", "Issue my CFDI"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("We couldn't find a purchase with that folio.",),
        Verdict.WRONG_TOTAL: ("The total you entered doesn't match this purchase.",),
        Verdict.NOT_SYNCED: ("This purchase hasn't reached our servers yet. Please try again later today.",),
        Verdict.EXPIRED: ("The invoicing period for this purchase has ended.",),
        Verdict.INVOICED: ("An invoice has already been issued for this purchase.",),
        Verdict.CANCELLED: ("This purchase was voided and can't be invoiced.",),
        Verdict.IN_GLOBAL: ("This purchase was already reported in our monthly global invoice.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "SAT doesn't recognise this RFC ({code}).",
        Attribute.NAME: "Legal name doesn't match SAT records for this RFC ({code}).",
        Attribute.POSTAL_CODE: "ZIP code doesn't match SAT records for this RFC ({code}).",
        Attribute.REGIME: "Tax regime isn't valid for this RFC ({code}).",
        Attribute.USE: "This CFDI use isn't allowed for your tax regime ({code}).",
    }

    @route("GET", "/")
    async def shell(self, visit: Visit) -> web.StreamResponse:
        return visit.page("moda.html")

    @route("POST", "/v1/purchases/lookup")
    async def look_up(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=str(asked.get("folio", "")))
        verdict = visit.verdict(ticket, amount=str(asked.get("total", "")))
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"error": self.say(verdict)}, status=422)
        visit.state["folio"] = ticket.folio
        return visit.answer_json({"folio": ticket.folio, "total": str(ticket.amount)})

    @route("POST", "/v1/invoices")
    async def create(self, visit: Visit) -> web.StreamResponse:
        asked, ticket = await visit.json(), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.answer_json({"error": "Your session has timed out."}, status=401)
        settled = await self.settle(visit, ticket, receiver_of(asked, _NAMES))
        if not isinstance(settled, Issued):
            return visit.answer_json({"error": settled}, status=422)
        return visit.answer_json({"id": settled.uuid}, status=201)
