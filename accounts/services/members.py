"""The people of an organization: their roles, and how they go."""

from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.errors import LastOwner, RoleTooLow
from accounts.models import Membership, User
from accounts.permissions import Role, may_assign
from accounts.services.acting import locked_organization


@transaction.atomic
def change_role(*, organization_id: UUID, actor: User, member_id: UUID, role: Role) -> Membership:
    """Raises RoleTooLow, LastOwner; Membership.DoesNotExist for who is no member."""
    acting = locked_organization(organization_id, actor)
    member = Membership.objects.for_organization(organization_id).get(pk=member_id)
    if not may_assign(acting.role, held=member.role, given=role):
        raise RoleTooLow
    if role != Role.OWNER:
        _keep_an_owner(member)
    if member.role != role:
        record_member(audit.MEMBER_ROLE_CHANGED, member, by=actor, before=member.role, after=role)
        member.role = role
        member.save(update_fields=["role"])
    return member


@transaction.atomic
def remove_member(*, organization_id: UUID, actor: User, member_id: UUID) -> None:
    """Raises RoleTooLow, LastOwner; Membership.DoesNotExist for who is no member."""
    acting = locked_organization(organization_id, actor)
    member = Membership.objects.for_organization(organization_id).get(pk=member_id)
    if not may_assign(acting.role, held=member.role, given=None):
        raise RoleTooLow
    _take_out(member, by=actor)


@transaction.atomic
def leave_organization(*, organization_id: UUID, person: User) -> None:
    """Raises LastOwner; RoleTooLow for who is no member."""
    _take_out(locked_organization(organization_id, person), by=person)


def record_member(
    verb: str, member: Membership, *, by: User, before: str | None = None, after: str | None = None
) -> None:
    """In the organization's audit; the object is the person."""
    audit.record(
        verb,
        organization_id=member.organization_id,
        kind="member",
        object_id=member.user_id,
        by=by,
        before={"role": str(before)} if before else {},
        after={"role": str(after)} if after else {},
    )


def _take_out(member: Membership, *, by: User) -> None:
    """Raises LastOwner."""
    _keep_an_owner(member)
    record_member(audit.MEMBER_REMOVED, member, by=by, before=member.role)
    member.delete()


def _keep_an_owner(member: Membership) -> None:
    """Before this one goes or is lowered. Raises LastOwner."""
    others = Membership.objects.for_organization(member.organization_id).exclude(pk=member.pk)
    if member.role == Role.OWNER and not others.filter(role=Role.OWNER).exists():
        raise LastOwner
