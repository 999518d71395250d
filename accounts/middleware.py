"""What surrounds every request of this app's concern."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.acting import WEB, Acting, acting_as, agent_class
from accounts.scope import as_staff, fresh_scope

SUPPORT_KEY = "support_organization"
"""Of the session: the organization that support staff looks into."""


def organization_scope(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """A request begins with nobody's rows, and what a door enters during it ends with it. Support staff, in
    the admin alone, sees who the organizations are, and the rows of the one that was opened there."""

    def respond(request: HttpRequest) -> HttpResponse:
        with _scope_of(request):
            return get_response(request)

    return respond


def _scope_of(request: HttpRequest) -> AbstractContextManager[None]:
    user = request.user
    if not request.path.startswith(reverse("admin:index")) or not (user.is_active and user.is_staff):
        return fresh_scope()
    return as_staff(request.session.get(SUPPORT_KEY, ""))


class ActingMiddleware:
    """After AuthenticationMiddleware: what a service records names this request's person and origin.

    The address is the one that the server saw; a proxy in front is trusted to have set it, and what a client
    writes into X-Forwarded-For is not read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = Acting(
            source=WEB,
            person=request.user,
            address=request.META.get("REMOTE_ADDR", ""),
            agent=agent_class(request.headers.get("User-Agent", "")),
        )
        with acting_as(who):
            return self.get_response(request)
