"""What people do with a task from outside its run. A running task is asked; the runner makes it true."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User
from invoicing.audited import (
    ANSWERED,
    CANCELLED,
    PAUSED,
    RESUMED,
    RETRIED,
    TAKEN_OVER,
    record_task,
)
from invoicing.errors import TicketRefused, TransitionRefused
from invoicing.models import InvoiceTask, Request
from invoicing.services.running import RELEASED
from invoicing.services.submitting import CheckedTicket, check_ticket, raise_duplicate, send_queued
from invoicing.states import TaskStatus

WAITING_FOR_PERSON = frozenset({TaskStatus.PAUSED, TaskStatus.INTERVENTION_NEEDED})
CLEAN: dict[str, Any] = {"failure_type": "", "failure_reason": "", "question": None, "not_before": None}


@transaction.atomic
def pause_task(*, task: InvoiceTask, by: User | None = None) -> TaskStatus:
    """Asks the pilot to stop; PAUSED is true only once it has. Raises TransitionRefused."""
    record_task(PAUSED, task, by=by, was=task.status)
    return _ask(task, Request.PAUSE, by)


@transaction.atomic
def take_over_task(*, task: InvoiceTask, by: User) -> TaskStatus:
    """RUNNING → PAUSED on the pilot's next look; a task that waits for a person stays as it is."""
    record_task(TAKEN_OVER, task, by=by, was=task.status)
    if task.status in WAITING_FOR_PERSON:
        return TaskStatus(task.status)
    return _ask(task, Request.TAKEOVER, by)


@transaction.atomic
def cancel_task(*, task: InvoiceTask, by: User | None = None) -> TaskStatus:
    """At once where nobody drives it, else on the pilot's next look. Raises TransitionRefused."""
    was = task.status
    if was == TaskStatus.RUNNING:
        _ask(task, Request.CANCEL, by)
    else:
        task.change_status(TaskStatus.CANCELLED, **RELEASED, not_before=None)
    record_task(CANCELLED, task, by=by, was=was)
    return TaskStatus(task.status)


@transaction.atomic
def resume_task(*, task: InvoiceTask, by: User | None = None) -> TaskStatus:
    """Back to the queue; after the point of no return whoever takes it may only recover.

    Raises TransitionRefused where it does not wait for a person.
    """
    if task.status not in WAITING_FOR_PERSON:
        raise TransitionRefused(TaskStatus(task.status), TaskStatus.QUEUED)
    was = task.status
    _queue_again(task, requested_by=by)
    record_task(RESUMED, task, by=by, was=was)
    return TaskStatus.QUEUED


def retry_task(*, task: InvoiceTask, by: User | None = None) -> TaskStatus:
    """FAILED → QUEUED, never after the point of no return. Raises TransitionRefused, DuplicateTicket."""
    if task.status != TaskStatus.FAILED:
        raise TransitionRefused(TaskStatus(task.status), TaskStatus.QUEUED)
    try:
        with transaction.atomic():
            _queue_again(task, requested_by=by, retries=0)
            record_task(RETRIED, task, by=by, was=TaskStatus.FAILED)
    except IntegrityError as error:
        raise_duplicate(task, error)
    return TaskStatus.QUEUED


@transaction.atomic
def answer_question(*, task: InvoiceTask, fields: Mapping[str, Any], by: User | None = None) -> TaskStatus:
    """Adds what was asked for to the ticket and queues it again. Raises TicketRefused, TransitionRefused."""
    task = InvoiceTask.objects.select_for_update().get(pk=task.pk)
    asked = {field["name"] for field in (task.question or {}).get("fields", [])}
    if task.status != TaskStatus.INTERVENTION_NEEDED or not asked:
        raise TransitionRefused(TaskStatus(task.status), None)
    _require_fitting(fields, asked)
    was = task.status
    _add_to_ticket(task, {name: fields[name] for name in asked})
    _queue_again(task, requested_by=by)
    record_task(ANSWERED, task, by=by, was=was, fields=asked)
    return TaskStatus.QUEUED


def _ask(task: InvoiceTask, request: Request, by: User | None) -> TaskStatus:
    """A cancellation that was asked for is never weakened to a pause."""
    guard = Q(status=TaskStatus.RUNNING)
    if request is not Request.CANCEL:
        guard &= ~Q(requested_action=Request.CANCEL)
    task.apply_under_guard(guard, requested_action=request, requested_by=by)
    return TaskStatus.RUNNING


def _queue_again(task: InvoiceTask, **changes: Any) -> None:
    task.change_status(TaskStatus.QUEUED, in_foreground=False, **(RELEASED | CLEAN | changes))
    send_queued(task)


def _require_fitting(fields: Mapping[str, Any], asked: set[str]) -> None:
    for name in sorted(fields.keys() - asked):
        raise TicketRefused(str(name), "No se preguntó por este dato.")
    for name in sorted(asked):
        if not str(fields.get(name) or "").strip():
            raise TicketRefused(name, "Falta la respuesta.")


def _add_to_ticket(task: InvoiceTask, answers: dict[str, Any]) -> None:
    """The hash stays: it is the same ticket; its marks grow, so that it is found by the new data too."""
    checked: CheckedTicket = check_ticket(
        vendor_url=task.vendor_url, ticket=task.ticket | answers, vendor=task.vendor
    )
    columns = checked.columns()
    kept = ("ticket", "ticket_marks", "amount", "ticket_date", "deadline")
    for name in kept:
        setattr(task, name, columns[name])
    task.save(update_fields=[*kept, "updated_at"])
