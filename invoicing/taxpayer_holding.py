"""What this app keeps of a taxpayer: tickets, their log, invoices and their files (accounts.privacy.holdings)."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import FiscalProfile, FiscalProfileVersion
from accounts.privacy.holdings import File, Forecast, Kept, Table
from accounts.privacy.retention import Rule, days
from invoicing.models import Cfdi, CfdiFile, InvoiceTask, TaskStep
from invoicing.services.emptying import (
    SHORTEST_TASK_DAYS,
    empty_tickets_of,
    forget_ended_tickets,
    invoices_to_keep,
    release_invoices,
)

CHUNK = 200
TASK_COLUMNS = (
    *("id", "created_at", "vendor_url", "ticket", "amount", "ticket_date", "deadline", "status"),
    *("failure_type", "failure_reason", "question", "attempts", "submitted_at", "pilot", "kept_until"),
)
STEP_COLUMNS = ("task_id", "seq", "timestamp", "type", "content")
CFDI_COLUMNS = (
    *("id", "task_id", "status", "uuid", "total", "received_at", "source", "trust_note", "summary", "checks"),
)


class TicketsAndInvoices:
    """A Holding."""

    def forecast(self, profile: FiscalProfile) -> Forecast:
        tasks = InvoiceTask.objects.of_profile(profile)
        kept: dict[Any, int] = {}
        with_invoice: set[UUID] = set()
        for cfdi, until in invoices_to_keep(profile=profile):
            kept[until] = kept.get(until, 0) + 1
            with_invoice.add(cfdi.task_id)
        destroyed = {
            _("tickets, con sus datos"): tasks.count(),
            _("pasos y capturas de su bitácora"): TaskStep.objects.filter(task__in=tasks).count(),
        }
        return Forecast(destroyed, _kept(kept), tasks.open().count())

    def tables(self, profile: FiscalProfile) -> Iterator[Table]:
        tasks = InvoiceTask.objects.of_profile(profile)
        steps = TaskStep.objects.filter(task__in=tasks).order_by("task__created_at", "task_id", "seq")
        invoices = Cfdi.objects.filter(task__in=tasks).order_by("received_at", "pk")
        yield _table("tickets", _("Tickets"), TASK_COLUMNS, tasks.order_by("created_at", "pk"))
        yield _table("pasos", _("Pasos de cada ticket en el portal"), STEP_COLUMNS, steps)
        yield _table("facturas", _("Facturas (CFDI) y sus revisiones"), CFDI_COLUMNS, invoices)

    def files(self, profile: FiscalProfile) -> Iterator[File]:
        """Byte for byte; a file that could not be read as a CFDI under its own id."""
        rows = CfdiFile.objects.filter(cfdi__task__profile_version__profile=profile).select_related("cfdi")
        for key in list(rows.order_by("cfdi__received_at", "pk").values_list("pk", flat=True)):
            row = rows.get(pk=key)  # one at a time: a file may be large
            name = re.sub(r"[^0-9A-F-]", "", row.cfdi.uuid) or "sin-uuid"
            yield File(f"cfdi/{name}_{row.cfdi_id}.{row.kind}", row.content)

    def object_ids(self, profile: FiscalProfile) -> Iterator[UUID]:
        tasks = InvoiceTask.objects.of_profile(profile)
        yield from tasks.values_list("pk", flat=True)
        yield from Cfdi.objects.filter(task__in=tasks).values_list("pk", flat=True)

    def erase(self, profile: FiscalProfile, *, now: datetime, blank: FiscalProfileVersion) -> Forecast:
        done = empty_tickets_of(profile=profile, blank=blank)
        destroyed = {
            _("tickets, con sus datos"): done.deleted + done.emptied,
            _("pasos y capturas de su bitácora"): done.steps,
            _("archivos que no eran facturas de este cliente"): done.refused_files,
        }
        return Forecast(destroyed, _kept(done.invoices))


ENDED_TICKETS = Rule(
    "ended_tickets",
    gettext_lazy("Tickets que terminaron sin factura, con su bitácora"),
    lambda: days(max(SHORTEST_TASK_DAYS, settings.KEEP_ENDED_TASK_DAYS)),
    gettext_lazy("La factura se puede pedir en el mismo año; después ya no cumplen un fin (LFPDPPP)."),
    lambda now, most: forget_ended_tickets(now=now, most=most),
)
KEPT_INVOICES = Rule(
    "kept_invoices",
    gettext_lazy("Facturas de clientes borrados"),
    lambda: _("%(years)d años desde la declaración anual") % {"years": max(5, settings.KEEP_FISCAL_YEARS)},
    gettext_lazy("Código Fiscal de la Federación, art. 30."),
    lambda now, most: release_invoices(now=now, most=most),
)


def _kept(by_day: dict[Any, int]) -> tuple[Kept, ...]:
    return tuple(
        Kept(ngettext("factura (XML y PDF)", "facturas (XML y PDF)", count), count, until)
        for until, count in sorted(by_day.items())
    )


def _table(name: str, title: str, columns: tuple[str, ...], rows: Any) -> Table:
    def read() -> Iterator[dict[str, object]]:
        for row in rows.iterator(CHUNK):
            yield {column: getattr(row, column) for column in columns}

    return Table(name, title, columns, read)
