"""Portals in English: what they answer, what their buttons do."""

import pytest

from automation.reading.messages import sense_of
from automation.reading.understanding import Meaning, Purpose
from tests.automation.reading.understand.pages import button, page, read, rows, select, text

ANSWERS = rows("""
    We can't find a receipt with that number. | not_found
    The amount does not match this ticket. | not_found
    Invalid order number. | not_found
    No transactions found. | not_found
    Your purchase hasn't been uploaded by the store yet. | not_ready
    Your sale is not yet available. Please try again tomorrow. | not_ready
    The period to invoice this receipt has expired. | expired
    This ticket can no longer be invoiced. | expired
    The sale was included in the global invoice. | expired
    This receipt has already been invoiced. | already_invoiced
    An invoice was already generated for this order. | already_invoiced
    This sale was voided. | cancelled_sale
    Your invoice has been successfully generated. | issued
    Your invoice 5A0AAFCB-18F6-45C3-A1A6-1BDD4EB8D1E9 is ready. | issued
    We've e-mailed your invoice to you. | emailed
    An unexpected error occurred. | outage
    The site is under scheduled maintenance. | outage
    Your session has timed out. | session_expired
    Is your information correct? | confirm
    Please provide your tax ID. | validation
""")


@pytest.mark.parametrize(("said", "meaning"), ANSWERS)
def test_an_answer_in_english_is_understood(said: str, meaning: str) -> None:
    assert sense_of(said).meaning is Meaning(meaning)


@pytest.mark.parametrize(
    "said",
    [
        "Once your invoice is issued it cannot be changed.",
        "If your receipt is not found, try again tomorrow.",
        "You can invoice within 30 days of your purchase.",
    ],
)
def test_a_rule_in_english_is_told_from_an_answer(said: str) -> None:
    assert sense_of(said).general


REFUSALS = rows("""
    SAT doesn't recognise this RFC. | rfc
    The company name does not match SAT records. | legal_name
    ZIP code mismatch with the tax records of this RFC. | postal_code
    This tax regime isn't valid for your RFC. | fiscal_regime
    CFDI use is not allowed for your tax regime. | cfdi_use
""")


@pytest.mark.parametrize(("said", "attribute"), REFUSALS)
def test_a_refused_receptor_is_named_by_its_datum(said: str, attribute: str) -> None:
    sense = sense_of(said)
    assert (sense.meaning, sense.attribute) == (Meaning.RECEIVER_REJECTED, attribute)


@pytest.mark.parametrize(
    "words", ["Find my purchase", "Look up receipt", "Check your ticket", "Retrieve order"]
)
def test_looking_the_sale_up_goes_on_and_issues_nothing(words: str) -> None:
    found = read(page(text("Receipt number"), text("Grand total"), button(words)))
    assert found.next is not None
    assert (found.next.purpose, found.next.may_issue) == (Purpose.CONTINUE, False)


@pytest.mark.parametrize(
    "words", ["Create invoice", "Issue my CFDI", "Get my tax invoice", "Request invoice"]
)
def test_issuing_words_in_english_may_issue(words: str) -> None:
    regime = select("Tax regime", "Choose", "601 General de Ley Personas Morales")
    found = read(page(text("Tax ID (RFC)"), text("Legal name"), regime, text("ZIP code"), button(words)))
    assert found.next is not None
    assert (found.next.purpose, found.next.may_issue) == (Purpose.ISSUE, True)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("Tu ticket aún no se ha cargado. Intenta más tarde.", Meaning.NOT_READY),
        ("No encontramos ese folio. Por favor inténtalo de nuevo.", Meaning.NOT_FOUND),
        ("Intenta más tarde.", Meaning.OUTAGE),
        ("Ocurrió un error. Intente nuevamente más tarde.", Meaning.OUTAGE),
    ],
)
def test_the_advice_to_come_again_does_not_outweigh_what_happened(said: str, meaning: Meaning) -> None:
    assert sense_of(said).meaning is meaning
