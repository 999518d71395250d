"""Portals are written by people: misspelt words are read as what they were meant."""

import pytest

from automation.reading.spelling import meant
from automation.reading.vocabulary import index
from tests.automation.reading.understand.pages import rows

MISSPELT = """
razon zocial                | legal_name
regimen fizcal              | fiscal_regime
r f c                       | rfc
c p de su domicilio fizcal  | postal_code
uso de cdfi                 | cfdi_use
no. de tiket                | ticket_number
sucurzal                    | store
transacion                  | transaction
direcion                    | street
teléfno                     | phone
lo que pagaste              | amount
¿Cuánto pagaste en total?   | amount
consumo (no incluir propina) | amount
"""


@pytest.mark.parametrize(("label", "datum"), rows(MISSPELT))
def test_a_misspelt_label_names_what_it_means(label: str, datum: str) -> None:
    scores = index.match_text(label)
    assert max(scores, key=lambda d: scores[d], default=None) == datum, scores


@pytest.mark.parametrize("word", ["casa", "perro", "llave", "mesero", "facturas", "hotel", "caja", "2026"])
def test_a_word_that_means_something_else_stays(word: str) -> None:
    assert meant(word) == word
