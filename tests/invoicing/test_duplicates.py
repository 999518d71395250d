"""One live task per ticket, held by the database (CONTRACT.md section 4.3)."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import FiscalProfile, Organization
from accounts.scope import in_organization
from invoicing import services
from invoicing.errors import DuplicateTicket
from invoicing.models import InvoiceTask
from invoicing.states import OPEN, TaskStatus
from tests import factories

TICKET = factories.a_ticket(folio="A-100")


def submit(profile: FiscalProfile, **more: Any) -> InvoiceTask:
    given: dict[str, Any] = {"vendor_url": factories.PORTAL, "ticket": TICKET} | more
    return services.submit_task(
        organization=profile.organization, profile_version=profile.newest_version(), **given
    )


@pytest.mark.parametrize("status", sorted(OPEN | {TaskStatus.COMPLETED}))
def test_an_open_or_completed_task_blocks_another(kemper: FiscalProfile, status: TaskStatus) -> None:
    earlier = factories.make_task(kemper, status=status, ticket=TICKET)
    with pytest.raises(DuplicateTicket) as refused:
        submit(kemper)
    assert (refused.value.task_id, refused.value.status) == (earlier.pk, status)


@pytest.mark.parametrize("status", [TaskStatus.FAILED, TaskStatus.CANCELLED])
def test_a_task_that_never_submitted_and_ended_blocks_nobody(
    kemper: FiscalProfile, status: TaskStatus
) -> None:
    factories.make_task(kemper, status=status, ticket=TICKET)
    assert submit(kemper).pk


@pytest.mark.parametrize("status", list(TaskStatus))
def test_a_task_past_the_point_of_no_return_blocks_in_any_state(
    kemper: FiscalProfile, status: TaskStatus
) -> None:
    factories.make_task(kemper, status=status, ticket=TICKET, submitted_at=timezone.now())
    with pytest.raises(DuplicateTicket):
        submit(kemper)


def test_the_caller_may_say_that_a_duplicate_is_meant(kemper: FiscalProfile) -> None:
    submit(kemper)
    second = submit(kemper, allow_duplicate=True)
    with pytest.raises(DuplicateTicket):
        submit(kemper)
    assert second.allow_duplicate


def test_a_meant_duplicate_blocks_a_third_even_when_the_first_is_gone(kemper: FiscalProfile) -> None:
    first = submit(kemper)
    second = submit(kemper, allow_duplicate=True)
    InvoiceTask.objects.filter(pk=first.pk).update(status=TaskStatus.CANCELLED)
    with pytest.raises(DuplicateTicket) as refused:
        submit(kemper)
    assert refused.value.task_id == second.pk


@pytest.mark.parametrize(
    "same",
    [
        {"ticket": {**TICKET, "folio": "a100"}},
        {"ticket": {**TICKET, "amount": "9.00", "concept": "Otra cosa"}},
        {"ticket": {**TICKET, "store": "Centro"}},
        {"vendor_url": "http://127.0.0.1:9/otra/pagina"},
    ],
)
def test_the_same_ticket_told_otherwise_is_blocked(kemper: FiscalProfile, same: dict[str, Any]) -> None:
    submit(kemper)
    with pytest.raises(DuplicateTicket):
        submit(kemper, **same)


@pytest.mark.parametrize(
    "other",
    [{"ticket": {**TICKET, "folio": "A-101"}}, {"vendor_url": "http://127.0.0.1:10/facturacion"}],
)
def test_another_ticket_or_vendor_is_not_blocked(kemper: FiscalProfile, other: dict[str, Any]) -> None:
    submit(kemper)
    assert submit(kemper, **other).pk


def test_the_profile_makes_no_difference_and_the_organization_does(
    kemper: FiscalProfile, other_firm: Organization
) -> None:
    submit(kemper)
    with pytest.raises(DuplicateTicket):
        submit(factories.make_profile(kemper.organization, factories.XIMO))
    with in_organization(other_firm.pk):
        assert submit(factories.make_profile(other_firm)).pk


def test_the_constraint_stands_without_the_service(kemper: FiscalProfile) -> None:
    task = submit(kemper)
    task.pk = None
    task.id = uuid4()
    task.ticket = TICKET
    with pytest.raises(IntegrityError, match="task_one_live_per_ticket"), transaction.atomic():
        task.save(force_insert=True)


def test_a_failed_task_is_not_retried_beside_its_successor(kemper: FiscalProfile) -> None:
    failed = factories.make_task(kemper, status=TaskStatus.FAILED, ticket=TICKET)
    successor = submit(kemper)
    with pytest.raises(DuplicateTicket) as refused:
        services.retry_task(task=failed)
    assert refused.value.task_id == successor.pk
    assert factories.reread(failed).status == TaskStatus.FAILED


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_is_accepted() -> None:
    profile = factories.make_profile(factories.make_organization())
    gate = threading.Barrier(6)
    outcomes: list[object] = []

    def race() -> None:
        gate.wait()
        try:
            with in_organization(profile.organization_id):
                outcomes.append(submit(profile).pk)
        except DuplicateTicket as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(not isinstance(outcome, DuplicateTicket) for outcome in outcomes) == 1
    with in_organization(profile.organization_id):
        accepted = InvoiceTask.objects.get().pk
    assert all(o.task_id == accepted for o in outcomes if isinstance(o, DuplicateTicket))
