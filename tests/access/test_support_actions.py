"""What support staff does in the admin: services, asked for twice where they are felt, refused with a reason."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts import audit
from accounts.audit import AuditEntry
from accounts.models import FiscalProfile, Organization, User
from accounts.permissions import Role
from accounts.scope import as_staff
from accounts.services import invite_member
from invoicing.audited import CANCELLED, RETRIED
from invoicing.models import Cfdi, InvoiceTask, TaskStep
from invoicing.states import TaskStatus
from tests import factories
from tests.access.test_registration import enter
from tests.access.test_support_staff import ORGANIZATIONS, TASKS, list_of, open_organizations

PEOPLE = "/admin/accounts/user/"
PROFILES = "/admin/accounts/fiscalprofile/"
REASON = "Reporte 4411: el portal rechaza el nombre"


def act(client: Client, path: str, action: str, *rows: models.Model, confirmed: bool = True) -> str:
    chosen: dict[str, Any] = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(
        path, chosen | ({"confirmed": "yes"} if confirmed else {}), follow=True
    ).content.decode()


@pytest.fixture
def inside(support: Client, kemper: FiscalProfile) -> Client:
    """A superuser who opened the firm."""
    open_organizations(support, kemper.organization)
    return support


def staffs_own(verb: str) -> list[AuditEntry]:
    with as_staff():
        return list(AuditEntry.objects.filter(verb=verb, organization=None))


# --- accounts of people


def test_a_closed_account_is_out_at_once_and_enters_again_when_reopened(
    helpdesk: Client, owner: User
) -> None:
    theirs = Client()
    enter(theirs, owner.email)
    assert theirs.get("/").status_code == 200

    assert "¿Cerrar la cuenta" in act(helpdesk, PEOPLE, "close_accounts", owner, confirmed=False)
    assert theirs.get("/").status_code == 200
    assert "Hecho: 1" in act(helpdesk, PEOPLE, "close_accounts", owner)

    assert theirs.get("/").status_code == 302
    enter(theirs, owner.email)
    assert theirs.get("/").status_code == 302
    act(helpdesk, PEOPLE, "reopen_accounts", owner)
    assert theirs.get("/").status_code == 302  # the old session does not come back to life
    enter(theirs, owner.email)
    assert theirs.get("/").status_code == 200
    assert [entry.object_id for entry in staffs_own(audit.ACCOUNT_CLOSED)] == [owner.pk]
    assert [entry.object_id for entry in staffs_own(audit.ACCOUNT_REOPENED)] == [owner.pk]


def test_sessions_are_ended_wherever_they_are(helpdesk: Client, owner: User) -> None:
    one, two = Client(), Client()
    enter(one, owner.email)
    enter(two, owner.email)

    act(helpdesk, PEOPLE, "end_sessions", owner)

    assert [one.get("/").status_code, two.get("/").status_code] == [302, 302]
    (kept,) = staffs_own(audit.SESSIONS_ENDED)
    assert kept.after == {"sessions": 2}


def test_support_closes_neither_itself_nor_its_superiors(
    helpdesk: Client, support: Client, superuser: User
) -> None:
    assert "la maneja un superusuario" in act(helpdesk, PEOPLE, "close_accounts", superuser)
    assert "Con tu propia cuenta no" in act(support, PEOPLE, "close_accounts", superuser)
    superuser.refresh_from_db()
    assert superuser.is_active


def test_a_person_is_found_by_address_and_by_name(
    helpdesk: Client, owner: User, superuser: User, django_assert_max_num_queries: Any
) -> None:
    owner.full_name = "Berenice Quezada"
    owner.save()
    for asked in (owner.email[:12], "quezada"):
        with django_assert_max_num_queries(14):
            page = helpdesk.get(PEOPLE, {"q": asked}).content.decode()
        assert owner.email in page
        assert f'value="{superuser.pk}"' not in page


# --- tasks and profiles of the opened organization


def test_a_task_is_cancelled_after_a_second_yes_and_its_audit_says_by_whom(
    inside: Client, superuser: User, kemper: FiscalProfile
) -> None:
    task = factories.make_task(kemper)

    assert "¿Cancelar estas solicitudes?" in act(inside, TASKS, "cancel", task, confirmed=False)
    assert factories.reread(task).status == TaskStatus.QUEUED
    act(inside, TASKS, "cancel", task)

    assert factories.reread(task).status == TaskStatus.CANCELLED
    kept = AuditEntry.objects.get(verb=CANCELLED, object_id=task.pk)
    assert (kept.actor, kept.before, kept.after) == (
        superuser,
        {"status": "QUEUED"},
        {"status": "CANCELLED"},
    )


def test_a_refused_action_says_why_and_the_others_are_done(inside: Client, kemper: FiscalProfile) -> None:
    failed = factories.make_task(kemper, status=TaskStatus.FAILED)
    submitted = factories.make_task(kemper, status=TaskStatus.FAILED, submitted_at=timezone.now())

    told = act(inside, TASKS, "retry", failed, submitted)

    assert "Hecho: 1" in told
    assert f"olicitud {submitted.pk}: La solicitud está en FAILED" in told
    assert factories.reread(failed).status == TaskStatus.QUEUED
    assert factories.reread(submitted).status == TaskStatus.FAILED
    assert AuditEntry.objects.filter(verb=RETRIED).count() == 1


def test_a_profile_is_archived_and_brought_back(inside: Client, kemper: FiscalProfile) -> None:
    act(inside, PROFILES, "archive", kemper)
    assert not FiscalProfile.objects.usable().filter(pk=kemper.pk).exists()

    act(inside, PROFILES, "unarchive", kemper)
    assert FiscalProfile.objects.usable().filter(pk=kemper.pk).exists()
    assert AuditEntry.objects.filter(verb__in=[audit.PROFILE_ARCHIVED, audit.PROFILE_RESTORED]).count() == 2


@pytest.mark.parametrize("found_by", ["id", "vendor_key", "status", "failure_type"])
def test_a_task_is_found_by(inside: Client, kemper: FiscalProfile, found_by: str) -> None:
    wanted = factories.make_task(
        kemper, status=TaskStatus.FAILED, vendor_url="http://127.0.0.1:8/x", failure_type="CAPTCHA"
    )
    other = factories.make_task(kemper)
    asked = str(getattr(wanted, found_by))

    page = inside.get(TASKS, {"q": asked}).content.decode()
    assert str(wanted.pk) in page
    assert str(other.pk) not in page


def test_a_task_is_filtered_by_state_reason_and_day(inside: Client, kemper: FiscalProfile) -> None:
    wanted = factories.make_task(kemper, status=TaskStatus.FAILED)
    other = factories.make_task(kemper)
    now = timezone.localtime()
    day = {"created_at__year": now.year, "created_at__month": now.month, "created_at__day": now.day}

    for asked in ({"status": "FAILED"}, {"failure_type": "UNKNOWN_PAGE"}, {"status": "FAILED"} | day):
        page = inside.get(TASKS, asked).content.decode()
        assert str(wanted.pk) in page, asked
        assert str(other.pk) not in page, asked


# --- what is hidden


def rows_with_personal_values(kemper: FiscalProfile, owner: User) -> Iterator[tuple[models.Model, list[str]]]:
    task = factories.make_task(
        kemper,
        ticket=factories.a_ticket(folio="FOLIO-778899", sucursal="Escobedo-Norte"),
        status=TaskStatus.FAILED,
        failure_reason="El portal no encontró FOLIO-778899",
    )
    TaskStep.objects.create(
        organization_id=task.organization_id,
        task=task,
        seq=task.next_seq(),
        type="error",
        content={"message": "Dice: FOLIO-778899 no existe", "value": "Escobedo-Norte"},
    )
    yield task, ["FOLIO-778899", "Escobedo-Norte", "1160.00"]
    cfdi = Cfdi.objects.create(
        organization_id=task.organization_id,
        task=task,
        status="rejected",
        summary={"receptor": "ESCUELA KEMPER URGATE"},
        checks=[{"name": "receiver_name", "ok": False, "detail": "dice ESCUELA KEMPER URGATE"}],
        source="upload",
    )
    yield cfdi, ["ESCUELA KEMPER URGATE"]
    invitation = invite_member(
        organization_id=kemper.organization_id,
        actor=owner,
        email="invitada@otro.example",
        role=Role.VIEWER,
        site="https://h.example",
        now=timezone.now(),
    )
    yield invitation, ["invitada@otro.example"]
    yield kemper, ["EKU9003173C9", "ESCUELA KEMPER URGATE", "42501", "facturas@kemper.example"]


def test_what_names_a_taxpayer_is_shown_once_for_a_reason_that_the_organization_reads(
    inside: Client, superuser: User, kemper: FiscalProfile, owner: User
) -> None:
    for row, values in rows_with_personal_values(kemper, owner):
        listed, above = list_of(type(row)), f"{list_of(type(row))}{row.pk}/change/"
        reveal = f"{list_of(type(row))}{row.pk}/mostrar/"
        hiding = [inside.get(path).content.decode() for path in (listed, above, reveal)]
        assert str(row.pk) in hiding[0]
        assert f'href="{reveal}"' in hiding[1]
        assert [value for value in values if any(value in page for page in hiding)] == []

        answer = inside.post(reveal, {"reason": REASON})

        shown = answer.content.decode()
        assert [value for value in values if value not in shown] == []
        assert "no-store" in answer["Cache-Control"]
        kept = AuditEntry.objects.get(verb=audit.DATA_REVEALED, object_id=row.pk)
        assert (kept.organization_id, kept.actor) == (kemper.organization_id, superuser)
        assert kept.after == {"reason": REASON}
        assert not any(value in str(kept.fields) for value in values)
        assert not any(
            value in inside.get(path).content.decode() for path in (above, reveal) for value in values
        )

    theirs = Client()
    theirs.force_login(owner)
    page = theirs.get("/bitacora/").content.decode()
    assert "Soporte vio datos personales" in page
    assert REASON in page


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("", "requerido"),
        ("porque sí", "con 10 a 200 letras"),
        ("   corto    ", "con 10 a 200 letras"),
        ("x" * 201, "200"),
        ("lo pidió ana@despacho.example", "No escribas correos ni RFC"),
        ("revisar a XIQB891116QE4 hoy", "No escribas correos ni RFC"),
    ],
)
def test_without_a_reason_that_can_be_kept_nothing_is_shown(
    inside: Client, kemper: FiscalProfile, reason: str, told: str
) -> None:
    page = inside.post(f"{PROFILES}{kemper.pk}/mostrar/", {"reason": reason}).content.decode()

    assert told in page
    assert "EKU9003173C9" not in page
    assert not AuditEntry.objects.filter(verb=audit.DATA_REVEALED).exists()


def test_only_who_opened_the_organization_is_shown_anything(
    support: Client, helpdesk: Client, kemper: FiscalProfile, other_firm: Organization
) -> None:
    reveal = f"{PROFILES}{kemper.pk}/mostrar/"
    assert helpdesk.post(reveal, {"reason": REASON}).status_code == 403
    assert support.post(reveal, {"reason": REASON}).status_code == 403

    open_organizations(support, other_firm)
    assert support.post(reveal, {"reason": REASON}).status_code == 404
    assert not AuditEntry.objects.filter(verb=audit.DATA_REVEALED).exists()


def test_a_profile_is_found_by_the_whole_rfc_that_the_caller_says(
    inside: Client, kemper: FiscalProfile
) -> None:
    other = factories.make_profile(kemper.organization, factories.XIMO)

    page = inside.get(PROFILES, {"q": " eku-900317-3c9 "}).content.decode()

    shown = set(re.findall(r'name="_selected_action" value="([^"]+)"', page))
    assert shown == {str(kemper.pk)}
    assert str(other.pk) not in page


def test_the_audit_is_read_by_verb_and_object_and_says_nothing_sealed(
    inside: Client, kemper: FiscalProfile
) -> None:
    task: InvoiceTask = factories.make_task(kemper)
    act(inside, TASKS, "cancel", task)
    path = "/admin/accounts/auditentry/"

    assert str(task.pk) in inside.get(path, {"verb": CANCELLED}).content.decode()
    assert str(task.pk) in inside.get(path, {"q": str(task.pk)}).content.decode()
    entry = AuditEntry.objects.filter(object_id=kemper.pk).first()
    assert entry is not None
    assert inside.get(f"{path}{entry.pk}/change/").status_code == 200


def test_support_reads_its_own_audit_and_no_organizations(helpdesk: Client, owner: User) -> None:
    act(helpdesk, PEOPLE, "end_sessions", owner)
    page = helpdesk.get("/admin/accounts/auditentry/").content.decode()

    assert "Soporte cerró las sesiones de una persona" in page
    assert f">{audit.VERB_WORDS[audit.ORGANIZATION_CREATED]}</a></th>" not in page
    assert helpdesk.get(ORGANIZATIONS).status_code == 200
