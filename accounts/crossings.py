"""The few questions that are asked across organizations: they answer with ids, and only these.

Each is a function of the database's owner (see the migrations of row security); whoever asks goes on within
the organization that it was told.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection


def ask_across(function: str, *arguments: str | int | UUID | datetime) -> list[UUID]:
    """The ids that one of those functions answers with."""
    marks = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({marks})", arguments)  # noqa: S608 - our own names
        return [row[0] for row in cursor.fetchall() if row[0] is not None]


def organization_named(slug: str) -> UUID | None:
    return next(iter(ask_across("organization_named", slug)), None)


def organization_of_profile(profile_id: UUID) -> UUID | None:
    return next(iter(ask_across("organization_of_profile", profile_id)), None)


def organization_of_arco_request(request_id: UUID) -> UUID | None:
    return next(iter(ask_across("organization_of_arco_request", request_id)), None)


def organizations_for_retention(*, done_before: datetime) -> Sequence[UUID]:
    """Where nobody looked since that moment for what must be destroyed by now; the longest ago first."""
    return ask_across("organizations_for_retention", done_before)


def organization_of_invitation(token_hash: str) -> UUID | None:
    return next(iter(ask_across("organization_of_invitation", token_hash)), None)


def organizations_due_for_deletion(*, asked_before: datetime) -> Sequence[UUID]:
    """Whose owner asked for the deletion before that moment, and did not undo it."""
    return ask_across("organizations_due_for_deletion", asked_before)
