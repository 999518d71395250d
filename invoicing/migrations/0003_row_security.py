"""Rows of an organization are shown within it only; see accounts.row_security."""

from typing import ClassVar

from django.db import migrations

from accounts.row_security import answer_across, secure_rows

_TO_SWEEP = """
SELECT organization_id FROM invoicing_invoicetask WHERE status = 'PENDING' AND created_at < created_before
UNION SELECT organization_id FROM invoicing_invoicetask
    WHERE status = 'QUEUED' AND (not_before IS NULL OR not_before <= moment)
UNION SELECT organization_id FROM invoicing_invoicetask WHERE status = 'RUNNING' AND lease_until < moment
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("invoicing", "0002_seal_checks"), ("accounts", "0006_row_security")]
    operations: ClassVar = [
        secure_rows("invoicing_invoicetask"),
        secure_rows("invoicing_taskstep"),
        secure_rows("invoicing_taskevent"),
        secure_rows("invoicing_cfdi"),
        secure_rows("invoicing_cfdifile"),
        *answer_across(
            "organization_of_task",
            "task uuid",
            "SELECT organization_id FROM invoicing_invoicetask WHERE id = task",
        ),
        *answer_across(
            "organizations_to_sweep",
            "created_before timestamptz, moment timestamptz",
            _TO_SWEEP,
        ),
    ]
