"""Is it made out to the profile that was used? Receptor and uso de CFDI (CFDI.md section 3, rows 9, 10, 14).

A received RFC is compared, never judged: a check digit that does not fit is no reason to refuse a CFDI that
SAT let pass.
"""

import re
import unicodedata

from accounts.fiscal import is_use_allowed, regimes_for
from accounts.rfc import PersonKind
from invoicing.cfdi.comprobante import GENERIC_RFCS
from invoicing.cfdi.expected import Evidence
from invoicing.cfdi.verdict import Verdict, for_review, passed, rejected

_COMPANY_RFC_LENGTH = 12


def check_receiver_rfc(evidence: Evidence) -> Verdict:
    received, expected = evidence.comprobante.receptor.rfc, evidence.expected.rfc.strip().upper()
    if received in GENERIC_RFCS:
        return rejected(f"Se facturó a un RFC genérico ({received}), no a {expected}: no es deducible.")
    if received != expected:
        return rejected(f"Se facturó a {received}, no a {expected}.")
    return passed(f"Facturado a {received}.")


def check_receiver_name(evidence: Evidence) -> Verdict:
    """Upper case and blanks do not count. Accents do: SAT compares with its register, where the name is
    as in the Constancia, so a name that differs only there is told apart but still needs a look."""
    received, expected = evidence.comprobante.receptor.nombre, evidence.expected.legal_name
    if folded(received) == folded(expected):
        return passed(f"Nombre del receptor: {received}.")
    only_accents = without_accents(folded(received)) == without_accents(folded(expected))
    difference = "difiere en acentos o Ñ de" if only_accents else "no es"
    return for_review(f"El nombre del receptor «{received}» {difference} «{expected}».")


def check_receiver_postal_code(evidence: Evidence) -> Verdict:
    received, expected = evidence.comprobante.receptor.domicilio_fiscal, evidence.expected.postal_code.strip()
    if received != expected:
        return for_review(f"El código postal del receptor es {received}, no {expected}.")
    return passed(f"Código postal {received}.")


def check_receiver_regime(evidence: Evidence) -> Verdict:
    received, expected = evidence.comprobante.receptor.regimen_fiscal, evidence.expected.fiscal_regime.strip()
    if received != expected:
        return for_review(f"El régimen del receptor es {received}, no {expected}.")
    if received not in {regime.code for regime in regimes_for(_kind(evidence.comprobante.receptor.rfc))}:
        return for_review(f"El régimen {received} no lo puede tener este tipo de persona.")
    return passed(f"Régimen {received}.")


def check_cfdi_use(evidence: Evidence) -> Verdict:
    receptor, expected = evidence.comprobante.receptor, evidence.expected.cfdi_use.strip().upper()
    if receptor.uso_cfdi != expected:
        return for_review(f"El uso de CFDI es {receptor.uso_cfdi}, no {expected}.")
    use, regime = receptor.uso_cfdi, receptor.regimen_fiscal
    if not is_use_allowed(use, regime=regime, kind=_kind(receptor.rfc)):
        return for_review(f"El uso {use} no se permite con el régimen {regime}.")
    return passed(f"Uso de CFDI {use}.")


def _kind(rfc: str) -> PersonKind:
    return PersonKind.MORAL if len(rfc) == _COMPANY_RFC_LENGTH else PersonKind.NATURAL


def folded(name: str) -> str:
    """Upper case, single blanks, composed letters."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip().upper()


def without_accents(name: str) -> str:
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
