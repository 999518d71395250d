"""The admin as support staff gets it: one door, a second factor before it, and only what is registered by us."""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.staff import lacks_second_factor, opened_organization_id, staff_role

OURS = frozenset({"accounts", "invoicing", "automation"})


class SupportSite(AdminSite):
    site_header = _("Soporte de AutoCFDI")
    site_title = _("Soporte")
    index_title = _("¿A quién ayudas?")

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[ModelAdmin[Any]] | None" = None,
        **options: Any,
    ) -> None:
        """What a package brings for its own tables (secrets of second factors, sessions) is not shown."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.app_label in OURS]  # noqa: SLF001 - Django's public name
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return staff_role(request.user) is not None and not lacks_second_factor(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Who is staff and has no second factor is led to it; anybody else to the product's own login."""
        if staff_role(request.user) is not None and lacks_second_factor(request.user):
            return redirect("accounts:second_factor_asked")
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Where it is limited, asks for the old one, ends the other sessions and is told by mail."""
        return redirect("account_change_password")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {"opened_organization": opened_organization(request)}


def opened_organization(request: HttpRequest) -> Organization | None:
    opened = opened_organization_id(request)
    return Organization.objects.filter(pk=opened).first() if opened else None
