"""S3: a convenience chain's AngularJS portal.

Its manners: a login above the form that nobody needs; a ticket number of 35 digits (the barcode has one
more); a model that takes a field's value only when the field is left, and a form that stays silent while it
is invalid; régimen 601 preselected; a privacy notice over the half-filled form; a native confirm before
issuing, alerts for the rest; on some days the CFDI comes later. Option `captcha` (`captcha:on`) adds an image
with five letters, and then the right end is CAPTCHA.
"""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import PAYMENT_FORMS
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, TicketRefusedError, Verdict
from automation.sandbox.options import Options
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s3_frecuencia.kaptcha import draw_image, draw_word
from automation.sandbox.portals.s3_frecuencia.wording import Wording
from automation.sandbox.receivers import ReceiverState, Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape, TicketState
from automation.sandbox.visit import Visit
from invoicing.states import FailureType

LOST, REFUSED, WRONG_CAPTCHA, NOTHING, IN_PROGRESS = "-1", "20", "30", "40", "50"
_REST = "/KPortalExterno/rest"


class Frecuencia(Portal):
    company = COMPANIES["s3"]
    archetype = "AngularJS: valores que cuentan al salir del campo, aviso sobre el formulario, confirm nativo"
    shape = TicketShape(
        folio="#######################",
        store="3###",
        articles=(
            Article("50202301", "H87", "Café americano", 22, 45),
            Article("50192100", "H87", "Papas y botanas", 18, 62),
            Article("50202306", "H87", "Bebida energética", 29, 58),
            Article("50221300", "H87", "Sándwich", 35, 79, Decimal("0.00")),
            Article("53131608", "H87", "Higiene personal", 20, 140),
        ),
    )
    deliveries = ("links", "blob", "new_tab", "email")
    faults: ClassVar = frozenset({"slow", "502", "503", "drop", "expiry", "delayed"})
    has_reprint = True
    cookie = "KSESSION"
    entry = "/KPortalExterno/"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    def finish_ticket(self, ticket: Ticket) -> Ticket:
        """The 35 digits: store, day of sale, and 23 more."""
        return replace(ticket, folio=f"{ticket.store.code}{ticket.sold_at:%d%m%Y}{ticket.folio}")

    def tell_ticket(self, ticket: Ticket) -> dict[str, object]:
        told = super().tell_ticket(ticket)
        told.pop("folio")
        told.update({self.wording.ticket_word: ticket.folio, "payment_method": ticket.payment_form})
        if self.wording.prints_barcode:
            told["codigo_barras"] = f"{ticket.folio}{sum(map(int, ticket.folio)) % 10}"
        return told

    def expect(self, state: TicketState, receiver: ReceiverState, options: Options) -> FailureType | None:
        """The captcha stands before the issuing button only: neither the ticket's look-up nor the road to
        consult an invoice needs it."""
        usual = super().expect(state, receiver, options)
        if _has_captcha(options) and state is TicketState.VALID:
            return FailureType.CAPTCHA
        return usual

    # --- pages
    @route("GET", "/")
    async def root(self, visit: Visit) -> web.StreamResponse:
        return visit.redirect(self.entry)

    @route("GET", "/KPortalExterno/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        visit.state.clear()
        visit.state["open"] = True
        settings = {
            "rest": visit.link(_REST),
            "privacy": self.wording.privacy_at,
            "alerts": self.wording.speaks_in_alerts,
            "confirm": self.wording.confirmation,
            "follows": self.wording.follows_by_itself,
            "delivery": visit.delivery,
        }
        captcha = _has_captcha(visit.options)
        return visit.page("index.html", words=self.wording, settings=settings, captcha=captcha)

    # --- service
    @route("POST", f"{_REST}/verificaTicketWS2")
    async def verify(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=str(asked.get("noTicket", "")))
        verdict = visit.verdict(ticket, amount=str(asked.get("monto", "")))
        if verdict is not Verdict.OK or ticket is None:
            return self._refuse(visit, self.wording.codes[verdict], self.wording.verdicts[verdict])
        visit.state["folio"] = ticket.folio
        row = {
            "tienda": ticket.store.code,
            "ticket": ticket.folio,
            "monto": f"{ticket.amount:.2f}",
            "formaPago": PAYMENT_FORMS[ticket.payment_form],
        }
        return visit.answer_json({"status": "0", "datos": row})

    @route("GET", f"{_REST}/validaRfc")
    async def check_rfc(self, visit: Visit) -> web.StreamResponse:
        return visit.answer_json({"status": "0", "formato": len(visit.query.get("rfc", "")) in {12, 13}})

    @route("POST", f"{_REST}/generaCfdi")
    async def generate(self, visit: Visit) -> web.StreamResponse:
        asked = await visit.json()
        ticket = visit.find(folio=str(visit.state.get("folio", "-")))
        if ticket is None or asked.get("noTicket") != ticket.folio:
            return await self.session_expired(visit)
        if _has_captcha(visit.options) and not self._is_answered(visit, str(asked.get("captcha", ""))):
            return self._refuse(visit, WRONG_CAPTCHA, "Captcha incorrecto")
        return await self._issue(visit, ticket, _receiver(asked))

    @route("GET", f"{_REST}/findLastCfdi")
    async def find_last(self, visit: Visit) -> web.StreamResponse:
        ticket = visit.find(folio=visit.query.get("noTicket", ""))
        issued = visit.issued_for(ticket, visit.query.get("rfc", "-"))
        if issued is None:
            return self._refuse(visit, NOTHING, self.wording.nothing_issued)
        if not visit.is_ready(issued):
            return self._refuse(visit, IN_PROGRESS, "Su factura se encuentra en proceso, intente más tarde.")
        visit.state["uuid"] = issued.uuid
        return visit.answer_json({"status": "0", "uuid": issued.uuid, "correo": ""})

    @route("GET", f"{_REST}/descargaCfdi{{kind}}/{{uuid}}")
    async def download(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "-")))
        if issued is None or visit.args["uuid"] != issued.uuid or visit.delivery == "email":
            return self._refuse(visit, NOTHING, self.wording.nothing_issued)
        kind = "pdf" if visit.args["kind"] == "Pdf" else "xml"
        return visit.deliver(issued, kind, inline=visit.delivery == "new_tab")

    @route("GET", f"{_REST}/Kaptcha.jpg")
    async def captcha(self, visit: Visit) -> web.StreamResponse:
        visit.state["captcha"] = int(visit.state.get("captcha", 0)) + 1
        rng = self._captcha_rng(visit)
        return web.Response(body=draw_image(draw_word(rng), rng), content_type="image/png")

    @route("POST", f"{_REST}/login")
    async def log_in(self, visit: Visit) -> web.StreamResponse:
        return self._refuse(visit, "9", "Usuario o contraseña incorrectos")

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        if "/rest/" not in visit.request.path:
            return visit.redirect(self.entry)
        return self._refuse(visit, LOST, self.wording.session_lost)

    # --- the invoice
    def _captcha_rng(self, visit: Visit) -> Random:
        return self.seed.rng(f"captcha/{visit.state.get('captcha', 0)}")

    def _is_answered(self, visit: Visit, typed: str) -> bool:
        shown = "captcha" in visit.state
        return shown and typed.strip().lower() == draw_word(self._captcha_rng(visit))

    async def _issue(self, visit: Visit, ticket: Ticket, receiver: Submission) -> web.StreamResponse:
        try:
            issued = await visit.issue([ticket], receiver)
        except ReceiverRefusedError as refusal:
            return self._refuse(visit, REFUSED, self.wording.tell_rejection(refusal.rejection))
        except TicketRefusedError as refusal:
            verdict = refusal.verdict
            return self._refuse(visit, self.wording.codes[verdict], self.wording.verdicts[verdict])
        except RefusedError:
            return self._refuse(visit, REFUSED, "Forma de pago no válida")
        if visit.delivery == "email":
            visit.send_mail(receiver.email, issued)
        return self._answer_issued(visit, issued, receiver.email)

    def _answer_issued(self, visit: Visit, issued: Issued, email: str) -> web.StreamResponse:
        """On a slow day: 204 without a word, and the CFDI is found later."""
        if not visit.is_ready(issued):
            return web.Response(status=204)
        visit.state["uuid"] = issued.uuid
        mailed = email if visit.delivery == "email" else ""
        return visit.answer_json({"status": "0", "uuid": issued.uuid, "correo": mailed})

    def _refuse(self, visit: Visit, code: str, message: str) -> web.Response:
        return visit.answer_json({"status": code, "msg": message})


def _has_captcha(options: Options) -> bool:
    return options.get("captcha") not in {"", "0", "off"}


def _receiver(asked: dict[str, object]) -> Submission:
    def text(name: str) -> str:
        return str(asked.get(name) or "").strip()

    return Submission(
        rfc=text("rfcCliente").upper(),
        name=text("razon").upper(),
        postal_code=text("cp"),
        regime=text("regimenFiscalReceptor"),
        use=text("usoCfdi"),
        email=text("email"),
    )


PORTAL = Frecuencia
