"""What the process that drives a task writes: heartbeat, steps, the point of no return, the end.

Every write names the lease's owner in its WHERE: a process that lost the task (it slept, the sweeper gave
it to another) changes nothing and learns it by LeaseLost.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from invoicing.errors import AlreadySubmitted, InvoicingError, LeaseLost, StopAsked, TransitionRefused
from invoicing.masking import Masker, receiver_secrets
from invoicing.models import EventType, InvoiceTask, Request, TaskStep
from invoicing.services.submitting import send_queued
from invoicing.states import (
    MAX_ATTEMPTS,
    NEEDS_PERSON,
    RETRYABLE,
    FailureType,
    PilotName,
    StepType,
    TaskStatus,
    status_for,
)

FIRST_BACKOFF = timedelta(seconds=30)
BACKOFF_FACTOR = 4
DEFAULT_RHYTHM = timedelta(hours=1)
LONGEST_WAIT_FOR_LOADING = timedelta(days=7)
"""Where the vendor's deadline is not known, a ticket that never loads is given up after this."""

RELEASED: dict[str, Any] = {"lease_owner": "", "lease_until": None, "requested_action": ""}


def heartbeat(*, task: InvoiceTask, owner: str, now: datetime | None = None) -> Request:
    """Says that the holder lives, and reads what people asked for meanwhile. Raises LeaseLost."""
    until = (now or timezone.now()) + settings.LEASE_DURATION
    _write(task, owner, lease_until=until)
    task.refresh_from_db(fields=["requested_action"])
    return Request(task.requested_action)


def asked_of(*, task: InvoiceTask) -> Request:
    """What people asked of this run, without a sign of life."""
    return Request(InvoiceTask.objects.values_list("requested_action", flat=True).get(pk=task.pk))


def note_progress(
    *, task: InvoiceTask, owner: str, pilot: PilotName | None = None, llm_calls: int = 0
) -> None:
    """Which pilot drives now, and how many calls of a language model to add. Raises LeaseLost."""
    changes: dict[str, Any] = {} if pilot is None else {"pilot": pilot}
    if llm_calls:
        changes["llm_calls"] = F("llm_calls") + llm_calls
    if changes:
        _write(task, owner, **changes)


@transaction.atomic
def record_step(
    *,
    task: InvoiceTask,
    type: StepType,  # noqa: A002 - the contract's word
    message: str,
    secrets: Iterable[tuple[str, str]] = (),
    **content: Any,
) -> TaskStep:
    """Appends a line to the log. The receptor's data, and `secrets` (value, mark), are masked first."""
    masker = Masker([*receiver_secrets_of(task), *secrets])
    step = TaskStep.objects.create(
        organization_id=task.organization_id,
        task=task,
        seq=task.next_seq(),
        type=type,
        content=masker.content({"message": message, **content}),
    )
    task.append_event(EventType.STEP, {}, step=step)
    return step


def announce_live_view(*, task: InvoiceTask, kind: str, url: str) -> None:
    """Where the browser can be seen: an address of our own, which checks the caller."""
    task.append_event(EventType.LIVE_VIEW, {"kind": kind, "url": url})


@transaction.atomic
def commit_point_of_no_return(
    *,
    task: InvoiceTask,
    owner: str,
    pilot: PilotName,
    control: str = "",
    url: str = "",
    secrets: Iterable[tuple[str, str]] = (),
    now: datetime | None = None,
) -> None:
    """Commits the intent to submit; only when this returns may the click that issues be made.

    Raises AlreadySubmitted where it was committed before (by whomever), StopAsked where a person asked for
    the end meanwhile, LeaseLost where another process holds the task now. Must not run inside a transaction
    of the caller's: the click has to find it committed.
    """
    now = now or timezone.now()
    holds = Q(status=TaskStatus.RUNNING, lease_owner=owner, lease_until__gt=now)
    try:
        task.apply_under_guard(
            holds & Q(submitted_at=None, requested_action=""),
            submitted_at=now,
            submitted_by=pilot,
            pilot=pilot,
            retries=0,
        )
    except TransitionRefused as error:
        raise _why_not_committed(task, holds) from error
    record_step(
        task=task,
        type=StepType.SUBMIT,
        message="Se pide la factura al portal.",
        secrets=secrets,
        control=control,
        url=url,
    )


def _why_not_committed(task: InvoiceTask, holds: Q) -> InvoicingError:
    row = InvoiceTask.objects.filter(pk=task.pk)
    if row.filter(submitted_at__isnull=False).exists():
        return AlreadySubmitted()
    return StopAsked() if row.filter(holds).exists() else LeaseLost()


@transaction.atomic
def take_back_point(
    *, task: InvoiceTask, owner: str, reason: str, secrets: Iterable[tuple[str, str]] = ()
) -> None:
    """A validation message on the same form proved that nothing was issued. Raises LeaseLost."""
    _write(task, owner, submitted_at=None, submitted_by="")
    message = "El portal no emitió la factura: rechazó el formulario."
    record_step(task=task, type=StepType.READ, message=message, secrets=secrets, reason=reason)


@transaction.atomic
def fail_task(
    *,
    task: InvoiceTask,
    owner: str,
    failure: FailureType,
    reason: str,
    fields: Sequence[dict[str, str]] = (),
    may_retry: bool = True,
    keep_lease: bool = False,
    only_if_lapsed: bool = False,
    first_backoff: timedelta = FIRST_BACKOFF,
    secrets: Iterable[tuple[str, str]] = (),
    now: datetime | None = None,
    jitter: Callable[[], float] = random.random,
) -> TaskStatus:
    """Ends a run that brought no invoice; the retry policy is here and reads only the failure's type.

    `reason`: Spanish, what a person can do, with the portal's own words. `fields`: what is asked of a
    person, [{"name", "label"}]. `may_retry=False`: the caller's time is up. `keep_lease`: the caller will
    try again itself, nobody else takes the task meanwhile. `only_if_lapsed`: the caller is not the
    holder but who found it dead. `first_backoff`: shorter where a person waits at the command line.
    `secrets`: (value, mark), masked in the reason as the receptor's data are.
    Returns the status it left. Raises LeaseLost.
    """
    now = now or timezone.now()
    task.refresh_from_db(fields=["submitted_at", "retries"])
    failure = _after_the_point(task, failure)
    not_before = (
        _next_try(task, failure, now, first_backoff * (0.75 + jitter() / 2))
        if may_retry or failure not in RETRYABLE
        else None
    )
    to = _status_after(failure, not_before)
    if failure is FailureType.TICKET_NOT_READY and to is TaskStatus.FAILED:
        failure = FailureType.TICKET_NOT_FOUND
    reason = Masker([*receiver_secrets_of(task), *secrets]).text(reason)
    changes: dict[str, Any] = {} if keep_lease and to is TaskStatus.QUEUED else dict(RELEASED)
    changes |= {"failure_type": failure, "failure_reason": reason, "not_before": not_before}
    changes["retries"] = task.retries + (to is TaskStatus.QUEUED and failure in RETRYABLE)
    changes["question"] = {"fields": list(fields)} if fields else None
    _end(task, owner, to, changes, Q(lease_until__lt=now) if only_if_lapsed else Q())
    kind = StepType.USER_INTERVENTION if to is TaskStatus.INTERVENTION_NEEDED else StepType.ERROR
    record_step(task=task, type=kind, message=reason, failure_type=failure)
    if fields:
        task.append_event(EventType.QUESTION, {"fields": list(fields)})
    return to


def ask_person(*, task: InvoiceTask, owner: str, fields: Sequence[dict[str, str]], reason: str) -> None:
    """The form requires data that the ticket lacks: MISSING_DATA, all of them at once. Raises LeaseLost."""
    fail_task(task=task, owner=owner, failure=FailureType.MISSING_DATA, reason=reason, fields=fields)


@transaction.atomic
def end_as_asked(*, task: InvoiceTask, owner: str) -> TaskStatus:
    """The pilot has stopped: what a person asked for becomes true. Raises LeaseLost."""
    task.refresh_from_db(fields=["requested_action"])
    to = TaskStatus.CANCELLED if task.requested_action == Request.CANCEL else TaskStatus.PAUSED
    _end(task, owner, to, dict(RELEASED))
    message = "Cancelada por una persona." if to is TaskStatus.CANCELLED else "En pausa: el piloto se detuvo."
    record_step(task=task, type=StepType.USER_INTERVENTION, message=message)
    return to


@transaction.atomic
def hand_back(*, task: InvoiceTask, owner: str) -> None:
    """A clean shutdown: the task goes back to the queue, or waits for its recovery. Raises LeaseLost."""
    if task.is_submitted:
        _write(task, owner, lease_until=timezone.now())  # lapsed: whoever comes next may only recover
        return
    _end(task, owner, TaskStatus.QUEUED, dict(RELEASED))
    send_queued(task)


def _write(task: InvoiceTask, owner: str, **changes: Any) -> None:
    try:
        task.apply_under_guard(Q(status=TaskStatus.RUNNING, lease_owner=owner), **changes)
    except TransitionRefused as error:
        raise LeaseLost from error


def _end(
    task: InvoiceTask, owner: str, to: TaskStatus, changes: dict[str, Any], only_if: Q | None = None
) -> None:
    """From RUNNING only: an object read before the run knows the status as it was then."""
    task.status = TaskStatus.RUNNING
    try:
        task.change_status(to, only_if=Q(lease_owner=owner) & (only_if or Q()), **changes)
    except TransitionRefused as error:
        task.refresh_from_db(fields=["status"])
        raise LeaseLost from error


def _after_the_point(task: InvoiceTask, failure: FailureType) -> FailureType:
    """After submitting, whatever would end or retry the task says only that the outcome is not known.

    "Already invoiced" then most likely names the invoice that we asked for ourselves.
    """
    return failure if not task.is_submitted or failure in NEEDS_PERSON else FailureType.UNCERTAIN_SUBMISSION


def _status_after(failure: FailureType, not_before: datetime | None) -> TaskStatus:
    if not_before is not None:
        return TaskStatus.QUEUED
    end = status_for(failure)
    return TaskStatus.FAILED if end is TaskStatus.QUEUED else end


def _next_try(
    task: InvoiceTask, failure: FailureType, now: datetime, first_backoff: timedelta
) -> datetime | None:
    """When to try again; None where it is not to be tried again."""
    if failure in RETRYABLE and task.retries + 1 < MAX_ATTEMPTS:
        factor: int = BACKOFF_FACTOR**task.retries
        return now + first_backoff * factor
    if failure is FailureType.TICKET_NOT_READY:
        limit = task.deadline or task.created_at + LONGEST_WAIT_FOR_LOADING
        moment = now + _rhythm(task)
        return moment if moment <= limit else None
    return None


def _rhythm(task: InvoiceTask) -> timedelta:
    """How often to ask a vendor that has not loaded the sale: a quarter of the time it usually takes."""
    hours = task.vendor.loading_delay_hours if task.vendor else 0
    return max(timedelta(hours=hours) / 4, timedelta(minutes=10)) if hours else DEFAULT_RHYTHM


def receiver_secrets_of(task: InvoiceTask) -> list[tuple[str, str]]:
    profile = task.profile_version
    return receiver_secrets(
        rfc=profile.rfc, legal_name=profile.legal_name, email=profile.email, postal_code=profile.postal_code
    )
