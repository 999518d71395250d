"""The intent to submit is committed once, before the click, and by the process that holds the task."""

import threading

import pytest
from django.db import connection

from accounts.models import FiscalProfile
from accounts.scope import in_organization
from invoicing import services
from invoicing.errors import AlreadySubmitted, LeaseLost, StopAsked
from invoicing.models import InvoiceTask, Request
from invoicing.states import FailureType, PilotName, StepType, TaskStatus
from tests import factories
from tests.factories import WORKER


@pytest.fixture
def running(kemper: FiscalProfile) -> InvoiceTask:
    return factories.make_task(kemper, status=TaskStatus.RUNNING)


def commit(task: InvoiceTask, owner: str = WORKER) -> None:
    services.commit_point_of_no_return(
        task=task, owner=owner, pilot=PilotName.FORM, control="Facturar", url=factories.PORTAL
    )


def test_the_intent_stands_in_the_row_and_in_the_log(running: InvoiceTask) -> None:
    commit(running)
    row = factories.reread(running)
    assert row.is_submitted
    assert (row.submitted_by, row.pilot) == (PilotName.FORM, PilotName.FORM)
    step = row.steps.get()
    assert (step.type, step.content["control"]) == (StepType.SUBMIT, "Facturar")


def test_it_is_committed_once(running: InvoiceTask) -> None:
    commit(running)
    with pytest.raises(AlreadySubmitted):
        commit(running)
    with pytest.raises(AlreadySubmitted):
        commit(factories.reread(running), owner="otro")


def test_a_process_that_lost_the_task_cannot_commit_it(running: InvoiceTask) -> None:
    with pytest.raises(LeaseLost):
        commit(running, owner="otro")
    InvoiceTask.objects.filter(pk=running.pk).update(lease_until=factories.in_seconds(-1))
    with pytest.raises(LeaseLost):
        commit(running)
    assert not factories.reread(running).is_submitted


@pytest.mark.parametrize("status", [TaskStatus.CANCELLED, TaskStatus.PAUSED, TaskStatus.COMPLETED])
def test_a_task_that_ended_meanwhile_is_not_submitted(running: InvoiceTask, status: TaskStatus) -> None:
    InvoiceTask.objects.filter(pk=running.pk).update(status=status)
    with pytest.raises(LeaseLost):
        commit(running)
    assert not factories.reread(running).is_submitted


def test_a_validation_message_takes_the_point_back(running: InvoiceTask) -> None:
    commit(running)
    services.take_back_point(task=running, owner=WORKER, reason="El RFC no es válido.")
    assert not factories.reread(running).is_submitted
    commit(running)
    assert factories.reread(running).is_submitted


def test_nobody_else_takes_the_point_back(running: InvoiceTask) -> None:
    commit(running)
    with pytest.raises(LeaseLost):
        services.take_back_point(task=running, owner="otro", reason="")
    assert factories.reread(running).is_submitted


@pytest.mark.parametrize(
    "failure",
    [
        FailureType.TIMEOUT,
        FailureType.NETWORK_ERROR,
        FailureType.PORTAL_ERROR,
        FailureType.TICKET_NOT_FOUND,
        FailureType.TICKET_NOT_READY,
        FailureType.ALREADY_INVOICED,
    ],
)
def test_after_it_every_failure_says_that_the_outcome_is_unknown(
    running: InvoiceTask, failure: FailureType
) -> None:
    commit(running)
    status = services.fail_task(task=running, owner=WORKER, failure=failure, reason="Sin respuesta.")
    row = factories.reread(running)
    assert status == row.status == TaskStatus.INTERVENTION_NEEDED
    assert row.failure_type == FailureType.UNCERTAIN_SUBMISSION


@pytest.mark.parametrize(
    "failure", [FailureType.EMAIL_DELIVERY, FailureType.CAPTCHA, FailureType.CFDI_MISMATCH]
)
def test_after_it_what_a_person_must_solve_keeps_its_name(running: InvoiceTask, failure: FailureType) -> None:
    commit(running)
    services.fail_task(task=running, owner=WORKER, failure=failure, reason="Revisa.")
    assert factories.reread(running).failure_type == failure


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_exactly_one_passes_it() -> None:
    profile = factories.make_profile(factories.make_organization())
    running, gate = factories.make_task(profile, status=TaskStatus.RUNNING), threading.Barrier(6)
    outcomes: list[str] = []

    def race() -> None:
        try:
            with in_organization(profile.organization_id):
                mine = factories.reread(running)
                gate.wait()
                commit(mine)
            outcomes.append("click")
        except AlreadySubmitted:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["click", *["refused"] * 5]


def test_a_stop_asked_meanwhile_keeps_the_invoice_from_being_requested(kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, status=TaskStatus.RUNNING, requested_action=Request.CANCEL)
    with pytest.raises(StopAsked):
        commit(task)
    assert factories.reread(task).submitted_at is None
