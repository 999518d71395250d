"""Celery jobs of this app. A message names no task: which one comes next is decided when a worker is free."""

from celery import shared_task

from invoicing.models import Priority

QUEUES = {Priority.INTERACTIVE: "interactive", Priority.NORMAL: "default", Priority.BULK: "bulk"}
STALE = 60
"""Seconds after which nobody looks any more because of a message: beat has sent others since."""


@shared_task(name="automation.tasks.run_next")
def run_next(priority: int) -> None:
    """Runs the task whose turn it is. Whoever found one looks again afterwards: a portal is free now."""
    from automation import services  # noqa: PLC0415 - browser-use is loaded by workers only

    if services.run_next(priority=Priority(priority)):
        look_for_work(Priority(priority))


def look_for_work(priority: Priority) -> None:
    """Has a worker look for a due task of this priority."""
    run_next.apply_async(args=(priority.value,), queue=QUEUES[priority], expires=STALE)
