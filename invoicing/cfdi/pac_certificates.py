"""PAC certificates from SAT's public repository, fetched once and kept by whoever asks.

Without the PAC's certificate nobody can tell whether a UUID or a stamping date was altered. What is fetched
is believed only if it carries the number asked for and SAT's authorities vouch for it.
"""

import re
from collections.abc import Callable

import httpx
from cryptography import x509

from invoicing.cfdi.bounded import bounded_body
from invoicing.cfdi.certificates import (
    PacCertificates,
    Recognition,
    TrustedRoots,
    load_certificate,
    numbers_of,
)

REPOSITORY = "https://rdc.sat.gob.mx/rccf"
TIMEOUT = httpx.Timeout(10.0, connect=5.0)
MAX_CERTIFICATE = 16 * 1024

_NUMBER = re.compile(r"[0-9]{20}")


class FetchedPacCertificates:
    """Answers from `known` first, else asks SAT and hands what it got to `keep`.

    `client` belongs to the caller. Whatever goes wrong on the way gives None: the timbre is then
    "no verificado", not refused.
    """

    def __init__(
        self, known: PacCertificates, client: httpx.Client, keep: Callable[[x509.Certificate], None]
    ) -> None:
        self._known = known
        self._client = client
        self._keep = keep

    def find(self, no_certificado_sat: str) -> x509.Certificate | None:
        found = self._known.find(no_certificado_sat)
        if found is not None or not _NUMBER.fullmatch(no_certificado_sat):
            return found
        fetched = self._fetch(no_certificado_sat)
        if fetched is not None:
            self._keep(fetched)
        return fetched

    def _fetch(self, number: str) -> x509.Certificate | None:
        try:
            with self._client.stream("GET", address_of(number), timeout=TIMEOUT) as response:
                body = bounded_body(response, MAX_CERTIFICATE)
        except httpx.HTTPError:
            return None
        certificate = load_certificate(body) if body else None
        return certificate if certificate is not None and _is_sats(certificate, number) else None


def address_of(number: str) -> str:
    """Where SAT publishes the certificate of that number (20 digits)."""
    folders = (number[:6], number[6:12], number[12:14], number[14:16], number[16:18])
    return f"{REPOSITORY}/{'/'.join(folders)}/{number}.cer"


def _is_sats(certificate: x509.Certificate, number: str) -> bool:
    recognition = TrustedRoots.only_sat().recognise(certificate)
    return recognition is Recognition.SAT and number in numbers_of(certificate)
