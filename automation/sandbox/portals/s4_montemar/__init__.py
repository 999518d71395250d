"""S4: a grocer's Angular application with Material-like controls that have neither ids nor names.

Its manners: floating labels that belong to no field; branch, régimen and uso that count only when an
option of the overlay was clicked; a date box that reads month before day, or only the calendar; a name in three
fields for natural persons; buttons that stay disabled until everything is valid; a ticket number without
the zeros that the ticket prints in front.
"""

from base64 import b64encode
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import is_moral, regimes_for, uses_for
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, TicketRefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s4_montemar.wording import Wording
from automation.sandbox.receivers import Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit

DIGITS = 9
ZEROS = "Captura el número de ticket sin ceros a la izquierda."
INCOMPLETE = "Completa los campos obligatorios."


class Montemar(Portal):
    company = COMPANIES["s4"]
    archetype = (
        "Angular Material sin ids: autocompletar que exige un clic, nombre en tres campos, botón inactivo"
    )
    shape = TicketShape(
        folio="000######",
        store="1###",
        articles=(
            Article("50301500", "KGM", "Fruta de temporada", 18, 140, Decimal("0.00")),
            Article("50401800", "KGM", "Verduras y hortalizas", 12, 120, Decimal("0.00")),
            Article("50112000", "KGM", "Carnes frías", 60, 320),
            Article("50202200", "H87", "Vino de mesa", 149, 690),
            Article("47131500", "H87", "Artículos de limpieza", 25, 230),
        ),
    )
    words: ClassVar = {
        "folio": "ticket_number",
        "store": "store",
        "store_name": "sucursal",
        "payment_form": "payment_method",
    }
    deliveries = ("blob", "zip", "viewer", "email")
    faults: ClassVar = frozenset({"slow", "502", "503", "drop", "expiry", "delayed"})
    has_reprint = True
    cookie = "cli_session"
    entry = "/cli/invoice-create"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    # --- pages: every address is the application
    @route("GET", "/")
    async def root(self, visit: Visit) -> web.StreamResponse:
        return visit.redirect(self.entry)

    @route("GET", "/cli/{page}")
    async def start(self, visit: Visit) -> web.StreamResponse:
        settings = self.wording.settings(visit.base, visit.delivery)
        return visit.page("index.html", words=self.wording, settings=settings)

    # --- service
    @route("GET", "/api/branches")
    async def branches(self, visit: Visit) -> web.StreamResponse:
        own = [_branch(ticket) for ticket in visit.office.tickets]
        others = self.wording.other_branches({name[:4] for name in own})
        return visit.answer_json({"items": sorted({*own, *others}, key=lambda name: name[5:])})

    @route("POST", "/api/tickets")
    async def add_ticket(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        folio = str(asked.get("ticket", "")).strip()
        if self.wording.wants_no_zeros and folio.startswith("0"):
            return self._refuse(visit, ZEROS)
        ticket = _find(visit, asked)
        verdict = visit.verdict(ticket, amount=str(asked.get("total", "")))
        if verdict is not Verdict.OK or ticket is None:
            return self._refuse(visit, self.wording.verdicts[verdict])
        visit.state["folio"] = ticket.folio
        told = {
            "ticket": ticket.folio.lstrip("0"),
            "sucursal": _branch(ticket),
            "total": f"{ticket.amount:.2f}",
        }
        return visit.answer_json({"ok": True, "ticket": told, "message": "Ticket agregado correctamente."})

    @route("GET", "/api/regimes")
    async def regimes(self, visit: Visit) -> web.StreamResponse:
        found = regimes_for(visit.query.get("rfc", ""))
        return visit.answer_json({"items": self.wording.regime_texts(found)})

    @route("GET", "/api/uses")
    async def uses(self, visit: Visit) -> web.StreamResponse:
        regime = self.wording.regime_of(visit.query.get("regime", ""))
        found = uses_for(regime, moral=is_moral(visit.query.get("rfc", "")))
        return visit.answer_json({"items": self.wording.use_texts(found)})

    @route("POST", "/api/invoices")
    async def create_invoice(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=str(visit.state.get("folio", "-")))
        if ticket is None:
            return await self.session_expired(visit)
        receiver = self._receiver(asked)
        if not all((receiver.name, receiver.regime, receiver.use, receiver.email)):
            return self._refuse(visit, INCOMPLETE)
        return await self._issue(visit, ticket, receiver)

    @route("GET", "/api/invoices/status")
    async def status(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "-")))
        if issued is None:
            return await self.session_expired(visit)
        return self._document(visit, issued, str(visit.state.get("mailed", "")))

    @route("POST", "/api/invoices/search")
    async def search(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        issued = visit.issued_for(_find(visit, asked), str(asked.get("rfc", "-")))
        if issued is None:
            return self._refuse(visit, self.wording.nothing_issued)
        visit.state.update(uuid=issued.uuid, mailed="")
        return self._document(visit, issued, "")

    @route("GET", "/api/documents/{name}")
    async def file(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "-")))
        uuid, _, kind = visit.args["name"].partition(".")
        if issued is None or uuid != issued.uuid or kind not in {"xml", "pdf"} or visit.delivery != "viewer":
            return self._refuse(visit, self.wording.nothing_issued)
        return visit.deliver(issued, kind, inline=kind == "pdf")

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        if "/api/" not in visit.request.path:
            return visit.redirect(self.entry)
        body = {"ok": False, "expired": True, "message": self.wording.session_lost}
        return visit.answer_json(body, status=HTTPStatus.UNAUTHORIZED)

    # --- the invoice
    def _receiver(self, asked: dict[str, object]) -> Submission:
        def text(name: str) -> str:
            return " ".join(str(asked.get(name) or "").split())

        rfc = text("rfc").upper()
        parts = ("name",) if is_moral(rfc) else ("first_names", "paternal", "maternal")
        return Submission(
            rfc=rfc,
            name=" ".join(filter(None, map(text, parts))).upper(),
            postal_code=text("postal_code"),
            regime=self.wording.regime_of(text("regime")),
            use=self.wording.use_of(text("use")),
            email=text("email"),
        )

    async def _issue(self, visit: Visit, ticket: Ticket, receiver: Submission) -> web.StreamResponse:
        try:
            issued = await visit.issue([ticket], receiver)
        except ReceiverRefusedError as refusal:
            return self._refuse(visit, self.wording.tell_rejection(refusal.rejection))
        except TicketRefusedError as refusal:
            return self._refuse(visit, self.wording.verdicts[refusal.verdict])
        except RefusedError:
            return self._refuse(visit, INCOMPLETE)
        mailed = receiver.email if visit.delivery == "email" else ""
        if mailed:
            visit.send_mail(mailed, issued)
        visit.state.update(uuid=issued.uuid, mailed=mailed)
        return self._document(visit, issued, mailed)

    def _document(self, visit: Visit, issued: Issued, mailed: str) -> web.StreamResponse:
        if not visit.is_ready(issued):
            return visit.answer_json({"ok": True, "pending": True})
        contents = {"blob": {"xml": issued.xml, "pdf": issued.pdf}, "zip": {"zip": issued.zip()}}
        files = contents.get(visit.delivery, {})
        document = {name: b64encode(content).decode() for name, content in files.items()}
        return visit.answer_json(
            {"ok": True, "document": {"uuid": issued.uuid, "mailed": mailed, **document}}
        )

    def _refuse(self, visit: Visit, message: str) -> web.Response:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if self.wording.has_honest_status else HTTPStatus.OK
        return visit.answer_json({"ok": False, "message": message}, status=status)


def _branch(ticket: Ticket) -> str:
    return f"{ticket.store.code} - {ticket.store.name}"


def _find(visit: Visit, asked: dict[str, object]) -> Ticket | None:
    """The branch as its option reads, the number with or without zeros, the day as AAAA-MM-DD."""
    folio = str(asked.get("ticket", "")).strip().zfill(DIGITS)
    found = visit.find(folio=folio, store=str(asked.get("branch", ""))[:4])
    if found is None:
        return None
    same_day: date = found.sold_at.date()
    return found if same_day.isoformat() == str(asked.get("date", "")) else None


PORTAL = Montemar
