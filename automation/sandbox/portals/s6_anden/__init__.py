"""S6: a chain of petrol stations whose customers have an account and a tray of tickets.

Its manners: nothing without a login; a list of the account's receptors in which another client may stand
chosen and whose data may be old; a station list of its own making; tickets go into a tray beside those that
a colleague left there (perhaps ticked), each row with a forma de pago of its own under a random name; when
the tickets were invoiced the form is empty again and says nothing; the files are in "Mis Facturas".
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import uuid4

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import is_moral, regimes_for, uses_for
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s6_anden.receptors import NEW, Receptor, describe, registered
from automation.sandbox.portals.s6_anden.tray import Row, left_behind, make_row
from automation.sandbox.portals.s6_anden.wording import Wording
from automation.sandbox.receivers import KNOWN, Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit

Page = Callable[["Anden", Visit], Awaitable[web.StreamResponse]]
INCOMPLETE = "Complete todos los datos del receptor."
NOTHING_TICKED = "Seleccione al menos un ticket."
NO_PAYMENT = "Seleccione el tipo de pago de cada ticket."
TWICE = "El ticket ya se encuentra en la lista."
_FAKE_TOWNS = ("Apodaca", "Guadalupe", "Escobedo", "Linares", "Saltillo", "Torreón", "Reynosa", "Tampico")


def members_only(page: Page) -> Page:
    """Sends to the login whoever has none; a post must carry the session's token (CodeIgniter's CSRF)."""

    @wraps(page)
    async def guarded(portal: "Anden", visit: Visit) -> web.StreamResponse:
        if "token" not in visit.state:
            return await portal.session_expired(visit)
        if visit.request.method == "POST" and (await visit.form()).get("csrf") != visit.state["token"]:
            return visit.html(
                "<html><body><h1>An Error Was Encountered</h1><p>The action you have requested is not"
                " allowed.</p></body></html>",
                status=HTTPStatus.FORBIDDEN,
            )
        return await page(portal, visit)

    return guarded


class Anden(Portal):
    company = COMPANIES["s6"]
    archetype = "Cuenta con bandeja de tickets: receptores registrados, éxito en silencio, «Mis Facturas»"
    shape = TicketShape(
        folio="#######",
        store="E####",
        stores=12,
        articles=(
            Article("15101514", "LTR", "Gasolina regular", 200, 1150),
            Article("15101515", "LTR", "Gasolina premium", 250, 1300),
            Article("15101505", "LTR", "Diésel automotriz", 300, 2400),
        ),
        lines=(1, 1),
    )
    words: ClassVar = {"folio": "folio", "store": "estacion", "payment_form": "payment_method"}
    deliveries = ("links", "zip", "new_tab", "email")
    faults = frozenset({"slow", "502", "503", "drop", "expiry", "delayed"})
    has_reprint = True
    cookie = "ci_session"
    credentials: ClassVar = {"username": "facturas@despachoandamio.mx", "password": "Anden-Demo-26"}

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)
        self._books: dict[str, dict[str, Receptor]] = {}

    # --- the account
    @route("GET", "/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        if "token" in visit.state:
            return visit.redirect("/inicio")
        error = self.wording.session_lost if "sesion" in visit.query else ""
        return visit.page("acceso.html", words=self.wording, error=error, username="")

    @route("POST", "/acceso")
    async def log_in(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        username = posted.get("usuario", "").strip()
        if {"username": username, "password": posted.get("clave", "")} != self.credentials:
            error = "Usuario o contraseña incorrectos."
            return visit.page("acceso.html", words=self.wording, error=error, username=username)
        rows = left_behind(visit, self.wording.pending)
        tray = [
            make_row(str(900 + place), ticket, ticked=self.wording.ticks_pending, payment=ticket.payment_form)
            for place, ticket in enumerate(rows)
        ]
        visit.state.update(token=uuid4().hex, tray=tray, next=1000)
        return visit.redirect("/inicio")

    @route("GET", "/salir")
    async def log_out(self, visit: Visit) -> web.StreamResponse:
        visit.state.clear()
        return visit.redirect("/")

    @route("GET", "/inicio")
    @members_only
    async def home(self, visit: Visit) -> web.StreamResponse:
        return visit.page("inicio.html", words=self.wording)

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        if visit.request.headers.get("X-Requested-With"):
            return visit.answer_json({"sesion": "expirada"}, status=HTTPStatus.UNAUTHORIZED)
        return visit.redirect("/?sesion=expirada")

    # --- the form
    @route("GET", "/facturacion")
    @members_only
    async def form_page(self, visit: Visit) -> web.StreamResponse:
        book = self._book(visit)
        chosen = self._preselected(book)
        return visit.page(
            "facturacion.html",
            words=self.wording,
            book=book.values(),
            chosen=chosen,
            settings=self._settings(visit, chosen),
            rows=visit.state["tray"],
        )

    @route("GET", "/facturacion/estaciones")
    @members_only
    async def list_stations(self, visit: Visit) -> web.StreamResponse:
        return visit.answer_json(self._stations())

    @route("GET", "/facturacion/receptor")
    @members_only
    async def show_receptor(self, visit: Visit) -> web.StreamResponse:
        """Of a registered one by its key, or what an RFC that is typed may choose."""
        receptor = self._book(visit).get(visit.query.get("id", ""))
        rfc = receptor.receiver.rfc if receptor else visit.query.get("rfc", "").strip().upper()
        return visit.answer_json(self._described(receptor, rfc))

    @route("GET", "/facturacion/usos")
    @members_only
    async def list_uses(self, visit: Visit) -> web.StreamResponse:
        rfc, regime = visit.query.get("rfc", "").strip(), visit.query.get("regimen", "")
        return visit.answer_json(self._options(uses_for(regime, moral=is_moral(rfc))))

    @route("POST", "/facturacion/receptor")
    @members_only
    async def save_receptor(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        receiver = _posted_receiver(posted)
        if not all((receiver.rfc, receiver.name, receiver.postal_code, receiver.regime, receiver.email)):
            return visit.answer_json({"error": INCOMPLETE})
        return visit.answer_json({"id": self._keep(visit, posted.get("id", NEW), receiver)})

    @route("POST", "/facturacion/agregar")
    @members_only
    async def add(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        ticket = visit.find(store=posted.get("estacion", ""), folio=posted.get("folio", ""))
        verdict = visit.verdict(ticket, amount=posted.get("monto", ""))
        if (
            verdict is Verdict.OK
            and self.wording.asks_date
            and not _same_day(ticket, posted.get("fecha", ""))
        ):
            verdict = Verdict.NOT_FOUND
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"error": self.wording.verdicts[verdict]})
        if any(row.ticket.id == ticket.id for row in visit.state["tray"]):
            return visit.answer_json({"error": TWICE})
        row = make_row(str(visit.state["next"]), ticket, ticked=self.wording.ticks_new)
        visit.state["next"] += 1
        visit.state["tray"].append(row)
        fragment = self.templates.get_template("_fila.html").render(row=row, words=self.wording)
        return visit.answer_json({"fila": fragment})

    @route("POST", "/facturacion/quitar")
    @members_only
    async def remove(self, visit: Visit) -> web.StreamResponse:
        key = (await visit.form()).get("id", "")
        visit.state["tray"] = [row for row in visit.state["tray"] if row.key != key]
        return visit.answer_json({"quitado": key})

    # --- the invoice
    @route("POST", "/facturacion/facturar")
    @members_only
    async def invoice(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        ticked = (await visit.form_lists()).get("ticket[]", [])
        rows = [row for row in visit.state["tray"] if row.key in ticked]
        receiver = self._receiver(visit, posted)
        payments = [self.wording.payment_of(posted.get(row.select_name, "")) for row in rows]
        if missing := _missing(rows, payments, receiver):
            return visit.answer_json({"error": missing})
        try:
            issued = await visit.issue([row.ticket for row in rows], receiver, payment_form=payments[0])
        except ReceiverRefusedError as refusal:
            return visit.answer_json({"error": self.wording.tell_rejection(refusal.rejection)})
        except RefusedError:
            return visit.answer_json({"error": self.wording.verdicts[Verdict.INVOICED]})
        self._settle(visit, rows, receiver, issued)
        return visit.answer_json({"estado": 1})

    def _settle(self, visit: Visit, rows: list[Row], receiver: Submission, issued: Issued) -> None:
        visit.state["tray"] = [row for row in visit.state["tray"] if row not in rows]
        self._keep(visit, NEW, replace(receiver, use=""))
        if visit.delivery == "email":
            visit.send_mail(receiver.email, issued)

    @route("GET", "/facturacion/facturas")
    @members_only
    async def list_invoices(self, visit: Visit) -> web.StreamResponse:
        asked = visit.query
        rows = self._found(visit, asked["rfc"], asked.get("folio", "")) if asked.get("rfc") else []
        return visit.page(
            "facturas.html",
            words=self.wording,
            book=self._book(visit).values(),
            rows=rows,
            asked={"rfc": asked.get("rfc", ""), "folio": asked.get("folio", "")},
            searched="rfc" in asked,
            sent=visit.query.get("enviado", ""),
        )

    @route("GET", "/facturacion/facturas/{kind}/{uuid}")
    @members_only
    async def file(self, visit: Visit) -> web.StreamResponse:
        kind, issued = visit.args["kind"], visit.office.issued_by_uuid(visit.args["uuid"])
        if issued is None or kind not in {"xml", "pdf", "zip"} or visit.delivery == "email":
            return visit.redirect("/facturacion/facturas")
        return visit.deliver(issued, kind, inline=visit.delivery == "new_tab")

    @route("POST", "/facturacion/reenviar")
    @members_only
    async def send_again(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        issued = visit.office.issued_by_uuid(posted.get("uuid", ""))
        if issued is None:
            return visit.redirect("/facturacion/facturas")
        visit.send_mail(posted.get("correo", ""), issued)
        return visit.redirect(f"/facturacion/facturas?rfc={issued.receiver_rfc}&enviado=1")

    # --- receptors
    def _book(self, visit: Visit) -> dict[str, Receptor]:
        """The account's receptors; what a visitor changes stays with its cookie, beyond a lost session."""
        sid = visit.request.cookies.get(self.cookie, "")
        return self._books.setdefault(sid, registered(self.seed, self.wording.remembers))

    def _preselected(self, book: dict[str, Receptor]) -> Receptor | None:
        """Some client of the account's: never the first of the list of taxpayers."""
        if not self.wording.preselects:
            return None
        others = [entry for entry in book.values() if entry.receiver.rfc != KNOWN[0].rfc]
        return self.seed.pick("preselected", others)

    def _keep(self, visit: Visit, key: str, receiver: Submission) -> str:
        book = self._book(visit)
        same = next((entry.key for entry in book.values() if entry.receiver.rfc == receiver.rfc), "")
        key = key if key in book else same or str(20_000 + len(book))
        book[key] = Receptor(key, receiver)
        return key

    def _receiver(self, visit: Visit, posted: dict[str, str]) -> Submission:
        """As typed; where the page only shows the registered data, those."""
        typed = _posted_receiver(posted)
        receptor = self._book(visit).get(posted.get("receptor", ""))
        if receptor is None:
            return typed if self.wording.layout == "inline" else Submission("", "", "", "", "")
        if self.wording.layout == "inline":
            return replace(typed, rfc=receptor.receiver.rfc)
        return replace(receptor.receiver, regime=typed.regime, use=typed.use)

    def _described(self, receptor: Receptor | None, rfc: str) -> dict[str, object]:
        kept = receptor.receiver if receptor else None
        uses = uses_for(kept.regime, moral=is_moral(rfc)) if kept else {}
        lists = {"regimes": self._options(regimes_for(rfc)), "uses": self._options(uses)}
        return {**describe(receptor, rfc), **lists}

    def _options(self, codes: dict[str, str]) -> list[tuple[str, str]]:
        return [(code, self.wording.option(code, text)) for code, text in codes.items()]

    # --- lists
    def _stations(self) -> list[tuple[str, str]]:
        """Its own stations among many others that issue elsewhere."""
        own = [(store.code, f"{store.code} - {store.name.upper()}") for store in self.stores]
        rng = self.seed.rng("other stations")
        others = {f"E{rng.randint(0, 9999):04d}": rng.choice(_FAKE_TOWNS).upper() for _ in range(60)}
        taken = {store.code for store in self.stores}
        own += [(code, f"{code} - {town}") for code, town in others.items() if code not in taken]
        return sorted(own)

    def _settings(self, visit: Visit, chosen: Receptor | None) -> dict[str, Any]:
        return {
            "base": visit.base,
            "csrf": visit.state["token"],
            "layout": self.wording.layout,
            "confirmation": self.wording.confirmation if self.wording.confirms else "",
            "modal": self.wording.speaks_in_modal,
            "reloads": self.wording.reloads,
            "chosen": self._described(chosen, chosen.receiver.rfc) if chosen else None,
        }

    def _found(self, visit: Visit, rfc: str, folio: str) -> list[dict[str, Any]]:
        """The invoices of one receptor, newest first, perhaps of one ticket only."""
        for ticket in visit.office.tickets:
            if ticket.holder_rfc == rfc.strip().upper():
                visit.issued_for(ticket)
        by_id = {ticket.id: ticket for ticket in visit.office.tickets}
        rows = [self._invoice_row(visit, issued, by_id) for issued in visit.office.issued_to(rfc)]
        return [row for row in rows if folio.strip() in row["folio"]]

    def _invoice_row(self, visit: Visit, issued: Issued, by_id: dict[str, Ticket]) -> dict[str, Any]:
        tickets = [by_id[name] for name in issued.tickets if name in by_id]
        mails = visit.office.ledger.mails(uuid=issued.uuid)
        return {
            "issued": issued,
            "folio": ", ".join(ticket.folio for ticket in tickets),
            "station": tickets[0].store.code if tickets else "",
            "day": tickets[0].sold_at.strftime("%d/%m/%Y") if tickets else "",
            "ready": visit.is_ready(issued),
            "mail": mails[-1]["to"] if mails else "",
        }


def _posted_receiver(posted: dict[str, str]) -> Submission:
    return Submission(
        rfc=posted.get("rfc", "").strip().upper(),
        name=posted.get("nombre", "").strip().upper(),
        postal_code=posted.get("cp", "").strip(),
        regime=posted.get("regimen", ""),
        use=posted.get("uso", ""),
        email=posted.get("correo", "").strip(),
    )


def _missing(rows: list[Row], payments: list[str], receiver: Submission) -> str:
    if not rows:
        return NOTHING_TICKED
    if not all(payments):
        return NO_PAYMENT
    wanted = (receiver.rfc, receiver.name, receiver.postal_code, receiver.regime, receiver.use)
    return "" if all(wanted) and "@" in receiver.email else INCOMPLETE


def _same_day(ticket: Ticket | None, written: str) -> bool:
    """The page sends dd/mm/aaaa."""
    try:
        day = datetime.strptime(written.strip(), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        return False
    return ticket is not None and day == ticket.sold_at.date()


PORTAL = Anden
