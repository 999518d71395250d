"""Rows of an organization are shown within it only; see accounts.row_security."""

from typing import ClassVar

from django.db import migrations

from accounts.row_security import answer_across, secure_rows


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0005_audit_append_only")]
    operations: ClassVar = [
        secure_rows("accounts_organization", column="id", for_staff="true"),
        secure_rows("accounts_membership", for_staff="true"),
        secure_rows("accounts_fiscalprofile"),
        secure_rows("accounts_fiscalprofileversion"),
        secure_rows("accounts_profilekey"),
        secure_rows("accounts_auditentry", for_staff="organization_id IS NULL"),
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
