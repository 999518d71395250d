"""Columns that hold sealed values, in a real database."""

from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from accounts.crypto import TamperedValue
from accounts.fields import Sealed, encrypted_fields
from accounts.models import FiscalProfile, Organization
from tests import factories


def raw(profile: FiscalProfile, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM accounts_fiscalprofile WHERE id = %s", [profile.pk])
        return bytes(cursor.fetchone()[0])


def test_the_database_holds_no_plain_text(kemper: FiscalProfile) -> None:
    for column, plain in (("rfc", b"EKU9003173C9"), ("legal_name", b"KEMPER"), ("postal_code", b"42501")):
        assert plain not in raw(kemper, column)


def test_a_row_read_again_gives_the_plain_values(kemper: FiscalProfile) -> None:
    assert FiscalProfile.objects.get(pk=kemper.pk).receiver == factories.KEMPER


def test_a_value_copied_into_another_row_raises(kemper: FiscalProfile) -> None:
    other = factories.make_profile(kemper.organization, factories.XIMO)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_fiscalprofile SET rfc = %s WHERE id = %s", [raw(kemper, "rfc"), other.pk]
        )
    with pytest.raises(TamperedValue):
        _ = FiscalProfile.objects.get(pk=other.pk).rfc


def test_saving_what_was_not_opened_keeps_the_sealed_bytes(kemper: FiscalProfile) -> None:
    before = raw(kemper, "rfc")
    FiscalProfile.objects.get(pk=kemper.pk).save()
    assert raw(kemper, "rfc") == before


def test_a_deferred_value_opens_when_it_is_read(kemper: FiscalProfile) -> None:
    assert FiscalProfile.objects.defer("rfc").get(pk=kemper.pk).rfc == "EKU9003173C9"


def test_values_lists_stay_sealed(kemper: FiscalProfile) -> None:
    assert isinstance(FiscalProfile.objects.values_list("rfc", flat=True).get(), Sealed)


def test_nobody_filters_by_or_bulk_updates_a_sealed_column(kemper: FiscalProfile) -> None:
    with pytest.raises(FieldError):
        FiscalProfile.objects.filter(rfc="EKU9003173C9")
    with pytest.raises(TypeError, match="encrypted"):
        FiscalProfile.objects.update(rfc="EKU9003173C9")


def test_bulk_create_seals_each_row_for_itself(firm: Organization) -> None:
    rows = [
        FiscalProfile(
            organization=firm,
            rfc=f"rfc {n}",
            legal_name="a",
            fiscal_regime="601",
            postal_code="1",
            email="a@b.example",
            cfdi_use="G03",
            rfc_hash=uuid4().hex,
        )
        for n in range(3)
    ]
    FiscalProfile.objects.bulk_create(rows)
    assert {row.rfc for row in FiscalProfile.objects.all()} == {"rfc 0", "rfc 1", "rfc 2"}


def test_the_fields_of_a_rotation_are_known() -> None:
    names = {field.name for field in encrypted_fields(FiscalProfile)}
    assert names == {"rfc", "legal_name", "fiscal_regime", "postal_code", "email", "further_regimes"}
