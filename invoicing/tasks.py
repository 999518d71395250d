"""Jobs of beat: ids in, one service call."""

from celery import shared_task

from invoicing import services


@shared_task
def announce_waiting_tasks() -> int:
    return services.announce_waiting()


@shared_task
def take_over_lost_runs() -> int:
    return services.take_over_lost()
