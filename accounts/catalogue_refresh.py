"""Makes the catalogue tables equal to what is published. Safe to run again, and while the product runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps.registry import Apps
from django.apps.registry import apps as registry
from django.db import models, transaction

from accounts.catalogues import published_postal_codes, published_regimes, published_uses
from accounts.sat_tables import SatPostalCode, SatRegime, SatUse

Entry = TypeVar("Entry", SatPostalCode, SatRegime, SatUse)
BATCH = 5_000


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


def _replace(name: str, model: type[Entry], published: Iterable[Entry], using: str) -> Change:
    columns = [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 - Django's public name
    rows = model._default_manager.using(using)  # noqa: SLF001
    stored = {row[0]: row for row in rows.values_list("code", *columns)}
    wanted = {entry.code: entry for entry in published}
    added = [code for code in wanted if code not in stored]
    changed = [code for code in wanted if code in stored and _row(wanted[code], columns) != stored[code]]
    removed = [code for code in stored if code not in wanted]
    rows.bulk_create([wanted[code] for code in added], batch_size=BATCH)
    rows.bulk_update([wanted[code] for code in changed], [name for name in columns if name != "code"])
    rows.filter(code__in=removed).delete()
    return Change(name, len(wanted), tuple(added), tuple(changed), tuple(removed))


def _row(entry: models.Model, columns: list[str]) -> tuple[Any, ...]:
    held = entry.__dict__
    return (held["code"], *(held[name] for name in columns))
