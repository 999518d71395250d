"""Erasing a client: what the law makes one keep stays, blocked; all else is destroyed, and cannot be read."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts import audit
from accounts.audit import AuditEntry, ProfileKey
from accounts.errors import ProfileErased
from accounts.fiscal import documents_kept_until
from accounts.models import FiscalProfile, FiscalProfileVersion, Organization, User
from accounts.permissions import Role
from accounts.privacy.erasure import erase_profile
from accounts.privacy.retention import apply_rules
from accounts.rfc import PersonKind
from accounts.services import ensure_profile_version, unarchive_profile, update_profile
from invoicing import services
from invoicing.errors import DuplicateTicket, TicketRefused
from invoicing.models import Cfdi, CfdiFile, InvoiceTask, TaskEvent, TaskStep
from invoicing.states import TaskStatus
from tests import factories
from tests.accounts.privacy import PDF, TICKET, ended, invoiced
from tests.automation.leaks import found_in
from tests.invoicing.cfdi.issuer import pki_of_tests, setting

pytestmark = pytest.mark.usefixtures("day_of_the_invoice")


@pytest.fixture
def admin(firm: Organization) -> User:
    return factories.make_member(firm, Role.ADMIN)


@pytest.fixture
def page(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def erase(page: Client, profile: FiscalProfile, rfc: str = "xiqb-891116-qe4") -> Any:
    return page.post(f"/clientes/{profile.pk}/privacidad/borrar/", {"rfc": rfc})


def words(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (PersonKind.MORAL, date(2032, 3, 31)),
        (PersonKind.NATURAL, date(2032, 4, 30)),
        (None, date(2032, 4, 30)),
    ],
)
def test_an_invoice_is_kept_five_years_from_its_annual_return(kind: PersonKind | None, day: date) -> None:
    assert documents_kept_until(2026, kind=kind) == day
    assert documents_kept_until(2026, kind=kind, years=2) == day  # a setting never shortens the law


def test_the_page_says_before_what_goes_and_what_stays_until_when(page: Client, ximo: FiscalProfile) -> None:
    invoiced(ximo)
    ended(ximo, age=timedelta(days=1))

    shown = words(page.get(f"/clientes/{ximo.pk}/privacidad/"))

    assert "hasta el 30 abr 2032" in shown.lower()
    assert 'tickets, con sus datos: <span class="num">2</span>' in shown
    assert "Código Fiscal de la Federación" in shown


def test_what_the_law_keeps_stays_byte_for_byte_and_all_else_is_destroyed(
    page: Client, ximo: FiscalProfile
) -> None:
    cfdi, gone = invoiced(ximo), ended(ximo, age=timedelta(days=1))
    task = cfdi.task

    assert erase(page, ximo).status_code == 302

    ximo.refresh_from_db()
    assert (ximo.rfc, ximo.legal_name, ximo.email, ximo.postal_code, ximo.fiscal_regime) == ("",) * 5
    assert ximo.kept_until == date(2032, 4, 30)
    assert [version.receiver.rfc for version in ximo.versions.all()] == [""]
    assert {row.kind: row.content for row in CfdiFile.objects.filter(cfdi=cfdi)} == {
        "xml": pki_of_tests().issue(),
        "pdf": PDF,
    }
    assert not InvoiceTask.objects.filter(pk=gone.pk).exists()
    task.refresh_from_db()
    assert (task.ticket, task.amount, task.ticket_date, task.vendor_url) == (
        {},
        None,
        None,
        "http://127.0.0.1:9",
    )
    assert not TaskStep.objects.exists()
    assert not TaskEvent.objects.exists()
    assert not ProfileKey.objects.filter(profile=ximo).exists()
    entry = AuditEntry.objects.get(verb=audit.PROFILE_ERASED)
    assert (entry.after["kept"], entry.after["kept_until"]) == (1, "2032-04-30")


def test_nothing_of_the_person_can_be_read_any_more_outside_of_the_invoice(
    page: Client, ximo: FiscalProfile
) -> None:
    update_profile(profile=ximo, fields=replace(factories.XIMO, postal_code="06000"))
    invoiced(ximo)

    erase(page, ximo)

    told = [entry.open_personal() for entry in AuditEntry.objects.all()]
    assert not any(told)
    opened = [
        repr(vars_of(row)) for row in [*FiscalProfile.objects.all(), *FiscalProfileVersion.objects.all()]
    ]
    opened += [
        repr((task.ticket, task.vendor_url, task.failure_reason)) for task in InvoiceTask.objects.all()
    ]
    assert found_in(repr(opened).encode(), {"XIQB891116QE4", "XIMO", "bere@ximo.example", "R-1"}) == set()


def vars_of(row: Any) -> dict[str, str]:
    names = ("rfc", "legal_name", "fiscal_regime", "postal_code", "email", "cfdi_use")
    return {name: getattr(row, name) for name in names}


def test_a_rejected_file_stays_where_it_is_a_cfdi_of_this_client_and_goes_where_it_is_not(
    page: Client, ximo: FiscalProfile
) -> None:
    task = factories.make_task(ximo, status=TaskStatus.FAILED, ticket=TICKET)
    services.upload_cfdi(task=task, xml=b"<nada/>")
    services.upload_cfdi(task=task, xml=pki_of_tests().issue(setting("cfdi:Receptor", Rfc="EKU9003173C9")))
    services.upload_cfdi(task=task, xml=pki_of_tests().issue(setting("cfdi:Receptor", UsoCFDI="S01")))

    erase(page, ximo)

    (kept,) = Cfdi.objects.all()
    assert (kept.summary["receiver_rfc"], kept.summary["cfdi_use"]) == ("XIQB891116QE4", "S01")


@pytest.mark.parametrize(
    "status", [TaskStatus.QUEUED, TaskStatus.RUNNING, TaskStatus.PAUSED, TaskStatus.INTERVENTION_NEEDED]
)
def test_while_a_task_is_not_over_nothing_is_erased(
    page: Client, ximo: FiscalProfile, status: TaskStatus
) -> None:
    invoiced(ximo)
    factories.make_task(ximo, status=status)

    answer = erase(page, ximo)

    assert (answer.status_code, "solicitud de factura sin terminar" in words(answer)) == (409, True)
    ximo.refresh_from_db()
    assert (ximo.rfc, ximo.erased_at) == ("XIQB891116QE4", None)
    assert "Todavía no se puede" in words(page.get(f"/clientes/{ximo.pk}/privacidad/"))


@pytest.mark.parametrize("typed", ["", "EKU9003173C9", "XIQB891116QE", "<b>XIQB891116QE4</b>"])
def test_another_rfc_typed_erases_nothing(page: Client, ximo: FiscalProfile, typed: str) -> None:
    answer = erase(page, ximo, typed)

    assert answer.status_code == 422
    assert "<b>XIQB" not in words(answer)
    ximo.refresh_from_db()
    assert ximo.erased_at is None


def test_erasing_twice_changes_nothing_more(page: Client, ximo: FiscalProfile, admin: User) -> None:
    erase(page, ximo)
    count = AuditEntry.objects.count()

    again = page.post(f"/clientes/{ximo.pk}/privacidad/borrar/", {"rfc": ""}, follow=True)
    erase_profile(profile=ximo, by=admin, now=timezone.now())

    assert "ya se habían borrado" in words(again)
    assert AuditEntry.objects.count() == count
    assert FiscalProfileVersion.objects.count() == 1


def test_an_erased_client_is_nowhere_and_nobody_brings_it_back(
    page: Client, ximo: FiscalProfile, owner: User, client: Client
) -> None:
    erase(page, ximo)

    for path in ("/clientes/", "/clientes/?archived"):
        assert str(ximo.pk) not in words(page.get(path))
    for path in (f"/clientes/{ximo.pk}/", f"/clientes/{ximo.pk}/editar/"):
        assert page.get(path).status_code == 404
    assert page.post(f"/clientes/{ximo.pk}/recuperar/").status_code == 404
    unarchive_profile(profile=ximo)
    ximo.refresh_from_db()
    assert ximo.archived_at is not None
    with pytest.raises(ProfileErased):
        update_profile(profile=ximo, fields=factories.XIMO)


def test_what_stays_is_blocked_but_for_who_manages_privacy(
    page: Client, ximo: FiscalProfile, firm: Organization
) -> None:
    task = invoiced(ximo).task
    erase(page, ximo)
    accountant = Client()
    accountant.force_login(factories.make_member(firm, Role.ACCOUNTANT))

    assert accountant.get(f"/tickets/{task.pk}/cfdi.xml").status_code == 403
    assert accountant.get(f"/tickets/{task.pk}/").status_code == 403
    assert str(task.pk) not in words(accountant.get("/"))
    assert page.get(f"/tickets/{task.pk}/cfdi.xml").content == pki_of_tests().issue()
    assert "Bloqueado" in words(page.get(f"/tickets/{task.pk}/"))
    assert f"/clientes/{ximo.pk}/privacidad/" in words(page.get("/solicitudes-arco/"))
    for step in ("reintentar", "cancelar", "cfdi"):
        assert page.post(f"/tickets/{task.pk}/{step}/").status_code == 403


def test_a_ticket_that_was_invoiced_is_not_invoiced_again_for_a_client_who_comes_back(
    page: Client, ximo: FiscalProfile, firm: Organization
) -> None:
    invoiced(ximo)
    erase(page, ximo)

    version = ensure_profile_version(organization=firm, fields=factories.XIMO)

    assert version.profile_id != ximo.pk
    with pytest.raises(DuplicateTicket):
        services.submit_task(
            organization=firm, profile_version=version, vendor_url=factories.PORTAL, ticket=TICKET
        )


def test_a_submission_without_an_invoice_keeps_its_trace_and_nothing_else(
    page: Client, ximo: FiscalProfile
) -> None:
    task = factories.make_task(ximo, status=TaskStatus.CANCELLED, submitted_at=timezone.now())

    erase(page, ximo)

    task = factories.reread(task)
    assert (task.ticket, task.kept_until) == ({}, date(2032, 4, 30))
    assert task.ticket_marks


def test_when_the_retention_ends_what_was_kept_is_destroyed_too(
    page: Client, ximo: FiscalProfile, firm: Organization
) -> None:
    invoiced(ximo)
    erase(page, ximo)

    with time_machine.travel("2032-04-30T12:00:00-06:00"):
        apply_rules(organization_id=firm.pk, now=timezone.now())
        assert CfdiFile.objects.count() == 2
    with time_machine.travel("2032-05-01T12:00:00-06:00"):
        destroyed = apply_rules(organization_id=firm.pk, now=timezone.now())

    assert (destroyed["kept_invoices"], destroyed["erased_profiles"]) == (1, 1)
    assert not any(model.objects.exists() for model in (CfdiFile, Cfdi, InvoiceTask, FiscalProfile))


def test_nothing_is_erased_by_or_for_another_firm(
    client: Client, ximo: FiscalProfile, stranger: User, firm: Organization
) -> None:
    client.force_login(stranger)
    assert erase(client, ximo).status_code == 404
    assert client.get(f"/clientes/{ximo.pk}/privacidad/").status_code == 404
    for role in (Role.VIEWER, Role.ACCOUNTANT):
        client.force_login(factories.make_member(firm, role))
        assert erase(client, ximo).status_code == 403
    ximo.refresh_from_db()
    assert ximo.erased_at is None


@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_is_captured_meanwhile_is_not_left_without_its_client(
    firm: Organization, ximo: FiscalProfile, admin: User
) -> None:
    """Its version goes while it is written: the database refuses one of the two."""
    version = ximo.newest_version()
    erase_profile(profile=ximo, by=admin, now=timezone.now())
    with pytest.raises(TicketRefused, match="se borraron"):
        services.submit_task(
            organization=firm,
            profile_version=version,
            vendor_url=factories.PORTAL,
            ticket=factories.a_ticket(),
        )
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM invoicing_invoicetask")
        assert cursor.fetchone() == (0,)
