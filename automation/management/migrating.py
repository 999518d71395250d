"""Commands that need nothing running beforehand bring the embedded database up to date themselves."""

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

LOCK = 0x4346_4449
"""Any number of our own: two commands that start at once must not both migrate."""


def migrate_if_needed() -> bool:
    """Applies what is missing and loads the vendor directory. True where there was something to do."""
    owner = connections["owner"]
    if not _plan(owner.alias):
        return False
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        if _plan(owner.alias):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("sync_vendors", verbosity=0)
    finally:
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return True


def _plan(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
