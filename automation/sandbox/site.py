"""The sandbox itself: its portals in their seeds, scenarios for tests, and the web application over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from automation.sandbox.ledger import Ledger
from automation.sandbox.office import Office
from automation.sandbox.options import Options, write_segment
from automation.sandbox.pki import Authority
from automation.sandbox.portal import Portal
from automation.sandbox.receivers import KNOWN, ReceiverState, profile, spoil, submission
from automation.sandbox.registry import find_portal, portal_ids
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Ticket, TicketState, make_tickets
from automation.sandbox.visit import Session
from invoicing.states import FailureType


def now_utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Scenario:
    """All that a test needs for one run: what goes in, and how a right run ends."""

    url: str
    ticket: dict[str, object]
    """ticket.json"""
    profile: dict[str, str]
    """profile.json"""
    credentials: Mapping[str, str] | None
    expected: FailureType | None
    """None: COMPLETED"""
    ticket_id: str
    """by which the ledger knows it"""
    total: str
    """of the CFDI that a right run gets, two decimals"""


@dataclass(slots=True)
class Room:
    """One portal in one seed, with its back office."""

    portal: Portal
    office: Office


@dataclass(slots=True)
class Sandbox:
    """`folder` holds the ledger, the invoices and the test PKI; `clock` gives an aware now."""

    folder: Path
    authority: Authority
    clock: Callable[[], datetime] = now_utc
    origins: dict[str, str] = field(default_factory=dict)
    """portal id to scheme, host and port; '' for those without a port of their own"""
    sessions: dict[str, Session] = field(default_factory=dict)
    polls: dict[str, int] = field(default_factory=dict)
    ledger: Ledger = field(init=False)
    _rooms: dict[tuple[str, int], Room] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.folder)

    @property
    def roots_file(self) -> Path:
        """PEM of the sandbox's root (setting CFDI_TRUSTED_ROOTS)."""
        return self.authority.roots_file

    @property
    def pac_file(self) -> Path:
        """PEM of its PAC's certificate."""
        return self.authority.pac_file

    def room(self, name: str, seed: int) -> Room:
        """Raises registry.UnknownPortalError."""
        if (name, seed) not in self._rooms:
            self._rooms[name, seed] = self._open_room(name, seed)
        return self._rooms[name, seed]

    def _open_room(self, name: str, number: int) -> Room:
        seed = Seed(name, number)
        portal = find_portal(name)(seed)
        tickets = [
            portal.finish_ticket(ticket)
            for ticket in make_tickets(seed, portal.shape, portal.stores, self.clock())
        ]
        office = Office(
            portal=name,
            seed=number,
            company=portal.company,
            tickets=tickets,
            authority=self.authority,
            ledger=self.ledger,
            folder=self.folder / "cfdi",
            clock=self.clock,
            blocks_duplicates=portal.blocks_duplicates,
        )
        return Room(portal, office)

    def origin(self, name: str = "") -> str:
        """Scheme, host and port of a portal, or of the index."""
        return self.origins.get(name) or self.origins[""]

    def url(self, name: str, seed: int = 1, **options: object) -> str:
        """Where a customer enters: `url("s5", seed=3, fault="502", delivery="zip")`. Options: fault (with
        `,number`), delivery, cfdi (a flaw of issuing.FLAWS), sat (strict, known, off), and what the portal
        documents of its own."""
        return self._url_at(name, seed, self.room(name, seed).portal.entry, options)

    def _url_at(self, name: str, seed: int, path: str, options: dict[str, object]) -> str:
        return f"{self.origin(name)}/{write_segment(name, seed, options)}{path}"

    def ticket(self, name: str, seed: int, state: TicketState, number: int = 0) -> Ticket:
        tickets = self.room(name, seed).office.tickets
        found = [t for t in tickets if t.state is state and t.number == number]
        if not found:
            raise LookupError(f"{state}-{number}")
        return found[0]

    def scenario(
        self,
        name: str,
        seed: int = 1,
        state: TicketState | str = TicketState.VALID,
        receiver: ReceiverState | str = ReceiverState.OK,
        *,
        number: int = 0,
        rfc: str = "",
        **options: object,
    ) -> Scenario:
        """`number` 0 to 9 chooses among the tickets of a state (each can be invoiced once); `rfc` the known
        taxpayer who asks: by default the one to whom an INVOICED_SAME ticket belongs, else the first."""
        room, state, receiver = self.room(name, seed), TicketState(state), ReceiverState(receiver)
        ticket = self.ticket(name, seed, state, number)
        invoiced = state in {TicketState.INVOICED_SAME, TicketState.INVOICED_OTHER}
        right = submission(rfc or KNOWN[number % len(KNOWN) if invoiced else 0].rfc)
        written = {key: str(value) for key, value in options.items() if value is not None}
        return Scenario(
            url=self._url_at(name, seed, room.portal.entry_for(ticket), options),
            ticket=room.portal.tell_ticket(ticket),
            profile=profile(spoil(right, receiver)),
            credentials=room.portal.credentials,
            expected=room.portal.expect(state, receiver, Options(written)),
            ticket_id=ticket.id,
            total=f"{ticket.amount:.2f}",
        )

    def count(self, ticket_id: str) -> int:
        """How many CFDIs exist for this ticket."""
        return len(self.ledger.issued(ticket=ticket_id))

    def session(self, sid: str) -> tuple[str, Session]:
        """The session with this id, or a new one with its id."""
        if sid not in self.sessions:
            sid = uuid4().hex
            self.sessions[sid] = Session()
        return sid, self.sessions[sid]

    def reset(self) -> None:
        """Every ticket is unspent again, every session gone."""
        self.ledger.clear()
        self.sessions.clear()
        self.polls.clear()

    def portals(self) -> list[str]:
        return portal_ids()
