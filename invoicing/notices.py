"""Telling the web processes that a task has a new event. Ids only: nothing personal passes through Redis."""

from functools import partial
from uuid import UUID

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def task_group(task_id: UUID) -> str:
    return f"task.{task_id}"


def organization_group(organization_id: UUID) -> str:
    return f"org.{organization_id}"


def announce_event(*, task_id: UUID, organization_id: UUID, seq: int) -> None:
    """On commit, sends {type: task.event, task_id, seq} to the task's group and to its organization's.

    The event itself is in the database, so a Redis that is down loses nothing but the haste.
    """
    transaction.on_commit(partial(_send, task_id, organization_id, seq), robust=True)


def _send(task_id: UUID, organization_id: UUID, seq: int) -> None:
    message = {"type": "task.event", "task_id": str(task_id), "seq": seq}
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        for group in (task_group(task_id), organization_group(organization_id)):
            async_to_sync(layer.group_send)(group, message)
    except (RedisError, OSError) as error:
        log.warning("event_not_announced", task_id=str(task_id), seq=seq, error=type(error).__name__)
