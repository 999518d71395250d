"""The accounts of portals: kept, replaced, deleted, and chosen for a run."""

import unicodedata
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import FiscalProfile, Organization, User
from invoicing.audited import (
    ACCOUNT_CREATED,
    ACCOUNT_DELETED,
    ACCOUNT_REPLACED,
    ACCOUNT_TRUSTED,
    record_account,
)
from invoicing.errors import AccountExists, AccountRefused
from invoicing.models import InvoiceTask, Vendor
from invoicing.portal_accounts import PortalAccount
from invoicing.portal_address import origin

LONGEST_USERNAME = 254
LONGEST_PASSWORD = 256


@transaction.atomic
def create_portal_account(
    *,
    organization: Organization,
    vendor: Vendor,
    username: str,
    password: str,
    profile: FiscalProfile | None = None,
    created_by: User | None = None,
) -> PortalAccount:
    """`profile` None: the organization's own, for every taxpayer without one. Raises AccountRefused."""
    if profile is not None and profile.organization_id != organization.pk:
        raise AccountRefused("profile", "Este cliente no es de la organización.")
    account = PortalAccount(
        organization=organization,
        vendor=vendor,
        profile=profile,
        username=_checked("username", username.strip(), LONGEST_USERNAME),
        password=_checked("password", password, LONGEST_PASSWORD),
        created_by=created_by,
        updated_by=created_by,
    )
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        if "portal_account_once" in str(error):
            raise AccountExists from error
        raise
    record_account(ACCOUNT_CREATED, account, by=created_by)
    return account


@transaction.atomic
def replace_portal_account(
    *, account: PortalAccount, password: str, username: str | None = None, replaced_by: User | None = None
) -> PortalAccount:
    """`username` None: as it was. What the portal said of the old one counts no more; a run that is under way
    goes on with the old one. Raises AccountRefused, and PortalAccount.DoesNotExist where it was deleted."""
    account = PortalAccount.objects.select_for_update().get(pk=account.pk)
    changed = ["password"]
    if username is not None:
        account.username = _checked("username", username.strip(), LONGEST_USERNAME)
        changed.append("username")
    account.password = _checked("password", password, LONGEST_PASSWORD)
    account.last_used_at = account.last_refused_at = None
    account.updated_by = replaced_by
    account.save()
    record_account(ACCOUNT_REPLACED, account, by=replaced_by, fields=changed)
    return account


@transaction.atomic
def trust_portal_account(*, account: PortalAccount, by: User | None = None) -> None:
    """The portal refused it, and a person says that it is right: the next task tries it once more."""
    rows = PortalAccount.objects.filter(pk=account.pk, last_refused_at__isnull=False)
    if rows.update(last_refused_at=None):
        record_account(ACCOUNT_TRUSTED, account, by=by)


@transaction.atomic
def delete_portal_account(*, account: PortalAccount, deleted_by: User | None = None) -> None:
    """Deleting again changes nothing."""
    if PortalAccount.objects.filter(pk=account.pk).delete()[0]:
        record_account(ACCOUNT_DELETED, account, by=deleted_by)


def account_for_run(*, task: InvoiceTask) -> PortalAccount | None:
    """The taxpayer's own account at the task's vendor, else the organization's. None where there is none,
    where the portal refused it (trying it again could lock it), and where the task's address is not the
    portal of the vendor's directory entry: whoever may submit a task must not choose where a password goes.
    """
    vendor = task.vendor
    if vendor is None or origin(task.vendor_url) not in {origin(address) for address in vendor.portal_urls}:
        return None
    account = find_portal_account(task=task)
    return None if account is None or account.is_refused else account


def usable_accounts(*, organization: Organization) -> set[tuple[UUID, UUID | None]]:
    """(vendor, profile or None for the organization's own) of the accounts that a run would use."""
    rows = PortalAccount.objects.for_organization(organization)
    return {(row.vendor_id, row.profile_id) for row in rows if not row.is_refused}


def find_portal_account(*, task: InvoiceTask) -> PortalAccount | None:
    """The one that the task would use, refused or not."""
    if task.vendor_id is None:
        return None
    rows = PortalAccount.objects.for_organization(task.organization_id).at_vendor(task.vendor_id)
    return rows.nearest_first(task.profile_version.profile_id).first()


def note_account_use(*, account: PortalAccount, refused: bool, now: datetime | None = None) -> None:
    """Of the account as the run read it: one that was replaced meanwhile is another, and stays as it is."""
    now = now or timezone.now()
    columns = {"last_used_at": now} | ({"last_refused_at": now} if refused else {})
    PortalAccount.objects.filter(pk=account.pk, updated_at=account.updated_at).update(**columns)


def _checked(field: str, text: str, limit: int) -> str:
    """One line, as a form of the portal can take it. Raises AccountRefused; the text is never part of it."""
    if not text.strip():
        raise AccountRefused(field, "Este campo es obligatorio.")
    if len(text) > limit:
        raise AccountRefused(field, f"No puede pasar de {limit} caracteres.")
    if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text):
        raise AccountRefused(
            field, "Lleva un salto de línea u otro carácter que no se ve. Escríbelo otra vez."
        )
    return text
