"""Invitations by mail: sent, revoked, accepted."""

import secrets
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.crossings import organization_of_invitation
from accounts.errors import AddressNotVerified, AlreadyMember, InvitationRefused, RoleTooLow
from accounts.invitations import address_hash, refusal, token_hash, too_many_message
from accounts.mail import send_letter
from accounts.models import Invitation, Membership, User
from accounts.permissions import Role, Verb, may_assign
from accounts.scope import enter_organization
from accounts.services.acting import locked_organization
from accounts.services.members import record_member
from accounts.services.people import has_confirmed_address

VALID_FOR = timedelta(days=7)
MOST_A_DAY = 50
"""Invitations of one organization in 24 hours: nobody mails strangers in our name without end."""


@transaction.atomic
def invite_member(
    *, organization_id: UUID, actor: User, email: str, role: Role, site: str, now: datetime
) -> Invitation:
    """Mails a link that holds for VALID_FOR; an earlier invitation of the same address is revoked.

    `site` is where the pages are, as https://host. Raises RoleTooLow, AddressNotVerified, AlreadyMember,
    InvitationRefused.
    """
    acting = locked_organization(organization_id, actor)
    if not may_assign(acting.role, held=None, given=role):
        raise RoleTooLow
    _may_invite(acting, email, now)
    invitations = Invitation.objects.for_organization(organization_id)
    invitations.open().filter(email_hash=address_hash(email)).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organization=acting.organization,
        email=email,
        email_hash=address_hash(email),
        token_hash=token_hash(token),
        role=role,
        invited_by=actor,
        expires_at=now + VALID_FOR,
    )
    letter = {
        "organization": acting.organization,
        "inviter": actor,
        "role": role,
        "link": site + reverse("accounts:invitation", args=[token]),
        "expires_at": invitation.expires_at,
    }
    _record(audit.MEMBER_INVITED, invitation, by=actor)
    transaction.on_commit(partial(send_letter, "emails/invitation", email, letter))
    return invitation


@transaction.atomic
def revoke_invitation(*, organization_id: UUID, actor: User, invitation_id: UUID, now: datetime) -> None:
    """Raises RoleTooLow; Invitation.DoesNotExist for one that is not open or not of this organization."""
    locked_organization(organization_id, actor, Verb.MANAGE_MEMBERS)
    invitation = Invitation.objects.for_organization(organization_id).open().get(pk=invitation_id)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    _record(audit.INVITATION_REVOKED, invitation, by=actor)


@transaction.atomic
def accept_invitation(*, token: str, person: User, now: datetime) -> Membership:
    """Once, by who has confirmed the address that it was sent to.

    Raises InvitationRefused, AlreadyMember; Invitation.DoesNotExist for an unknown token.
    """
    organization_id = organization_of_invitation(token_hash(token))
    if organization_id is None:
        raise Invitation.DoesNotExist
    enter_organization(organization_id)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(token_hash=token_hash(token))
    reason = refusal(invitation, person, now=now)
    if reason:
        raise InvitationRefused(reason)
    if not has_confirmed_address(person):
        raise AddressNotVerified
    member, is_new = Membership.objects.get_or_create(
        organization_id=invitation.organization_id, user=person, defaults={"role": invitation.role}
    )
    if not is_new:
        raise AlreadyMember
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    record_member(audit.MEMBER_ADDED, member, by=person, after=member.role)
    return member


def _record(verb: str, invitation: Invitation, *, by: User) -> None:
    audit.record_of(verb, invitation, kind="invitation", by=by, after={"role": str(invitation.role)})


def _may_invite(acting: Membership, email: str, now: datetime) -> None:
    """Raises AddressNotVerified, AlreadyMember, InvitationRefused."""
    if not has_confirmed_address(acting.user):
        raise AddressNotVerified
    if Membership.objects.for_organization(acting.organization_id).filter(user__email=email).exists():
        raise AlreadyMember
    sent = Invitation.objects.for_organization(acting.organization_id)
    if sent.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise InvitationRefused(too_many_message())
