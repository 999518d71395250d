"""The tray: tickets waiting to be invoiced, among them what a colleague left there."""

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import uuid4

from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Ticket, TicketState
from automation.sandbox.visit import Visit


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    ticket: Ticket
    select_name: str
    """name of the row's forma de pago: a new one each time, without an id"""
    ticked: bool
    payment: str
    """c_FormaPago that is chosen beforehand, or ''"""


def make_row(key: str, ticket: Ticket, *, ticked: bool, payment: str = "") -> Row:
    return Row(key, ticket, f"tipopago_{uuid4().hex[:8]}", ticked, payment)


def left_behind(visit: Visit, count: int) -> list[Ticket]:
    """Sales of the account's that nobody invoiced yet: real ones, but nobody's who comes here."""
    seed = visit.office.seed
    valid = [ticket for ticket in visit.office.tickets if ticket.state is TicketState.VALID]
    found = [_other_sale(visit.portal.seed, seed, place, valid[-1 - place]) for place in range(count)]
    return [ticket for ticket in found if visit.issued_for(ticket) is None]


def _other_sale(seed: Seed, number: int, place: int, ticket: Ticket) -> Ticket:
    gross = Decimal(seed.between(f"left/{place}/gross", 20_000, 90_000)) / 100
    return replace(
        ticket,
        id=f"{seed.portal}-{number}/left-{place}",
        folio=seed.text(f"left/{place}/folio", "#######"),
        lines=(replace(ticket.lines[0], gross=gross),),
    )
