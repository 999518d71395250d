"""The named world of CFDI tests: one issuer with its own PKI, one receptor, one ticket, one moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invoicing.cfdi.catalogues import SatcfdiCatalogues
from invoicing.cfdi.certificates import KnownPacCertificates, TrustedRoots
from invoicing.cfdi.expected import Expected
from invoicing.cfdi.verify import Report, verify
from tests.invoicing.cfdi.issuer import RFC, TestPki, pki_of_tests

SAMPLES = Path(__file__).parent / "samples"
NOW = datetime(2026, 11, 18, 20, 0, tzinfo=UTC)
"""14:00 in Monterrey, two hours after the invoice."""

Verify = Callable[..., Report]

OF_THE_TICKET = Expected(
    rfc="XIQB891116QE4",
    legal_name="Berenice Ximo Quezada",
    postal_code="64000",
    fiscal_regime="612",
    cfdi_use="G03",
    amount=Decimal("345.00"),
    ticket_date=date(2026, 11, 18),
    payment_method="04",
    issuer_rfcs=frozenset({RFC}),
)
OF_THE_REAL_ONE = Expected(
    rfc="COSC8001137NA",
    legal_name="CARLOS CORTES SOTO",
    postal_code="52176",
    fiscal_regime="612",
    cfdi_use="G03",
    amount=Decimal("1000.00"),
    ticket_date=date(2025, 1, 24),
    payment_method="04",
    issuer_rfcs=frozenset({"ISD950921HE5"}),
)


@pytest.fixture(scope="session")
def pki() -> TestPki:
    return pki_of_tests()


@pytest.fixture(scope="session")
def catalogues() -> SatcfdiCatalogues:
    return SatcfdiCatalogues()


@pytest.fixture(scope="session")
def real_xml() -> bytes:
    return (SAMPLES / "cfdi40-real.xml").read_bytes()


@pytest.fixture
def check(pki: TestPki, catalogues: SatcfdiCatalogues) -> Verify:
    """Verifies with the test portal's root and PAC; keyword arguments change what is expected or given."""

    def made(content: bytes, *, given: dict[str, Any] | None = None, **expected: Any) -> Report:
        arguments: dict[str, Any] = {
            "trust": TrustedRoots.with_extra(pki.authority.pem),
            "pac_certificates": KnownPacCertificates([pki.pac.certificate]),
            "catalogues": catalogues,
            "now": NOW,
            **(given or {}),
        }
        return verify(content, expected=replace(OF_THE_TICKET, **expected), **arguments)

    return made


@pytest.fixture
def check_real(catalogues: SatcfdiCatalogues) -> Verify:
    """Verifies as production does: SAT's roots, no PAC certificate at hand."""

    def made(content: bytes, **given: Any) -> Report:
        arguments: dict[str, Any] = {
            "expected": OF_THE_REAL_ONE,
            "trust": TrustedRoots.only_sat(),
            "pac_certificates": KnownPacCertificates(),
            "catalogues": catalogues,
            "now": NOW,
            **given,
        }
        return verify(content, **arguments)

    return made
