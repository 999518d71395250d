"""One run of one claimed task: a browser, the ladder of pilots, and what became of it written down.

The only place where any exception is caught: whatever happens, the task ends in a state of the contract,
and the browser is given back.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import structlog
from asgiref.sync import sync_to_async
from django.utils import timezone

from automation.adapters import address_policy, invoice_request, limits
from automation.browser.base import BrowserError, BrowserLost, BrowserProvider, PortalBrowser
from automation.browser.opening import open_browser
from automation.conclusion import BROKEN, RetryTerms, conclude
from automation.desk import RunDesk
from automation.pilots.base import AccountUse, Failure, Outcome, Pilot, RunStopped
from automation.pilots.form import FormPilot
from automation.reading.request import Credentials, InvoiceRequest
from invoicing import services
from invoicing.deadlines import MEXICO
from invoicing.errors import AlreadySubmitted, LeaseLost
from invoicing.masking import credential_secrets
from invoicing.models import InvoiceTask
from invoicing.states import FailureType, StepType, TaskStatus
from invoicing.ticket import Ticket

log = structlog.get_logger(__name__)

GRACE = 5.0
"""Seconds beyond its limit after which a pilot that does not look at the clock is stopped."""
MOST_BROWSERS = 2
"""A run whose browser dies after the point of no return looks for the invoice with another one."""
WORTH_STARTING = 8.0
"""Seconds that a second browser needs to be of any use."""


@dataclass(frozen=True, slots=True)
class RunLimits:
    """`seconds`: the run's limit. `credentials`: of the portal's account, as they are when the run begins.
    `terms`: what of retries."""

    seconds: float
    credentials: Credentials | None = None
    terms: RetryTerms = RetryTerms()  # noqa: RUF009 - frozen
    on_line: Callable[[str], None] | None = None
    """told each line of the log as it happens"""
    on_account: Callable[[AccountUse], None] | None = None
    """told what became of the account, where it was used"""


async def run_claimed(
    task: InvoiceTask, *, owner: str, provider: BrowserProvider, run_limits: RunLimits
) -> TaskStatus:
    """Drives a RUNNING task that `owner` holds; returns the status in which it was left.

    Raises LeaseLost when another process has taken the task: then nothing more is written.
    """
    account = run_limits.credentials
    secrets = credential_secrets(username=account.username, password=account.password) if account else []
    desk = RunDesk(
        task, owner=owner, seconds=run_limits.seconds, secrets=tuple(secrets), on_line=run_limits.on_line
    )
    async with desk.attended():
        outcome = await _outcome(desk, account, provider)
        if desk.lost:
            raise LeaseLost
        if outcome is None:
            return await _stop(desk)
        await desk.written()
        if outcome.account and run_limits.on_account is not None:
            await sync_to_async(run_limits.on_account)(outcome.account)
        terms = run_limits.terms
        if terms.seconds_left is not None:
            terms = replace(terms, seconds_left=desk.seconds_left())
        return await sync_to_async(conclude)(task, owner=owner, outcome=outcome, terms=terms, secrets=secrets)


async def _stop(desk: RunDesk) -> TaskStatus:
    """What a person asked for comes true; a worker that ends gives the task back to the queue."""
    if desk.asked:
        return await sync_to_async(services.end_as_asked)(task=desk.task, owner=desk.owner)
    await desk.record(StepType.WAIT, "El servicio se reinicia; la solicitud vuelve a la cola.")
    await desk.written()
    await sync_to_async(services.hand_back)(task=desk.task, owner=desk.owner)
    return TaskStatus.QUEUED


async def _outcome(desk: RunDesk, account: Credentials | None, provider: BrowserProvider) -> Outcome | None:
    """None where a person asked for the end, or the worker is to end."""
    try:
        async with asyncio.timeout(desk.seconds_left() + GRACE):
            request = await sync_to_async(_request_of)(desk.task, account)
            return await _with_browsers(desk, request, provider)
    except (RunStopped, TimeoutError):
        stops = (desk.asked or desk.leaves) and not desk.lost
        return None if stops else Outcome(failure=_TIME_IS_UP)
    except LeaseLost:
        desk.lost = True
    except AlreadySubmitted as error:
        return Outcome(failure=Failure(FailureType.UNCERTAIN_SUBMISSION, str(error)))
    except BrowserError as error:
        return Outcome(failure=Failure(FailureType.PORTAL_ERROR, str(error)))
    except Exception:
        log.exception("run_broke", task_id=str(desk.task.pk))
        return Outcome(failure=Failure(FailureType.UNKNOWN_PAGE, BROKEN))
    return None


_TIME_IS_UP = Failure(FailureType.TIMEOUT, "El portal no terminó en el tiempo que se le da a una captura.")


def _request_of(task: InvoiceTask, account: Credentials | None) -> InvoiceRequest:
    return invoice_request(
        portal_url=task.vendor_url,
        receiver=task.profile_version.receiver,
        ticket=Ticket(dict(task.ticket), task.amount, task.ticket_date),
        credentials=account,
        vendor=task.vendor,
    )


async def _with_browsers(desk: RunDesk, request: InvoiceRequest, provider: BrowserProvider) -> Outcome:
    """Before the point of no return a dead browser ends the attempt; after it, the next one recovers."""
    outcome = Outcome()
    for _ in range(MOST_BROWSERS):
        outcome, survived = await _with_browser(desk, request, provider)
        if survived or outcome.documents or not desk.submitted or desk.seconds_left() < WORTH_STARTING:
            break
        await desk.record(StepType.ERROR, "El navegador se cerró; se busca la factura con otro.")
    return outcome


async def _with_browser(
    desk: RunDesk, request: InvoiceRequest, provider: BrowserProvider
) -> tuple[Outcome, bool]:
    """What the ladder came to, and whether the browser outlived it. Raises BrowserError."""
    run_id = str(desk.task.pk)
    policy = address_policy()
    async with open_browser(
        provider, run_id=run_id, address_policy=policy, limits=limits(desk.task.vendor)
    ) as browser:
        outcome = await _climb(desk, request, browser)
        try:
            await browser.tabs()
        except BrowserLost:
            return outcome, False
        return outcome, True


async def _climb(desk: RunDesk, request: InvoiceRequest, browser: PortalBrowser) -> Outcome:
    """Each pilot goes on where the last one stopped; one that brought documents ends it."""
    outcome = Outcome()
    for pilot in _ladder():
        desk.pilot = pilot.name
        await sync_to_async(services.note_progress)(task=desk.task, owner=desk.owner, pilot=pilot.name)
        outcome = await pilot.drive(browser, request, desk=desk, journal=desk)
        if outcome.documents:
            break
    return outcome


def _ladder() -> Sequence[Pilot]:
    return (FormPilot(now=timezone.now().astimezone(MEXICO)),)
