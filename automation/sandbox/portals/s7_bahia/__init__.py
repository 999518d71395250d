"""S7: a fuel group on a platform of petrol stations, invoicing "without user" by station, folio and Web ID.

Its manners: a login with a captcha stands before the open road; the station is a combo box in which an item
must be clicked; the receptor's fields look alive and take nothing before "Agregar" beside the RFC; what it
remembers of a client is old; forma de pago is Efectivo until somebody changes it, and again after "Agregar";
a native confirm stands before the invoice; a folio that was invoiced shows its invoice to its receptor.
Its services answer text with fields parted by `|`, the first being a code.
"""

from http import HTTPStatus
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import is_moral, regimes_for, uses_for
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, TicketRefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s7_bahia.wording import Wording
from automation.sandbox.receivers import Submission, taxpayer
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit

REFUSED, FINE, INVOICED, RUNNING, LOST = "0", "1", "2", "3", "-1"
INCOMPLETE = "Complete los campos marcados con (*)"
NO_STATION = "Seleccione una estación de la lista."
BAD_RFC = "Capture un RFC válido."
_OLD_MAIL = "pagos@correo-anterior.mx"
_FAKE_TOWNS = ("Ensenada", "Rosarito", "Tecate", "Mexicali", "San Quintín", "La Paz", "Loreto", "Guaymas")


class Bahia(Portal):
    company = COMPANIES["s7"]
    archetype = "Gasolinera con WebID: campos del receptor inertes hasta «Agregar», confirmación nativa"
    shape = TicketShape(
        folio="########",
        key="##@@##",
        store="####",
        stores=12,
        articles=(
            Article("15101514", "LTR", "Magna", 150, 1250),
            Article("15101515", "LTR", "Premium", 200, 1500),
            Article("15101505", "LTR", "Diésel", 300, 2600),
        ),
        lines=(1, 1),
        payment_forms=("01", "03", "04", "28"),
    )
    words: ClassVar = {"folio": "folio", "key": "webid", "payment_form": "payment_method"}
    deliveries = ("links", "zip", "new_tab", "viewer", "email")
    faults = frozenset({"slow", "502", "503", "drop", "expiry", "delayed"})
    has_reprint = True
    cookie = "ASPSESSIONIDCG"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    def tell_ticket(self, ticket: Ticket) -> dict[str, object]:
        station = ticket.store.name if self.wording.names_only else ticket.store.code
        return {**super().tell_ticket(ticket), "estacion": station}

    # --- pages
    @route("GET", "/")
    @route("GET", "/default.aspx")
    async def home(self, visit: Visit) -> web.StreamResponse:
        error = self.wording.session_lost if "exp" in visit.query else ""
        return visit.page("default.html", words=self.wording, error=error)

    @route("POST", "/default.aspx")
    async def log_in(self, visit: Visit) -> web.StreamResponse:
        wrong = "Código captcha incorrecto." if not (await visit.form()).get("captcha") else ""
        return visit.page(
            "default.html", words=self.wording, error=wrong or "Usuario o contraseña incorrectos."
        )

    @route("GET", "/crear_cuenta.aspx")
    async def sign_up(self, visit: Visit) -> web.StreamResponse:
        return visit.page("crear_cuenta.html", words=self.wording)

    @route("GET", "/captcha.axd")
    async def picture(self, visit: Visit) -> web.StreamResponse:
        text = self.seed.text(f"captcha/{visit.session.requests}", "*****")
        drawn = self.templates.get_template("captcha.svg").render(text=text)
        return web.Response(text=drawn, content_type="image/svg+xml")

    @route("GET", "/generar_factura.aspx")
    async def form_page(self, visit: Visit) -> web.StreamResponse:
        visit.state.clear()
        visit.state["open"] = True
        return visit.page("generar_factura.html", words=self.wording, settings=self._settings(visit))

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        if "/ws/" in visit.request.path:
            return _say(LOST, self.wording.session_lost)
        return visit.redirect("/default.aspx?exp=1")

    # --- the ticket
    @route("GET", "/ws/Estaciones.ashx")
    async def stations(self, visit: Visit) -> web.StreamResponse:
        asked = visit.query.get("q", "").strip().upper()
        return visit.answer_json([item for item in self._stations() if asked in item[1].upper()])

    @route("POST", "/ws/ConsultaTicket.ashx")
    async def look_up(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        if not posted.get("estacion"):
            return _say(REFUSED, NO_STATION)
        ticket = visit.find(
            store=posted["estacion"], folio=posted.get("folio", ""), key=posted.get("webid", "")
        )
        amount = posted.get("importe", "") if self.wording.asks_total else None
        verdict = visit.verdict(ticket, amount=amount)
        if ticket is None or verdict not in {Verdict.OK, Verdict.INVOICED}:
            return _say(REFUSED, self.wording.verdicts[verdict])
        visit.state.update(ticket=ticket.id)
        if verdict is Verdict.INVOICED:
            return self._show_invoiced(visit, ticket, posted.get("rfc", ""))
        sold = ticket.sold_at.strftime("%d/%m/%Y %H:%M")
        words = ticket.lines[0].article.words
        return _say(FINE, self.wording.valid, f"{ticket.amount:,.2f}", sold, words)

    def _show_invoiced(self, visit: Visit, ticket: Ticket, rfc: str) -> web.Response:
        """Where the RFC was asked already, its receptor gets the links at once."""
        issued = visit.issued_for(ticket, rfc) if rfc else None
        text = self.wording.verdicts[Verdict.INVOICED]
        if issued is None:
            return _say(INVOICED, text)
        return _say(INVOICED, text, *self._links(visit, issued))

    # --- the receptor
    @route("POST", "/ws/AgregaRFC.ashx")
    async def add_receiver(self, visit: Visit) -> web.StreamResponse:
        rfc = (await visit.form()).get("rfc", "").strip().upper()
        if len(rfc) not in {12, 13}:
            return _say(REFUSED, BAD_RFC)
        if "open" not in visit.state:
            return await self.session_expired(visit)
        visit.state["rfc"] = rfc
        known = self._remembered(rfc)
        regimes = [(code, self.wording.option(code, text)) for code, text in regimes_for(rfc).items()]
        return _say(FINE, known.name, known.postal_code, known.email, known.regime, self._listed(regimes))

    def _remembered(self, rfc: str) -> Submission:
        """What it keeps of a client: the right name with an old address, mail and régimen."""
        regime = next(iter(regimes_for(rfc))) if self.wording.preselects_regime else ""
        client = taxpayer(rfc) if self.wording.knows_clients else None
        if client is None:
            return Submission(rfc, "", "", self.wording.value(regime) if regime else "", "")
        old = "22800" if client.postal_code != "22800" else "23000"
        regime = "601" if is_moral(rfc) else "612"
        return Submission(rfc, client.name, old, self.wording.value(regime), "", _OLD_MAIL)

    @route("POST", "/ws/Usos.ashx")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        regime = self.wording.code((await visit.form()).get("regimen", ""))
        allowed = uses_for(regime, moral=is_moral(str(visit.state.get("rfc", ""))))
        options = [(code, self.wording.option(code, text)) for code, text in allowed.items()]
        return _say(FINE, self._listed(options))

    def _listed(self, options: list[tuple[str, str]]) -> str:
        return ";".join(f"{self.wording.value(code)}={text}" for code, text in options)

    # --- the invoice
    @route("POST", "/ws/GeneraFactura.ashx")
    async def generate(self, visit: Visit) -> web.StreamResponse:
        ticket = self._ticket(visit)
        if ticket is None or "rfc" not in visit.state:
            return await self.session_expired(visit)
        posted = {name: value.strip() for name, value in (await visit.form()).items()}
        receiver = self._receiver(visit, posted)
        wanted = (receiver.name, receiver.postal_code, receiver.regime, receiver.use)
        if not all(wanted) or "@" not in receiver.email:
            return _say(REFUSED, INCOMPLETE)
        try:
            issued = await visit.issue([ticket], receiver, payment_form=posted.get("pago", ""))
        except ReceiverRefusedError as refusal:
            return _say(REFUSED, self.wording.tell_rejection(refusal.rejection))
        except TicketRefusedError as refusal:
            return _say(REFUSED, self.wording.verdicts[refusal.verdict])
        except RefusedError:
            return _say(REFUSED, "La forma de pago no es válida.")
        visit.state.update(uuid=issued.uuid, mail=receiver.email)
        if visit.delivery == "email":
            visit.send_mail(receiver.email, issued)
        return self._hand_over(visit, issued)

    def _receiver(self, visit: Visit, posted: dict[str, str]) -> Submission:
        """The RFC is the one that was added, whatever the field says by now."""
        return Submission(
            rfc=str(visit.state["rfc"]),
            name=posted.get("razon", "").upper(),
            postal_code=posted.get("cp", ""),
            regime=self.wording.code(posted.get("regimen", "")),
            use=self.wording.code(posted.get("uso", "")),
            email=posted.get("correo", ""),
        )

    @route("GET", "/ws/Estado.ashx")
    async def status(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(str(visit.state.get("uuid", "")))
        return await self.session_expired(visit) if issued is None else self._hand_over(visit, issued)

    @route("POST", "/ws/Recupera.ashx")
    async def recover(self, visit: Visit) -> web.StreamResponse:
        ticket, rfc = self._ticket(visit), (await visit.form()).get("rfc", "")
        if ticket is None:
            return await self.session_expired(visit)
        issued = visit.issued_for(ticket, rfc) if rfc else None
        if issued is None:
            return _say(REFUSED, self.wording.nothing_issued)
        return _say(FINE, "Factura encontrada.", *self._links(visit, issued))

    @route("POST", "/ws/EnviaCorreo.ashx")
    async def send_again(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        issued = visit.office.issued_by_uuid(posted.get("id", ""))
        if issued is None or "@" not in posted.get("correo", ""):
            return _say(REFUSED, "Capture un correo electrónico válido.")
        visit.send_mail(posted["correo"], issued)
        return _say(FINE, f"La factura ha sido enviada al correo {posted['correo']}")

    def _hand_over(self, visit: Visit, issued: Issued) -> web.Response:
        if not visit.is_ready(issued):
            return _say(RUNNING, self.wording.processing)
        mailed = f" Se envió al correo {visit.state['mail']}" if visit.delivery == "email" else ""
        return _say(FINE, f"{self.wording.success}{mailed}", *self._links(visit, issued))

    def _links(self, visit: Visit, issued: Issued) -> tuple[str, str]:
        return issued.uuid, visit.delivery

    @route("GET", "/DownloadInvoice.aspx")
    async def download(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(visit.query.get("id", ""))
        kind = visit.query.get("t", "")
        if issued is None or kind not in {"xml", "pdf", "zip"} or visit.delivery == "email":
            return visit.html("<html><body>Archivo no disponible</body></html>", status=HTTPStatus.NOT_FOUND)
        return visit.deliver(issued, kind, inline="ver" in visit.query)

    @route("GET", "/ReportViewer.aspx")
    async def viewer(self, visit: Visit) -> web.StreamResponse:
        return visit.page("ReportViewer.html", words=self.wording, uuid=visit.query.get("id", ""))

    # --- what the page needs
    def _ticket(self, visit: Visit) -> Ticket | None:
        wanted = visit.state.get("ticket")
        return next((ticket for ticket in visit.office.tickets if ticket.id == wanted), None)

    def _stations(self) -> list[tuple[str, str]]:
        """Its own among many of other groups that use the platform."""
        rng = self.seed.rng("other stations")
        own = [(store.code, store.name) for store in self.stores]
        others = [
            (f"{rng.randint(0, 9999):04d}", f"{rng.choice(_FAKE_TOWNS)} {place}") for place in range(45)
        ]
        taken = {code for code, _ in own}
        listed = own + [(code, name) for code, name in others if code not in taken]
        return sorted(
            ((code, name if self.wording.names_only else f"{code} {name}") for code, name in listed),
            key=lambda item: item[1],
        )

    def _settings(self, visit: Visit) -> dict[str, object]:
        words = self.wording
        return {
            "base": visit.base,
            "ids": {name: words.id(name) for name in ("store", "folio", "key", "amount", "rfc")}
            | {name: words.id(name) for name in (*words.fields, "payment_form")},
            "inert": words.inert,
            "resets": words.payment_resets,
            "alerts": words.speaks_in_alerts,
            "rfcFirst": words.asks_rfc_first,
            "confirm": words.confirmation,
            "incomplete": INCOMPLETE,
            "stations": [] if words.loads_on_demand else self._stations(),
            "onDemand": words.loads_on_demand,
        }


def _say(code: str, *fields: str) -> web.Response:
    return web.Response(text="|".join((code, *fields)), content_type="text/plain")


PORTAL = Bahia
