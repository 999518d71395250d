"""`manage.py demo`: everything on this machine, and one ticket invoiced before your eyes (`make demo`)."""

import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from rich.console import Console

from automation.management.migrating import migrate_if_needed
from config import local_services
from config.demo.processes import ProcessEnded, Processes, free_port, processes
from config.demo.show import follow, show_end
from config.demo.world import EMAIL, PASSWORD, STATES, DemoWorld, load_world, submit
from invoicing.states import TaskStatus

PORTAL = "s5"
WEB_PORT, SANDBOX_PORT = 8000, 8100
RUN_LIMIT = 120.0
START_LIMIT = 60.0


class Command(BaseCommand):
    help = "Enciende todo en esta máquina, factura un ticket a la vista y queda encendido hasta Ctrl-C."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="termina al acabar el trabajo")
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / ".local" / "demo")

    def handle(self, *_args: Any, **options: Any) -> None:
        console = Console()
        folder: Path = options["folder"]
        try:
            with processes(folder / "logs", _environment(folder)) as family:
                completed = self._show(console, family, folder, once=options["once"])
        except KeyboardInterrupt:
            completed = True
            console.print("\nApagando…")
        except ProcessEnded as error:
            completed = False
            console.print(f"[red]{error}[/]")
        finally:
            if not local_services.users():
                local_services.stop()
        sys.exit(0 if completed else 1)

    def _show(self, console: Console, family: Processes, folder: Path, *, once: bool) -> bool:
        with console.status("Preparando la base de datos…"):
            migrate_if_needed()
            world = load_world()
        web, sandbox = _start(family, folder)
        with console.status("Encendiendo la web, el trabajador y los portales de prueba…"):
            _wait_for(f"{sandbox}/", family)
            call_command("sync_vendors", sandbox=sandbox, verbosity=0)
        console.print(f"Portales simulados en {sandbox}/ (no son comercios reales)")
        seed = int(time.time()) % 90_000 + 10
        task = submit(world, sandbox, portal=PORTAL, seed=seed, interactive=True)
        console.print(f"Ticket entregado: {task.vendor_url}  total ${task.amount:,.2f}")
        task = follow(task, console, family, limit=RUN_LIMIT)
        show_end(task, console, folder / "facturas")
        if not once:
            self._stay(console, family, world, web, sandbox, seed)
        return task.status == TaskStatus.COMPLETED

    def _stay(
        self, console: Console, family: Processes, world: DemoWorld, web: str, sandbox: str, seed: int
    ) -> None:
        for state in STATES:
            submit(world, sandbox, portal=PORTAL, seed=seed, state=state)
        _wait_for(f"{web}/health/live", family)
        console.print(f"\nTablero: [bold]{web}/[/]")
        console.print(f"Correo [bold]{EMAIL}[/]   contraseña [bold]{PASSWORD}[/]")
        console.print("Ctrl-C para apagar.")
        while True:
            family.check()
            time.sleep(0.5)


def _environment(folder: Path) -> dict[str, str]:
    """What the demo allows and no production does: private addresses, and the sandbox's own certificates."""
    sandbox = folder / "sandbox"
    return {
        "PORTAL_ALLOW_PRIVATE_HOSTS": "on",
        "CFDI_TRUSTED_ROOTS": str(sandbox / "pki" / "root.pem"),
        "CFDI_PAC_CERTIFICATES": str(sandbox / "pki" / "pac.pem"),
        "PYTHONUNBUFFERED": "1",
    }


def _start(family: Processes, folder: Path) -> tuple[str, str]:
    """Addresses of the dashboard and of the sandbox."""
    web, sandbox = free_port(WEB_PORT), free_port(SANDBOX_PORT)
    family.start("sandbox", "manage.py", "sandbox", "--port", str(sandbox), "--data", str(folder / "sandbox"))
    family.start("worker", "-m", "celery", "-A", "config", "worker", *_worker_options())
    family.start("web", "-m", "daphne", "-b", "127.0.0.1", "-p", str(web), "config.asgi:application")
    schedule = str(folder / "beat-schedule")
    family.start("beat", "-m", "celery", "-A", "config", "beat", "--schedule", schedule, "--pidfile=")
    return f"http://127.0.0.1:{web}", f"http://127.0.0.1:{sandbox}"


def _worker_options() -> tuple[str, ...]:
    queues = "interactive,default,bulk"
    return ("--queues", queues, "--concurrency", "1", "--without-gossip", "--without-mingle")


def _wait_for(address: str, family: Processes) -> None:
    """Raises ProcessEnded, or the last error after START_LIMIT seconds."""
    until = time.monotonic() + START_LIMIT
    while True:
        family.check()
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
        time.sleep(0.1)
