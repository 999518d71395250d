"""The Celery application: queues and the beat schedule in one place.

A message holds ids only, and no eta or countdown: waiting lives in the row (`not_before`), because a
broker on Redis delivers such messages again after its visibility timeout.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_shutting_down
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from kombu import Exchange, Queue

from automation import stopping  # here, before the processes that run tasks are forked: they share its byte
from config import local_services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not settings.configured:  # Celery's own command line; everybody else has seen to it before Django started
    local_services.ensure()

INTERACTIVE, DEFAULT, BULK = "interactive", "default", "bulk"

app = Celery("autocfdi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600, "queue_order_strategy": "priority"},
    task_default_queue=DEFAULT,
    # each with its own key: queues that share one all get every message
    task_queues=[
        Queue(name, Exchange("autocfdi"), routing_key=name) for name in (INTERACTIVE, DEFAULT, BULK)
    ],
    task_default_exchange="autocfdi",
    task_default_routing_key=DEFAULT,
    beat_schedule={
        "announce-waiting-tasks": {
            "task": "invoicing.tasks.announce_waiting_tasks",
            "schedule": 5.0,
            "options": {"queue": INTERACTIVE, "expires": 5},
        },
        "take-over-lost-runs": {
            "task": "invoicing.tasks.take_over_lost_runs",
            "schedule": 15.0,
            "options": {"queue": INTERACTIVE, "expires": 15},
        },
        "delete-organizations-due": {
            "task": "accounts.tasks.delete_organizations_due",
            "schedule": 3600.0,
            "options": {"queue": BULK, "expires": 3600},
        },
        "destroy-what-is-due": {
            "task": "accounts.tasks.apply_retention",
            "schedule": 3600.0,
            "options": {"queue": BULK, "expires": 3600},
        },
    },
)
app.autodiscover_tasks()


@worker_shutting_down.connect(weak=False)
def hand_back_what_runs(**_signal: Any) -> None:
    """SIGTERM: what was submitted is finished, the rest goes back to the queue at its next step."""
    stopping.ask()


@worker_init.connect(weak=False)
def refuse_wrong_keys(**_signal: Any) -> None:
    """A worker ends at once, and says why, where it could not open what is stored."""
    from config import checks  # noqa: PLC0415 - it imports models

    try:
        checks.refuse_wrong_keys()
    except ImproperlyConfigured as error:  # of other exceptions Celery makes a line in the log, and goes on
        raise SystemExit(str(error)) from error
    checks.warn_of_empty_catalogues()
    connections.close_all()  # the processes that run tasks are forked from this one
