"""Support staff: who they are, and what must hold before the admin opens for them.

The rights stand here and nowhere else: no group and no row can give a person more than their role.

- support (`is_staff`): people, organizations and who belongs to them, vendors, the system's state; nobody's
  business;
- superuser (`is_superuser` too): also the rows of the one organization that they opened, personal data hidden.
"""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.second_factor import has_second_factor

SUPPORT_KEY = "support_organization"
"""Of the session: the organization that support staff looks into."""


class StaffRole(StrEnum):
    SUPPORT = "support"
    SUPERUSER = "superuser"


def staff_role(person: Any) -> StaffRole | None:
    """None for who is no staff, or whose account is closed."""
    if not (person.is_active and person.is_staff):
        return None
    return StaffRole.SUPERUSER if person.is_superuser else StaffRole.SUPPORT


def lacks_second_factor(person: Any) -> bool:
    """Whether a second factor must be set up before anything of the admin opens."""
    return bool(settings.STAFF_SECOND_FACTOR) and not has_second_factor(person)


def opened_organization_id(request: HttpRequest) -> str:
    """Of the organization that this superuser opened; "" where none is open, or for any other person."""
    if staff_role(request.user) is not StaffRole.SUPERUSER:
        return ""
    return str(request.session.get(SUPPORT_KEY, ""))
