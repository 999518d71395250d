"""What the views of every app answer with."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Membership, User


def person_of(request: HttpRequest) -> User:
    """The signed-in person of a view behind `login_required`."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def answer(
    request: HttpRequest,
    membership: Membership,
    name: str,
    context: dict[str, Any],
    *,
    section: str,
    status: int = 200,
) -> HttpResponse:
    """The whole page of "template#fragment", or the fragment alone where htmx asks. `section`: of the menu."""
    template = name if request.htmx else name.partition("#")[0]  # type: ignore[attr-defined]
    shared = {"organization": membership.organization, "section": section}
    return render(request, template, shared | context, status=status)
