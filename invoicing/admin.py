"""What support staff see of vendors, tickets and invoices: states and events, read-only.

What a ticket says, and what an invoice says of a taxpayer, stays hidden until it is shown for a reason
(accounts.admin_rows.Revealing); of a step its message is shown, never what was typed.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.admin_rows import (
    HIDDEN,
    ReadOnly,
    Revealing,
    called,
    confirmed_for_each,
    done_for_each,
    hidden,
)
from accounts.pages import person_of
from invoicing import services
from invoicing.errors import InvoicingError
from invoicing.masking import Masker
from invoicing.models import Cfdi, InvoiceTask, TaskEvent, TaskStep, Vendor
from invoicing.presentation import word_for
from invoicing.states import FailureType, PilotName, TaskStatus

SHORTEST_MASKED = 3
"""A shorter value of a ticket ("1", "MX") stands in every second sentence."""


class ValueFilter(admin.SimpleListFilter):
    """One of the values that a column may have; the columns themselves have no choices."""

    values: type[TaskStatus] | type[FailureType] | type[PilotName]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value.value, value.value) for value in self.values]

    def queryset(self, request: HttpRequest, queryset: QuerySet[InvoiceTask]) -> QuerySet[InvoiceTask]:
        return queryset.filter(**{str(self.parameter_name): self.value()}) if self.value() else queryset


class StatusFilter(ValueFilter):
    title, parameter_name, values = _("estado"), "status", TaskStatus


class FailureFilter(ValueFilter):
    title, parameter_name, values = _("motivo"), "failure_type", FailureType


class PilotFilter(ValueFilter):
    title, parameter_name, values = _("piloto"), "pilot", PilotName


class SubmittedFilter(admin.EmptyFieldListFilter):
    """Whether the point of no return was passed."""


@admin.register(Vendor)
class VendorAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """The directory is written by its files (sync_vendors); a change here would be undone by the next one."""

    list_display = ("name", "slug", "platform", "login", "captcha", "loading_delay_hours", "is_listed")
    list_filter = ("is_listed", "is_simulated", "login", "captcha", "platform")
    search_fields = ("name", "slug", "aliases", "hosts", "platform")
    search_help_text = _("Nombre, clave, dominio o plataforma")


class StepInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = TaskStep
    fields = ("seq", "kind", "message", "at")
    readonly_fields = fields
    extra = 0

    kind = called(_("tipo"), "type")
    at = called(_("cuándo"), "timestamp")

    @admin.display(description=_("qué pasó"))
    def message(self, step: TaskStep) -> str:
        return ticket_masker(step.task).text(str(step.content.get("message", "")))


class EventInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = TaskEvent
    fields = ("seq", "kind", "status", "at")
    readonly_fields = fields
    extra = 0

    kind = called(_("tipo"), "type")
    at = called(_("cuándo"), "timestamp")

    @admin.display(description=_("estado"))
    def status(self, event: TaskEvent) -> str:
        told = (event.content.get("status"), event.content.get("failure_type"))
        return " · ".join(str(part) for part in told if part) or "—"


@admin.register(InvoiceTask)
class InvoiceTaskAdmin(Revealing):
    audit_kind = "task"
    list_display = (
        "id",
        "created_at",
        "seller",
        "status",
        "failure_type",
        "submitted_at",
        "pilot",
        "attempts",
    )
    list_filter = (
        StatusFilter, FailureFilter, PilotFilter, ("submitted_at", SubmittedFilter), "created_at", "vendor"
    )  # fmt: skip
    list_select_related = ("vendor",)
    list_per_page = 50
    search_fields = ("id", "vendor_key", "vendor__name", "failure_type", "status")
    search_help_text = _("Id, comercio, estado o motivo")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = (
        "id",
        "firm",
        "person",
        "seller",
        "status",
        "failure_type",
        "reason",
        "asked",
        "not_before",
        "attempts",
        "retries",
        "submitted_at",
        "submitted_by",
        "pilot",
        "llm_calls",
        "priority",
        "runner",
        "held_until",
        "address_hidden",
        "ticket_hidden",
        "created_at",
        "updated_at",
    )
    readonly_fields = fields
    inlines = (StepInline, EventInline)
    actions = ("cancel", "retry")

    firm = called(_("organización"), "organization")
    person = called(_("pidió"), "created_by")
    asked = called(_("se le pidió"), "requested_action")
    runner = called(_("lo lleva"), "lease_owner")
    held_until = called(_("lo lleva hasta"), "lease_until")
    address_hidden = hidden(_("portal"))
    ticket_hidden = hidden(_("ticket"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[InvoiceTask]:
        return super().get_queryset(request).defer("ticket")

    @admin.display(description=_("comercio"), ordering="vendor_key")
    def seller(self, task: InvoiceTask) -> str:
        return task.vendor.name if task.vendor else task.vendor_key

    @admin.display(description=_("explicación"))
    def reason(self, task: InvoiceTask) -> str:
        return ticket_masker(task).text(task.failure_reason) or "—"

    def personal_values(self, row: InvoiceTask) -> Mapping[str, tuple[str, str]]:
        labels = {"amount": _("Total"), "date": _("Fecha")}
        told = {key: (str(labels.get(key) or word_for(key)), str(value)) for key, value in row.ticket.items()}
        return told | {"vendor_url": (str(_("portal")), row.vendor_url)}

    @admin.action(description=_("Cancelar"), permissions=["superuser"])
    def cancel(self, request: HttpRequest, chosen: QuerySet[InvoiceTask]) -> HttpResponse | None:
        question = str(_("¿Cancelar estas solicitudes? No se pueden reanudar."))
        by = person_of(request)
        return confirmed_for_each(
            self,
            request,
            chosen,
            lambda task: services.cancel_task(task=task, by=by),
            action="cancel",
            question=question,
            refused=InvoicingError,
        )

    @admin.action(description=_("Reintentar"), permissions=["superuser"])
    def retry(self, request: HttpRequest, chosen: QuerySet[InvoiceTask]) -> None:
        by = person_of(request)
        done_for_each(
            self, request, chosen, lambda task: services.retry_task(task=task, by=by), refused=InvoicingError
        )


@admin.register(Cfdi)
class CfdiAdmin(Revealing):
    audit_kind = "cfdi"
    list_display = ("id", "uuid", "status", "trust_note", "source", "received_at")
    list_filter = ("status", "source", "received_at")
    search_fields = ("id", "uuid", "task__id")
    search_help_text = _("Id, folio fiscal, o id de la solicitud")
    date_hierarchy = "received_at"
    ordering = ("-received_at",)
    fields = ("firm", "request", *list_display, "verdicts", "summary_hidden")
    readonly_fields = fields

    firm = called(_("organización"), "organization")
    request = called(_("solicitud"), "task")

    summary_hidden = hidden(_("resumen"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cfdi]:
        return super().get_queryset(request).defer("summary")

    @admin.display(description=_("revisiones"))
    def verdicts(self, cfdi: Cfdi) -> str:
        """Each check's name and outcome; its detail names the receptor."""
        words = {True: _("sí"), False: _("no"), None: _("no se pudo")}
        return "; ".join(f"{check['name']}: {words[check['ok']]}" for check in cfdi.checks) or HIDDEN

    def personal_values(self, row: Cfdi) -> Mapping[str, tuple[str, str]]:
        return {key: (key, str(value)) for key, value in (row.summary or {}).items()}


def ticket_masker(task: InvoiceTask) -> Masker:
    """Portals repeat a ticket's data in what they answer. Made once for the object that a page shows."""
    known: Masker | None = task.__dict__.get("_ticket_masker")
    if known is None:
        values = [str(value) for value in task.ticket.values()]
        known = Masker([(value, "[ticket]") for value in values if len(value) >= SHORTEST_MASKED])
        task.__dict__["_ticket_masker"] = known
    return known
