"""The report as a whole: names, JSON, what weighs more."""

from invoicing.cfdi.verify import CHECKS
from invoicing.states import FailureType
from tests.invoicing.cfdi.conftest import Verify
from tests.invoicing.cfdi.issuer import TestPki, setting

CONTRACT = [
    "xml",
    "xsd",
    "sello",
    "certificate",
    "timbre",
    "uuid_unique",
    "receiver_rfc",
    "receiver_name",
    "receiver_postal_code",
    "receiver_regime",
    "cfdi_use",
    "total",
    "date",
    "issuer",
    "type",
    "currency",
    "payment",
    "sums",
    "pdf_qr",
    "sat_status",
]


def test_the_checks_are_those_of_the_contract_in_its_order(check: Verify, pki: TestPki) -> None:
    report = check(pki.issue())
    assert list(CHECKS) == CONTRACT
    assert [row["name"] for row in report.as_json()] == CONTRACT
    assert set(report.as_json()[0]) == {"name", "ok", "detail"}
    assert all(row["detail"] for row in report.as_json())


def test_where_the_xml_cannot_be_read_nothing_else_is_claimed(check: Verify) -> None:
    report = check(b"<html>Error 500</html>")
    assert report.failure_type is FailureType.CFDI_INVALID
    assert "HTML" in report.failure_reason
    assert [row["ok"] for row in report.as_json()] == [False] + [None] * 19
    assert report.uuid is None
    assert report.trust_note == ""
    assert not report.is_test_portal


def test_an_invalid_invoice_is_invalid_before_it_is_a_mismatch(check: Verify, pki: TestPki) -> None:
    altered = pki.issue(after=setting("cfdi:Receptor", Rfc="AAA010101AAA"))
    report = check(altered)
    assert {failure.name for failure in report.mandatory_failures} >= {"sello", "receiver_rfc"}
    assert report.failure_type is FailureType.CFDI_INVALID


def test_the_report_shows_no_taxpayer_in_its_repr(check: Verify, pki: TestPki) -> None:
    assert "BERENICE" not in repr(check(pki.issue()).comprobante)
