"""What goes with what in a receptor's data, each finding named by its field."""

from dataclasses import replace

import pytest

from accounts.fiscal import (
    ReceiverFields,
    capital_regime,
    cfdi_uses,
    fiscal_regimes,
    normalise_receiver,
    receiver_problems,
    regimes_for,
    uses_for,
)
from accounts.rfc import PersonKind
from tests.factories import KEMPER, XIMO


class EveryPostalCodeBut99999:
    def exists(self, postal_code: str) -> bool:
        return postal_code != "99999"


def codes(fields: ReceiverFields, *confirmed: str) -> list[tuple[str, str]]:
    found = receiver_problems(fields, postal_codes=EveryPostalCodeBut99999(), confirmed=frozenset(confirmed))
    return [(problem.field, problem.code) for problem in found]


def test_right_data_has_no_finding() -> None:
    assert codes(KEMPER) == []
    assert codes(XIMO) == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"rfc": "EKU9003173C8"}, ("rfc", "rfc_check_digit")),
        ({"rfc": "XAXX010101000", "fiscal_regime": "616", "cfdi_use": "S01"}, ("rfc", "rfc_generic")),
        ({"fiscal_regime": "612"}, ("fiscal_regime", "regime_wrong_person")),
        ({"fiscal_regime": "999"}, ("fiscal_regime", "regime_unknown")),
        ({"cfdi_use": "D01"}, ("cfdi_use", "use_excluded")),
        ({"cfdi_use": "P01"}, ("cfdi_use", "use_unknown")),
        ({"cfdi_use": "CP01"}, ("cfdi_use", "use_not_for_tickets")),
        ({"postal_code": "4250"}, ("postal_code", "postal_code_malformed")),
        ({"postal_code": "99999"}, ("postal_code", "postal_code_unknown")),
        ({"legal_name": ""}, ("legal_name", "name_missing")),
        ({"legal_name": "ESCUELA|KEMPER"}, ("legal_name", "name_malformed")),
        ({"legal_name": "ESCUELA KEMPER URGATE SA DE CV"}, ("legal_name", "name_capital_regime")),
        ({"email": "no es correo"}, ("email", "email_malformed")),
    ],
)
def test_each_mistake_names_its_field(change: dict[str, str], finding: tuple[str, str]) -> None:
    assert finding in codes(replace(KEMPER, **change))


def test_a_salaried_person_cannot_ask_for_general_expenses() -> None:
    assert codes(replace(XIMO, fiscal_regime="605")) == [("cfdi_use", "use_excluded")]
    assert codes(replace(XIMO, fiscal_regime="605", cfdi_use="D01")) == []


def test_a_person_may_confirm_what_the_constancia_shows() -> None:
    assert codes(replace(KEMPER, rfc="EKU9003173C8"), "rfc_check_digit") == []
    assert codes(replace(KEMPER, legal_name="ABARROTES SA DE CV"), "name_capital_regime") == []


def test_what_no_cfdi_can_carry_cannot_be_confirmed() -> None:
    assert codes(replace(KEMPER, rfc="XAXX010101000", fiscal_regime="616"), "rfc_generic")[0][0] == "rfc"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ABARROTES DEL NORTE SA DE CV", "SA DE CV"),
        ("ABARROTES DEL NORTE, S.A. DE C.V.", "S.A. DE C.V."),
        ("TALLER GARCIA S. DE R.L. DE C.V.", "S. DE R.L. DE C.V."),
        ("TALLER GARCIA S DE RL", "S DE RL"),
        ("INNOVA S.A.P.I. DE C.V.", "S.A.P.I. DE C.V."),
        ("INNOVA SAPI DE CV", "SAPI DE CV"),
        ("BUFETE LOPEZ SC", "SC"),
        ("CLUB DE LEONES A.C.", "A.C."),
        ("GRUPO UNO SAB DE CV", "SAB DE CV"),
        ("PANADERIA LUZ SAS", "SAS"),
    ],
)
def test_a_capital_regime_at_the_end_is_found(name: str, form: str) -> None:
    assert capital_regime(name) == form


@pytest.mark.parametrize(
    "name", ["ESCUELA KEMPER URGATE", "LAS CASAS", "MARIA SACAL", "PLASTICOS ABC", "JOSE LUIS ABSA", "CASA"]
)
def test_a_name_that_only_sounds_like_it_is_left_alone(name: str) -> None:
    assert capital_regime(name) is None


def test_names_are_normalised_as_sat_writes_them() -> None:
    given = replace(KEMPER, rfc="eku-900317-3c9", legal_name="  Peñón   y Compañía ", cfdi_use="g03")
    fields = normalise_receiver(given)
    assert (fields.rfc, fields.legal_name, fields.cfdi_use) == ("EKU9003173C9", "PEÑÓN Y COMPAÑÍA", "G03")


def test_payments_and_payroll_are_never_offered() -> None:
    for regime in fiscal_regimes().values():
        for kind in regime.kinds:
            offered = {use.code for use in uses_for(regime=regime.code, kind=kind)}
            assert "S01" in offered
            assert not offered & {"CP01", "CN01"}


def test_deductions_of_persons_are_for_natural_persons_only() -> None:
    for regime in regimes_for(PersonKind.MORAL):
        offered = {use.code for use in uses_for(regime=regime.code, kind=PersonKind.MORAL)}
        assert not any(code.startswith("D") for code in offered)
    assert len(cfdi_uses()) == 24
    assert len(fiscal_regimes()) == 19
