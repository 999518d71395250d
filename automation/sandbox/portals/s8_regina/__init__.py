"""S8: a chain of pharmacies on a retail platform: a wizard of four steps over ASP.NET page methods.

Its manners: everything that it has to say, from the greeting to the question before issuing, comes through
one and the same modal; all four steps are in the page from the beginning; the uso is a typeahead that takes
only what is clicked; looking up the postal code sets the country to the first of the list; the files come as
one ZIP. Answers are JSON within JSON (`{"d": "{...}"}`).
"""

import json
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any, ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import USES, is_moral, regimes_for, uses_for
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, TicketRefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s8_regina.wording import Wording
from automation.sandbox.receivers import Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit

COUNTRIES = (
    ("AFG", "AFGANISTÁN"),
    ("ALB", "ALBANIA"),
    ("DEU", "ALEMANIA"),
    ("ARG", "ARGENTINA"),
    ("CAN", "CANADÁ"),
    ("CHN", "CHINA"),
    ("ESP", "ESPAÑA"),
    ("USA", "ESTADOS UNIDOS"),
    ("MEX", "MÉXICO"),
    ("ZWE", "ZIMBABUE"),
)
INCOMPLETE = "Los campos marcados con * son obligatorios."
WRONG_COUNTRY = "El país seleccionado no corresponde con un RFC nacional."
NO_POSTAL_CODE = "El código postal no existe."
_STATES = {
    "0": "CIUDAD DE MEXICO",
    "2": "BAJA CALIFORNIA",
    "4": "HIDALGO",
    "6": "NUEVO LEON",
    "7": "QUERETARO",
}
_FAKE_TOWNS = (
    "Plaza Norte",
    "Las Torres",
    "Hospital",
    "Mercado",
    "Terminal",
    "Centro II",
    "Lomas",
    "Obregón",
)


class Regina(Portal):
    company = COMPANIES["s8"]
    archetype = "Asistente de cuatro pasos con un solo aviso para todo, uso por sugerencias y entrega en ZIP"
    shape = TicketShape(
        folio="############",
        store="####",
        stores=12,
        articles=(
            Article("51142000", "H87", "Analgésico 20 tabletas", 35, 180, Decimal("0.00")),
            Article("51241200", "H87", "Crema dermatológica", 120, 680),
            Article("53131600", "H87", "Jabón neutro", 22, 95),
            Article("42311500", "H87", "Venda elástica", 28, 140),
        ),
    )
    words: ClassVar = {"folio": "ticket", "store": "sucursal", "payment_form": "payment_method"}
    deliveries = ("zip", "blob", "links", "email")
    faults = frozenset({"slow", "502", "503", "drop", "expiry", "delayed"})
    has_reprint = True
    cookie = "ASP.NET_SessionId"
    entry = "/index.aspx"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    @route("GET", "/")
    @route("GET", "/index.aspx")
    async def wizard(self, visit: Visit) -> web.StreamResponse:
        return visit.page(
            "index.html", words=self.wording, countries=COUNTRIES, settings=self._settings(visit)
        )

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        if visit.request.method == "GET":
            return visit.redirect(self.entry)
        return visit.answer_json(
            {"Message": self.wording.session_lost, "StackTrace": None, "ExceptionType": "Sesion"},
            status=HTTPStatus.UNAUTHORIZED,
        )

    # --- step 1
    @route("POST", "/index.aspx/ValidarTicket")
    async def check_ticket(self, visit: Visit) -> web.StreamResponse:
        asked = _texts(await visit.json())
        ticket = visit.find(store=asked.get("sucursal", ""), folio=asked.get("ticket", ""))
        verdict = self._judge(visit, ticket, asked)
        if ticket is None or verdict not in {Verdict.OK, Verdict.INVOICED}:
            return _fail(self.wording.verdicts[verdict])
        rfc = asked.get("rfc", "").upper()
        if len(rfc) not in {12, 13}:
            return _fail("El RFC no tiene un formato válido.")
        if verdict is Verdict.INVOICED:
            return self._show_invoiced(visit, ticket, rfc)
        visit.state.update(ticket=ticket.id, rfc=rfc)
        regimes = [(code, self.wording.option(code, text)) for code, text in regimes_for(rfc).items()]
        return _fine(
            Html=f"Ticket encontrado: {ticket.store.name}, total ${ticket.amount:,.2f}",
            Tck_Id=ticket.number + 70_000,
            Regimenes=regimes,
        )

    def _judge(self, visit: Visit, ticket: Ticket | None, asked: dict[str, str]) -> Verdict:
        verdict = visit.verdict(ticket, amount=asked.get("total", ""))
        if ticket is None or verdict is not Verdict.OK:
            return verdict
        return Verdict.OK if _same_day(ticket, asked.get("fecha", "")) else Verdict.NOT_FOUND

    def _show_invoiced(self, visit: Visit, ticket: Ticket, rfc: str) -> web.Response:
        """Its receptor may have it sent again or take it; anybody else only learns that it exists."""
        issued = visit.issued_for(ticket, rfc)
        if issued is not None:
            visit.state["uuid"] = issued.uuid
        return _envelop(
            {
                "Mensaje": "Error",
                "Html": self.wording.verdicts[Verdict.INVOICED],
                "Mia": issued is not None,
                "Entrega": visit.delivery,
            }
        )

    # --- step 2
    @route("POST", "/index.aspx/BuscarCP")
    async def find_place(self, visit: Visit) -> web.StreamResponse:
        code = _texts(await visit.json()).get("cp", "")
        if len(code) != 5 or not code.isdigit():
            return _fail(NO_POSTAL_CODE)
        return _fine(Estado=_STATES.get(code[0], "MEXICO"), Municipio="CENTRO")

    @route("POST", "/index.aspx/BuscarUso")
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        """All that this kind of person may ever have, or only what goes with the régimen."""
        asked = _texts(await visit.json())
        moral = is_moral(str(visit.state.get("rfc", "")))
        allowed = uses_for(asked.get("regimen", ""), moral=moral)
        if not self.wording.filters_uses:
            allowed = {code: text for code, text in USES.items() if code not in {"CP01", "CN01"}}
        options = [(code, self.wording.option(code, text)) for code, text in allowed.items()]
        wanted = asked.get("texto", "").strip().lower()
        return _fine(Lista=[option for option in options if wanted in option[1].lower()][:8])

    # --- step 3
    @route("POST", "/index.aspx/GenerarFactura")
    async def generate(self, visit: Visit) -> web.StreamResponse:
        ticket, asked = self._ticket(visit), _texts(await visit.json())
        if ticket is None:
            return await self.session_expired(visit)
        receiver = _receiver(str(visit.state["rfc"]), asked)
        if fault := self._fault(receiver, asked):
            return _fail(fault)
        try:
            issued = await visit.issue([ticket], receiver, payment_form=self._payment(asked))
        except ReceiverRefusedError as refusal:
            return _fail(self.wording.tell_rejection(refusal.rejection))
        except TicketRefusedError as refusal:
            return _fail(self.wording.verdicts[refusal.verdict])
        except RefusedError:
            return _fail("La forma de pago no es válida.")
        visit.state["uuid"] = issued.uuid
        if visit.delivery == "email":
            visit.send_mail(receiver.email, issued)
        return _fine(Html=self.wording.success, Entrega=visit.delivery, Listo=visit.is_ready(issued))

    def _payment(self, asked: dict[str, str]) -> str | None:
        return asked.get("formapago", "") if self.wording.asks_payment else None

    def _fault(self, receiver: Submission, asked: dict[str, str]) -> str:
        wanted = (receiver.name, receiver.postal_code, receiver.regime, receiver.use)
        if not all(wanted) or "@" not in receiver.email:
            return INCOMPLETE
        return "" if asked.get("pais") == "MEX" else WRONG_COUNTRY

    # --- step 4
    @route("POST", "/index.aspx/ConsultarEstado")
    async def status(self, visit: Visit) -> web.StreamResponse:
        issued = self._issued(visit)
        if issued is None:
            return await self.session_expired(visit)
        return _fine(Listo=visit.is_ready(issued))

    @route("POST", "/index.aspx/EnviarCorreo")
    async def send_again(self, visit: Visit) -> web.StreamResponse:
        issued, address = self._issued(visit), _texts(await visit.json()).get("correo", "")
        if issued is None:
            return await self.session_expired(visit)
        if "@" not in address:
            return _fail("Capture un correo electrónico válido.")
        visit.send_mail(address, issued)
        return _fine(Html=f"La factura ha sido enviada al correo {address}")

    @route("GET", "/Descarga.ashx")
    async def download(self, visit: Visit) -> web.StreamResponse:
        issued, kind = self._issued(visit), visit.query.get("tipo", "")
        if issued is None or kind not in {"xml", "pdf", "zip"} or visit.delivery == "email":
            return visit.redirect(self.entry)
        name = f"Factura_{issued.uuid[:8]}.{kind}"
        return visit.deliver(issued, kind, filename=name)

    # --- what is kept
    def _ticket(self, visit: Visit) -> Ticket | None:
        wanted = visit.state.get("ticket")
        return next((ticket for ticket in visit.office.tickets if ticket.id == wanted), None)

    def _issued(self, visit: Visit) -> Issued | None:
        return visit.office.issued_by_uuid(str(visit.state.get("uuid", "")))

    def _branches(self) -> list[tuple[str, str]]:
        """Its own among those of other companies of the group."""
        rng = self.seed.rng("other branches")
        own = [(store.code, store.name) for store in self.stores]
        others = [(f"{rng.randint(0, 9999):04d}", rng.choice(_FAKE_TOWNS)) for _ in range(30)]
        taken = {code for code, _ in own}
        listed = own + [(code, name) for code, name in others if code not in taken]
        return [(code, f"{code} - {name.upper()}") for code, name in sorted(listed)]

    def _settings(self, visit: Visit) -> dict[str, Any]:
        words = self.wording
        return {
            "base": visit.base,
            "branches": self._branches(),
            "greeting": words.greets,
            "dateKind": words.date_kind,
            "resetsCountry": words.resets_country,
            "preselects": words.preselects_regime,
            "least": words.type_at_least,
            "clears": words.clears_untaken,
            "next": words.next,
            "issue": words.issue,
            "tellsFound": words.tells_found,
            "reviewsInModal": words.reviews_in_modal,
            "delivery": visit.delivery,
            "incomplete": INCOMPLETE,
        }


def _receiver(rfc: str, asked: dict[str, str]) -> Submission:
    return Submission(
        rfc=rfc,
        name=asked.get("razon", "").upper(),
        postal_code=asked.get("cp", ""),
        regime=asked.get("regimen", ""),
        use=asked.get("uso", ""),
        email=asked.get("correo", ""),
    )


def _envelop(content: dict[str, object]) -> web.Response:
    return web.json_response({"d": json.dumps(content, ensure_ascii=False)})


def _fine(**content: object) -> web.Response:
    return _envelop({"Mensaje": "Correcto", **content})


def _fail(text: str) -> web.Response:
    return _envelop({"Mensaje": "Error", "Html": text})


def _texts(asked: dict[str, Any]) -> dict[str, str]:
    return {name: str(value).strip() for name, value in asked.items() if value is not None}


def _same_day(ticket: Ticket, written: str) -> bool:
    """dd/mm/aaaa from the masked field, aaaa-mm-dd from a date field."""
    parts = written.split("/")
    try:
        return date.fromisoformat("-".join(reversed(parts))) == ticket.sold_at.date()
    except ValueError:
        return False


PORTAL = Regina
