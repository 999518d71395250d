"""The one door through which maintenance reaches the rows of every tenant: as the role that owns the tables.

Never for a request or a job of a person's: those run as the application's role, in one organization.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from accounts.scope import across_organizations, in_organization

OWNER = "owner"


@contextmanager
def owner_cursor(organization_id: UUID | None = None) -> Iterator[CursorWrapper]:
    """One transaction among the rows of one organization; None: among all of them."""
    scope = in_organization(organization_id) if organization_id else across_organizations()
    with scope, transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        yield cursor


def organization_ids() -> list[UUID]:
    with owner_cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_organization ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
