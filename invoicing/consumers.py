"""A task's socket: CONTRACT.md section 7. Each event is read from the database, so nothing is missed.

A task's events are numbered under its row's lock, so a number that can be read means that all smaller ones
can: sending everything after the last number sent leaves no gap, whatever Redis lost or doubled.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from django.http import Http404

from accounts.consumers import MemberConsumer
from accounts.current import session_membership
from accounts.scope import in_organization
from invoicing.access import access_task
from invoicing.models import Cfdi, EventType, InvoiceTask, TaskEvent, TaskStep
from invoicing.notices import organization_group, task_group
from invoicing.states import TaskStatus

SNAPSHOT_STEPS = 50
Answer = TypeVar("Answer")


class TaskConsumer(MemberConsumer):
    """Sends a snapshot, what was missed since `?after=n`, then every event as it happens."""

    task_id: UUID
    organization_id: UUID
    sent: int = 0

    async def admit(self) -> None:
        try:
            self.task_id = UUID(self.scope["url_route"]["kwargs"]["task_id"])
        except ValueError as error:
            raise Http404 from error
        task = await database_sync_to_async(access_task)(self.caller, self.task_id)
        self.organization_id = task.organization_id
        await self.channel_layer.group_add(task_group(self.task_id), self.channel_name)

    async def welcome(self) -> None:
        snapshot = await self._read(read_snapshot, self.task_id)
        self.sent = snapshot["seq"]
        await self.send_json(snapshot)
        after = _after(self.scope)
        if after is not None:
            for message in await self._read(read_messages, self.task_id, after, self.sent):
                await self.send_json(message)

    async def task_event(self, event: dict[str, Any]) -> None:
        if event["seq"] <= self.sent:
            return
        for message in await self._read(read_messages, self.task_id, self.sent, None):
            self.sent = message["seq"]
            await self.send_json(message)

    async def _read(self, question: Callable[..., Answer], *arguments: Any) -> Answer:
        """Within the task's organization, whatever the context of the event is."""

        def ask() -> Answer:
            with in_organization(self.organization_id):
                return question(*arguments)

        return await database_sync_to_async(ask)()

    async def disconnect(self, code: int) -> None:
        await super().disconnect(code)
        if hasattr(self, "organization_id"):
            await self.channel_layer.group_discard(task_group(self.task_id), self.channel_name)


class TaskListConsumer(MemberConsumer):
    """Tells the list of tasks that a row changed: which one, and nothing else. "ready" comes first."""

    organization_id: UUID | None = None

    async def admit(self) -> None:
        membership = await database_sync_to_async(session_membership)(self.caller, self.scope.get("session"))
        self.organization_id = membership.organization_id
        await self.channel_layer.group_add(organization_group(self.organization_id), self.channel_name)

    async def welcome(self) -> None:
        await self.send_json({"type": "ready"})

    async def task_event(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "changed", "task_id": event["task_id"]})

    async def disconnect(self, code: int) -> None:
        await super().disconnect(code)
        if self.organization_id is not None:
            await self.channel_layer.group_discard(
                organization_group(self.organization_id), self.channel_name
            )


def read_snapshot(task_id: UUID) -> dict[str, Any]:
    """The task as it is; `seq` is the last event that it includes.

    Status and number stand in one row, so one read gives a pair that belongs together.
    """
    task = InvoiceTask.objects.get(pk=task_id)
    steps = task.steps.filter(seq__lte=task.event_seq).order_by("-seq")[:SNAPSHOT_STEPS]
    live_view = task.events.filter(type=EventType.LIVE_VIEW, seq__lte=task.event_seq).order_by("-seq").first()
    return {
        "seq": task.event_seq,
        "type": "snapshot",
        "timestamp": task.updated_at.isoformat(),
        "status": task.status,
        "failure_type": task.failure_type or None,
        "failure_reason": task.failure_reason or None,
        "question": task.question,
        "live_view": live_view.content if live_view and task.status == TaskStatus.RUNNING else None,
        "steps": [_step_json(step) for step in reversed(steps)],
    }


def read_messages(task_id: UUID, after: int, until: int | None) -> list[dict[str, Any]]:
    """The task's messages with a number above `after` and up to `until`, in order."""
    events = TaskEvent.objects.filter(task_id=task_id, seq__gt=after).select_related("step").order_by("seq")
    if until is not None:
        events = events.filter(seq__lte=until)
    return [_message(event) for event in events]


def _message(event: TaskEvent) -> dict[str, Any]:
    """Of an invoice the event holds its id only: the checks name the receptor, and are sealed with it."""
    message = event.as_message()
    if event.type == EventType.CFDI:
        cfdi = Cfdi.objects.filter(pk=message.pop("cfdi_id"), task_id=event.task_id).first()
        message["checks"] = cfdi.checks if cfdi else []
    return message


def _step_json(step: TaskStep) -> dict[str, Any]:
    return {
        "seq": step.seq,
        "type": step.type,
        "content": step.content,
        "timestamp": step.timestamp.isoformat(),
    }


def _after(scope: Mapping[str, Any]) -> int | None:
    """The number that the client says it has; None where it gives none, or what is no number."""
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
