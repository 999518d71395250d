"""The audit: one entry per act, in its transaction; nobody changes it, and it names no person in the clear."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.urls import reverse

from accounts import audit
from accounts.acting import Acting, acting_as, agent_class
from accounts.audit import AuditEntry, ProfileKey, destroy_profile_key
from accounts.crossings import organization_named
from accounts.models import FiscalProfile, Organization, User
from accounts.scope import as_staff, in_organization
from accounts.services import create_organization, ensure_organization, register_user, update_profile
from invoicing import audited, services
from invoicing.errors import DuplicateTicket, TransitionRefused
from invoicing.models import FileKind, InvoiceTask
from invoicing.states import TaskStatus
from tests import factories
from tests.automation.leaks import found_in

MOVED = replace(factories.KEMPER, postal_code="06000", email="nuevo@kemper.example")


def newest() -> AuditEntry:
    return AuditEntry.objects.latest("at")


def leaves(verb: str, act: Callable[[], Any]) -> AuditEntry:
    """The one entry that the act leaves, in whichever organization."""
    before = {entry.pk for entry in everywhere()}
    act()
    (entry,) = (entry for entry in everywhere() if entry.pk not in before)
    assert entry.verb == verb
    return entry


def everywhere() -> list[AuditEntry]:
    with as_staff():
        organizations = list(Organization.objects.values_list("pk", flat=True))
    found: list[AuditEntry] = []
    for organization_id in organizations:
        with in_organization(organization_id):
            found += AuditEntry.objects.all()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET verb = 'x'",
        "DELETE FROM accounts_auditentry",
        "DELETE FROM accounts_auditentry WHERE false",
    ],
)
def test_the_application_can_neither_change_nor_remove_an_entry(
    kemper: FiscalProfile, statement: str
) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connections["default"].cursor().execute(statement)
    assert AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET verb = 'x'",
        "DELETE FROM accounts_auditentry",
        "TRUNCATE accounts_auditentry",
    ],
)
def test_not_even_the_tables_owner_can(kemper: FiscalProfile, statement: str) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_no_truncate")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using="owner"):
            cursor.execute(statement)
        transaction.set_rollback(True, using="owner")
    assert AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_belongs_to_the_transaction_of_its_change(firm: Organization) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("x.y", organization_id=firm.pk, kind="x", object_id=None)


def test_a_refused_change_leaves_no_entry(kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, status=TaskStatus.COMPLETED)
    count = AuditEntry.objects.count()
    with pytest.raises(TransitionRefused):
        services.cancel_task(task=task)
    with pytest.raises(TransitionRefused):
        services.pause_task(task=task)
    assert AuditEntry.objects.count() == count


@pytest.mark.django_db
def test_an_organization_made_by_registering_or_by_a_command_leaves_one_entry() -> None:
    registered = leaves(
        audit.ORGANIZATION_CREATED, lambda: register_user(email="ana@a.example", password="una clave larga")
    )
    assert registered.actor_id == User.objects.get(email="ana@a.example").pk
    made = leaves(audit.ORGANIZATION_CREATED, lambda: create_organization(name="A", slug="a"))
    assert (made.actor_id, made.organization_id) == (None, organization_named("a"))
    leaves(audit.ORGANIZATION_CREATED, lambda: ensure_organization(slug="b", name="B"))
    count = len(everywhere())
    ensure_organization(slug="b", name="B")
    assert len(everywhere()) == count


def test_a_profile_made_and_changed_leaves_one_entry_each(firm: Organization, owner: User) -> None:
    made = leaves(audit.PROFILE_CREATED, lambda: factories.make_profile(firm, created_by=owner))
    profile = FiscalProfile.objects.get()
    assert (made.object_id, made.actor_id, made.organization_id) == (profile.pk, owner.pk, firm.pk)
    changed = leaves(
        audit.PROFILE_CHANGED, lambda: update_profile(profile=profile, fields=MOVED, changed_by=owner)
    )
    assert changed.fields == ["email", "postal_code"]
    assert (changed.before["version"], changed.after["version"]) == (1, 2)
    assert changed.open_personal() == {
        "postal_code": ["42501", "06000"],
        "email": ["facturas@kemper.example", "nuevo@kemper.example"],
    }
    count = AuditEntry.objects.count()
    update_profile(profile=profile, fields=MOVED)
    assert AuditEntry.objects.count() == count


def test_what_was_told_of_a_person_cannot_be_read_after_the_erasure(
    kemper: FiscalProfile, owner: User
) -> None:
    update_profile(profile=kemper, fields=MOVED)
    told = AuditEntry.objects.get(verb=audit.PROFILE_CHANGED)
    leaves(audit.PROFILE_ERASED, lambda: destroy_profile_key(profile=kemper, by=owner))
    assert told.open_personal() is None
    assert not ProfileKey.objects.exists()
    assert AuditEntry.objects.get(pk=told.pk).fields == ["email", "postal_code"]


def test_each_thing_done_with_a_ticket_leaves_one_entry(kemper: FiscalProfile, owner: User) -> None:
    def submit() -> None:
        services.submit_task(
            organization=kemper.organization,
            profile_version=kemper.newest_version(),
            vendor_url=factories.PORTAL,
            ticket=factories.a_ticket(folio="777"),
            created_by=owner,
        )

    submitted = leaves(audited.SUBMITTED, submit)
    assert submitted.actor_id == owner.pk
    assert submitted.object_id == InvoiceTask.objects.get().pk
    with pytest.raises(DuplicateTicket):
        submit()
    acts: list[tuple[str, TaskStatus, Callable[..., Any]]] = [
        (audited.CANCELLED, TaskStatus.QUEUED, services.cancel_task),
        (audited.CANCELLED, TaskStatus.RUNNING, services.cancel_task),
        (audited.PAUSED, TaskStatus.RUNNING, services.pause_task),
        (audited.TAKEN_OVER, TaskStatus.RUNNING, services.take_over_task),
        (audited.TAKEN_OVER, TaskStatus.PAUSED, services.take_over_task),
        (audited.RESUMED, TaskStatus.PAUSED, services.resume_task),
        (audited.RETRIED, TaskStatus.FAILED, services.retry_task),
    ]
    for verb, status, act in acts:
        task = factories.make_task(kemper, status=status)
        entry = leaves(verb, lambda act=act, task=task: act(task=task, by=owner))  # type: ignore[misc]
        assert (entry.before, entry.actor_id) == ({"status": status}, owner.pk)


def test_an_answer_leaves_the_names_of_what_was_answered_and_not_the_answers(
    kemper: FiscalProfile, owner: User
) -> None:
    asked = {"fields": [{"name": "sucursal", "label": "Sucursal"}]}
    task = factories.make_task(kemper, status=TaskStatus.INTERVENTION_NEEDED, question=asked)
    entry = leaves(
        audited.ANSWERED,
        lambda: services.answer_question(task=task, fields={"sucursal": "4711-B"}, by=owner),
    )
    assert entry.fields == ["sucursal"]
    assert "4711" not in everything_stored()


def test_a_file_that_comes_and_goes_leaves_one_entry_each(kemper: FiscalProfile, owner: User) -> None:
    task = factories.make_task(kemper, status=TaskStatus.FAILED)
    uploaded = leaves(audited.UPLOADED, lambda: services.upload_cfdi(task=task, xml=b"<no/>", by=owner))
    assert uploaded.after["verdict"] == "rejected"
    taken = leaves(audited.DOWNLOADED, lambda: services.download_cfdi(task=task, kind=FileKind.XML, by=owner))
    assert (taken.object_id, taken.after["file"]) == (uploaded.object_id, "xml")
    count = AuditEntry.objects.count()
    assert services.download_cfdi(task=task, kind=FileKind.PDF, by=owner) is None
    assert AuditEntry.objects.count() == count


def test_a_request_names_its_person_and_where_it_came_from(
    client: Client, kemper: FiscalProfile, owner: User
) -> None:
    task = factories.make_task(kemper)
    client.force_login(owner)
    chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
    headers = {"User-Agent": chrome, "X-Forwarded-For": "9.9.9.9"}
    client.post(reverse("invoicing:task_cancel", args=[task.pk]), headers=headers, REMOTE_ADDR="203.0.113.7")
    entry = newest()
    assert (entry.verb, entry.actor_id, entry.source, entry.agent) == (
        audited.CANCELLED,
        owner.pk,
        "web",
        "Chrome",
    )
    assert len(entry.address_hash) == 64
    assert found_in(everything_stored().encode(), {"203.0.113.7", "9.9.9.9", "Mozilla"}) == set()


def test_without_a_request_it_is_the_system(kemper: FiscalProfile) -> None:
    entry = AuditEntry.objects.get(verb=audit.PROFILE_CREATED)
    assert (entry.source, entry.actor_id, entry.address_hash) == ("system", None, "")


def test_an_address_is_recognised_again_and_another_is_not(firm: Organization) -> None:
    for address in ("203.0.113.7", "203.0.113.7", "203.0.113.8"):
        with acting_as(Acting(source="web", address=address)):
            audit.record("x.y", organization_id=firm.pk, kind="x", object_id=None)
    told = list(AuditEntry.objects.filter(verb="x.y").values_list("address_hash", flat=True))
    assert sorted(told.count(one) for one in set(told)) == [1, 2]


@pytest.mark.parametrize(
    ("user_agent", "kind"),
    [
        ("", ""),
        ("curl/8.5", "programa"),
        ("Mozilla/5.0 (iPhone; …) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1", "Safari, móvil"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge"),
        ("Mozilla/5.0 (X11; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox"),
    ],
)
def test_of_the_program_only_its_kind_is_kept(user_agent: str, kind: str) -> None:
    assert agent_class(user_agent) == kind


def test_no_taxpayer_stands_in_the_table_in_the_clear(kemper: FiscalProfile, owner: User) -> None:
    update_profile(profile=kemper, fields=MOVED, changed_by=owner)
    task = factories.make_task(kemper, status=TaskStatus.FAILED, created_by=owner)
    services.upload_cfdi(task=task, xml=b"<no/>", by=owner)
    services.retry_task(task=task, by=owner)
    stored = everything_stored()
    assert str(kemper.pk) in stored
    secrets = {*vars_of(factories.KEMPER), *vars_of(MOVED), owner.email, "ESCUELA", "URGATE"}
    assert found_in(stored.encode(), secrets) == set()


def vars_of(fields: Any) -> set[str]:
    return {fields.rfc, fields.legal_name, fields.email}


def everything_stored() -> str:
    """Every column of every row, as the server writes it; bytes in hex."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT entry::text FROM accounts_auditentry AS entry")
        return "\n".join(row[0] for row in cursor.fetchall())
