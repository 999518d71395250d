"""SAT's catalogues in the product's tables: filled on a new machine, refreshed, never silently empty."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.catalogue_refresh import fill_empty_catalogues, refresh_catalogues
from accounts.catalogues import PublishedCatalogues, StoredCatalogues
from accounts.errors import EmptyCatalogue, InvalidFields
from accounts.fiscal import published_matrix, uses_for
from accounts.models import SatPostalCode, SatRegime, SatUse
from accounts.rfc import PersonKind
from accounts.services import validated_receiver
from tests.factories import KEMPER

pytestmark = pytest.mark.django_db


def refreshed() -> str:
    out = StringIO()
    call_command("refresh_catalogues", stdout=out)
    return out.getvalue()


def test_a_migrated_database_has_what_sat_publishes() -> None:
    assert SatPostalCode.objects.count() == 95_749
    assert StoredCatalogues().matrix == published_matrix()
    monterrey = SatPostalCode.objects.get(code="64000")
    assert (monterrey.state, monterrey.time_zone) == ("NLE", "Tiempo del Centro")


def test_nothing_changes_where_nothing_changed() -> None:
    assert refreshed() == (
        "c_RegimenFiscal: 19 claves, sin cambios.\n"
        "c_UsoCFDI: 24 claves, sin cambios.\n"
        "c_CodigoPostal: 95749 claves, sin cambios.\n"
    )


def test_what_changed_is_told_by_code() -> None:
    SatUse.objects.filter(code="G03").update(regimes=["601"])
    SatPostalCode.objects.filter(code="64000").delete()
    SatRegime.objects.create(code="999", name="Inventado", is_natural=True, is_moral=False)

    assert refreshed() == (
        "c_RegimenFiscal: 19 claves, 1 retiradas (999).\n"
        "c_UsoCFDI: 24 claves, 1 cambiadas (G03).\n"
        "c_CodigoPostal: 95749 claves, 1 nuevas (64000).\n"
    )
    assert StoredCatalogues().matrix == published_matrix()


def test_a_new_database_is_filled_and_a_filled_one_is_left_alone() -> None:
    SatPostalCode.objects.all().delete()
    fill_empty_catalogues(using="default")
    assert SatPostalCode.objects.count() == 95_749

    SatPostalCode.objects.filter(code="64000").delete()
    fill_empty_catalogues(using="default")
    assert not SatPostalCode.objects.filter(code="64000").exists()


@pytest.mark.parametrize("table", [SatPostalCode, SatRegime, SatUse])
def test_an_empty_table_judges_nobody(table: type[SatPostalCode | SatRegime | SatUse]) -> None:
    table.objects.all().delete()

    with pytest.raises(EmptyCatalogue, match="refresh_catalogues"):
        validated_receiver(KEMPER)


def test_the_tables_decide_and_not_the_file() -> None:
    SatUse.objects.filter(code="G03").update(regimes=["612"])
    SatPostalCode.objects.filter(code="42501").delete()

    with pytest.raises(InvalidFields) as refused:
        validated_receiver(KEMPER)
    assert {problem.code for problem in refused.value.problems} == {"use_excluded", "postal_code_unknown"}


def test_nowhere_is_nobodys_domicile() -> None:
    for catalogues in (StoredCatalogues(), PublishedCatalogues()):
        assert not catalogues.exists("00000")
        assert catalogues.exists("64000")
        assert not catalogues.exists("00002")


def test_a_thousand_profiles_ask_for_the_matrix_once() -> None:
    catalogues = StoredCatalogues()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _ in range(20):
            validated_receiver(replace(KEMPER), catalogues=catalogues)
    assert len(asked) == 22


def test_uses_are_offered_from_the_tables() -> None:
    SatUse.objects.filter(code="S01").delete()
    offered = uses_for(regime="601", kind=PersonKind.MORAL, matrix=StoredCatalogues().matrix)

    assert "S01" not in {use.code for use in offered}


def test_half_a_catalogue_is_never_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    SatRegime.objects.filter(code="601").delete()
    monkeypatch.setattr("accounts.catalogue_refresh.published_postal_codes", _breaks)

    with pytest.raises(RuntimeError):
        refresh_catalogues()
    assert not SatRegime.objects.filter(code="601").exists()


def _breaks() -> None:
    raise RuntimeError
