"""The Celery job with the account of a portal that the organization keeps: a real portal, a real Chromium."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from accounts.fiscal import ReceiverFields
from accounts.models import Organization
from accounts.scope import in_organization
from accounts.services import ensure_profile_version
from automation.sandbox.server import running
from automation.sandbox.site import Sandbox, Scenario
from automation.tasks import run_next
from invoicing import services
from invoicing.models import InvoiceTask, Vendor
from invoicing.portal_accounts import PortalAccount
from invoicing.states import FailureType, StepType, TaskStatus
from tests import factories
from tests.automation.test_worker import told_of
from tests.concurrently import in_a_thread, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PORTAL, SEED = "s6", 12
WRONG = {"username": "facturas@despachoandamio.mx", "password": "No-Es-Esta-9"}

Submit = Callable[[Scenario], InvoiceTask]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as opened:
        yield opened


@pytest.fixture
def firm(db: None, nobodys_rows: None, sandbox: Sandbox, settings: Any) -> Iterator[Organization]:
    settings.CFDI_TRUSTED_ROOTS = str(sandbox.roots_file)
    settings.CFDI_PAC_CERTIFICATES = str(sandbox.pac_file)
    organization = factories.make_organization("Despacho Norte")
    with in_organization(organization.pk):
        yield organization


@pytest.fixture
def submit(firm: Organization) -> Submit:
    def make(scenario: Scenario) -> InvoiceTask:
        version = ensure_profile_version(organization=firm, fields=ReceiverFields(**scenario.profile))
        return services.submit_task(
            organization=firm, profile_version=version, vendor_url=scenario.url, ticket=scenario.ticket
        )

    return make


def right(scenario: Scenario) -> dict[str, str]:
    assert scenario.credentials is not None
    return dict(scenario.credentials)


def vendor_of(scenario: Scenario) -> Vendor:
    return factories.make_vendor("el-anden", address=scenario.url)


def ended(task: InvoiceTask, status: TaskStatus, failure: str = "") -> InvoiceTask:
    found = factories.reread(task)
    assert (found.status, found.failure_type) == (status, failure), told_of(found)
    return found


def test_a_portal_that_asks_for_an_account_is_entered_with_the_one_that_is_kept(
    sandbox: Sandbox, submit: Submit, firm: Organization
) -> None:
    scenario = sandbox.scenario(PORTAL, SEED, number=0)
    factories.make_account(vendor_of(scenario), firm, **right(scenario))
    task = submit(scenario)

    run_next(task.priority)

    done = ended(task, TaskStatus.COMPLETED)
    assert f"{done.cfdis.get().total:.2f}" == scenario.total
    account = PortalAccount.objects.get()
    assert account.last_used_at is not None
    assert not account.is_refused
    log = told_of(done)
    assert "Inicia sesión con la cuenta guardada" in log
    assert not [secret for secret in right(scenario).values() if secret in log]


def test_a_taxpayers_own_account_is_the_one_that_is_typed(
    sandbox: Sandbox, submit: Submit, firm: Organization
) -> None:
    """The organization's own would be refused."""
    scenario = sandbox.scenario(PORTAL, SEED, number=1)
    vendor, task = vendor_of(scenario), submit(scenario)
    factories.make_account(vendor, firm, **WRONG)
    factories.make_account(vendor, firm, profile=task.profile_version.profile, **right(scenario))

    run_next(task.priority)

    ended(task, TaskStatus.COMPLETED)
    assert PortalAccount.objects.get(profile=None).last_used_at is None


def test_without_an_account_the_ticket_waits_for_one_and_goes_on_when_there_is_one(
    sandbox: Sandbox, submit: Submit, firm: Organization
) -> None:
    scenario = sandbox.scenario(PORTAL, SEED, number=2)
    vendor, task = vendor_of(scenario), submit(scenario)

    run_next(task.priority)
    stopped = ended(task, TaskStatus.INTERVENTION_NEEDED, FailureType.LOGIN_REQUIRED)
    assert not stopped.is_submitted

    factories.make_account(vendor, firm, **right(scenario))
    services.resume_task(task=stopped)
    run_next(task.priority)

    ended(task, TaskStatus.COMPLETED)
    assert sandbox.count(scenario.ticket_id) == 1


def test_an_account_that_the_portal_refuses_is_tried_once(
    sandbox: Sandbox, submit: Submit, firm: Organization
) -> None:
    """Portals lock accounts after a few wrong passwords: the next ticket does not type it again."""
    scenario = sandbox.scenario(PORTAL, SEED, number=3)
    factories.make_account(vendor_of(scenario), firm, **WRONG)
    task = submit(scenario)
    run_next(task.priority)

    refused = ended(task, TaskStatus.INTERVENTION_NEEDED, FailureType.LOGIN_REQUIRED)
    account = PortalAccount.objects.get()
    assert account.is_refused
    assert WRONG["username"] not in told_of(refused)
    assert WRONG["password"] not in told_of(refused)

    services.resume_task(task=refused)
    run_next(task.priority)

    ended(task, TaskStatus.INTERVENTION_NEEDED, FailureType.LOGIN_REQUIRED)
    assert PortalAccount.objects.get().last_used_at == account.last_used_at
    typed = [step.content["message"] for step in task.steps.filter(type=StepType.INPUT)]
    assert typed.count("Inicia sesión con la cuenta guardada") == 1


def test_an_account_that_is_replaced_in_mid_run_is_the_next_runs(
    sandbox: Sandbox, submit: Submit, firm: Organization
) -> None:
    scenario = sandbox.scenario(PORTAL, SEED, number=4)
    account = factories.make_account(vendor_of(scenario), firm, **right(scenario))
    task = submit(scenario)
    worker = in_a_thread(lambda: run_next(task.priority))
    wait_until(lambda: factories.reread(task).status == TaskStatus.RUNNING)
    wait_until(task.steps.exists)

    services.replace_portal_account(account=account, password=WRONG["password"])
    worker.join(90)

    ended(task, TaskStatus.COMPLETED)
    kept = PortalAccount.objects.get()
    assert (kept.password, kept.last_used_at) == (WRONG["password"], None)


def test_a_ticket_at_another_address_gets_no_password(
    sandbox: Sandbox, submit: Submit, firm: Organization
) -> None:
    """As if somebody had put the vendor's name to a portal of their own."""
    scenario = sandbox.scenario(PORTAL, SEED, number=5)
    vendor = factories.make_vendor("el-anden", address="http://127.0.0.1:9/")
    factories.make_account(vendor, firm, **right(scenario))
    task = submit(scenario)
    InvoiceTask.objects.filter(pk=task.pk).update(vendor=vendor)

    run_next(task.priority)

    ended(task, TaskStatus.INTERVENTION_NEEDED, FailureType.LOGIN_REQUIRED)
    assert PortalAccount.objects.get().last_used_at is None


@pytest.fixture(autouse=True)
def _no_connection_outlives_the_test() -> Iterator[None]:
    """sync_to_async keeps a thread, and with it a connection to the test's database."""
    yield
    asyncio.run(sync_to_async(connections.close_all)())
