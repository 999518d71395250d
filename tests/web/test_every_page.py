"""What holds for every page there is, found by walking the URL configuration: no inline script or style, the
headers, and no text of a person's that is taken for markup."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from accounts.models import FiscalProfile, Organization, User
from accounts.permissions import Role
from accounts.services import create_organization, invite_member
from accounts.staff import SUPPORT_KEY, StaffRole
from config.browser_policies import PERMISSIONS_POLICY
from invoicing.models import Cfdi, InvoiceTask, TaskStep, Vendor
from invoicing.states import TaskStatus
from tests import factories
from tests.web.rendered import MARK, PageForm, ids_of, pages_with, read, read_all

HOSTILE = f"\"><{MARK} onload=evil()>'</title></textarea><script>evil()</script>"
STRICT = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'self'",
    "object-src": "'none'",
    "form-action": "'self'",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}


def policy(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in parts if name}


def as_staff_inside(kemper: FiscalProfile) -> Client:
    client = Client()
    client.force_login(factories.make_staff(StaffRole.SUPERUSER))
    session = client.session
    session[SUPPORT_KEY] = str(kemper.organization_id)
    session.save()
    return client


def as_person(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def task(kemper: FiscalProfile, owner: User) -> InvoiceTask:
    """With everything that a page may draw of what others wrote, and each of it hostile."""
    Vendor.objects.create(slug="hostil", name=HOSTILE, platform=HOSTILE, aliases=[HOSTILE])
    row = factories.make_task(
        kemper,
        ticket=factories.a_ticket(folio=HOSTILE, concept=HOSTILE, sucursal=HOSTILE),
        status=TaskStatus.INTERVENTION_NEEDED,
        failure_type="MISSING_DATA",
        failure_reason=HOSTILE,
        question={"fields": [{"name": "clave", "label": HOSTILE}]},
        vendor=Vendor.objects.get(slug="hostil"),
        created_by=owner,
    )
    content = {"message": HOSTILE, "label": HOSTILE, "said": HOSTILE}
    TaskStep.objects.create(
        organization_id=row.organization_id, task=row, seq=row.next_seq(), type="error", content=content
    )
    Cfdi.objects.create(
        organization_id=row.organization_id,
        task=row,
        status="rejected",
        summary={"issuer_name": HOSTILE, "issuer_rfc": HOSTILE, "receiver_name": HOSTILE},
        checks=[{"name": "receiver_name", "level": "reject", "ok": False, "detail": HOSTILE}],
        trust_note=HOSTILE,
        source="upload",
    )
    kemper.legal_name = kemper.rfc = kemper.email = HOSTILE
    kemper.save()
    Organization.objects.filter(pk=kemper.organization_id).update(name=HOSTILE)
    User.objects.filter(pk=owner.pk).update(full_name=HOSTILE)
    return row


@pytest.fixture
def people(task: InvoiceTask, kemper: FiscalProfile, owner: User) -> Mapping[str, Client]:
    factories.make_member(kemper.organization, Role.VIEWER)
    return {"owner": as_person(owner), "staff": as_staff_inside(kemper), "nobody": Client()}


@pytest.fixture
def addresses(kemper: FiscalProfile, task: InvoiceTask) -> list[str]:
    return pages_with(ids_of(kemper, task))


@pytest.mark.parametrize("who", ["owner", "staff", "nobody"])
def test_every_page_is_without_inline_script_style_or_smuggled_markup(
    people: Mapping[str, Client], addresses: list[str], who: str
) -> None:
    pages = read_all(people[who], addresses)
    found = {address: read(answer.content.decode()) for address, answer in pages.items()}

    assert {address: page.inline for address, page in found.items() if page.inline} == {}
    assert {address: page.smuggled for address, page in found.items() if page.smuggled} == {}
    shown = [answer for answer in pages.values() if answer.status_code == 200]
    assert len(shown) >= {"owner": 25, "staff": 25, "nobody": 5}[who]


def test_what_was_written_is_shown_as_it_was_written(
    people: Mapping[str, Client], addresses: list[str]
) -> None:
    """The walk above would prove nothing if no page drew it."""
    escaped = f"&lt;{MARK} onload=evil()&gt;"
    drawing = {
        who: [address for address, answer in read_all(client, addresses).items()
              if escaped in answer.content.decode()]
        for who, client in people.items()
    }  # fmt: skip

    assert len(drawing["owner"]) >= 10
    assert len(drawing["staff"]) >= 5


@pytest.mark.parametrize("who", ["owner", "staff", "nobody"])
def test_every_answer_carries_the_headers(
    people: Mapping[str, Client], addresses: list[str], who: str
) -> None:
    for address in addresses:
        answer = people[who].get(address)
        kept = {name: answer.headers.get(name) for name in HEADERS}
        assert kept == HEADERS, address
        assert STRICT.items() <= policy(answer).items(), address
        assert "unsafe" not in answer["Content-Security-Policy"], address


def written(form: PageForm) -> dict[str, str]:
    return form.given | dict.fromkeys(form.typed, HOSTILE)


def test_whatever_is_typed_into_a_form_comes_back_as_text(
    people: Mapping[str, Client], addresses: list[str]
) -> None:
    """Each form that the owner's pages show, filled with it and sent; then every page again."""
    client, sent = people["owner"], set()
    for address, answer in read_all(client, addresses).items():
        for form in read(answer.content.decode()).forms:
            if not form.typed:
                continue
            target = form.action or address
            post = client.post if form.method == "post" else client.get
            back = post(target, written(form), follow=True)
            assert back.status_code < 500, target
            assert read(back.content.decode()).smuggled == [], target
            assert read(back.content.decode()).inline == [], target
            sent.add(target.partition("?")[0])

    assert len(sent) >= 8
    again = read_all(client, addresses).items()
    assert [address for address, answer in again if read(answer.content.decode()).smuggled] == []


def test_a_name_of_markup_stays_text_in_a_letter(
    kemper: FiscalProfile, owner: User, mailoutbox: list[EmailMultiAlternatives],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    Organization.objects.filter(pk=kemper.organization_id).update(name=HOSTILE)
    with django_capture_on_commit_callbacks(execute=True):
        invite_member(
            organization_id=kemper.organization_id,
            actor=owner,
            email="invitada@otro.example",
            role=Role.VIEWER,
            site="https://h.example",
            now=timezone.now(),
        )

    (letter,) = mailoutbox
    (page,) = [str(body) for body, kind in letter.alternatives if kind == "text/html"]
    assert MARK in page
    assert read(page).smuggled == []


def test_the_exported_audit_holds_no_formula(owner: User) -> None:
    evil = create_organization(name="Fórmulas", owner=owner)
    User.objects.filter(pk=owner.pk).update(email="=cmd()@despacho.example")
    client = as_person(User.objects.get(pk=owner.pk))
    client.post(f"/cuenta/organizaciones/{evil.pk}/entrar/")

    lines = StringIO(client.post("/bitacora/exportar/").content.decode("utf-8-sig")).readlines()

    assert any("'=cmd()@despacho.example" in line for line in lines)
    assert not any(",=cmd" in line or line.startswith("=") for line in lines)
