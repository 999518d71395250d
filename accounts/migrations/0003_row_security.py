"""Rows of an organization are shown within it only; see accounts.row_security."""

from typing import ClassVar

from django.db import migrations

from accounts.row_security import answer_across, secure_rows


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_catalogues_and_regimes")]
    operations: ClassVar = [
        secure_rows("accounts_organization", column="id", for_staff=True),
        secure_rows("accounts_membership", for_staff=True),
        secure_rows("accounts_fiscalprofile"),
        secure_rows("accounts_fiscalprofileversion"),
        *answer_across(
            "organizations_of",
            "person uuid",
            "SELECT organization_id FROM accounts_membership WHERE user_id = person ORDER BY created_at, id",
        ),
        *answer_across(
            "organization_named", "wanted text", "SELECT id FROM accounts_organization WHERE slug = wanted"
        ),
        *answer_across(
            "organization_of_profile",
            "profile uuid",
            "SELECT organization_id FROM accounts_fiscalprofile WHERE id = profile",
        ),
    ]
