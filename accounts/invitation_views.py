"""The page behind the link of an invitation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.adapters import INVITATION_KEY
from accounts.current import SESSION_KEY
from accounts.errors import TeamRefused
from accounts.invitations import find_invitation, refusal
from accounts.models import Invitation, User
from accounts.permissions import Role
from accounts.team_forms import ROLE_WORDS


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = find_invitation(token)
    if found is None:
        raise Http404
    if request.method == "POST" and isinstance(request.user, User):
        return _accept(request, found, token, request.user)
    reason = refusal(found, request.user, now=timezone.now())
    if reason is None and not request.user.is_authenticated:
        request.session[INVITATION_KEY] = token  # who registers now gets no organization of their own
    return _page(request, found, reason)


def _accept(request: HttpRequest, found: Invitation, token: str, person: User) -> HttpResponse:
    try:
        member = services.accept_invitation(token=token, person=person, now=timezone.now())
    except TeamRefused as refused:
        return _page(request, found, str(refused))
    request.session.pop(INVITATION_KEY, None)
    request.session[SESSION_KEY] = str(member.organization_id)
    messages.success(request, _("Ya eres parte de %(name)s.") % {"name": found.organization.name})
    return redirect("invoicing:task_list")


def _page(request: HttpRequest, found: Invitation, reason: str | None) -> HttpResponse:
    context = {
        "invitation": found,
        "inviting": found.organization,
        "role_word": ROLE_WORDS[Role(found.role)],
        "reason": reason,
        "here": request.path,
    }
    return render(request, "accounts/invitation.html", context, status=410 if reason else 200)
