"""Fiscal profiles: unique in their organization, versions that never change."""

from dataclasses import replace
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.errors import DuplicateProfile, InvalidFields
from accounts.models import FiscalProfile, Organization, User
from accounts.permissions import Role, Verb, may
from accounts.services import (
    create_profile,
    ensure_organization,
    ensure_profile_version,
    find_profile,
    register_user,
    update_profile,
    version_for_use,
)
from accounts.tenancy import access_profile, known_memberships
from tests import factories


def test_the_first_profile_of_an_organization_is_the_default(kemper: FiscalProfile) -> None:
    second = factories.make_profile(kemper.organization, factories.XIMO)
    assert (kemper.is_default, second.is_default) == (True, False)


def test_a_new_default_takes_the_place_of_the_old(kemper: FiscalProfile) -> None:
    second = factories.make_profile(kemper.organization, factories.XIMO, is_default=True)
    assert list(FiscalProfile.objects.filter(is_default=True)) == [second]


def test_an_rfc_stands_once_in_an_organization_but_in_several(
    kemper: FiscalProfile, other_firm: Organization
) -> None:
    with pytest.raises(DuplicateProfile):
        factories.make_profile(kemper.organization)
    assert factories.make_profile(other_firm).rfc_hash == kemper.rfc_hash


def test_bad_data_are_refused_with_every_field_named(firm: Organization) -> None:
    bad = replace(factories.KEMPER, rfc="EKU9003173C8", postal_code="00000", email="no")
    with pytest.raises(InvalidFields) as refused:
        create_profile(organization=firm, fields=bad)
    assert {problem.field for problem in refused.value.problems} == {"rfc", "postal_code", "email"}
    assert not FiscalProfile.objects.exists()


def test_a_change_makes_a_version_and_leaves_the_old_one_as_it_was(kemper: FiscalProfile) -> None:
    first = kemper.newest_version()
    second = update_profile(profile=kemper, fields=replace(factories.KEMPER, postal_code="64000"))
    assert (first.number, second.number) == (1, 2)
    assert (first.postal_code, second.postal_code) == ("42501", "64000")
    assert FiscalProfile.objects.get(pk=kemper.pk).postal_code == "64000"


def test_no_change_makes_no_version(kemper: FiscalProfile) -> None:
    assert update_profile(profile=kemper, fields=factories.KEMPER).number == 1


def test_a_version_is_never_changed(kemper: FiscalProfile) -> None:
    version = kemper.newest_version()
    version.postal_code = "64000"
    with pytest.raises(TypeError):
        version.save()


def test_the_same_fields_give_the_same_version_again(firm: Organization) -> None:
    first = ensure_profile_version(organization=firm, fields=factories.KEMPER)
    again = ensure_profile_version(organization=firm, fields=replace(factories.KEMPER, rfc="eku9003173c9"))
    changed = ensure_profile_version(organization=firm, fields=replace(factories.KEMPER, cfdi_use="S01"))
    assert first.pk == again.pk
    assert (changed.profile_id, changed.number) == (first.profile_id, 2)


def test_a_profile_is_found_by_its_rfc(kemper: FiscalProfile) -> None:
    assert find_profile(organization=kemper.organization, rfc="EKU9003173C9") == kemper
    assert find_profile(organization=kemper.organization, rfc="XIQB891116QE4") is None


def test_registering_makes_a_person_an_organization_and_an_owner(db: None) -> None:
    user = register_user(email="Ana@Despacho.example", password="una clave larga")
    assert user.email == "ana@despacho.example"
    assert user.check_password("una clave larga")
    assert [membership.role for membership in known_memberships(user)] == [Role.OWNER]


def test_an_address_in_other_case_is_the_same_person(db: None) -> None:
    register_user(email="ana@despacho.example", password="una clave larga")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANA@despacho.example")


def test_an_organization_is_made_once(db: None) -> None:
    assert ensure_organization(slug="local", name="Local") == ensure_organization(slug="local", name="Otra")


def test_a_stranger_gets_what_nobody_gets(kemper: FiscalProfile, stranger: User) -> None:
    with pytest.raises(Http404):
        access_profile(stranger, kemper.pk)


def test_a_viewer_may_look_but_not_change(kemper: FiscalProfile, viewer: User) -> None:
    assert access_profile(viewer, kemper.pk) == kemper
    with pytest.raises(PermissionDenied):
        access_profile(viewer, kemper.pk, Verb.EDIT_PROFILES)


def test_each_role_may_all_that_the_lower_one_may() -> None:
    ladder = [Role.VIEWER, Role.ACCOUNTANT, Role.ADMIN, Role.OWNER]
    for lower, higher in pairwise(ladder):
        assert {verb for verb in Verb if may(lower, verb)} < {verb for verb in Verb if may(higher, verb)}
    assert all(may(Role.OWNER, verb) for verb in Verb)


def test_a_use_is_asked_for_with_the_first_regime_that_allows_it(firm: Organization) -> None:
    fields = replace(factories.XIMO, fiscal_regime="605", cfdi_use="S01")
    profile = factories.make_profile(firm, fields, further_regimes=["612", "606"])

    medical = version_for_use(profile=profile, cfdi_use="D01")
    expenses = version_for_use(profile=profile, cfdi_use="G03")
    assert (medical.fiscal_regime, medical.cfdi_use) == ("605", "D01")
    assert (expenses.fiscal_regime, expenses.cfdi_use) == ("612", "G03")
    assert version_for_use(profile=profile, cfdi_use="G03").pk == expenses.pk
    assert version_for_use(profile=profile, cfdi_use="S01").number == 1


def test_a_version_for_another_use_is_no_default(firm: Organization) -> None:
    profile = factories.make_profile(firm, replace(factories.XIMO, fiscal_regime="605", cfdi_use="S01"))
    version_for_use(profile=profile, cfdi_use="D01")

    assert FiscalProfile.objects.get(pk=profile.pk).newest_version().cfdi_use == "S01"
    changed = update_profile(profile=profile, fields=replace(profile.receiver, postal_code="42501"))
    assert changed.number == 3
    assert FiscalProfile.objects.get(pk=profile.pk).newest_version().pk == changed.pk


def test_a_use_that_no_regime_allows_is_refused(firm: Organization) -> None:
    profile = factories.make_profile(firm, replace(factories.XIMO, fiscal_regime="605", cfdi_use="S01"))

    with pytest.raises(InvalidFields, match="G03"):
        version_for_use(profile=profile, cfdi_use="G03")
