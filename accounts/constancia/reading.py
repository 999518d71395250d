"""From the bytes of a PDF to a Constancia."""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from accounts.constancia.document import Constancia, QrContent
from accounts.constancia.errors import (
    HEAVY_EXIT,
    MAX_BYTES,
    AnotherDocument,
    DamagedPdf,
    EncryptedPdf,
    IncompleteConstancia,
    NotAPdf,
    QrDisagrees,
    ScannedConstancia,
    TooHeavy,
    TooManyPages,
)
from accounts.constancia.wording import is_constancia, read_text
from accounts.fiscal import FiscalRegime, fiscal_regimes

PATIENCE = 15.0
"""seconds for a PDF, of which processor time is bounded more tightly (`apart`)"""
FEWEST_CHARACTERS = 40
"""A scan may carry a stamp or a page number as text."""

_slots = BoundedSemaphore(2)
"""Files that one process has opened at a time: many that arrive together wait."""
_log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "accounts.constancia.apart")


def read_constancia(content: bytes, *, regimes: Mapping[str, FiscalRegime] | None = None) -> Constancia:
    """The Constancia in the bytes of a PDF; `regimes`: c_RegimenFiscal by code, else the published one.

    Takes about half a second, in a process apart. Raises the errors of `accounts.constancia.errors`.
    """
    if len(content) > MAX_BYTES:
        raise TooHeavy
    if b"%PDF-" not in content[:1024]:
        raise NotAPdf
    found = _look_apart(content)
    qr = QrContent(*found["qr"]) if found["qr"] else None
    return _read(found["texts"], qr, fiscal_regimes() if regimes is None else regimes)


def _read(texts: list[str], qr: QrContent | None, regimes: Mapping[str, FiscalRegime]) -> Constancia:
    if all(len("".join(text.split())) < FEWEST_CHARACTERS for text in texts):
        raise ScannedConstancia(qr)
    if not any(is_constancia(text) for text in texts):
        raise AnotherDocument
    readings = [read_text(text, regimes=regimes, qr=qr) for text in texts]
    best = min(readings, key=lambda reading: (not reading.rfc, len(reading.missing)))
    if not best.rfc:
        raise IncompleteConstancia(qr)
    if qr is not None and qr.rfc != best.rfc:
        raise QrDisagrees(printed=best.rfc, coded=qr.rfc)
    return best


def _look_apart(content: bytes) -> dict[str, Any]:
    """What `apart.look_at` found. Raises its errors, and TooHeavy or DamagedPdf where its process broke."""
    try:
        with _slots:
            done = subprocess.run(  # noqa: S603 - our own command
                _COMMAND, input=content, capture_output=True, timeout=PATIENCE, cwd=_ROOT, env={}, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise TooHeavy from error
    if done.returncode == HEAVY_EXIT or done.returncode < 0:  # its limits end it by a signal
        raise TooHeavy
    if done.returncode:
        _log.error("The process that opens a PDF ended with %s.", _last_error(done.stderr))
        raise DamagedPdf
    found: dict[str, Any] = json.loads(done.stdout)
    match found.get("error"):
        case "pages":
            raise TooManyPages(found["pages"])
        case "encrypted":
            raise EncryptedPdf
        case "damaged":
            raise DamagedPdf
    return found


def _last_error(stderr: bytes) -> str:
    """The error's name only: its words may be the taxpayer's."""
    lines = stderr.decode(errors="replace").strip().splitlines() or [""]
    return lines[-1].partition(":")[0]
