"""An RFC that is wrong says which part is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rfc import (
    ALPHABET,
    PersonKind,
    RfcPart,
    check_digit,
    normalise_rfc,
    person_kind,
    rfc_problem,
)


@pytest.mark.parametrize("rfc", ["EKU9003173C9", "XIQB891116QE4", "WMT970714R10", "COSC8001137NA"])
def test_real_rfcs_have_nothing_wrong(rfc: str) -> None:
    assert rfc_problem(rfc) is None


@pytest.mark.parametrize(
    ("rfc", "part", "is_confirmable"),
    [
        ("", RfcPart.LENGTH, False),
        ("GODE561231", RfcPart.LENGTH, False),
        ("EK19003173C9", RfcPart.LETTERS, False),
        ("EKU9013173C9", RfcPart.DATE, False),
        ("EKU9A03173C9", RfcPart.DATE, False),
        ("EKU900231AB1", RfcPart.DATE, True),
        ("EKU9003173CB", RfcPart.HOMOCLAVE, False),
        ("EKU900317Ñ29", RfcPart.HOMOCLAVE, False),
        ("EKU9003173C8", RfcPart.CHECK_DIGIT, True),
        ("XAXX010101000", RfcPart.GENERIC, False),
        ("XEXX010101000", RfcPart.GENERIC, False),
    ],
)
def test_a_wrong_rfc_names_the_part(rfc: str, part: RfcPart, is_confirmable: bool) -> None:
    problem = rfc_problem(rfc)
    assert problem is not None
    assert (problem.part, problem.is_confirmable) == (part, is_confirmable)


def test_the_29th_of_february_of_a_leap_year_is_a_date() -> None:
    body = "ABC000229AB"
    assert rfc_problem(body + check_digit(body + "0")) is None


@pytest.mark.parametrize("written", ["EKU-900317-3C9", " eku 900317 3c9 ", "EKU.900317/3C9"])
def test_what_people_write_between_the_parts_is_left_out(written: str) -> None:
    assert normalise_rfc(written) == "EKU9003173C9"


def test_the_length_tells_the_kind_of_person() -> None:
    assert person_kind("EKU9003173C9") is PersonKind.MORAL
    assert person_kind("XIQB891116QE4") is PersonKind.NATURAL
    assert person_kind("EKU") is None


LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ&Ñ", min_size=3, max_size=4)
HOMOCLAVE = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=2)


@given(letters=LETTERS, homoclave=HOMOCLAVE)
def test_exactly_one_check_digit_fits(letters: str, homoclave: str) -> None:
    body = f"{letters}850101{homoclave}"
    fitting = [digit for digit in "0123456789A" if rfc_problem(body + digit) is None]
    assert fitting == [check_digit(body + "0")]


@given(place=st.integers(0, 10), char=st.sampled_from(ALPHABET.replace(" ", "")))
def test_one_wrong_character_is_seen_unless_modulo_11_hides_it(place: int, char: str) -> None:
    """The weight of a moral's second letter is 11; and two characters 11 places apart weigh the same."""
    right = "EKU9003173C9"
    wrong = right[:place] + char + right[place + 1 :]
    is_hidden = place == 1 or (ALPHABET.index(char) - ALPHABET.index(right[place])) % 11 == 0
    if not is_hidden:
        assert rfc_problem(wrong) is not None
