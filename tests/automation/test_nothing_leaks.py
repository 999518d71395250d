"""After whole runs, the taxpayer and the portal's password stand in the clear nowhere (issue 3 F)."""

import asyncio
import base64
import io
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from asgiref.sync import async_to_sync, sync_to_async
from celery.contrib.testing.worker import start_worker
from channels.layers import get_channel_layer
from django.conf import settings as project
from django.db import connections

from accounts.fiscal import ReceiverFields
from accounts.models import Organization
from accounts.scope import in_organization
from accounts.services import ensure_profile_version
from automation.adapters import browser_provider
from automation.reading.request import Credentials
from automation.runner import RunLimits, run_claimed
from automation.sandbox.server import running
from automation.sandbox.site import Sandbox, Scenario
from config.celery import BULK, DEFAULT, INTERACTIVE, app
from invoicing import services
from invoicing.models import InvoiceTask
from invoicing.notices import organization_group
from invoicing.portal_accounts import PortalAccount
from invoicing.states import TaskStatus
from tests import factories
from tests.automation.leaks import database_dump, files_below, found_in, redis_commands, redis_contents
from tests.automation.test_worker import told_of
from tests.concurrently import wait_until

PERSON = "XIQB891116QE4"
WRONG = {"username": "cuenta.ajena@ximo.example", "password": "Otra-Clave-77"}
WANTED = {"XIQB891116QE4", "Ximo Quezada", "bere@ximo.example", "clave-del-portal", "Peña"}


@pytest.mark.parametrize(
    "content",
    [
        b"rfc: xiqb891116qe4.",
        b"a <BERE@XIMO.EXAMPLE>",
        b"bere%40ximo.example",
        b'"Pe\\u00f1a"',
        "señora Peña".encode(),
        b"\\\\x00" + b"BERENICE XIMO QUEZADA".hex().encode(),
        b'"body": "' + base64.b64encode(json.dumps([["XIQB891116QE4"], {}]).encode()) + b'"',
        b"contrase\xc3\xb1a=clave-del-portal&x=1",
    ],
)
def test_the_search_finds_what_is_there(content: bytes) -> None:
    assert len(found_in(content, WANTED)) == 1


def test_the_search_finds_nothing_in_what_is_sealed() -> None:
    assert found_in(os.urandom(4096).hex().encode(), WANTED) == set()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as opened:
        yield opened


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that anybody logs, as it came, before the log's own mask."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.fixture
def folders(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files of the product would be: kept ones, and what browsers leave behind."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "t").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    return tmp_path


@pytest.fixture(autouse=True)
def _as_in_production(sandbox: Sandbox, settings: Any) -> None:
    settings.CFDI_TRUSTED_ROOTS = str(sandbox.roots_file)
    settings.CFDI_PAC_CERTIFICATES = str(sandbox.pac_file)
    layer = {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [os.environ["REDIS_URL"]]},
    }
    settings.CHANNEL_LAYERS = {"default": layer}
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_whole_runs_leave_the_taxpayer_and_the_password_nowhere_in_the_clear(
    sandbox: Sandbox, log: io.StringIO, folders: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By a worker's queue: one that is right, one whose CFDI names the taxpayer wrongly, one with the account of a
    portal that is kept, one whose account the portal refuses by name. Then one with an account that was given
    at the command line. Somebody watches all the while."""
    by_queue, by_account = (sandbox.scenario(name, 41, rfc=PERSON) for name in ("s5", "s6"))
    by_kept, refused = (sandbox.scenario("s6", 41, rfc=PERSON, number=number) for number in (1, 2))
    misnamed = sandbox.scenario("s5", 41, rfc=PERSON, number=1, cfdi="wrong_name")
    assert by_account.credentials is not None
    secrets = secrets_of(by_queue.profile) | {*by_account.credentials.values(), *WRONG.values()}
    firm = factories.make_organization("Despacho Norte")
    with in_organization(firm.pk), redis_commands() as commands:
        watch(organization_group(firm.pk))
        run_by_a_worker(by_queue, firm, TaskStatus.COMPLETED)
        run_by_a_worker(misnamed, firm, TaskStatus.INTERVENTION_NEEDED)
        vendor = factories.make_vendor("el-anden", address=by_kept.url)
        account = factories.make_account(vendor, firm, **by_account.credentials)
        run_by_a_worker(by_kept, firm, TaskStatus.COMPLETED)
        services.replace_portal_account(
            account=account, username=WRONG["username"], password=WRONG["password"]
        )
        run_by_a_worker(refused, firm, TaskStatus.INTERVENTION_NEEDED)
        assert PortalAccount.objects.get().is_refused
        run_with_account(by_account, firm)
    told = capfd.readouterr()

    assert b"run_next" in commands
    assert b"task.event" in commands
    assert b"task.event" in redis_contents()
    dump = database_dump()
    assert b"invoicing_cfdifile" in dump
    assert b"invoicing_portalaccount" in dump
    assert found_in(dump, secrets) == set()
    assert found_in(bytes(commands), secrets) == set()
    assert found_in(redis_contents(), secrets) == set()
    assert found_in((log.getvalue() + told.out + told.err).encode(), secrets) == set()
    assert found_in(files_below(folders), secrets) == set()
    assert not Path(project.MEDIA_ROOT).exists()


def secrets_of(profile: dict[str, str]) -> set[str]:
    """The name also word by word."""
    words = {word for word in profile["legal_name"].split() if len(word) > 3}
    return {profile["rfc"], profile["legal_name"], profile["email"]} | words


def watch(group: str) -> None:
    layer = get_channel_layer()
    assert layer is not None
    async_to_sync(layer.group_add)(group, async_to_sync(layer.new_channel)())


def submit(scenario: Scenario, firm: Organization) -> InvoiceTask:
    version = ensure_profile_version(organization=firm, fields=ReceiverFields(**scenario.profile))
    return services.submit_task(
        organization=firm, profile_version=version, vendor_url=scenario.url, ticket=scenario.ticket
    )


def run_by_a_worker(scenario: Scenario, firm: Organization, end: TaskStatus) -> None:
    queues = [INTERACTIVE, DEFAULT, BULK]
    with start_worker(app, pool="solo", queues=queues, perform_ping_check=False, shutdown_timeout=30):
        task = submit(scenario, firm)
        wait_until(lambda: factories.reread(task).status not in {TaskStatus.QUEUED, TaskStatus.RUNNING})
    require(task, end)


def run_with_account(scenario: Scenario, firm: Organization) -> None:
    task = services.claim_task(task_id=submit(scenario, firm).pk, owner=factories.WORKER)
    assert task is not None
    account = Credentials(**dict(scenario.credentials or {}))
    limits = RunLimits(seconds=60, credentials=account)
    asyncio.run(run_claimed(task, owner=factories.WORKER, provider=browser_provider(), run_limits=limits))
    require(task, TaskStatus.COMPLETED)


def require(task: InvoiceTask, status: TaskStatus) -> None:
    ended = factories.reread(task)
    assert ended.status == status, told_of(ended)


@pytest.fixture(autouse=True)
def _no_connection_outlives_the_test() -> Iterator[None]:
    """sync_to_async keeps a thread, and with it a connection to the test's database."""
    yield
    asyncio.run(sync_to_async(connections.close_all)())
