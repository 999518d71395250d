"""The audit's page: for owners only, of their organization only, with filters and a harmless CSV."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.audit import AuditEntry
from accounts.audit_page import harmless_cell
from accounts.models import FiscalProfile, Membership, User
from accounts.permissions import Role
from invoicing import audited, services
from tests import factories

PAGE, EXPORT = reverse("accounts:audit"), reverse("accounts:audit_export")


@pytest.fixture
def signed_in(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ACCOUNTANT, Role.VIEWER])
def test_only_an_owner_reads_it(client: Client, kemper: FiscalProfile, role: Role) -> None:
    client.force_login(factories.make_member(kemper.organization, role))
    assert client.get(PAGE).status_code == 403
    assert client.post(EXPORT).status_code == 403


def test_nobody_is_sent_to_the_login(client: Client, kemper: FiscalProfile) -> None:
    assert client.get(PAGE)["Location"].startswith(reverse("accounts:login"))
    assert client.post(EXPORT)["Location"].startswith(reverse("accounts:login"))


def test_an_owner_sees_what_was_done_and_by_whom(
    signed_in: Client, kemper: FiscalProfile, owner: User
) -> None:
    services.cancel_task(task=factories.make_task(kemper), by=owner)
    page = signed_in.get(PAGE).content.decode()
    assert "Canceló una solicitud" in page
    assert owner.email in page
    assert "El sistema" in page
    assert str(kemper.pk)[:8] in page


def test_another_firms_entries_never_show(client: Client, kemper: FiscalProfile, stranger: User) -> None:
    client.force_login(stranger)
    assert str(kemper.pk)[:8] not in client.get(PAGE).content.decode()
    assert str(kemper.pk) not in client.post(EXPORT).content.decode()


def test_filters_leave_what_was_asked_for(signed_in: Client, kemper: FiscalProfile, owner: User) -> None:
    services.cancel_task(task=factories.make_task(kemper), by=owner)
    today = timezone.localdate()

    def shown(**chosen: Any) -> list[str]:
        return [row.what for row in signed_in.get(PAGE, chosen).context["rows"]]

    everything = [
        "Canceló una solicitud",
        "Pidió una factura",
        "Creó un perfil fiscal",
        "Creó la organización",
    ]
    assert shown() == everything
    assert shown(verb=audited.CANCELLED) == everything[:1]
    assert shown(actor=owner.pk) == everything[:1]
    assert shown(actor="system") == everything[1:]
    assert shown(since=today, until=today) == everything
    assert shown(since=today + timedelta(days=1)) == []
    assert shown(until=today - timedelta(days=1)) == []
    assert shown(verb="no.such") == shown(since="mañana") == []


def test_a_long_audit_has_pages_that_keep_the_filter(signed_in: Client, kemper: FiscalProfile) -> None:
    for _ in range(51):
        audit.record(
            audit.MEMBER_ADDED, organization_id=kemper.organization_id, kind="member", object_id=None
        )
    first: dict[str, Any] = {"verb": audit.MEMBER_ADDED}
    page = signed_in.get(PAGE, first)
    assert "?verb=member.added&amp;page=2" in page.content.decode()
    assert len(signed_in.get(PAGE, first | {"page": 2}).context["rows"]) == 1


def test_the_export_holds_the_filtered_rows_and_is_itself_recorded(
    signed_in: Client, kemper: FiscalProfile, owner: User
) -> None:
    answer = signed_in.post(EXPORT, {"verb": audit.PROFILE_CREATED})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"].startswith('attachment; filename="bitacora-')
    assert [row[2:5] for row in rows[1:]] == [["Creó un perfil fiscal", "perfil fiscal", str(kemper.pk)]]
    entry = AuditEntry.objects.latest("at")
    assert (entry.verb, entry.actor_id, entry.fields) == (audit.AUDIT_EXPORTED, owner.pk, ["verb"])


def test_a_name_that_is_a_formula_stays_a_text(client: Client, kemper: FiscalProfile) -> None:
    person = User.objects.create_user("=1+cmd|calc@despacho.example", "una clave larga")
    Membership.objects.create(organization=kemper.organization, user=person, role=Role.OWNER)
    client.force_login(person)
    services.cancel_task(task=factories.make_task(kemper), by=person)
    content = client.post(EXPORT).content.decode()
    assert ",'=1+cmd|calc@despacho.example," in content
    assert ",=1" not in content


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+52", "'+52"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("ana@despacho.example", "ana@despacho.example"),
        ("", ""),
    ],
)
def test_a_cell_is_never_a_formula(text: str, cell: str) -> None:
    assert harmless_cell(text) == cell
