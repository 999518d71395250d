"""Who acts, as it stands in the transaction that acts: a role that a page showed may have changed since."""

from uuid import UUID

from accounts.errors import RoleTooLow
from accounts.models import Membership, Organization, User
from accounts.permissions import Verb, may
from accounts.scope import enter_organization
from accounts.tenancy import known_memberships


def locked_organization(organization_id: UUID, actor: User, verb: Verb | None = None) -> Membership:
    """The actor's membership, its organization locked until the transaction ends; its rows are seen from here
    on (accounts.scope).

    Every change of an organization's people takes this lock first, so that two of them cannot each leave
    the other's owner as the last one. Raises RoleTooLow where the actor is no member or lacks the verb.
    """
    if organization_id not in {place.organization_id for place in known_memberships(actor)}:
        raise RoleTooLow
    enter_organization(organization_id)
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    acting = Membership.objects.filter(organization_id=organization_id, user=actor).first()
    if acting is None or (verb is not None and not may(acting.role, verb)):
        raise RoleTooLow
    acting.organization = organization
    return acting
