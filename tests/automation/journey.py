"""One ticket through one simulated portal, by the form pilot alone: no database, a real browser.

What the runner does around a pilot is done here in memory, so that hundreds of journeys stay affordable;
tests of the command and of the worker walk the same road with everything around it.
"""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from automation.browser.base import BrowserError, BrowserProvider
from automation.browser.opening import open_browser
from automation.delivery import Wanted, sort_documents
from automation.pilots.base import Outcome, RunStopped
from automation.pilots.form import FormPilot
from automation.reading.request import Credentials, InvoiceRequest, Receiver, TicketData
from automation.sandbox.site import Sandbox, Scenario
from invoicing.cfdi.catalogues import SatcfdiCatalogues
from invoicing.cfdi.certificates import KnownPacCertificates, TrustedRoots
from invoicing.cfdi.expected import Expected
from invoicing.cfdi.verify import Report, verify
from invoicing.states import FailureType, StepType
from invoicing.ticket import read_ticket

MEXICO = ZoneInfo("America/Mexico_City")


@dataclass
class MemoryDesk:
    """Desk and Journal without a database; remembers the order of things."""

    limit: float = 60.0
    submitted: bool = False
    lines: list[tuple[StepType, str, dict[str, Any]]] = field(default_factory=list)
    commits: int = 0

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.limit

    def seconds_left(self) -> float:
        return self._until - time.monotonic()

    async def checkpoint(self) -> None:
        if self.seconds_left() <= 0:
            raise RunStopped

    async def commit_point_of_no_return(self, *, control: str, url: str) -> None:
        assert not self.submitted, "the point of no return is committed once"
        self.submitted = True
        self.commits += 1
        self.lines.append((StepType.SUBMIT, control, {"url": url}))

    async def take_back_point(self, *, reason: str) -> None:
        self.submitted = False
        self.lines.append((StepType.READ, f"take back: {reason}", {}))

    async def record(self, step: StepType, message: str, **content: Any) -> None:
        self.lines.append((step, message, content))

    def told(self) -> str:
        return "\n".join(
            f"  {step.value:9} {message} {content or ''}" for step, message, content in self.lines
        )


@dataclass
class Journey:
    """`ended`: None is a CFDI that passed every mandatory check (COMPLETED)."""

    scenario: Scenario
    ended: FailureType | None
    reason: str
    issued: int
    seconds: float
    desk: MemoryDesk
    unguarded: bool
    """issued by a click before which no point of no return was committed"""
    outcome: Outcome | None = None
    report: Report | None = None

    @property
    def as_expected(self) -> bool:
        return self.ended == self.scenario.expected

    @property
    def is_harmful(self) -> bool:
        """A second invoice, or one that was issued without the guard."""
        return self.issued > 1 or self.unguarded

    def __str__(self) -> str:
        return (
            f"{self.scenario.url}: ended {self.ended} ({self.reason}), expected {self.scenario.expected}, "
            f"issued {self.issued}{' UNGUARDED' * self.unguarded}, {self.seconds:.1f} s\n{self.desk.told()}"
        )


def request_of(scenario: Scenario) -> InvoiceRequest:
    ticket = read_ticket(scenario.ticket, now=datetime.now(UTC))
    account = scenario.credentials
    return InvoiceRequest(
        portal_url=scenario.url,
        receiver=Receiver(**scenario.profile),
        ticket=TicketData(values=dict(ticket.values), amount=ticket.amount, date=ticket.date),
        credentials=Credentials(**account) if account else None,
    )


def now_in_mexico() -> datetime:
    return datetime.now(MEXICO)


async def walk(
    provider: BrowserProvider, sandbox: Sandbox, scenario: Scenario, *, limit: float = 60.0
) -> Journey:
    """Raises nothing that a portal can cause."""
    desk, began = MemoryDesk(limit), time.perf_counter()
    request = request_of(scenario)
    before = max(sandbox.count(scenario.ticket_id), int("invoiced_" in scenario.ticket_id))
    outcome, broke = await _drive(provider, request, desk)
    seconds = time.perf_counter() - began
    ended, reason, report = _judge(outcome, broke, request, sandbox, desk)
    issued = sandbox.count(scenario.ticket_id)
    unguarded = issued > before and not desk.commits
    return Journey(scenario, ended, reason, issued, seconds, desk, unguarded, outcome, report)


async def _drive(
    provider: BrowserProvider, request: InvoiceRequest, desk: MemoryDesk
) -> tuple[Outcome | None, str]:
    try:
        async with asyncio.timeout(desk.limit + 5), open_browser(provider, run_id="journey") as browser:
            pilot = FormPilot(now=now_in_mexico())
            return await pilot.drive(browser, request, desk=desk, journal=desk), ""
    except (RunStopped, TimeoutError):
        return None, "time"
    except BrowserError as error:
        return None, str(error)


def _judge(
    outcome: Outcome | None, broke: str, request: InvoiceRequest, sandbox: Sandbox, desk: MemoryDesk
) -> tuple[FailureType | None, str, Report | None]:
    if outcome is None:
        ended = FailureType.TIMEOUT if broke == "time" else FailureType.PORTAL_ERROR
        return (FailureType.UNCERTAIN_SUBMISSION if desk.submitted else ended), broke, None
    rfc, ticket = request.receiver.rfc, request.ticket
    delivery = sort_documents(outcome.documents, Wanted(rfc, ticket.amount, ticket.date))
    if delivery.xml is None or (outcome.recovered and not desk.submitted and delivery.receiver_rfc != rfc):
        failure = outcome.failure
        if delivery.xml is not None:
            return FailureType.ALREADY_INVOICED, "somebody else's", None
        return (
            (failure.type, failure.reason, None) if failure else (FailureType.UNCERTAIN_SUBMISSION, "", None)
        )
    report = _verify(delivery.xml, delivery.pdf, request, sandbox)
    return report.failure_type, report.failure_reason, report


def _verify(xml: bytes, pdf: bytes | None, request: InvoiceRequest, sandbox: Sandbox) -> Report:
    receiver, ticket = request.receiver, request.ticket
    tip = ticket.values.get("tip") or ticket.values.get("propina")
    expected = Expected(
        rfc=receiver.rfc,
        legal_name=receiver.legal_name,
        postal_code=receiver.postal_code,
        fiscal_regime=receiver.fiscal_regime,
        cfdi_use=receiver.cfdi_use,
        amount=ticket.amount,
        ticket_date=ticket.date,
        tip=Decimal(tip) if tip else None,
    )
    return verify(
        xml,
        expected=expected,
        trust=TrustedRoots.with_extra(sandbox.roots_file.read_bytes()),
        pac_certificates=KnownPacCertificates.load(sandbox.pac_file.read_bytes()),
        catalogues=SatcfdiCatalogues(),
        now=datetime.now(UTC),
        pdf=pdf,
    )
