"""Whose task comes next: organizations in turn, what expires first, and no portal with more than it bears."""

from datetime import datetime
from typing import Any

import pytest

from accounts.models import FiscalProfile, Organization
from accounts.scope import fresh_scope, in_organization
from invoicing import services
from invoicing.models import InvoiceTask, Priority, Vendor
from invoicing.states import TaskStatus
from tests import factories
from tests.concurrently import in_a_thread

ELSEWHERE = "https://facturacion.otra.example/"


@pytest.fixture
def other(other_firm: Organization) -> FiscalProfile:
    return factories.make_profile(other_firm)


def take(priority: Priority = Priority.NORMAL, *, now: datetime | None = None) -> InvoiceTask | None:
    """As a worker does: nobody's rows until it has one."""
    with fresh_scope():
        return services.claim_next(priority=priority, owner=factories.WORKER, now=now)


def taken(count: int) -> list[InvoiceTask | None]:
    return [take() for _ in range(count)]


def many(profile: FiscalProfile, count: int, **more: Any) -> list[InvoiceTask]:
    return [
        factories.make_task(profile, vendor_url=f"https://portal-{n}.example/", **more) for n in range(count)
    ]


def test_a_firms_single_ticket_is_the_next_but_one_at_the_latest(
    kemper: FiscalProfile, other: FiscalProfile
) -> None:
    many(kemper, 12)
    assert take() is not None
    single = factories.make_task(other, vendor_url=ELSEWHERE)
    assert single in taken(2)


def test_firms_come_in_turn_where_nothing_runs(kemper: FiscalProfile, other: FiscalProfile) -> None:
    """With one worker nothing runs when it looks: who was served last waits."""
    many(kemper, 3)
    many(other, 3)
    served = []
    for task in (take() for _ in range(6)):
        assert task is not None
        served.append(task.organization_id)
        end(task)
    assert served == [served[0], served[1]] * 3
    assert served[0] != served[1]


def end(task: InvoiceTask) -> None:
    with in_organization(task.organization_id):
        InvoiceTask.objects.filter(pk=task.pk).update(status=TaskStatus.COMPLETED, lease_until=None)


def test_what_expires_first_goes_first(kemper: FiscalProfile) -> None:
    whenever, later, soon = (
        factories.make_task(kemper, vendor_url=f"https://portal-{n}.example/", deadline=deadline)
        for n, deadline in enumerate([None, factories.in_seconds(9000), factories.in_seconds(90)])
    )
    assert taken(4) == [soon, later, whenever, None]


def test_a_portal_gets_no_more_runs_than_it_bears(
    kemper: FiscalProfile, other: FiscalProfile, settings: Any
) -> None:
    settings.PORTAL_CONCURRENCY = 2
    mine = [factories.make_task(kemper) for _ in range(2)]
    theirs = factories.make_task(other)
    elsewhere = factories.make_task(kemper, vendor_url=ELSEWHERE)
    first, second, third = taken(3)
    assert {first, second} < {*mine, theirs}
    assert third == elsewhere
    assert take() is None
    assert first is not None
    end(first)
    assert take() in {*mine, theirs}


def test_a_vendor_may_bear_fewer_runs_than_the_others(kemper: FiscalProfile, settings: Any) -> None:
    settings.PORTAL_CONCURRENCY = 3
    vendor = factories.make_vendor()
    Vendor.objects.filter(pk=vendor.pk).update(limits={"runs_at_once": 1})
    tasks = [factories.make_task(kemper) for _ in range(2)]
    first, second = taken(2)
    assert first in tasks
    assert second is None


def test_a_run_whose_worker_died_does_not_hold_its_portal(kemper: FiscalProfile, settings: Any) -> None:
    settings.PORTAL_CONCURRENCY = 1
    factories.make_task(kemper, status=TaskStatus.RUNNING, lease_until=factories.in_seconds(-1))
    waiting = factories.make_task(kemper)
    assert take() == waiting


def test_each_priority_is_asked_for_by_itself(kemper: FiscalProfile) -> None:
    bulk, urgent = (factories.make_task(kemper, priority=p) for p in (Priority.BULK, Priority.INTERACTIVE))
    assert take() is None
    assert take(Priority.INTERACTIVE) == urgent
    assert take(Priority.BULK) == bulk


@pytest.mark.parametrize(
    "state",
    [
        {"status": TaskStatus.PENDING},
        {"status": TaskStatus.RUNNING},
        {"not_before": factories.in_seconds(600)},
        {"in_foreground": True},
        {"status": TaskStatus.RUNNING, "lease_until": factories.in_seconds(-1)},
    ],
)
def test_what_is_not_due_is_nobodys_turn(kemper: FiscalProfile, state: dict[str, Any]) -> None:
    factories.make_task(kemper, **state)
    assert take() is None


def test_what_was_submitted_and_lost_is_looked_for_before_anything_new(kemper: FiscalProfile) -> None:
    factories.make_task(kemper, deadline=factories.in_seconds(90))
    past = {"submitted_at": factories.in_seconds(-60), "lease_until": factories.in_seconds(-1)}
    lost = factories.make_task(kemper, status=TaskStatus.RUNNING, **past)
    assert take() == lost
    given_up = factories.make_task(kemper, status=TaskStatus.RUNNING, retries=3, **past)
    assert given_up not in taken(2)


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_take_each_a_task_of_its_own(kemper: FiscalProfile, settings: Any) -> None:
    settings.PORTAL_CONCURRENCY = 3
    for _ in range(8):
        factories.make_task(kemper)
    found: list[InvoiceTask | None] = []
    workers = [in_a_thread(lambda: found.append(take())) for _ in range(8)]
    for worker in workers:
        worker.join(30)
    claimed = [task.pk for task in found if task is not None]
    assert len(found) == 8
    assert len(claimed) == len(set(claimed)) == 3
