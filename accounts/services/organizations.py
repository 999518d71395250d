"""Organizations: made, named, secured, opened for support, deleted after a grace period."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.crossings import organization_named, organizations_due_for_deletion
from accounts.models import DELETION_GRACE, Membership, Organization, User
from accounts.permissions import Role, Verb
from accounts.scope import in_organization
from accounts.services.acting import locked_organization


@transaction.atomic
def create_organization(*, name: str, slug: str | None = None, owner: User | None = None) -> Organization:
    organization = Organization(name=name, slug=slug or f"o-{uuid4().hex}")
    with in_organization(organization.pk):
        organization.save(force_insert=True)
        if owner is not None:
            Membership.objects.create(organization=organization, user=owner, role=Role.OWNER)
        after = {"owner": str(owner.pk)} if owner else {}
        _record(audit.ORGANIZATION_CREATED, organization.pk, by=owner, after=after)
    return organization


@transaction.atomic
def ensure_organization(*, slug: str, name: str) -> Organization:
    """The organization with this slug, made where it is missing; safe for several processes at once."""
    known = organization_named(slug)
    if known is None:
        try:
            return create_organization(slug=slug, name=name)
        except IntegrityError:  # another process was first
            known = organization_named(slug)
    with in_organization(known or UUID(int=0)):
        return Organization.objects.get(slug=slug)


@transaction.atomic
def set_up_organization(
    *, organization_id: UUID, actor: User, name: str, requires_second_factor: bool
) -> Organization:
    """Where a second factor is required, people without one reach nothing of it from now on.

    Raises RoleTooLow.
    """
    organization = locked_organization(organization_id, actor, Verb.MANAGE_ORGANIZATION).organization
    wanted = {"name": name, "requires_second_factor": requires_second_factor}
    changed = [field for field, value in wanted.items() if getattr(organization, field) != value]
    if changed:
        organization.name, organization.requires_second_factor = name, requires_second_factor
        organization.save(update_fields=changed)
        _record(
            audit.ORGANIZATION_CHANGED,
            organization_id,
            by=actor,
            fields=changed,
            after={"requires_second_factor": requires_second_factor},
        )
    return organization


@transaction.atomic
def open_for_support(*, organization: Organization, by: User) -> None:
    """Tells the organization's own audit that support staff looks into its rows from now on."""
    with in_organization(organization.pk):
        _record(audit.ORGANIZATION_OPENED, organization.pk, by=by)


@transaction.atomic
def ask_deletion(*, organization_id: UUID, actor: User, now: datetime) -> Organization:
    """Its rows are deleted DELETION_GRACE later, unless an owner undoes it. Raises RoleTooLow."""
    organization = locked_organization(organization_id, actor, Verb.MANAGE_ORGANIZATION).organization
    if organization.deleted_at is None:  # asking again does not begin the period anew
        organization.deleted_at = now
        organization.save(update_fields=["deleted_at"])
        _record(audit.DELETION_ASKED, organization_id, by=actor)
    return organization


@transaction.atomic
def undo_deletion(*, organization_id: UUID, actor: User) -> Organization:
    """Raises RoleTooLow."""
    organization = locked_organization(organization_id, actor, Verb.MANAGE_ORGANIZATION).organization
    if organization.deleted_at is not None:
        organization.deleted_at = None
        organization.save(update_fields=["deleted_at"])
        _record(audit.DELETION_UNDONE, organization_id, by=actor)
    return organization


def delete_due_organizations(*, now: datetime) -> int:
    """Deletes each organization whose grace period is over, in a transaction of its own; how many.

    What its audit told stays, without the keys that open what it told of taxpayers.
    """
    due = organizations_due_for_deletion(asked_before=now - DELETION_GRACE)
    return sum(_delete_if_due(organization_id, now) for organization_id in due)


@transaction.atomic
def _delete_if_due(organization_id: UUID, now: datetime) -> bool:
    """Reads again under a lock: an owner may have undone it meanwhile."""
    with in_organization(organization_id):
        due = Organization.objects.select_for_update().filter(deleted_at__lte=now - DELETION_GRACE)
        organization = due.filter(pk=organization_id).first()
        if organization is None:
            return False
        _record(audit.ORGANIZATION_DELETED, organization_id)
        organization.delete()
    return True


def _record(
    verb: str,
    organization_id: UUID,
    *,
    by: User | None = None,
    fields: list[str] | None = None,
    after: audit.Values | None = None,
) -> None:
    audit.record(
        verb,
        organization_id=organization_id,
        kind="organization",
        object_id=organization_id,
        by=by,
        fields=fields or (),
        after=after,
    )
