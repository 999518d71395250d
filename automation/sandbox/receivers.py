"""The simulated tax authority's list of taxpayers, and what it answers to data that do not match it.

Every portal validates the receptor here before it issues. The texts are those that PACs relay (codes
CFDI40143 to CFDI40161) and the prose in which portals wrap them; the code numbers differ between real
systems, so the attribute that a text names is what counts.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from automation.sandbox.fiscal import REGIMES, USES, is_moral, is_postal_code, uses_for

_RFC = re.compile(r"[A-ZÑ&]{3,4}\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[A-Z\d]{2}[\dA]")


@dataclass(frozen=True, slots=True)
class Taxpayer:
    """One entry of the list. `name` as the Constancia shows it: upper case, no régimen de capital."""

    rfc: str
    name: str
    postal_code: str
    regimes: tuple[str, ...]
    email: str = "facturas@ejemplo.mx"
    name_parts: tuple[str, str, str] | None = None
    """nombre(s), primer apellido, segundo apellido of a persona física"""


def _natural(rfc: str, parts: tuple[str, str, str], cp: str, regimes: tuple[str, ...]) -> Taxpayer:
    return Taxpayer(rfc, " ".join(parts), cp, regimes, name_parts=parts)


KNOWN = (
    Taxpayer("EKU9003173C9", "ESCUELA KEMPER URGATE", "42501", ("601",)),
    _natural("XIQB891116QE4", ("BERENICE", "XIMO", "QUEZADA"), "64000", ("612", "605")),
    Taxpayer("D&P010315AB1", "DISEÑO & PAISAJE OCOTE", "03100", ("601", "626")),
    Taxpayer("ÑAN980401HJ1", "ÑANDÚ ALIMENTOS NATURALES", "76000", ("601",)),
    _natural("LOÑM850223QT9", ("MARÍA JOSÉ", "LÓPEZ", "ÑÁÑEZ"), "97000", ("626", "606")),
    _natural("GASR901105MW4", ("RODRIGO", "GARZA", "SOLÍS"), "22000", ("612", "621")),
    _natural("HEUL770730PL7", ("LAURA", "HERNÁNDEZ", "URIBE"), "06600", ("605", "616")),
)
UNREGISTERED = ("NOE200101AB2", "QUIA9902284K7")
"""RFCs with a valid check digit that nobody holds: a moral's and a física's."""


class Attribute(StrEnum):
    """The attribute of cfdi:Receptor that a refusal is about."""

    RFC = "Rfc"
    NAME = "Nombre"
    POSTAL_CODE = "DomicilioFiscalReceptor"
    REGIME = "RegimenFiscalReceptor"
    USE = "UsoCFDI"


@dataclass(frozen=True, slots=True)
class Submission:
    """The receptor exactly as a person or program submitted it to a portal."""

    rfc: str
    name: str
    postal_code: str
    regime: str
    use: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    attribute: Attribute
    code: str
    sat_text: str
    """what the PAC relays, without the code"""
    prose: tuple[str, ...]
    """how portals say the same in their own words; pick one by seed"""


_LIST = "en la lista de RFC inscritos no cancelados"
REJECTIONS = {
    "unregistered": Rejection(
        Attribute.RFC,
        "CFDI40143",
        f"Este RFC del receptor no existe {_LIST} del SAT.",
        (
            "El RFC capturado no existe en los registros del SAT.",
            "El RFC no se encuentra registrado ante el SAT, favor de verificarlo.",
            "RFC no válido: no aparece en la lista de contribuyentes (LRFC).",
        ),
    ),
    "name": Rejection(
        Attribute.NAME,
        "CFDI40145",
        "El campo Nombre del receptor, debe pertenecer al nombre asociado al RFC registrado en el campo"
        " Rfc del Receptor.",
        (
            "La Razón social y el RFC no corresponden entre sí. Esto con base en lo registrado en el SAT",
            "El nombre no coincide con el registrado ante el SAT. Escríbelo como aparece en tu constancia.",
            "tus datos fiscales no coinciden con la base de los datos del SAT (nombre o razón social)",
        ),
    ),
    "postal_code": Rejection(
        Attribute.POSTAL_CODE,
        "CFDI40148",
        "El campo DomicilioFiscalReceptor del receptor, debe pertenecer al nombre asociado al RFC registrado"
        " en el campo Rfc del Receptor.",
        (
            "La dirección fiscal (código postal) no corresponde con los datos del SAT",
            "El código postal no es el del domicilio fiscal registrado ante el SAT.",
            "El domicilio fiscal (C.P.) capturado no coincide con tu Constancia de Situación Fiscal.",
        ),
    ),
    "regime": Rejection(
        Attribute.REGIME,
        "CFDI40158",
        "El campo RegimenFiscalR debe corresponder con el tipo de persona (física o moral) y con el RFC del"
        " receptor.",
        (
            "El régimen fiscal que proporcionó no corresponde con los datos registrados ante el SAT",
            "El régimen fiscal seleccionado no está dado de alta para este RFC.",
        ),
    ),
    "use": Rejection(
        Attribute.USE,
        "CFDI40161",
        "La clave del campo UsoCFDI debe corresponder con el tipo de persona (física o moral) y el régimen"
        " correspondiente conforme al catálogo c_UsoCFDI.",
        (
            "El uso de CFDI no es compatible con el régimen fiscal del receptor.",
            "El uso del CFDI seleccionado no está permitido para tu régimen fiscal.",
        ),
    ),
    "malformed": Rejection(
        Attribute.RFC,
        "CFDI40143",
        "El RFC del receptor no cumple con el patrón requerido.",
        ("El RFC no tiene un formato válido.", "Formato de RFC incorrecto."),
    ),
}


def taxpayer(rfc: str) -> Taxpayer | None:
    return next((entry for entry in KNOWN if entry.rfc == rfc.strip().upper()), None)


def check(submitted: Submission, *, strictness: str = "strict") -> Rejection | None:
    """What the PAC would answer to this receptor; None where it would stamp.

    `strictness`: `strict` refuses an RFC outside the list (CFDI40143); `known` compares those in the list
    and lets the others pass; `off` compares nothing. What no PAC stamps (a malformed RFC, codes outside the
    catalogues) is refused always.
    """
    if rejection := _check_form(submitted):
        return rejection
    known = taxpayer(submitted.rfc)
    if known is None and strictness == "strict":
        return REJECTIONS["unregistered"]
    if strictness == "off":
        return None
    if known is not None and (mismatch := _compare(submitted, known)):
        return REJECTIONS[mismatch]
    allowed = uses_for(submitted.regime, moral=is_moral(submitted.rfc))
    return None if submitted.use in allowed else REJECTIONS["use"]


def _check_form(submitted: Submission) -> Rejection | None:
    if not _RFC.fullmatch(submitted.rfc):
        return REJECTIONS["malformed"]
    if not submitted.name:
        return REJECTIONS["name"]
    if not is_postal_code(submitted.postal_code):
        return REJECTIONS["postal_code"]
    if submitted.regime not in REGIMES:
        return REJECTIONS["regime"]
    return None if submitted.use in USES else REJECTIONS["use"]


def _compare(submitted: Submission, known: Taxpayer) -> str:
    if submitted.name != known.name:
        return "name"
    if submitted.postal_code != known.postal_code:
        return "postal_code"
    return "" if submitted.regime in known.regimes else "regime"


class ReceiverState(StrEnum):
    """What is wrong with the profile that a test asks for (PORTALS.md section 6)."""

    OK = "ok"
    RFC_UNREGISTERED = "rfc_unregistered"
    NAME_MISMATCH = "name_mismatch"
    POSTAL_CODE_MISMATCH = "postal_code_mismatch"
    REGIME_NOT_HELD = "regime_not_held"
    USE_INCOMPATIBLE = "use_incompatible"


def submission(rfc: str = "EKU9003173C9", use: str = "") -> Submission:
    """The right data of a known taxpayer. `use` empty: G03, or S01 where the régimen excludes it."""
    known = taxpayer(rfc)
    if known is None:
        raise KeyError(rfc)
    regime = known.regimes[0]
    fallback = "G03" if "G03" in uses_for(regime, moral=is_moral(rfc)) else "S01"
    return Submission(known.rfc, known.name, known.postal_code, regime, use or fallback, known.email)


def spoil(right: Submission, state: ReceiverState) -> Submission:
    """`right` with the one fault that `state` names; everything else still plausible."""
    moral = is_moral(right.rfc)
    if state is ReceiverState.RFC_UNREGISTERED:
        return replace(right, rfc=UNREGISTERED[0 if moral else 1])
    if state is ReceiverState.NAME_MISMATCH:
        return replace(right, name=_misspell(right.name, moral=moral))
    if state is ReceiverState.POSTAL_CODE_MISMATCH:
        return replace(right, postal_code="01000")
    if state is ReceiverState.REGIME_NOT_HELD:
        return replace(right, regime="603" if moral else "608", use="S01")
    if state is ReceiverState.USE_INCOMPATIBLE:
        return _incompatible(right)
    return right


def _incompatible(right: Submission) -> Submission:
    """A régimen that the taxpayer holds with a uso that it excludes: G03 with 605 or 616, D01 for a moral."""
    known = taxpayer(right.rfc)
    for regime in known.regimes if known else (right.regime,):
        allowed = uses_for(regime, moral=is_moral(right.rfc))
        for use in ("G03", "D01"):
            if use not in allowed:
                return replace(right, regime=regime, use=use)
    raise ValueError(right.rfc)


def _misspell(name: str, *, moral: bool) -> str:
    """As people do it: with the régimen de capital, an "Y" for the "&", or without accents."""
    if "&" in name:
        return name.replace("&", "Y")
    plain = name.translate(str.maketrans("ÁÉÍÓÚ", "AEIOU"))
    if plain != name:
        return plain
    return f"{name} SA DE CV" if moral else " ".join([*name.split()[1:], name.split(maxsplit=1)[0]])


def profile(submitted: Submission) -> dict[str, str]:
    """The same as profile.json (CONTRACT.md section 5)."""
    return {
        "rfc": submitted.rfc,
        "legal_name": submitted.name,
        "fiscal_regime": submitted.regime,
        "postal_code": submitted.postal_code,
        "email": submitted.email,
        "cfdi_use": submitted.use,
    }
