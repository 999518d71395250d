"""The organization that a person works in now: chosen by them, kept in the session.

A request reads the person's memberships once, across organizations; what acts reads the role again in its
own transaction (accounts.services.acting).
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.models import Membership, Organization, User
from accounts.second_factor import organizations_closed_to

SESSION_KEY = "organization"


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The person's memberships, oldest first; none for who is not signed in."""
    known: list[Membership] | None = getattr(request, "_memberships", None)
    if known is None:
        known = _read(request.user)
        request._memberships = known  # type: ignore[attr-defined]  # noqa: SLF001 - ours, on Django's object
    return known


def current_membership(request: HttpRequest) -> Membership:
    """In the organization that the session names, where the person still belongs to it; else in their first.

    Raises Http404 for who belongs to none.
    """
    return _chosen(memberships_of(request), request.session)


def current_organization(request: HttpRequest) -> Organization:
    """Raises Http404 for who belongs to none."""
    return current_membership(request).organization


def session_membership(person: Any, session: Any) -> Membership:
    """What `current_membership` answers, for a caller without a request (a WebSocket). Raises Http404."""
    return _chosen(_read(person), session or {})


def enter_organization(request: HttpRequest, organization_id: UUID) -> Membership:
    """From now on this session works there. Raises Http404 for who does not belong to it."""
    for membership in memberships_of(request):
        if membership.organization_id == organization_id:
            request.session[SESSION_KEY] = str(organization_id)
            return membership
    raise Http404


def signed_in(request: HttpRequest) -> User:
    """The person of a view behind `login_required`. Raises Http404 for nobody."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def organizations(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the page's frame shows."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    memberships = memberships_of(request)
    if not memberships:
        return {"memberships": memberships}
    membership = current_membership(request)
    return {"memberships": memberships, "membership": membership, "organization": membership.organization}


def closed_organizations(request: HttpRequest) -> list[Organization]:
    """Those that ask for a second factor which this person does not have."""
    return organizations_closed_to(request.user, memberships_of(request))


def _read(person: Any) -> list[Membership]:
    if not person.is_authenticated:
        return []
    rows = Membership.objects.select_related("organization").filter(user=person)
    return list(rows.order_by("created_at"))


def _chosen(memberships: list[Membership], session: Any) -> Membership:
    if not memberships:
        raise Http404
    wanted = session.get(SESSION_KEY)
    return next((row for row in memberships if str(row.organization_id) == wanted), memberships[0])
