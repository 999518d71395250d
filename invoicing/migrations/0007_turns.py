"""Whose turn it is: organizations in turn, each with what expires first, no portal with more than it bears."""

from typing import ClassVar

from django.db import migrations, models

from accounts.row_security import answer_across

_NEXT = """
WITH held AS (
    SELECT t.organization_id, t.vendor_key FROM invoicing_invoicetask t
    WHERE t.status = 'RUNNING' AND t.lease_until >= moment
), busy AS (
    SELECT h.vendor_key, count(*) AS runs FROM held h GROUP BY h.vendor_key
), foremost AS (
    SELECT DISTINCT ON (t.organization_id) t.id, t.organization_id, t.created_at
    FROM invoicing_invoicetask t
    LEFT JOIN busy b ON b.vendor_key = t.vendor_key
    LEFT JOIN invoicing_vendor v ON v.id = t.vendor_id
    WHERE t.priority = kind AND NOT t.in_foreground AND (t.lease_until IS NULL OR t.lease_until < moment)
        AND (
            t.status = 'QUEUED' AND (t.not_before IS NULL OR t.not_before <= moment)
            OR t.status = 'RUNNING' AND t.submitted_at IS NOT NULL AND t.retries < most_recoveries
        )
        AND COALESCE(b.runs, 0) < COALESCE(NULLIF((v.limits ->> 'runs_at_once')::integer, 0), per_portal)
    ORDER BY t.organization_id, (t.status = 'RUNNING') DESC, t.deadline ASC NULLS LAST, t.created_at, t.id
)
SELECT f.id FROM foremost f
ORDER BY
    (SELECT count(*) FROM held h WHERE h.organization_id = f.organization_id),
    (SELECT max(t.claimed_at) FROM invoicing_invoicetask t WHERE t.organization_id = f.organization_id) NULLS FIRST,
    f.created_at
LIMIT 1
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("invoicing", "0006_portal_accounts")]
    operations: ClassVar = [
        migrations.AddField(
            "invoicetask", "claimed_at", models.DateTimeField(null=True, blank=True, editable=False)
        ),
        migrations.AddField("vendor", "limits", models.JSONField(default=dict, verbose_name="límites")),
        migrations.AddIndex(
            "invoicetask", models.Index(fields=["organization", "-claimed_at"], name="task_last_turn")
        ),
        *answer_across(
            "task_whose_turn_it_is",
            "kind integer, moment timestamptz, per_portal integer, most_recoveries integer",
            _NEXT,
        ),
    ]
