"""A ticket becomes a task, and beat mends what a lost message left."""

from typing import Any
from uuid import UUID

import pytest

from accounts.models import FiscalProfile
from invoicing import services
from invoicing.errors import AddressRefused, TicketRefused
from invoicing.models import InvoiceTask
from invoicing.signals import task_queued
from invoicing.states import TaskStatus
from invoicing.vendors.directory import load_directory
from tests import factories


@pytest.fixture
def queued_signals() -> Any:
    seen: list[UUID] = []

    def hear(sender: object, task_id: UUID, **_: object) -> None:
        seen.append(task_id)

    task_queued.connect(hear)
    yield seen
    task_queued.disconnect(hear)


def submit(profile: FiscalProfile, **more: Any) -> InvoiceTask:
    given: dict[str, Any] = {"vendor_url": factories.PORTAL, "ticket": factories.a_ticket()} | more
    return services.submit_task(
        organization=profile.organization, profile_version=profile.newest_version(), **given
    )


def test_a_task_is_pending_until_commit_and_then_queued_and_announced(
    kemper: FiscalProfile, django_capture_on_commit_callbacks: Any, queued_signals: list[UUID]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        task = submit(kemper)
        assert (task.status, queued_signals) == (TaskStatus.PENDING, [])
    assert factories.reread(task).status == TaskStatus.QUEUED
    assert queued_signals == [task.pk]


def test_a_task_keeps_the_profile_as_it_was(kemper: FiscalProfile) -> None:
    task = submit(kemper)
    assert task.profile_version == kemper.newest_version()
    assert InvoiceTask.objects.get(pk=task.pk).profile_version.receiver == factories.KEMPER


def test_nothing_of_the_ticket_stands_in_plain_text(kemper: FiscalProfile) -> None:
    submit(kemper, ticket=factories.a_ticket(folio="SECRETO123"))
    raw = InvoiceTask.objects.values_list("ticket", "ticket_hash", "ticket_marks").get()
    assert b"SECRETO123" not in bytes(raw[0])
    assert "SECRETO123" not in str(raw[1:])


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"vendor_url": "ftp://x.example"}, AddressRefused, "vendor_url"),
        ({"ticket": {"amount": "-1", "folio": "1"}}, TicketRefused, "amount"),
    ],
)
def test_a_refusal_names_the_field_and_leaves_no_row(
    kemper: FiscalProfile, change: dict[str, Any], error: type[TicketRefused], field: str
) -> None:
    with pytest.raises(error) as refused:
        submit(kemper, **change)
    assert refused.value.field == field
    assert not InvoiceTask.objects.exists()


def test_a_private_address_is_refused_unless_the_setting_allows_it(
    kemper: FiscalProfile, settings: Any
) -> None:
    settings.PORTAL_ALLOW_PRIVATE_HOSTS = False
    with pytest.raises(AddressRefused):
        submit(kemper, vendor_url="http://127.0.0.1:8000/")
    settings.PORTAL_ALLOW_PRIVATE_HOSTS = True
    assert submit(kemper, vendor_url="http://127.0.0.1:8000/").pk


def test_a_known_portal_brings_its_vendor_and_its_deadline(kemper: FiscalProfile) -> None:
    services.sync_vendors(entries=load_directory())
    task = submit(kemper, vendor_url="https://www.soriana.com/facturacionelectronica")
    assert task.vendor is not None
    assert (task.vendor.slug, task.vendor_key) == ("soriana", "soriana")
    assert task.deadline is not None


def test_an_unknown_portal_is_known_by_its_origin(kemper: FiscalProfile) -> None:
    task = submit(kemper, vendor_url="http://127.0.0.1:9/a/b?c=1")
    assert (task.vendor, task.vendor_key) == (None, "http://127.0.0.1:9")


def test_syncing_the_directory_again_changes_nothing_and_unlists_what_is_gone(kemper: FiscalProfile) -> None:
    entries = load_directory()
    first = services.sync_vendors(entries=entries)
    again = services.sync_vendors(entries=entries[1:])
    assert {row.pk for row in again} == {row.pk for row in first[1:]}
    first[0].refresh_from_db()
    assert not first[0].is_listed


def test_beat_queues_a_task_whose_commit_hook_was_lost(kemper: FiscalProfile) -> None:
    task = submit(kemper)
    assert services.announce_waiting() == 0
    services.announce_waiting(now=factories.in_seconds(30))
    assert factories.reread(task).status == TaskStatus.QUEUED
