"""Celery jobs of this app: ids in, one service call."""

from uuid import UUID

from celery import shared_task


@shared_task(name="automation.tasks.run_task")
def run_task(task_id: str) -> None:
    from automation import services  # noqa: PLC0415 - browser-use is loaded by workers only

    services.run_task(task_id=UUID(task_id))
