"""SAT's catalogues into the tables, and what changed since the last time."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.catalogue_refresh import Change, refresh_catalogues

SHOWN = 10


class Command(BaseCommand):
    help = "Pone al día los catálogos del SAT (régimen, uso, código postal) y dice qué cambió."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for change in refresh_catalogues():
            self.stdout.write(f"{change.catalogue}: {change.total} claves, {_words(change)}.")


def _words(change: Change) -> str:
    if change.is_none:
        return "sin cambios"
    told = {"nuevas": change.added, "cambiadas": change.changed, "retiradas": change.removed}
    return "; ".join(f"{len(codes)} {word} ({_some(codes)})" for word, codes in told.items() if codes)


def _some(codes: tuple[str, ...]) -> str:
    shown = ", ".join(codes[:SHOWN])
    return f"{shown}…" if len(codes) > SHOWN else shown
