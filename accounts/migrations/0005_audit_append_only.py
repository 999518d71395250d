"""The audit's rows are written once: the database refuses to change them, its owner's requests included."""

from typing import Any

from django.db import connections, migrations
from psycopg import sql

TABLE = "accounts_auditentry"
REFUSE = """
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the audit is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON accounts_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
    CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON accounts_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
ALLOW = """
    DROP TRIGGER audit_no_truncate ON accounts_auditentry;
    DROP TRIGGER audit_no_change ON accounts_auditentry;
    DROP FUNCTION audit_refuse();
"""


def _for_application(schema_editor: Any, statement: str) -> None:
    """Nothing where one role is both: the triggers bind it all the same."""
    role = connections["default"].settings_dict["USER"]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone():
            cursor.execute(sql.SQL(statement).format(sql.Identifier(TABLE), sql.Identifier(role)))


def revoke(_apps: Any, schema_editor: Any) -> None:
    _for_application(schema_editor, "REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}")


def grant(_apps: Any, schema_editor: Any) -> None:
    _for_application(schema_editor, "GRANT UPDATE, DELETE ON {} TO {}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_audit")]

    operations = [migrations.RunSQL(REFUSE, ALLOW), migrations.RunPython(revoke, grant)]
