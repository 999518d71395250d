"""The organization that a person works in now: chosen by them, kept in the session."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.models import Membership
from accounts.permissions import Verb, may
from accounts.privacy.consent import notice_to_accept
from accounts.tenancy import enter, known_memberships

SESSION_KEY = "organization"


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The person's memberships, oldest first, read once for a request; none for who is not signed in."""
    known: list[Membership] | None = getattr(request, "_memberships", None)
    if known is None:
        known = known_memberships(request.user)
        request._memberships = known  # type: ignore[attr-defined]  # noqa: SLF001 - ours, on Django's object
    return known


def current_membership(request: HttpRequest, verb: Verb | None = None) -> Membership:
    """In the organization that the session names, where the person still belongs to it; else in their first.

    A door, as those of accounts.tenancy. Raises Http404 for who belongs to none, PermissionDenied.
    """
    return enter(_chosen(memberships_of(request), request.session), verb)


def session_membership(person: Any, session: Any) -> Membership:
    """What `current_membership` answers, for a caller without a request (a WebSocket)."""
    return enter(_chosen(known_memberships(person), session or {}))


def choose_organization(request: HttpRequest, organization_id: UUID) -> None:
    """From now on this session works there. Raises Http404 for who does not belong to it."""
    if organization_id not in {membership.organization_id for membership in memberships_of(request)}:
        raise Http404
    request.session[SESSION_KEY] = str(organization_id)


def organizations(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the page's frame shows."""
    if not hasattr(request, "user"):
        return {}
    memberships = memberships_of(request)
    shown: dict[str, Any] = {"notice_to_accept": notice_to_accept(request.user)}
    if not memberships:
        return shown
    membership = _chosen(memberships, request.session)
    return shown | {
        "membership": membership,
        "organization": membership.organization,
        "keeps_portals": may(membership.role, Verb.EDIT_CREDENTIALS),
    }


def _chosen(memberships: list[Membership], session: Any) -> Membership:
    if not memberships:
        raise Http404
    wanted = session.get(SESSION_KEY)
    return next((row for row in memberships if str(row.organization_id) == wanted), memberships[0])
