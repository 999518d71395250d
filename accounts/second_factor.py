"""Organizations that ask their people for a second factor, and who has none."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator

from accounts.models import Membership, Organization

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(person: Any) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())


def closed_organizations(person: Any, memberships: Iterable[Membership]) -> list[Organization]:
    """Of these memberships' organizations, those that ask for a second factor which the person lacks."""
    asking = [row.organization for row in memberships if row.organization.requires_second_factor]
    return asking if asking and not has_second_factor(person) else []
