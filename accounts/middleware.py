"""What of a request everything below it may want to know."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.acting import WEB, Acting, acting_as, agent_class


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
