"""The tenant of a request, and the doors through which a person reaches an object.

A door answers 404 outside the person's organizations, the same as for an object that does not exist, and
403 where the role lacks the verb: the person may know of the object, but not do this with it.
"""

from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from accounts.permissions import Verb, may

if TYPE_CHECKING:
    from accounts.models import FiscalProfile, Membership, Organization, User

Row = TypeVar("Row", bound=models.Model)


class OrganizationQuerySet(models.QuerySet[Row]):
    """Rows that belong to an organization."""

    def for_organization(self, organization: "Organization | UUID") -> Self:
        return self.filter(organization=organization)

    def for_user(self, user: "User") -> Self:
        """Rows of every organization that the person belongs to."""
        return self.filter(organization__memberships__user=user)


def access_membership(user: Any, organization_id: UUID | str | None = None) -> "Membership":
    """The person's place in an organization; the first one where none is named. Raises Http404."""
    from accounts.models import Membership  # noqa: PLC0415 - models import this module

    if not user.is_authenticated:
        raise Http404
    memberships = Membership.objects.select_related("organization").filter(user=user)
    if organization_id is not None:
        memberships = memberships.filter(organization_id=organization_id)
    membership = memberships.order_by("created_at").first()
    if membership is None:
        raise Http404
    return membership


def access_row(queryset: OrganizationQuerySet[Row], user: Any, pk: UUID | str, verb: Verb) -> Row:
    """One row of an organization of this person. Raises Http404, PermissionDenied."""
    if not user.is_authenticated:
        raise Http404
    row = queryset.for_user(user).filter(pk=pk).first()
    if row is None:
        raise Http404
    require(user, row.organization_id, verb)  # type: ignore[attr-defined]
    return row


def require(user: "User", organization_id: UUID, verb: Verb) -> None:
    """Raises PermissionDenied, or Http404 for who does not belong there."""
    if not may(access_membership(user, organization_id).role, verb):
        raise PermissionDenied


def access_profile(user: Any, pk: UUID | str, verb: Verb = Verb.VIEW_PROFILES) -> "FiscalProfile":
    from accounts.models import FiscalProfile  # noqa: PLC0415 - models import this module

    return access_row(FiscalProfile.objects.all(), user, pk, verb)
