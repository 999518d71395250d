"""The vendor directory's files into the database. Safe to run again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from invoicing.services import sync_vendors
from invoicing.vendors.directory import DirectoryError, load_directory


class Command(BaseCommand):
    help = "Carga el directorio de comercios (invoicing/vendors) en la base de datos."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sandbox",
            metavar="ADDRESS",
            help="añade los comercios ficticios, cuyos portales de pruebas están en ADDRESS",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = load_directory(sandbox_address=options["sandbox"])
        except DirectoryError as error:
            raise CommandError(str(error)) from error
        real = sync_vendors(entries=[entry for entry in entries if not entry.is_simulated])
        self.stdout.write(f"Comercios: {len(real)}.")
        if options["sandbox"]:  # else whoever serves the simulated portals on this machine keeps theirs
            simulated = [entry for entry in entries if entry.is_simulated]
            self.stdout.write(f"De pruebas: {len(sync_vendors(entries=simulated, simulated=True))}.")
