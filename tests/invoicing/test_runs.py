"""Claiming, living, logging and failing: what a run writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import FiscalProfile
from invoicing import services
from invoicing.errors import DuplicateTicket, LeaseLost
from invoicing.models import InvoiceTask, Request
from invoicing.states import FailureType, PilotName, StepType, TaskStatus
from tests import factories
from tests.factories import WORKER


@pytest.fixture
def running(kemper: FiscalProfile) -> InvoiceTask:
    return factories.make_task(kemper, status=TaskStatus.RUNNING)


def test_a_due_task_is_claimed_by_one_worker_only(kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper)
    mine = services.claim_task(task_id=task.pk, owner="uno")
    assert mine is not None
    assert (mine.status, mine.attempts, mine.is_submitted) == (TaskStatus.RUNNING, 1, False)
    assert services.claim_task(task_id=task.pk, owner="dos") is None


def test_a_task_that_waits_is_not_claimed_before_its_time(kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, not_before=factories.in_seconds(60))
    assert services.claim_task(task_id=task.pk, owner=WORKER) is None
    assert services.claim_task(task_id=task.pk, owner=WORKER, now=factories.in_seconds(61)) is not None


@pytest.mark.parametrize(
    "status", [s for s in TaskStatus if s not in {TaskStatus.QUEUED, TaskStatus.RUNNING}]
)
def test_only_queued_tasks_are_claimed(kemper: FiscalProfile, status: TaskStatus) -> None:
    task = factories.make_task(kemper, status=status)
    assert services.claim_task(task_id=task.pk, owner=WORKER) is None


def test_the_heartbeat_prolongs_the_lease_and_hears_people(running: InvoiceTask) -> None:
    services.pause_task(task=running)
    heard = services.heartbeat(task=running, owner=WORKER, now=factories.in_seconds(30))
    assert heard == Request.PAUSE
    until = factories.reread(running).lease_until
    assert until is not None
    assert until > factories.in_seconds(80)


def test_a_worker_learns_that_it_lost_the_task(running: InvoiceTask) -> None:
    with pytest.raises(LeaseLost):
        services.heartbeat(task=running, owner="otro")
    with pytest.raises(LeaseLost):
        services.fail_task(task=running, owner="otro", failure=FailureType.TIMEOUT, reason="")
    with pytest.raises(LeaseLost):
        services.note_progress(task=running, owner="otro", pilot=PilotName.AGENT)
    assert factories.reread(running).status == TaskStatus.RUNNING


def test_progress_adds_up(running: InvoiceTask) -> None:
    services.note_progress(task=running, owner=WORKER, pilot=PilotName.AGENT, llm_calls=2)
    services.note_progress(task=running, owner=WORKER, llm_calls=3)
    row = factories.reread(running)
    assert (row.pilot, row.llm_calls) == (PilotName.AGENT, 5)


def test_steps_and_events_share_one_growing_number(running: InvoiceTask) -> None:
    for message in ("uno", "dos", "tres"):
        services.record_step(task=running, type=StepType.READ, message=message)
    services.announce_live_view(task=running, kind="screencast", url="/live")
    assert [step.seq for step in running.steps.all()] == [1, 2, 3]
    assert [(event.seq, event.type) for event in running.events.all()] == [
        (1, "step"),
        (2, "step"),
        (3, "step"),
        (4, "live_view"),
    ]


def test_a_step_as_a_message_is_what_the_socket_sends(running: InvoiceTask) -> None:
    services.record_step(task=running, type=StepType.CLICK, message="Clic en Facturar", control="Facturar")
    message = running.events.get().as_message()
    assert (message["seq"], message["type"]) == (1, "step")
    assert message["content"] == {"message": "Clic en Facturar", "control": "Facturar"}


def test_personal_data_never_reaches_the_log(running: InvoiceTask) -> None:
    services.record_step(
        task=running,
        type=StepType.INPUT,
        message="Se escribió EKU9003173C9 y clave1234",
        secrets=[("clave1234", "[contraseña]")],
        fields=[{"label": "Razón social", "shown": "Escuela Kemper Urgate"}],
    )
    services.fail_task(
        task=running,
        owner=WORKER,
        failure=FailureType.RECEIVER_REJECTED,
        reason="El CP 42501 no es el de EKU9003173C9.",
    )
    row = factories.reread(running)
    everything = (
        f"{[s.content for s in row.steps.all()]} {[e.content for e in row.events.all()]} {row.failure_reason}"
    )
    for plain in ("EKU9003173C9", "clave1234", "Kemper", "42501"):
        assert plain not in everything
    assert "[RFC]" in row.failure_reason


RETRIED = [FailureType.PORTAL_ERROR, FailureType.NETWORK_ERROR, FailureType.TIMEOUT]


@pytest.mark.parametrize("failure", RETRIED)
def test_what_may_pass_is_tried_three_times_with_growing_pauses(
    kemper: FiscalProfile, failure: FailureType
) -> None:
    task, now, waits = factories.make_task(kemper), timezone.now(), []
    for _ in range(3):
        claimed = services.claim_task(task_id=task.pk, owner=WORKER, now=now)
        assert claimed is not None
        services.fail_task(
            task=claimed, owner=WORKER, failure=failure, reason="Falló.", now=now, jitter=lambda: 0.5
        )
        row = factories.reread(task)
        if row.not_before:
            waits.append(row.not_before - now)
            now = row.not_before
    assert waits == [timedelta(seconds=30), timedelta(seconds=120)]
    assert (row.status, row.failure_type, row.attempts) == (TaskStatus.FAILED, failure, 3)


@pytest.mark.parametrize(
    "failure", [f for f in FailureType if f not in {*RETRIED, FailureType.TICKET_NOT_READY}]
)
def test_no_other_failure_is_tried_again(running: InvoiceTask, failure: FailureType) -> None:
    services.fail_task(task=running, owner=WORKER, failure=failure, reason="Falló.")
    row = factories.reread(running)
    assert row.status in {TaskStatus.FAILED, TaskStatus.INTERVENTION_NEEDED}
    assert (row.not_before, row.lease_owner, row.lease_until) == (None, "", None)


def test_a_ticket_that_is_not_loaded_yet_is_tried_until_its_deadline(running: InvoiceTask) -> None:
    InvoiceTask.objects.filter(pk=running.pk).update(deadline=factories.in_seconds(2 * 3600))
    task = factories.reread(running)
    ready: dict[str, Any] = {"owner": WORKER, "failure": FailureType.TICKET_NOT_READY, "reason": "Aún no."}
    assert services.fail_task(task=task, **ready) == TaskStatus.QUEUED
    late = services.claim_task(task_id=task.pk, owner=WORKER, now=factories.in_seconds(1.5 * 3600))
    assert late is not None
    services.fail_task(task=late, now=factories.in_seconds(1.5 * 3600), **ready)
    row = factories.reread(task)
    assert (row.status, row.failure_type) == (TaskStatus.FAILED, FailureType.TICKET_NOT_FOUND)


def test_a_question_names_every_field_at_once(running: InvoiceTask) -> None:
    fields = [{"name": "store", "label": "Sucursal"}, {"name": "terminal", "label": "Caja"}]
    services.ask_person(task=running, owner=WORKER, fields=fields, reason="Faltan datos.")
    row = factories.reread(running)
    assert (row.status, row.failure_type) == (TaskStatus.INTERVENTION_NEEDED, FailureType.MISSING_DATA)
    assert row.question == {"fields": fields}
    assert row.events.filter(type="question").get().content == {"fields": fields}


def test_a_clean_shutdown_hands_the_task_back(running: InvoiceTask) -> None:
    services.hand_back(task=running, owner=WORKER)
    assert services.claim_task(task_id=running.pk, owner="otro") is not None


def test_a_clean_shutdown_after_submitting_leaves_it_to_recovery(running: InvoiceTask) -> None:
    services.commit_point_of_no_return(task=running, owner=WORKER, pilot=PilotName.FORM)
    services.hand_back(task=running, owner=WORKER)
    taken = services.claim_task(task_id=running.pk, owner="otro", now=factories.in_seconds(1))
    assert taken is not None
    assert taken.is_submitted


class TestTheCommandLine:
    """`take_up_task`: a task that is claimed at its creation."""

    ticket = factories.a_ticket(folio="C-1")

    def take_up(self, profile: FiscalProfile, owner: str = "cli", **more: object) -> InvoiceTask:
        return services.take_up_task(
            organization=profile.organization,
            profile_version=profile.newest_version(),
            vendor_url=factories.PORTAL,
            ticket=self.ticket | more.pop("ticket", {}),  # type: ignore[operator]
            owner=owner,
            **more,  # type: ignore[arg-type]
        )

    def test_its_task_runs_at_once_and_no_worker_takes_it(self, kemper: FiscalProfile) -> None:
        task = self.take_up(kemper)
        assert (task.status, task.lease_owner) == (TaskStatus.RUNNING, "cli")
        services.fail_task(
            task=task, owner="cli", failure=FailureType.TIMEOUT, reason="Tarde.", keep_lease=True
        )
        later = factories.in_seconds(3600)
        assert services.claim_task(task_id=task.pk, owner=WORKER, now=later) is None
        assert services.announce_waiting(now=later) == 0

    def test_an_open_task_that_nobody_holds_is_taken_up_with_the_new_data(
        self, kemper: FiscalProfile
    ) -> None:
        first = self.take_up(kemper)
        services.ask_person(
            task=first, owner="cli", fields=[{"name": "store", "label": "Tienda"}], reason="Falta."
        )
        again = self.take_up(kemper, owner="cli-2", ticket={"store": "0042"})
        assert again.pk == first.pk
        row = factories.reread(first)
        assert (row.ticket["store"], row.lease_owner, row.failure_type) == ("0042", "cli-2", "")

    def test_a_task_that_began_with_date_and_amount_only_is_found_by_its_folio(
        self, kemper: FiscalProfile
    ) -> None:
        bare = {key: self.ticket[key] for key in ("amount", "date")}
        first = factories.make_task(kemper, status=TaskStatus.INTERVENTION_NEEDED, ticket=bare)
        assert self.take_up(kemper).pk == first.pk

    def test_a_task_held_by_a_live_process_is_refused(self, kemper: FiscalProfile) -> None:
        first = self.take_up(kemper)
        with pytest.raises(DuplicateTicket) as refused:
            self.take_up(kemper, owner="cli-2")
        assert refused.value.task_id == first.pk

    def test_a_task_whose_process_died_is_taken_up_before_its_lease_ends(self, kemper: FiscalProfile) -> None:
        first = self.take_up(kemper)
        again = self.take_up(kemper, owner="cli-2", is_alive=lambda owner: owner != "cli")
        assert (again.pk, again.lease_owner) == (first.pk, "cli-2")

    def test_after_the_point_of_no_return_nothing_of_it_is_changed(self, kemper: FiscalProfile) -> None:
        first = self.take_up(kemper)
        services.commit_point_of_no_return(task=first, owner="cli", pilot=PilotName.FORM)
        services.fail_task(task=first, owner="cli", failure=FailureType.TIMEOUT, reason="Tarde.")
        again = self.take_up(kemper, owner="cli-2", ticket={"store": "9"})
        assert (again.pk, again.is_submitted) == (first.pk, True)
        assert "store" not in factories.reread(first).ticket

    @pytest.mark.parametrize("status", [TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED])
    def test_a_task_that_ended_after_submitting_is_refused(
        self, kemper: FiscalProfile, status: TaskStatus
    ) -> None:
        factories.make_task(kemper, status=status, ticket=self.ticket, submitted_at=timezone.now())
        with pytest.raises(DuplicateTicket):
            self.take_up(kemper)
