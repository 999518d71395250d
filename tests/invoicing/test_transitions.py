"""Every pair of states: what CONTRACT.md section 2 allows happens, all else is refused and changes nothing."""

import itertools
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import FiscalProfile
from invoicing.errors import TransitionRefused
from invoicing.models import InvoiceTask
from invoicing.states import TRANSITIONS, TaskStatus
from tests import factories

PAIRS = list(itertools.product(TaskStatus, TaskStatus))


def what_the_state_needs(to: TaskStatus) -> dict[str, Any]:
    if to is TaskStatus.RUNNING:
        return {"lease_owner": "w", "lease_until": factories.in_seconds(60)}
    if to in {TaskStatus.FAILED, TaskStatus.INTERVENTION_NEEDED}:
        return {"failure_type": "CAPTCHA", "failure_reason": "Hay un captcha."}
    return {}


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda status: status.value)
def test_a_pair_of_states(kemper: FiscalProfile, old: TaskStatus, new: TaskStatus) -> None:
    task = factories.make_task(kemper, status=old)
    if new in TRANSITIONS[old]:
        event = task.change_status(new, **what_the_state_needs(new))
        assert factories.reread(task).status == new
        assert (event.type, event.content["status"], event.seq) == ("status", new, task.event_seq)
    else:
        with pytest.raises(TransitionRefused):
            task.change_status(new, **what_the_state_needs(new))
        assert factories.reread(task).status == old
        assert not task.events.exists()


@pytest.mark.parametrize("old", TaskStatus, ids=lambda status: status.value)
def test_an_upload_completes_any_task_that_is_not_completed(kemper: FiscalProfile, old: TaskStatus) -> None:
    task = factories.make_task(kemper, status=old)
    if old is TaskStatus.COMPLETED:
        with pytest.raises(TransitionRefused):
            task.change_status(TaskStatus.COMPLETED, by_upload=True)
    else:
        task.change_status(TaskStatus.COMPLETED, by_upload=True)
        assert factories.reread(task).status == TaskStatus.COMPLETED


@pytest.mark.parametrize("old", [TaskStatus.RUNNING, TaskStatus.FAILED])
def test_nothing_is_queued_again_after_the_point_of_no_return(kemper: FiscalProfile, old: TaskStatus) -> None:
    task = factories.make_task(kemper, status=old, submitted_at=timezone.now())
    with pytest.raises(TransitionRefused):
        task.change_status(TaskStatus.QUEUED)
    assert factories.reread(task).status == old


def test_an_object_that_was_read_before_another_change_changes_nothing(kemper: FiscalProfile) -> None:
    mine = factories.make_task(kemper)
    theirs = factories.reread(mine)
    theirs.change_status(TaskStatus.CANCELLED)
    with pytest.raises(TransitionRefused) as refused:
        mine.change_status(TaskStatus.FAILED, failure_type="TIMEOUT")
    assert refused.value.status == TaskStatus.CANCELLED
    assert factories.reread(mine).failure_type == ""


@pytest.mark.parametrize(
    "impossible",
    [
        {"status": "DONE"},
        {"failure_type": "BAD_LUCK"},
        {"pilot": "robot"},
        {"requested_action": "explode"},
        {"amount": "-1.00"},
        {"status": TaskStatus.RUNNING, "lease_until": None},
        {"status": TaskStatus.FAILED, "failure_type": ""},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(
    kemper: FiscalProfile, impossible: dict[str, Any]
) -> None:
    task = factories.make_task(kemper)
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceTask.objects.filter(pk=task.pk).update(**impossible)
