"""How rows are shown to support staff: read-only, what names a taxpayer hidden, and shown once for a reason."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.errors import StaffRefused
from accounts.pages import person_of
from accounts.services import reveal_to_staff
from accounts.services.staff import LONGEST_REASON, checked_reason
from accounts.staff import StaffRole, opened_organization_id, staff_role

HIDDEN = "••••••••"


class ReadOnly(BaseModelAdmin):  # type: ignore[type-arg]
    """Nobody writes rows here: what changes anything is a service. Seen by every role of staff."""

    def is_seen_by(self, role: StaffRole | None) -> bool:
        return role is not None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_seen_by(staff_role(request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        """Of actions: `permissions=["superuser"]`."""
        return staff_role(request.user) is StaffRole.SUPERUSER


class OfOrganization(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows of the opened organization: a superuser's, and the database shows no others (accounts.scope)."""

    def is_seen_by(self, role: StaffRole | None) -> bool:
        return role is StaffRole.SUPERUSER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.has_view_permission(request) and not opened_organization_id(request):
            messages.warning(request, _("Abre antes la organización: elígela aquí y usa la acción de abrir."))
            return redirect("admin:accounts_organization_changelist")
        return super().changelist_view(request, extra_context)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy(
            "La organización lo lee en su bitácora y no se puede corregir. Sin correos ni RFC."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 80}),
    )

    def clean_reason(self) -> str:
        try:
            return checked_reason(self.cleaned_data["reason"])
        except StaffRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class Revealing(OfOrganization):
    """A row whose personal values are shown once, after the reason was written into the organization's audit."""

    audit_kind: ClassVar[str]
    change_form_template = "admin/revealing_change_form.html"

    def personal_values(self, row: Any) -> Mapping[str, tuple[str, str]]:
        """Field, as the audit names it → (label, value)."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reveal)
        return [path("<uuid:pk>/mostrar/", view, name=f"{self._address}_reveal"), *super().get_urls()]

    @method_decorator(never_cache)
    def reveal(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if not (self.has_view_permission(request) and opened_organization_id(request)):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        form = ReasonForm(request.POST or None)
        values: Mapping[str, tuple[str, str]] = {}
        if request.method == "POST" and form.is_valid():
            values = self._revealed(request, row, form.cleaned_data["reason"])
        context = self.admin_site.each_context(request) | {
            "title": _("Mostrar datos personales"),
            "opts": self.opts,
            "row": row,
            "form": form,
            "values": list(values.values()),
            "above": reverse(f"admin:{self._address}_change", args=[pk]),
        }
        return TemplateResponse(request, "admin/reveal.html", context)

    def _revealed(self, request: HttpRequest, row: Any, reason: str) -> Mapping[str, tuple[str, str]]:
        values = self.personal_values(row)
        reveal_to_staff(
            organization_id=row.organization_id,
            kind=self.audit_kind,
            object_id=row.pk,
            fields=values,
            reason=reason,
            by=person_of(request),
        )
        return values

    @property
    def _address(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"


def hidden(label: Any) -> Callable[..., str]:
    """A column or a field that says that there is something, and not what."""

    @admin.display(description=label)
    def shown(_self: Any, _row: Model) -> str:
        return HIDDEN

    return shown


def called(label: Any, column: str) -> Callable[..., Any]:
    """A column under a label for people, where the model has none."""

    @admin.display(description=label, ordering=column)
    def shown(_self: Any, row: Model) -> Any:
        return getattr(row, column)

    return shown


def _confirmation(
    shown_by: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    chosen: QuerySet[Any],
    *,
    action: str,
    question: str,
) -> HttpResponse | None:
    """The page that asks before an action that is felt; None once the person said yes."""
    if "confirmed" in request.POST:
        return None
    context = shown_by.admin_site.each_context(request) | {
        "title": question,
        "opts": shown_by.opts,
        "chosen": chosen,
        "action": action,
    }
    return TemplateResponse(request, "admin/confirm_action.html", context)


def done_for_each(
    shown_by: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    chosen: QuerySet[Any],
    service: Callable[[Any], object],
    *,
    refused: type[Exception],
) -> None:
    """One service call for each row, and a message of how many; what was refused is said with its reason."""
    done = 0
    for row in chosen:
        try:
            service(row)
        except refused as refusal:
            shown_by.message_user(request, f"{row}: {refusal}", messages.ERROR)
        else:
            done += 1
    if done:
        shown_by.message_user(request, _("Hecho: %d.") % done, messages.SUCCESS)


def confirmed_for_each(
    shown_by: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    chosen: QuerySet[Any],
    service: Callable[[Any], object],
    *,
    action: str,
    question: str,
    refused: type[Exception],
) -> HttpResponse | None:
    """As `done_for_each`, once the person has said yes to `question`; the page that asks until then."""
    asked = _confirmation(shown_by, request, chosen, action=action, question=question)
    if asked is None:
        done_for_each(shown_by, request, chosen, service, refused=refused)
    return asked
