"""One request to a portal: what came, and the ways to answer it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web

from automation.sandbox.office import Issued, Office, Verdict
from automation.sandbox.options import Options
from automation.sandbox.receivers import Submission
from automation.sandbox.tickets import Ticket

if TYPE_CHECKING:
    from automation.sandbox.portal import Portal

_GATEWAY = (
    "<html><head><title>{0} {1}</title></head><body><center><h1>{0} {1}</h1></center><hr>"
    "<center>nginx</center></body></html>"
)
_TYPES = {"xml": "application/xml", "pdf": "application/pdf", "zip": "application/zip"}


class ConnectionDroppedError(Exception):
    """The socket was closed without an answer (fault `drop`)."""


@dataclass(slots=True)
class Session:
    """What the portal remembers of one browser; `values` is the portal's to use."""

    values: dict[str, Any] = field(default_factory=dict)
    requests: int = 0
    faults_done: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Visit:
    request: web.Request
    portal: Portal
    office: Office
    options: Options
    session: Session
    base: str
    """path of the portal's root without a final slash: what every address in a page starts with"""
    polls: dict[str, int]
    args: dict[str, str] = field(default_factory=dict)

    # --- what came
    @property
    def state(self) -> dict[str, Any]:
        """The session's values."""
        return self.session.values

    @property
    def query(self) -> dict[str, str]:
        return dict(self.request.query)

    async def form(self) -> dict[str, str]:
        """Fields of a form post, files left out; of a repeated name the last (see `form_lists`)."""
        return {name: values[-1] for name, values in (await self.form_lists()).items()}

    async def form_lists(self) -> dict[str, list[str]]:
        posted = await self.request.post()
        return {name: [v for v in posted.getall(name) if isinstance(v, str)] or [""] for name in posted}

    async def json(self) -> dict[str, Any]:
        """A JSON object; an empty one where the body is anything else."""
        try:
            body = await self.request.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            return {}
        return body if isinstance(body, dict) else {}

    @property
    def delivery(self) -> str:
        return self.portal.delivery(self.options)

    # --- answers
    def link(self, path: str) -> str:
        return f"{self.base}{path}"

    def page(self, template: str, *, status: int = 200, **context: object) -> web.Response:
        """One of the portal's own templates; `base`, `portal` and `visit` are there by themselves."""
        found = self.portal.templates.get_template(template)
        return self.html(
            found.render(base=self.base, portal=self.portal, visit=self, **context), status=status
        )

    def html(self, text: str, *, status: int = 200) -> web.Response:
        return web.Response(text=text, status=status, content_type="text/html")

    def answer_json(self, content: object, *, status: int = 200) -> web.Response:
        return web.json_response(content, status=status)

    def redirect(self, path: str) -> web.Response:
        return web.Response(status=HTTPStatus.FOUND, headers={"Location": self.link(path)})

    def deliver(
        self, issued: Issued, kind: str, *, inline: bool = False, filename: str | None = None
    ) -> web.Response:
        """The file itself: xml, pdf or zip; `inline` for viewers and new tabs."""
        content = issued.zip() if kind == "zip" else getattr(issued, kind)
        disposition = "inline" if inline else "attachment"
        name = filename or f"{issued.uuid}.{kind}"
        return web.Response(
            body=content,
            content_type=_TYPES[kind],
            headers={"Content-Disposition": f'{disposition}; filename="{name}"'},
        )

    def send_mail(self, to: str, issued: Issued) -> None:
        """Recorded in the ledger as mail; nothing leaves the machine."""
        self.office.ledger.append(
            "mails",
            portal=self.office.portal,
            seed=self.office.seed,
            to=to,
            uuid=issued.uuid,
            tickets=list(issued.tickets),
            at=self.office.clock().isoformat(),
        )

    # --- business
    def find(self, **keys: str) -> Ticket | None:
        return self.office.find(**keys)

    def verdict(self, ticket: Ticket | None, *, amount: str | Decimal | None = None) -> Verdict:
        """As Office.verdict; None is NOT_FOUND, and an amount that is no number is WRONG_TOTAL."""
        if ticket is None:
            return Verdict.NOT_FOUND
        if amount is None or isinstance(amount, Decimal):
            return self.office.verdict(ticket, amount=amount)
        return self.office.verdict(ticket, amount=read_amount(amount))

    async def issue(
        self, tickets: Sequence[Ticket], receiver: Submission, *, payment_form: str | None = None
    ) -> Issued:
        """Issues, with the faults that the address asks for. Raises office.RefusedError (nothing was issued).

        After 502 and drop the handler does not come back: the core answers, or closes the socket.
        """
        if self.options.fault == "503" and "503" not in self.session.faults_done:
            self.session.faults_done.add("503")
            raise gateway_error(HTTPStatus.SERVICE_UNAVAILABLE)
        issued = self.office.issue(
            tickets,
            receiver,
            payment_form=payment_form,
            strictness=self.options.get("sat", "strict"),
            flaw=self.options.get("cfdi"),
        )
        await self._spoil_answer()
        return issued

    async def _spoil_answer(self) -> None:
        fault = self.options.fault
        if fault == "502":
            raise gateway_error(HTTPStatus.BAD_GATEWAY)
        if fault == "drop":
            raise ConnectionDroppedError
        if fault == "slow":
            await asyncio.sleep(self.options.fault_number(3))

    def issued_for(self, ticket: Ticket | None, rfc: str | None = None) -> Issued | None:
        return None if ticket is None else self.office.issued_for(ticket, rfc)

    def is_ready(self, issued: Issued) -> bool:
        """Always true, except under fault `delayed`: there each call counts as a poll, and the first n
        (three, unless the address says otherwise) are told no."""
        if self.options.fault != "delayed":
            return True
        self.polls[issued.uuid] = self.polls.get(issued.uuid, 0) + 1
        return self.polls[issued.uuid] > self.options.fault_number(3)


def read_amount(text: str) -> Decimal:
    """Pesos as people type them ("$1,234.50"); -1 where it is no number."""
    plain = text.replace("$", "").replace(",", "").replace(" ", "")
    whole, _, cents = plain.partition(".")
    return Decimal(plain) if whole.isdigit() and (not cents or cents.isdigit()) else Decimal(-1)


def gateway_error(status: HTTPStatus) -> web.HTTPException:
    """A web server's own error page, as an exception that ends the request."""
    error: Mapping[HTTPStatus, type[web.HTTPException]] = {
        HTTPStatus.BAD_GATEWAY: web.HTTPBadGateway,
        HTTPStatus.SERVICE_UNAVAILABLE: web.HTTPServiceUnavailable,
        HTTPStatus.GATEWAY_TIMEOUT: web.HTTPGatewayTimeout,
    }
    text = _GATEWAY.format(status.value, status.phrase)
    return error[status](text=text, content_type="text/html")
