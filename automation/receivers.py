"""Answers invoicing's one signal: a queued task becomes a job (HOUSE.md section 1)."""

from typing import Any

from django.dispatch import receiver

from automation.tasks import look_for_work
from invoicing.models import Priority
from invoicing.signals import task_queued


@receiver(task_queued, dispatch_uid="automation.enqueue_run")
def enqueue_run(*, priority: int, **_: Any) -> None:
    """A message that is lost here is sent again by beat: the row is what counts."""
    look_for_work(Priority(priority))
