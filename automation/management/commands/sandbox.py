"""manage.py sandbox: serves the simulated vendor portals until Ctrl-C."""

import asyncio
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from automation.sandbox.registry import UnknownPortalError
from automation.sandbox.server import serve
from automation.sandbox.site import Sandbox


class Command(BaseCommand):
    help = "Sirve los portales simulados en esta máquina hasta Ctrl-C."
    requires_system_checks: list[str] = []  # noqa: RUF012  # needs neither database nor settings

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8100, help="0: cualquiera que esté libre")
        parser.add_argument("--portal", default="", help="muestra solo este portal, p. ej. S5")
        parser.add_argument("--seed", type=int, default=1, help="la variante que se muestra")
        parser.add_argument("--data", type=Path, help="carpeta del registro, los CFDI y los certificados")
        parser.add_argument(
            "--own-ports", action="store_true", help="además, cada portal en un puerto propio"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asyncio.run(self._serve(options))
        except KeyboardInterrupt:
            self.stderr.write("Portales simulados detenidos.")
        except OSError as error:
            raise CommandError(f"No se pudo abrir el puerto {options['port']}: {error.strerror}") from error
        except UnknownPortalError as error:
            raise CommandError(f"No hay un portal simulado «{error}».") from error

    async def _serve(self, options: dict[str, Any]) -> None:
        async with serve(
            host=options["host"],
            port=options["port"],
            folder=options["data"],
            own_ports=options["own_ports"],
        ) as sandbox:
            self._tell(sandbox, options["portal"].lower(), options["seed"])
            await asyncio.Event().wait()

    def _tell(self, sandbox: Sandbox, portal: str, seed: int) -> None:
        self.stdout.write(f"Portales simulados en {sandbox.origin()}/")
        for name in [portal] if portal else sandbox.portals():
            self.stdout.write(f"  {name}: {sandbox.url(name, seed)}")
        self.stdout.write(f"CFDI_TRUSTED_ROOTS={sandbox.roots_file}")
        self.stdout.write(f"Certificado del PAC de pruebas: {sandbox.pac_file}")
        self.stdout.flush()
