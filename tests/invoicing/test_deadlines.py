"""Until when a ticket can be invoiced: Mexico's days, whatever the clock of the machine says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.deadlines import (
    MEXICO,
    DeadlineKind,
    DeadlineRule,
    DeadlineState,
    assess,
    halfway,
    last_day,
    last_moment,
)

MONTH_END = DeadlineRule(DeadlineKind.MONTH_END)


def mexico(day: int, hour: int = 12, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=MEXICO)


@pytest.mark.parametrize(
    ("rule", "ticket", "expected"),
    [
        (DeadlineRule(DeadlineKind.DAYS, 30), date(2026, 11, 18), date(2026, 12, 18)),
        (DeadlineRule(DeadlineKind.DAYS, 0), date(2026, 11, 18), date(2026, 11, 18)),
        (MONTH_END, date(2026, 2, 3), date(2026, 2, 28)),
        (MONTH_END, date(2028, 2, 29), date(2028, 2, 29)),
        (DeadlineRule(DeadlineKind.MONTH_END_PLUS_DAYS, 5), date(2026, 12, 31), date(2027, 1, 5)),
        (DeadlineRule(), date(2026, 11, 18), None),
    ],
)
def test_last_day_follows_the_vendors_rule(rule: DeadlineRule, ticket: date, expected: date | None) -> None:
    assert last_day(rule, ticket) == expected


def test_the_last_moment_is_the_end_of_the_day_in_mexico_not_in_utc() -> None:
    end = last_moment(MONTH_END, date(2026, 11, 18))

    assert end is not None
    assert end.astimezone(UTC).isoformat() == "2026-12-01T05:59:59.999999+00:00"


def test_a_ticket_is_still_in_time_when_utc_is_already_in_the_next_month() -> None:
    late_evening = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)

    deadline = assess(MONTH_END, date(2026, 11, 18), late_evening)

    assert (deadline.state, deadline.days_left) == (DeadlineState.LAST_DAY, 0)


@pytest.mark.parametrize(
    ("now", "state", "left"),
    [
        (mexico(2), DeadlineState.COMFORTABLE, 28),
        (mexico(16), DeadlineState.HALFWAY, 14),
        (mexico(30, 23), DeadlineState.LAST_DAY, 0),
        (mexico(1, 0, month=12), DeadlineState.PASSED, -1),
    ],
)
def test_the_warning_grows_as_the_month_goes(now: datetime, state: DeadlineState, left: int) -> None:
    deadline = assess(MONTH_END, date(2026, 11, 1), now)

    assert (deadline.state, deadline.days_left) == (state, left)


def test_an_unknown_rule_warns_of_nothing() -> None:
    deadline = assess(DeadlineRule(), date(2020, 1, 1), mexico(20))

    assert (deadline.state, deadline.last_moment, deadline.days_left) == (DeadlineState.UNKNOWN, None, None)


@given(
    st.sampled_from([DeadlineKind.DAYS, DeadlineKind.MONTH_END, DeadlineKind.MONTH_END_PLUS_DAYS]),
    st.integers(0, 400),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
)
def test_halfway_lies_between_the_tickets_day_and_the_last_moment(
    kind: DeadlineKind, days: int, ticket: date
) -> None:
    rule = DeadlineRule(kind, days)
    start = datetime.combine(ticket, datetime.min.time(), tzinfo=MEXICO)
    middle, end = halfway(rule, ticket), last_moment(rule, ticket)

    assert middle is not None
    assert end is not None
    assert start <= middle <= end
    assert abs((middle - start) - (end - middle)) < timedelta(seconds=1)
