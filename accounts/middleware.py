"""Leads a signed-in person to what must come first: an organization, and the second factor that it asks for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.current import closed_organizations, memberships_of

OPEN_ROUTES = ("cuenta/", "invitacion/", "health/", "admin/", "login/", "logout/")
"""What a person reaches without either: their own account, the way in and the way out."""


class MembershipMiddleware:
    """Everything but OPEN_ROUTES waits until the person has a second factor, where one of their organizations
    asks for it: an object is reached by its id, whichever organization the session is in, so that nothing of
    the one that asks is left open by being in another. They may leave that organization instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.route.startswith(OPEN_ROUTES) or not request.user.is_authenticated:
            return None
        if not memberships_of(request):
            return _lead(request, "accounts:organization_new")
        if closed_organizations(request):
            return _lead(request, "accounts:second_factor_asked")
        return None


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse(name))
    return redirect(name)
