"""A catalogue of SAT's without rows: a page that says so, a readiness problem, a warning at the start."""

import logging

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.models import FiscalProfile, SatPostalCode, SatRegime, SatUse, User
from config.checks import check_catalogues, warn_of_empty_catalogues

TABLES = [("c_CodigoPostal", SatPostalCode), ("c_RegimenFiscal", SatRegime), ("c_UsoCFDI", SatUse)]


@pytest.fixture(params=TABLES, ids=[name for name, _model in TABLES])
def empty(request: pytest.FixtureRequest, db: None) -> str:
    """Its rows are back when the test's transaction is rolled back."""
    name: str = request.param[0]
    model = request.param[1]
    model.objects.all().delete()
    return name


CLIENT = {
    "rfc": "XIQB891116QE4",
    "legal_name": "BERENICE XIMO QUEZADA",
    "fiscal_regime": "612",
    "cfdi_use": "G03",
    "postal_code": "64000",
    "email": "bere@ximo.example",
}


def test_the_page_says_what_is_missing_and_what_the_operator_runs(
    client: Client, owner: User, empty: str
) -> None:
    client.force_login(owner)

    answer = client.post("/clientes/nuevo/", CLIENT)
    shown = answer.content.decode()

    assert answer.status_code == 503
    assert f"<strong>{empty}</strong> está vacío" in shown
    assert "python manage.py refresh_catalogues" in shown
    assert not FiscalProfile.objects.exists()


def test_pages_that_need_no_catalogue_go_on(client: Client, owner: User, empty: str) -> None:
    client.force_login(owner)

    assert client.get("/").status_code == 200
    assert client.get("/clientes/").status_code == 200


def test_the_ticket_form_says_so_too(client: Client, owner: User, kemper: FiscalProfile) -> None:
    SatUse.objects.all().delete()
    client.force_login(owner)

    assert client.get("/tickets/nuevo/").status_code == 503
    assert "c_UsoCFDI" in client.get("/tickets/nuevo/").content.decode()


def test_the_instance_is_not_ready(client: Client, empty: str) -> None:
    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "down",
        "dependencies": {"database": "ok", "redis": "ok", "catalogues": "empty"},
    }
    assert client.get("/health/live").status_code == 200


def test_it_is_ready_with_all_of_them(client: Client, db: None) -> None:
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert set(answer.json()["dependencies"].values()) == {"ok"}


def test_the_check_warns_by_name(empty: str) -> None:
    (finding,) = check_catalogues(databases=["default"])

    assert (finding.id, finding.is_serious()) == ("config.W001", False)
    assert empty in finding.msg
    assert "refresh_catalogues" in str(finding.hint)
    call_command("check", databases=["default"])  # warns, and does not fail


def test_a_start_is_warned_and_goes_on(empty: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        warn_of_empty_catalogues()

    assert empty in caplog.text
    assert "refresh_catalogues" in caplog.text


def test_nothing_is_said_where_nothing_is_missing(db: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        warn_of_empty_catalogues()

    assert caplog.text == ""
    assert check_catalogues(databases=["default"]) == []
    assert check_catalogues() == []
    assert not transaction.get_connection().needs_rollback
