"""How an invitation is found, and what stands against accepting it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.crossings import organization_of_invitation
from accounts.keys import lookup_hash
from accounts.models import Invitation, Membership
from accounts.permissions import may_assign
from accounts.scope import in_organization


def address_hash(email: str) -> str:
    return lookup_hash(email.strip().lower(), purpose="invitation.email")


def token_hash(token: str) -> str:
    """The token itself is only in the mail."""
    return lookup_hash(token, purpose="invitation.token")


def find_invitation(token: str) -> Invitation | None:
    """By its token, whatever its organization: whoever holds it need not be a member of any."""
    organization_id = organization_of_invitation(token_hash(token))
    if organization_id is None:
        return None
    with in_organization(organization_id):
        invitations = Invitation.objects.select_related("organization", "invited_by")
        return invitations.filter(token_hash=token_hash(token)).first()


def refusal(invitation: Invitation, person: Any, *, now: datetime) -> str | None:
    """Why this person (or, for one who is not signed in, anybody) cannot accept it; None where nothing is."""
    if invitation.accepted_at:
        return _("Esta invitación ya se usó. Si fuiste tú, entra con tu cuenta.")
    if invitation.revoked_at:
        return _("La organización retiró esta invitación. Pide otra a quien te invitó.")
    if invitation.expires_at <= now:
        return _("Esta invitación caducó. Pide otra a quien te invitó.")
    if not _inviter_still_may(invitation):
        return _("Quien te invitó ya no puede invitar a esta organización. Pide otra invitación.")
    if person.is_authenticated and address_hash(person.email) != invitation.email_hash:
        return _("Esta invitación es para otra dirección de correo. Entra con la cuenta de esa dirección.")
    return None


def too_many_message() -> str:
    return _("La organización ya mandó muchas invitaciones hoy. Sigue mañana.")


def _inviter_still_may(invitation: Invitation) -> bool:
    if invitation.invited_by_id is None:
        return False
    with in_organization(invitation.organization_id):
        inviter = Membership.objects.filter(user_id=invitation.invited_by_id).first()
    return inviter is not None and may_assign(inviter.role, held=None, given=invitation.role)
