"""Rows for tests, by what they are."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.factor_secrets import seal_secret
from accounts.fiscal import ReceiverFields
from accounts.models import FiscalProfile, Membership, Organization, User
from accounts.permissions import Role
from accounts.scope import in_organization
from accounts.services import appoint_staff, confirm_address, create_organization, create_profile
from accounts.staff import StaffRole
from invoicing import services
from invoicing.models import InvoiceTask, Vendor
from invoicing.portal_accounts import PortalAccount
from invoicing.states import TaskStatus

KEMPER = ReceiverFields(
    "EKU9003173C9", "ESCUELA KEMPER URGATE", "601", "42501", "facturas@kemper.example", "G03"
)
XIMO = ReceiverFields("XIQB891116QE4", "BERENICE XIMO QUEZADA", "612", "64000", "bere@ximo.example", "G03")
PORTAL = "http://127.0.0.1:9/facturacion"
WORKER = "worker-1"


def make_organization(name: str = "Despacho Norte") -> Organization:
    return create_organization(name=name, slug=f"org-{uuid4().hex[:12]}")


PASSWORD = "una clave larga"


def make_person(email: str = "") -> User:
    """With a confirmed address, in no organization."""
    user = User.objects.create_user(email or f"persona-{uuid4().hex[:8]}@despacho.example", PASSWORD)
    confirm_address(user=user)
    return user


def join(organization: Organization, user: User, role: Role) -> Membership:
    with in_organization(organization.pk):
        return Membership.objects.create(organization=organization, user=user, role=role)


def make_member(organization: Organization, role: Role = Role.OWNER) -> User:
    user = make_person(f"{role}-{uuid4().hex[:8]}@despacho.example")
    join(organization, user, role)
    return user


def give_second_factor(user: User) -> None:
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": seal_secret("A" * 32)}
    )


def make_staff(role: StaffRole, *, second_factor: bool = True) -> User:
    user = make_person(f"soporte-{uuid4().hex[:8]}@autocfdi.example")
    appoint_staff(person=user, role=role)
    if second_factor:
        give_second_factor(user)
    return user


def make_profile(organization: Organization, fields: ReceiverFields = KEMPER, **more: Any) -> FiscalProfile:
    with in_organization(organization.pk):
        return create_profile(organization=organization, fields=fields, **more)


def a_ticket(**more: Any) -> dict[str, Any]:
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - only a day in the past
    return {"amount": "1160.00", "date": yesterday.isoformat(), "folio": uuid4().hex[:10]} | more


def make_task(
    profile: FiscalProfile, *, status: TaskStatus = TaskStatus.QUEUED, **changes: Any
) -> InvoiceTask:
    """A task in any state, set directly: how it got there is another test's matter."""
    ticket, address = changes.pop("ticket", None) or a_ticket(), changes.pop("vendor_url", PORTAL)
    with in_organization(profile.organization_id):
        task = services.submit_task(
            organization=profile.organization,
            profile_version=profile.newest_version(),
            vendor_url=address,
            ticket=ticket,
        )
        columns = _columns_for(status) | changes
        InvoiceTask.objects.filter(pk=task.pk).update(status=status, **columns)
        return InvoiceTask.objects.get(pk=task.pk)


def _columns_for(status: TaskStatus) -> dict[str, Any]:
    if status is TaskStatus.RUNNING:
        return {"lease_owner": WORKER, "lease_until": timezone.now() + timedelta(minutes=1)}
    if status in {TaskStatus.FAILED, TaskStatus.INTERVENTION_NEEDED}:
        return {"failure_type": "UNKNOWN_PAGE", "failure_reason": "No se entendió la página."}
    return {}


def make_vendor(slug: str = "el-muelle", *, address: str = PORTAL, login: str = "required") -> Vendor:
    """Of the directory, its portal at this address."""
    columns = {"name": slug.replace("-", " ").title(), "portal_urls": [address], "login": login}
    return Vendor.objects.create(slug=slug, hosts=[urlsplit(address).netloc], **columns)


def make_account(vendor: Vendor, organization: Organization, **changes: Any) -> PortalAccount:
    given: dict[str, Any] = {"username": "facturas@norte.example", "password": " Clave del portal 1 "}
    with in_organization(organization.pk):
        return services.create_portal_account(organization=organization, vendor=vendor, **(given | changes))


def reread(task: InvoiceTask) -> InvoiceTask:
    return InvoiceTask.objects.get(pk=task.pk)


def pesos(text: str) -> Decimal:
    return Decimal(text)


def in_seconds(seconds: float) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)
