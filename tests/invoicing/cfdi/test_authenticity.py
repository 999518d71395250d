"""Schema, sello, certificate and timbre, on invoices issued by a PKI of our own."""

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree

from invoicing.cfdi.catalogues import SatcfdiCatalogues, _products_of_the_schema
from invoicing.cfdi.certificates import (
    KnownPacCertificates,
    Recognition,
    TrustedRoots,
    load_certificates,
    numbers_of,
)
from invoicing.cfdi.comprobante import NAMESPACES
from invoicing.cfdi.xsd import slimmed
from invoicing.states import FailureType
from tests.invoicing.cfdi.conftest import SAMPLES, Verify
from tests.invoicing.cfdi.issuer import RFC, UUID, TestPki, appending, holder, removing, setting

IEDU = (
    '<i:instEducativas xmlns:i="http://www.sat.gob.mx/iedu" version="1.0" nombreAlumno="A" '
    'CURP="{}" nivelEducativo="Primaria" autRVOE="1"/>'
)
NO_PAC = {"pac_certificates": KnownPacCertificates()}


@pytest.fixture
def issued(pki: TestPki) -> bytes:
    return pki.issue()


def test_an_invoice_of_a_trusted_test_portal_passes_and_says_so(check: Verify, issued: bytes) -> None:
    report = check(issued, given={"uuid_seen": False})
    assert report.is_accepted
    assert {check.name for check in report.checks if check.ok is not True} == {"pdf_qr", "sat_status"}
    assert report.uuid == UUID
    assert report.is_test_portal
    assert report.trust_note == "emitido por portal de pruebas"


def test_under_sats_roots_a_test_portals_invoice_is_refused(check: Verify, issued: bytes) -> None:
    report = check(issued, given={"trust": TrustedRoots.only_sat()})
    assert [failure.name for failure in report.mandatory_failures] == ["certificate"]
    assert report.failure_type is FailureType.CFDI_INVALID
    assert report.check("timbre").ok is None
    assert not report.is_test_portal


def test_sats_test_issuer_chains_to_no_authority_of_sat(check_real: Verify) -> None:
    report = check_real((SAMPLES / "cfdi40-valid.xml").read_bytes())
    assert report.recognition is Recognition.NOBODY
    assert report.check("certificate").ok is False
    assert report.check("sello").ok is True
    assert report.check("xsd").ok is True
    assert report.check("sums").ok is True


def test_where_anybody_is_trusted_the_certificate_must_still_fit(
    check: Verify, pki: TestPki, issued: bytes
) -> None:
    given = {"trust": TrustedRoots.anybody()}
    report = check(issued, given=given)
    assert report.is_accepted
    assert report.trust_note == "certificado no reconocido por el SAT"
    expired = pki.issue(csd=holder("30001000000500009003", RFC, pki.authority, days=(400, -1)))
    assert check(expired, given=given).check("certificate").ok is False


def test_a_portals_certificate_without_an_rfc_is_accepted_only_outside_sat(
    check: Verify, pki: TestPki
) -> None:
    nameless = pki.issue(csd=holder("30001000000500009004", None, pki.authority))
    assert check(nameless).check("certificate").ok is True
    assert check(nameless, given={"trust": TrustedRoots.anybody()}).check("certificate").ok is True


@pytest.mark.parametrize(
    ("number", "rfc", "days", "word"),
    [
        ("30001000000500009005", "AAA010101AAA", (400, 900), "AAA010101AAA"),
        ("30001000000500009006", RFC, (400, -1), "vigente"),
        ("30001000000500009007", RFC, (-1, 900), "vigente"),
    ],
)
def test_another_holder_or_time_is_refused(
    check: Verify, pki: TestPki, number: str, rfc: str, days: tuple[int, int], word: str
) -> None:
    result = check(pki.issue(csd=holder(number, rfc, pki.authority, days=days))).check("certificate")
    assert result.stops
    assert word in result.detail


def test_a_forged_authority_of_the_same_name_is_not_believed(check: Verify, pki: TestPki) -> None:
    forged = holder("30001000000500000001", None)
    assert forged.certificate.subject == pki.authority.certificate.subject
    report = check(pki.issue(csd=holder("30001000000500009008", RFC, forged)))
    assert report.check("certificate").stops
    assert report.check("sello").ok is True


def test_no_certificado_must_be_the_serial(check: Verify, pki: TestPki) -> None:
    report = check(pki.issue(setting(".", NoCertificado="30001000000500009999")))
    assert report.check("sello").ok is True
    assert report.check("certificate").stops


def test_serials_are_written_as_sat_does_or_in_digits(pki: TestPki) -> None:
    assert numbers_of(pki.csd.certificate) == {"30001000000500009001"}


def other_certificates(pki: TestPki) -> Iterator[str]:
    yield base64.b64encode(pki.pac.der).decode()
    yield "AAAA"
    yield "no es base64"
    yield base64.b64encode(_elliptic(pki)).decode()


def _elliptic(pki: TestPki) -> bytes:
    certificate = pki.csd.certificate
    builder = x509.CertificateBuilder(
        certificate.issuer,
        certificate.subject,
        ec.generate_private_key(ec.SECP256R1()).public_key(),
        certificate.serial_number,
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )
    return builder.sign(pki.authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def test_another_embedded_certificate_is_caught(check: Verify, pki: TestPki) -> None:
    for certificate in other_certificates(pki):
        report = check(pki.issue(after=setting(".", Certificado=certificate)))
        assert report.check("sello").stops


def test_unsealed_and_misspelt_sellos_are_caught(check: Verify, pki: TestPki) -> None:
    for sello in ("AAAA", "%%%%", "á"):
        assert check(pki.issue(after=setting(".", Sello=sello))).check("sello").stops


# --- timbre


def stamped_with(pki: TestPki, **attributes: str) -> bytes:
    """Changed after the PAC had signed."""
    return pki.issue(after=setting("cfdi:Complemento/tfd:TimbreFiscalDigital", **attributes))


@pytest.mark.parametrize(
    "attributes",
    [
        {"UUID": "00000000-0000-0000-0000-000000000000"},
        {"FechaTimbrado": "2026-11-18T12:00:03"},
        {"RfcProvCertif": "AAA010101AAA"},
        {"SelloSAT": "AAAA"},
        {"Leyenda": "Leyenda agregada después"},
        {"Version": "1.0"},
    ],
)
def test_with_the_pacs_certificate_every_change_of_the_stamp_is_caught(
    check: Verify, pki: TestPki, attributes: dict[str, str]
) -> None:
    assert check(pki.issue()).check("timbre").ok is True
    assert check(stamped_with(pki, **attributes)).check("timbre").stops


def test_without_it_the_stamp_is_unproven_and_stops_nothing(check: Verify, issued: bytes) -> None:
    report = check(issued, given=NO_PAC)
    result = report.check("timbre")
    assert result.ok is None
    assert "no verificado: UUID y fecha de timbrado sin comprobar" in result.detail
    assert report.is_accepted
    assert not report.is_stamp_proven
    assert check(issued).is_stamp_proven


@pytest.mark.parametrize(
    "attributes",
    [
        {"UUID": "6F35D3B5-3651-4370-BC2C"},
        {"SelloCFD": "AAAA"},
        {"FechaTimbrado": "2026-11-21T12:10:00"},
        {"FechaTimbrado": "2026-11-18T11:50:00"},
        {"FechaTimbrado": "ayer"},
    ],
)
def test_a_stamp_that_contradicts_itself_is_refused_without_the_pac(
    check: Verify, pki: TestPki, attributes: dict[str, str]
) -> None:
    assert check(stamped_with(pki, **attributes), given=NO_PAC).check("timbre").stops


@pytest.mark.parametrize(
    ("postal_code", "later", "is_within"),
    [
        ("64000", timedelta(hours=72), True),
        ("64000", timedelta(hours=72, minutes=6), False),
        ("64000", timedelta(minutes=-4), True),
        ("77500", timedelta(hours=-1), True),  # Cancún is an hour ahead of the PAC's central time
        ("64000", timedelta(hours=-1), False),
        ("22000", timedelta(hours=2), True),  # Tijuana is two behind
    ],
)
def test_the_stamping_window_knows_time_zones(
    check: Verify, pki: TestPki, postal_code: str, later: timedelta, is_within: bool
) -> None:
    issued = pki.issue(setting(".", LugarExpedicion=postal_code), stamped_after=later)
    assert check(issued).check("timbre").ok is is_within


def test_a_missing_a_second_and_a_borrowed_stamp_are_refused(check: Verify, pki: TestPki) -> None:
    def doubled(root: etree._Element) -> None:
        complement = root.find("cfdi:Complemento", NAMESPACES)
        assert complement is not None
        complement.append(etree.fromstring(etree.tostring(complement[0])))

    timbre = "cfdi:Complemento/tfd:TimbreFiscalDigital"
    assert "no está timbrado" in check(pki.issue(after=removing(timbre))).check("timbre").detail
    assert "más de un timbre" in check(pki.issue(after=doubled)).check("timbre").detail
    assert "es de otro" in check(stamped_with(pki, SelloCFD="BBBB")).check("timbre").detail


def test_a_stamp_in_the_addenda_is_no_stamp(check: Verify, pki: TestPki) -> None:
    def moved(root: etree._Element) -> None:
        complement = root.find("cfdi:Complemento", NAMESPACES)
        assert complement is not None
        etree.SubElement(root, f"{{{NAMESPACES['cfdi']}}}Addenda").append(complement[0])

    assert check(pki.issue(after=moved)).check("timbre").stops


def test_a_pac_certificate_that_is_out_of_date_or_nobodys_proves_nothing(check: Verify, pki: TestPki) -> None:
    stranger = holder(pki.pac.number, "SPR190613I52")
    late = holder(pki.pac.number, "SPR190613I52", pki.authority, days=(-1, 900))
    for pac, ok in ((stranger, None), (late, False)):
        given = {"pac_certificates": KnownPacCertificates.load(pac.pem)}
        assert check(pki.issue(), given=given).check("timbre").ok is ok


# --- schema and catalogues


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("cfdi:Receptor", "UsoCFDI", "X99"),
        ("cfdi:Receptor", "RegimenFiscalReceptor", "999"),
        ("cfdi:Receptor", "Nombre", "UNO|DOS"),
        ("cfdi:Receptor", "Rfc", "XIQB891116"),
        (".", "FormaPago", "98"),
        (".", "Moneda", "PSO"),
        (".", "LugarExpedicion", "00001"),
        ("cfdi:Receptor", "DomicilioFiscalReceptor", "00001"),
        ("cfdi:Conceptos/cfdi:Concepto", "ClaveProdServ", "99999999"),
        ("cfdi:Conceptos/cfdi:Concepto", "ClaveUnidad", "ZZZ9"),
    ],
)
def test_values_outside_sats_lists_are_caught(
    check: Verify, pki: TestPki, path: str, name: str, value: str
) -> None:
    result = check(pki.issue(setting(path, **{name: value}))).check("xsd")
    assert result.stops
    assert name in result.detail
    assert value in result.detail


def test_an_rfc_whose_check_digit_does_not_fit_is_no_reason_to_refuse(check: Verify, pki: TestPki) -> None:
    issued = pki.issue(setting("cfdi:Receptor", Rfc="XIQB891116QE5"))
    assert check(issued, rfc="XIQB891116QE5").is_accepted


def test_a_known_complement_is_validated_and_an_unknown_one_told(check: Verify, pki: TestPki) -> None:
    line = "cfdi:Conceptos/cfdi:Concepto"
    school = f"<cfdi:ComplementoConcepto>{IEDU}</cfdi:ComplementoConcepto>"
    right = check(pki.issue(appending(line, school.format("XIQB891116MGRMZR05"))))
    assert right.check("xsd").ok is True
    assert "no validado" not in right.check("xsd").detail
    assert check(pki.issue(appending(line, school.format("X")))).check("xsd").stops
    strange = '<cfdi:ComplementoConcepto><n:Nuevo xmlns:n="urn:nuevo"/></cfdi:ComplementoConcepto>'
    report = check(pki.issue(appending(line, strange)))
    assert report.is_accepted
    assert "complemento no validado: urn:nuevo" in report.check("xsd").detail


def test_only_long_lists_leave_the_schema() -> None:
    short = (
        b'<xs:simpleType name="a"><xs:restriction><xs:enumeration value="1"/></xs:restriction>'
        b"</xs:simpleType>"
    )
    long = b'<xs:simpleType name="b"><xs:restriction>%b</xs:restriction></xs:simpleType>' % (
        b'<xs:enumeration value="2"/>' * 1001
    )
    kept = slimmed(b"<s>" + short + long + b"</s>")
    assert kept == (
        b"<s>" + short + b'<xs:simpleType name="b"><xs:restriction></xs:restriction></xs:simpleType></s>'
    )


def test_a_product_that_only_sats_schema_lists_is_known(catalogues: SatcfdiCatalogues) -> None:
    missing = next(iter(_products_of_the_schema()))
    assert catalogues.has_product(missing)
    assert not catalogues.has_product("00000000")


def test_a_file_of_roots_may_hold_several_or_be_der(pki: TestPki) -> None:
    assert len(load_certificates(pki.authority.pem + pki.pac.pem)) == 2
    assert load_certificates(pki.authority.der) == (pki.authority.certificate,)
    with pytest.raises(ValueError, match=r".+"):
        TrustedRoots.with_extra(b"no es un certificado")


def test_threads_do_not_mix_their_verdicts(check: Verify, pki: TestPki) -> None:
    good, bad = pki.issue(), pki.issue(setting("cfdi:Receptor", UsoCFDI="X99"))
    with ThreadPoolExecutor(8) as threads:
        reports = list(threads.map(check, [good, bad] * 60))
    assert [report.check("xsd").ok for report in reports] == [True, False] * 60
    assert all(report.check("sello").ok for report in reports)
