"""What the strangers have in common: a name in the registry and a way to judge, issue and hand over.

No word and no markup of a page stands here: each portal brings its own.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from aiohttp import web

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.office import (
    Issued,
    PaymentRefusedError,
    ReceiverRefusedError,
    TicketRefusedError,
    Verdict,
)
from automation.sandbox.options import Options
from automation.sandbox.portal import Portal, route
from automation.sandbox.receivers import Attribute, ReceiverState, Submission
from automation.sandbox.tickets import Ticket, TicketState
from automation.sandbox.visit import Visit
from invoicing.states import FailureType


class Stranger(Portal):
    """Further class attributes, all in the portal's own words."""

    says: ClassVar[Mapping[Verdict, tuple[str, ...]]]
    refuses: ClassVar[Mapping[Attribute, str]]
    texts: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """labels and buttons; the seed picks one of each"""
    oddities: ClassVar[Mapping[str, FailureType]] = {}
    """options of the address (`mode:repair`) under which every ticket ends so"""
    faults = frozenset({"502"})

    @cached_property
    def t(self) -> dict[str, str]:
        return {name: self.seed.pick(f"text/{name}", variants) for name, variants in self.texts.items()}

    @property
    def regimes(self) -> dict[str, str]:
        return {code: REGIMES[code] for code in self.seed.shuffle("régimenes", list(REGIMES))}

    @property
    def uses(self) -> dict[str, str]:
        return USES

    def say(self, verdict: Verdict) -> str:
        return self.seed.pick(f"says/{verdict}", self.says[verdict])

    def expect(self, state: TicketState, receiver: ReceiverState, options: Options) -> FailureType | None:
        for oddity, failure in self.oddities.items():
            name, _, value = oddity.partition(":")
            if options.get(name) == value:
                return failure
        return super().expect(state, receiver, options)

    async def settle(
        self,
        visit: Visit,
        sold: Ticket | Sequence[Ticket],
        receiver: Submission,
        payment_form: str | None = None,
    ) -> Issued | str:
        """One invoice of all that was sold, or in the portal's words why there is none."""
        tickets = [sold] if isinstance(sold, Ticket) else sold
        try:
            return await visit.issue(tickets, receiver, payment_form=payment_form)
        except ReceiverRefusedError as refusal:
            return self.refuses[refusal.rejection.attribute].format(
                code=refusal.rejection.code, sat=refusal.rejection.sat_text
            )
        except TicketRefusedError as refusal:
            return self.say(refusal.verdict)
        except PaymentRefusedError:
            return "La forma de pago no es válida."

    @route("GET", "/cfdi/{uuid}/{kind}")
    async def hand_over(self, visit: Visit) -> web.StreamResponse:
        """Files by their UUID, which nobody knows who was not given it."""
        issued, kind = visit.office.issued_by_uuid(visit.args["uuid"]), visit.args["kind"]
        if issued is None or kind not in {"xml", "pdf", "zip"}:
            raise web.HTTPNotFound
        return visit.deliver(issued, kind, inline="ver" in visit.query)


def receiver_of(posted: Mapping[str, object], names: Mapping[str, str]) -> Submission:
    """As submitted, upper-cased; `names`: attribute of Submission to the name under which it was posted."""
    told = {attribute: str(posted.get(name, "")).strip() for attribute, name in names.items()}
    told["rfc"], told["name"] = told["rfc"].upper(), told["name"].upper()
    return Submission(**told)


def is_day(ticket: Ticket, written: str, pattern: str) -> bool:
    """Whether the sale was on the day that was typed; `pattern` as strptime's."""
    try:
        return datetime.strptime(written.strip(), pattern).date() == ticket.sold_at.date()  # noqa: DTZ007
    except ValueError:
        return False


def digits(written: object) -> str:
    return re.sub(r"\D", "", str(written))
