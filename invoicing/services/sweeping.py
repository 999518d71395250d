"""What beat repairs: lost messages, and tasks whose process died."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.scope import in_organization
from invoicing.crossings import organizations_to_sweep
from invoicing.errors import LeaseLost, TransitionRefused
from invoicing.models import InvoiceTask
from invoicing.services.claiming import MOST_RECOVERIES
from invoicing.services.running import RELEASED, fail_task
from invoicing.services.submitting import enqueue, send_queued
from invoicing.states import FailureType, TaskStatus

PENDING_GRACE = timedelta(seconds=10)
BATCH = 200
REMINDERS = 10
"""Signals for an organization's due tasks in one sweep: each makes a worker look whose turn it is, and one that
finds something looks again."""


def announce_waiting(*, now: datetime | None = None) -> int:
    """Queues PENDING tasks whose commit hook was lost, and sends the signal for due ones nobody took."""
    return _everywhere(_announce_waiting, now or timezone.now())


def take_over_lost(*, now: datetime | None = None) -> int:
    """Tasks whose lease ran out. Before the point of no return: tried again like any crash. After it: the
    signal, so that somebody recovers (`claim_task` gives it for that only), and after several vain
    recoveries UNCERTAIN_SUBMISSION. A command's task waits, QUEUED, for the command to be run again.
    """
    return _everywhere(_take_over_lost, now or timezone.now())


def _everywhere(sweep: Callable[[datetime], int], now: datetime) -> int:
    """Organization by organization: no query sees two at once."""
    done = 0
    for organization_id in organizations_to_sweep(created_before=now - PENDING_GRACE, now=now):
        with in_organization(organization_id):
            done += sweep(now)
    return done


def _announce_waiting(now: datetime) -> int:
    forgotten = InvoiceTask.objects.pending().filter(created_at__lt=now - PENDING_GRACE)[:BATCH]
    queued = sum(enqueue(task_id=task.pk) for task in forgotten)
    due = list(InvoiceTask.objects.due(now)[:REMINDERS])
    for task in due:
        send_queued(task)
    return queued + len(due)


def _take_over_lost(now: datetime) -> int:
    lost = list(InvoiceTask.objects.lost(now).select_related("vendor", "profile_version")[:BATCH])
    for task in lost:
        if task.is_submitted and not task.in_foreground and task.retries < MOST_RECOVERIES:
            send_queued(task)
        elif task.in_foreground and not task.is_submitted:
            _let_wait(task, now)
        else:
            _end_lost_run(task, now)
    return len(lost)


def _let_wait(task: InvoiceTask, now: datetime) -> None:
    with suppress(TransitionRefused):  # it came back to life
        task.change_status(TaskStatus.QUEUED, only_if=Q(lease_until__lt=now), **RELEASED)


def _end_lost_run(task: InvoiceTask, now: datetime) -> None:
    reason = "El proceso que atendía la solicitud se interrumpió."
    with suppress(LeaseLost):  # it came back to life, or another sweep was first
        fail_task(
            task=task,
            owner=task.lease_owner,
            failure=FailureType.PORTAL_ERROR,
            reason=reason,
            only_if_lapsed=True,
            now=now,
        )
