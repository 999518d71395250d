"""The embedded servers of one machine: are they up, and stop them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import local_services


class Command(BaseCommand):
    help = "Shows or stops the embedded PostgreSQL and Valkey of this machine."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "stop"])
        parser.add_argument("--force", action="store_true", help="stop even while other processes use them")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] == "stop":
            self._stop(force=options["force"])
        for name, is_up in local_services.status().items():
            self.stdout.write(f"{name}: {'up' if is_up else 'down'}")

    def _stop(self, *, force: bool) -> None:
        users = local_services.users()
        if users and not force:
            raise CommandError(f"In use by processes {', '.join(map(str, users))}; end them or use --force.")
        local_services.stop()
