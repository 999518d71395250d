"""What goes with what in a receptor's data: name, régimen, uso de CFDI, postal code. Pure.

Sources: Anexo 20 (CFDI 4.0), catalogues c_RegimenFiscal and c_UsoCFDI with their person flags and the
uso × régimen matrix as published by phpcfdi/resources-sat-catalogs (see catalogue_data).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from accounts.rfc import PersonKind, normalise_rfc, person_kind, rfc_problem

NAME_LIMIT = 300
NOT_FOR_TICKETS = frozenset({"CP01", "CN01"})
"""Payments and payroll: no purchase is ever invoiced with them."""

_FORM = r"""
    S\.?\s?A\.?(\s?P\.?\s?I\.?|\s?B\.?)?   # SA, SAPI, SAB
  | S\.?\s?DE\s?R\.?\s?L\.?(\s?(MI|ART)\.?)?
  | S\.?\s?C\.?(\s?L\.?)?(\s?DE\s?R\.?\s?L\.?)?
  | S\.?\s?(A\.?\s?S|P\.?\s?R|O\.?\s?F\.?\s?O\.?\s?M|N\.?\s?C)\.?
  | A\.?\s?C\.? | A\.?\s?B\.?\s?P\.? | I\.?\s?A\.?\s?P\.? | A\.?\s?R\.?\s?I\.?\s?C\.?
  | S(OCIEDAD)\s(ANONIMA|ANÓNIMA|CIVIL|COOPERATIVA|DE\sRESPONSABILIDAD)\b.*
  | ASOCIACI[OÓ]N\sCIVIL
"""
_CAPITAL_REGIME = re.compile(
    rf"[\s,]+(?P<form>({_FORM})(\s?,?\s?(DE\s?C\.?\s?V\.?|EN\s?C\.?))?(\s?,?\s?SOFOM.*)?)$", re.VERBOSE
)
_EMAIL = re.compile(r"[^@\s,;<>|]+@[^@\s,;<>|]+\.[^@\s,;<>|.]{2,}")


class PostalCodes(Protocol):
    def exists(self, postal_code: str) -> bool:
        """Whether c_CodigoPostal holds this five-digit code."""


@dataclass(frozen=True, slots=True)
class FiscalRegime:
    code: str
    name: str
    kinds: frozenset[PersonKind]


@dataclass(frozen=True, slots=True)
class CfdiUse:
    code: str
    name: str
    kinds: frozenset[PersonKind]
    regimes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """c_RegimenFiscal and c_UsoCFDI by code, with who may have and who may ask for what."""

    regimes: Mapping[str, FiscalRegime]
    uses: Mapping[str, CfdiUse]


@dataclass(frozen=True, slots=True, repr=False)
class ReceiverFields:
    """A receptor as CFDI 4.0 wants it; codes as in SAT's catalogues."""

    rfc: str
    legal_name: str
    fiscal_regime: str
    postal_code: str
    email: str
    cfdi_use: str


@dataclass(frozen=True, slots=True)
class FieldProblem:
    field: str
    code: str
    message: str
    """Spanish, says what to do"""
    is_confirmable: bool = False
    """A person may confirm that the Constancia shows it so; the confirmation is `code`."""


@cache
def fiscal_regimes() -> dict[str, FiscalRegime]:
    """c_RegimenFiscal by code."""
    return {
        code: FiscalRegime(code, entry["texto"], _kinds(entry))
        for code, entry in _catalogue()["regimenes"].items()
    }


@cache
def cfdi_uses() -> dict[str, CfdiUse]:
    """c_UsoCFDI by code, those for payments and payroll included."""
    return {
        code: CfdiUse(code, entry["texto"], _kinds(entry), frozenset(entry["regimenes"]))
        for code, entry in _catalogue()["usos"].items()
    }


@cache
def published_matrix() -> Matrix:
    """As the file beside this module has it; the product's tables may be newer."""
    return Matrix(fiscal_regimes(), cfdi_uses())


def regimes_for(kind: PersonKind, *, matrix: Matrix | None = None) -> list[FiscalRegime]:
    """What a physical or moral person may have."""
    matrix = matrix or published_matrix()
    return [regime for regime in matrix.regimes.values() if kind in regime.kinds]


def is_use_allowed(use: str, *, regime: str, kind: PersonKind, matrix: Matrix | None = None) -> bool:
    """The c_UsoCFDI matrix: may a receptor with this régimen ask for this uso?"""
    entry = (matrix or published_matrix()).uses.get(use)
    return entry is not None and kind in entry.kinds and regime in entry.regimes


def uses_for(*, regime: str, kind: PersonKind, matrix: Matrix | None = None) -> list[CfdiUse]:
    """The usos that can be offered for a ticket."""
    matrix = matrix or published_matrix()
    return [
        use
        for code, use in matrix.uses.items()
        if code not in NOT_FOR_TICKETS and is_use_allowed(code, regime=regime, kind=kind, matrix=matrix)
    ]


def uses_of_taxpayer(
    *, regimes: Sequence[str], kind: PersonKind, matrix: Matrix | None = None
) -> list[tuple[CfdiUse, str]]:
    """Each uso that can be asked for with one of a taxpayer's régimenes (the default in front), with the
    régimen that goes with it."""
    matrix = matrix or published_matrix()
    found = (
        (use, regime_for_use(code, regimes=regimes, kind=kind, matrix=matrix))
        for code, use in matrix.uses.items()
        if code not in NOT_FOR_TICKETS
    )
    return [(use, regime) for use, regime in found if regime is not None]


def regime_for_use(
    use: str, *, regimes: Sequence[str], kind: PersonKind, matrix: Matrix | None = None
) -> str | None:
    """The first of a taxpayer's régimenes, the default in front, with which this uso may be asked for."""
    fitting = (code for code in regimes if is_use_allowed(use, regime=code, kind=kind, matrix=matrix))
    return next(fitting, None)


def documents_kept_until(year: int, *, kind: PersonKind | None, years: int = 5) -> date:
    """The last day on which the CFDIs of a fiscal year must be kept: `years`, five by law, from when its annual
    return was due (Código Fiscal de la Federación, art. 30): 31 March for a persona moral (Ley del ISR,
    art. 76-V), 30 April for a persona física (art. 150). Of an unknown person (None): the later one.
    """
    due = (3, 31) if kind is PersonKind.MORAL else (4, 30)
    return date(year + 1 + max(years, 5), *due)


def capital_regime(legal_name: str) -> str | None:
    """The régimen de capital ("SA DE CV") that a name ends with, which CFDI 4.0 leaves out; else None."""
    found = _CAPITAL_REGIME.search(legal_name)
    return found["form"] if found else None


def normalise_receiver(fields: ReceiverFields) -> ReceiverFields:
    """Upper case and single blanks where SAT writes so; what is wrong stays wrong."""
    return replace(
        fields,
        rfc=normalise_rfc(fields.rfc),
        legal_name=re.sub(r"\s+", " ", fields.legal_name).strip().upper(),
        fiscal_regime=fields.fiscal_regime.strip(),
        postal_code=fields.postal_code.strip(),
        email=fields.email.strip(),
        cfdi_use=fields.cfdi_use.strip().upper(),
    )


def receiver_problems(
    fields: ReceiverFields,
    *,
    postal_codes: PostalCodes,
    matrix: Matrix | None = None,
    confirmed: frozenset[str] = frozenset(),
) -> list[FieldProblem]:
    """What is wrong with normalised fields, one finding per field at most, less what a person confirmed.

    `matrix`: the published one where none is given.
    """
    matrix = matrix or published_matrix()
    found = [
        *_rfc_problems(fields),
        *_name_problems(fields.legal_name),
        *_regime_problems(fields.fiscal_regime, fields.rfc, matrix),
        *_postal_code_problems(fields.postal_code, postal_codes),
        *_email_problems(fields.email),
        *_use_problems(fields, matrix),
    ]
    return [problem for problem in found if not (problem.is_confirmable and problem.code in confirmed)]


def further_regime_problems(
    codes: Sequence[str], *, rfc: str, matrix: Matrix | None = None
) -> list[FieldProblem]:
    """What is wrong with the régimenes beside the default one, each told once."""
    matrix = matrix or published_matrix()
    found = (next(_regime_problems(code, rfc, matrix), None) for code in codes)
    return [replace(problem, field="further_regimes") for problem in found if problem]


def _rfc_problems(fields: ReceiverFields) -> Iterator[FieldProblem]:
    problem = rfc_problem(fields.rfc)
    if problem:
        yield FieldProblem("rfc", problem.part, problem.message, problem.is_confirmable)


def _name_problems(name: str) -> Iterator[FieldProblem]:
    form = capital_regime(name)
    if not name:
        yield FieldProblem("legal_name", "name_missing", "Falta el nombre o la razón social.")
    elif "|" in name or len(name) > NAME_LIMIT:
        message = f"El nombre no puede llevar «|» ni pasar de {NAME_LIMIT} caracteres (Anexo 20)."
        yield FieldProblem("legal_name", "name_malformed", message)
    elif form:
        message = (
            f"El nombre termina en «{form}»: el SAT lo pide sin el régimen de capital. Quítalo, "
            "o confirma que la Constancia lo muestra como parte de la denominación."
        )
        yield FieldProblem("legal_name", "name_capital_regime", message, is_confirmable=True)


def _regime_problems(code: str, rfc: str, matrix: Matrix) -> Iterator[FieldProblem]:
    regime, kind = matrix.regimes.get(code), person_kind(rfc)
    if regime is None:
        message = f"«{code}» no es una clave de régimen fiscal (c_RegimenFiscal)."
        yield FieldProblem("fiscal_regime", "regime_unknown", message)
    elif kind is not None and kind not in regime.kinds:
        person = "persona moral" if kind is PersonKind.MORAL else "persona física"
        message = f"El régimen {regime.code} ({regime.name}) no corresponde a una {person}."
        yield FieldProblem("fiscal_regime", "regime_wrong_person", message)


def _postal_code_problems(postal_code: str, postal_codes: PostalCodes) -> Iterator[FieldProblem]:
    if not re.fullmatch(r"[0-9]{5}", postal_code):
        yield FieldProblem(
            "postal_code", "postal_code_malformed", "El código postal debe tener cinco dígitos."
        )
    elif not postal_codes.exists(postal_code):
        message = (
            f"El código postal {postal_code} no existe en el catálogo del SAT. Toma el de la Constancia."
        )
        yield FieldProblem("postal_code", "postal_code_unknown", message)


def _email_problems(email: str) -> Iterator[FieldProblem]:
    if not _EMAIL.fullmatch(email):
        yield FieldProblem("email", "email_malformed", "El correo electrónico no es válido.")


def _use_problems(fields: ReceiverFields, matrix: Matrix) -> Iterator[FieldProblem]:
    use, kind = matrix.uses.get(fields.cfdi_use), person_kind(fields.rfc)
    if use is None:
        message = f"«{fields.cfdi_use}» no es una clave de uso de CFDI (c_UsoCFDI)."
        yield FieldProblem("cfdi_use", "use_unknown", message)
    elif use.code in NOT_FOR_TICKETS:
        message = f"El uso {use.code} ({use.name}) no es para compras."
        yield FieldProblem("cfdi_use", "use_not_for_tickets", message)
    elif kind is not None and fields.fiscal_regime in matrix.regimes:
        yield from _excluded_use(use, fields.fiscal_regime, kind, matrix)


def _excluded_use(use: CfdiUse, regime: str, kind: PersonKind, matrix: Matrix) -> Iterator[FieldProblem]:
    if is_use_allowed(use.code, regime=regime, kind=kind, matrix=matrix):
        return
    offered = ", ".join(choice.code for choice in uses_for(regime=regime, kind=kind, matrix=matrix))
    message = f"El uso {use.code} ({use.name}) no se permite con el régimen {regime}. Se permiten: {offered}."
    yield FieldProblem("cfdi_use", "use_excluded", message)


def _kinds(entry: dict[str, Any]) -> frozenset[PersonKind]:
    return frozenset(kind for kind in PersonKind if entry[kind.value])


@cache
def _catalogue() -> dict[str, dict[str, dict[str, Any]]]:
    text = files("accounts").joinpath("catalogue_data/uso_regimen.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]
