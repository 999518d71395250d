"""Tickets of which nothing may be kept any more, or nothing but the invoice.

A task whose invoice must be kept, or that passed the point of no return, is emptied: its row and keyed hashes
stay, so that the ticket is never invoiced twice, and so does its CFDI; ticket, log and questions go. Every other
one is deleted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.errors import WorkUnderWay
from accounts.fiscal import documents_kept_until
from accounts.models import FiscalProfile, FiscalProfileVersion
from accounts.rfc import person_kind
from invoicing.models import Cfdi, CfdiFile, CfdiStatus, InvoiceTask, TaskEvent, TaskStep
from invoicing.portal_address import origin
from invoicing.querysets import InvoiceTaskQuerySet
from invoicing.states import OPEN, TaskStatus

SHORTEST_TASK_DAYS = 30
CHUNK = 500


@dataclass(slots=True)
class Emptied:
    """What went and what stays of a taxpayer's tickets."""

    deleted: int = 0
    emptied: int = 0
    steps: int = 0
    refused_files: int = 0
    """files that were no invoice of this taxpayer"""
    invoices: dict[date, int] = field(default_factory=dict)
    """kept, by the day until which they are"""


def invoice_kept_until(cfdi: Cfdi) -> date:
    """Código Fiscal de la Federación, art. 30: from the return of the year in which it was issued."""
    issued, receiver = cfdi.summary.get("date", ""), cfdi.summary.get("receiver_rfc", "")
    year = int(issued[:4]) if issued[:4].isdigit() else timezone.localtime(cfdi.received_at).year
    return documents_kept_until(year, kind=person_kind(receiver), years=settings.KEEP_FISCAL_YEARS)


def invoices_to_keep(*, profile: FiscalProfile) -> Iterator[tuple[Cfdi, date]]:
    """Those that were accepted, and whatever else is a CFDI issued to this taxpayer, with their last day."""
    for cfdi in _cfdis_of(profile).iterator(CHUNK):
        if _is_kept(cfdi, profile.rfc):
            yield cfdi, cfdi.task.kept_until or invoice_kept_until(cfdi)


@transaction.atomic
def empty_tickets_of(*, profile: FiscalProfile, blank: FiscalProfileVersion) -> Emptied:
    """What is left of them points at `blank`. Raises WorkUnderWay where a task is not over."""
    tasks = InvoiceTask.objects.of_profile(profile)
    _require_over(tasks)
    done, until = Emptied(), dict[UUID, date]()
    kept_files: set[UUID] = set()
    for cfdi, day in invoices_to_keep(profile=profile):
        kept_files.add(cfdi.pk)
        until[cfdi.task_id] = max(day, until.get(cfdi.task_id, day))
    for task in tasks.filter(submitted_at__isnull=False).exclude(pk__in=until):
        until[task.pk] = _submission_kept_until(task)
    refused = [pk for pk in _cfdis_of(profile).values_list("pk", flat=True) if pk not in kept_files]
    done.refused_files = len(refused)
    _delete_cfdis(refused)
    doomed = [pk for pk in tasks.values_list("pk", flat=True) if pk not in until]
    done.steps = TaskStep.objects.filter(task__in=tasks).count()
    done.deleted, done.emptied = len(doomed), len(until)
    delete_tasks(doomed)
    _empty(until, blank)
    for day in (until[pk] for pk in Cfdi.objects.filter(pk__in=kept_files).values_list("task_id", flat=True)):
        done.invoices[day] = done.invoices.get(day, 0) + 1
    return done


@transaction.atomic
def forget_ended_tickets(*, now: datetime, most: int) -> int:
    """Within an organization: tickets that ended without an invoice longer ago than the settings keep them."""
    before = now - timedelta(days=max(SHORTEST_TASK_DAYS, settings.KEEP_ENDED_TASK_DAYS))
    invoice = Cfdi.objects.filter(task=OuterRef("pk")).exclude(uuid="", status=CfdiStatus.REJECTED)
    over = InvoiceTask.objects.over().exclude(status=TaskStatus.COMPLETED).worked_with()
    due = over.filter(~Exists(invoice), updated_at__lt=before).order_by("updated_at")
    tasks = list(due.select_for_update()[:most])
    submitted = {task.pk: _submission_kept_until(task) for task in tasks if task.is_submitted}
    _delete_cfdis(Cfdi.objects.filter(task__in=submitted).values_list("pk", flat=True))
    _empty(submitted, None)
    delete_tasks([task.pk for task in tasks if not task.is_submitted])
    return len(tasks)


@transaction.atomic
def release_invoices(*, now: datetime, most: int) -> int:
    """Within an organization: what was left of emptied tasks, once its last day is over."""
    over = InvoiceTask.objects.filter(kept_until__lt=timezone.localdate(now)).order_by("kept_until")
    keys = list(over.select_for_update().values_list("pk", flat=True)[:most])
    delete_tasks(keys)
    return len(keys)


def delete_tasks(keys: Iterable[UUID]) -> None:
    """With everything that hangs on them, innermost first."""
    wanted = list(keys)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        _delete_log(chunk)
        _delete_cfdis(Cfdi.objects.filter(task__in=chunk).values_list("pk", flat=True))
        InvoiceTask.objects.filter(pk__in=chunk).delete()


def _require_over(tasks: InvoiceTaskQuerySet[InvoiceTask]) -> None:
    """Locked, so that none begins again meanwhile."""
    statuses = tasks.select_for_update(of=("self",)).order_by("pk").values_list("status", flat=True)
    under_way = sum(status in OPEN for status in statuses)
    if under_way:
        raise WorkUnderWay(under_way)


def _empty(until: Mapping[UUID, date], blank: FiscalProfileVersion | None) -> None:
    """`blank`: the version that they point at from now on; None: the same as before."""
    keys = list(until)
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        _delete_log(chunk)
        for task in InvoiceTask.objects.filter(pk__in=chunk):
            task.profile_version = blank or task.profile_version
            task.ticket, task.question, task.failure_reason = {}, None, ""
            task.amount = task.ticket_date = task.deadline = None
            task.vendor_url, task.kept_until = origin(task.vendor_url), until[task.pk]
            task.save()


def _delete_log(tasks: list[UUID]) -> None:
    TaskEvent.objects.filter(task__in=tasks).delete()
    TaskStep.objects.filter(task__in=tasks).delete()


def _delete_cfdis(keys: Iterable[UUID]) -> None:
    wanted = list(keys)
    CfdiFile.objects.filter(cfdi__in=wanted).delete()
    Cfdi.objects.filter(pk__in=wanted).delete()


def _cfdis_of(profile: FiscalProfile) -> QuerySet[Cfdi]:
    rows = Cfdi.objects.filter(task__profile_version__profile=profile)
    return rows.select_related("task").order_by("received_at", "pk")


def _is_kept(cfdi: Cfdi, rfc: str) -> bool:
    """After the erasure, when the RFC is gone too, only such are left."""
    if cfdi.status == CfdiStatus.RECEIVED or cfdi.task.kept_until is not None:
        return True
    return bool(cfdi.uuid) and cfdi.summary.get("receiver_rfc") == rfc


def _submission_kept_until(task: InvoiceTask) -> date:
    """Submitted, and no invoice here: there may be one at the vendor's."""
    year = timezone.localtime(task.submitted_at or task.created_at).year
    return documents_kept_until(year, kind=None, years=settings.KEEP_FISCAL_YEARS)
