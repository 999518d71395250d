"""`manage.py invoice_ticket`: the whole job in the foreground (CONTRACT.md section 5)."""

import asyncio
import json
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.canary import WrongKeys, require_right_keys
from accounts.scope import fresh_scope
from automation import foreground
from automation.adapters import browser_provider
from automation.browser.base import BrowserMissing
from automation.browser.find import find_chromium
from automation.foreground import Job
from automation.intake import InputRefused, read_given
from automation.management.migrating import migrate_if_needed
from invoicing.errors import DuplicateTicket, LeaseLost, TicketRefused
from invoicing.models import InvoiceTask
from invoicing.states import TaskStatus

REFUSED, INTERRUPTED = 2, 130
EXIT_STATUS = {
    TaskStatus.COMPLETED: 0,
    TaskStatus.INTERVENTION_NEEDED: 3,
    TaskStatus.PAUSED: 3,
    TaskStatus.FAILED: 4,
    TaskStatus.CANCELLED: 4,
    TaskStatus.QUEUED: 5,
}
NOTHING: dict[str, Any] = {
    "task_id": None,
    "status": None,
    "failure_type": None,
    "failure_reason": None,
    "pilot": None,
    "llm_calls": 0,
    "seconds": 0.0,
    "cfdi": None,
    "question": None,
}


class Command(BaseCommand):
    help = "Factura un ticket en el portal de un comercio y deja el XML y el PDF en una carpeta."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("portal_url", help="dirección del portal de facturación")
        parser.add_argument("--profile", type=Path, required=True, help="datos fiscales (JSON)")
        parser.add_argument("--ticket", type=Path, required=True, help="datos del ticket (JSON)")
        parser.add_argument("--out", type=Path, required=True, help="carpeta para el XML y el PDF")
        parser.add_argument("--credentials", type=Path, help="cuenta del portal (JSON)")
        parser.add_argument("--timeout", type=float, default=180.0, help="segundos para todo")
        parser.add_argument("--allow-duplicate", action="store_true", help="factura aunque ya exista una")

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.monotonic()
        signal.signal(signal.SIGTERM, _as_interrupt)
        try:
            with fresh_scope():
                status, told = self._invoice(options, began)
        except KeyboardInterrupt:
            status, told = INTERRUPTED, NOTHING | {"failure_reason": "Se interrumpió antes de empezar."}
        self.stdout.write(json.dumps(told, ensure_ascii=False))
        self.stdout.flush()
        sys.exit(status)

    def _invoice(self, options: dict[str, Any], began: float) -> tuple[int, dict[str, Any]]:
        try:
            job = self._job(options, began)
            migrate_if_needed()
            require_right_keys()
            task = foreground.take_up(job)
        except InputRefused as error:
            return REFUSED, _refusal(error.field, error.reason)
        except TicketRefused as error:
            return REFUSED, _refusal(error.field, error.reason)
        except WrongKeys as error:
            return REFUSED, _refusal("settings", str(error))
        except DuplicateTicket as error:
            return REFUSED, _refusal("ticket", str(error)) | {"task_id": str(error.task_id)}
        return self._run(job, task)

    def _job(self, options: dict[str, Any], began: float) -> Job:
        timeout = options["timeout"]
        if not 1 <= timeout <= 86_400:
            raise InputRefused("timeout", "Debe ser de 1 a 86400 segundos.")
        given = read_given(
            profile=options["profile"],
            ticket=options["ticket"],
            credentials=options["credentials"],
            now=timezone.now(),
        )
        _require_folder(options["out"])
        _require_browser()
        return Job(
            portal_url=options["portal_url"],
            given=given,
            out=options["out"],
            timeout=timeout,
            allow_duplicate=options["allow_duplicate"],
            provider=browser_provider(),
            on_line=lambda line: self.stderr.write(f"{time.monotonic() - began:6.1f} s  {line}"),
            began=began,
        )

    def _run(self, job: Job, task: InvoiceTask) -> tuple[int, dict[str, Any]]:
        job.on_line(f"Solicitud {task.pk}")
        try:
            task = asyncio.run(foreground.run(job, task))
            status = EXIT_STATUS[TaskStatus(task.status)]
        except LeaseLost as error:
            return REFUSED, _refusal("ticket", str(error)) | {"task_id": str(task.pk)}
        except KeyboardInterrupt:
            task, status = foreground.abandon(task), INTERRUPTED
        return status, foreground.answer(task, out=job.out, seconds=time.monotonic() - job.began)


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _refusal(field: str, reason: str) -> dict[str, Any]:
    return NOTHING | {"failure_reason": f"{field}: {reason}"}


def _require_folder(out: Path) -> None:
    """Before anything is asked of a portal: the invoice must have a place."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out) as probe:
            probe.write(b"\0" * 65_536)
            probe.flush()
    except OSError as error:
        raise InputRefused("out", f"No se puede escribir en la carpeta ({error.strerror}).") from error


def _require_browser() -> None:
    if settings.BROWSER_PROVIDER != "local":
        return
    try:
        find_chromium(settings.BROWSER_EXECUTABLE or None)
    except BrowserMissing as error:
        raise InputRefused("browser", str(error)) from error
