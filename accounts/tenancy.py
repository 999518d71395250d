"""The tenant of a request, and the doors through which a person reaches an object.

A door answers 404 outside the person's organizations, the same as for an object that does not exist, and
403 where the role lacks the verb: the person may know of the object, but not do this with it; so is one
whose organization asks for a second factor that the person lacks. Who was let in is within that organization
from then on (accounts.scope): the database shows nothing else.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.crossings import organization_of_arco_request, organization_of_profile
from accounts.models import ArcoRequest, FiscalProfile, Membership
from accounts.permissions import Verb, may
from accounts.querysets import OrganizationQuerySet, Row
from accounts.scope import as_person, enter_organization
from accounts.second_factor import closed_organizations


class SecondFactorNeeded(PermissionDenied):
    """The organization asks for a second factor, and the person has none."""


def known_memberships(user: Any) -> list[Membership]:
    """A person's places, oldest first, with their organizations; none for who is not signed in."""
    if not user.is_authenticated:
        return []
    with as_person(user.pk):
        rows = Membership.objects.select_related("organization").filter(user=user)
        return list(rows.order_by("created_at", "pk"))


def access_membership(user: Any, organization_id: UUID, verb: Verb | None = None) -> Membership:
    """The person's place in an organization. Raises Http404, PermissionDenied."""
    for membership in known_memberships(user):
        if membership.organization_id == organization_id:
            return enter(membership, verb)
    raise Http404


def enter(membership: Membership, verb: Verb | None = None) -> Membership:
    """What every door ends with: from here to the end of the surrounding scope it is this organization's rows.

    Raises SecondFactorNeeded, PermissionDenied.
    """
    if closed_organizations(membership.user, [membership]):
        raise SecondFactorNeeded
    if verb is not None and not may(membership.role, verb):
        raise PermissionDenied
    enter_organization(membership.organization_id)
    return membership


def access_row(
    queryset: OrganizationQuerySet[Row], user: Any, pk: UUID | str, verb: Verb, *, within: UUID | None
) -> Row:
    """One row of an organization of this person; `within` is where it lives, None where it does not exist.

    Raises Http404, PermissionDenied.
    """
    if within is None:
        raise Http404
    access_membership(user, within, verb)
    row = queryset.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def access_profile(user: Any, pk: UUID | str, verb: Verb = Verb.VIEW_PROFILES) -> FiscalProfile:
    """One whose data were erased is a 404, but for who manages privacy. Raises Http404, PermissionDenied."""
    within = organization_of_profile(UUID(str(pk)))
    profile = access_row(FiscalProfile.objects.all(), user, pk, verb, within=within)
    if profile.erased_at is not None and verb is not Verb.MANAGE_PRIVACY:
        raise Http404
    return profile


def access_arco_request(user: Any, pk: UUID | str) -> ArcoRequest:
    """For who manages privacy. Raises Http404, PermissionDenied."""
    rows = ArcoRequest.objects.select_related("profile", "registered_by")
    within = organization_of_arco_request(UUID(str(pk)))
    return access_row(rows, user, pk, Verb.MANAGE_PRIVACY, within=within)
