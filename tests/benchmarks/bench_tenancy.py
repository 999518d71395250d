"""What row-level security and encryption cost the task list: 100,000 tasks in 200 organizations.

    python -m tests.benchmarks.bench_tenancy [TASKS]

In a database of its own (the tests' cluster), as the application's role. One view is what the page asks: the counts
of its filters, the first page of rows and the clients' names. "Without" is the same questions of the same rows with
the policies switched off, no organization told to the database and no value opened. The two alternate, so that both
meet the same machine. Target (issue 3): at most 1.3.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.as_owner import OWNER, owner_cursor  # noqa: E402
from accounts.models import FiscalProfile, FiscalProfileVersion, Organization  # noqa: E402
from accounts.scope import across_organizations, in_organization  # noqa: E402
from invoicing.models import InvoiceTask  # noqa: E402
from invoicing.states import TaskStatus  # noqa: E402
from invoicing.task_list import ROWS_PER_PAGE, filter_links, page_of  # noqa: E402
from tests.factories import KEMPER  # noqa: E402

TASKS, ORGANIZATIONS, PROFILES = 100_000, 200, 10
TARGET = 1.3
AT_ONCE, WARMING = 20, 5
TABLES = ("invoicing_invoicetask", "accounts_fiscalprofileversion")
STATUSES = (TaskStatus.PENDING, TaskStatus.COMPLETED, TaskStatus.CANCELLED, TaskStatus.QUEUED)


def fill(tasks: int) -> list[UUID]:
    """The organizations, each with its share of the tasks."""
    firms = [Organization(name=f"Despacho {n}", slug=f"d-{n}") for n in range(ORGANIZATIONS)]
    with across_organizations():
        Organization.objects.using(OWNER).bulk_create(firms)
        profiles = FiscalProfile.objects.using(OWNER).bulk_create(
            FiscalProfile(organization=firm, rfc_hash=f"{n:064x}", confirmed=[], **asdict(KEMPER))
            for firm in firms
            for n in range(PROFILES)
        )
        versions = FiscalProfileVersion.objects.using(OWNER).bulk_create(
            FiscalProfileVersion(
                organization_id=profile.organization_id, profile=profile, number=1, **asdict(KEMPER)
            )
            for profile in profiles
        )
        InvoiceTask.objects.using(OWNER).bulk_create(_tasks(versions, tasks), batch_size=2000)
    connections[OWNER].cursor().execute("ANALYZE")
    return [firm.pk for firm in firms]


def _tasks(versions: list[FiscalProfileVersion], tasks: int) -> Iterator[InvoiceTask]:
    now = timezone.now()
    for number in range(tasks):
        version = versions[number % len(versions)]
        yield InvoiceTask(
            organization_id=version.organization_id,
            profile_version=version,
            created_at=now - timedelta(minutes=number),
            vendor_url="https://facturacion.example/",
            vendor_key="https://facturacion.example",
            ticket={"folio": str(number)},
            ticket_hash=f"{number:064x}",
            status=STATUSES[number % len(STATUSES)],
        )


def list_tasks(organization_id: UUID, name_of: Callable[[FiscalProfileVersion], Any]) -> int:
    """What one view of the page asks; how many clients' names it read."""
    tasks = InvoiceTask.objects.for_organization(organization_id)
    page = page_of(tasks, filter_links(tasks, "all"), "1")
    return sum(bool(name_of(task.profile_version)) for task in page)


def opened(version: FiscalProfileVersion) -> str:
    return str(version.legal_name)


def sealed(version: FiscalProfileVersion) -> Any:
    return version.__dict__["legal_name"]


@contextmanager
def without_policies() -> Iterator[None]:
    _switch("DISABLE")
    try:
        yield
    finally:
        _switch("ENABLE")


def _switch(to: str) -> None:
    with owner_cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} {to} ROW LEVEL SECURITY")


def guarded(organization_id: UUID) -> int:
    with in_organization(organization_id), transaction.atomic():  # as the view
        return list_tasks(organization_id, opened)


def bare(organization_id: UUID) -> int:
    return list_tasks(organization_id, sealed)


def times(view: Callable[[UUID], int], firms: list[UUID]) -> list[float]:
    """Milliseconds of each; the first few views only warm what the switch made cold."""
    for firm in firms[:WARMING]:
        view(firm)
    return [_timed(view, firm) for firm in firms]


def _timed(view: Callable[[UUID], int], firm: UUID) -> float:
    began = time.perf_counter()
    shown = view(firm)
    taken = (time.perf_counter() - began) * 1000
    if shown != ROWS_PER_PAGE:
        raise AssertionError(f"{shown} rows")
    return taken


def measure(tasks: int) -> int:
    firms = fill(tasks)
    with_both: list[float] = []
    without: list[float] = []
    for number in range(0, ORGANIZATIONS, AT_ONCE):
        few = firms[number : number + AT_ONCE]
        with_both += times(guarded, few)
        with without_policies():
            without += times(bare, few)
    ratio = median(with_both) / median(without)
    print(f"{tasks} tasks, {ORGANIZATIONS} organizations, {len(without)} views each")
    print(f"with policies and sealed names: median {median(with_both):.2f} ms")
    print(f"without either: median {median(without):.2f} ms")
    print(f"ratio {ratio:.2f} (target {TARGET})")
    return int(ratio > TARGET)


def main(arguments: list[str]) -> int:
    made: Any = setup_databases(
        verbosity=0, interactive=False, aliases={"owner": None}, serialized_aliases=set()
    )
    connections["default"].settings_dict["NAME"] = connections["owner"].settings_dict["NAME"]
    try:
        return measure(int(arguments[0]) if arguments else TASKS)
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
