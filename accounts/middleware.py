"""What surrounds every request of this app's concern."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.acting import WEB, Acting, acting_as, agent_class
from accounts.current import memberships_of
from accounts.errors import EmptyCatalogue
from accounts.scope import as_staff, fresh_scope
from accounts.staff import lacks_second_factor, opened_organization_id, staff_role
from accounts.tenancy import SecondFactorNeeded

log = structlog.get_logger(__name__)

OPEN_ROUTES = ("cuenta/", "invitacion/", "privacidad/", "health/", "admin/", "login/")
"""What a person reaches without an organization: their own account, the way in and the way out."""


def organization_scope(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """A request begins with nobody's rows, and what a door enters during it ends with it. Support staff, in
    the admin alone, sees who the organizations are, and the rows of the one that was opened there."""

    def respond(request: HttpRequest) -> HttpResponse:
        with _scope_of(request):
            return get_response(request)

    return respond


def _scope_of(request: HttpRequest) -> AbstractContextManager[None]:
    user = request.user
    if not request.path.startswith(reverse("admin:index")) or staff_role(user) is None:
        return fresh_scope()
    return fresh_scope() if lacks_second_factor(user) else as_staff(opened_organization_id(request))


class ActingMiddleware:
    """After AuthenticationMiddleware: what a service records names this request's person and origin.

    The address is the one that the server saw, or that the proxy in front tells (BEHIND_PROXY); what a client
    itself writes into X-Forwarded-For is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = Acting(
            source=WEB,
            person=request.user,
            address=get_adapter(request).get_client_ip(request),
            agent=agent_class(request.headers.get("User-Agent", "")),
        )
        with acting_as(who):
            return self.get_response(request)


class MembershipMiddleware:
    """Leads a signed-in person to what must come first: an organization of theirs (support staff without one
    belongs into the admin), and the second factor that the one they enter asks for (accounts.tenancy.enter)."""

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
        if memberships_of(request):
            return None
        return _lead(request, "admin:index" if request.user.is_staff else "accounts:organization_new")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, SecondFactorNeeded):
            return _lead(request, "accounts:second_factor_asked")
        return None


class CatalogueMiddleware:
    """Where a catalogue of SAT's has no rows nothing can be judged: says so, and who has to do what."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if not isinstance(error, EmptyCatalogue):
            return None
        log.error("catalogue_empty", catalogue=error.catalogue)
        return render(
            request, "503.html", {"catalogue": error.catalogue}, status=HTTPStatus.SERVICE_UNAVAILABLE
        )


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse(name))
    return redirect(name)
