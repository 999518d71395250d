"""What support staff see of people and organizations. What is sealed is not opened here."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import FiscalProfile, Membership, Organization, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("email", "is_active", "is_staff", "created_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email",)
    readonly_fields = ("created_at", "last_login")
    exclude = ("password",)


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields: ClassVar = ["user"]


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug", "created_at")
    search_fields = ("name", "slug")
    inlines = (MembershipInline,)


@admin.register(FiscalProfile)
class FiscalProfileAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read-only: a correction is the organization's own, and makes a version."""

    list_display = ("id", "organization", "cfdi_use", "is_default", "current_version", "archived_at")
    list_filter = ("is_default",)
    search_fields = ("id", "organization__name")
    fields = (*list_display, "confirmed", "created_at", "updated_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FiscalProfile | None = None) -> bool:
        return False
