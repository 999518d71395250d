"""Handing out the files of an invoice; who took them is recorded."""

from django.db import transaction

from accounts.models import User
from invoicing.audited import DOWNLOADED, record_cfdi
from invoicing.models import CfdiFile, CfdiStatus, FileKind, InvoiceTask


@transaction.atomic
def download_cfdi(*, task: InvoiceTask, kind: FileKind, by: User | None = None) -> CfdiFile | None:
    """The accepted invoice's file, else that of the last one that came. None where there is none."""
    arrived = sorted(task.cfdis.all(), key=lambda row: (row.status == CfdiStatus.RECEIVED, row.received_at))
    found = arrived[-1].file(kind) if arrived else None
    if found is not None:
        record_cfdi(DOWNLOADED, arrived[-1], by=by, file_kind=kind.value)
    return found
