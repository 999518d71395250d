"""Answers invoicing's one signal: a queued task becomes a job (HOUSE.md section 1)."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from automation.tasks import run_task
from invoicing.models import Priority
from invoicing.signals import task_queued

QUEUES = {Priority.INTERACTIVE: "interactive", Priority.BULK: "bulk"}


@receiver(task_queued, dispatch_uid="automation.enqueue_run")
def enqueue_run(*, task_id: UUID, priority: int, **_: Any) -> None:
    """A message that is lost here is sent again by beat: the row is what counts."""
    run_task.apply_async(args=(str(task_id),), queue=QUEUES.get(Priority(priority), "default"))
