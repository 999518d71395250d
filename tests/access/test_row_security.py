"""The database itself keeps organizations apart, whatever a query forgot."""

import threading
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import Error, connection, connections, models, transaction

from accounts import crossings
from accounts.models import FiscalProfile, Membership, Organization, User
from accounts.scope import across_organizations, as_person, as_staff, fresh_scope, in_organization
from invoicing.models import InvoiceTask, TaskStep
from tests import factories

STAFFS_BUSINESS = {"accounts_organization", "accounts_membership"}
APPEND_ONLY = {"accounts_auditentry"}
NO_ROWS = "permission denied|row-level security"


def organization_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if any(field.name == "organization" for field in model._meta.concrete_fields)
    ]


def tenant_tables() -> list[str]:
    return sorted([model._meta.db_table for model in organization_models()] + ["accounts_organization"])


@pytest.fixture
def two_firms(kemper: FiscalProfile, other_firm: Organization) -> Iterator[tuple[UUID, UUID]]:
    """Rows in every table of both."""
    for profile in (kemper, factories.make_profile(other_firm)):
        task = factories.make_task(profile)
        with in_organization(profile.organization_id):
            TaskStep.objects.create(organization_id=profile.organization_id, task=task, seq=1, type="read")
    with fresh_scope():
        yield kemper.organization_id, other_firm.pk


def counted(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def organizations_seen(table: str) -> set[UUID]:
    column = "id" if table == "accounts_organization" else "organization_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {column} FROM {table}")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("table", tenant_tables())
def test_every_table_of_an_organization_is_forced_to_have_a_policy(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table]
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute("SELECT cmd FROM pg_policies WHERE tablename = %s AND roles = '{public}'", [table])
        assert {command for (command,) in cursor.fetchall()} - {"SELECT"} == {"ALL"}


@pytest.mark.parametrize("table", tenant_tables())
def test_without_an_organization_nothing_is_seen(two_firms: tuple[UUID, UUID], table: str) -> None:
    assert counted(table) == 0


@pytest.mark.parametrize("table", tenant_tables())
def test_within_an_organization_no_other_is_seen(two_firms: tuple[UUID, UUID], table: str) -> None:
    ours, _ = two_firms
    with in_organization(ours):
        assert organizations_seen(table) <= {ours}


@pytest.mark.parametrize("table", ["invoicing_invoicetask", "invoicing_taskstep", "accounts_fiscalprofile"])
def test_within_an_organization_its_own_rows_are_seen(two_firms: tuple[UUID, UUID], table: str) -> None:
    for organization_id in two_firms:
        with in_organization(organization_id):
            assert organizations_seen(table) == {organization_id}


@pytest.mark.parametrize("table", sorted(set(tenant_tables()) - APPEND_ONLY))
def test_another_organizations_rows_are_neither_changed_nor_deleted(
    two_firms: tuple[UUID, UUID], table: str
) -> None:
    ours, theirs = two_firms
    column = "id" if table == "accounts_organization" else "organization_id"
    with in_organization(ours), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {column} WHERE {column} = %s", [theirs])
        assert cursor.rowcount == 0
        cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [theirs])
        assert cursor.rowcount == 0


def test_a_row_cannot_be_written_into_another_organization(two_firms: tuple[UUID, UUID], owner: User) -> None:
    ours, theirs = two_firms
    with in_organization(ours), pytest.raises(Error, match=NO_ROWS), transaction.atomic():
        Membership.objects.create(organization_id=theirs, user=owner, role="owner")


def test_a_row_cannot_be_moved_into_another_organization(two_firms: tuple[UUID, UUID]) -> None:
    ours, theirs = two_firms
    with in_organization(ours), pytest.raises(Error, match=NO_ROWS), transaction.atomic():
        InvoiceTask.objects.update(organization_id=theirs)


def test_the_application_cannot_claim_the_owners_sight(two_firms: tuple[UUID, UUID]) -> None:
    with across_organizations():
        assert counted("invoicing_invoicetask") == 0


def test_staff_sees_who_the_organizations_are_and_nothing_of_their_business(
    two_firms: tuple[UUID, UUID],
) -> None:
    with as_staff():
        assert organizations_seen("accounts_organization") >= set(two_firms)
        assert all(counted(table) == 0 for table in tenant_tables() if table not in STAFFS_BUSINESS)


def test_a_connection_keeps_nothing_of_the_organization_it_served(two_firms: tuple[UUID, UUID]) -> None:
    """What a pool between us and the database gives to the next one."""
    with in_organization(two_firms[0]):
        assert InvoiceTask.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.organization', true)")
        assert cursor.fetchone()[0] in ("", None)


def test_a_rollback_inside_keeps_the_organization(two_firms: tuple[UUID, UUID]) -> None:
    with in_organization(two_firms[0]), transaction.atomic():
        with pytest.raises(Error), transaction.atomic():
            InvoiceTask.objects.update(organization_id=two_firms[1])
        assert InvoiceTask.objects.exists()


def test_another_thread_does_not_inherit_the_organization(two_firms: tuple[UUID, UUID]) -> None:
    seen: list[Any] = []

    def look() -> None:
        seen.append(InvoiceTask.objects.exists())
        connections.close_all()

    with in_organization(two_firms[0]):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [False]


def test_a_person_sees_where_they_belong_and_nothing_else(two_firms: tuple[UUID, UUID], owner: User) -> None:
    places = {"accounts_organization", "accounts_membership"}
    with as_person(owner.pk):
        assert all(organizations_seen(table) == {two_firms[0]} for table in places)
        assert not any(counted(table) for table in tenant_tables() if table not in places)
        assert Membership.objects.update(role="viewer") == 0
        assert Organization.objects.update(name="De otros") == 0
        assert Membership.objects.all().delete()[0] == 0


def test_across_organizations_only_ids_are_told(two_firms: tuple[UUID, UUID], firm: Organization) -> None:
    assert crossings.organization_named(firm.slug) == firm.pk
    assert crossings.organization_named("no-such-firm") is None
    assert InvoiceTask.objects.count() == 0  # asking leaves nothing open
