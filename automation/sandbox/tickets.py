"""Tickets: what a vendor sold, and in which state its portal holds each sale.

Every portal and seed has ten tickets of each state (PORTALS.md section 6), drawn deterministically; only
their dates move with the day on which the sandbox was opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random
from types import MappingProxyType

from automation.sandbox.companies import PLACES, Store, make_stores
from automation.sandbox.receivers import KNOWN
from automation.sandbox.seeds import Seed, fill_pattern

PER_STATE = 10
CENT = Decimal("0.01")


class TicketState(StrEnum):
    VALID = "valid"
    WRONG_TOTAL = "wrong_total"
    NOT_FOUND = "not_found"
    NOT_SYNCED = "not_synced"
    EXPIRED = "expired"
    INVOICED_SAME = "invoiced_same"
    INVOICED_OTHER = "invoiced_other"
    CANCELLED = "cancelled"
    IN_GLOBAL = "in_global"


@dataclass(frozen=True, slots=True)
class Article:
    """Something that is sold: c_ClaveProdServ, c_ClaveUnidad, words, price range in pesos with tax, IVA."""

    product_key: str
    unit_key: str
    words: str
    low: int
    high: int
    rate: Decimal = Decimal("0.16")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ticket; `gross` is what was paid, tax included, in pesos."""

    article: Article
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Ticket:
    id: str
    """`s5-3/valid-0`: portal, seed, state, number"""
    state: TicketState
    number: int
    folio: str
    key: str
    """the second datum that only the ticket's holder knows: Web ID, TR, código de facturación; may be ''"""
    store: Store
    terminal: str
    sold_at: datetime
    """aware, in the store's zone"""
    lines: tuple[Line, ...]
    tip: Decimal
    """not part of the invoice"""
    payment_form: str
    """c_FormaPago"""
    card_last4: str
    stated_amount: Decimal
    """what the person's ticket says; differs from `amount` only in state WRONG_TOTAL"""
    holder_rfc: str
    """whom it was invoiced to already (INVOICED_*), else ''"""
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """whatever else this vendor prints"""

    @property
    def amount(self) -> Decimal:
        """The total of the sale in pesos, tax included, without tip: what the CFDI must amount to."""
        return sum((line.gross for line in self.lines), Decimal())


@dataclass(frozen=True, slots=True)
class TicketShape:
    """How one vendor's tickets look. Patterns as in Seed.text."""

    folio: str
    articles: tuple[Article, ...]
    key: str = ""
    store: str = "####"
    terminal: str = "##"
    lines: tuple[int, int] = (1, 4)
    stores: int = 6
    tip_rates: tuple[str, ...] = ()
    """'0.10' means ten per cent; empty: this trade has no tips"""
    payment_forms: tuple[str, ...] = ("01", "04", "28")


def make_stores_for(seed: Seed, shape: TicketShape) -> tuple[Store, ...]:
    codes: list[str] = []
    while len(codes) < shape.stores:
        code = seed.text(f"store/{len(codes)}", shape.store)
        codes.append(code if code not in codes else seed.text(f"store/again/{len(codes)}", shape.store))
    return make_stores(codes, seed.sample("places", PLACES, shape.stores))


def make_tickets(
    seed: Seed, shape: TicketShape, stores: tuple[Store, ...], opened_at: datetime
) -> list[Ticket]:
    """`opened_at` is aware: dates of sales are relative to it."""
    tickets = []
    for state in TicketState:
        for number in range(PER_STATE):
            ticket_id = f"{seed.portal}-{seed.number}/{state}-{number}"
            rng = seed.rng(f"ticket/{state}/{number}")
            ticket = _draw_ticket(rng, shape, rng.choice(stores), ticket_id)
            tickets.append(_settle(ticket, rng, state, number, opened_at))
    return tickets


def _draw_ticket(rng: Random, shape: TicketShape, store: Store, ticket_id: str) -> Ticket:
    """A valid sale, its date still to be set."""
    lines = _draw_lines(rng, shape)
    amount = sum((line.gross for line in lines), Decimal())
    payment_form = rng.choice(shape.payment_forms)
    return Ticket(
        id=ticket_id,
        state=TicketState.VALID,
        number=0,
        folio=fill_pattern(shape.folio, rng),
        key=fill_pattern(shape.key, rng),
        store=store,
        terminal=fill_pattern(shape.terminal, rng),
        sold_at=datetime.min.replace(tzinfo=store.timezone),
        lines=lines,
        tip=_draw_tip(rng, shape, amount),
        payment_form=payment_form,
        card_last4=fill_pattern("####", rng) if payment_form in {"04", "28"} else "",
        stated_amount=amount,
        holder_rfc="",
    )


def _settle(ticket: Ticket, rng: Random, state: TicketState, number: int, opened_at: datetime) -> Ticket:
    wrong = _misprint(rng) if state is TicketState.WRONG_TOTAL else Decimal()
    return replace(
        ticket,
        state=state,
        number=number,
        sold_at=_draw_time(rng, state, opened_at.astimezone(ticket.store.timezone)),
        stated_amount=ticket.amount + wrong,
        holder_rfc=_holder(state, number),
    )


def _draw_lines(rng: Random, shape: TicketShape) -> tuple[Line, ...]:
    count = min(rng.randint(*shape.lines), len(shape.articles))
    return tuple(
        Line(article, Decimal(rng.randint(article.low * 100, article.high * 100)) * CENT)
        for article in rng.sample(shape.articles, count)
    )


def _draw_tip(rng: Random, shape: TicketShape, amount: Decimal) -> Decimal:
    if not shape.tip_rates:
        return Decimal("0.00")
    return (amount * Decimal(rng.choice(shape.tip_rates))).quantize(CENT)


def _misprint(rng: Random) -> Decimal:
    """A difference as typing errors make it: centavos or some pesos."""
    return Decimal(rng.choice(("0.90", "10.00", "27.00", "0.09", "100.00")))


def _draw_time(rng: Random, state: TicketState, now: datetime) -> datetime:
    """Expired sales are of last month's final minute (23:59 in the store's zone); sales that the portal has
    not loaded are an hour old; the rest are of the last three days, always of this calendar year."""
    if state in {TicketState.EXPIRED, TicketState.IN_GLOBAL}:
        return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - timedelta(minutes=1)
    fresh = (now - timedelta(minutes=rng.randint(20, 70))).replace(microsecond=0)
    older = (now - timedelta(minutes=rng.randint(180, 3 * 24 * 60))).replace(microsecond=0)
    return fresh if state is TicketState.NOT_SYNCED or older.year != now.year else older


def _holder(state: TicketState, number: int) -> str:
    """Ticket n of INVOICED_SAME belongs to the n-th known taxpayer; of INVOICED_OTHER to the next one."""
    if state is TicketState.INVOICED_SAME:
        return KNOWN[number % len(KNOWN)].rfc
    return KNOWN[(number + 1) % len(KNOWN)].rfc if state is TicketState.INVOICED_OTHER else ""
