"""PAC certificates fetched once from SAT's repository, believed only when SAT vouches for them."""

import base64

import httpx
import pytest
from cryptography import x509
from lxml import etree

from invoicing.cfdi.certificates import KnownPacCertificates
from invoicing.cfdi.pac_certificates import MAX_CERTIFICATE, FetchedPacCertificates, address_of
from tests.invoicing.cfdi.issuer import TestPki

NUMBER = "00001000000510877575"


@pytest.fixture
def sats_certificate(real_xml: bytes) -> bytes:
    """Any certificate that SAT issued; this one is a taxpayer's."""
    return base64.b64decode(etree.fromstring(real_xml).get("Certificado", ""))


def fetching(
    content: bytes, status: int = 200, *, known: KnownPacCertificates | None = None
) -> tuple[FetchedPacCertificates, list[x509.Certificate], list[str]]:
    kept: list[x509.Certificate] = []
    asked: list[str] = []

    def reply(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(status, content=content)

    client = httpx.Client(transport=httpx.MockTransport(reply))
    return FetchedPacCertificates(known or KnownPacCertificates(), client, kept.append), kept, asked


def test_sat_publishes_by_number() -> None:
    assert address_of("00001000000708361114").endswith(
        "/rccf/000010/000007/08/36/11/00001000000708361114.cer"
    )


def test_what_sat_vouches_for_is_returned_and_kept(sats_certificate: bytes) -> None:
    source, kept, asked = fetching(sats_certificate)
    assert source.find(NUMBER) == x509.load_der_x509_certificate(sats_certificate)
    assert len(kept) == len(asked) == 1


def test_a_known_one_is_not_fetched(pki: TestPki) -> None:
    source, kept, asked = fetching(b"", known=KnownPacCertificates([pki.pac.certificate]))
    assert source.find(pki.pac.number) is pki.pac.certificate
    assert not kept
    assert not asked


@pytest.mark.parametrize("number", ["", "../../etc", "0000100000051087757", "00001000000510877575/.."])
def test_no_strange_number_reaches_the_network(number: str) -> None:
    source, _, asked = fetching(b"")
    assert source.find(number) is None
    assert not asked


def test_anything_else_proves_nothing(pki: TestPki, sats_certificate: bytes) -> None:
    for content, status, number in (
        (sats_certificate, 200, "00001000000708361114"),
        (sats_certificate, 404, NUMBER),
        (pki.pac.der, 200, pki.pac.number),
        (b"<html>", 200, NUMBER),
        (b"0" * (MAX_CERTIFICATE + 1), 200, NUMBER),
    ):
        source, kept, _ = fetching(content, status)
        assert source.find(number) is None
        assert not kept


def test_a_network_that_fails_gives_none() -> None:
    def unreachable(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("sin red", request=request)

    client = httpx.Client(transport=httpx.MockTransport(unreachable))
    assert FetchedPacCertificates(KnownPacCertificates(), client, lambda _: None).find(NUMBER) is None
