"""A version that a task used is kept, unless the whole organization goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_people_and_teams"), ("invoicing", "0003_row_security")]
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
