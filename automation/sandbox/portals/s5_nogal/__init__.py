"""S5: a home-improvement chain's two-page application over a JSON service.

Its manners: every business error is HTTP 200 with a code inside; the issuing button posts twice
(status_form 0 asks "¿Estás seguro?", 1 issues); régimen and uso are filled by AJAX; buttons stay disabled
until the model is complete, and the model listens to input events only; files come as base64 and are turned
into blobs; a box for political parties that must stay empty.
"""

from base64 import b64encode
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import is_moral, regimes_for, uses_for
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, TicketRefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s5_nogal.wording import Wording
from automation.sandbox.receivers import Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit

CODES = {
    Verdict.OK: 0,
    Verdict.INVOICED: 204,
    Verdict.NOT_FOUND: 205,
    Verdict.WRONG_TOTAL: 206,
    Verdict.NOT_SYNCED: 207,
    Verdict.EXPIRED: 208,
    Verdict.CANCELLED: 209,
    Verdict.IN_GLOBAL: 210,
}
SURE, PROCESSING, SESSION_LOST, INCOMPLETE, RECEIVER_REFUSED, NOTHING_ISSUED = 1, 102, 401, 422, 460, 404


class Nogal(Portal):
    company = COMPANIES["s5"]
    archetype = "Aplicación de dos pantallas sobre un servicio JSON: errores dentro de respuestas 200"
    shape = TicketShape(
        folio="00####################",
        terminal="0##",
        store="8###",
        articles=(
            Article("27112100", "H87", "Juego de pinzas de presión", 189, 640),
            Article("31162800", "H87", "Herrajes para puerta", 35, 420),
            Article("27111701", "H87", "Desarmador de cruz", 49, 210),
            Article("39121400", "H87", "Conector eléctrico", 12, 95),
            Article("50202306", "H87", "Agua natural 600 ml", 9, 16, Decimal("0.00")),
        ),
    )
    words: ClassVar = {
        "folio": "ticket_number",
        "terminal": "caja",
        "store": "tienda",
        "payment_form": "payment_method",
    }
    deliveries = ("blob", "zip", "email")
    faults = frozenset({"slow", "502", "503", "drop", "expiry", "delayed"})
    has_reprint = True
    cookie = "NGSESSION"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    @route("GET", "/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        visit.state["open"] = True
        return visit.page("shell.html", words=self.wording, settings=self.wording.settings(visit.base))

    @route("POST", "/api/v2/ticket")
    async def look_up(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = self._ticket(visit, asked)
        verdict = self._judge(visit, ticket, asked)
        if verdict is not Verdict.OK or ticket is None:
            return self._refuse(visit, CODES[verdict], self.wording.verdicts[verdict])
        visit.state["folio"] = ticket.folio
        return _answer(visit, 0, {"total": f"{ticket.amount:.2f}", "tienda": ticket.store.name})

    @route("GET", "/api/v2/regimenes")
    async def list_regimes(self, visit: Visit) -> web.StreamResponse:
        return _answer(
            visit, 0, {"lista": self.wording.list_regimes(regimes_for(visit.query.get("rfc", "")))}
        )

    @route("GET", "/api/v2/usos")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        regime = self.wording.regime_of(visit.query.get("regimen", ""))
        allowed = uses_for(regime, moral=is_moral(visit.query.get("rfc", "")))
        return _answer(visit, 0, {"lista": self.wording.list_uses(allowed)})

    @route("POST", "/api/v2/request")
    async def request(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=str(visit.state.get("folio", "-")))
        if ticket is None:
            return await self.session_expired(visit)
        if not asked.get("condiciones") or not asked.get("correo"):
            return self._refuse(visit, INCOMPLETE, "Los campos marcados con * son obligatorios.")
        if str(asked.get("status_form")) == "0":
            return _answer(visit, SURE, {"pregunta": self.wording.confirmation})
        return await self._issue(visit, ticket, self._receiver(asked))

    @route("GET", "/api/v2/estado")
    async def status(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "")))
        if issued is None:
            return await self.session_expired(visit)
        return self._hand_over(visit, issued, str(visit.state.get("correo", "")))

    @route("POST", "/api/v2/consulta")
    async def consult(self, visit: Visit) -> web.StreamResponse:
        """Only whoever shows the ticket, its total and the RFC on the invoice gets it."""
        asked = await visit.json()
        ticket = self._ticket(visit, asked)
        issued = visit.issued_for(ticket, str(asked.get("rfc", "")))
        if issued is None or f"{issued.total}" != str(asked.get("total", "")).replace(",", "").strip(" $"):
            return self._refuse(visit, NOTHING_ISSUED, self.wording.nothing_issued)
        visit.state["uuid"] = issued.uuid
        return self._hand_over(visit, issued, "")

    @route("POST", "/api/v2/reenviar")
    async def send_again(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "")))
        if issued is None:
            return await self.session_expired(visit)
        address = str((await visit.json()).get("correo", ""))
        visit.send_mail(address, issued)
        return _answer(visit, 0, {"aviso": f"La factura ha sido enviada al correo {address}"})

    @route("POST", "/api/v2/boletin")
    async def subscribe(self, visit: Visit) -> web.StreamResponse:
        return _answer(visit, 0, {"aviso": "¡Gracias por suscribirte!"})

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        visit.state.clear()
        if visit.request.method == "GET" and "/api/" not in visit.request.path:
            return visit.redirect("/")
        return self._refuse(visit, SESSION_LOST, self.wording.session_lost)

    def _ticket(self, visit: Visit, asked: dict[str, object]) -> Ticket | None:
        """The service wants 23 digits; the page adds the missing zero in front."""
        keys = {"folio": str(asked.get("ticket", "")).strip().removeprefix("0").zfill(22)}
        if self.wording.asks_terminal and "caja" in asked:
            keys["terminal"] = str(asked["caja"]).zfill(3)
        return visit.find(**keys)

    def _judge(self, visit: Visit, ticket: Ticket | None, asked: dict[str, object]) -> Verdict:
        verdict = visit.verdict(ticket, amount=str(asked.get("total", "")))
        if ticket is None or verdict is not Verdict.OK or not self.wording.asks_date:
            return verdict
        return Verdict.OK if _same_day(ticket, str(asked.get("fecha", ""))) else Verdict.NOT_FOUND

    def _receiver(self, asked: dict[str, object]) -> Submission:
        regime = self.wording.regime_of(str(asked.get("regimen", "")))
        return Submission(
            rfc=str(asked.get("rfc", "")).strip().upper(),
            name=str(asked.get("nombre", "")).strip().upper(),
            postal_code=str(asked.get("cp", "")).strip(),
            regime=regime,
            use=str(asked.get("uso", "")),
            email=str(asked.get("correo", "")).strip(),
        )

    async def _issue(self, visit: Visit, ticket: Ticket, receiver: Submission) -> web.StreamResponse:
        try:
            issued = await visit.issue([ticket], receiver)
        except ReceiverRefusedError as refusal:
            return self._refuse(visit, RECEIVER_REFUSED, self.wording.tell_rejection(refusal.rejection))
        except TicketRefusedError as refusal:
            return self._refuse(visit, CODES[refusal.verdict], self.wording.verdicts[refusal.verdict])
        except RefusedError:
            return self._refuse(visit, INCOMPLETE, "Forma de pago no válida.")
        visit.state.update(uuid=issued.uuid, correo=receiver.email)
        return self._hand_over(visit, issued, receiver.email)

    def _hand_over(self, visit: Visit, issued: Issued, email: str) -> web.StreamResponse:
        if not visit.is_ready(issued):
            return _answer(visit, PROCESSING, {"aviso": self.wording.processing})
        if visit.delivery == "email":
            return self._mail(visit, issued, email)
        files = (
            {"zip64": issued.zip()} if visit.delivery == "zip" else {"xml64": issued.xml, "pdf64": issued.pdf}
        )
        encoded = {name: b64encode(content).decode() for name, content in files.items()}
        return _answer(visit, 0, {"aviso": self.wording.success, "uuid": issued.uuid, **encoded})

    def _mail(self, visit: Visit, issued: Issued, email: str) -> web.StreamResponse:
        """Who comes back by the consult road may have it sent again, to any address."""
        if not email:
            return _answer(visit, 0, {"aviso": "Factura encontrada.", "uuid": issued.uuid})
        visit.send_mail(email, issued)
        return _answer(visit, 0, {"aviso": f"Tu factura ha sido enviada al correo {email}"})

    def _refuse(self, visit: Visit, code: int, message: str) -> web.StreamResponse:
        return visit.answer_json(
            {"status": 200, "data": {"alerta": True, "codigo": code, "mensaje": message}}
        )


def _answer(visit: Visit, code: int, content: dict[str, object]) -> web.Response:
    return visit.answer_json({"status": 200, "data": {"alerta": False, "codigo": code, **content}})


def _same_day(ticket: Ticket, written: str) -> bool:
    """The page sends dd/mm/aaaa."""
    try:
        return datetime.strptime(written.strip(), "%d/%m/%Y").date() == ticket.sold_at.date()  # noqa: DTZ007
    except ValueError:
        return False


PORTAL = Nogal
