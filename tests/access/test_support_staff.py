"""The Django admin: who sees what of it, and what must hold before it opens."""

from io import StringIO
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from accounts.audit import ORGANIZATION_OPENED, STAFF_APPOINTED, AuditEntry
from accounts.fields import encrypted_fields
from accounts.models import FiscalProfile, Organization, User
from accounts.scope import as_staff
from accounts.services import appoint_staff
from accounts.staff import StaffRole
from tests import factories

TASKS = "/admin/invoicing/invoicetask/"
ORGANIZATIONS = "/admin/accounts/organization/"
FACTOR = "/cuenta/segundo-factor/"
OF_EVERYBODY = {"User", "Organization", "Vendor", "AuditEntry"}
OF_ORGANIZATION = {"FiscalProfile", "Invitation", "InvoiceTask", "Cfdi"}


def open_organizations(client: Client, *organizations: Organization) -> str:
    chosen = {"action": "open_organization", "_selected_action": [str(o.pk) for o in organizations]}
    return client.post(ORGANIZATIONS, chosen, follow=True).content.decode()


def list_of(model: type[models.Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def registered() -> list[type[models.Model]]:
    return list(admin.site._registry)


def test_only_these_tables_are_in_the_admin() -> None:
    """No key, no secret of a second factor, no session, no stored file."""
    assert {model.__name__ for model in registered()} == OF_EVERYBODY | OF_ORGANIZATION


def test_staff_sees_organizations_and_no_tasks(
    support: Client, kemper: FiscalProfile, other_firm: Organization
) -> None:
    task = factories.make_task(kemper)
    page = support.get(ORGANIZATIONS).content.decode()
    assert kemper.organization.name in page
    assert other_firm.name in page
    told = support.get(TASKS, follow=True).content.decode()
    assert "Abre antes la organización" in told
    assert str(task.pk) not in told
    assert support.get(f"{TASKS}{task.pk}/change/").status_code == 302


def test_an_opened_organization_shows_its_tasks_and_no_other_ones(
    support: Client, kemper: FiscalProfile, other_firm: Organization
) -> None:
    ours, theirs = factories.make_task(kemper), factories.make_task(factories.make_profile(other_firm))
    assert "Abierta" in open_organizations(support, kemper.organization)
    page = support.get(TASKS).content.decode()
    assert str(ours.pk) in page
    assert str(theirs.pk) not in page
    assert support.get(f"{TASKS}{ours.pk}/change/").status_code == 200
    assert support.get(f"{TASKS}{theirs.pk}/change/").status_code == 302


def test_what_is_open_is_told_on_every_page_and_can_be_closed(support: Client, kemper: FiscalProfile) -> None:
    open_organizations(support, kemper.organization)
    assert f"Abierta para soporte: {kemper.organization.name}" in support.get("/admin/").content.decode()

    chosen = {"action": "close_organization", "_selected_action": [str(kemper.organization_id)]}
    support.post(ORGANIZATIONS, chosen)

    assert "Abierta para soporte" not in support.get("/admin/").content.decode()
    assert support.get(TASKS).status_code == 302


def test_the_organization_can_read_that_it_was_opened(
    support: Client, superuser: User, kemper: FiscalProfile
) -> None:
    open_organizations(support, kemper.organization)
    entry = AuditEntry.objects.get(verb=ORGANIZATION_OPENED)
    assert (entry.organization_id, entry.actor) == (kemper.organization_id, superuser)


def test_several_are_not_opened_at_once(
    support: Client, kemper: FiscalProfile, other_firm: Organization
) -> None:
    assert "una sola" in open_organizations(support, kemper.organization, other_firm)
    assert support.get(TASKS).status_code == 302


def test_what_was_opened_in_the_admin_is_not_open_elsewhere(support: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper)
    open_organizations(support, kemper.organization)
    assert support.get(f"/tickets/{task.pk}/")["Location"] == "/admin/"


def test_support_alone_sees_who_there_is_and_nobodys_business(
    helpdesk: Client, owner: User, kemper: FiscalProfile
) -> None:
    factories.make_task(kemper)

    assert owner.email in helpdesk.get("/admin/accounts/user/").content.decode()
    assert kemper.organization.name in helpdesk.get(ORGANIZATIONS).content.decode()
    assert helpdesk.get("/admin/sistema/").status_code == 200
    index = helpdesk.get("/admin/").content.decode()
    for model in registered():
        wanted = 200 if model.__name__ in OF_EVERYBODY else 403
        assert helpdesk.get(list_of(model)).status_code == wanted, model
        assert (f'href="{list_of(model)}"' in index) == (model.__name__ in OF_EVERYBODY), model


def test_support_alone_opens_no_organization(helpdesk: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper)

    open_organizations(helpdesk, kemper.organization)

    assert not AuditEntry.objects.filter(verb=ORGANIZATION_OPENED).exists()
    assert helpdesk.get(f"{TASKS}{task.pk}/change/").status_code == 403


def test_who_is_no_longer_a_superuser_no_longer_sees_what_they_had_opened(
    support: Client, superuser: User, kemper: FiscalProfile
) -> None:
    task = factories.make_task(kemper)
    open_organizations(support, kemper.organization)

    appoint_staff(person=superuser, role=StaffRole.SUPPORT)

    assert support.get(f"{TASKS}{task.pk}/change/").status_code == 403
    assert "Abierta para soporte" not in support.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [StaffRole.SUPPORT, StaffRole.SUPERUSER])
def test_nobody_adds_changes_or_deletes_a_row(
    client: Client, kemper: FiscalProfile, superuser: User, helpdesk: Client, support: Client, role: StaffRole
) -> None:
    factories.make_task(kemper)
    browser = support if role is StaffRole.SUPERUSER else helpdesk
    if role is StaffRole.SUPERUSER:
        open_organizations(browser, kemper.organization)
    for model in registered():
        browser.get(list_of(model))
        assert browser.get(f"{list_of(model)}add/").status_code == 403, model
        row = model._default_manager.first()
        if row is None:
            continue
        address = f"{list_of(model)}{row.pk}/"
        assert browser.post(f"{address}change/", {"name": "x", "email": "x@y.example"}).status_code == 403
        assert browser.post(f"{address}delete/", {"post": "yes"}).status_code == 403
        browser.post(list_of(model), {"action": "delete_selected", "_selected_action": [str(row.pk)]})
        assert model._default_manager.filter(pk=row.pk).exists(), model


def test_no_sealed_column_is_read_to_a_page() -> None:
    for model, shown in admin.site._registry.items():
        sealed = {field.name for field in encrypted_fields(model)} | {"personal"}
        drawn: set[Any] = {*shown.list_display, *(shown.fields or ()), *shown.search_fields}
        assert shown.fields or not encrypted_fields(model), model
        assert not sealed & drawn, model


@pytest.mark.parametrize("role", list(StaffRole))
def test_staff_without_a_second_factor_is_led_to_it_before_anything_opens(
    client: Client, kemper: FiscalProfile, role: StaffRole
) -> None:
    person = factories.make_staff(role, second_factor=False)
    client.force_login(person)

    for path in ("/admin/", ORGANIZATIONS, "/admin/accounts/user/", "/admin/sistema/", TASKS):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[-1][0] == FACTOR, path
        assert kemper.organization.name not in answer.content.decode()
    assert "El área de soporte se abre con un segundo factor" in answer.content.decode()

    factories.give_second_factor(person)
    assert client.get(ORGANIZATIONS).status_code == 200


def test_it_is_not_asked_for_where_the_setting_says_so(client: Client, settings: Any, db: None) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(factories.make_staff(StaffRole.SUPPORT, second_factor=False))

    assert client.get(ORGANIZATIONS).status_code == 200


def test_the_admin_has_no_door_of_its_own(client: Client, owner: User) -> None:
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/cuenta/login/")

    guessed = client.post("/admin/login/", {"username": owner.email, "password": factories.PASSWORD})
    assert guessed["Location"].startswith("/cuenta/login/")

    client.force_login(owner)
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_password_is_changed_where_it_is_limited_and_told(support: Client) -> None:
    assert support.get("/admin/password_change/")["Location"] == "/cuenta/password/change/"


def test_a_command_makes_staff_and_the_audit_keeps_it(owner: User) -> None:
    told = StringIO()
    call_command("support_staff", owner.email.upper(), role="superuser", stdout=told)
    owner.refresh_from_db()
    assert (owner.is_staff, owner.is_superuser) == (True, True)
    assert f"{owner.email}: superuser" in told.getvalue()

    call_command("support_staff", owner.email, role="none", stdout=told)
    owner.refresh_from_db()
    assert (owner.is_staff, owner.is_superuser) == (False, False)
    with as_staff():
        kept = AuditEntry.objects.filter(verb=STAFF_APPOINTED, object_id=owner.pk).order_by("at")
        assert [(entry.before["role"], entry.after["role"]) for entry in kept] == [
            (None, "superuser"),
            ("superuser", None),
        ]


def test_the_command_does_not_make_up_a_person(db: None) -> None:
    with pytest.raises(CommandError, match="se registra primero"):
        call_command("support_staff", "nadie@autocfdi.example", role="support")
