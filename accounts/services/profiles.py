"""Fiscal profiles and their versions."""

from collections.abc import Collection
from dataclasses import asdict

from django.db import IntegrityError, transaction

from accounts.catalogues import SatPostalCodes
from accounts.errors import DuplicateProfile, InvalidFields
from accounts.fiscal import ReceiverFields, normalise_receiver, receiver_problems
from accounts.keys import lookup_hash
from accounts.models import FiscalProfile, FiscalProfileVersion, Organization, User


@transaction.atomic
def create_profile(
    *,
    organization: Organization,
    fields: ReceiverFields,
    confirmed: Collection[str] = (),
    is_default: bool | None = None,
    created_by: User | None = None,
) -> FiscalProfile:
    """A taxpayer's profile with its first version. `is_default` None: the first of an organization is.

    Raises InvalidFields, DuplicateProfile.
    """
    fields = validated_receiver(fields, confirmed=confirmed)
    profiles = FiscalProfile.objects.filter(organization=organization)
    profile = FiscalProfile(
        organization=organization,
        rfc_hash=rfc_hash(fields.rfc),
        confirmed=sorted(confirmed),
        is_default=not profiles.exists() if is_default is None else is_default,
        **asdict(fields),
    )
    if profile.is_default:
        profiles.update(is_default=False)
    _save_profile(profile)
    _append_version(profile, created_by)
    return profile


@transaction.atomic
def update_profile(
    *,
    profile: FiscalProfile,
    fields: ReceiverFields,
    confirmed: Collection[str] = (),
    changed_by: User | None = None,
) -> FiscalProfileVersion:
    """Writes a new version where anything differs; tasks under way keep the one they started with.

    Raises InvalidFields, DuplicateProfile.
    """
    fields = validated_receiver(fields, confirmed=confirmed)
    profile = FiscalProfile.objects.select_for_update().get(pk=profile.pk)
    if profile.receiver == fields and set(profile.confirmed) == set(confirmed):
        return profile.newest_version()
    for name, text in asdict(fields).items():
        setattr(profile, name, text)
    profile.rfc_hash, profile.confirmed = rfc_hash(fields.rfc), sorted(confirmed)
    profile.current_version += 1
    _save_profile(profile)
    return _append_version(profile, changed_by)


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


def validated_receiver(fields: ReceiverFields, *, confirmed: Collection[str] = ()) -> ReceiverFields:
    """Normalised fields without a problem. Raises InvalidFields."""
    fields = normalise_receiver(fields)
    problems = receiver_problems(fields, postal_codes=SatPostalCodes(), confirmed=frozenset(confirmed))
    if problems:
        raise InvalidFields(problems)
    return fields


def rfc_hash(rfc: str) -> str:
    """By which a profile is found and kept unique in its organization."""
    return lookup_hash(rfc, purpose="profile.rfc")


def _save_profile(profile: FiscalProfile) -> None:
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as error:
        if "profile_rfc_once" in str(error):
            raise DuplicateProfile from error
        raise


def _append_version(profile: FiscalProfile, author: User | None) -> FiscalProfileVersion:
    return FiscalProfileVersion.objects.create(
        organization_id=profile.organization_id,
        profile=profile,
        number=profile.current_version,
        created_by=author,
        confirmed=profile.confirmed,
        **asdict(profile.receiver),
    )
