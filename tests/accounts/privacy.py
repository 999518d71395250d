"""A client with tickets and invoices, and what the database holds of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import FiscalProfile
from accounts.scope import in_organization
from invoicing import services
from invoicing.models import Cfdi, InvoiceTask
from invoicing.states import StepType, TaskStatus
from tests import factories
from tests.invoicing.cfdi.issuer import pki_of_tests

TICKET = {"amount": "345.00", "date": "2026-11-18", "folio": "R-1", "payment_method": "04"}
PDF = b"%PDF-1.4 no mas"


def invoiced(profile: FiscalProfile) -> Cfdi:
    """An accepted invoice of this client, with its ticket and log."""
    task = factories.make_task(profile, status=TaskStatus.FAILED, ticket=TICKET)
    with in_organization(profile.organization_id):
        receipt = services.upload_cfdi(task=task, xml=pki_of_tests().issue(), pdf=PDF)
    assert receipt.status == TaskStatus.COMPLETED, receipt.report.failure_reason
    return receipt.cfdi


def ended(profile: FiscalProfile, *, age: timedelta, **changes: Any) -> InvoiceTask:
    """A ticket that was cancelled so long ago, with a line of its log."""
    task = factories.make_task(profile, status=TaskStatus.CANCELLED, **changes)
    with in_organization(profile.organization_id):
        services.record_step(task=task, type=StepType.READ, message="Se abrió el portal.")
        InvoiceTask.objects.filter(pk=task.pk).update(updated_at=datetime.now(UTC) - age)
    return task
