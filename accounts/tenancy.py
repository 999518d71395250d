"""The tenant of a request, and the doors through which a person reaches an object.

A door answers 404 outside the person's organizations, the same as for an object that does not exist, and
403 where the role lacks the verb: the person may know of the object, but not do this with it. Who was let
in is within that organization from then on (accounts.scope): the database shows nothing else.
"""

from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from accounts.crossings import organization_of_profile, organizations_of
from accounts.permissions import Verb, may
from accounts.scope import enter_organization

if TYPE_CHECKING:
    from accounts.models import FiscalProfile, Membership, Organization

Row = TypeVar("Row", bound=models.Model)


class OrganizationQuerySet(models.QuerySet[Row]):
    """Rows that belong to an organization."""

    def for_organization(self, organization: "Organization | UUID") -> Self:
        return self.filter(organization=organization)


def access_membership(user: Any, organization_id: UUID | str | None = None) -> "Membership":
    """The person's place in an organization; the first one where none is named. Raises Http404."""
    from accounts.models import Membership  # noqa: PLC0415 - models import this module

    known = organizations_of(user.pk) if user.is_authenticated else ()
    if organization_id is not None:
        known = [own for own in known if str(own) == str(organization_id)]
    if not known:
        raise Http404
    enter_organization(known[0])
    membership = Membership.objects.select_related("organization").filter(user=user).first()
    if membership is None:  # it ended in this moment
        raise Http404
    return membership


def access_row(
    queryset: OrganizationQuerySet[Row], user: Any, pk: UUID | str, verb: Verb, *, within: UUID | None
) -> Row:
    """One row of an organization of this person; `within` is where it lives, None where it does not exist.

    Raises Http404, PermissionDenied.
    """
    if within is None:
        raise Http404
    require(user, within, verb)
    row = queryset.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def require(user: Any, organization_id: UUID, verb: Verb) -> None:
    """Raises PermissionDenied, or Http404 for who does not belong there."""
    if not may(access_membership(user, organization_id).role, verb):
        raise PermissionDenied


def access_profile(user: Any, pk: UUID | str, verb: Verb = Verb.VIEW_PROFILES) -> "FiscalProfile":
    from accounts.models import FiscalProfile  # noqa: PLC0415 - models import this module

    within = organization_of_profile(UUID(str(pk)))
    return access_row(FiscalProfile.objects.all(), user, pk, verb, within=within)
