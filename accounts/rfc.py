"""The RFC: kind of person, structure, date and check digit. Pure.

Structure as in CFDI 4.0's schema (Anexo 20, tdCFDI t_RFC): moral 3 letters, física 4, then the date as
yymmdd, two characters of homoclave and the check digit, which is 0-9 or A.
The check digit weighs the second letter of a moral and the third of a física with 11, so modulo 11 it
does not see them: a right digit does not prove those letters.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
GENERIC_NATIONAL = "XAXX010101000"
GENERIC_FOREIGN = "XEXX010101000"
GENERIC = frozenset({GENERIC_NATIONAL, GENERIC_FOREIGN})
MORAL_LENGTH, NATURAL_LENGTH = 12, 13


class PersonKind(StrEnum):
    NATURAL = "fisica"
    MORAL = "moral"


class RfcPart(StrEnum):
    """Which part of an RFC is wrong."""

    LENGTH = "rfc_length"
    LETTERS = "rfc_letters"
    DATE = "rfc_date"
    HOMOCLAVE = "rfc_homoclave"
    CHECK_DIGIT = "rfc_check_digit"
    GENERIC = "rfc_generic"


@dataclass(frozen=True, slots=True)
class RfcProblem:
    part: RfcPart
    message: str
    is_confirmable: bool
    """A CFDI can carry it all the same, so a person may confirm that the Constancia shows it so."""


def normalise_rfc(text: str) -> str:
    """Upper case, without the blanks and hyphens that people write between the parts."""
    return re.sub(r"[\s\-./]", "", text).upper()


def person_kind(rfc: str) -> PersonKind | None:
    """By the length of a normalised RFC; None where it is neither."""
    return {MORAL_LENGTH: PersonKind.MORAL, NATURAL_LENGTH: PersonKind.NATURAL}.get(len(rfc))


def check_digit(rfc: str) -> str:
    """The last character that a structurally right RFC should have (SAT's modulo 11)."""
    padded = rfc.rjust(NATURAL_LENGTH)
    weighed = sum(ALPHABET.index(char) * (13 - place) for place, char in enumerate(padded[:12]))
    digit = (11 - weighed % 11) % 11
    return "A" if digit == 10 else str(digit)


def rfc_problem(rfc: str) -> RfcProblem | None:
    """What is wrong with a normalised RFC, from left to right; None where nothing is."""
    if rfc in GENERIC:
        return RfcProblem(
            RfcPart.GENERIC,
            "Es un RFC genérico; se necesita el RFC propio del contribuyente.",
            is_confirmable=False,
        )
    if person_kind(rfc) is None:
        message = f"El RFC tiene {len(rfc)} caracteres; debe tener 12 (persona moral) o 13 (persona física)."
        return RfcProblem(RfcPart.LENGTH, message, is_confirmable=False)
    letters, digits, homoclave = rfc[:-9], rfc[-9:-3], rfc[-3:]
    return (
        _letters_problem(letters)
        or _date_problem(digits)
        or _homoclave_problem(homoclave)
        or _digit_problem(rfc)
    )


def _letters_problem(letters: str) -> RfcProblem | None:
    if re.fullmatch(r"[A-ZÑ&]+", letters):
        return None
    message = f"Las primeras {len(letters)} posiciones del RFC («{letters}») deben ser letras, Ñ o &."
    return RfcProblem(RfcPart.LETTERS, message, is_confirmable=False)


def _date_problem(digits: str) -> RfcProblem | None:
    message = f"La fecha del RFC («{digits}») no es una fecha AAMMDD válida."
    if not re.fullmatch(r"[0-9]{2}(0[1-9]|1[012])(0[1-9]|[12][0-9]|3[01])", digits):
        return RfcProblem(RfcPart.DATE, message, is_confirmable=False)
    year, month, day = (int(digits[start : start + 2]) for start in (0, 2, 4))
    # the century is not written: the day exists if it does in 19yy or in 20yy
    if any(_exists(century + year, month, day) for century in (1900, 2000)):
        return None
    return RfcProblem(RfcPart.DATE, message, is_confirmable=True)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _homoclave_problem(homoclave: str) -> RfcProblem | None:
    if re.fullmatch(r"[A-Z0-9]{2}[0-9A]", homoclave):
        return None
    message = (
        f"La homoclave del RFC («{homoclave}») debe ser dos letras o dígitos, "
        "y el último carácter un dígito o la letra A."
    )
    return RfcProblem(RfcPart.HOMOCLAVE, message, is_confirmable=False)


def _digit_problem(rfc: str) -> RfcProblem | None:
    if rfc[-1] == check_digit(rfc):
        return None
    message = (
        f"El dígito verificador del RFC («{rfc[-1]}») no corresponde: hay un carácter equivocado. "
        "Revísalo letra por letra con la Constancia."
    )
    return RfcProblem(RfcPart.CHECK_DIGIT, message, is_confirmable=True)
