"""Reading rows that belong to an organization."""

from typing import TYPE_CHECKING, Self, TypeVar
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from accounts.models import Organization

Row = TypeVar("Row", bound=models.Model)


class OrganizationQuerySet(models.QuerySet[Row]):
    """Rows that belong to an organization."""

    def for_organization(self, organization: "Organization | UUID") -> Self:
        return self.filter(organization=organization)
