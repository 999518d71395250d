"""What people do with a task."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import FiscalProfile, User
from invoicing import services
from invoicing.errors import TicketRefused, TransitionRefused
from invoicing.models import InvoiceTask, Request
from invoicing.states import TaskStatus
from tests import factories
from tests.factories import WORKER

ASKED = {"fields": [{"name": "store", "label": "Sucursal"}]}


def task_in(profile: FiscalProfile, status: TaskStatus, **more: Any) -> InvoiceTask:
    return factories.make_task(profile, status=status, **more)


def test_a_pause_is_asked_for_and_true_once_the_pilot_stopped(kemper: FiscalProfile, owner: User) -> None:
    task = task_in(kemper, TaskStatus.RUNNING)
    assert services.pause_task(task=task, by=owner) == TaskStatus.RUNNING
    assert factories.reread(task).requested_by == owner
    assert services.end_as_asked(task=task, owner=WORKER) == TaskStatus.PAUSED
    row = factories.reread(task)
    assert (row.status, row.requested_action, row.lease_owner) == (TaskStatus.PAUSED, "", "")


def test_a_cancellation_is_not_weakened_to_a_pause(kemper: FiscalProfile, owner: User) -> None:
    task = task_in(kemper, TaskStatus.RUNNING)
    services.cancel_task(task=task, by=owner)
    with pytest.raises(TransitionRefused):
        services.pause_task(task=task)
    assert factories.reread(task).requested_action == Request.CANCEL
    assert services.end_as_asked(task=task, owner=WORKER) == TaskStatus.CANCELLED


@pytest.mark.parametrize("status", [s for s in TaskStatus if s is not TaskStatus.RUNNING])
def test_only_a_running_task_is_paused(kemper: FiscalProfile, status: TaskStatus) -> None:
    with pytest.raises(TransitionRefused):
        services.pause_task(task=task_in(kemper, status))


@pytest.mark.parametrize(
    "status", [TaskStatus.PENDING, TaskStatus.QUEUED, TaskStatus.PAUSED, TaskStatus.INTERVENTION_NEEDED]
)
def test_a_task_that_nobody_drives_is_cancelled_at_once(kemper: FiscalProfile, status: TaskStatus) -> None:
    task = task_in(kemper, status)
    assert services.cancel_task(task=task) == TaskStatus.CANCELLED
    assert factories.reread(task).status == TaskStatus.CANCELLED


@pytest.mark.parametrize("status", [TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED])
def test_a_task_that_ended_is_not_cancelled(kemper: FiscalProfile, status: TaskStatus) -> None:
    with pytest.raises(TransitionRefused):
        services.cancel_task(task=task_in(kemper, status))


@pytest.mark.parametrize("status", [TaskStatus.PAUSED, TaskStatus.INTERVENTION_NEEDED])
@pytest.mark.parametrize("is_submitted", [False, True])
def test_resuming_queues_the_task_again(
    kemper: FiscalProfile, status: TaskStatus, is_submitted: bool
) -> None:
    task = task_in(kemper, status, submitted_at=timezone.now() if is_submitted else None)
    services.resume_task(task=task)
    claimed = services.claim_task(task_id=task.pk, owner=WORKER)
    assert claimed is not None
    assert claimed.is_submitted is is_submitted


@pytest.mark.parametrize("status", [TaskStatus.RUNNING, TaskStatus.FAILED, TaskStatus.COMPLETED])
def test_only_what_waits_for_a_person_is_resumed(kemper: FiscalProfile, status: TaskStatus) -> None:
    with pytest.raises(TransitionRefused):
        services.resume_task(task=task_in(kemper, status))


def test_a_failed_task_is_retried_with_a_clean_slate(kemper: FiscalProfile) -> None:
    task = task_in(kemper, TaskStatus.FAILED, retries=2)
    services.retry_task(task=task)
    row = factories.reread(task)
    assert (row.status, row.retries, row.failure_type) == (TaskStatus.QUEUED, 0, "")


def test_a_failed_task_that_was_submitted_is_never_retried(kemper: FiscalProfile) -> None:
    task = task_in(kemper, TaskStatus.FAILED, submitted_at=timezone.now())
    with pytest.raises(TransitionRefused):
        services.retry_task(task=task)


def test_a_takeover_of_a_waiting_task_leaves_it_as_it_is(kemper: FiscalProfile, owner: User) -> None:
    task = task_in(kemper, TaskStatus.INTERVENTION_NEEDED)
    assert services.take_over_task(task=task, by=owner) == TaskStatus.INTERVENTION_NEEDED


def test_an_answer_joins_the_ticket_and_the_task_goes_on(kemper: FiscalProfile) -> None:
    task = task_in(kemper, TaskStatus.INTERVENTION_NEEDED, question=ASKED)
    services.answer_question(task=task, fields={"store": " 0042 "})
    row = factories.reread(task)
    assert (row.status, row.ticket["store"], row.question) == (TaskStatus.QUEUED, "0042", None)
    assert row.ticket_hash == task.ticket_hash


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "store"),
        ({"store": "  "}, "store"),
        ({"store": "1", "rfc": "X"}, "rfc"),
        ({"store": []}, "store"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    kemper: FiscalProfile, fields: dict[str, Any], wrong: str
) -> None:
    task = task_in(kemper, TaskStatus.INTERVENTION_NEEDED, question=ASKED)
    with pytest.raises(TicketRefused) as refused:
        services.answer_question(task=task, fields=fields)
    assert refused.value.field == wrong
    assert factories.reread(task).status == TaskStatus.INTERVENTION_NEEDED


def test_an_answer_without_a_question_is_refused(kemper: FiscalProfile) -> None:
    with pytest.raises(TransitionRefused):
        services.answer_question(task=task_in(kemper, TaskStatus.INTERVENTION_NEEDED), fields={"store": "1"})
