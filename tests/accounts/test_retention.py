"""What is destroyed by the passing of time: by beat, in batches, organization by organization, audited."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import audit
from accounts.audit import AuditEntry
from accounts.crossings import organizations_for_retention
from accounts.errors import ImportExpired
from accounts.models import ArcoRequest, FiscalProfile, Invitation, Organization, User
from accounts.permissions import Role
from accounts.privacy import retention
from accounts.privacy.retention import EVERY, apply_rules, purge_sessions
from accounts.profile_import import import_rows, judge_rows, seal_rows
from accounts.scope import as_staff, in_organization
from accounts.tasks import apply_retention
from config.celery import app
from invoicing import services
from invoicing.models import Cfdi, InvoiceTask, TaskEvent, TaskStep
from invoicing.states import TaskStatus
from tests import factories
from tests.accounts.privacy import ended, invoiced

YEARS = timedelta(days=400)


pytestmark = pytest.mark.usefixtures("day_of_the_invoice")


def apply(firm: Organization) -> dict[str, int]:
    return apply_rules(organization_id=firm.pk, now=timezone.now())


def test_a_ticket_that_ended_without_an_invoice_goes_with_its_log(
    firm: Organization, ximo: FiscalProfile
) -> None:
    old, young = ended(ximo, age=YEARS), ended(ximo, age=timedelta(days=300))

    assert apply(firm) == {"ended_tickets": 1}

    assert list(InvoiceTask.objects.all()) == [young]
    assert not TaskStep.objects.filter(task_id=old.pk).exists()
    assert not TaskEvent.objects.filter(task_id=old.pk).exists()
    entry = AuditEntry.objects.get(verb=audit.RETENTION_APPLIED)
    assert (entry.after, entry.actor_id) == ({"rule": "ended_tickets", "destroyed": 1}, None)


@pytest.mark.parametrize("status", sorted(set(TaskStatus) - {TaskStatus.CANCELLED, TaskStatus.FAILED}))
def test_no_task_that_is_not_over_and_none_that_is_invoiced_is_touched(
    firm: Organization, ximo: FiscalProfile, status: TaskStatus
) -> None:
    task = factories.make_task(ximo, status=status, updated_at=timezone.now() - YEARS)

    assert apply(firm) == {}
    assert factories.reread(task).ticket == task.ticket


def test_an_invoice_stays_whatever_its_age_while_its_client_is_there(
    firm: Organization, ximo: FiscalProfile
) -> None:
    cfdi = invoiced(ximo)
    rejected = ended(ximo, age=YEARS)
    Cfdi.objects.create(
        organization=firm,
        task=rejected,
        status="rejected",
        uuid="U" * 36,
        summary={},
        checks=[],
        source="upload",
    )
    with time_machine.travel("2040-01-01T12:00:00-06:00"):
        assert apply(firm) == {}
    assert Cfdi.objects.filter(pk=cfdi.pk).exists()


def test_a_submission_without_an_invoice_is_emptied_and_still_holds_its_ticket(
    firm: Organization, ximo: FiscalProfile
) -> None:
    task = ended(ximo, age=YEARS, submitted_at=timezone.now() - YEARS)

    apply(firm)
    assert apply(firm) == {}

    task = factories.reread(task)
    assert (task.ticket, task.profile_version.rfc) == ({}, "XIQB891116QE4")
    assert task.ticket_marks
    assert not TaskStep.objects.exists()


def test_a_setting_never_goes_below_what_is_safe(
    firm: Organization, ximo: FiscalProfile, settings: Any
) -> None:
    settings.KEEP_ENDED_TASK_DAYS = settings.KEEP_ARCO_DAYS = 0
    ended(ximo, age=timedelta(days=29))
    closed(ximo, age=364)

    assert apply(firm) == {}


def closed(profile: FiscalProfile, *, age: int) -> ArcoRequest:
    day = timezone.localdate() - timedelta(days=age)
    return ArcoRequest.objects.create(
        organization_id=profile.organization_id,
        profile=profile,
        kind="access",
        channel="x",
        notes="x",
        received_date=day,
        due_date=day,
        stage="closed",
        closed_date=day,
    )


def test_invitations_and_closed_requests_go_and_open_ones_stay(
    firm: Organization, ximo: FiscalProfile, owner: User
) -> None:
    closed(ximo, age=1827)
    kept = closed(ximo, age=1000)
    ArcoRequest.objects.create(
        organization=firm, profile=ximo, kind="access", channel="x", notes="x",
        received_date="2020-01-01", due_date="2020-02-01",
    )  # fmt: skip
    for days, number in ((-91, 1), (-89, 2), (5, 3)):
        Invitation.objects.create(
            organization=firm, email="a@b.example", email_hash=str(number), token_hash=str(number),
            role=Role.VIEWER, invited_by=owner, expires_at=timezone.now() + timedelta(days=days),
        )  # fmt: skip

    assert apply(firm) == {"invitations": 1, "arco_requests": 1}
    assert set(Invitation.objects.values_list("token_hash", flat=True)) == {"2", "3"}
    assert kept in ArcoRequest.objects.all()
    assert ArcoRequest.objects.count() == 2


def test_batches_follow_each_other_until_nothing_is_due(
    firm: Organization, ximo: FiscalProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _number in range(5):
        ended(ximo, age=YEARS)

    assert apply(firm) == {"ended_tickets": 5}
    told = [row.after["destroyed"] for row in AuditEntry.objects.filter(verb=audit.RETENTION_APPLIED)]
    assert sorted(told) == [1, 2, 2]


def test_a_run_that_is_cut_short_goes_on_where_it_ended(
    firm: Organization, ximo: FiscalProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _number in range(4):
        ended(ximo, age=YEARS)
    recorded = audit.record

    def cut(*args: Any, **kwargs: Any) -> Any:
        if AuditEntry.objects.filter(verb=audit.RETENTION_APPLIED).exists():
            raise SoftTimeLimitExceeded
        return recorded(*args, **kwargs)

    monkeypatch.setattr(audit, "record", cut)
    with pytest.raises(SoftTimeLimitExceeded):
        apply(firm)
    monkeypatch.setattr(audit, "record", recorded)

    assert InvoiceTask.objects.count() == 2  # the batch without its audit entry did not happen
    assert firm.pk in organizations_for_retention(done_before=timezone.now() - EVERY)
    assert apply(firm) == {"ended_tickets": 2}
    assert firm.pk not in organizations_for_retention(done_before=timezone.now() - EVERY)


@pytest.fixture
def at_once() -> Iterator[None]:
    """A job that is sent is done."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_beat_goes_through_every_organization(
    firm: Organization, ximo: FiscalProfile, other_firm: Organization, at_once: None
) -> None:
    theirs = factories.make_profile(other_firm)
    ended(ximo, age=YEARS)
    ended(theirs, age=YEARS)

    apply_retention.delay()

    for organization in (firm, other_firm):
        with in_organization(organization.pk):
            assert not InvoiceTask.objects.exists()
            assert AuditEntry.objects.filter(verb=audit.RETENTION_APPLIED).count() == 1


def test_expired_sessions_go_and_live_ones_stay(owner: User) -> None:
    client, gone = Client(), Client()
    for one in (client, gone):
        one.force_login(owner)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now() - timedelta(days=8))
    for one in (client, gone):
        UserSession.objects.get_or_create(
            user=owner, session_key=one.session.session_key, defaults={"ip": "127.0.0.1"}
        )

    assert purge_sessions(now=timezone.now()) == 1

    assert client.get("/cuenta/").status_code == 200
    assert [row.session_key for row in UserSession.objects.all()] == [client.session.session_key]
    with as_staff():
        assert AuditEntry.objects.get(organization=None).after == {"rule": "sessions", "destroyed": 1}


def test_a_reviewed_list_of_clients_expires(firm: Organization, owner: User) -> None:
    sealed = seal_rows(judge_rows([], organization=firm), organization=firm, person=owner, now=timezone.now())
    late = timezone.now() + timedelta(hours=25)

    assert import_rows(sealed, organization=firm, person=owner, now=timezone.now()) == (0, 0)
    with pytest.raises(ImportExpired):
        import_rows(sealed, organization=firm, person=owner, now=late)


def test_the_page_tells_every_rule_with_its_period_and_reason(client: Client, owner: User) -> None:
    client.force_login(owner)

    page = client.get("/solicitudes-arco/").content.decode()

    assert all(str(rule.what) in page and str(rule.reason) in page for rule in retention.rules())
    assert "365 días" in page
    assert [rule.key for rule in retention.rules()][-1] == "erased_profiles"


def test_running_and_ended_are_told_apart_by_the_service_too(ximo: FiscalProfile) -> None:
    task = factories.make_task(ximo, status=TaskStatus.FAILED, updated_at=timezone.now() - YEARS)
    services.retry_task(task=task)

    assert factories.reread(task).status == TaskStatus.QUEUED
