"""Rows of a tray against the ticket."""

from dataclasses import replace

from automation.pilots.shown import row_differences
from tests.automation.pilots.scripted import REQUEST

OURS = replace(REQUEST.ticket, values={**REQUEST.ticket.values, "estacion": "E2303"})


def test_another_sale_of_the_same_station_says_nothing_about_ours() -> None:
    rows = ["E2303 6860023 18/11/2026 $ 494.46", "E2303 A-778812 18/11/2026 $ 1,234.50"]
    assert not list(row_differences(rows, replace(REQUEST, ticket=OURS)))


def test_our_own_row_with_another_total_is_a_difference() -> None:
    (found,) = row_differences(["E2303 A-778812 18/11/2026 $ 494.46"], replace(REQUEST, ticket=OURS))
    assert found.held == "494.46"
