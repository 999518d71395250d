"""The doors of this app: 404 outside the person's organizations, 403 where their role lacks the verb."""

from typing import Any
from uuid import UUID

from accounts.permissions import Verb
from accounts.tenancy import access_row
from invoicing.crossings import organization_of_task
from invoicing.models import InvoiceTask


def access_task(user: Any, pk: UUID | str, verb: Verb = Verb.VIEW_TASKS) -> InvoiceTask:
    """Raises Http404, PermissionDenied."""
    rows = InvoiceTask.objects.select_related("vendor", "profile_version", "organization")
    return access_row(rows, user, pk, verb, within=organization_of_task(UUID(str(pk))))
