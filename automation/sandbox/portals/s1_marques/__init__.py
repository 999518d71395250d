"""S1: a supermarket's ASP.NET WebForms wizard.

Its manners: one form per page with hidden state, so that every control posts the whole page; the régimen's
postback fills the uso list and empties another field; help icons post back and wipe what was typed; notices
stacked over the form; a confirmation in a modal; forma de pago on a page of its own, cash not offered; file
links that are postbacks. A customer that it knows is offered with an old address. After issuing, the
road through the form ends at "Facturar / Refacturar", which really makes a second CFDI.
"""

from collections import defaultdict
from dataclasses import asdict
from decimal import Decimal
from typing import Any, ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import PAYMENT_FORMS, is_moral, regimes_for, uses_for
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s1_marques.webforms import (
    BadPostbackError,
    Postback,
    partial,
    partial_redirect,
    read_postback,
    view_state,
    yellow_page,
)
from automation.sandbox.portals.s1_marques.wording import Wording, clients
from automation.sandbox.receivers import Submission, submission, taxpayer
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit

INCOMPLETE = "Los campos marcados con * son obligatorios."
OFFERED = ("04", "28", "05")


class Marques(Portal):
    """Only its wizard keeps a ticket from being invoiced twice, hence `blocks_duplicates`."""

    company = COMPANIES["s1"]
    archetype = "Asistente WebForms: cada control recarga la página, avisos apilados, «Facturar / Refacturar»"
    shape = TicketShape(
        folio="9#####################",
        key="####",
        terminal="##",
        store="2###",
        articles=(
            Article("50181900", "H87", "Pan de caja", 38, 96, Decimal("0.00")),
            Article("47131800", "H87", "Limpiador multiusos", 24, 180),
            Article("52141500", "H87", "Licuadora de vaso", 489, 1890),
            Article("53131600", "H87", "Champú y jabones", 45, 260),
            Article("14111700", "H87", "Servilletas y papel", 29, 210),
        ),
        payment_forms=("04", "28"),
    )
    words: ClassVar = {
        "folio": "tc",
        "key": "tr",
        "store": "tda",
        "terminal": "te",
        "payment_form": "payment_method",
    }
    deliveries = ("links", "zip", "new_tab", "viewer", "email")
    faults = frozenset({"slow", "502", "503", "drop", "expiry"})
    has_reprint = True
    blocks_duplicates = False
    cookie = "ASP.NET_SessionId"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    # --- pages
    @route("*", "/")
    @route("*", "/Default.aspx")
    async def start(self, visit: Visit) -> web.StreamResponse:
        if visit.request.method == "POST":
            return await self._dispatch(visit, "Default", {"lnkObtener": self._enter})
        lost = self.wording.session_lost if "sesion" in visit.query else ""
        return self._show(visit, "Default", error=lost)

    @route("*", "/frmDatos.aspx")
    async def ticket_page(self, visit: Visit) -> web.StreamResponse:
        handlers = {
            "radConsultar": self._show_consult,
            "radFacturar": self._show_ticket,
            "btnInfo": self._wipe_ticket,
            "btnTR": self._wipe_ticket,
            "btnAceptar": self._look_up,
            "btnRefacturar": self._invoice_again,
            "btnConsultar": self._consult,
        }
        if visit.request.method == "POST":
            return await self._dispatch(visit, "frmDatos", handlers)
        return self._show(visit, "frmDatos", tab="consultar" if "consulta" in visit.query else "facturar")

    @route("*", "/frmRFC.aspx")
    async def choose_page(self, visit: Visit) -> web.StreamResponse:
        if visit.request.method == "POST":
            return await self._dispatch(visit, "frmRFC", {"grvRFC": self._choose, "btnNuevo": self._choose})
        return self._show_if_open(visit, "frmRFC", rows=self._remembered(visit))

    @route("*", "/frmRFCEdita.aspx")
    async def receiver_page(self, visit: Visit) -> web.StreamResponse:
        handlers = {
            "ddlregimenFiscal": self._change_regime,
            "imgCP": self._find_place,
            "btnContinuar": self._keep_receiver,
        }
        if visit.request.method == "POST":
            return await self._dispatch(visit, "frmRFCEdita", handlers)
        return self._show_if_open(visit, "frmRFCEdita", **self._receiver_context(visit))

    @route("*", "/frmPaymentType.aspx")
    async def payment_page(self, visit: Visit) -> web.StreamResponse:
        if visit.request.method == "POST":
            return await self._dispatch(visit, "frmPaymentType", {"btnAceptar": self._keep_payment})
        return self._show_if_open(visit, "frmPaymentType", forms=self._payment_forms())

    @route("*", "/frmReportAdmin.aspx")
    async def issue_page(self, visit: Visit) -> web.StreamResponse:
        handlers = {"btnFacturar": self._issue, "btnRegresar": self._back}
        if visit.request.method == "POST":
            return await self._dispatch(visit, "frmReportAdmin", handlers)
        return self._show_if_open(visit, "frmReportAdmin", receiver=visit.state.get("receiver"), mail="")

    @route("*", "/frmFactura.aspx")
    async def result_page(self, visit: Visit) -> web.StreamResponse:
        handlers = {"lnkXML": self._hand_over, "lnkPDF": self._hand_over, "lnkZIP": self._hand_over}
        if visit.request.method == "POST":
            return await self._dispatch(visit, "frmFactura", handlers)
        issued = self._issued(visit)
        return visit.redirect("/Default.aspx") if issued is None else self._show_result(visit, issued)

    @route("*", "/frmConsultaFactura.aspx")
    async def consult_page(self, visit: Visit) -> web.StreamResponse:
        if visit.request.method == "POST":
            return await self._dispatch(visit, "frmConsultaFactura", {"btnAceptar": self._deliver_found})
        if self._issued(visit) is None:
            return visit.redirect("/frmDatos.aspx?consulta=1")
        return self._show(visit, "frmConsultaFactura")

    @route("GET", "/frmReportPDF2.aspx")
    async def viewer(self, visit: Visit) -> web.StreamResponse:
        return self._file(visit, "pdf", inline=True)

    @route("GET", "/frmArchivo.aspx")
    async def file(self, visit: Visit) -> web.StreamResponse:
        inline = visit.delivery == "new_tab"
        return self._file(visit, "pdf" if visit.query.get("t") == "2" else "xml", inline=inline)

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        if visit.request.headers.get("X-MicrosoftAjax"):
            return partial_redirect(visit.link("/Default.aspx?sesion=expirada"))
        return visit.redirect("/Default.aspx?sesion=expirada")

    # --- the page's life
    async def _dispatch(self, visit: Visit, page: str, handlers: dict[str, Any]) -> web.StreamResponse:
        try:
            postback = await read_postback(visit, page)
        except BadPostbackError:
            return yellow_page(visit)
        if page not in {"Default", "frmDatos"} and not visit.state:
            return await self.session_expired(visit)
        handler = handlers.get(postback.event)
        if handler is None:
            return visit.redirect("/Default.aspx")
        answer: web.StreamResponse = await handler(visit, postback)
        return answer

    def _show(
        self, visit: Visit, page: str, values: dict[str, str] | None = None, **context: object
    ) -> web.Response:
        settled: dict[str, Any] = {"error": "", "tab": "", "again": False, "help": False, **context}
        hidden = view_state(page, {"n": visit.session.requests})
        kept = defaultdict(str, values or {})
        return visit.page(
            f"{page}.html", words=self.wording, hidden=hidden, page=page, values=kept, **settled
        )

    def _show_if_open(self, visit: Visit, page: str, **context: Any) -> web.StreamResponse:
        if "folio" not in visit.state:
            return visit.redirect("/Default.aspx?sesion=expirada")
        return self._show(visit, page, **context)

    async def _enter(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        return visit.redirect("/frmDatos.aspx")

    # --- the ticket
    async def _show_consult(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        return self._show(visit, "frmDatos", tab="consultar")

    async def _show_ticket(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        return self._show(visit, "frmDatos", tab="facturar")

    async def _wipe_ticket(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        return self._show(visit, "frmDatos", tab="facturar", help=True)

    async def _look_up(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        if error := self._form_error(postback):
            return self._show(visit, "frmDatos", tab="facturar", values=postback.fields, error=error)
        ticket = self._ticket(visit, postback)
        verdict = visit.verdict(ticket, amount=postback.text("txtTotal"))
        if verdict is not Verdict.OK or ticket is None:
            mine = visit.issued_for(ticket, postback.text("txtMemRFC")) is not None
            text = self.wording.verdicts[verdict]
            return self._show(
                visit, "frmDatos", tab="facturar", values=postback.fields, error=text, again=mine
            )
        visit.state["again"] = False
        return self._go_on(visit, ticket, postback)

    async def _invoice_again(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        """Asks for the cancellation of the CFDI that there is, and begins another one."""
        ticket = self._ticket(visit, postback)
        if ticket is None or visit.issued_for(ticket, postback.text("txtMemRFC")) is None:
            return self._show(visit, "frmDatos", tab="facturar", values=postback.fields)
        visit.state["again"] = True
        return self._go_on(visit, ticket, postback)

    def _form_error(self, postback: Postback) -> str:
        if not all(postback.text(name) for name in ("txtMemRFC", "txtCP", "txtTC", "txtTR", "txtTotal")):
            return INCOMPLETE
        if len(postback.text("txtTR")) != 5:
            return "El número de transacción debe ser de 5 dígitos, complete con ceros a la izquierda."
        return ""

    def _ticket(self, visit: Visit, postback: Postback) -> Ticket | None:
        """The ticket prints TR# without the zeros in front that the page wants."""
        return visit.find(folio=postback.text("txtTC"), key=postback.text("txtTR").removeprefix("0"))

    def _go_on(self, visit: Visit, ticket: Ticket, postback: Postback) -> web.StreamResponse:
        rfc = postback.text("txtMemRFC").upper()
        typed = Submission(rfc, "", postback.text("txtCP"), "", "")
        visit.state.update(folio=ticket.folio, receiver=asdict(typed))
        knows = self.wording.knows_clients and taxpayer(rfc) is not None
        return visit.redirect("/frmRFC.aspx" if knows else "/frmRFCEdita.aspx")

    # --- the receptor
    def _remembered(self, visit: Visit) -> list[Submission]:
        rfc = visit.state.get("receiver", {}).get("rfc", "")
        return clients(submission(rfc)) if taxpayer(rfc) else []

    async def _choose(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        """`Seleccionar` brings the row's old data into the form; `Agregar` leaves what was typed."""
        chosen, rows = postback.argument.removeprefix("Select$"), self._remembered(visit)
        if postback.event == "grvRFC" and chosen.isdigit() and int(chosen) < len(rows):
            visit.state["receiver"] = asdict(rows[int(chosen)])
        return visit.redirect("/frmRFCEdita.aspx")

    def _receiver_context(self, visit: Visit, postback: Postback | None = None) -> dict[str, Any]:
        receiver = Submission(**visit.state.get("receiver", asdict(Submission("", "", "", "", ""))))
        values = {
            "txtRazon": receiver.name,
            "txtCP": receiver.postal_code,
            "ddlregimenFiscal": receiver.regime,
            "ddlusoCFDI": receiver.use,
        }
        if postback is not None:
            values.update(postback.fields)
        uses = uses_for(values["ddlregimenFiscal"], moral=is_moral(receiver.rfc))
        return {"rfc": receiver.rfc, "values": values, "regimes": regimes_for(receiver.rfc), "uses": uses}

    async def _change_regime(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        context = self._receiver_context(visit, postback)
        context["values"]["ddlusoCFDI"] = ""
        if self.wording.wipes:
            context["values"][self.wording.wipes] = ""
        if not postback.is_partial:
            return self._show(visit, "frmRFCEdita", **context)
        panel = self.templates.get_template("_fiscal.html")
        markup = panel.render(words=self.wording, base=visit.base, **context)
        return partial(f"{self.wording.container}_upFiscal", markup, view_state("frmRFCEdita", {"n": "u"}))

    async def _find_place(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        """The magnifier beside the postal code: fills state and town, forgets régimen and uso."""
        context = self._receiver_context(visit, postback)
        context["values"].update(txtEstado="MEXICO", ddlregimenFiscal="", ddlusoCFDI="")
        return self._show(visit, "frmRFCEdita", **{**context, "uses": {}})

    async def _keep_receiver(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        wanted = ("txtRazon", "txtCP", "ddlregimenFiscal", "ddlusoCFDI")
        if not all(postback.text(name) for name in wanted):
            context = self._receiver_context(visit, postback)
            return self._show(visit, "frmRFCEdita", error=INCOMPLETE, **context)
        name, cp, regime, use = (postback.text(field) for field in wanted)
        rfc = visit.state.get("receiver", {}).get("rfc", "")
        visit.state["receiver"] = asdict(Submission(rfc, name.upper(), cp, regime, use))
        return visit.redirect("/frmPaymentType.aspx")

    def _payment_forms(self) -> dict[str, str]:
        return {code: self.wording.option(code, PAYMENT_FORMS[code]) for code in OFFERED}

    async def _keep_payment(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        form = postback.text("ddlPaymentType")
        if form not in OFFERED:
            return self._show(visit, "frmPaymentType", forms=self._payment_forms(), error=INCOMPLETE)
        visit.state["payment"] = form
        return visit.redirect("/frmReportAdmin.aspx")

    # --- the invoice
    async def _back(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        return visit.redirect("/frmRFCEdita.aspx")

    async def _issue(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        mail, ticket = postback.text("txtEmail"), visit.find(folio=visit.state.get("folio", "-"))
        if ticket is None or "payment" not in visit.state:
            return await self.session_expired(visit)
        by_mail = postback.text("entrega") == "rdCorreo"
        if "@" not in mail and (by_mail or visit.delivery == "email"):
            return self._stay(visit, mail, "Capture un correo electrónico válido.")
        verdict = visit.verdict(ticket)
        if verdict is not Verdict.OK and not visit.state.get("again"):
            return self._stay(visit, mail, self.wording.verdicts[verdict])
        return await self._stamp(visit, ticket, mail, by_mail=by_mail)

    async def _stamp(self, visit: Visit, ticket: Ticket, mail: str, *, by_mail: bool) -> web.StreamResponse:
        receiver = Submission(**{**visit.state["receiver"], "email": mail})
        try:
            issued = await visit.issue([ticket], receiver, payment_form=visit.state["payment"])
        except ReceiverRefusedError as refusal:
            return self._stay(visit, mail, self.wording.tell_rejection(refusal.rejection))
        except RefusedError:
            return self._stay(visit, mail, "No fue posible generar la factura.")
        visit.state.update(uuid=issued.uuid, mailed="", again=False)
        if by_mail or visit.delivery == "email":
            visit.send_mail(mail, issued)
            visit.state["mailed"] = mail
        return visit.redirect("/frmFactura.aspx")

    def _stay(self, visit: Visit, mail: str, error: str) -> web.Response:
        return self._show(
            visit, "frmReportAdmin", receiver=visit.state.get("receiver"), mail=mail, error=error
        )

    def _issued(self, visit: Visit) -> Issued | None:
        return visit.office.issued_by_uuid(str(visit.state.get("uuid", "-")))

    def _show_result(self, visit: Visit, issued: Issued) -> web.Response:
        mailed = str(visit.state.get("mailed", ""))
        return self._show(visit, "frmFactura", issued=issued, mailed=mailed, delivery=visit.delivery)

    async def _consult(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        ticket = visit.find(folio=postback.text("txtTCFact"))
        issued = visit.issued_for(ticket, postback.text("txtRFCFact"))
        if issued is None:
            text = self.wording.nothing_issued
            return self._show(visit, "frmDatos", tab="consultar", values=postback.fields, error=text)
        visit.state["uuid"] = issued.uuid
        return visit.redirect("/frmConsultaFactura.aspx")

    async def _deliver_found(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        issued, mail = self._issued(visit), postback.text("txtEmail")
        if issued is None:
            return await self.session_expired(visit)
        by_mail = postback.text("entrega") == "rdMail"
        if by_mail and "@" not in mail:
            return self._show(visit, "frmConsultaFactura", error="Capture un correo electrónico válido.")
        visit.state["mailed"] = mail if by_mail else ""
        if by_mail:
            visit.send_mail(mail, issued)
        return visit.redirect("/frmFactura.aspx")

    async def _hand_over(self, visit: Visit, postback: Postback) -> web.StreamResponse:
        return self._file(visit, postback.event.removeprefix("lnk").lower())

    def _file(self, visit: Visit, kind: str, *, inline: bool = False) -> web.StreamResponse:
        """The XML never leaves by download where it goes by mail only."""
        issued = self._issued(visit)
        if issued is None or (visit.delivery == "email" and kind != "pdf"):
            return visit.redirect("/Default.aspx")
        return visit.deliver(issued, kind, inline=inline)


PORTAL = Marques
