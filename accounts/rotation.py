"""Sealing every stored value again with the newest key of the ring, while the system runs.

What is left to do stands in the values themselves, which name their key: an interrupted rotation goes on
where it ended. A batch is one transaction that locks its rows, reads, seals and writes them; a row that
somebody else holds is left for the next pass, so that nobody ever waits for us while we wait for them, and
a value saved meanwhile is not overwritten by an older one.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from accounts import factor_secrets
from accounts.as_owner import OWNER, organization_ids, owner_cursor
from accounts.canary import forget_older_keys, note_keys
from accounts.crypto import CryptoError, row_identity
from accounts.fields import encrypted_fields
from accounts.keys import key_ring

BATCH = 500
MOST_BYTES = 16 * 1024 * 1024
"""of a batch: files are sealed too"""
PASSES = 5
PAUSE = 0.5
"""seconds between two passes, for who holds a row to let go"""

Report = Callable[[str, int], None]
Keys = list[Any]
Usage = dict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table with sealed columns. `organization`: the column that names the tenant, if there is one."""

    name: str
    key: str
    key_type: str
    columns: tuple[str, ...]
    organization: str | None
    has_nobodys: bool
    """rows whose organization is null"""


@dataclass(slots=True)
class Rotation:
    """Counts of values. `unreadable`: "table column key" → why; such a value stays as it is."""

    resealed: int = 0
    left: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)


@cache
def sealed_tables() -> Sequence[SealedTable]:
    return [_table(model) for model in apps.get_models() if encrypted_fields(model)]


def key_usage() -> Usage:
    """Per table: how many values each key of whatever ring seals; "" for what is no sealed value."""
    usage: Usage = {table.name: Counter() for table in sealed_tables()}
    for organization_id in _tenants():
        for name, counted in _usage_within(organization_id).items():
            usage[name] += counted
    return usage | {factor_secrets.TABLE: factor_secrets.count_keys()}


def values_left(usage: Usage) -> int:
    """Values that another key than the newest seals."""
    return sum(_stale(counted) for counted in usage.values())


def rotate(*, batch: int = BATCH, report: Report = lambda _table, _count: None) -> Rotation:
    """`batch`: rows at a time. `report` is told the table and how many values each batch sealed.

    `left` is 0 where all is done; else rows were held all the while, are unreadable, or other processes
    still seal with an older key. Raises BadKeyRing.
    """
    note_keys(using=OWNER)
    rotation = Rotation()
    for number in range(PASSES):
        time.sleep(PAUSE if number else 0)
        for organization_id in _tenants():
            usage = _usage_within(organization_id)
            for table in _tables_of(organization_id):
                if _stale(usage[table.name]):
                    _rotate_rows(table, organization_id, batch, rotation, report)
        _rotate_factors(batch, rotation, report)
        rotation.left = values_left(key_usage())
        if rotation.left <= len(rotation.unreadable):
            break
    if not rotation.left:
        forget_older_keys(using=OWNER)
    return rotation


def _table(model: type[models.Model]) -> SealedTable:
    meta = model._meta  # noqa: SLF001 - Django's public name
    tenant = next((column for column in meta.concrete_fields if column.name == "organization"), None)
    return SealedTable(
        name=meta.db_table,
        key=str(meta.pk.column),
        key_type=str(meta.pk.db_type(connections[OWNER])),
        columns=tuple(str(column.column) for column in encrypted_fields(model)),
        organization=str(tenant.column) if tenant else None,
        has_nobodys=bool(tenant and tenant.null),
    )


def _tenants() -> Iterator[UUID | None]:
    """Each organization, and at last what belongs to none."""
    yield from organization_ids()
    yield None


def _tables_of(organization_id: UUID | None) -> list[SealedTable]:
    if organization_id is None:
        return [table for table in sealed_tables() if table.has_nobodys or not table.organization]
    return [table for table in sealed_tables() if table.organization]


def _stale(counted: Counter[str]) -> int:
    return counted.total() - counted[key_ring().newest]


def _rotate_rows(
    table: SealedTable, organization_id: UUID | None, batch: int, rotation: Rotation, report: Report
) -> None:
    after: Any = None
    is_last = False
    while not is_last:
        with owner_cursor(organization_id) as cursor:
            keys, is_last = _lock_stale(cursor, table, organization_id, after=after, most=batch)
            count = _reseal(cursor, table, keys, rotation) if keys else 0
        rotation.resealed += count
        report(table.name, count)
        after = keys[-1] if keys else after


def _rotate_factors(batch: int, rotation: Rotation, report: Report) -> None:
    count = batch
    while count:
        count = factor_secrets.reseal_secrets(most=batch, unreadable=rotation.unreadable)
        rotation.resealed += count
        report(factor_secrets.TABLE, count)


def _lock_stale(
    cursor: CursorWrapper, table: SealedTable, organization_id: UUID | None, *, after: Any, most: int
) -> tuple[Keys, bool]:
    """The next keys of rows with an older value, now locked, and whether they are the last.

    NO KEY: rows may still be made that point at them.
    """
    header = key_ring().newest_header
    columns = [sql.Identifier(name) for name in table.columns]
    old = [
        sql.SQL("substring({} FROM 1 FOR {}) <> {}").format(column, len(header), sql.Literal(header))
        for column in columns
    ]
    sizes = [sql.SQL("coalesce(octet_length({}), 0)").format(column) for column in columns]
    query = sql.SQL(
        "SELECT {key}, {size} FROM {table} WHERE {tenant} AND {later} AND ({old})"
        " ORDER BY {key} LIMIT {most} FOR NO KEY UPDATE SKIP LOCKED"
    ).format(
        key=sql.Identifier(table.key),
        size=sql.SQL(" + ").join(sizes),
        table=sql.Identifier(table.name),
        tenant=_of_tenant(table, organization_id),
        later=_later(table, after),
        old=sql.SQL(" OR ").join(old),
        most=sql.Literal(most),
    )
    cursor.execute(query)
    rows = cursor.fetchall()
    total = list(accumulate(size for _, size in rows))
    few = [key for (key, _), so_far in zip(rows, total, strict=True) if so_far <= MOST_BYTES]
    keys = few or [key for key, _ in rows[:1]]
    return keys, len(keys) == len(rows) < most


def _reseal(cursor: CursorWrapper, table: SealedTable, keys: Keys, rotation: Rotation) -> int:
    query = sql.SQL("SELECT {}, {} FROM {} WHERE {} = ANY(%s)").format(
        sql.Identifier(table.key),
        _comma(table.columns),
        sql.Identifier(table.name),
        sql.Identifier(table.key),
    )
    cursor.execute(query, [keys])
    count, changed = 0, []
    for key, *values in cursor.fetchall():
        fresh = [
            _fresh(table, column, key, value, rotation)
            for column, value in zip(table.columns, values, strict=True)
        ]
        different = sum(new is not old for new, old in zip(fresh, values, strict=True))
        count += different
        if different:
            changed.append((key, *fresh))
    if changed:
        _write(cursor, table, changed)
    return count


def _fresh(table: SealedTable, column: str, key: Any, value: Any, rotation: Rotation) -> Any:
    """The value sealed with the newest key; the very same object where it is so, is null, or cannot be opened."""
    if value is None:
        return None
    place = row_identity(table.name, column, key)
    try:
        if key_ring().is_newest(bytes(value)):
            return value
        return key_ring().seal(key_ring().open(bytes(value), bound_to=place), bound_to=place)
    except CryptoError as error:
        rotation.unreadable[f"{table.name} {column} {key}"] = str(error)
        return value


def _write(cursor: CursorWrapper, table: SealedTable, rows: Sequence[tuple[Any, ...]]) -> None:
    changes = [sql.SQL("{0} = fresh.{0}").format(sql.Identifier(name)) for name in table.columns]
    arrays = [
        sql.SQL("%s::{}[]").format(sql.SQL(table.key_type)),
        *[sql.SQL("%s::bytea[]")] * len(table.columns),
    ]
    query = sql.SQL(
        "UPDATE {table} SET {changes} FROM unnest({arrays}) AS fresh({key}, {columns})"
        " WHERE {table}.{key} = fresh.{key}"
    ).format(
        table=sql.Identifier(table.name),
        changes=sql.SQL(", ").join(changes),
        arrays=sql.SQL(", ").join(arrays),
        key=sql.Identifier(table.key),
        columns=_comma(table.columns),
    )
    cursor.execute(query, [list(column) for column in zip(*rows, strict=True)])


def _usage_within(organization_id: UUID | None) -> Usage:
    """One query for all tables: an organization with nothing to do costs no more."""
    tables = _tables_of(organization_id)
    usage: Usage = {table.name: Counter() for table in tables}
    parts = [_counting(table, name, organization_id) for table in tables for name in table.columns]
    if parts:
        with owner_cursor(organization_id) as cursor:
            cursor.execute(sql.SQL(" UNION ALL ").join(parts))
            for table_name, key_id, count in cursor.fetchall():
                usage[table_name][key_id] += count
    return usage


def _counting(table: SealedTable, column: str, organization_id: UUID | None) -> sql.Composable:
    """The key's id stands in the value after its version and its own length (accounts.crypto)."""
    return sql.SQL(
        "SELECT {name}, CASE WHEN octet_length({column}) > 30 AND get_byte({column}, 0) = 1"
        " THEN encode(substring({column} FROM 3 FOR get_byte({column}, 1)), 'escape') ELSE '' END, count(*)"
        " FROM {table} WHERE {tenant} AND {column} IS NOT NULL GROUP BY 2"
    ).format(
        name=sql.Literal(table.name),
        column=sql.Identifier(column),
        table=sql.Identifier(table.name),
        tenant=_of_tenant(table, organization_id),
    )


def _of_tenant(table: SealedTable, organization_id: UUID | None) -> sql.Composable:
    if table.organization is None:
        return sql.SQL("true")
    if organization_id is None:
        return sql.SQL("{} IS NULL").format(sql.Identifier(table.organization))
    return sql.SQL("{} = {}").format(sql.Identifier(table.organization), sql.Literal(organization_id))


def _later(table: SealedTable, after: Any) -> sql.Composable:
    if after is None:
        return sql.SQL("true")
    return sql.SQL("{} > {}").format(sql.Identifier(table.key), sql.Literal(after))


def _comma(names: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)
