"""A ticket invoiced while its caller waits at the command line (CONTRACT.md section 5)."""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts.scope import enter_organization
from accounts.services import ensure_organization, ensure_profile_version
from automation.browser.base import BrowserProvider
from automation.conclusion import RetryTerms
from automation.desk import is_alive, process_name
from automation.intake import Given
from automation.runner import RunLimits, run_claimed
from invoicing import services
from invoicing.models import Cfdi, CfdiStatus, FileKind, InvoiceTask
from invoicing.states import FailureType, TaskStatus

LOCAL = "local"
FIRST_BACKOFF = timedelta(seconds=2)
"""A person waits: the second and third attempt follow after about 2 and 8 seconds."""
REFUSED_FOLDER = "no_cumple"
"""Files that came but failed a check are kept apart from invoices that hold."""


@dataclass(frozen=True, slots=True, repr=False)
class Job:
    """One call of the command. `timeout`: seconds for everything, attempts included."""

    portal_url: str
    given: Given
    out: Path
    timeout: float
    allow_duplicate: bool
    provider: BrowserProvider
    on_line: Callable[[str], None]
    began: float

    def seconds_left(self) -> float:
        return self.timeout - (time.monotonic() - self.began)


def take_up(job: Job) -> InvoiceTask:
    """The task of this ticket, RUNNING and ours. Raises TicketRefused, DuplicateTicket."""
    organization = ensure_organization(slug=LOCAL, name="Línea de comandos")
    enter_organization(organization.pk)
    version = ensure_profile_version(
        organization=organization, fields=job.given.receiver, confirmed=job.given.confirmed
    )
    return services.take_up_task(
        organization=organization,
        profile_version=version,
        vendor_url=job.portal_url,
        ticket=job.given.ticket_values,
        owner=process_name(),
        allow_duplicate=job.allow_duplicate,
        is_alive=_is_somebody_else,
    )


def _is_somebody_else(owner: str) -> bool:
    """Between two attempts the lease is our own."""
    return owner != process_name() and is_alive(owner)


async def run(job: Job, task: InvoiceTask) -> InvoiceTask:
    """Attempts until the task rests or the time is up; returns the task as it stands. Raises LeaseLost."""
    while True:
        terms = RetryTerms(seconds_left=job.seconds_left(), keep_lease=True, first_backoff=FIRST_BACKOFF)
        run_limits = RunLimits(
            seconds=job.seconds_left(), credentials=job.given.credentials, terms=terms, on_line=job.on_line
        )
        status = await run_claimed(task, owner=process_name(), provider=job.provider, run_limits=run_limits)
        task = await sync_to_async(_fresh)(task)
        if status is not TaskStatus.QUEUED or task.failure_type == FailureType.TICKET_NOT_READY:
            return task
        await _wait_for_next(job, task)
        task = await sync_to_async(services.restart_here)(task=task, owner=process_name())


async def _wait_for_next(job: Job, task: InvoiceTask) -> None:
    wait = max(0.0, (task.not_before - timezone.now()).total_seconds()) if task.not_before else 0.0
    job.on_line(f"{task.failure_reason} Se intenta de nuevo en {wait:.0f} s.")
    await asyncio.sleep(wait)


def abandon(task: InvoiceTask) -> InvoiceTask:
    """Ctrl-C: nothing submitted, it waits for the command to be run again; submitted, its outcome is unknown."""
    task = _fresh(task)
    if task.status != TaskStatus.RUNNING or task.lease_owner != process_name():
        return task
    if task.is_submitted:
        reason = "Se interrumpió después de pedir la factura; ejecuta el comando otra vez para buscarla."
        services.fail_task(
            task=task, owner=process_name(), failure=FailureType.UNCERTAIN_SUBMISSION, reason=reason
        )
    else:
        services.hand_back(task=task, owner=process_name())
    return _fresh(task)


def _fresh(task: InvoiceTask) -> InvoiceTask:
    return InvoiceTask.objects.select_related("profile_version", "vendor").get(pk=task.pk)


def answer(task: InvoiceTask, *, out: Path, seconds: float) -> dict[str, Any]:
    """The JSON object of the contract; writes the invoice's files. A file that cannot be written is told in
    `failure_reason`: the invoice itself is safe in the database."""
    cfdi, problem = None, ""
    received = task.cfdis.order_by("-received_at").first()
    if received is not None:
        try:
            cfdi = _written(received, out)
        except OSError as error:
            cfdi = _described(received, None, None)
            problem = _not_written(task, error)
    told = {
        "task_id": str(task.pk),
        "status": task.status,
        "failure_type": task.failure_type or None,
        "failure_reason": problem or task.failure_reason or None,
        "pilot": task.submitted_by or task.pilot or None,
        "llm_calls": task.llm_calls,
        "seconds": round(seconds, 2),
        "cfdi": cfdi,
        "question": task.question,
    }
    if task.not_before is not None and task.status == TaskStatus.QUEUED:
        told["not_before"] = task.not_before.isoformat()
    return told


def _not_written(task: InvoiceTask, error: OSError) -> str:
    return (
        f"out: La factura está guardada, pero no se pudo escribir en la carpeta ({error.strerror}). "
        f"Sácala con: manage.py export_cfdi {task.pk} --out CARPETA"
    )


def _written(cfdi: Cfdi, out: Path) -> dict[str, Any]:
    folder = out if cfdi.status == CfdiStatus.RECEIVED else out / REFUSED_FOLDER
    name = cfdi.uuid or str(cfdi.pk)
    paths = {kind: _write_file(cfdi, kind, folder / f"{name}.{kind.value}") for kind in FileKind}
    return _described(cfdi, paths[FileKind.XML], paths[FileKind.PDF])


def _write_file(cfdi: Cfdi, kind: FileKind, path: Path) -> str | None:
    """Whole or not at all: a full disk leaves no half invoice. Raises OSError."""
    file = cfdi.file(kind)
    if file is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(bytes(file.content))
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o640)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return str(path.resolve())


def _described(cfdi: Cfdi, xml_path: str | None, pdf_path: str | None) -> dict[str, Any]:
    return {
        "uuid": cfdi.uuid or None,
        "total": f"{cfdi.total:.2f}" if cfdi.total is not None else None,
        "receiver_rfc": cfdi.summary.get("receiver_rfc"),
        "issuer_rfc": cfdi.summary.get("issuer_rfc"),
        "xml_path": xml_path,
        "pdf_path": pdf_path,
        "checks": [{"name": c["name"], "ok": c["ok"], "detail": c["detail"]} for c in cfdi.checks],
    }


def write_cfdi(cfdi: Cfdi, out: Path) -> dict[str, Any]:
    """The files of an invoice that is kept, written again. Raises OSError."""
    return _written(cfdi, out)
