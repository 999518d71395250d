"""Periods of the law: working days, the days of rest of the Ley Federal del Trabajo, in any year."""

from datetime import date

import pytest

from accounts.privacy.arco import Stage, due_date
from accounts.privacy.working_days import add_working_days, federal_holidays, is_working_day


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, ["01-01", "02-03", "03-17", "05-01", "09-16", "11-17", "12-25"]),
        (2026, ["01-01", "02-02", "03-16", "05-01", "09-16", "11-16", "12-25"]),
        (2024, ["01-01", "02-05", "03-18", "05-01", "09-16", "10-01", "11-18", "12-25"]),
        (2030, ["01-01", "02-04", "03-18", "05-01", "09-16", "10-01", "11-18", "12-25"]),
        (2018, ["01-01", "02-05", "03-19", "05-01", "09-16", "11-19", "12-01", "12-25"]),
    ],
)
def test_the_days_of_rest_of_a_year(year: int, days: list[str]) -> None:
    assert sorted(day.strftime("%m-%d") for day in federal_holidays(year)) == days


def test_weekends_and_days_of_rest_are_not_counted() -> None:
    assert not is_working_day(date(2026, 11, 21))
    assert not is_working_day(date(2026, 11, 16))
    assert is_working_day(date(2026, 11, 17))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 13), 1, date(2026, 11, 17)),  # a Friday, then the third Monday of November
        (date(2026, 11, 23), 20, date(2026, 12, 21)),
        (date(2026, 12, 10), 20, date(2027, 1, 11)),  # over Christmas and New Year
        (date(2030, 9, 30), 1, date(2030, 10, 2)),  # the executive changes
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_a_period_ends_on_a_working_day(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end


def test_an_extension_is_for_as_long_again() -> None:
    received = date(2026, 3, 2)

    assert due_date(Stage.RECEIVED, received) == date(2026, 3, 31)
    assert due_date(Stage.RECEIVED, received, is_extended=True) == add_working_days(received, 40)
    assert due_date(Stage.ANSWERED, received) == date(2026, 3, 24)
