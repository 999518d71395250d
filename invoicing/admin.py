"""What support staff see of vendors and tasks: states and events, read-only; tickets and files stay sealed."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from invoicing.models import Cfdi, InvoiceTask, TaskEvent, TaskStep, Vendor


class ReadOnly:
    """Rows that only services write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Vendor)
class VendorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug", "login", "captcha", "loading_delay_hours", "is_listed", "is_simulated")
    list_filter = ("is_listed", "is_simulated", "login", "captcha")
    search_fields = ("name", "slug")


class StepInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = TaskStep
    fields = ("seq", "type", "content", "timestamp")
    extra = 0


class EventInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = TaskEvent
    fields = ("seq", "type", "content", "timestamp")
    extra = 0


@admin.register(InvoiceTask)
class InvoiceTaskAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        "id",
        "organization",
        "vendor_key",
        "status",
        "failure_type",
        "submitted_at",
        "created_at",
    )
    list_filter = ("status", "failure_type", "pilot")
    list_select_related = ("organization",)
    search_fields = ("id", "vendor_key", "organization__name")
    date_hierarchy = "created_at"
    exclude = ("ticket",)
    inlines = (StepInline, EventInline)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[InvoiceTask]:
        return super().get_queryset(request).defer("ticket")


@admin.register(Cfdi)
class CfdiAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "organization", "uuid", "status", "trust_note", "received_at")
    list_filter = ("status", "source")
    search_fields = ("id", "uuid")
    exclude: ClassVar = ["summary"]
