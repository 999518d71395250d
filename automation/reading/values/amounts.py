"""Amounts as a field wants them: two decimals, comma or point, thousands, whole pesos, pesos and centavos apart."""

import re
from decimal import Decimal, InvalidOperation

from automation.reading import words
from automation.reading.page import Control

_CENT = Decimal("0.01")
_NO_CENTS = re.compile(
    r"sin (?:centavos|decimales)|solo enteros|pesos enteros|(?:numero|cantidad) enter[oa]|whole number"
)
_NO_POINT = re.compile(r"sin punto(?! de\b)|without (?:decimal )?point")
_THOUSANDS = re.compile(r"\d,\d{3}(?:\.\d{2})?\b|#,##0|\d,ddd")
_DECIMAL_COMMA = re.compile(r"(?<![\d,])\d+,\d{2}(?!\d)|coma decimal|separados? por coma")
_SIGN = re.compile(r"\$\s?\d")


def amount_text(amount: Decimal, control: Control) -> str:
    """The amount in pesos exactly as it is to be typed into `control`."""
    if control.html_type == "number" or control.kind == "number":
        return _native(amount, control)
    said = words.fold(f"{control.mask} {control.placeholder} {control.hint} {control.label}")
    if _NO_CENTS.search(said) and amount == amount.to_integral_value():
        return str(int(amount))
    if _NO_POINT.search(said) and not _NO_CENTS.search(said):
        return f"{amount.quantize(_CENT)}".replace(".", "")
    shown = _punctuated(amount.quantize(_CENT), said)
    return (
        "$" if _SIGN.search(words.fold(control.placeholder + control.mask)) and _wants_sign(control) else ""
    ) + shown


def _wants_sign(control: Control) -> bool:
    return bool(re.search(r"\\\$", control.pattern))


def _punctuated(amount: Decimal, said: str) -> str:
    if _DECIMAL_COMMA.search(said) and not _THOUSANDS.search(said):
        return f"{amount}".replace(".", ",")
    return f"{amount:,}" if _THOUSANDS.search(said) and amount >= 1000 else f"{amount}"


def _native(amount: Decimal, control: Control) -> str:
    """type=number: a point, no thousands; whole pesos only where step allows nothing else and none are lost."""
    whole = control.step in {"", "1"} and amount == amount.to_integral_value()
    return str(int(amount)) if whole and control.step == "1" else f"{amount.quantize(_CENT)}"


def parsed_amount(text: str) -> Decimal | None:
    """ "$1,234.50", "1234,50" and "1 234.5 MXN" as pesos; None for what is no amount."""
    bare = re.sub(r"[^\d.,\-]", "", text)
    if re.search(r",\d{1,2}$", bare) and "." not in bare:
        bare = bare.replace(",", ".")
    try:
        return Decimal(bare.replace(",", "")) if bare else None
    except InvalidOperation:
        return None


def amount_part(amount: Decimal, part: str) -> str:
    pesos, cents = f"{amount.quantize(_CENT)}".split(".")
    return pesos if part == "pesos" else cents
