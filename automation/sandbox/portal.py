"""The frame in which a portal is written: its routes, its tickets, what to expect of it.

How to write one: see automation/sandbox/portals/__init__.py.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from automation.sandbox.companies import Company, Store
from automation.sandbox.options import Options
from automation.sandbox.receivers import ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Ticket, TicketShape, TicketState, make_stores_for
from invoicing.states import FailureType

if TYPE_CHECKING:
    from automation.sandbox.visit import Visit

Handler = Callable[[Any, "Visit"], Awaitable[web.StreamResponse]]
H = TypeVar("H", bound=Handler)

_EXPECTED: Mapping[TicketState, FailureType] = {
    TicketState.WRONG_TOTAL: FailureType.TICKET_NOT_FOUND,
    TicketState.NOT_FOUND: FailureType.TICKET_NOT_FOUND,
    TicketState.NOT_SYNCED: FailureType.TICKET_NOT_READY,
    TicketState.EXPIRED: FailureType.DEADLINE_EXPIRED,
    TicketState.INVOICED_OTHER: FailureType.ALREADY_INVOICED,
    TicketState.CANCELLED: FailureType.TICKET_NOT_FOUND,
    TicketState.IN_GLOBAL: FailureType.DEADLINE_EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    handler: Handler


def route(method: str, path: str) -> Callable[[H], H]:
    """Marks a method of a Portal as the answer to `method` (or `*`) at `path`, which is relative to the
    portal's root and may hold `{name}` for one segment; the values come as visit.args."""

    def mark(handler: H) -> H:
        marks = getattr(handler, "_routes", ())
        handler._routes = (*marks, (method, path))  # type: ignore[attr-defined]  # noqa: SLF001
        return handler

    return mark


def _compile(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", path)
    literal = [
        re.escape(part) if index % 2 == 0 else f"(?P<{part}>[^/]+)" for index, part in enumerate(parts)
    ]
    return re.compile("".join(literal))


class Portal:
    """One vendor's portal, as drawn by one seed. Subclasses set the class attributes and write routes."""

    company: ClassVar[Company]
    shape: ClassVar[TicketShape]
    archetype: ClassVar[str]
    """one Spanish line for the index: what kind of portal this is"""
    words: ClassVar[Mapping[str, str]] = {"folio": "folio"}
    """ticket attribute (folio, key, store, terminal, time, payment_form, card_last4, tip or a name in
    `extra`) to the word under which ticket.json carries it"""
    deliveries: ClassVar[tuple[str, ...]] = ("links",)
    """of links, zip, new_tab, viewer, blob, email: those that it can do; a seed draws one"""
    faults: ClassVar[frozenset[str]] = frozenset({"slow", "502", "503", "drop"})
    """those of options.FAULTS that it supports"""
    has_reprint: ClassVar[bool] = False
    """the receptor can find its invoice again (consultar, reimprimir, recuperar)"""
    blocks_duplicates: ClassVar[bool] = True
    cookie: ClassVar[str] = "SESSIONID"
    entry: ClassVar[str] = "/"
    """the path that a ticket prints"""
    credentials: ClassVar[Mapping[str, str] | None] = None
    """username and password, where it wants an account"""
    expected: ClassVar[Mapping[TicketState, FailureType]] = {}
    """what differs from the usual end of a ticket state (see `expect`)"""

    _routes_of_class: ClassVar[tuple[Route, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._routes_of_class = tuple(
            Route(method, _compile(path), member)
            for _, member in inspect.getmembers(cls, inspect.isfunction)
            for method, path in getattr(member, "_routes", ())
        )

    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.stores: tuple[Store, ...] = make_stores_for(seed, self.shape)

    @property
    def folder(self) -> Path:
        """Where the portal's templates and its `static` folder lie: its own package."""
        return Path(inspect.getfile(type(self))).parent

    @cached_property
    def templates(self) -> Environment:
        return Environment(
            loader=FileSystemLoader(self.folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def find_route(self, method: str, path: str) -> tuple[Handler, dict[str, str]] | None:
        for candidate in self._routes_of_class:
            match = candidate.pattern.fullmatch(path)
            if match and candidate.method in {"*", method}:
                return candidate.handler, match.groupdict()
        return None

    def delivery(self, options: Options) -> str:
        """Asked for in the address, else drawn by the seed among those that are downloads."""
        offered = [name for name in self.deliveries if name != "email"] or list(self.deliveries)
        return options.get("delivery") or self.seed.pick("delivery", offered)

    def finish_ticket(self, ticket: Ticket) -> Ticket:
        """For portals whose folio is composed of other data, or that print more: gives the final ticket."""
        return ticket

    def entry_for(self, ticket: Ticket) -> str:
        """The path at which the holder of this ticket begins: what its QR says."""
        return self.entry

    def tell_ticket(self, ticket: Ticket) -> dict[str, object]:
        """The ticket as ticket.json (CONTRACT.md section 5), in the words that this vendor prints."""
        told: dict[str, object] = {
            "amount": float(ticket.stated_amount),
            "date": ticket.sold_at.date().isoformat(),
            "concept": ticket.lines[0].article.words,
        }
        values = _tellable(ticket)
        told.update({word: values[name] for name, word in self.words.items() if values.get(name)})
        return told

    def expect(self, state: TicketState, receiver: ReceiverState, options: Options) -> FailureType | None:
        """How a right run ends for a vendor without a directory entry; None is COMPLETED."""
        if state is TicketState.INVOICED_SAME and not self.has_reprint:
            return FailureType.ALREADY_INVOICED
        failure = {**_EXPECTED, **self.expected}.get(state)
        if failure is None and receiver is not ReceiverState.OK:
            return FailureType.RECEIVER_REJECTED
        if failure is None and self.delivery(options) == "email":
            return FailureType.EMAIL_DELIVERY
        return failure

    async def session_expired(self, visit: Visit) -> web.StreamResponse:
        """Answers the request at which the session was lost (fault `expiry`)."""
        return visit.redirect("/")


def _tellable(ticket: Ticket) -> dict[str, object]:
    return {
        **ticket.extra,
        "folio": ticket.folio,
        "key": ticket.key,
        "store": ticket.store.code,
        "store_name": ticket.store.name,
        "terminal": ticket.terminal,
        "time": ticket.sold_at.strftime("%H:%M"),
        "payment_form": ticket.payment_form,
        "card_last4": ticket.card_last4,
        "tip": float(ticket.tip),
    }
