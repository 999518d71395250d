"""Destroying what is kept of a taxpayer, but for what the law makes one keep (LFPDPPP, arts. 24 and 25).

What stays is blocked ("bloqueo"): out of every list, opened only by who may manage privacy, and destroyed in its
turn when its time is over (accounts.privacy.retention).
"""

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import WorkUnderWay
from accounts.models import FiscalProfile, FiscalProfileVersion, User
from accounts.privacy.holdings import Forecast, holdings


@transaction.atomic
def forecast_erasure(*, profile: FiscalProfile) -> Forecast:
    """What an erasure would destroy and keep, and what is in its way. Nothing is written."""
    parts = [holding.forecast(profile) for holding in holdings()]
    own = Forecast(destroyed={_("versiones de sus datos fiscales"): profile.versions.count()})
    return _joined([own, *parts])


def erase_profile(*, profile: FiscalProfile, by: User, now: datetime) -> Forecast:
    """Destroys it all but what `forecast_erasure` told as kept; what was destroyed and kept.

    Erasing again changes nothing. Raises WorkUnderWay while a task of this taxpayer is not over.
    """
    try:
        return _erase(profile, by, now)
    except IntegrityError as error:  # a task began between the look and the end
        raise WorkUnderWay(1) from error


@transaction.atomic
def _erase(profile: FiscalProfile, by: User, now: datetime) -> Forecast:
    profile = FiscalProfile.objects.select_for_update().get(pk=profile.pk)
    if profile.erased_at is not None:
        return Forecast()
    open_work = sum(holding.forecast(profile).open_work for holding in holdings())
    if open_work:
        raise WorkUnderWay(open_work)
    versions = {_("versiones de sus datos fiscales"): profile.versions.count()}
    blank = _add_blank_version(profile)
    parts = [holding.erase(profile, now=now, blank=blank) for holding in holdings()]
    done = _joined([Forecast(destroyed=versions), *parts])
    profile.versions.exclude(number=profile.current_version).delete()
    profile.make_blank()
    profile.archived_at = profile.archived_at or now
    profile.erased_at, profile.kept_until = now, done.kept_until
    profile.save()
    audit.destroy_profile_key(profile=profile, by=by, after=_counts(done))
    with connection.cursor() as cursor:  # what points at a version that went is told here, not at the commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return done


def _add_blank_version(profile: FiscalProfile) -> FiscalProfileVersion:
    """The one that is left: current, and empty."""
    newest = profile.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = FiscalProfileVersion.objects.create(
        organization_id=profile.organization_id,
        profile=profile,
        number=newest + 1,
        confirmed=[],
        **dict.fromkeys(("rfc", "legal_name", "fiscal_regime", "postal_code", "email", "cfdi_use"), ""),
    )
    profile.current_version = version.number
    return version


def _counts(done: Forecast) -> dict[str, audit.Plain]:
    kept = sum(kept.count for kept in done.kept)
    until = done.kept_until.isoformat() if done.kept_until else None
    return {"destroyed": sum(done.destroyed.values()), "kept": kept, "kept_until": until}


def _joined(parts: list[Forecast]) -> Forecast:
    destroyed: dict[str, int] = {}
    for part in parts:
        for words, count in part.destroyed.items():
            destroyed[words] = destroyed.get(words, 0) + count
    kept = sorted((kept for part in parts for kept in part.kept), key=lambda kept: kept.until)
    return Forecast(destroyed, tuple(kept), sum(part.open_work for part in parts))
