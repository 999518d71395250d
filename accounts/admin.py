"""What support staff see of people and organizations. What is sealed is not opened here."""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.middleware import SUPPORT_KEY
from accounts.models import FiscalProfile, Membership, Organization, User
from accounts.pages import person_of
from accounts.services import open_for_support


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
    """Rows of an organization's business are shown only after a superuser opened it, one at a time."""

    list_display = ("name", "slug", "created_at")
    search_fields = ("name", "slug")
    inlines = (MembershipInline,)
    actions = ("open_organization", "close_organization")

    @admin.action(description=_("Abrir para soporte (una a la vez)"), permissions=["open"])
    def open_organization(self, request: HttpRequest, chosen: QuerySet[Organization]) -> None:
        if chosen.count() != 1:
            self.message_user(request, _("Elige una sola organización."), messages.ERROR)
            return
        organization = chosen.get()
        open_for_support(organization=organization, by=person_of(request))
        request.session[SUPPORT_KEY] = str(organization.pk)
        self.message_user(request, _("Abierta: %s.") % organization.name, messages.SUCCESS)

    @admin.action(description=_("Cerrar la organización abierta"), permissions=["open"])
    def close_organization(self, request: HttpRequest, _chosen: QuerySet[Organization]) -> None:
        request.session.pop(SUPPORT_KEY, None)
        self.message_user(request, _("Cerrada."), messages.SUCCESS)

    def has_open_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


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
