"""Every check on one received CFDI: CONTRACT.md section 3, CFDI.md section 3.

A check is one small function from `Evidence` to `Verdict`; `CHECKS` gives each its name. A CFDI completes a
task when nothing mandatory failed; what could not be checked here (null) stops nothing and is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from invoicing.cfdi.catalogues import CatalogueLookup
from invoicing.cfdi.certificates import PacCertificates, Recognition, TrustedRoots
from invoicing.cfdi.checks.authenticity import check_certificate, check_sello, check_timbre, check_xsd
from invoicing.cfdi.checks.outside import check_pdf_qr, check_sat_status
from invoicing.cfdi.checks.purchase import (
    check_currency,
    check_date,
    check_issuer,
    check_payment,
    check_total,
    check_type,
    check_uuid_unique,
)
from invoicing.cfdi.checks.receiver import (
    check_cfdi_use,
    check_receiver_name,
    check_receiver_postal_code,
    check_receiver_regime,
    check_receiver_rfc,
)
from invoicing.cfdi.checks.sums import check_sums
from invoicing.cfdi.comprobante import Comprobante
from invoicing.cfdi.errors import NotACfdi
from invoicing.cfdi.expected import Evidence, Expected, UuidSeen
from invoicing.cfdi.expression import PrintedExpression
from invoicing.cfdi.parse import parse_cfdi
from invoicing.cfdi.sat_status import StatusAnswer, StatusService
from invoicing.cfdi.sello import embedded_certificate
from invoicing.cfdi.verdict import CheckResult, Verdict, passed, rejected, unknown
from invoicing.states import FailureType

CHECKS: dict[str, Callable[[Evidence], Verdict]] = {
    "xml": lambda evidence: passed(f"CFDI {evidence.comprobante.version} bien formado."),
    "xsd": check_xsd,
    "sello": check_sello,
    "certificate": check_certificate,
    "timbre": check_timbre,
    "uuid_unique": check_uuid_unique,
    "receiver_rfc": check_receiver_rfc,
    "receiver_name": check_receiver_name,
    "receiver_postal_code": check_receiver_postal_code,
    "receiver_regime": check_receiver_regime,
    "cfdi_use": check_cfdi_use,
    "total": check_total,
    "date": check_date,
    "issuer": check_issuer,
    "type": check_type,
    "currency": check_currency,
    "payment": check_payment,
    "sums": check_sums,
    "pdf_qr": check_pdf_qr,
    "sat_status": check_sat_status,
}

_VALIDITY = frozenset({"xml", "xsd", "sello", "certificate", "timbre", "sums", "sat_status"})
"""Failing these makes it CFDI_INVALID; failing any other mandatory check, CFDI_MISMATCH."""

_TRUST_NOTES = {
    Recognition.TEST_PORTAL: "emitido por portal de pruebas",
    Recognition.NOBODY: "certificado no reconocido por el SAT",
}


@dataclass(frozen=True)
class Report:
    """The outcome of `verify`. `checks` holds every name of `CHECKS`, in that order."""

    checks: tuple[CheckResult, ...]
    comprobante: Comprobante | None
    """None where the bytes are no CFDI"""
    recognition: Recognition | None
    """who vouches for the issuer's certificate; None where it is unreadable"""

    @cached_property
    def mandatory_failures(self) -> tuple[CheckResult, ...]:
        return tuple(check for check in self.checks if check.stops)

    @property
    def is_accepted(self) -> bool:
        """May complete a task."""
        return not self.mandatory_failures

    @property
    def failure_type(self) -> FailureType | None:
        """CFDI_INVALID goes before CFDI_MISMATCH: what is no valid invoice is nobody's invoice."""
        if self.is_accepted:
            return None
        invalid = any(check.name in _VALIDITY for check in self.mandatory_failures)
        return FailureType.CFDI_INVALID if invalid else FailureType.CFDI_MISMATCH

    @property
    def failure_reason(self) -> str:
        """Spanish, for the task; empty where nothing failed."""
        return " ".join(check.detail for check in self.mandatory_failures)

    @property
    def is_test_portal(self) -> bool:
        return self.recognition is Recognition.TEST_PORTAL

    @property
    def trust_note(self) -> str:
        """What the interface must say of the certificate; empty for SAT's."""
        return _TRUST_NOTES.get(self.recognition, "") if self.recognition else ""

    @property
    def is_stamp_proven(self) -> bool:
        """The PAC's own seal was checked: UUID and stamping date are genuine."""
        return self.check("timbre").ok is True

    @property
    def uuid(self) -> str | None:
        return self.comprobante.uuid if self.comprobante else None

    def check(self, name: str) -> CheckResult:
        return next(check for check in self.checks if check.name == name)

    def as_json(self) -> list[dict[str, str | bool | None]]:
        """`checks` of the command line's JSON object and of the API."""
        return [check.as_json() for check in self.checks]


def verify(
    content: bytes,
    *,
    expected: Expected,
    trust: TrustedRoots,
    pac_certificates: PacCertificates,
    catalogues: CatalogueLookup,
    now: datetime,
    pdf: bytes | None = None,
    uuid_seen: UuidSeen = None,
    sat_status: StatusService | StatusAnswer | None = None,
) -> Report:
    """Makes every check on the XML `content` and, where given, its `pdf`.

    `now` is aware (ValueError otherwise). `uuid_seen` tells whether another task of the organization has
    this UUID. `sat_status` is SAT's answer, or a service, which is asked only about a CFDI that is sealed,
    stamped and made out to the expected receptor. Never raises for what is wrong with the bytes.
    """
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    try:
        comprobante = parse_cfdi(content)
    except NotACfdi as error:
        return _unreadable(error)
    answer = sat_status if isinstance(sat_status, StatusAnswer) else None
    evidence = Evidence(
        comprobante, expected, trust, pac_certificates, catalogues, now, pdf, uuid_seen, answer
    )
    checks = [_made(name, evidence) for name in CHECKS if name != "sat_status"]
    return _report(evidence, (*checks, _sat_status(evidence, checks, sat_status)))


def _made(name: str, evidence: Evidence) -> CheckResult:
    return _named(name, CHECKS[name](evidence))


def _sat_status(
    evidence: Evidence, before: Sequence[CheckResult], service: StatusService | StatusAnswer | None
) -> CheckResult:
    if service is None or isinstance(service, StatusAnswer):
        return _made("sat_status", evidence)
    if any(check.ok is False for check in before if check.name in {"sello", "timbre", "receiver_rfc"}):
        return _named("sat_status", unknown("no consultado: el CFDI ya no vale por otra razón"))
    answer = service.consult(PrintedExpression.of(evidence.comprobante))
    return _made("sat_status", replace(evidence, sat_status=answer))


def _named(name: str, verdict: Verdict) -> CheckResult:
    return CheckResult(name, verdict.ok, verdict.level, verdict.detail)


def _unreadable(error: NotACfdi) -> Report:
    unmade = unknown("No se pudo comprobar: el XML no se pudo leer.")
    others = [_named(name, unmade) for name in CHECKS if name != "xml"]
    return Report((_named("xml", rejected(str(error))), *others), comprobante=None, recognition=None)


def _report(evidence: Evidence, checks: tuple[CheckResult, ...]) -> Report:
    certificate = embedded_certificate(evidence.comprobante)
    recognition = evidence.trust.recognise(certificate) if certificate else None
    return Report(checks, evidence.comprobante, recognition)
