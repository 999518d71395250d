"""Makes the catalogue tables equal to what is published. Safe to run again, and while the product runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps.registry import Apps
from django.apps.registry import apps as registry
from django.db import connections, transaction

from accounts.catalogues import published_postal_codes, published_regimes, published_uses
from accounts.sat_tables import SatPostalCode, SatRegime, SatUse

Entry = TypeVar("Entry", SatPostalCode, SatRegime, SatUse)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Codes of one catalogue."""

    catalogue: str
    total: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        return not (self.added or self.changed or self.removed)


def refresh_catalogues(*, using: str = "default") -> list[Change]:
    """All of them in one transaction: nobody ever sees half a catalogue."""
    with transaction.atomic(using=using):
        return [
            _replace("c_RegimenFiscal", SatRegime, published_regimes(), using),
            _replace("c_UsoCFDI", SatUse, published_uses(), using),
            _replace("c_CodigoPostal", SatPostalCode, published_postal_codes(), using),
        ]


def fill_empty_catalogues(*, using: str, apps: Apps = registry, **_signal: Any) -> None:
    """After `migrate`: a new database can judge a profile. Changes later are the command's business."""
    is_there = "satpostalcode" in apps.all_models["accounts"]  # no: migrated to an earlier state
    if is_there and not SatPostalCode.objects.using(using).exists():
        refresh_catalogues(using=using)


def _replace(name: str, model: type[Entry], published: Iterable[Row], using: str) -> Change:
    """`published`: values in the order of the table's columns, the code first."""
    rows = model._default_manager.using(using)  # noqa: SLF001 - Django's public name
    columns = [field.attname for field in _columns(model)]
    stored = {row[0]: row for row in rows.values_list(*columns)}
    wanted = {row[0]: row for row in published}
    added: list[str] = [code for code in wanted if code not in stored]
    changed: list[str] = [code for code in wanted if code in stored and wanted[code] != stored[code]]
    removed: list[str] = [code for code in stored if code not in wanted]
    rows.filter(code__in=[*removed, *changed]).delete()
    _copy(model, [wanted[code] for code in (*added, *changed)], using)
    return Change(name, len(wanted), tuple(added), tuple(changed), tuple(removed))


def _copy(model: type[Entry], rows: Sequence[Row], using: str) -> None:
    """By COPY: a new database gets its 95,700 postal codes in a second."""
    connection, columns = connections[using], _columns(model)
    names = ", ".join(f'"{field.column}"' for field in columns)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'  # noqa: SLF001 - Django's public name
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(
                [field.get_db_prep_save(value, connection) for field, value in zip(columns, row, strict=True)]
            )


def _columns(model: type[Entry]) -> list[Any]:
    """The code first, the others by name."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public name
    return sorted(fields, key=lambda field: (not field.primary_key, field.attname))
