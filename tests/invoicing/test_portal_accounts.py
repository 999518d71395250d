"""Accounts of portals: sealed, one per vendor and taxpayer, chosen for a run, and never tried twice in vain."""

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts import rotation
from accounts.audit import AuditEntry
from accounts.models import FiscalProfile, Organization, User
from accounts.scope import in_organization
from invoicing import services
from invoicing.errors import AccountExists, AccountRefused
from invoicing.masking import veiled
from invoicing.models import InvoiceTask, Vendor
from invoicing.portal_accounts import PortalAccount
from tests import factories

USERNAME, PASSWORD = "facturas@norte.example", " Clave del portal 1 "


@pytest.fixture
def vendor(db: None) -> Vendor:
    return factories.make_vendor()


@pytest.fixture
def account(firm: Organization, vendor: Vendor) -> PortalAccount:
    return factories.make_account(vendor, firm)


def task_of(profile: FiscalProfile, **changes: Any) -> InvoiceTask:
    return factories.make_task(profile, **changes)


def test_username_and_password_stand_sealed_and_open_again(account: PortalAccount) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT username, password FROM invoicing_portalaccount")
        sealed = b"".join(bytes(value) for value in cursor.fetchone())

    assert USERNAME.encode() not in sealed
    assert b"Clave" not in sealed
    kept = PortalAccount.objects.get()
    assert (kept.username, kept.password) == (USERNAME, PASSWORD)


def test_a_rotation_of_keys_goes_through_them() -> None:
    columns = {table.name: table.columns for table in rotation.sealed_tables()}

    assert columns["invoicing_portalaccount"] == ("username", "password")


def test_there_is_one_for_a_vendor_and_a_taxpayer_and_one_for_all_others(
    firm: Organization, vendor: Vendor, account: PortalAccount, kemper: FiscalProfile
) -> None:
    factories.make_account(vendor, firm, profile=kemper)

    for profile in (None, kemper):
        with pytest.raises(AccountExists):
            factories.make_account(vendor, firm, profile=profile)
    assert PortalAccount.objects.count() == 2


def test_two_firms_each_have_their_own(
    firm: Organization, other_firm: Organization, vendor: Vendor, account: PortalAccount
) -> None:
    factories.make_account(vendor, other_firm)

    assert PortalAccount.objects.get() == account


def test_a_client_of_another_firm_gets_no_account_of_ours(
    firm: Organization, other_firm: Organization, vendor: Vendor
) -> None:
    foreign = factories.make_profile(other_firm)

    with pytest.raises(AccountRefused, match="no es de la organización"):
        factories.make_account(vendor, firm, profile=foreign)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("username", ""),
        ("username", "   "),
        ("username", "u" * 10_000),
        ("username", "dos\nlíneas"),
        ("password", ""),
        ("password", "   "),
        ("password", "p" * 10_000),
        ("password", "con\x00nulo"),
        ("password", "con\ttabulador"),
        ("password", "\ud800"),
    ],
)
def test_what_no_form_of_a_portal_could_take_is_refused_without_being_repeated(
    firm: Organization, vendor: Vendor, field: str, text: str
) -> None:
    with pytest.raises(AccountRefused) as refused:
        factories.make_account(vendor, firm, **{field: text})

    assert refused.value.field == field
    assert not text.strip() or text not in str(refused.value)
    assert not PortalAccount.objects.exists()


def test_the_audit_tells_who_and_where_and_nothing_of_the_account(
    firm: Organization, vendor: Vendor, owner: User, kemper: FiscalProfile
) -> None:
    account = factories.make_account(vendor, firm, profile=kemper, created_by=owner)
    services.replace_portal_account(
        account=account, username="otra@norte.example", password="otra", replaced_by=owner
    )
    services.delete_portal_account(account=account, deleted_by=owner)
    services.delete_portal_account(account=account, deleted_by=owner)

    told = list(AuditEntry.objects.filter(object_kind="portal_account").order_by("at"))
    assert [entry.verb.partition(".")[2] for entry in told] == ["created", "replaced", "deleted"]
    assert told[1].fields == ["password", "username"]
    assert {entry.actor_id for entry in told} == {owner.pk}
    assert {entry.object_id for entry in told} == {account.pk}
    assert all(entry.after == {"vendor": vendor.slug, "profile": str(kemper.pk)} for entry in told)
    assert all(entry.before == {} and entry.personal is None for entry in told)


def test_a_taxpayers_own_goes_before_the_organizations(
    firm: Organization, vendor: Vendor, account: PortalAccount, kemper: FiscalProfile
) -> None:
    ximo = factories.make_profile(firm, factories.XIMO)
    own = factories.make_account(vendor, firm, profile=ximo)

    assert services.account_for_run(task=task_of(ximo)) == own
    assert services.account_for_run(task=task_of(kemper)) == account


def test_another_vendors_and_another_taxpayers_account_are_not_used(
    firm: Organization, vendor: Vendor, kemper: FiscalProfile
) -> None:
    other = factories.make_vendor("la-otra", address="http://127.0.0.1:10/")
    factories.make_account(other, firm)
    factories.make_account(vendor, firm, profile=factories.make_profile(firm, factories.XIMO))

    assert services.account_for_run(task=task_of(kemper)) is None


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:10/facturacion", "https://127.0.0.1:9/facturacion", "http://127.0.0.2:9/facturacion"],
)
def test_who_submits_a_ticket_cannot_choose_where_the_password_goes(
    account: PortalAccount, vendor: Vendor, kemper: FiscalProfile, address: str
) -> None:
    task = task_of(kemper)
    assert services.account_for_run(task=task) == account

    task.vendor_url = address
    assert task.vendor == vendor
    assert services.account_for_run(task=task) is None


def test_a_refused_one_is_not_tried_again_until_somebody_says_so(
    account: PortalAccount, kemper: FiscalProfile, owner: User
) -> None:
    task = task_of(kemper)
    services.note_account_use(account=account, refused=True)
    assert PortalAccount.objects.get().is_refused
    assert services.account_for_run(task=task) is None

    services.trust_portal_account(account=account, by=owner)
    assert services.account_for_run(task=task) == account

    services.note_account_use(account=account, refused=True)
    services.replace_portal_account(account=account, password="la correcta")
    assert services.account_for_run(task=task) == account


def test_a_later_success_ends_a_refusal(account: PortalAccount) -> None:
    services.note_account_use(account=account, refused=True, now=factories.in_seconds(-60))
    services.note_account_use(account=account, refused=False, now=timezone.now())

    assert not PortalAccount.objects.get().is_refused


def test_what_a_run_learnt_of_the_old_one_is_not_said_of_the_new_one(account: PortalAccount) -> None:
    as_read = PortalAccount.objects.get()
    services.replace_portal_account(account=account, password="la correcta")

    services.note_account_use(account=as_read, refused=True)

    kept = PortalAccount.objects.get()
    assert (kept.last_used_at, kept.last_refused_at, kept.password) == (None, None, "la correcta")


def test_without_a_new_username_the_old_one_stays(account: PortalAccount) -> None:
    services.replace_portal_account(account=account, password="nueva")

    kept = PortalAccount.objects.get()
    assert (kept.username, kept.password) == (USERNAME, "nueva")


def test_a_client_who_is_deleted_takes_their_account_along(
    firm: Organization, vendor: Vendor, account: PortalAccount, kemper: FiscalProfile
) -> None:
    factories.make_account(vendor, firm, profile=kemper)
    kemper.delete()

    assert PortalAccount.objects.get() == account


def test_an_organization_that_is_deleted_takes_them_along(other_firm: Organization, vendor: Vendor) -> None:
    factories.make_account(vendor, other_firm)
    with in_organization(other_firm.pk):
        other_firm.delete()
        assert not PortalAccount.objects.exists()


@pytest.mark.parametrize(
    ("text", "shown"),
    [("facturas@norte.example", "fac•••"), ("ana", "a•••"), ("ab", "•••"), ("<script>", "<s•••")],
)
def test_a_username_shows_its_first_characters_only(text: str, shown: str) -> None:
    assert veiled(text) == shown
