"""Rows of a tray against the ticket."""

from dataclasses import replace

import pytest

from automation.pilots.shown import lone_row_differences, row_differences
from tests.automation.pilots.scripted import REQUEST

OURS = replace(REQUEST.ticket, values={**REQUEST.ticket.values, "estacion": "E2303"})


def test_another_sale_of_the_same_station_says_nothing_about_ours() -> None:
    rows = ["E2303 6860023 18/11/2026 $ 494.46", "E2303 A-778812 18/11/2026 $ 1,234.50"]
    assert not list(row_differences(rows, replace(REQUEST, ticket=OURS)))


def test_our_own_row_with_another_total_is_a_difference() -> None:
    (found,) = row_differences(["E2303 A-778812 18/11/2026 $ 494.46"], replace(REQUEST, ticket=OURS))
    assert found.held == "494.46"


HEAD = "Producto Fecha Importe"


@pytest.mark.parametrize(
    "row", ["Magna 18/11/2026 $ 1,234.50", "Magna 18/11/2026 1,064.22", "Magna 1,064.22 170.28"]
)
def test_the_only_row_may_show_the_total_or_what_it_is_before_iva(row: str) -> None:
    assert not list(lone_row_differences([HEAD, row], row, REQUEST))


def test_the_only_row_with_another_amount_is_another_sale() -> None:
    row = "Magna 18/11/2026 $ 1,207.50"
    (found,) = lone_row_differences([HEAD, row], row, REQUEST)
    assert (found.wanted, found.held) == ("1234.50", "1207.50")


def test_a_row_says_nothing_where_the_page_holds_the_total_or_shows_several() -> None:
    row = "Magna 18/11/2026 $ 1,207.50"
    assert not list(lone_row_differences([HEAD, row], f"{row}\nTotal 1234.50", REQUEST))
    assert not list(lone_row_differences([HEAD, row, row], row, REQUEST))
