"""Organizations: made, named, secured, deleted after a grace period."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import DELETION_GRACE, Membership, Organization, User
from accounts.permissions import Role, Verb
from accounts.services.acting import locked_organization


@transaction.atomic
def create_organization(*, name: str, slug: str | None = None, owner: User | None = None) -> Organization:
    organization = Organization.objects.create(name=name, slug=slug or f"o-{uuid4().hex}")
    if owner is not None:
        Membership.objects.create(organization=organization, user=owner, role=Role.OWNER)
    return organization


def ensure_organization(*, slug: str, name: str) -> Organization:
    """The organization with this slug, made where it is missing; safe for several processes at once."""
    return Organization.objects.get_or_create(slug=slug, defaults={"name": name})[0]


@transaction.atomic
def set_up_organization(
    *, organization_id: UUID, actor: User, name: str, requires_second_factor: bool
) -> Organization:
    """Where a second factor is required, people without one reach nothing of it from now on.

    Raises RoleTooLow.
    """
    organization = locked_organization(organization_id, actor, Verb.MANAGE_ORGANIZATION).organization
    organization.name, organization.requires_second_factor = name, requires_second_factor
    organization.save(update_fields=["name", "requires_second_factor"])
    return organization


@transaction.atomic
def ask_deletion(*, organization_id: UUID, actor: User, now: datetime) -> Organization:
    """Its rows are deleted DELETION_GRACE later, unless an owner undoes it. Raises RoleTooLow."""
    organization = locked_organization(organization_id, actor, Verb.MANAGE_ORGANIZATION).organization
    if organization.deleted_at is None:  # asking again does not begin the period anew
        organization.deleted_at = now
        organization.save(update_fields=["deleted_at"])
    return organization


@transaction.atomic
def undo_deletion(*, organization_id: UUID, actor: User) -> Organization:
    """Raises RoleTooLow."""
    organization = locked_organization(organization_id, actor, Verb.MANAGE_ORGANIZATION).organization
    organization.deleted_at = None
    organization.save(update_fields=["deleted_at"])
    return organization


def delete_due_organizations(*, now: datetime) -> int:
    """Deletes each organization whose grace period is over, in a transaction of its own; how many."""
    due = Organization.objects.filter(deleted_at__lte=now - DELETION_GRACE).values_list("pk", flat=True)
    return sum(_delete_if_due(organization_id, now) for organization_id in list(due))


@transaction.atomic
def _delete_if_due(organization_id: UUID, now: datetime) -> bool:
    """Reads again under a lock: an owner may have undone it meanwhile."""
    due = Organization.objects.select_for_update().filter(
        pk=organization_id, deleted_at__lte=now - DELETION_GRACE
    )
    organization = due.first()
    if organization is None:
        return False
    organization.delete()
    return True
