"""The verdicts of checks name the receptor: they are sealed, and events point at them instead of copying them."""

from typing import Any

from django.db import migrations

import accounts.fields

EVENTS = """
    UPDATE invoicing_taskevent AS event
    SET content = jsonb_build_object(
        'uuid', event.content -> 'uuid',
        'cfdi_id', (
            SELECT cfdi.id FROM invoicing_cfdi AS cfdi
            WHERE cfdi.task_id = event.task_id AND cfdi.uuid = event.content ->> 'uuid'
            ORDER BY cfdi.received_at DESC LIMIT 1
        )
    )
    WHERE event.type = 'cfdi' AND event.content ->> 'cfdi_id' IS NULL
"""


def seal(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("invoicing", "Cfdi").objects.using(schema_editor.connection.alias)
    for cfdi in rows.all().iterator(chunk_size=200):
        cfdi.checks = cfdi.plain_checks
        cfdi.save(update_fields=["checks"])


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial")]

    operations = [
        migrations.RenameField("cfdi", "checks", "plain_checks"),
        migrations.AddField("cfdi", "checks", accounts.fields.EncryptedJSONField("revisiones", null=True)),
        migrations.RunPython(seal, elidable=True),
        migrations.RunSQL(EVENTS, elidable=True),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField("cfdi", "plain_checks"),
        migrations.AlterField("cfdi", "checks", accounts.fields.EncryptedJSONField("revisiones")),
    ]
