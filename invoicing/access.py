"""The doors of this app: 404 outside the person's organizations, 403 where their role lacks the verb."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from accounts.permissions import Verb
from accounts.tenancy import access_membership, access_row
from invoicing.crossings import organization_of_portal_account, organization_of_task
from invoicing.models import InvoiceTask
from invoicing.portal_accounts import PortalAccount

TO_READ = frozenset({Verb.VIEW_TASKS, Verb.DOWNLOAD_CFDI})


def access_task(user: Any, pk: UUID | str, verb: Verb = Verb.VIEW_TASKS) -> InvoiceTask:
    """What is left of an emptied task is blocked: who manages privacy may read it, nobody does more.

    Raises Http404, PermissionDenied.
    """
    rows = InvoiceTask.objects.select_related("vendor", "profile_version", "organization")
    task = access_row(rows, user, pk, verb, within=organization_of_task(UUID(str(pk))))
    if task.kept_until is not None:
        access_membership(user, task.organization_id, Verb.MANAGE_PRIVACY)
        if verb not in TO_READ:
            raise PermissionDenied
    return task


def access_portal_account(user: Any, pk: UUID | str, verb: Verb = Verb.EDIT_CREDENTIALS) -> PortalAccount:
    """Raises Http404, PermissionDenied."""
    rows = PortalAccount.objects.select_related("vendor", "profile", "organization")
    return access_row(rows, user, pk, verb, within=organization_of_portal_account(UUID(str(pk))))
