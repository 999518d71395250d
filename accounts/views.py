"""Entering and leaving, and the person's own account."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import RedirectView
from django_htmx.http import HttpResponseClientRefresh

from accounts.current import memberships_of
from accounts.second_factor import closed_organizations, has_second_factor
from accounts.staff import lacks_second_factor, staff_role


class Login(LoginView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A fragment that is asked for after the session ended: the whole page goes to the login."""
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRefresh()
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


login = Login.as_view()
logout = LogoutView.as_view(http_method_names=["post", "options"])
old_login = RedirectView.as_view(pattern_name="accounts:login", query_string=True)


@login_required
@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    context = {"has_second_factor": has_second_factor(request.user)}
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one of the person's own sessions, wherever it is."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, _("La sesión terminó."))
    return redirect("usersessions_list")


@login_required
@never_cache
@require_GET
def second_factor_asked(request: HttpRequest) -> HttpResponse:
    asking = closed_organizations(request.user, memberships_of(request))
    for_staff = staff_role(request.user) is not None and lacks_second_factor(request.user)
    if not asking and not for_staff:
        return redirect("invoicing:task_list")
    context = {"asking": asking, "for_staff": for_staff}
    return render(request, "accounts/second_factor_asked.html", context)
