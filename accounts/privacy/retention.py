"""What is destroyed by the passing of time: one table of rules, run by beat, organization by organization.

A batch is one transaction with its audit entry. A run that is cut short goes on where it ended: what is gone is
gone, and the organization is looked at again until nothing of it is due.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import ArcoRequest, FiscalProfile, Invitation, Organization
from accounts.privacy.arco import Stage
from accounts.scope import as_staff, in_organization

BATCH = 200
EVERY = timedelta(hours=20)
"""Less than a day, so that a run each night finds every organization due."""
SHORTEST_ARCO = 365
AFTER_ERASURE = timedelta(days=30)
"""How long the empty row of an erased client stays where nothing had to be kept."""

Destroy = Callable[[datetime, int], int]


@dataclass(frozen=True, slots=True)
class Rule:
    """`destroy`: given now and the most rows at once, destroys what is due and says how many; within one
    organization. `period`: for people, as the settings have it."""

    key: str
    what: str | Promise
    period: Callable[[], str | Promise]
    reason: str | Promise
    destroy: Destroy


_rules: dict[str, Rule] = {}


def keep_by(rule: Rule) -> None:
    """Adds a rule; again takes the place of the earlier one."""
    _rules[rule.key] = rule


def rules() -> list[Rule]:
    """Those of the apps above first: what they hold keeps a profile's row from going."""
    return [*_rules.values(), *_OWN]


def days(count: int) -> str:
    return str(_("%(count)d días") % {"count": count})


def apply_rules(*, organization_id: UUID, now: datetime) -> dict[str, int]:
    """Every rule until nothing is due; what was destroyed, by the rule's key."""
    destroyed: dict[str, int] = {}
    with in_organization(organization_id):
        for rule in rules():
            count = batch = _apply_batch(rule, organization_id, now)
            while batch >= BATCH:
                batch = _apply_batch(rule, organization_id, now)
                count += batch
            if count:
                destroyed[rule.key] = count
        Organization.objects.filter(pk=organization_id).update(retention_done_at=now)
    return destroyed


@transaction.atomic
def purge_sessions(*, now: datetime) -> int:
    """Sessions belong to people, not to organizations."""
    before = now - timedelta(days=settings.KEEP_SESSION_DAYS)
    count, _by_model = Session.objects.filter(expire_date__lt=before).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    if count:
        with as_staff():
            _record(None, "sessions", count)
    return count


@transaction.atomic
def _apply_batch(rule: Rule, organization_id: UUID, now: datetime) -> int:
    count = rule.destroy(now, BATCH)
    if count:
        _record(organization_id, rule.key, count)
    return count


def _record(organization_id: UUID | None, key: str, count: int) -> None:
    audit.record(
        audit.RETENTION_APPLIED,
        organization_id=organization_id,
        kind="retention",
        object_id=None,
        after={"rule": key, "destroyed": count},
    )


def _destroy_invitations(now: datetime, most: int) -> int:
    before = now - timedelta(days=settings.KEEP_INVITATION_DAYS)
    over = Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    return _delete(Invitation.objects.filter(over).values_list("pk", flat=True)[:most], Invitation)


def _destroy_arco(now: datetime, most: int) -> int:
    before = timezone.localdate(now) - timedelta(days=max(SHORTEST_ARCO, settings.KEEP_ARCO_DAYS))
    over = ArcoRequest.objects.filter(stage=Stage.CLOSED, closed_date__lt=before)
    return _delete(over.values_list("pk", flat=True)[:most], ArcoRequest)


def _release_profiles(now: datetime, most: int) -> int:
    """Of an erased client whose kept files are gone: the empty row, its version, its declarations."""
    over = Q(kept_until__lt=timezone.localdate(now)) | Q(kept_until=None, erased_at__lt=now - AFTER_ERASURE)
    found = list(FiscalProfile.objects.erased().filter(over).select_for_update()[:most])
    for profile in found:
        audit.record_profile(audit.PROFILE_RELEASED, profile=profile)
        profile.delete()
    return len(found)


def _delete(keys: Iterable[UUID], model: type[Invitation] | type[ArcoRequest]) -> int:
    count, _by_model = model.objects.filter(pk__in=list(keys)).delete()
    return count


_OWN = (
    Rule(
        "invitations",
        _("Invitaciones usadas, retiradas o caducadas"),
        lambda: days(settings.KEEP_INVITATION_DAYS),
        _("Ya cumplieron su fin: LFPDPPP, principio de finalidad."),
        _destroy_invitations,
    ),
    Rule(
        "arco_requests",
        _("Solicitudes ARCO cerradas"),
        lambda: days(max(SHORTEST_ARCO, settings.KEEP_ARCO_DAYS)),
        _("Prueba de que se atendieron a tiempo: LFPDPPP, art. 31."),
        _destroy_arco,
    ),
    Rule(
        "erased_profiles",
        _("Lo que queda de un cliente borrado"),
        lambda: _("hasta que termina el plazo de sus facturas"),
        _("Bloqueo y después supresión: LFPDPPP, art. 24."),
        _release_profiles,
    ),
)
