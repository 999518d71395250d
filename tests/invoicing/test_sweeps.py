"""What beat repairs when a process dies."""

from accounts.models import FiscalProfile
from invoicing import services
from invoicing.models import InvoiceTask
from invoicing.states import FailureType, PilotName, TaskStatus
from tests import factories
from tests.factories import WORKER

LAPSED = -1


def lost_task(profile: FiscalProfile, **more: object) -> InvoiceTask:
    return factories.make_task(
        profile, status=TaskStatus.RUNNING, lease_until=factories.in_seconds(LAPSED), **more
    )


def test_a_task_whose_worker_died_before_submitting_is_tried_again(kemper: FiscalProfile) -> None:
    task = lost_task(kemper)
    assert services.take_over_lost() == 1
    row = factories.reread(task)
    assert (row.status, row.retries, row.lease_owner) == (TaskStatus.QUEUED, 1, "")
    assert row.not_before is not None


def test_a_task_that_kills_its_workers_is_given_up(kemper: FiscalProfile) -> None:
    task = lost_task(kemper, retries=2)
    services.take_over_lost()
    row = factories.reread(task)
    assert (row.status, row.failure_type) == (TaskStatus.FAILED, FailureType.PORTAL_ERROR)


def test_a_living_worker_keeps_its_task(kemper: FiscalProfile) -> None:
    factories.make_task(kemper, status=TaskStatus.RUNNING)
    assert services.take_over_lost() == 0


def test_a_submitted_task_is_only_ever_recovered(kemper: FiscalProfile) -> None:
    task = lost_task(kemper, submitted_at=factories.in_seconds(-60), submitted_by=PilotName.FORM)
    services.take_over_lost()
    row = factories.reread(task)
    assert (row.status, row.is_submitted) == (TaskStatus.RUNNING, True)
    recovering = services.claim_task(task_id=task.pk, owner="dos")
    assert recovering is not None
    assert recovering.is_submitted
    assert services.claim_task(task_id=task.pk, owner="tres") is None


def test_after_vain_recoveries_a_person_is_told_that_the_outcome_is_unknown(kemper: FiscalProfile) -> None:
    task = lost_task(kemper, submitted_at=factories.in_seconds(-60), retries=3)
    services.take_over_lost()
    row = factories.reread(task)
    assert (row.status, row.failure_type) == (
        TaskStatus.INTERVENTION_NEEDED,
        FailureType.UNCERTAIN_SUBMISSION,
    )


def test_a_task_of_a_dead_command_waits_for_the_command(kemper: FiscalProfile) -> None:
    task = lost_task(kemper, in_foreground=True)
    services.take_over_lost()
    row = factories.reread(task)
    assert (row.status, row.not_before, row.retries) == (TaskStatus.QUEUED, None, 0)
    assert services.claim_task(task_id=task.pk, owner=WORKER) is None


def test_a_holder_that_came_back_to_life_is_left_alone(kemper: FiscalProfile) -> None:
    task = lost_task(kemper)
    seen_by_sweep = factories.reread(task)
    services.heartbeat(task=task, owner=WORKER)
    services.sweeping._end_lost_run(seen_by_sweep, factories.in_seconds(0))
    assert factories.reread(task).status == TaskStatus.RUNNING


def test_due_tasks_come_with_the_most_urgent_first(kemper: FiscalProfile) -> None:
    later = factories.make_task(kemper)
    soon = factories.make_task(kemper, deadline=factories.in_seconds(3600))
    waited_for = factories.make_task(kemper, priority=10)
    factories.make_task(kemper, not_before=factories.in_seconds(60))
    due = InvoiceTask.objects.due(factories.in_seconds(1))
    assert list(due) == [waited_for, soon, later]
