"""What `invoicing.cfdi.verify` needs, from the settings, the tables and the task."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from invoicing.cfdi.catalogues import SatcfdiCatalogues
from invoicing.cfdi.certificates import (
    KnownPacCertificates,
    PacCertificates,
    TrustedRoots,
    load_certificates,
    numbers_of,
)
from invoicing.cfdi.expected import Expected
from invoicing.cfdi.pac_certificates import FetchedPacCertificates
from invoicing.cfdi.sat_status import ConsultaCfdi, StatusOff, StatusService
from invoicing.cfdi.verify import Report, verify
from invoicing.errors import TicketRefused
from invoicing.models import Cfdi, CfdiStatus, InvoiceTask, KeptPacCertificate
from invoicing.ticket import read_amount

ISSUER_KEYS = ("issuer_rfc", "rfc_emisor")
TIP_KEYS = ("tip", "propina")


def verify_for_task(task: InvoiceTask, content: bytes, *, now: datetime, pdf: bytes | None = None) -> Report:
    """Every check on this file against what the task asked for."""
    return verify(
        content,
        expected=expected_of(task),
        trust=trusted_roots(settings.CFDI_TRUSTED_ROOTS),
        pac_certificates=_pac_certificates(),
        catalogues=_catalogues(),
        now=now,
        pdf=pdf,
        uuid_seen=lambda uuid: _is_filed_elsewhere(task, uuid),
        sat_status=_sat_status(),
    )


def expected_of(task: InvoiceTask) -> Expected:
    receiver, values = task.profile_version.receiver, task.ticket
    method = values.get("payment_method", "")
    issuers = [
        *(task.vendor.issuer_rfcs if task.vendor else []),
        *(values.get(key, "") for key in ISSUER_KEYS),
    ]
    return Expected(
        rfc=receiver.rfc,
        legal_name=receiver.legal_name,
        postal_code=receiver.postal_code,
        fiscal_regime=receiver.fiscal_regime,
        cfdi_use=receiver.cfdi_use,
        amount=task.amount,
        ticket_date=task.ticket_date,
        tip=_tip(values),
        payment_method=method if re.fullmatch(r"[0-9]{2}", method) else None,
        issuer_rfcs=frozenset(rfc.strip().upper() for rfc in issuers if rfc.strip()),
    )


@cache
def trusted_roots(setting: str) -> TrustedRoots:
    """CFDI_TRUSTED_ROOTS: sat, any, or a file of further roots."""
    if setting == "any":
        return TrustedRoots.anybody()
    return (
        TrustedRoots.only_sat() if setting == "sat" else TrustedRoots.with_extra(Path(setting).read_bytes())
    )


def _tip(values: dict[str, str]) -> Decimal | None:
    given = next((values[key] for key in TIP_KEYS if key in values), None)
    try:
        return read_amount(given)
    except TicketRefused:
        return None  # the vendor's own word for something else


def _is_filed_elsewhere(task: InvoiceTask, uuid: str) -> bool:
    filed = Cfdi.objects.filter(organization_id=task.organization_id, uuid=uuid, status=CfdiStatus.RECEIVED)
    return filed.exclude(task=task).exists()


@cache
def _catalogues() -> SatcfdiCatalogues:
    return SatcfdiCatalogues()


@cache
def _certificates_of_setting(paths: str) -> tuple[x509.Certificate, ...]:
    files = (Path(path.strip()) for path in paths.split(",") if path.strip())
    return tuple(certificate for file in files for certificate in load_certificates(file.read_bytes()))


def _pac_certificates() -> PacCertificates:
    known = KnownPacCertificates([*_certificates_of_setting(settings.CFDI_PAC_CERTIFICATES), *_kept()])
    return FetchedPacCertificates(known, _client(), _keep) if settings.SAT_STATUS else known


def _kept() -> Iterable[x509.Certificate]:
    for row in KeptPacCertificate.objects.all():
        yield x509.load_der_x509_certificate(bytes(row.certificate))


def _keep(certificate: x509.Certificate) -> None:
    der = certificate.public_bytes(Encoding.DER)
    for number in numbers_of(certificate):
        KeptPacCertificate.objects.get_or_create(number=number, defaults={"certificate": der})


def _sat_status() -> StatusService:
    return ConsultaCfdi(_client()) if settings.SAT_STATUS else StatusOff()


@cache
def _client() -> httpx.Client:
    return httpx.Client(follow_redirects=False)
