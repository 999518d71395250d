"""The Django admin: support staff sees organizations, and the business of one only after opening it."""

import pytest
from django.test import Client

from accounts.audit import ORGANIZATION_OPENED, AuditEntry
from accounts.models import FiscalProfile, Organization, User
from tests import factories

TASKS = "/admin/invoicing/invoicetask/"
ORGANIZATIONS = "/admin/accounts/organization/"


@pytest.fixture
def support(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("soporte@autocfdi.example", "una clave larga"))
    return client


def open_organizations(client: Client, *organizations: Organization) -> str:
    chosen = {"action": "open_organization", "_selected_action": [str(o.pk) for o in organizations]}
    return client.post(ORGANIZATIONS, chosen, follow=True).content.decode()


def test_staff_sees_organizations_and_no_tasks(
    support: Client, kemper: FiscalProfile, other_firm: Organization
) -> None:
    task = factories.make_task(kemper)
    page = support.get(ORGANIZATIONS).content.decode()
    assert kemper.organization.name in page
    assert other_firm.name in page
    assert str(task.pk) not in support.get(TASKS).content.decode()


def test_an_opened_organization_shows_its_tasks_and_no_other_ones(
    support: Client, kemper: FiscalProfile, other_firm: Organization
) -> None:
    ours, theirs = factories.make_task(kemper), factories.make_task(factories.make_profile(other_firm))
    assert "Abierta" in open_organizations(support, kemper.organization)
    page = support.get(TASKS).content.decode()
    assert str(ours.pk) in page
    assert str(theirs.pk) not in page


def test_the_organization_can_read_that_it_was_opened(support: Client, kemper: FiscalProfile) -> None:
    open_organizations(support, kemper.organization)
    entry = AuditEntry.objects.get(verb=ORGANIZATION_OPENED)
    assert (entry.organization_id, str(entry.actor)) == (kemper.organization_id, "soporte@autocfdi.example")


def test_several_are_not_opened_at_once(
    support: Client, kemper: FiscalProfile, other_firm: Organization
) -> None:
    task = factories.make_task(kemper)
    assert "una sola" in open_organizations(support, kemper.organization, other_firm)
    assert str(task.pk) not in support.get(TASKS).content.decode()


def test_what_was_opened_in_the_admin_is_not_open_elsewhere(support: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper)
    open_organizations(support, kemper.organization)
    assert support.get(f"/tickets/{task.pk}/")["Location"] == "/admin/"
