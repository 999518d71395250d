"""Reads a Constancia de Situación Fiscal (PDF) as SAT issues it. Pure."""

from accounts.constancia.document import Constancia, QrContent, StatedRegime
from accounts.constancia.errors import (
    AnotherDocument,
    ConstanciaError,
    DamagedPdf,
    EncryptedPdf,
    IncompleteConstancia,
    NotAPdf,
    QrDisagrees,
    ScannedConstancia,
    TooHeavy,
    TooManyPages,
    UnreadableText,
)
from accounts.constancia.reading import read_constancia

__all__ = [
    "AnotherDocument",
    "Constancia",
    "ConstanciaError",
    "DamagedPdf",
    "EncryptedPdf",
    "IncompleteConstancia",
    "NotAPdf",
    "QrContent",
    "QrDisagrees",
    "ScannedConstancia",
    "StatedRegime",
    "TooHeavy",
    "TooManyPages",
    "UnreadableText",
    "read_constancia",
]
