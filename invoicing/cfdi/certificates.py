"""Whose certificates are believed: SAT's, a test portal's, anybody's; and those of the PACs.

SAT's conventions (seen in its certificates, and in Anexo 20's description of NoCertificado): the 20 digits
of a certificate number are the ASCII bytes of the X.509 serial; the holder's RFC stands in
x500UniqueIdentifier (2.5.4.45) as "RFC / RFC of the representative".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Protocol
from zipfile import ZipFile

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID

from invoicing.cfdi.sat_files import ca_archive

_UNUSABLE = (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, CryptographyDeprecationWarning)
# The warning is listed for processes that turn warnings into errors.


class Recognition(StrEnum):
    """Who vouches for a certificate."""

    SAT = "sat"
    TEST_PORTAL = "test_portal"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class TrustedRoots:
    """Which issuers of certificates are believed (the setting CFDI_TRUSTED_ROOTS).

    `only_sat()`: SAT's authorities. `with_extra(pem_or_der)`: those and a test portal's. `anybody()`:
    the certificate need only fit the document. Even then `recognise` says who vouches for it.
    """

    extra: tuple[x509.Certificate, ...] = ()
    accepts_any: bool = False

    @classmethod
    def only_sat(cls) -> "TrustedRoots":
        return cls()

    @classmethod
    def with_extra(cls, roots: bytes) -> "TrustedRoots":
        """`roots`: PEM (one or more) or DER. Raises ValueError when they are neither."""
        return cls(extra=load_certificates(roots))

    @classmethod
    def anybody(cls) -> "TrustedRoots":
        return cls(accepts_any=True)

    def recognise(self, certificate: x509.Certificate) -> Recognition:
        if _issued_by_one_of(certificate, sat_authorities()):
            return Recognition.SAT
        return Recognition.TEST_PORTAL if _issued_by_one_of(certificate, self.extra) else Recognition.NOBODY

    def accepts(self, recognition: Recognition) -> bool:
        return self.accepts_any or recognition is not Recognition.NOBODY


class PacCertificates(Protocol):
    """Where a PAC's certificate is found by its number."""

    def find(self, no_certificado_sat: str) -> x509.Certificate | None: ...


class KnownPacCertificates:
    """A given set. It may hold any certificate: it is matched by its serial."""

    def __init__(self, certificates: Iterable[x509.Certificate] = ()) -> None:
        self._by_number: Mapping[str, x509.Certificate] = {
            number: certificate for certificate in certificates for number in numbers_of(certificate)
        }

    @classmethod
    def load(cls, *files: bytes) -> "KnownPacCertificates":
        """PEM or DER files. Raises ValueError."""
        return cls(certificate for file in files for certificate in load_certificates(file))

    def find(self, no_certificado_sat: str) -> x509.Certificate | None:
        return self._by_number.get(no_certificado_sat)


def load_certificate(der: bytes) -> x509.Certificate | None:
    """A DER certificate, or None where the bytes are none."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        _read_through(certificate)
    except _UNUSABLE:
        return None
    return certificate


def _read_through(certificate: x509.Certificate) -> None:
    """The library parses each part when it is asked for: a broken one must show here, not in a check."""
    certificate.public_key()
    for part in ("issuer", "subject", "serial_number", "not_valid_before_utc", "not_valid_after_utc"):
        getattr(certificate, part)


def load_certificates(content: bytes) -> tuple[x509.Certificate, ...]:
    """PEM (one or more) or one DER. Raises ValueError."""
    if b"-----BEGIN" in content:
        return tuple(x509.load_pem_x509_certificates(content))
    return (x509.load_der_x509_certificate(content),)


def numbers_of(certificate: x509.Certificate) -> frozenset[str]:
    """The ways in which the serial may be written as a NoCertificado: SAT's (ASCII digits in the bytes),
    and, for certificates that are not SAT's, 20 decimal or hexadecimal digits."""
    serial = certificate.serial_number
    raw = serial.to_bytes((serial.bit_length() + 7) // 8, "big")
    written = {f"{serial:020d}", f"{serial:020X}"}
    if len(raw) == 20 and raw.isdigit():
        written = {raw.decode("ascii")}
    return frozenset(written)


def rfc_of(certificate: x509.Certificate) -> str | None:
    """The holder's RFC, where the certificate carries one."""
    for attribute in certificate.subject.get_attributes_for_oid(NameOID.X500_UNIQUE_IDENTIFIER):
        value = attribute.value
        text = value if isinstance(value, str) else value.decode("utf-8", "replace")
        rfc = text.split("/")[0].strip().upper()
        if rfc:
            return rfc
    return None


def is_valid_at(certificate: x509.Certificate, moment: datetime) -> bool:
    """`moment` is aware."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


@lru_cache(maxsize=1)
def sat_authorities() -> tuple[x509.Certificate, ...]:
    """SAT's certification authorities AC0 to AC5 and their roots; the OCSP responders beside them are
    left out, since nothing may be issued by those."""
    with ZipFile(ca_archive()) as archive:
        loaded = [load_certificate(archive.read(name)) for name in archive.namelist()]
    return tuple(found for found in loaded if found is not None and _is_authority(found))


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _issued_by_one_of(certificate: x509.Certificate, authorities: Iterable[x509.Certificate]) -> bool:
    return any(
        authority.subject == certificate.issuer and _issued_by(certificate, authority)
        for authority in authorities
    )


def _issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except _UNUSABLE:
        return False
    return True
