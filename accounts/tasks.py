"""Jobs of people and organizations: ids in, one service call."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.crossings import organizations_for_retention
from accounts.privacy.retention import EVERY, apply_rules, purge_sessions
from accounts.services import delete_due_organizations


@shared_task
def delete_organizations_due() -> None:
    delete_due_organizations(now=timezone.now())


@shared_task
def apply_retention() -> None:
    """A job for each organization that is due: one that fails, or is long, holds up no other."""
    now = timezone.now()
    purge_sessions(now=now)
    for organization_id in organizations_for_retention(done_before=now - EVERY):
        apply_retention_within.apply_async(args=(str(organization_id),), queue="bulk")


@shared_task
def apply_retention_within(organization_id: str) -> None:
    apply_rules(organization_id=UUID(organization_id), now=timezone.now())
