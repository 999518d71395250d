"""Fiscal profiles and their versions."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts import audit
from accounts.catalogues import PublishedCatalogues, StoredCatalogues
from accounts.errors import DuplicateProfile, InvalidFields, ProfileChanged, ProfileErased
from accounts.fiscal import (
    FieldProblem,
    ReceiverFields,
    further_regime_problems,
    normalise_receiver,
    receiver_problems,
    regime_for_use,
)
from accounts.keys import lookup_hash
from accounts.models import FiscalProfile, FiscalProfileVersion, Organization, User
from accounts.privacy.declaration import declare_client
from accounts.rfc import person_kind


@transaction.atomic
def create_profile(
    *,
    organization: Organization,
    fields: ReceiverFields,
    confirmed: Collection[str] = (),
    further_regimes: Sequence[str] = (),
    is_default: bool | None = None,
    created_by: User | None = None,
    declared_at: datetime | None = None,
) -> FiscalProfile:
    """A taxpayer's profile with its first version. `is_default` None: the first of an organization is.

    `further_regimes`: codes beside the fields' own. `declared_at`: when `created_by` declared that the taxpayer
    asked for it; None (commands, the demo): nobody did, and the client's page says so.
    Raises InvalidFields, DuplicateProfile.
    """
    catalogues = StoredCatalogues()
    fields = validated_receiver(fields, confirmed=confirmed, catalogues=catalogues)
    profiles = FiscalProfile.objects.filter(organization=organization)
    profile = FiscalProfile(
        organization=organization,
        rfc_hash=rfc_hash(fields.rfc),
        confirmed=sorted(confirmed),
        further_regimes=_further_regimes(further_regimes, fields, catalogues),
        is_default=not profiles.exists() if is_default is None else is_default,
        **asdict(fields),
    )
    if profile.is_default:
        profiles.update(is_default=False)
    _save_profile(profile)
    _append_version(profile, fields, number=profile.current_version, author=created_by)
    audit.record_profile(audit.PROFILE_CREATED, profile=profile, by=created_by, after=_traces(profile))
    if declared_at is not None and created_by is not None:
        declare_client(profile=profile, by=created_by, now=declared_at)
    return profile


@transaction.atomic
def update_profile(
    *,
    profile: FiscalProfile,
    fields: ReceiverFields,
    confirmed: Collection[str] = (),
    further_regimes: Sequence[str] | None = None,
    expected_version: int | None = None,
    changed_by: User | None = None,
) -> FiscalProfileVersion:
    """Writes a new version where anything differs; tasks under way keep the one they started with.

    `further_regimes` None: as they were. `expected_version`: the one that the person saw.
    Raises InvalidFields, DuplicateProfile, ProfileChanged, ProfileErased.
    """
    catalogues = StoredCatalogues()
    fields = validated_receiver(fields, confirmed=confirmed, catalogues=catalogues)
    profile = _locked(profile)
    if expected_version not in {None, profile.current_version}:
        raise ProfileChanged
    if further_regimes is not None:
        profile.further_regimes = _further_regimes(further_regimes, fields, catalogues)
        profile.save(update_fields=["further_regimes", "updated_at"])
    if profile.receiver == fields and set(profile.confirmed) == set(confirmed):
        return profile.newest_version()
    earlier, before = profile.receiver, _traces(profile)
    for name, text in asdict(fields).items():
        setattr(profile, name, text)
    profile.rfc_hash, profile.confirmed = rfc_hash(fields.rfc), sorted(confirmed)
    profile.current_version = _next_number(profile)
    _save_profile(profile)
    changes = _changes(earlier, fields)
    audit.record_profile(
        audit.PROFILE_CHANGED,
        profile=profile,
        by=changed_by,
        fields=changes or ["confirmed"],
        before=before,
        after=_traces(profile),
        personal=changes,
    )
    return _append_version(profile, profile.receiver, number=profile.current_version, author=changed_by)


@transaction.atomic
def version_for_use(
    *, profile: FiscalProfile, cfdi_use: str, author: User | None = None
) -> FiscalProfileVersion:
    """The version with which to ask for this uso: with the first régimen of the taxpayer that allows it.

    It becomes no default. Raises InvalidFields where no régimen of theirs allows the uso; ProfileErased.
    """
    profile = _locked(profile)
    catalogues, kind = StoredCatalogues(), person_kind(profile.rfc)
    regime = kind and regime_for_use(cfdi_use, regimes=profile.regimes, kind=kind, matrix=catalogues.matrix)
    wanted = replace(profile.receiver, cfdi_use=cfdi_use, fiscal_regime=regime or profile.fiscal_regime)
    wanted = validated_receiver(wanted, confirmed=profile.confirmed, catalogues=catalogues)
    for version in profile.versions.filter(cfdi_use=cfdi_use).order_by("-number"):
        if version.receiver == wanted and set(version.confirmed) == set(profile.confirmed):
            return version
    return _append_version(profile, wanted, number=_next_number(profile), author=author)


@transaction.atomic
def make_default(*, profile: FiscalProfile) -> None:
    """Raises InvalidFields for an archived one, ProfileErased."""
    profile = _locked(profile)
    if profile.archived_at is not None:
        message = "Un cliente archivado no puede ser el predeterminado. Recupéralo primero."
        raise InvalidFields([FieldProblem("is_default", "profile_archived", message)])
    FiscalProfile.objects.filter(organization=profile.organization_id).update(is_default=False)
    FiscalProfile.objects.filter(pk=profile.pk).update(is_default=True)
    audit.record_profile(audit.PROFILE_CHANGED, profile=profile, fields=["is_default"])


@transaction.atomic
def archive_profile(*, profile: FiscalProfile, now: datetime) -> None:
    """Out of the lists and forms; its tickets, invoices and versions stay. Archiving again changes nothing."""
    rows = FiscalProfile.objects.filter(pk=profile.pk, archived_at=None)
    if rows.update(archived_at=now, is_default=False):
        audit.record_profile(audit.PROFILE_ARCHIVED, profile=profile)


@transaction.atomic
def unarchive_profile(*, profile: FiscalProfile) -> None:
    """Nothing happens to one whose data were erased."""
    rows = FiscalProfile.objects.archived().filter(pk=profile.pk)
    if rows.update(archived_at=None):
        audit.record_profile(audit.PROFILE_RESTORED, profile=profile)


def ensure_profile_version(
    *, organization: Organization, fields: ReceiverFields, confirmed: Collection[str] = ()
) -> FiscalProfileVersion:
    """The version of the organization's profile that holds exactly these fields, made where it is missing.

    Raises InvalidFields.
    """
    fields = validated_receiver(fields, confirmed=confirmed)
    profile = find_profile(organization=organization, rfc=fields.rfc)
    if profile is None:
        try:
            profile = create_profile(organization=organization, fields=fields, confirmed=confirmed)
        except DuplicateProfile:  # another process was first
            profile = FiscalProfile.objects.get(organization=organization, rfc_hash=rfc_hash(fields.rfc))
    return update_profile(profile=profile, fields=fields, confirmed=confirmed)


def find_profile(*, organization: Organization, rfc: str) -> FiscalProfile | None:
    return FiscalProfile.objects.filter(organization=organization, rfc_hash=rfc_hash(rfc)).first()


def validated_receiver(
    fields: ReceiverFields,
    *,
    confirmed: Collection[str] = (),
    catalogues: StoredCatalogues | PublishedCatalogues | None = None,
) -> ReceiverFields:
    """Normalised fields without a problem; `catalogues`: the tables where none are given.

    Raises InvalidFields, EmptyCatalogue.
    """
    fields, catalogues = normalise_receiver(fields), catalogues or StoredCatalogues()
    problems = receiver_problems(
        fields, postal_codes=catalogues, matrix=catalogues.matrix, confirmed=frozenset(confirmed)
    )
    if problems:
        raise InvalidFields(problems)
    return fields


def rfc_hash(rfc: str) -> str:
    """By which a profile is found and kept unique in its organization."""
    return lookup_hash(rfc, purpose="profile.rfc")


def _locked(profile: FiscalProfile) -> FiscalProfile:
    """As it is now, until the transaction ends. Raises ProfileErased."""
    profile = FiscalProfile.objects.select_for_update().get(pk=profile.pk)
    if profile.erased_at is not None:
        raise ProfileErased
    return profile


def _traces(profile: FiscalProfile) -> dict[str, str | int]:
    """What may be told of a profile in the clear."""
    return {"rfc_hash": profile.rfc_hash, "version": profile.current_version}


def _changes(before: ReceiverFields, after: ReceiverFields) -> dict[str, tuple[str, str]]:
    pairs = {name: (text, asdict(after)[name]) for name, text in asdict(before).items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _save_profile(profile: FiscalProfile) -> None:
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as error:
        if "profile_rfc_once" in str(error):
            raise DuplicateProfile from error
        raise


def _further_regimes(codes: Sequence[str], fields: ReceiverFields, catalogues: StoredCatalogues) -> list[str]:
    further = [code for code in dict.fromkeys(codes) if code != fields.fiscal_regime]
    problems = further_regime_problems(further, rfc=fields.rfc, matrix=catalogues.matrix)
    if problems:
        raise InvalidFields(problems)
    return further


def _next_number(profile: FiscalProfile) -> int:
    """Versions for another uso are numbered too, so the current one need not be the last."""
    newest = profile.versions.aggregate(newest=Max("number"))["newest"]
    return int(newest or 0) + 1


def _append_version(
    profile: FiscalProfile, fields: ReceiverFields, *, number: int, author: User | None
) -> FiscalProfileVersion:
    return FiscalProfileVersion.objects.create(
        organization_id=profile.organization_id,
        profile=profile,
        number=number,
        created_by=author,
        confirmed=profile.confirmed,
        **asdict(fields),
    )
