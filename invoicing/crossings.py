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


def task_whose_turn_it_is(
    *, priority: int, now: datetime, per_portal: int, most_recoveries: int
) -> UUID | None:
    """The next task to run of this priority: of the organization that has fewest runs and had none for longest,
    the one that expires first; none at a portal that already has `per_portal` runs."""
    found = ask_across("task_whose_turn_it_is", priority, now, per_portal, most_recoveries)
    return next(iter(found), None)
