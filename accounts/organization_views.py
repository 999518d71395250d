"""The person's organizations: chosen, made, left; the current one: named, secured, deleted."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import services
from accounts.current import SESSION_KEY, choose_organization, current_membership, memberships_of
from accounts.errors import RoleTooLow, TeamRefused
from accounts.models import Membership
from accounts.pages import person_of
from accounts.permissions import Role, Verb
from accounts.team_forms import ROLE_WORDS, DeletionForm, NewOrganizationForm, OrganizationForm


@login_required
@never_cache
@require_GET
def organizations(request: HttpRequest) -> HttpResponse:
    rows = [(row, ROLE_WORDS[Role(row.role)]) for row in memberships_of(request)]
    return render(request, "accounts/organizations.html", {"rows": rows})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def organization_new(request: HttpRequest) -> HttpResponse:
    form = NewOrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.create_organization(name=form.cleaned_data["name"], owner=person_of(request))
        request.session[SESSION_KEY] = str(made.pk)
        return redirect("invoicing:task_list")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/organization_new.html", {"form": form}, status=status)


@login_required
@require_POST
def organization_enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    choose_organization(request, pk)
    return redirect("invoicing:task_list")


@login_required
@require_POST
def organization_leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    if pk not in {row.organization_id for row in memberships_of(request)}:
        raise Http404  # not through a door: who lacks the second factor that it asks for may leave it
    try:
        services.leave_organization(organization_id=pk, person=person_of(request))
    except TeamRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Ya no eres parte de la organización."))
    return redirect("accounts:organizations")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def organization(request: HttpRequest) -> HttpResponse:
    acting = _owner(request)
    held = acting.organization
    started = {"name": held.name, "requires_second_factor": held.requires_second_factor}
    form = OrganizationForm(request.POST or None, initial=started)
    if request.method == "POST" and form.is_valid():
        _save(acting, form)
        messages.success(request, _("Los cambios se guardaron."))
        return redirect("accounts:organization")
    return _page(request, acting, form, DeletionForm(expected=held.name, prefix="deletion"))


@login_required
@require_POST
def organization_delete(request: HttpRequest) -> HttpResponse:
    acting = _owner(request)
    held = acting.organization
    form = DeletionForm(request.POST, expected=held.name, prefix="deletion")
    if not form.is_valid():
        started = {"name": held.name, "requires_second_factor": held.requires_second_factor}
        return _page(request, acting, OrganizationForm(initial=started), form)
    try:
        services.ask_deletion(organization_id=held.pk, actor=acting.user, now=timezone.now())
    except RoleTooLow as refused:
        raise PermissionDenied from refused
    return redirect("accounts:organization")


@login_required
@require_POST
def organization_keep(request: HttpRequest) -> HttpResponse:
    acting = _owner(request)
    try:
        services.undo_deletion(organization_id=acting.organization_id, actor=acting.user)
    except RoleTooLow as refused:
        raise PermissionDenied from refused
    messages.success(request, _("La organización se conserva."))
    return redirect("accounts:organization")


def _owner(request: HttpRequest) -> Membership:
    """Raises PermissionDenied, Http404."""
    return current_membership(request, Verb.MANAGE_ORGANIZATION)


def _save(acting: Membership, form: OrganizationForm) -> None:
    """Raises PermissionDenied where the role changed meanwhile."""
    try:
        services.set_up_organization(
            organization_id=acting.organization_id,
            actor=acting.user,
            name=form.cleaned_data["name"],
            requires_second_factor=form.cleaned_data["requires_second_factor"],
        )
    except RoleTooLow as refused:
        raise PermissionDenied from refused


def _page(
    request: HttpRequest, acting: Membership, form: OrganizationForm, deletion: DeletionForm
) -> HttpResponse:
    context = {"form": form, "deletion_form": deletion, "organization": acting.organization}
    status = 422 if form.errors or deletion.errors else 200
    return render(request, "accounts/organization.html", context, status=status)
