"""A file that came for a task: judged, kept byte for byte whatever the verdict, and the task moved by it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from invoicing.audited import UPLOADED, record_cfdi
from invoicing.cfdi.verify import Report
from invoicing.errors import LeaseLost, TransitionRefused
from invoicing.masking import Masker, receiver_secrets
from invoicing.models import Cfdi, CfdiFile, CfdiStatus, EventType, FileKind, InvoiceTask
from invoicing.services.running import RELEASED, receiver_secrets_of, record_step
from invoicing.services.submitting import raise_duplicate
from invoicing.states import UPLOAD_COMPLETES, FailureType, PilotName, StepType, TaskStatus
from invoicing.verification import verify_for_task

_CENTS, _MOST = Decimal("0.01"), Decimal(10) ** 12
DONE: dict[str, Any] = RELEASED | {
    "failure_type": "",
    "failure_reason": "",
    "question": None,
    "not_before": None,
}


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """Files that came for a task."""

    xml: bytes
    pdf: bytes | None
    source: str
    is_upload: bool = False
    by: User | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a received file."""

    cfdi: Cfdi
    report: Report
    status: TaskStatus


def receive_cfdi(
    *,
    task: InvoiceTask,
    owner: str,
    xml: bytes,
    pdf: bytes | None = None,
    source: str = "portal",
    now: datetime | None = None,
) -> Receipt:
    """What a run brought. COMPLETED where every mandatory check passes, else INTERVENTION_NEEDED.

    The file is kept in either case. A process that lost the task meanwhile changes its state only by an
    invoice that passes: that is this ticket's, so nobody must ask for another one.
    """
    return _receive(task, Arrival(xml, pdf, source), now=now or timezone.now(), owner=owner)


def upload_cfdi(
    *,
    task: InvoiceTask,
    xml: bytes,
    pdf: bytes | None = None,
    by: User | None = None,
    now: datetime | None = None,
) -> Receipt:
    """An XML that came another way completes any task that is not COMPLETED, if every mandatory check passes.

    Otherwise the file is kept and the task stays as it is. Raises TransitionRefused for a COMPLETED task,
    DuplicateTicket where another live task holds the ticket.
    """
    if task.status not in UPLOAD_COMPLETES:
        raise TransitionRefused(TaskStatus(task.status), TaskStatus.COMPLETED)
    source = f"upload:{by.pk.hex[:12]}" if by else "upload"
    arrival = Arrival(xml, pdf, source, is_upload=True, by=by)
    return _receive(task, arrival, now=now or timezone.now(), owner=None)


def _receive(task: InvoiceTask, arrival: Arrival, *, now: datetime, owner: str | None) -> Receipt:
    try:
        return _judge_and_file(task, arrival, now, owner)
    except IntegrityError as error:
        if "task_one_live_per_ticket" in str(error):
            raise_duplicate(task, error)
        if "cfdi_uuid_once" not in str(error):
            raise
    # somebody filed the same UUID between the check and the insert: the check now sees it
    return _judge_and_file(task, arrival, now, owner)


def _judge_and_file(task: InvoiceTask, arrival: Arrival, now: datetime, owner: str | None) -> Receipt:
    report = verify_for_task(task, arrival.xml, now=now, pdf=arrival.pdf)
    task.refresh_from_db(fields=["status"])
    if task.status != TaskStatus.COMPLETED:
        with suppress(LeaseLost), transaction.atomic():
            return _file(task, report, arrival, owner)
    with transaction.atomic():
        return _file_after_losing_the_task(task, report, arrival)


def _file_after_losing_the_task(task: InvoiceTask, report: Report, arrival: Arrival) -> Receipt:
    """Whoever holds the task now: what came is not thrown away, and a right invoice completes the task.

    It was issued for this ticket, so that nobody must go on asking for another one.
    """
    task.refresh_from_db(fields=["status"])
    if report.is_accepted and task.status in UPLOAD_COMPLETES:
        return _file(task, report, arrival, owner=None)
    cfdi = _store(task, report, CfdiStatus.REJECTED, arrival)
    return Receipt(cfdi, report, TaskStatus(task.status))


def _file(task: InvoiceTask, report: Report, arrival: Arrival, owner: str | None) -> Receipt:
    status = CfdiStatus.RECEIVED if report.is_accepted else CfdiStatus.REJECTED
    cfdi = _store(task, report, status, arrival)
    _record_checks(task, report)
    _move(task, report, owner)
    task.append_event(EventType.CFDI, {"uuid": cfdi.uuid, "cfdi_id": str(cfdi.pk)})
    return Receipt(cfdi, report, TaskStatus(task.status))


def _move(task: InvoiceTask, report: Report, owner: str | None) -> None:
    if report.is_accepted and owner is None:
        _complete_by_upload(task)
    elif report.is_accepted:
        _end_run(task, TaskStatus.COMPLETED, owner or "", DONE)
    elif owner is not None:
        failure = report.failure_type or FailureType.CFDI_INVALID
        stop = {"failure_type": failure, "failure_reason": _masked_reason(task, report)}
        _end_run(task, TaskStatus.INTERVENTION_NEEDED, owner, RELEASED | stop)


def _masked_reason(task: InvoiceTask, report: Report) -> str:
    """Without the receptor that was asked for, nor the one whom the XML names; the sealed checks name both."""
    secrets = receiver_secrets_of(task)
    if report.comprobante is not None:
        found = report.comprobante.receptor
        secrets += receiver_secrets(rfc=found.rfc, legal_name=found.nombre, email="", postal_code="")
    return Masker(secrets).text(report.failure_reason)


def _complete_by_upload(task: InvoiceTask) -> None:
    task.change_status(TaskStatus.COMPLETED, by_upload=True, **DONE, pilot=task.pilot or PilotName.PERSON)


def _end_run(task: InvoiceTask, to: TaskStatus, owner: str, changes: dict[str, Any]) -> None:
    task.status = TaskStatus.RUNNING
    try:
        task.change_status(to, only_if=Q(lease_owner=owner), **changes)
    except TransitionRefused as error:
        task.refresh_from_db(fields=["status"])
        raise LeaseLost from error


def _store(task: InvoiceTask, report: Report, status: CfdiStatus, arrival: Arrival) -> Cfdi:
    invoice = report.comprobante
    cfdi = Cfdi.objects.create(
        organization_id=task.organization_id,
        task=task,
        status=status,
        uuid=(report.uuid or "")[:36],
        summary=_summary(report),
        total=invoice.total.quantize(_CENTS) if invoice and invoice.total < _MOST else None,
        checks=[check.as_json() | {"level": check.level} for check in report.checks],
        trust_note=report.trust_note,
        source=arrival.source,
    )
    _keep_file(cfdi, FileKind.XML, arrival.xml)
    if arrival.pdf is not None:
        _keep_file(cfdi, FileKind.PDF, arrival.pdf)
    if arrival.is_upload:
        record_cfdi(UPLOADED, cfdi, by=arrival.by)
    return cfdi


def _keep_file(cfdi: Cfdi, kind: FileKind, content: bytes) -> None:
    CfdiFile.objects.create(
        organization_id=cfdi.organization_id,
        cfdi=cfdi,
        kind=kind,
        content=content,
        sha256=sha256(content).hexdigest(),
        size=len(content),
    )


def _record_checks(task: InvoiceTask, report: Report) -> None:
    failed = [check.name for check in report.mandatory_failures]
    message = (
        "Se revisó el CFDI: cumple." if not failed else f"Se revisó el CFDI: no cumple ({', '.join(failed)})."
    )
    record_step(task=task, type=StepType.CHECK, message=message, failed=failed)


def _summary(report: Report) -> dict[str, str]:
    """What a page shows of the XML without reading it again."""
    invoice = report.comprobante
    if invoice is None:
        return {}
    timbre = invoice.timbre
    shown = {
        "issuer_rfc": invoice.emisor.rfc,
        "issuer_name": invoice.emisor.nombre,
        "receiver_rfc": invoice.receptor.rfc,
        "receiver_name": invoice.receptor.nombre,
        "cfdi_use": invoice.receptor.uso_cfdi,
        "series": invoice.serie,
        "folio": invoice.folio,
        "date": invoice.fecha.isoformat(),
        "stamped": timbre.fecha_timbrado.isoformat() if timbre and timbre.fecha_timbrado else None,
        "subtotal": str(invoice.sub_total),
        "total": str(invoice.total),
        "currency": invoice.moneda,
        "payment_form": invoice.forma_pago,
        "payment_method": invoice.metodo_pago,
    }
    return {name: text for name, text in shown.items() if text}
