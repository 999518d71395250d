"""Who had an account before mail addresses were confirmed keeps entering with it."""

from django.db import migrations


def confirm(apps, schema_editor):
    database = schema_editor.connection.alias
    people = apps.get_model("accounts", "User").objects.using(database)
    addresses = apps.get_model("account", "EmailAddress").objects.using(database)
    for person in people.iterator():
        addresses.get_or_create(
            user_id=person.pk, email=person.email, defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_people_and_teams"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
