"""A car-parts dealer's portal out of a code generator: meaningless ids, spans as labels, links as buttons,
the remission split into series and number, the month in letters, files in windows of their own."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, receiver_of

MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_NAMES = {
    "rfc": "vRECRFC",
    "name": "vRECNOM",
    "postal_code": "vRECDOM",
    "regime": "vRECREG",
    "use": "vRECUSO",
    "email": "vRECEML",
}


class Refacciones(Stranger):
    company = Company("RAM9605182C2", "REFACCIONES AUTOMOTRICES MORALES", "Refaccionaria Morales")
    archetype = "Páginas generadas: ids sin sentido, ligas como botones, serie y folio por separado"
    shape = TicketShape(
        folio="@@-######",
        store="##",
        articles=(
            Article("25172000", "H87", "Amortiguador delantero", 450, 2300),
            Article("15121500", "H87", "Aceite 5W30", 110, 890),
            Article("25171700", "H87", "Balatas", 280, 1200),
        ),
    )
    words: ClassVar = {"folio": "remision"}
    deliveries = ("new_tab",)
    has_reprint = True
    texts: ClassVar = {
        "series": ("Serie", "Serie remisión"),
        "folio": ("Folio", "Folio remisión"),
        "date": ("Fecha (dd-mmm-aaaa)", "Fecha remisión (ej. 05-ene-2026)"),
        "total": ("Monto neto a pagar", "Total remisión"),
        "name": ("Nombre fiscal", "Razón Soc."),
        "cp": ("Dom. fiscal (CP)", "CP receptor"),
        "regime": ("Rég. fiscal", "Reg. Fiscal Receptor"),
        "again": ("Obtener CFDI ya emitido", "Recuperación de CFDI"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("Remisión no registrada.",),
        Verdict.WRONG_TOTAL: ("El monto capturado difiere del monto de la remisión.",),
        Verdict.NOT_SYNCED: ("Remisión en tránsito: la sucursal no ha cerrado su corte. Intente después.",),
        Verdict.EXPIRED: ("Remisión fuera de vigencia para emitir CFDI.",),
        Verdict.INVOICED: ("Remisión con CFDI emitido. Utilice la opción de recuperación.",),
        Verdict.CANCELLED: ("Remisión con estatus CANCELADA.",),
        Verdict.IN_GLOBAL: ("Remisión incluida en CFDI global de operaciones con público en general.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "Error de timbrado [{code}]: {sat}",
        Attribute.NAME: "Error de timbrado [{code}]: {sat}",
        Attribute.POSTAL_CODE: "Error de timbrado [{code}]: {sat}",
        Attribute.REGIME: "Error de timbrado [{code}]: {sat}",
        Attribute.USE: "Error de timbrado [{code}]: {sat}",
    }

    @route("GET", "/")
    async def menu(self, visit: Visit) -> web.StreamResponse:
        return visit.page("refacciones.html", step="menu", v={}, error="", ticket=None, issued=None)

    @route("GET", "/wpremision")
    async def ask(self, visit: Visit) -> web.StreamResponse:
        return visit.page("refacciones.html", step="ticket", v={}, error="", ticket=None, issued=None)

    @route("POST", "/wpremision")
    async def judge(self, visit: Visit) -> web.StreamResponse:
        v = await visit.form()
        ticket = self._remission(visit, v)
        verdict = visit.verdict(ticket, amount=v.get("vREMTOT", ""))
        if ticket is None or v.get("vREMFEC", "").strip().lower() != _day(ticket):
            verdict = Verdict.NOT_FOUND
        if ticket is None or verdict is not Verdict.OK:
            return self._page(visit, "ticket", v, error=self.say(verdict))
        visit.state["folio"] = ticket.folio
        return self._page(visit, "receiver", v, ticket=ticket)

    @route("POST", "/wpreceptor")
    async def review(self, visit: Visit) -> web.StreamResponse:
        v, ticket = await visit.form(), visit.find(folio=visit.state.get("folio", "-"))
        visit.state["v"] = v
        missing = not all(v.get(name, "").strip() for name in _NAMES.values())
        error = "Capture los datos marcados con (*)." if missing else ""
        return self._page(visit, "receiver" if missing else "review", v, error=error, ticket=ticket)

    @route("POST", "/wptimbrar")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        v, ticket = visit.state.get("v", {}), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None:
            return visit.redirect("/")
        settled = await self.settle(visit, ticket, receiver_of(v, _NAMES))
        if isinstance(settled, Issued):
            return self._page(visit, "done", v, issued=settled)
        return self._page(visit, "receiver", v, error=settled, ticket=ticket)

    @route("GET", "/wprecupera")
    async def ask_again(self, visit: Visit) -> web.StreamResponse:
        return self._page(visit, "again", {})

    @route("POST", "/wprecupera")
    async def find_again(self, visit: Visit) -> web.StreamResponse:
        v = await visit.form()
        issued = visit.issued_for(self._remission(visit, v), v.get("vRECRFC", ""))
        if issued is None:
            return self._page(visit, "again", v, error="No se localizó CFDI con los datos proporcionados.")
        return self._page(visit, "done", v, issued=issued)

    def _remission(self, visit: Visit, v: dict[str, str]) -> Ticket | None:
        return visit.find(folio=f"{v.get('vREMSER', '').strip()}-{v.get('vREMFOL', '').strip()}")

    def _page(
        self,
        visit: Visit,
        step: str,
        v: dict[str, str],
        *,
        error: str = "",
        ticket: Ticket | None = None,
        issued: Issued | None = None,
    ) -> web.StreamResponse:
        return visit.page("refacciones.html", step=step, v=v, error=error, ticket=ticket, issued=issued)


def _day(ticket: Ticket) -> str:
    day = ticket.sold_at
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}"
