"""Jobs of people and organizations."""

from celery import shared_task
from django.utils import timezone

from accounts.services import delete_due_organizations


@shared_task
def delete_organizations_due() -> None:
    delete_due_organizations(now=timezone.now())
