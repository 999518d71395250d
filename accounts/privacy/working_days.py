"""Days that a period of the law counts ("días": días hábiles, LFPDPPP art. 2). Pure.

Not counted: Saturdays, Sundays, and the days of rest of the Ley Federal del Trabajo, art. 74. The day of a
local election (art. 74-IX) is a Sunday wherever federal ones are held, so it changes nothing.
"""

from datetime import date, timedelta

SATURDAY = 5
_FIRST_OCTOBER_HANDOVER = 2024
"""From this year the federal executive changes on 1 October (DOF 2024-09-30); before, on 1 December."""


def federal_holidays(year: int) -> frozenset[date]:
    """The days of obligatory rest of a year (Ley Federal del Trabajo, art. 74, I to VIII)."""
    handover = [date(year, 10 if year >= _FIRST_OCTOBER_HANDOVER else 12, 1)] if year % 6 == 2 else []
    return frozenset(
        [
            date(year, 1, 1),
            _monday(year, 2, 1),
            _monday(year, 3, 3),
            date(year, 5, 1),
            date(year, 9, 16),
            _monday(year, 11, 3),
            date(year, 12, 25),
            *handover,
        ]
    )


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in federal_holidays(day.year)


def add_working_days(start: date, count: int) -> date:
    """The last day of a period of `count` working days that begins the day after `start`."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def _monday(year: int, month: int, number: int) -> date:
    """The first, second, third … Monday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (number - 1))
