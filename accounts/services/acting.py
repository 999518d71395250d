"""Who acts, as it stands in the transaction that acts: a role that a page showed may have changed since."""

from uuid import UUID

from accounts.errors import RoleTooLow
from accounts.models import Membership, Organization, User
from accounts.permissions import Verb, may


def locked_organization(organization_id: UUID, actor: User, verb: Verb | None = None) -> Membership:
    """The actor's membership, its organization locked until the transaction ends.

    Every change of an organization's people takes this lock first, so that two of them cannot each leave
    the other's owner as the last one. Raises RoleTooLow where the actor is no member or lacks the verb.
    """
    organization = Organization.objects.select_for_update().filter(pk=organization_id).first()
    acting = Membership.objects.filter(organization_id=organization_id, user=actor).first()
    if organization is None or acting is None or (verb is not None and not may(acting.role, verb)):
        raise RoleTooLow
    acting.organization = organization
    return acting
