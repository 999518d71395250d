"""S2: a convenience chain's JavaServer Faces page with PrimeFaces-like widgets.

Its manners: a help dialog that opens again by itself when a field is touched; a date that only a calendar
can set; lists whose label must be clicked, with values that are new in each view; two sections in one page,
the second after AJAX; a button that is disabled until then; messages as growls that go away; a confirmation
dialog; tickets that need 24 hours; a page to print an invoice again. The host's root shows nothing of use.
"""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import is_moral, regimes_for, uses_for
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s2_ochoycuarto.faces import VIEW_FIELD, changes, redirect
from automation.sandbox.portals.s2_ochoycuarto.wording import Wording
from automation.sandbox.receivers import Submission, taxpayer
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit

ROOT = "/facturacionElectronica-web/vistas"
INCOMPLETE = "Complete los campos marcados con (*)"
VALID = "El ticket ingresado es válido"
STATES_BY_PREFIX = {"6": "NUEVO LEÓN", "0": "CIUDAD DE MÉXICO", "9": "YUCATÁN", "2": "BAJA CALIFORNIA"}

Growls = list[tuple[str, str]]


class OchoYCuarto(Portal):
    company = COMPANIES["s2"]
    archetype = (
        "Página JSF con widgets: ayuda que reaparece, calendario, listas por etiqueta, dos secciones AJAX"
    )
    shape = TicketShape(
        folio="#######",
        key="##@@@##***#",
        store="##@@",
        articles=(
            Article("50202306", "H87", "Refresco 600 ml", 17, 24),
            Article("50192100", "H87", "Botana", 15, 58),
            Article("50161800", "H87", "Chocolates y dulces", 12, 75),
            Article("50181900", "H87", "Pan dulce", 14, 39, Decimal("0.00")),
            Article("81161700", "E48", "Tiempo aire y servicios", 50, 300),
        ),
        payment_forms=("01", "04", "28"),
    )
    deliveries = ("links", "zip", "new_tab", "email")
    faults = frozenset({"slow", "502", "503", "drop", "expiry"})
    has_reprint = True
    cookie = "JSESSIONID"
    entry = f"{ROOT}/inicio.jsf"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    def tell_ticket(self, ticket: Ticket) -> dict[str, object]:
        short = self.wording.prints_short_words
        folio, key = ("fol_vta", "id") if short else ("folio", "id_venta")
        told = {folio: ticket.folio, key: ticket.key, "payment_method": ticket.payment_form}
        common = super().tell_ticket(ticket)
        return {**{name: common[name] for name in ("amount", "date", "concept")}, **told}

    # --- pages
    @route("GET", "/")
    async def root(self, visit: Visit) -> web.StreamResponse:
        """The host's root was never meant to be seen: its tags are not processed."""
        return visit.page("raiz.html")

    @route("GET", f"{ROOT}/inicio.jsf")
    async def start(self, visit: Visit) -> web.StreamResponse:
        view = self._new_view(visit, "inicio")
        lost = self.wording.session_lost if "expirada" in visit.query else ""
        return visit.page("inicio.html", words=self.wording, view=view, lost=lost, tickets=[])

    @route("GET", f"{ROOT}/reimpresion.jsf")
    async def reprint(self, visit: Visit) -> web.StreamResponse:
        view = self._new_view(visit, "reimpresion")
        return visit.page("reimpresion.html", words=self.wording, view=view, lost="")

    @route("GET", f"{ROOT}/ayuda.jsf")
    async def questions(self, visit: Visit) -> web.StreamResponse:
        return visit.page("ayuda.html", words=self.wording, view="", lost="")

    @route("POST", f"{ROOT}/inicio.jsf")
    @route("POST", f"{ROOT}/reimpresion.jsf")
    async def submit(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        if not visit.state.get("view") or posted.get(VIEW_FIELD) != visit.state["view"]:
            return await self.session_expired(visit)
        if posted.get("javax.faces.partial.ajax") != "true":
            return self._download(visit, posted)
        source = self._name_of(posted.get("javax.faces.source", ""))
        handlers = {
            "validarTicket": self._validate,
            "eliminar": self._remove,
            "continuar": self._go_on,
            "rfc": self._load_receiver,
            "codigo": self._load_state,
            "selectOneMenuRegFis": self._load_uses,
            "generarFactura": self._issue,
            "enviarCorreo": self._mail,
            "buscar": self._find_again,
        }
        if source not in handlers:
            return changes({}, [], visit.state["view"])
        updates, growls = await handlers[source](visit, posted)
        return changes(updates, growls, visit.state["view"])

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        address = f"{self.entry}?expirada=1"
        if visit.request.headers.get("Faces-Request") == "partial/ajax":
            return redirect(visit.link(address))
        return visit.redirect(address)

    # --- the view
    def _new_view(self, visit: Visit, page: str) -> str:
        visit.state.clear()
        visit.state.update(view=f"{uuid4().int % 10**18}:{uuid4().int % 10**18}", page=page, tickets=[])
        return str(visit.state["view"])

    def _name_of(self, component: str) -> str:
        for name in ("validarTicket", "continuar", "generarFactura"):
            if component == self.wording.component(name):
                return name
        return component.removeprefix("form:")

    def _render(self, visit: Visit, template: str, **context: object) -> str:
        found = self.templates.get_template(template)
        return found.render(base=visit.base, portal=self, visit=visit, words=self.wording, **context)

    # --- section 1: the ticket
    async def _validate(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        typed = {name: posted.get(f"form:{name}", "").strip() for name in ("folio", "venta", "total")}
        if not all(typed.values()) or not posted.get("form:fecha_input"):
            return {}, [("error", INCOMPLETE)]
        if typed["total"][-3:-2] != ".":
            return {}, [("error", "El total debe capturarse con 2 decimales")]
        ticket = visit.find(folio=typed["folio"], key=typed["venta"])
        if ticket is not None and not _same_day(ticket, posted["form:fecha_input"]):
            ticket = None
        verdict = visit.verdict(ticket, amount=typed["total"])
        if verdict is not Verdict.OK or ticket is None:
            return {}, [("error", self.wording.verdicts[verdict])]
        visit.state["tickets"] = [ticket.folio]
        return self._ticket_updates(visit), [("info", VALID)]

    async def _remove(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        visit.state["tickets"] = []
        return self._ticket_updates(visit), []

    def _ticket_updates(self, visit: Visit) -> dict[str, str]:
        tickets = self._tickets(visit)
        button = self._render(visit, "_continuar.html", enabled=bool(tickets))
        return {
            "form:tblTickets": self._render(visit, "_tickets.html", tickets=tickets),
            self.wording.component("continuar"): button,
        }

    def _tickets(self, visit: Visit) -> list[Ticket]:
        found = [visit.find(folio=folio) for folio in visit.state["tickets"]]
        return [ticket for ticket in found if ticket is not None]

    async def _go_on(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        if not visit.state["tickets"]:
            return {}, [("error", "Agregue al menos un ticket")]
        section = self._render(visit, "_receptor.html", tickets=self._tickets(visit))
        return {"form:pnlPrincipal": section}, []

    # --- section 2: the receptor
    async def _load_receiver(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        """Leaving the RFC: its régimenes come, and here and there a name from earlier purchases."""
        rfc = posted.get("form:rfc", "").strip().upper()
        if len(rfc) not in {12, 13}:
            return {}, [("warn", "RFC con formato incorrecto")]
        regimes = self._keyed(visit, "regimes", regimes_for(rfc))
        visit.state["uses"] = {}
        updates = {
            "form:selectOneMenuRegFis": self._menu(visit, "RegFis", regimes),
            "form:selectOneMenuCFDI": self._menu(visit, "CFDI", {}),
        }
        known = taxpayer(rfc)
        if self.wording.remembers_names and known is not None:
            old = f"{known.name} SA DE CV" if is_moral(rfc) else known.name.split()[0]
            updates["form:razon"] = self._render(visit, "_razon.html", value=old)
        return updates, []

    async def _load_state(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        state = STATES_BY_PREFIX.get(posted.get("form:codigo", "")[:1], "MÉXICO")
        return {"form:estado": self._render(visit, "_estado.html", value=state)}, []

    async def _load_uses(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        code = visit.state.get("regimes", {}).get(posted.get("form:selectOneMenuRegFis_input", ""), "")
        allowed = uses_for(code, moral=is_moral(posted.get("form:rfc", "")))
        uses = self._keyed(visit, "uses", allowed)
        return {"form:selectOneMenuCFDI": self._menu(visit, "CFDI", uses)}, []

    def _keyed(self, visit: Visit, name: str, options: dict[str, str]) -> dict[str, str]:
        """Gives each option a key that is valid in this view only: key to text."""
        keys = {str(uuid4()): code for code in self.seed.shuffle(f"order/{name}", sorted(options))}
        visit.state[name] = keys
        return {key: options[code] for key, code in keys.items()}

    def _menu(self, visit: Visit, name: str, options: dict[str, str]) -> str:
        return self._render(visit, "_menu.html", name=f"form:selectOneMenu{name}", options=options)

    # --- the invoice
    async def _issue(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        receiver, tickets = self._receiver(visit, posted), self._tickets(visit)
        if not tickets or not all((receiver.name, receiver.postal_code, receiver.regime, receiver.use)):
            return {}, [("error", INCOMPLETE)]
        verdict = visit.verdict(tickets[0])
        if verdict is not Verdict.OK:
            return {}, [("error", self.wording.verdicts[verdict])]
        try:
            issued = await visit.issue(tickets, receiver)
        except ReceiverRefusedError as refusal:
            return {}, [("error", self.wording.tell_rejection(refusal.rejection))]
        except RefusedError:
            return {}, [("error", "La generación de la factura no tuvo éxito.")]
        return self._show_files(visit, issued), [("info", "La factura se generó exitosamente")]

    def _receiver(self, visit: Visit, posted: dict[str, str]) -> Submission:
        return Submission(
            rfc=posted.get("form:rfc", "").strip().upper(),
            name=posted.get("form:razon", "").strip().upper(),
            postal_code=posted.get("form:codigo", "").strip(),
            regime=visit.state.get("regimes", {}).get(posted.get("form:selectOneMenuRegFis_input"), ""),
            use=visit.state.get("uses", {}).get(posted.get("form:selectOneMenuCFDI_input"), ""),
        )

    def _show_files(self, visit: Visit, issued: Issued) -> dict[str, str]:
        visit.state["uuid"] = issued.uuid
        return {"form:pnlPrincipal": self._render(visit, "_entrega.html", issued=issued)}

    async def _mail(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        issued = visit.office.issued_by_uuid(visit.state.get("uuid", "-"))
        address = posted.get("form:emailEnv", "").strip()
        if issued is None or "@" not in address:
            return {}, [("error", "Correo electrónico no válido")]
        visit.send_mail(address, issued)
        return {}, [("info", f"Su factura ha sido enviada al correo {address}")]

    async def _find_again(self, visit: Visit, posted: dict[str, str]) -> tuple[dict[str, str], Growls]:
        ticket = visit.find(folio=posted.get("form:folio", ""), key=posted.get("form:venta", ""))
        issued = visit.issued_for(ticket, posted.get("form:rfc", ""))
        if ticket is None or issued is None or not _same_day(ticket, posted.get("form:fecha_input", "")):
            return {}, [("error", self.wording.nothing_issued)]
        return self._show_files(visit, issued), []

    def _download(self, visit: Visit, posted: dict[str, Any]) -> web.StreamResponse:
        """The buttons of the last section submit the form as a whole; the answer is the file."""
        issued = visit.office.issued_by_uuid(visit.state.get("uuid", "-"))
        kinds = {"form:descXML": "xml", "form:descPDF": "pdf", "form:descZIP": "zip"}
        asked = next((kind for name, kind in kinds.items() if name in posted), "")
        if issued is None or not asked or visit.delivery == "email":
            return visit.redirect(self.entry)
        return visit.deliver(issued, asked, inline=visit.delivery == "new_tab")


def _same_day(ticket: Ticket, written: str) -> bool:
    """The calendar writes dd/mm/aaaa."""
    return f"{ticket.sold_at:%d/%m/%Y}" == written.strip()


PORTAL = OchoYCuarto
