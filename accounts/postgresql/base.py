"""Django's PostgreSQL backend that tells every transaction whose rows it is about (accounts.scope).

The settings are local to the transaction, so that a connection goes back to a pool, ours or a proxy's, without
them. A statement outside of a transaction gets one of its own.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base

from accounts.scope import NOBODY, Scope, present_scope

_TELL = (
    "SELECT set_config('app.organization', %s, true), set_config('app.staff', %s, true), "
    "set_config('app.person', %s, true), set_config('app.across', %s, true)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: Scope | None = NOBODY
        """what the present transaction was told; None where it is not known (after a rollback to a savepoint)"""
        self.execute_wrappers.append(self._within_scope)

    def _within_scope(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 - Django's signature
        context: dict[str, Any],
    ) -> Any:
        scope = present_scope()
        if self.in_atomic_block:
            self._tell(scope)
            return execute(sql, params, many, context)
        if scope == NOBODY or self.alias == NO_DB_ALIAS:
            return execute(sql, params, many, context)
        with transaction.atomic(using=self.alias):
            self._tell(scope)
            return execute(sql, params, many, context)

    def _tell(self, scope: Scope) -> None:
        if scope == self._told or self.needs_rollback:
            return
        with self.wrap_database_errors:
            self.connection.execute(_TELL, scope)
        self._told = scope

    # the end of a transaction takes its settings with it

    def _commit(self) -> Any:
        self._told = NOBODY
        return super()._commit()  # type: ignore[misc] # not in the stubs

    def _rollback(self) -> Any:
        self._told = NOBODY
        return super()._rollback()  # type: ignore[misc] # not in the stubs

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc] # not in the stubs
        self._told = None

    def _close(self) -> Any:
        self._told = NOBODY
        return super()._close()  # type: ignore[misc] # not in the stubs
