"""What this app asks across organizations (accounts.crossings): ids, and only these."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from accounts.crossings import ask_across


def organization_of_task(task_id: UUID) -> UUID | None:
    return next(iter(ask_across("organization_of_task", task_id)), None)


def organization_of_portal_account(account_id: UUID) -> UUID | None:
    return next(iter(ask_across("organization_of_portal_account", account_id)), None)


def organizations_to_sweep(*, created_before: datetime, now: datetime) -> Sequence[UUID]:
    """Where a task waits to be queued since before `created_before`, is due, or was lost by whoever ran it."""
    return ask_across("organizations_to_sweep", created_before, now)
