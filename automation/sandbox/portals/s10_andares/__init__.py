"""S10: a coffee chain's modern portal: the ticket's QR carries a token in the address `/r/{token}`.

Its manners: a page drawn by script over a JSON API with named states (loading_receipt, ready, receipt_expired,
receipt_already_invoiced, processing, completed, rejected_invalid_data, rate_limited…); fields have random ids
and their model listens to input events; lists are buttons with a listbox in some seeds; the e-mail is written
twice; issuing answers 202 and the page asks again until it is done; an invoiced ticket gives its invoice to
whoever knows the RFC and the total. In some seeds the ticket prints a code only, to be typed at the root.
"""

from http import HTTPStatus
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.office import Issued, ReceiverRefusedError, RefusedError, TicketRefusedError, Verdict
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s10_andares.wording import STATUS, Wording
from automation.sandbox.receivers import Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit

_ATTEMPTS = 8
_FILES = ("xml", "pdf", "zip")
LIMITED = "Demasiados intentos. Vuelve a intentarlo más tarde."


class Andares(Portal):
    company = COMPANIES["s10"]
    archetype = "Portal moderno por QR: token en la dirección, correo dos veces, estado «procesando»"
    shape = TicketShape(
        folio="A-######",
        key="xxxxxxxxxxxx",
        store="##",
        articles=(
            Article("90101503", "E48", "Café americano", 38, 72),
            Article("90101503", "E48", "Capuchino grande", 55, 98),
            Article("90101503", "E48", "Baguette de pavo", 89, 145),
            Article("90101503", "E48", "Pan de elote", 35, 69),
        ),
        lines=(1, 3),
    )
    words: ClassVar = {"folio": "folio", "store_name": "sucursal"}
    deliveries = ("links", "blob", "zip", "new_tab", "email")
    faults = frozenset({"slow", "502", "503", "drop", "delayed"})
    has_reprint = True
    cookie = "andares_sid"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    def entry_for(self, ticket: Ticket) -> str:
        return f"/r/{ticket.key}" if self.wording.has_qr_in_url else "/"

    def tell_ticket(self, ticket: Ticket) -> dict[str, object]:
        return {**super().tell_ticket(ticket), self.wording.code_word: ticket.key}

    # --- pages: all the same, a script draws them
    @route("GET", "/")
    @route("GET", "/r/{token}")
    async def page(self, visit: Visit) -> web.StreamResponse:
        token = visit.args.get("token", "")
        settings = self.wording.settings(visit.base, token)
        return visit.page("app.html", words=self.wording, settings=settings)

    # --- the receipt
    @route("GET", "/api/receipts/{token}")
    async def receipt(self, visit: Visit) -> web.StreamResponse:
        ticket = visit.find(key=visit.args["token"])
        verdict = visit.verdict(ticket)
        if ticket is None or verdict is not Verdict.OK:
            return self._refuse(visit, verdict)
        summary = {
            "store": ticket.store.name,
            "date": ticket.sold_at.strftime("%d/%m/%Y"),
            "folio": ticket.folio,
            "items": [line.article.words for line in ticket.lines],
        }
        return visit.answer_json({"status": "ready", "receipt": summary, **self._lists()})

    def _lists(self) -> dict[str, object]:
        words = self.wording
        return {
            "regime": [words.option(code, text) for code, text in REGIMES.items()],
            "use": [words.option(code, text) for code, text in USES.items() if code[0] != "C"],
        }

    # --- the invoice
    @route("POST", "/api/receipts/{token}/invoices")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        asked = _texts(await visit.json())
        ticket = visit.find(key=visit.args["token"])
        refusal = self._refuse_request(visit, ticket, asked)
        if refusal is not None or ticket is None:
            return refusal or self._refuse(visit, Verdict.NOT_FOUND)
        try:
            issued = await visit.issue([ticket], _receiver(asked))
        except ReceiverRefusedError as refused:
            return self._tell(visit, "rejected_invalid_data", self.wording.tell_rejection(refused.rejection))
        except TicketRefusedError as refused:
            return self._refuse(visit, refused.verdict)
        except RefusedError:
            return self._tell(visit, "requires_manual_review", "Tu solicitud requiere revisión manual.")
        visit.state.update(uuid=issued.uuid, asked=0)
        if visit.delivery == "email":
            visit.send_mail(asked["email"], issued)
        return visit.answer_json(
            {"status": "processing", "invoice": issued.uuid.lower()}, status=HTTPStatus.ACCEPTED
        )

    def _refuse_request(
        self, visit: Visit, ticket: Ticket | None, asked: dict[str, str]
    ) -> web.Response | None:
        if _is_tired(visit):
            return self._tell(visit, "rate_limited", LIMITED, HTTPStatus.TOO_MANY_REQUESTS)
        verdict = visit.verdict(ticket, amount=asked.get("amount", ""))
        if verdict is not Verdict.OK:
            return self._refuse(visit, verdict)
        if asked.get("email") != asked.get("email_confirmation") or "@" not in asked.get("email", ""):
            return self._tell(visit, "rejected_invalid_data", self.wording.mismatch)
        return None

    @route("GET", "/api/invoices/{uuid}")
    async def status(self, visit: Visit) -> web.StreamResponse:
        """The first question is always told "processing", as stamping takes its moment."""
        issued = self._own(visit)
        if issued is None:
            return self._tell(visit, "not_found", self.wording.not_yours)
        visit.state["asked"] = int(visit.state.get("asked", 0)) + 1
        if visit.state["asked"] == 1 or not visit.is_ready(issued):
            return visit.answer_json({"status": "processing", "message": self.wording.processing})
        return self._complete(visit, issued)

    @route("POST", "/api/receipts/{token}/lookup")
    async def recover(self, visit: Visit) -> web.StreamResponse:
        asked = _texts(await visit.json())
        if _is_tired(visit):
            return self._tell(visit, "rate_limited", LIMITED, HTTPStatus.TOO_MANY_REQUESTS)
        ticket = visit.find(key=visit.args["token"])
        issued = visit.issued_for(ticket, asked.get("rfc", "-"))
        if issued is None or f"{issued.total:.2f}" != asked.get("amount", "").replace(",", "").strip("$ "):
            return self._tell(visit, "not_found", self.wording.not_yours)
        visit.state["uuid"] = issued.uuid
        return self._complete(visit, issued)

    @route("GET", "/api/invoices/{uuid}/{kind}")
    async def download(self, visit: Visit) -> web.StreamResponse:
        issued, kind = self._own(visit), visit.args["kind"]
        if issued is None or kind not in _FILES or visit.delivery == "email":
            return self._tell(visit, "not_found", self.wording.not_yours, HTTPStatus.NOT_FOUND)
        return visit.deliver(issued, kind, inline=visit.delivery == "new_tab")

    def _own(self, visit: Visit) -> Issued | None:
        """The invoice that this browser issued or recovered, and no other."""
        uuid = visit.args["uuid"].upper()
        return visit.office.issued_by_uuid(uuid) if visit.state.get("uuid") == uuid else None

    def _complete(self, visit: Visit, issued: Issued) -> web.Response:
        text = self.wording.success
        if visit.delivery == "email":
            text += " La enviamos a tu correo, revisa también la carpeta de no deseados."
        kinds = {"email": (), "zip": ("zip",)}.get(visit.delivery, ("pdf", "xml"))
        root = visit.link(f"/api/invoices/{issued.uuid.lower()}")
        files = [{"kind": kind, "url": f"{root}/{kind}"} for kind in kinds]
        return visit.answer_json(
            {
                "status": "completed",
                "message": text,
                "uuid": issued.uuid,
                "files": files,
                "as": visit.delivery,
            }
        )

    def _refuse(self, visit: Visit, verdict: Verdict) -> web.Response:
        if verdict in {Verdict.NOT_FOUND, Verdict.WRONG_TOTAL}:
            visit.state["misses"] = int(visit.state.get("misses", 0)) + 1
        return self._tell(visit, STATUS[verdict], self.wording.verdicts[verdict])

    def _tell(
        self, visit: Visit, status: str, message: str, code: HTTPStatus = HTTPStatus.OK
    ) -> web.Response:
        return visit.answer_json({"status": status, "message": message}, status=code)


def _is_tired(visit: Visit) -> bool:
    return int(visit.state.get("misses", 0)) >= _ATTEMPTS


def _texts(asked: dict[str, object]) -> dict[str, str]:
    return {name: str(value).strip() for name, value in asked.items()}


def _receiver(asked: dict[str, str]) -> Submission:
    return Submission(
        rfc=asked.get("rfc", "").upper(),
        name=asked.get("name", "").upper(),
        postal_code=asked.get("postal_code", ""),
        regime=asked.get("regime", ""),
        use=asked.get("use", ""),
        email=asked.get("email", ""),
    )


PORTAL = Andares
