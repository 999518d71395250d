"""The people of the current organization, and who is invited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import services
from accounts.current import current_membership
from accounts.errors import TeamRefused
from accounts.models import Invitation, Membership
from accounts.pages import person_of
from accounts.permissions import Role, Verb, assignable_roles, may, may_assign
from accounts.team_forms import ROLE_MEANINGS, ROLE_WORDS, InviteForm, RoleForm, role_choices


@dataclass(frozen=True, slots=True)
class MemberRow:
    membership: Membership
    role_word: Any
    choices: list[tuple[str, Any]]
    """roles that the one who looks may give; empty where they may change nothing"""


@login_required
@never_cache
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    acting = current_membership(request)
    return _page(request, acting, InviteForm(roles=assignable_roles(acting.role)))


@login_required
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    acting = current_membership(request, Verb.MANAGE_MEMBERS)
    form = InviteForm(request.POST, roles=assignable_roles(acting.role))
    if form.is_valid() and _invite(request, acting, form):
        return redirect("accounts:team")
    return _page(request, acting, form, status=422)


@login_required
@require_POST
def member_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    _access_member(request, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ese papel no existe."))
        return redirect("accounts:team")
    role = Role(form.cleaned_data["role"])
    return _change(
        request,
        _("El papel cambió."),
        services.change_role,
        member_id=pk,
        role=role,
        actor=person_of(request),
    )


@login_required
@require_POST
def member_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = _("La persona ya no es parte de la organización.")
    return _change(request, done, services.remove_member, member_id=pk, actor=person_of(request))


@login_required
@require_POST
def invitation_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(
        request,
        _("La invitación se retiró."),
        services.revoke_invitation,
        invitation_id=pk,
        actor=person_of(request),
        now=timezone.now(),
    )


def _access_member(request: HttpRequest, pk: UUID) -> None:
    """Raises Http404, PermissionDenied."""
    acting = current_membership(request, Verb.MANAGE_MEMBERS)
    get_object_or_404(Membership.objects.for_organization(acting.organization_id), pk=pk)


def _change(request: HttpRequest, done: str, service: Callable[..., object], **more: Any) -> HttpResponse:
    """Who or what is not of this organization is a 404, as if it were not there."""
    acting = current_membership(request, Verb.MANAGE_MEMBERS)
    try:
        service(organization_id=acting.organization_id, **more)
    except (Membership.DoesNotExist, Invitation.DoesNotExist) as missing:
        raise Http404 from missing
    except TeamRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("accounts:team")


def _invite(request: HttpRequest, acting: Membership, form: InviteForm) -> bool:
    try:
        services.invite_member(
            organization_id=acting.organization_id,
            actor=person_of(request),
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            site=f"{request.scheme}://{request.get_host()}",
            now=timezone.now(),
        )
    except TeamRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("La invitación salió a %(email)s.") % {"email": form.cleaned_data["email"]})
    return True


def _page(request: HttpRequest, acting: Membership, form: InviteForm, *, status: int = 200) -> HttpResponse:
    return render(request, "accounts/team.html", _team(acting) | {"form": form}, status=status)


def _team(acting: Membership) -> dict[str, Any]:
    members = Membership.objects.for_organization(acting.organization_id).select_related("user")
    invitations = Invitation.objects.for_organization(acting.organization_id).open()
    may_manage = may(acting.role, Verb.MANAGE_MEMBERS)
    return {
        "acting": acting,
        "rows": [_row(acting, member) for member in members.order_by("created_at")],
        "may_manage": may_manage,
        "may_manage_privacy": may(acting.role, Verb.MANAGE_PRIVACY),
        "invitations": [
            (row, ROLE_WORDS[Role(row.role)], row.expires_at <= timezone.now())
            for row in (invitations.order_by("-created_at") if may_manage else ())
        ],
        "meanings": [(ROLE_WORDS[role], ROLE_MEANINGS[role]) for role in Role],
    }


def _row(acting: Membership, member: Membership) -> MemberRow:
    may_change = may_assign(acting.role, held=member.role, given=None)
    choices = role_choices(assignable_roles(acting.role)) if may_change else []
    return MemberRow(member, ROLE_WORDS[Role(member.role)], choices)
