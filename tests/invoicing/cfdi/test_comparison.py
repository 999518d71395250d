"""The CFDI against the profile and the ticket: what is equal, what a person must see, what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from invoicing.cfdi.verdict import Level
from invoicing.states import FailureType
from tests.invoicing.cfdi.conftest import NOW, OF_THE_REAL_ONE, Verify
from tests.invoicing.cfdi.issuer import UUID, TestPki, appending, setting

RECEPTOR = "cfdi:Receptor"


@pytest.mark.parametrize(
    ("name", "expected", "level"),
    [
        ("receiver_rfc", {"rfc": "XIQB891116QE5"}, Level.REJECT),
        ("receiver_name", {"legal_name": "BERENICE XIMO"}, Level.REVIEW),
        ("receiver_name", {"legal_name": "BERENICE XIMO QUEZADA SA DE CV"}, Level.REVIEW),
        ("receiver_name", {"legal_name": "BERENICE XIMÓ QUEZADA"}, Level.REVIEW),
        ("receiver_name", {"legal_name": "BERENICE XIÑO QUEZADA"}, Level.REVIEW),
        ("receiver_postal_code", {"postal_code": "64010"}, Level.REVIEW),
        ("receiver_regime", {"fiscal_regime": "605"}, Level.REVIEW),
        ("cfdi_use", {"cfdi_use": "S01"}, Level.REVIEW),
        ("total", {"amount": Decimal("345.06")}, Level.REVIEW),
        ("total", {"amount": Decimal("395.00"), "tip": Decimal("40.00")}, Level.REVIEW),
        ("issuer", {"issuer_rfcs": frozenset({"AAA010101AAA"})}, Level.REVIEW),
        ("date", {"ticket_date": date(2026, 11, 19)}, Level.REVIEW),
        ("date", {"ticket_date": date(2025, 12, 31)}, Level.REVIEW),
    ],
)
def test_a_difference_from_what_was_asked_for_stops_the_task(
    check: Verify, pki: TestPki, name: str, expected: dict[str, Any], level: Level
) -> None:
    report = check(pki.issue(), **expected)
    assert [failure.name for failure in report.mandatory_failures] == [name]
    assert report.check(name).level is level
    assert report.failure_type is FailureType.CFDI_MISMATCH
    assert report.failure_reason == report.check(name).detail


@pytest.mark.parametrize(
    ("name", "expected", "ok", "word"),
    [
        ("receiver_name", {"legal_name": "  berenice  XIMO\tquezada "}, True, ""),
        ("receiver_rfc", {"rfc": " xiqb891116qe4"}, True, ""),
        ("total", {"amount": Decimal("345.05")}, True, "redondeo"),
        ("total", {"amount": Decimal(345)}, True, "igual"),
        ("total", {"amount": Decimal("395.00"), "tip": Decimal("50.00")}, True, "propina no facturada"),
        ("total", {"amount": None}, None, ""),
        ("issuer", {"issuer_rfcs": frozenset()}, None, "no se conoce"),
        ("date", {"ticket_date": None}, None, ""),
        ("date", {"ticket_date": date(2026, 10, 31)}, True, "otro mes"),
        ("date", {"ticket_date": datetime(2026, 11, 18, 23, 50)}, True, ""),  # noqa: DTZ001
        ("payment", {"payment_method": None}, True, ""),
    ],
)
def test_what_is_equal_or_unknown_stops_nothing(
    check: Verify, pki: TestPki, name: str, expected: dict[str, Any], ok: bool | None, word: str
) -> None:
    report = check(pki.issue(), **expected)
    assert report.is_accepted
    assert report.check(name).ok is ok
    assert word in report.check(name).detail


def test_letters_composed_otherwise_are_the_same_letters(check: Verify, pki: TestPki) -> None:
    issued = pki.issue(setting(RECEPTOR, Nombre="PEÑA JOSÉ"))
    assert check(issued, legal_name="Pen\u0303a Jose\u0301").check("receiver_name").ok is True
    result = check(issued, legal_name="PENA JOSE").check("receiver_name")
    assert result.stops
    assert "acentos" in result.detail


@pytest.mark.parametrize("generic", ["XAXX010101000", "XEXX010101000"])
def test_an_invoice_to_the_general_public_is_refused_even_if_asked_for(
    check: Verify, pki: TestPki, generic: str
) -> None:
    report = check(pki.issue(setting(RECEPTOR, Rfc=generic)), rfc=generic)
    assert report.check("receiver_rfc").level is Level.REJECT
    assert "genérico" in report.failure_reason
    assert report.failure_type is FailureType.CFDI_MISMATCH


@pytest.mark.parametrize(
    ("rfc", "regime", "use", "name"),
    [
        ("XIQB891116QE4", "605", "G03", "cfdi_use"),  # a salaried person has no expenses to deduct
        ("EKU9003173C9", "601", "D01", "cfdi_use"),
        ("EKU9003173C9", "612", "G03", "receiver_regime"),
    ],
)
def test_what_the_regime_or_the_kind_of_person_excludes_is_seen_even_if_asked_for(
    check: Verify, pki: TestPki, rfc: str, regime: str, use: str, name: str
) -> None:
    issued = pki.issue(setting(RECEPTOR, Rfc=rfc, RegimenFiscalReceptor=regime, UsoCFDI=use))
    report = check(issued, rfc=rfc, fiscal_regime=regime, cfdi_use=use)
    assert report.check("xsd").ok is True
    assert report.check(name).stops


@pytest.mark.parametrize("kind", ["E", "P", "N", "T"])
def test_other_kinds_of_comprobante_are_refused(check: Verify, pki: TestPki, kind: str) -> None:
    report = check(pki.issue(setting(".", TipoDeComprobante=kind)))
    assert report.check("type").level is Level.REJECT
    assert report.failure_type is FailureType.CFDI_MISMATCH


def test_global_and_export_invoices_are_refused(check: Verify, pki: TestPki) -> None:
    def is_global(root: Any) -> None:
        appending(".", '<cfdi:InformacionGlobal Periodicidad="01" Meses="11" Año="2026"/>')(root)
        root.insert(0, root[-1])

    report = check(pki.issue(is_global))
    assert report.check("xsd").ok is True
    assert "global" in report.check("type").detail
    assert report.check("type").stops
    assert check(pki.issue(setting(".", Exportacion="02"))).check("type").stops


# --- date: local time of LugarExpedicion


@pytest.mark.parametrize(
    ("fecha", "postal_code", "now", "ok"),
    [
        ("2026-11-18T14:00:00", "64000", NOW, True),  # 20:00 UTC is 14:00 in Monterrey
        ("2026-11-18T15:05:00", "77500", NOW, True),  # Cancún: 15:00
        ("2026-11-18T20:00:00", "64000", NOW, True),  # a server that writes UTC
        ("2026-11-18T23:00:00", "64000", NOW, False),
        ("2026-11-19T12:00:00", "64000", NOW, False),
        ("2026-11-17T22:30:00", "22000", NOW, True),  # head office west of the shop, past midnight
        ("2026-11-17T21:00:00", "64000", NOW, False),
        ("2026-12-31T23:30:00", "64000", datetime(2027, 1, 1, 6, 0, tzinfo=UTC), True),
        ("2027-01-01T00:10:00", "64000", datetime(2027, 1, 2, tzinfo=UTC), False),
    ],
)
def test_the_date_is_judged_in_the_issuers_local_time(
    check: Verify, pki: TestPki, fecha: str, postal_code: str, now: datetime, ok: bool
) -> None:
    issued = pki.issue(setting(".", Fecha=fecha, LugarExpedicion=postal_code))
    assert check(issued, given={"now": now}).check("date").ok is ok


def test_a_naive_now_is_a_mistake_of_the_caller(check: Verify, pki: TestPki) -> None:
    with pytest.raises(ValueError, match="aware"):
        check(pki.issue(), given={"now": datetime(2026, 11, 18)})  # noqa: DTZ001


# --- currency and payment


def test_a_foreign_currency_is_compared_by_its_exchange_rate(check: Verify, pki: TestPki) -> None:
    dollars = pki.issue(setting(".", Moneda="USD", TipoCambio="18.5000"))
    right = check(dollars, amount=Decimal("6382.50"))
    assert right.is_accepted
    assert "USD" in right.check("currency").detail
    assert check(dollars).check("total").stops
    rateless = check(pki.issue(setting(".", Moneda="USD", TipoCambio=None)))
    assert {failure.name for failure in rateless.mandatory_failures} == {"currency", "total"}


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"MetodoPago": "PPD", "FormaPago": "99"}, "04"),
        ({"FormaPago": "99"}, "04"),
        ({"FormaPago": None}, "04"),
        ({"MetodoPago": None}, "04"),
        ({}, "01"),
    ],
)
def test_another_payment_is_only_a_warning(
    check: Verify, pki: TestPki, attributes: dict[str, str | None], expected: str
) -> None:
    report = check(pki.issue(setting(".", **attributes)), payment_method=expected)
    assert report.is_accepted
    assert report.check("payment").ok is False
    assert report.check("payment").level is Level.WARN


# --- one invoice, one task


def test_an_invoice_of_another_task_is_not_taken_twice(check: Verify, pki: TestPki) -> None:
    lower = pki.issue(stamp=setting(".", UUID=UUID.lower()))
    asked: list[str] = []

    def seen(uuid: str) -> bool:
        asked.append(uuid)
        return True

    report = check(lower, given={"uuid_seen": seen})
    assert asked == [UUID]
    assert report.check("uuid_unique").stops
    assert report.failure_type is FailureType.CFDI_MISMATCH
    assert check(lower, given={"uuid_seen": False}).check("uuid_unique").ok is True
    assert check(lower).check("uuid_unique").ok is None


def test_an_expectation_does_not_show_the_taxpayer_in_its_repr() -> None:
    assert "COSC8001137NA" not in repr(replace(OF_THE_REAL_ONE))


def test_the_window_of_time_is_not_the_servers(check_real: Verify, real_xml: bytes) -> None:
    """Two years later the same file is as good as on its day: the certificate expired meanwhile."""
    for later in (timedelta(), timedelta(days=700)):
        assert check_real(real_xml, now=NOW + later).is_accepted
