"""Pages of the accounts of portals: a password goes in and never comes out, and only two roles come in."""

import logging
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.audit import AuditEntry
from accounts.models import FiscalProfile, Organization, User
from accounts.permissions import Role
from accounts.scope import in_organization
from accounts.services import archive_profile
from invoicing import services
from invoicing.models import InvoiceTask, Vendor
from invoicing.portal_accounts import PortalAccount
from invoicing.states import TaskStatus
from tests import factories

LIST, NEW = "/portales/", "/portales/el-muelle/cuenta/"
PASSWORD = "Qx7 <b>secreta</b> del portal"


@pytest.fixture
def vendor(db: None) -> Vendor:
    return factories.make_vendor()


@pytest.fixture
def account(firm: Organization, vendor: Vendor) -> PortalAccount:
    return factories.make_account(vendor, firm)


@pytest.fixture
def page(client: Client, firm: Organization) -> Client:
    client.force_login(factories.make_member(firm, Role.ADMIN))
    return client


def typed(**changes: str) -> dict[str, str]:
    return {"profile": "", "username": "facturas@norte.example", "password": PASSWORD} | changes


def words(answer: Any) -> str:
    return str(answer.content.decode())


def own(account: PortalAccount, action: str = "") -> str:
    return f"/portales/cuentas/{account.pk}/{action}"


def test_an_account_is_kept_for_all_clients_or_for_one(
    page: Client, vendor: Vendor, kemper: FiscalProfile
) -> None:
    assert page.post(NEW, typed())["Location"] == LIST
    page.post(NEW, typed(profile=str(kemper.pk), username="kemper", password=" con blancos "))

    everybodys, kempers = PortalAccount.objects.order_by("created_at")
    assert (everybodys.profile, everybodys.password) == (None, PASSWORD)
    assert (kempers.profile, kempers.username, kempers.password) == (kemper, "kemper", " con blancos ")
    assert everybodys.created_by == User.objects.get()


def test_the_list_tells_who_needs_one_who_has_one_and_which_was_refused(
    page: Client, firm: Organization, vendor: Vendor, account: PortalAccount
) -> None:
    factories.make_vendor("la-fonda", address="http://127.0.0.1:11/")
    factories.make_vendor("el-kiosko", address="http://127.0.0.1:12/", login="optional")
    factories.make_vendor("sin-cuenta", address="http://127.0.0.1:13/", login="none")
    services.note_account_use(account=account, refused=True)

    shown = words(page.get(LIST))

    assert shown.index("El Muelle") < shown.index("La Fonda") < 10**6
    assert shown.index("El Muelle") < shown.index("El Kiosko")
    assert shown.count("Falta la cuenta") == 1  # La Fonda's
    assert "Rechazada" in shown
    assert "fac•••" in shown
    assert '<option value="sin-cuenta">' in shown
    assert '<option value="el-kiosko">' not in shown


def test_another_vendor_is_reached_from_the_list_without_scripts(page: Client, vendor: Vendor) -> None:
    factories.make_vendor("sin-cuenta", address="http://127.0.0.1:13/", login="none")

    assert page.get(LIST, {"comercio": "sin-cuenta"})["Location"] == "/portales/sin-cuenta/cuenta/"
    assert page.get(LIST, {"comercio": "inventado"}).status_code == 200
    assert page.get("/portales/inventado/cuenta/").status_code == 404


def test_the_password_is_nowhere_in_a_page_a_log_a_message_or_the_audit(
    page: Client, vendor: Vendor, firm: Organization, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    saved = page.post(NEW, typed())
    account = PortalAccount.objects.get()
    answers = [
        page.get(LIST),
        page.get(own(account)),
        page.post(NEW, typed()),  # there is one already
        page.post(NEW, typed(username="")),
        page.post(own(account), typed(username="u" * 300)),
        page.post(own(account), typed(username="otro@norte.example")),
        page.get(own(account)),
        page.post(own(account, "borrar/"), follow=True),
    ]

    told = "".join(map(words, answers)) + caplog.text
    told += " ".join(str(message) for message in get_messages(saved.wsgi_request))
    told += " ".join(str(vars(entry)) for entry in AuditEntry.objects.all())
    for piece in ("Qx7", "secreta"):
        assert piece not in told
    assert [answer.status_code for answer in answers] == [200, 200, 422, 422, 422, 302, 200, 200]


def test_a_page_of_a_kept_account_does_not_show_the_whole_username(
    page: Client, account: PortalAccount
) -> None:
    for shown in (words(page.get(LIST)), words(page.get(own(account)))):
        assert "fac•••" in shown
        assert "facturas@norte.example" not in shown


def test_a_password_field_never_holds_a_value_nor_takes_the_persons_own(page: Client, vendor: Vendor) -> None:
    shown = words(page.post(NEW, typed(username="")))

    field = shown[shown.index('name="password"') - 40 :][:300]
    assert 'type="password"' in field
    assert "value=" not in field.partition(">")[0]
    assert 'autocomplete="new-password"' in field


def test_html_in_a_username_stays_text(page: Client, vendor: Vendor) -> None:
    page.post(NEW, typed(username="<script>alert(1)</script>"))
    account = PortalAccount.objects.get()
    repeated = page.post(NEW, typed(username="<script>alert(1)</script>"))

    assert account.username == "<script>alert(1)</script>"
    for answer in (page.get(LIST), page.get(own(account)), repeated):
        assert "<script>alert" not in words(answer)
    assert "&lt;sc•••" in words(page.get(LIST))


@pytest.mark.parametrize("field", ["username", "password"])
@pytest.mark.parametrize("text", ["", "x" * 10_000, "nulo\x00", "dos\nlíneas"])
def test_what_cannot_be_an_account_is_told_beside_its_field(
    page: Client, vendor: Vendor, field: str, text: str
) -> None:
    answer = page.post(NEW, typed(**{field: text}))

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not PortalAccount.objects.exists()


def test_a_second_one_leads_to_the_first(page: Client, account: PortalAccount) -> None:
    answer = page.post(NEW, typed())

    assert answer.status_code == 422
    assert f'href="{own(account)}"' in words(answer)
    assert PortalAccount.objects.get().password != PASSWORD


def test_replacing_needs_the_password_and_keeps_the_username_where_none_is_written(
    page: Client, account: PortalAccount
) -> None:
    assert page.post(own(account), {"username": "otro", "password": ""}).status_code == 422
    assert page.post(own(account), {"username": "", "password": PASSWORD}).status_code == 302

    kept = PortalAccount.objects.get()
    assert (kept.username, kept.password) == ("facturas@norte.example", PASSWORD)


def test_a_refused_one_says_since_when_and_may_be_allowed_again(page: Client, account: PortalAccount) -> None:
    services.note_account_use(account=account, refused=True)
    assert "El portal rechazó esta cuenta" in words(page.get(own(account)))

    page.post(own(account, "permitir/"))

    assert "El portal rechazó esta cuenta" not in words(page.get(own(account)))
    assert not PortalAccount.objects.get().is_refused


def test_deleting_is_done_once_and_then_it_is_not_there(page: Client, account: PortalAccount) -> None:
    assert page.post(own(account, "borrar/"))["Location"] == LIST
    assert page.post(own(account, "borrar/")).status_code == 404
    assert page.get(own(account)).status_code == 404


def test_only_clients_in_use_are_offered(page: Client, vendor: Vendor, kemper: FiscalProfile) -> None:
    assert "ESCUELA KEMPER" in words(page.get(NEW, {"cliente": str(kemper.pk)}))
    assert f'value="{kemper.pk}" selected' in words(page.get(NEW, {"cliente": str(kemper.pk)}))

    archive_profile(profile=kemper, now=timezone.now())
    assert "ESCUELA KEMPER" not in words(page.get(NEW, {"cliente": "lo que sea"}))


def test_a_client_of_another_firm_cannot_be_chosen(
    page: Client, vendor: Vendor, other_firm: Organization
) -> None:
    foreign = factories.make_profile(other_firm)

    answer = page.post(NEW, typed(profile=str(foreign.pk)))

    assert "profile" in answer.context["form"].errors
    assert "KEMPER" not in words(answer)
    assert not PortalAccount.objects.exists()


# --- who may
def addresses(account: PortalAccount) -> list[tuple[str, str]]:
    actions = [("post", own(account, action)) for action in ("permitir/", "borrar/")]
    return [("get", own(account)), ("post", own(account)), *actions]


SHARED = [("get", LIST), ("get", NEW), ("post", NEW)]


def test_nobody_is_sent_to_the_login(client: Client, account: PortalAccount) -> None:
    for method, address in [*SHARED, *addresses(account)]:
        answer = getattr(client, method)(address, typed())
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(reverse("accounts:login"))


def test_another_organizations_account_is_not_there(
    client: Client, account: PortalAccount, stranger: User
) -> None:
    client.force_login(stranger)

    for method, address in addresses(account):
        assert getattr(client, method)(address, typed()).status_code == 404, address
    missing = own(PortalAccount(pk=uuid4()))
    assert client.get(missing).status_code == 404
    assert "fac•••" not in words(client.get(LIST))
    assert PortalAccount.objects.get() == account
    assert PortalAccount.objects.get().updated_at == account.updated_at


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ACCOUNTANT])
def test_readers_and_accountants_see_and_change_no_account(
    client: Client, firm: Organization, account: PortalAccount, role: Role
) -> None:
    client.force_login(factories.make_member(firm, role))

    for method, address in [*SHARED, *addresses(account)]:
        assert getattr(client, method)(address, typed()).status_code == 403, address
    assert LIST not in words(client.get("/"))
    assert LIST not in words(client.get("/equipo/"))
    assert PortalAccount.objects.get().password != PASSWORD


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OWNER])
def test_admins_and_owners_find_the_page(
    client: Client, firm: Organization, vendor: Vendor, role: Role
) -> None:
    client.force_login(factories.make_member(firm, role))

    assert f'href="{LIST}"' in words(client.get("/"))
    assert f'href="{LIST}"' in words(client.get("/equipo/"))
    assert client.get(LIST).status_code == 200
    assert client.post(NEW, typed()).status_code == 302


def test_who_may_is_read_where_the_person_works_now(
    client: Client, owner: User, other_firm: Organization, vendor: Vendor
) -> None:
    """Owner of one organization, reader of the other: an account of the other stays closed."""
    factories.join(other_firm, owner, Role.VIEWER)
    foreign = factories.make_account(vendor, other_firm)
    client.force_login(owner)

    assert client.get(own(foreign)).status_code == 403
    assert client.post(own(foreign), typed()).status_code == 403
    assert client.post(own(foreign, "borrar/")).status_code == 403
    with in_organization(other_firm.pk):
        assert PortalAccount.objects.get().password != PASSWORD


def test_a_post_without_its_token_is_refused(account: PortalAccount, owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)

    for method, address in [*SHARED, *addresses(account)]:
        if method == "post":
            assert strict.post(address, typed()).status_code == 403, address
    assert PortalAccount.objects.get().password != PASSWORD


# --- where a ticket stopped
@pytest.fixture
def stopped(kemper: FiscalProfile, vendor: Vendor) -> InvoiceTask:
    return factories.make_task(
        kemper,
        status=TaskStatus.INTERVENTION_NEEDED,
        failure_type="LOGIN_REQUIRED",
        failure_reason="El portal pide una cuenta.",
    )


def test_a_ticket_that_stopped_at_the_login_leads_to_where_an_account_is_kept(
    page: Client, stopped: InvoiceTask, kemper: FiscalProfile
) -> None:
    assert f'href="{NEW}?cliente={kemper.pk}"' in words(page.get(f"/tickets/{stopped.pk}/"))

    saved = page.post(NEW, typed(), follow=True)

    assert "Un ticket la esperaba" in words(saved)
    shown = words(page.get(f"/tickets/{stopped.pk}/"))
    assert "Ya hay una cuenta guardada" in shown
    assert NEW not in shown


def test_a_refused_account_is_led_to_from_its_ticket(
    page: Client, stopped: InvoiceTask, firm: Organization
) -> None:
    account = factories.make_account(Vendor.objects.get(), firm)
    services.note_account_use(account=account, refused=True)

    shown = words(page.get(f"/tickets/{stopped.pk}/"))

    assert "El portal rechazó la cuenta guardada" in shown
    assert f'href="{own(account)}"' in shown


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ACCOUNTANT])
def test_who_may_not_is_told_who_may(
    client: Client, firm: Organization, stopped: InvoiceTask, role: Role
) -> None:
    client.force_login(factories.make_member(firm, role))

    shown = words(client.get(f"/tickets/{stopped.pk}/"))

    assert "Quien administra la organización" in shown
    assert "/portales/" not in shown


def test_a_portal_that_no_vendor_is_known_for_offers_nothing(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(
        kemper, status=TaskStatus.INTERVENTION_NEEDED, failure_type="LOGIN_REQUIRED", failure_reason="x"
    )

    assert "/cuenta/" not in words(page.get(f"/tickets/{task.pk}/")).partition("<main")[2]


def test_the_list_opens_no_sealed_password(page: Client, account: PortalAccount) -> None:
    """A page that opened them could show them: a password that cannot be opened breaks nothing."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE invoicing_portalaccount SET password = set_byte(password, 20, 0)")
        cursor.execute("UPDATE invoicing_portalaccount SET password = set_byte(password, 21, 0)")

    assert page.get(LIST).status_code == 200
    assert page.get(own(account)).status_code == 200
