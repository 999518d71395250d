"""Taking a task to run it: one at a time, in turn, each by one process alone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.scope import in_organization
from invoicing.crossings import organization_of_task, task_whose_turn_it_is
from invoicing.errors import TransitionRefused
from invoicing.models import InvoiceTask
from invoicing.states import MAX_ATTEMPTS, TaskStatus

MOST_RECOVERIES = MAX_ATTEMPTS


@transaction.atomic
def claim_next(*, priority: int, owner: str, now: datetime | None = None) -> InvoiceTask | None:
    """Takes the task of this priority whose turn it is, of whichever organization; None where there is none.

    Organizations come in turn, each with what expires first; a portal that has `PORTAL_CONCURRENCY` runs
    gets no further one.
    """
    now = now or timezone.now()
    _wait_for_others()
    task_id = task_whose_turn_it_is(
        priority=priority,
        now=now,
        per_portal=settings.PORTAL_CONCURRENCY,
        most_recoveries=MOST_RECOVERIES,
    )
    organization_id = organization_of_task(task_id) if task_id else None
    if task_id is None or organization_id is None:
        return None
    with in_organization(organization_id):
        return claim_task(task_id=task_id, owner=owner, now=now)


def _wait_for_others() -> None:
    """Until commit nobody else chooses: two at once would both find a portal free that bears one more run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('invoicing.claim_next', 0))")


def claim_task(*, task_id: UUID, owner: str, now: datetime | None = None) -> InvoiceTask | None:
    """Takes a due task for `owner`: RUNNING with a lease. None where there is nothing to take.

    Also takes a RUNNING task whose holder died after the point of no return: `task.is_submitted` is then
    true and only recovery is allowed.
    """
    now = now or timezone.now()
    task = InvoiceTask.objects.select_related("profile_version", "vendor", "organization").get(pk=task_id)
    lease: dict[str, Any] = {
        "lease_owner": owner,
        "lease_until": now + settings.LEASE_DURATION,
        "claimed_at": now,
    }
    unheld = Q(lease_until=None) | Q(lease_until__lt=now)
    try:
        if task.status == TaskStatus.RUNNING:
            lost_after_the_point = Q(
                status=TaskStatus.RUNNING, lease_until__lt=now, submitted_at__isnull=False
            )
            guard = lost_after_the_point & Q(in_foreground=False)
            task.apply_under_guard(guard, **lease, attempts=task.attempts + 1, retries=task.retries + 1)
        else:
            is_due = Q(not_before=None) | Q(not_before__lte=now)
            is_queued = Q(status=TaskStatus.QUEUED, in_foreground=False)
            task.change_status(
                TaskStatus.RUNNING,
                only_if=is_queued & is_due & unheld,
                **lease,
                attempts=task.attempts + 1,
                not_before=None,
                failure_type="",
                failure_reason="",
            )
    except TransitionRefused:
        return None
    return task
