"""S11: a restaurant group on a hotel system's invoicing module, its fields named as that system named them:
`txtReservationId` is the TOTAL, `txtTrackingId` the order, `CfdiMetodoPago` the forma de pago.

Its manners: a Wicket page of components replaced by ajax-responses; the ticket is found by a billing code, or
by date, order and tip, whichever it prints, and always by its total without tip, which is not invoiced; the
values of lists are places in them, uso and forma de pago being empty until régimen and ticket are known;
whatever is missing or malformed gets an `alert()` with no text; a lost page is "Página caducada"; an address
that does not exist answers 200.
"""

import re
from decimal import Decimal
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, TicketRefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s11_palapa.wording import CODE, PURCHASE, Wording
from automation.sandbox.receivers import Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit, read_amount

EMPTY_ALERT = "alert('');"
_RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_COMPONENT = '<component id="{}"><![CDATA[{}]]></component>'


class Palapa(Portal):
    company = COMPANIES["s11"]
    archetype = "Restaurante: propina aparte, código o datos del ticket, campos mal nombrados, alert() vacío"
    shape = TicketShape(
        folio="1####",
        key="@#@##@@#",
        store="##",
        tip_rates=("0.10", "0.12", "0.15", "0.00"),
        articles=(
            Article("90101501", "E48", "Consumo de alimentos", 180, 950),
            Article("90101501", "E48", "Bebidas", 60, 420),
            Article("90101501", "E48", "Postres", 70, 240),
        ),
        lines=(1, 3),
    )
    words: ClassVar = {"store_name": "sucursal", "payment_form": "payment_method", "tip": "propina"}
    deliveries = ("links", "zip", "viewer", "email")
    faults = frozenset({"slow", "502", "503", "drop", "expiry", "delayed"})
    has_reprint = True
    cookie = "JSESSIONID"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    def tell_ticket(self, ticket: Ticket) -> dict[str, object]:
        told, words = super().tell_ticket(ticket), self.wording
        if words.prints != "data":
            told[words.code_word] = ticket.key
        if words.prints != "code":
            told[words.order_word] = ticket.folio
        if words.tells_grand_total and ticket.tip:
            told["total_con_propina"] = float(ticket.stated_amount + ticket.tip)
        return told

    # --- pages
    @route("GET", "/")
    async def home(self, visit: Visit) -> web.StreamResponse:
        return visit.page("inicio.html", words=self.wording)

    @route("GET", "/app/facturacion")
    async def query_page(self, visit: Visit) -> web.StreamResponse:
        visit.state.clear()
        visit.state["mode"] = self.wording.opens_with
        return visit.page("facturacion.html", words=self.wording, mode=self.wording.opens_with)

    @route("GET", "/app/{other}")
    async def unknown(self, visit: Visit) -> web.StreamResponse:
        """An address that is not there answers 200, as on the real platform."""
        return visit.html("<html><body><h2>404 - File or directory not found.</h2></body></html>")

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        if visit.request.method == "POST" and "/ajax/" in visit.request.path:
            return _respond(f"location.href='{visit.link('/caducada')}';")
        return visit.redirect("/caducada")

    @route("GET", "/caducada")
    async def expired_page(self, visit: Visit) -> web.StreamResponse:
        return visit.page("caducada.html", words=self.wording)

    # --- the ticket
    @route("POST", "/ajax/modo")
    async def choose_mode(self, visit: Visit) -> web.StreamResponse:
        mode = (await visit.form()).get("queryContainer:mode", CODE)
        visit.state["mode"] = mode if mode in {CODE, PURCHASE} else CODE
        return self._redraw(visit, "consulta", mode=visit.state["mode"])

    @route("POST", "/ajax/consulta")
    async def look_up(self, visit: Visit) -> web.StreamResponse:
        if "mode" not in visit.state:
            return await self.session_expired(visit)
        posted = _plain(await visit.form(), "queryContainer:")
        wanted = ("txtBillingCode",) if visit.state["mode"] == CODE else ("txtTrackingId", "txtArrival")
        amount, tip = read_amount(posted.get("txtReservationId", "")), _read_tip(posted)
        if not all(posted.get(name) for name in wanted) or amount < 0 or tip < 0:
            return _respond(EMPTY_ALERT)
        ticket = self._find(visit, posted)
        verdict = visit.verdict(ticket, amount=amount)
        if verdict is Verdict.OK and ticket and visit.state["mode"] == PURCHASE and tip != ticket.tip:
            verdict = Verdict.WRONG_TOTAL
        if verdict is not Verdict.OK or ticket is None:
            return self._complain(self.wording.verdicts[verdict])
        visit.state["ticket"] = ticket.id
        return self._redraw(visit, "receptor", ticket=ticket)

    def _find(self, visit: Visit, posted: dict[str, str]) -> Ticket | None:
        if visit.state["mode"] == CODE:
            return visit.find(key=posted["txtBillingCode"])
        ticket = visit.find(folio=posted["txtTrackingId"])
        if ticket is None or ticket.sold_at.strftime("%d/%m/%Y") != posted["txtArrival"]:
            return None
        if self.wording.asks_store and posted.get("cmbHotel") != str(
            self._store_names().index(ticket.store.name)
        ):
            return None
        return ticket

    def _store_names(self) -> list[str]:
        return sorted(store.name for store in self.stores)

    # --- the receptor
    @route("POST", "/ajax/regimen")
    async def choose_regime(self, visit: Visit) -> web.StreamResponse:
        chosen = (await visit.form()).get(self.wording.name("regime"), "")
        drawn = self._draw(visit, "_uso.html", options=self.wording.options("use") if chosen else [])
        return _respond("", (self.wording.component("use"), drawn))

    @route("POST", "/ajax/generar")
    async def generate(self, visit: Visit) -> web.StreamResponse:
        ticket = next((t for t in visit.office.tickets if t.id == visit.state.get("ticket")), None)
        if ticket is None:
            return await self.session_expired(visit)
        posted = {name: value.strip() for name, value in (await visit.form()).items()}
        receiver, payment = self._receiver(posted), self._code(posted, "payment_form")
        if not _is_well_formed(receiver) or not payment:
            return _respond(EMPTY_ALERT)
        try:
            issued = await visit.issue([ticket], receiver, payment_form=payment)
        except ReceiverRefusedError as refused:
            return self._complain(self.wording.tell_rejection(refused.rejection))
        except TicketRefusedError as refused:
            return self._complain(self.wording.verdicts[refused.verdict])
        except RefusedError:
            return _respond(EMPTY_ALERT)
        visit.state.update(uuid=issued.uuid, mail=receiver.email)
        if visit.delivery == "email":
            visit.send_mail(receiver.email, issued)
        return self._show_result(visit, issued)

    def _receiver(self, posted: dict[str, str]) -> Submission:
        text = {
            name: posted.get(self.wording.name(name), "") for name in ("rfc", "name", "postal_code", "email")
        }
        return Submission(
            rfc=text["rfc"].upper(),
            name=text["name"].upper(),
            postal_code=text["postal_code"],
            regime=self._code(posted, "regime"),
            use=self._code(posted, "use"),
            email=text["email"],
        )

    def _code(self, posted: dict[str, str], datum: str) -> str:
        return self.wording.code_at(datum, posted.get(self.wording.name(datum), ""))

    # --- the invoice
    @route("POST", "/ajax/estatus")
    async def status(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "")))
        return await self.session_expired(visit) if issued is None else self._show_result(visit, issued)

    def _show_result(self, visit: Visit, issued: Issued) -> web.StreamResponse:
        ready = visit.is_ready(issued)
        address = str(visit.state.get("mail", ""))
        return self._redraw(visit, "resultado", issued=issued, ready=ready, address=address)

    @route("GET", "/reimpresion")
    async def reprint_page(self, visit: Visit) -> web.StreamResponse:
        return visit.page("reimpresion.html", words=self.wording, error="", issued=None, address="")

    @route("POST", "/reimpresion")
    async def reprint(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        asked = posted.get("txtTrackingId", "")
        ticket = visit.find(key=asked) or visit.find(folio=asked)
        issued = visit.issued_for(ticket, posted.get("txtDocument", "-"))
        if issued is None or issued.total != read_amount(posted.get("txtReservationId", "")):
            error = self.wording.nothing
            return visit.page("reimpresion.html", words=self.wording, error=error, issued=None, address="")
        visit.state["uuid"] = issued.uuid
        return visit.page("reimpresion.html", words=self.wording, error="", issued=issued, address="")

    @route("GET", "/Download{kind}")
    async def download(self, visit: Visit) -> web.StreamResponse:
        issued, kind = (
            visit.office.issued_by_uuid(str(visit.state.get("uuid", ""))),
            visit.args["kind"].lower(),
        )
        if issued is None or kind not in {"xml", "pdf", "zip"} or visit.delivery == "email":
            return visit.redirect("/caducada")
        return visit.deliver(issued, kind, inline="view" in visit.query)

    # --- components
    def _redraw(self, visit: Visit, panel: str, **context: object) -> web.StreamResponse:
        """The main panel anew, and the feedback emptied."""
        drawn = self._draw(visit, f"_{panel}.html", **context)
        words = self.wording
        return _respond(
            "", (words.component("main"), drawn), (words.component("feedback"), self._feedback(""))
        )

    def _complain(self, text: str) -> web.StreamResponse:
        return _respond("window.scrollTo(0,0);", (self.wording.component("feedback"), self._feedback(text)))

    def _feedback(self, text: str) -> str:
        return self.templates.get_template("_feedback.html").render(words=self.wording, text=text)

    def _draw(self, visit: Visit, template: str, **context: object) -> str:
        found = self.templates.get_template(template)
        return found.render(
            base=visit.base, visit=visit, words=self.wording, stores=self._store_names(), **context
        )


def _respond(script: str, *components: tuple[str, str]) -> web.Response:
    """A Wicket ajax-response: components to be replaced, then a script to be run."""
    drawn = "".join(_COMPONENT.format(identity, html) for identity, html in components)
    run = f"<evaluate><![CDATA[{script}]]></evaluate>" if script else ""
    text = f'<?xml version="1.0" encoding="UTF-8"?><ajax-response>{drawn}{run}</ajax-response>'
    return web.Response(text=text, content_type="text/xml")


def _plain(posted: dict[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value.strip() for name, value in posted.items()}


def _read_tip(posted: dict[str, str]) -> Decimal:
    return read_amount(posted.get("txtGuest", "") or "0.00")


def _is_well_formed(receiver: Submission) -> bool:
    return bool(
        _RFC.fullmatch(receiver.rfc)
        and receiver.name
        and re.fullmatch(r"\d{5}", receiver.postal_code)
        and receiver.regime
        and receiver.use
        and _MAIL.fullmatch(receiver.email)
    )


PORTAL = Palapa
