"""A stationer's portal: accordion, a search-box select of its own, a datalist of branches, persona física or
moral with different fields, a confirmation box drawn by the page, downloads in a menu beside a QR."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.fiscal import regimes_for, uses_for
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, is_day, receiver_of

_NAMES = {
    "rfc": "fiscal[rfc]",
    "name": "fiscal[nombre]",
    "postal_code": "fiscal[cp]",
    "regime": "fiscal[regimen]",
    "use": "fiscal[uso]",
    "email": "fiscal[correo]",
}


class Tinta(Stranger):
    company = Company("PLU0506228HA", "PAPELERIAS LUNA DE TINTA", "Luna de Tinta")
    archetype = "Acordeón con listas de búsqueda propias, persona física o moral y ventana de confirmación"
    shape = TicketShape(
        folio="########",
        terminal="#",
        store="##",
        articles=(
            Article("14111507", "H87", "Papel bond carta", 95, 260),
            Article("44121701", "H87", "Bolígrafos", 12, 140),
            Article("60121000", "H87", "Cartulina", 8, 60),
        ),
    )
    words: ClassVar = {"folio": "folio", "terminal": "caja", "store_name": "sucursal"}
    deliveries = ("links",)
    texts: ClassVar = {
        "store": ("Sucursal", "Sucursal donde compraste"),
        "folio": ("Folio de tu comprobante de compra", "Folio"),
        "till": ("Caja", "N° de caja"),
        "date": ("Fecha (dd/mm/aa)", "Fecha dd/mm/aa"),
        "total": ("Total c/IVA", "Importe total con IVA"),
        "check": ("Comprobar", "Validar compra"),
        "issue": ("Facturar ahora", "Facturar"),
        "yes": ("Sí, es correcto", "Sí, facturar"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("Compra inexistente. Verifique sucursal, caja, folio y fecha.",),
        Verdict.WRONG_TOTAL: ("El total c/IVA no cuadra con la compra.",),
        Verdict.NOT_SYNCED: ("La sucursal aún no envía sus ventas del día. Vuelva después.",),
        Verdict.EXPIRED: ("Plazo vencido: solo se facturan compras del mes en curso.",),
        Verdict.INVOICED: ("Compra facturada con anterioridad.",),
        Verdict.CANCELLED: ("La compra fue devuelta en su totalidad y quedó cancelada.",),
        Verdict.IN_GLOBAL: ("La compra ya se incluyó en nuestra factura global; ya no es facturable.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "SAT: RFC no inscrito. Verifique su RFC.",
        Attribute.NAME: "SAT: el nombre del receptor no coincide con su RFC.",
        Attribute.POSTAL_CODE: "SAT: el domicilio fiscal del receptor no coincide con su RFC.",
        Attribute.REGIME: "SAT: el régimen del receptor no coincide con su RFC.",
        Attribute.USE: "SAT: uso de CFDI incompatible con el régimen.",
    }

    @route("GET", "/")
    async def first(self, visit: Visit) -> web.StreamResponse:
        return visit.page("tinta.html")

    @route("POST", "/ajax/compra")
    async def check_purchase(self, visit: Visit) -> web.StreamResponse:
        typed = await visit.form()
        store = next((s.code for s in self.stores if s.name == typed.get("suc", "").strip()), "-")
        ticket = visit.find(
            folio=typed.get("folio", ""), terminal=typed.get("caja", "").lstrip("0") or "0", store=store
        )
        verdict = visit.verdict(ticket, amount=typed.get("total", ""))
        if ticket is None or not is_day(ticket, typed.get("fecha", ""), "%d/%m/%y"):
            verdict = Verdict.NOT_FOUND
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"error": self.say(verdict)})
        visit.state["folio"] = ticket.folio
        return visit.answer_json({"error": None})

    @route("GET", "/ajax/regimenes")
    async def list_regimes(self, visit: Visit) -> web.StreamResponse:
        regimes = regimes_for("MMM000101AA0" if visit.query.get("tipo") == "moral" else "FFFF000101AA0")
        return visit.answer_json([[f"r{int(code) - 600}", text] for code, text in regimes.items()])

    @route("GET", "/ajax/usos")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        regime = f"6{visit.query.get('regimen', 'r0')[1:].zfill(2)}"
        allowed = uses_for(regime, moral=visit.query.get("tipo") == "moral")
        return visit.answer_json([[code, f"{text} ({code})"] for code, text in allowed.items()])

    @route("POST", "/ajax/facturar")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        typed, ticket = await visit.form(), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.answer_json({"error": "Su sesión terminó, capture de nuevo."})
        typed["fiscal[regimen]"] = f"6{typed.get('fiscal[regimen]', '')[1:].zfill(2)}"
        if typed.get("tipo") == "fisica":
            parts = (typed.get(f"fiscal[{name}]", "").strip() for name in ("nombres", "paterno", "materno"))
            typed["fiscal[nombre]"] = " ".join(part for part in parts if part)
        settled = await self.settle(visit, ticket, receiver_of(typed, _NAMES))
        if isinstance(settled, Issued):
            return visit.answer_json({"error": None, "uuid": settled.uuid})
        return visit.answer_json({"error": settled})
