"""S9: a motorway concessionaire. A crossing is known by a code of 18 characters that the ticket prints in
blocks; the printed folio is of no use.

Its manners: validating a code RESERVES it for the session that did, and whoever comes later hears "ya se
encuentra capturado" until the code is rescued under "Recuperar una factura por código" with the RFC that
reserved it (an issued one gives its invoice there); what the PAC refuses is free again. Codes go into a table
whose "Facturar" opens a modal with a second "Facturar" of equal id and text, which issues; the answer is a
redirect with its text in the query string, which only a script shows. The invoicing page writes dates M/D/A,
the consulting page D/M/A. A crossing not sent by the plaza yet is told in the very words of one that does not
exist.
"""

from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode
from uuid import uuid4

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import USES, regimes_for
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, TicketRefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s9_autopistas.wording import Wording
from automation.sandbox.receivers import Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape, TicketState
from automation.sandbox.visit import Visit
from invoicing.states import FailureType

_FORM = "/Facturacion/GenerarFactura"
_BLOCK = 4
CODE_LENGTH = 18
MONTH_FIRST, DAY_FIRST = "%m/%d/%Y", "%d/%m/%Y"
INCOMPLETE = "Complete los campos marcados con (*)"
NO_RFC = "Capture primero su RFC."
BAD_LENGTH = "El código debe tener 18 caracteres, sin espacios."
REPEATED = "El código ya fue agregado a la tabla."
PARTY = "El complemento INE es exclusivo de partidos políticos: capture la clave de contabilidad."


class Autopistas(Portal):
    company = COMPANIES["s9"]
    archetype = "Caseta de cobro: el código de 18 caracteres queda reservado al validarlo, dos «Facturar»"
    shape = TicketShape(
        folio="########",
        key="*" * CODE_LENGTH,
        store="0##",
        terminal="0#@",
        articles=(
            Article("95111602", "E48", "Peaje automóvil", 38, 260),
            Article("95111602", "E48", "Peaje camión 3 ejes", 120, 740),
            Article("95111602", "E48", "Peaje autobús 2 ejes", 90, 480),
        ),
        lines=(1, 1),
    )
    words: ClassVar = {"folio": "folio", "store_name": "caseta", "terminal": "carril", "time": "hora"}
    deliveries = ("links", "zip", "new_tab", "email")
    faults = frozenset({"slow", "502", "503", "drop", "expiry", "delayed"})
    has_reprint = True
    cookie = "ASP.NET_SessionId"
    expected: ClassVar = {TicketState.NOT_SYNCED: FailureType.TICKET_NOT_FOUND}

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    def tell_ticket(self, ticket: Ticket) -> dict[str, object]:
        return {**super().tell_ticket(ticket), self.wording.code_word: in_blocks(ticket.key)}

    # --- pages
    @route("GET", "/")
    async def home(self, visit: Visit) -> web.StreamResponse:
        return visit.page("inicio.html", words=self.wording, error="")

    @route("POST", "/Cuenta/Entrar")
    async def log_in(self, visit: Visit) -> web.StreamResponse:
        return visit.page("inicio.html", words=self.wording, error="RFC o Correo Incorrectos")

    @route("GET", _FORM)
    async def form_page(self, visit: Visit) -> web.StreamResponse:
        visit.state.setdefault("holder", uuid4().hex)
        return visit.page("generar.html", words=self.wording, rows=self._rows(visit), stores=self.stores)

    @route("GET", "/Facturacion/Consultar")
    async def consult_page(self, visit: Visit) -> web.StreamResponse:
        return visit.page("consultar.html", words=self.wording, error="", found=None)

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        visit.state.clear()
        if visit.request.method == "POST" and visit.request.path.endswith("Codigo"):
            return _say(ok=False, text=self.wording.session_lost)
        return self._back(visit, MensajeError=self.wording.session_lost)

    # --- codes
    @route("GET", "/Facturacion/Regimenes")
    async def list_regimes(self, visit: Visit) -> web.StreamResponse:
        found = regimes_for(visit.query.get("rfc", ""))
        words = self.wording
        return visit.answer_json(
            [{"Value": words.value(code), "Text": words.option(code, text)} for code, text in found.items()]
        )

    @route("GET", "/Facturacion/Usos")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        return visit.answer_json(
            [{"Value": code, "Text": self.wording.option(code, text)} for code, text in USES.items()]
        )

    @route("POST", "/Facturacion/ValidarCodigo")
    async def validate_code(self, visit: Visit) -> web.StreamResponse:
        posted = {name: text.strip() for name, text in (await visit.form()).items()}
        if "holder" not in visit.state:
            return await self.session_expired(visit)
        ticket = visit.find(key=posted.get("codigo", ""))
        if refusal := self._refuse_code(visit, ticket, posted):
            return _say(ok=False, text=refusal)
        if ticket is not None:
            self._reserve(visit, ticket, posted["rfc"].upper())
        return _say(ok=True, text="Código agregado", rows=self._rows(visit))

    def _refuse_code(self, visit: Visit, ticket: Ticket | None, posted: dict[str, str]) -> str:
        if not posted.get("rfc"):
            return NO_RFC
        if len(posted.get("codigo", "")) != CODE_LENGTH:
            return BAD_LENGTH
        verdict = self._judge(visit, ticket, posted)
        if verdict is not Verdict.OK or ticket is None:
            return self.wording.verdicts[verdict]
        if ticket.id in visit.state.get("codes", []):
            return REPEATED
        return self.wording.reserved if self._holder(visit, ticket) else ""

    def _judge(self, visit: Visit, ticket: Ticket | None, posted: dict[str, str]) -> Verdict:
        verdict = visit.verdict(ticket, amount=posted.get("importe", ""))
        if ticket is None or verdict is not Verdict.OK:
            return verdict
        if self.wording.asks_plaza and posted.get("plaza") != ticket.store.code:
            return Verdict.NOT_FOUND
        return _judge_day(ticket, posted.get("fecha", "")) if self.wording.asks_date else verdict

    @route("POST", "/Facturacion/RecuperarCodigo")
    async def rescue(self, visit: Visit) -> web.StreamResponse:
        """An issued code gives its invoice to its RFC; a reserved one comes into this session's table."""
        posted = {name: text.strip().upper() for name, text in (await visit.form()).items()}
        ticket = visit.find(key=posted.get("codigo", "").replace(" ", ""))
        rfc = posted.get("rfc", "")
        issued = visit.issued_for(ticket, rfc)
        if issued is not None:
            visit.state["uuid"] = issued.uuid
            return _say(ok=True, text="Factura encontrada", invoice=True)
        holder = self._holder(visit, ticket) if ticket is not None else {}
        if ticket is None or holder.get("rfc") != rfc or "holder" not in visit.state:
            return _say(ok=False, text=self.wording.nothing)
        self._reserve(visit, ticket, rfc)
        return _say(ok=True, text="Código recuperado, puede facturarlo.", rows=self._rows(visit))

    def _reserve(self, visit: Visit, ticket: Ticket, rfc: str) -> None:
        codes = [code for code in visit.state.get("codes", []) if code != ticket.id]
        visit.state["codes"] = [*codes, ticket.id]
        self._note(visit, ticket, str(visit.state["holder"]), rfc)

    def _release(self, visit: Visit, tickets: list[Ticket]) -> None:
        """What the PAC refused to stamp is free again, and is to be captured anew."""
        visit.state["codes"] = []
        for ticket in tickets:
            self._note(visit, ticket, "", "")

    def _note(self, visit: Visit, ticket: Ticket, holder: str, rfc: str) -> None:
        office = visit.office
        office.ledger.append(
            "reservations",
            portal=office.portal,
            seed=office.seed,
            tickets=[ticket.id],
            holder=holder,
            rfc=rfc,
        )

    def _holder(self, visit: Visit, ticket: Ticket) -> dict[str, str]:
        """Who reserved this code last; empty where it is free."""
        found = visit.office.ledger.select("reservations", ticket=ticket.id)
        return found[-1] if found and found[-1]["holder"] else {}

    def _tickets(self, visit: Visit) -> list[Ticket]:
        mine = visit.state.get("codes", [])
        return [
            ticket
            for ticket in visit.office.tickets
            if ticket.id in mine and self._holder(visit, ticket).get("holder") == visit.state["holder"]
        ]

    def _rows(self, visit: Visit) -> list[dict[str, str]]:
        return [
            {
                "codigo": in_blocks(ticket.key),
                "plaza": ticket.store.name,
                "fecha": ticket.sold_at.strftime(MONTH_FIRST),
                "costo": f"{ticket.amount:,.2f}",
            }
            for ticket in self._tickets(visit)
        ]

    # --- the invoice
    @route("POST", "/Facturacion/Facturar")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        posted = {name: text.strip() for name, text in (await visit.form()).items()}
        tickets = self._tickets(visit)
        if not tickets:
            return await self.session_expired(visit)
        receiver = self._receiver(posted)
        if refusal := _refuse_form(receiver, posted):
            return self._back(visit, MensajeError=refusal)
        try:
            issued = await visit.issue(tickets, receiver)
        except ReceiverRefusedError as refused:
            self._release(visit, tickets)
            return self._back(visit, MensajeError=self.wording.tell_rejection(refused.rejection))
        except TicketRefusedError as refused:
            return self._back(visit, MensajeError=self.wording.verdicts[refused.verdict])
        except RefusedError:
            return self._back(visit, MensajeError="Forma de pago no válida.")
        visit.state.update(uuid=issued.uuid, codes=[])
        return self._back(visit, MensajeSuccess=self._tell_success(visit, issued, receiver.email))

    def _tell_success(self, visit: Visit, issued: Issued, email: str) -> str:
        if visit.delivery != "email":
            return self.wording.success
        visit.send_mail(email, issued)
        return f"{self.wording.success}. Se ha enviado al correo {email}"

    def _receiver(self, posted: dict[str, str]) -> Submission:
        return Submission(
            rfc=posted.get("rfc", "").upper(),
            name=posted.get("razon", "").upper(),
            postal_code=posted.get("cp", ""),
            regime=self.wording.regime_of(posted.get("regimen", "")),
            use=posted.get("uso", ""),
            email=posted.get("correo", ""),
        )

    def _back(self, visit: Visit, **query: str) -> web.StreamResponse:
        return visit.redirect(f"{_FORM}?{urlencode(query)}")

    # --- the invoice again
    @route("GET", "/Facturacion/Facturas")
    async def invoices(self, visit: Visit) -> web.StreamResponse:
        """What the page puts under its message: not listed at once where the CFDI is late."""
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "")))
        ready = issued is not None and visit.is_ready(issued)
        return visit.page("_facturas.html", issued=issued, ready=ready, delivery=visit.delivery)

    @route("POST", "/Facturacion/Consultar")
    async def consult(self, visit: Visit) -> web.StreamResponse:
        posted = {name: text.strip().upper() for name, text in (await visit.form()).items()}
        ticket = visit.find(key=posted.get("codigo", "").replace(" ", ""))
        issued = visit.issued_for(ticket, posted.get("rfc", "-"))
        if ticket is None or issued is None or not _is_day(ticket, posted.get("fecha", ""), DAY_FIRST):
            return visit.page("consultar.html", words=self.wording, error=self.wording.nothing, found=None)
        visit.state["uuid"] = issued.uuid
        return visit.page("consultar.html", words=self.wording, error="", found=issued)

    @route("POST", "/Facturacion/Reenviar")
    async def send_again(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "")))
        address = (await visit.form()).get("correo", "").strip()
        if issued is None or "@" not in address:
            return self._back(visit, MensajeError="Capture un correo válido.")
        visit.send_mail(address, issued)
        return self._back(visit, MensajeSuccess=f"La factura ha sido enviada al correo {address}")

    @route("GET", "/Facturacion/Descargar/{kind}")
    async def download(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "")))
        kind = visit.args["kind"]
        if issued is None or kind not in {"xml", "pdf", "zip"} or visit.delivery == "email":
            return visit.redirect("/")
        return visit.deliver(issued, kind, inline=visit.delivery == "new_tab")


def in_blocks(code: str) -> str:
    """As the ticket prints it: four by four."""
    return " ".join(code[start : start + _BLOCK] for start in range(0, len(code), _BLOCK))


def _judge_day(ticket: Ticket, written: str) -> Verdict:
    """A day and month exchanged fall out of the thirty days, or are another crossing's."""
    if _is_day(ticket, written, MONTH_FIRST):
        return Verdict.OK
    try:
        told = datetime.strptime(written, MONTH_FIRST).replace(tzinfo=ticket.sold_at.tzinfo)
    except ValueError:
        return Verdict.NOT_FOUND
    is_old = ticket.sold_at - told > timedelta(days=30)
    return Verdict.EXPIRED if is_old else Verdict.NOT_FOUND


def _is_day(ticket: Ticket, written: str, pattern: str) -> bool:
    try:
        return datetime.strptime(written, pattern).date() == ticket.sold_at.date()  # noqa: DTZ007
    except ValueError:
        return False


def _refuse_form(receiver: Submission, posted: dict[str, str]) -> str:
    wanted = (receiver.rfc, receiver.name, receiver.postal_code, receiver.regime, receiver.use)
    if not all(wanted) or "@" not in receiver.email:
        return INCOMPLETE
    return PARTY if posted.get("ine") else ""


def _say(*, ok: bool, text: str, **more: object) -> web.Response:
    return web.json_response({"Ok": ok, "Mensaje": text, **more})


PORTAL = Autopistas
