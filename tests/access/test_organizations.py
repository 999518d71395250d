"""Several organizations: chosen, made, left, named, deleted after a grace period."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import FiscalProfile, Membership, Organization, User
from accounts.permissions import Role
from accounts.scope import in_organization
from accounts.services import delete_due_organizations
from accounts.tasks import delete_organizations_due
from accounts.tenancy import known_memberships
from invoicing.models import InvoiceTask
from tests import factories
from tests.access.test_team import as_

MINE, CURRENT = "/cuenta/organizaciones/", "/organizacion/"


@pytest.fixture
def of_two(owner: User, other_firm: Organization) -> User:
    factories.join(other_firm, owner, Role.VIEWER)
    return owner


def test_a_person_of_two_works_in_the_one_they_chose(
    of_two: User, firm: Organization, other_firm: Organization
) -> None:
    client = as_(of_two)
    assert firm.name in client.get("/").content.decode()
    assert client.get("/tickets/nuevo/").status_code == 200

    client.post(f"{MINE}{other_firm.pk}/entrar/")

    assert f'title="{other_firm.name}"' in client.get("/").content.decode()
    assert client.get("/tickets/nuevo/").status_code == 403  # only reads there
    assert client.get(CURRENT).status_code == 403


def test_the_list_holds_the_chosen_organizations_tickets_only(
    of_two: User, other_firm: Organization, kemper: FiscalProfile
) -> None:
    here, there = factories.make_task(kemper), factories.make_task(factories.make_profile(other_firm))
    client = as_(of_two)
    client.post(f"{MINE}{other_firm.pk}/entrar/")

    page = client.get("/").content.decode()

    assert (f"task-{there.pk}" in page, f"task-{here.pk}" in page) == (True, False)


def test_nobody_enters_an_organization_that_is_not_theirs(owner: User, other_firm: Organization) -> None:
    client = as_(owner)

    assert client.post(f"{MINE}{other_firm.pk}/entrar/").status_code == 404
    assert client.post(f"{MINE}{other_firm.pk}/dejar/").status_code == 404


def test_being_removed_from_the_chosen_one_leads_back_to_the_other(
    of_two: User, firm: Organization, other_firm: Organization
) -> None:
    client = as_(of_two)
    client.post(f"{MINE}{other_firm.pk}/entrar/")

    with in_organization(other_firm.pk):
        Membership.objects.filter(user=of_two).delete()

    assert f'title="{firm.name}"' in client.get("/").content.decode()


def test_a_new_organization_is_its_makers_own_and_the_current_one(owner: User) -> None:
    client = as_(owner)

    client.post(f"{MINE}nueva/", {"name": "  Segunda   firma "})

    made = known_memberships(owner)[-1]
    assert (made.organization.name, made.role) == ("Segunda firma", Role.OWNER)
    assert 'title="Segunda firma"' in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "https://evil.example"])
def test_a_name_that_is_none_is_refused(owner: User, name: str) -> None:
    client = as_(owner)

    assert client.post(f"{MINE}nueva/", {"name": name}).status_code == 422
    assert client.post(CURRENT, {"name": name}).status_code == 422
    assert len(known_memberships(owner)) == 1


def test_the_owner_names_and_secures_it(firm: Organization, owner: User) -> None:
    as_(owner).post(CURRENT, {"name": "Despacho Nuevo", "requires_second_factor": "on"})

    firm.refresh_from_db()
    assert (firm.name, firm.requires_second_factor) == ("Despacho Nuevo", True)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ACCOUNTANT, Role.VIEWER])
@pytest.mark.parametrize("path", ["", "borrar/", "conservar/"])
def test_only_an_owner_touches_the_organization(firm: Organization, role: Role, path: str) -> None:
    client = as_(factories.make_member(firm, role))

    answer = client.post(CURRENT + path, {"name": "Otro", "deletion-name": firm.name})

    assert answer.status_code == 403
    firm.refresh_from_db()
    assert (firm.name, firm.deleted_at) == ("Despacho Norte", None)


def ask(client: Client, firm: Organization) -> None:
    client.post(f"{CURRENT}borrar/", {"deletion-name": firm.name})
    firm.refresh_from_db()


def test_a_deletion_is_asked_with_the_name_announced_and_undone(firm: Organization, owner: User) -> None:
    client = as_(owner)
    refused = client.post(f"{CURRENT}borrar/", {"deletion-name": "Despacho Sur"})
    assert refused.status_code == 422
    ask(client, firm)
    assert firm.deleted_at is not None
    assert "se borra el" in client.get("/").content.decode()

    client.post(f"{CURRENT}conservar/")

    firm.refresh_from_db()
    assert firm.deleted_at is None


def test_asking_again_does_not_begin_the_period_anew(firm: Organization, owner: User) -> None:
    began = timezone.now() - timedelta(days=20)
    Organization.objects.filter(pk=firm.pk).update(deleted_at=began)

    ask(as_(owner), firm)

    assert firm.deleted_at == began


@pytest.mark.parametrize(("days", "is_gone"), [(29, False), (31, True)])
def test_it_is_deleted_with_all_that_is_its_own_when_the_period_is_over(
    firm: Organization, other_firm: Organization, kemper: FiscalProfile, days: int, is_gone: bool
) -> None:
    factories.make_task(kemper)
    kept = factories.make_task(factories.make_profile(other_firm))
    Organization.objects.filter(pk=firm.pk).update(deleted_at=timezone.now() - timedelta(days=days))

    delete_organizations_due()

    assert Organization.objects.filter(pk=firm.pk).exists() is not is_gone
    assert InvoiceTask.objects.filter(organization=firm).exists() is not is_gone
    with in_organization(other_firm.pk):
        assert InvoiceTask.objects.filter(pk=kept.pk).exists()


def test_what_nobody_asked_for_is_never_deleted(firm: Organization) -> None:
    assert delete_due_organizations(now=timezone.now() + timedelta(days=4000)) == 0
    assert Organization.objects.filter(pk=firm.pk).exists()
