"""What a typed field's own rules say about the datum that it wants: type, lengths, pattern, input mode."""

import re
from collections.abc import Callable, Mapping

from automation.reading.page import Control
from automation.reading.subjects import Subject
from automation.reading.values.identifiers import compiled, fits, has_told_length

_RFC_PATTERN = re.compile(r"\[?[a-zñ&\\]+.*\]?\{3,?4?\}", re.IGNORECASE)
_DIGITS = re.compile(r"^[\^(]*(?:\\d|\[0-9\])[)$]*(?:\{(\d+)(?:,(\d*))?\}|[+*])[)$]*$")
_IMPOSSIBLE = -2.0


def format_evidence(control: Control, subject: Subject) -> float:
    """Between -2 (cannot be) and +1; 0 where the field's rules are silent about this datum."""
    if control.kind in {"checkbox", "radio", "file"}:
        return _IMPOSSIBLE
    typed = _by_type(control, subject)
    if typed is not None:
        return typed
    if control.kind == "textarea" and not subject.is_receiver:
        return -0.8  # a place for sentences
    check = _CHECKS.get(subject.canonical or "", _identifier)
    return check(control, subject)


_NATIVE = {"date": "date", "datetime-local": "date", "month": "date", "time": "time", "email": "email"}


def _by_type(control: Control, subject: Subject) -> float | None:
    """Native types settle the matter, except that some portals type their e-mail field as text."""
    wanted = _NATIVE.get(control.html_type) or _NATIVE.get(control.kind)
    if wanted == "email":
        return 0.7 if subject.canonical == "email" else -0.7
    if wanted is not None:
        return 0.8 if subject.canonical == wanted else _IMPOSSIBLE
    if control.kind == "password":
        return 0.0 if subject.is_identifying else _IMPOSSIBLE
    return None


def _rfc(control: Control, subject: Subject) -> float:
    if control.maxlength and control.maxlength < len(subject.text or "X" * 12):
        return -0.8
    score = 0.3 if control.maxlength in {12, 13} else 0.0
    if control.minlength in {12, 13}:
        score += 0.15
    if control.pattern and _RFC_PATTERN.search(control.pattern):
        score += 0.35 if _agrees(control.pattern, subject.text) else -0.4
    return score - (0.7 if _is_numeric(control) else 0.0)


def _postal_code(control: Control, subject: Subject) -> float:
    limit = control.maxlength
    if limit and limit < 5:
        return -0.8
    five = limit == 5 or _digit_count(control.pattern) == (5, 5)
    return 0.28 if five else (-0.15 if limit and 5 < limit <= 9 else 0.0)


def _name(control: Control, subject: Subject) -> float:
    if control.maxlength and control.maxlength < max(len(subject.text), 10):
        return -0.3 if control.maxlength > 30 else -0.7
    return -0.8 if _is_numeric(control) else 0.0


def _email(control: Control, subject: Subject) -> float:
    if control.maxlength and control.maxlength < max(len(subject.text), 10):
        return -0.7
    return (0.4 if control.inputmode == "email" else 0.0) - (0.8 if _is_numeric(control) else 0.0)


def _amount(control: Control, subject: Subject) -> float:
    del subject
    cents = control.step in {"0.01", ".01", "any"} or control.inputmode == "decimal"
    if control.label.strip(" .:*").upper() in {"$", "MXN", "$ MXN", "MN", "M.N"}:
        return 0.9  # only the currency stands beside it
    told = f"{control.label} {control.placeholder}"
    sign = "$" in told or bool(re.search(r"\d[.,]\d\d\b", control.placeholder))
    return (0.3 if cents else 0.0) + (0.25 if sign else 0.0)


_DATE_SHAPE = re.compile(
    r"d{1,2}.?m{1,2}.?[ay]{2,4}|[ay]{4}.?m{2}.?d{2}|\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2}|99/99/9999|00/00/0000",
    re.IGNORECASE,
)


def _date(control: Control, subject: Subject) -> float:
    del subject
    told = f"{control.placeholder} {control.mask} {control.hint}"
    picker = "datepicker" in f"{control.css_class} {control.decorated}".lower()
    if control.maxlength and control.maxlength < 6:
        return -0.8
    return (0.45 if _DATE_SHAPE.search(told) else 0.0) + (0.35 if picker else 0.0)


def _time(control: Control, subject: Subject) -> float:
    del subject
    return (
        0.4 if re.search(r"\bhh:?mm|00:00\b", f"{control.placeholder} {control.mask}", re.IGNORECASE) else 0.0
    )


def _identifier(control: Control, subject: Subject) -> float:
    """A ticket number, a code, a shop: does the user's value pass the field's own rules?"""
    if _DATE_SHAPE.search(f"{control.placeholder} {control.mask}") or control.inputmode == "email":
        return -0.6
    if subject.value is None:
        return 0.0
    passed = fits(subject.text, control)
    if passed is None:
        return 0.0
    if not passed:
        return -0.45
    exact = (
        control.maxlength == len(subject.text)
        or bool(compiled(control.pattern))
        or has_told_length(subject.text, control)
    )
    return 0.15 if exact else 0.03


_CHECKS: Mapping[str, Callable[[Control, Subject], float]] = {
    "rfc": _rfc,
    "postal_code": _postal_code,
    "legal_name": _name,
    "first_names": _name,
    "paternal_surname": _name,
    "maternal_surname": _name,
    "email": _email,
    "amount": _amount,
    "date": _date,
    "time": _time,
    "fiscal_regime": lambda c, s: -0.4,
    "cfdi_use": lambda c, s: -0.4,
    "payment_method": lambda c, s: -0.2,
}


def _agrees(pattern: str, value: str) -> bool:
    expression = compiled(pattern)
    return expression is None or expression.fullmatch(value) is not None


def _is_numeric(control: Control) -> bool:
    return control.kind == "number" or control.inputmode in {"numeric", "decimal"}


def _digit_count(pattern: str) -> tuple[int, int] | None:
    found = _DIGITS.match(pattern)
    if not found or not found[1]:
        return None
    return int(found[1]), int(found[2] or (found[1] if found[2] is None else 99))
