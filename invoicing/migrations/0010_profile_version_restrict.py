"""A version that a task used is kept, unless the whole organization goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("invoicing", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="invoicetask",
            name="profile_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="tasks",
                to="accounts.fiscalprofileversion",
            ),
        ),
    ]
