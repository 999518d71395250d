"""What support staff does: with the accounts of people, and with what is hidden from it until it says why.

What concerns no organization is recorded without one: support staff itself reads that, in the admin.
"""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import StaffRefused
from accounts.models import User
from accounts.scope import as_staff, in_organization
from accounts.staff import StaffRole, staff_role

SHORTEST_REASON, LONGEST_REASON = 10, 200
_NAMES_SOMEBODY = re.compile(r"\S@\S|\b[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}\b", re.IGNORECASE)
"""a mail address or an RFC: the audit keeps what it is told for ever"""


@transaction.atomic
def appoint_staff(*, person: User, role: StaffRole | None, by: User | None = None) -> None:
    """None: no longer staff. Who is already so is left as they are."""
    was = staff_role(person)
    if was is role:
        return
    person.is_staff, person.is_superuser = role is not None, role is StaffRole.SUPERUSER
    person.save(update_fields=["is_staff", "is_superuser"])
    _record(audit.STAFF_APPOINTED, person, by=by, before={"role": was}, after={"role": role})


@transaction.atomic
def close_account(*, person: User, by: User) -> None:
    """Ends the person's sessions; from now on nobody enters with it. Raises StaffRefused."""
    person = _locked(person, by)
    if person.is_active:
        person.is_active = False
        person.save(update_fields=["is_active"])
        _record(audit.ACCOUNT_CLOSED, person, by=by, after={"sessions": _end_all(person)})


@transaction.atomic
def reopen_account(*, person: User, by: User) -> None:
    """Raises StaffRefused."""
    person = _locked(person, by)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        _record(audit.ACCOUNT_REOPENED, person, by=by)


@transaction.atomic
def end_sessions(*, person: User, by: User) -> int:
    """Wherever they are; how many. Raises StaffRefused."""
    ended = _end_all(_locked(person, by))
    _record(audit.SESSIONS_ENDED, person, by=by, after={"sessions": ended})
    return ended


@transaction.atomic
def reveal_to_staff(
    *, organization_id: UUID, kind: str, object_id: UUID, fields: Iterable[str], reason: str, by: User
) -> None:
    """Tells the organization's own audit what is about to be shown to whom, and why. Raises StaffRefused."""
    if staff_role(by) is not StaffRole.SUPERUSER:
        raise StaffRefused(_("Solo quien abrió la organización puede ver sus datos."))
    with in_organization(organization_id):
        audit.record(
            audit.DATA_REVEALED,
            organization_id=organization_id,
            kind=kind,
            object_id=object_id,
            by=by,
            fields=fields,
            after={"reason": checked_reason(reason)},
        )


def checked_reason(text: str) -> str:
    """On one line. Raises StaffRefused for what says nothing, or names somebody."""
    reason = " ".join(text.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        limits = {"least": SHORTEST_REASON, "most": LONGEST_REASON}
        raise StaffRefused(_("Escribe el motivo con %(least)d a %(most)d letras.") % limits)
    if _NAMES_SOMEBODY.search(reason):
        raise StaffRefused(_("No escribas correos ni RFC en el motivo: la bitácora no se puede corregir."))
    return reason


def _locked(person: User, by: User) -> User:
    """Raises StaffRefused where `by` may not act on this account."""
    person = User.objects.select_for_update().get(pk=person.pk)
    role = staff_role(by)
    if role is None:
        raise StaffRefused(_("Solo soporte puede hacer esto."))
    if person.pk == by.pk:
        raise StaffRefused(_("Con tu propia cuenta no: pídelo a otra persona de soporte."))
    if person.is_staff and role is not StaffRole.SUPERUSER:
        raise StaffRefused(_("La cuenta de una persona de soporte la maneja un superusuario."))
    return person


def _end_all(person: User) -> int:
    """How many of them were alive."""
    sessions = list(UserSession.objects.filter(user=person))
    alive = sum(bool(session.exists()) for session in sessions)
    for session in sessions:
        session.end()
    return alive


def _record(verb: str, person: User, *, by: User | None, **told: Any) -> None:
    with as_staff():
        audit.record(verb, organization_id=None, kind="person", object_id=person.pk, by=by, **told)
