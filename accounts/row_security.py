"""Row-level security as migrations write it.

Every table that belongs to an organization is FORCEd to show only the rows of the organization that the
transaction names (accounts.scope). The role that owns the tables is bound as well, unless it says
`app.across`: then, and in the few functions of its own that answer with ids, it sees all. The application's
role cannot: the policy that listens to `app.across` is the owner's alone.
"""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps

_ORGANIZATION = "(SELECT NULLIF(current_setting('app.organization', true), '')::uuid)"
"""In parentheses, so that it is worked out once for a statement; the setting comes back as '' after use."""
PERSON = "(SELECT NULLIF(current_setting('app.person', true), '')::uuid)"
"""who asks where they belong (accounts.scope.as_person)"""
_ACROSS = "current_setting('app.across', true) = 'on'"
_STAFF = "current_setting('app.staff', true) = 'on'"


def secure_rows(table: str, *, column: str = "organization_id", for_staff: str = "false") -> Operation:
    """Rows of `table` are seen and written only within the organization that `column` names; by support staff,
    those that fulfil the condition `for_staff`."""
    own = f"{column} = {_ORGANIZATION} OR (({for_staff}) AND {_STAFF})"
    return RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY within_organization ON {table} USING ({own}) WITH CHECK ({own})",
            f"CREATE POLICY across_organizations ON {table} TO CURRENT_USER USING ({_ACROSS}) WITH CHECK ({_ACROSS})",
        ],
        [
            f"DROP POLICY within_organization ON {table}",
            f"DROP POLICY across_organizations ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def show_to_person(table: str, condition: str) -> Operation:
    """Rows of `table` are also read, and only read, by the person (PERSON) whom the condition names."""
    return RunSQL(
        f"CREATE POLICY of_person ON {table} FOR SELECT USING ({condition})",
        f"DROP POLICY of_person ON {table}",
    )


def answer_across(name: str, arguments: str, query: str) -> Sequence[Operation]:
    """A function that the application may call to learn, across organizations, ids (uuid) and nothing else."""
    signature = f"{name}({arguments})"
    create = (
        f"CREATE FUNCTION {signature} RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER "
        "SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN "
        "PERFORM set_config('app.across', 'on', true); "
        f"RETURN QUERY {query}; "
        "PERFORM set_config('app.across', '', true); "
        "END $$"
    )
    return (
        RunSQL([create, f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC"], f"DROP FUNCTION {signature}"),
        RunPython(_grant(signature), RunPython.noop),
    )


def _grant(signature: str) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    def grant(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        role = settings.DATABASES["default"].get("USER")
        if role:
            editor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {editor.quote_name(role)}")

    return grant
