"""The Celery job: a queued row becomes a filed invoice, whatever dies on the way."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import psutil
import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connections

from accounts.fiscal import ReceiverFields
from accounts.scope import in_organization
from automation.sandbox.server import running
from automation.sandbox.site import Sandbox, Scenario
from automation.tasks import run_next
from config.celery import BULK, DEFAULT, INTERACTIVE, app
from invoicing import services
from invoicing.models import InvoiceTask, Vendor
from invoicing.states import FailureType, StepType, TaskStatus
from tests import factories
from tests.concurrently import in_a_thread, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PORTAL = "s5"

Submit = Callable[[Scenario], InvoiceTask]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as opened:
        yield opened


@pytest.fixture
def submit(sandbox: Sandbox, settings: Any) -> Iterator[Submit]:
    """Files a scenario's ticket as the dashboard does; the test's own process may be the worker."""
    settings.CFDI_TRUSTED_ROOTS = str(sandbox.roots_file)
    settings.CFDI_PAC_CERTIFICATES = str(sandbox.pac_file)
    firm = factories.make_organization("Despacho Norte")

    def make(scenario: Scenario) -> InvoiceTask:
        profile = factories.make_profile(firm, ReceiverFields(**scenario.profile))
        return services.submit_task(
            organization=firm,
            profile_version=profile.newest_version(),
            vendor_url=scenario.url,
            ticket=scenario.ticket,
        )

    with in_organization(firm.pk):
        yield make


def kinds(task: InvoiceTask) -> list[str]:
    return list(task.steps.order_by("seq").values_list("type", flat=True))


def told_of(task: InvoiceTask) -> str:
    """For a failing test: why it ended, after the whole log."""
    return "\n".join([*(str(step.content) for step in task.steps.order_by("seq")), task.failure_reason])


def test_a_message_through_the_broker_becomes_a_filed_invoice(sandbox: Sandbox, submit: Submit) -> None:
    """With a worker that consumes the real queues: nothing calls the job but its message."""
    app.control.purge()
    scenario = sandbox.scenario(PORTAL, 31)
    with start_worker(
        app, pool="solo", queues=[INTERACTIVE, DEFAULT, BULK], perform_ping_check=False, shutdown_timeout=30
    ):
        task = submit(scenario)
        wait_until(lambda: factories.reread(task).status not in {TaskStatus.QUEUED, TaskStatus.RUNNING})
    ended = factories.reread(task)
    assert (ended.status, ended.failure_type) == (TaskStatus.COMPLETED, ""), ended.failure_reason
    cfdi = ended.cfdis.get()
    assert f"{cfdi.total:.2f}" == scenario.total
    assert sandbox.count(scenario.ticket_id) == 1


def test_the_log_is_whole_and_in_order(sandbox: Sandbox, submit: Submit) -> None:
    task = submit(sandbox.scenario(PORTAL, 32))
    run_next(task.priority)
    sequence = list(task.steps.order_by("seq").values_list("seq", flat=True))
    assert sequence == sorted(set(sequence))
    told = kinds(task)
    assert told[0] == StepType.NAVIGATE
    assert told.index(StepType.NAVIGATE) < told.index(StepType.SUBMIT) < len(told) - 1
    assert "EKU9003173C9" not in " ".join(str(step.content) for step in task.steps.all())


def test_a_finished_task_is_not_run_again(sandbox: Sandbox, submit: Submit) -> None:
    scenario = sandbox.scenario(PORTAL, 33)
    task = submit(scenario)
    run_next(task.priority)
    run_next(task.priority)
    assert factories.reread(task).status == TaskStatus.COMPLETED
    assert factories.reread(task).attempts == 1
    assert sandbox.count(scenario.ticket_id) == 1


def test_the_same_message_delivered_to_two_workers_at_once_invoices_once(
    sandbox: Sandbox, submit: Submit
) -> None:
    scenario = sandbox.scenario(PORTAL, 34)
    task = submit(scenario)
    workers = [in_a_thread(lambda: run_next(task.priority)) for _ in range(2)]
    for worker in workers:
        worker.join(60)
    assert factories.reread(task).status == TaskStatus.COMPLETED
    assert sandbox.count(scenario.ticket_id) == 1


def test_a_refused_ticket_fails_with_the_portals_words(sandbox: Sandbox, submit: Submit) -> None:
    task = submit(sandbox.scenario(PORTAL, 35, "expired"))
    run_next(task.priority)
    ended = factories.reread(task)
    assert (ended.status, ended.failure_type) == (TaskStatus.FAILED, FailureType.DEADLINE_EXPIRED)
    assert "«" in ended.failure_reason
    assert not ended.is_submitted


def test_a_vendor_has_a_run_limit_of_its_own(sandbox: Sandbox, submit: Submit) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        vendor = factories.make_vendor(address=address)
        Vendor.objects.filter(pk=vendor.pk).update(limits={"run_seconds": 1})
        task = submit(replace(sandbox.scenario(PORTAL, 42), url=address))
        run_next(task.priority)
    row = factories.reread(task)
    assert (row.status, row.failure_type) == (TaskStatus.QUEUED, FailureType.TIMEOUT), told_of(row)
    assert "en el tiempo que se le da" in row.failure_reason


def test_an_end_asked_for_by_a_person_is_the_end(sandbox: Sandbox, submit: Submit) -> None:
    """The click that issues waits ten seconds: time to cancel, which is then refused or comes too late,
    or, before it, ends the run with nothing sent."""
    scenario = sandbox.scenario(PORTAL, 36)
    task = submit(scenario)
    worker = in_a_thread(lambda: run_next(task.priority))
    wait_until(lambda: factories.reread(task).status == TaskStatus.RUNNING)
    services.cancel_task(task=factories.reread(task))
    worker.join(60)
    assert factories.reread(task).status == TaskStatus.CANCELLED
    assert sandbox.count(scenario.ticket_id) == 0


def test_a_browser_that_dies_before_submitting_costs_one_attempt(sandbox: Sandbox, submit: Submit) -> None:
    scenario = sandbox.scenario(PORTAL, 37)
    task = submit(scenario)
    worker = in_a_thread(lambda: run_next(task.priority))
    wait_until(lambda: StepType.NAVIGATE in kinds(task))
    kill_browsers()
    worker.join(60)
    ended = factories.reread(task)
    assert (ended.status, ended.is_submitted) == (TaskStatus.QUEUED, False), ended.failure_reason
    assert ended.not_before is not None
    assert sandbox.count(scenario.ticket_id) == 0


def test_a_browser_that_dies_after_submitting_is_followed_by_one_that_finds_the_invoice(
    sandbox: Sandbox, submit: Submit
) -> None:
    scenario = sandbox.scenario(PORTAL, 38, fault="slow,3")
    task = submit(scenario)
    worker = in_a_thread(lambda: run_next(task.priority))
    wait_until(lambda: sandbox.count(scenario.ticket_id) == 1)
    kill_browsers()
    worker.join(90)
    ended = factories.reread(task)
    assert (ended.status, ended.failure_type) == (TaskStatus.COMPLETED, ""), told_of(ended)
    assert ended.cfdis.get().source == "recovered"
    assert sandbox.count(scenario.ticket_id) == 1


def test_what_a_worker_submitted_before_it_was_killed_the_next_one_looks_for(
    sandbox: Sandbox, submit: Submit
) -> None:
    """The row stands RUNNING and submitted, its lease over: beat hands it on, and nothing is issued again."""
    scenario = sandbox.scenario(PORTAL, 39)
    task = submit(scenario)
    run_next(task.priority)
    done = factories.reread(task)
    done.cfdis.all().delete()
    InvoiceTask.objects.filter(pk=task.pk).update(
        status=TaskStatus.RUNNING,
        lease_owner="elsewhere:1:1.00",
        lease_until=factories.in_seconds(-5),
    )
    services.take_over_lost()
    run_next(task.priority)
    ended = factories.reread(task)
    assert ended.status == TaskStatus.COMPLETED, ended.failure_reason
    assert sandbox.count(scenario.ticket_id) == 1


def kill_browsers() -> None:
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # a renderer may end while we look
            if "chrom" in child.name() and "--type" not in " ".join(child.cmdline()):
                child.kill()


@contextmanager
def worker_process(settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A real one, with processes of its own for the tasks, on the test's database and broker."""
    name = connections["default"].settings_dict["NAME"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/autocfdi?", f"/{name}?"),
        "DATABASE_OWNER_URL": os.environ["DATABASE_OWNER_URL"].replace("/autocfdi?", f"/{name}?"),
        "CFDI_TRUSTED_ROOTS": settings.CFDI_TRUSTED_ROOTS,
        "CFDI_PAC_CERTIFICATES": settings.CFDI_PAC_CERTIFICATES,
    }
    line = ["celery", "-A", "config", "worker", "--queues", f"{INTERACTIVE},{DEFAULT},{BULK}"]
    started = subprocess.Popen(
        [sys.executable, "-m", *line, "--concurrency", "1", "--without-mingle", "--without-gossip"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def test_a_worker_that_is_to_end_hands_back_what_it_has_not_submitted(
    sandbox: Sandbox, submit: Submit, settings: Any
) -> None:
    app.control.purge()
    scenario = sandbox.scenario(PORTAL, 40, fault="slow,2")
    task = submit(scenario)
    with worker_process(settings) as worker:
        wait_until(lambda: StepType.NAVIGATE in kinds(task))
        worker.terminate()
        assert worker.wait(30) == 0
    row = factories.reread(task)
    assert (row.status, row.lease_owner, row.is_submitted) == (TaskStatus.QUEUED, "", False), told_of(row)
    assert "vuelve a la cola" in told_of(row)
    run_next(task.priority)
    assert factories.reread(task).status == TaskStatus.COMPLETED
    assert sandbox.count(scenario.ticket_id) == 1


def test_a_worker_that_is_to_end_finishes_what_it_has_submitted(
    sandbox: Sandbox, submit: Submit, settings: Any
) -> None:
    app.control.purge()
    scenario = sandbox.scenario(PORTAL, 41, fault="slow,2")
    task = submit(scenario)
    with worker_process(settings) as worker:
        wait_until(lambda: factories.reread(task).is_submitted)
        worker.terminate()
        assert worker.wait(60) == 0
    row = factories.reread(task)
    assert (row.status, row.failure_type) == (TaskStatus.COMPLETED, ""), told_of(row)
    assert sandbox.count(scenario.ticket_id) == 1


@pytest.fixture(autouse=True)
def _no_connection_outlives_the_test() -> Iterator[None]:
    """sync_to_async keeps a thread, and with it a connection to the test's database."""
    yield
    from asgiref.sync import sync_to_async  # noqa: PLC0415

    asyncio.run(sync_to_async(connections.close_all)())
