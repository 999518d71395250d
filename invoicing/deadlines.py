"""Until when a vendor's portal says it will invoice a ticket. Pure: rule, ticket date and `now` come in.

A deadline here only warns a person in time; whether the ticket can still be invoiced is decided by the
portal (CONTRACT.md section 3). Days are counted as calendar days after the day of the ticket, and a day
ends at midnight in Mexico City: a ticket of 23:30 on the 31st is no next-month ticket because UTC says so.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MEXICO = ZoneInfo("America/Mexico_City")
_EASTERNMOST = ZoneInfo("America/Cancun")
"""Quintana Roo, an hour before Mexico City (Ley de los Husos Horarios, 2022)."""


class DeadlineKind(StrEnum):
    DAYS = "days"
    """`days` calendar days after the ticket's date; 0 is the same day."""
    MONTH_END = "month_end"
    """the last day of the ticket's month"""
    MONTH_END_PLUS_DAYS = "month_end_plus_days"
    """`days` calendar days after the last day of the ticket's month"""
    UNKNOWN = "unknown"


class DeadlineState(StrEnum):
    UNKNOWN = "unknown"
    COMFORTABLE = "comfortable"
    HALFWAY = "halfway"
    """half of the time has passed: the moment to remind"""
    LAST_DAY = "last_day"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    kind: DeadlineKind = DeadlineKind.UNKNOWN
    days: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a rule means for one ticket. `last_moment` is None where the rule is unknown."""

    state: DeadlineState
    last_moment: datetime | None = None
    days_left: int | None = None
    """whole calendar days from today to the last day, Mexico's time; negative once passed"""


def newest_day(now: datetime) -> date:
    """The newest day that a ticket can bear at `now` (aware): it has begun somewhere in Mexico."""
    return now.astimezone(_EASTERNMOST).date()


def last_day(rule: DeadlineRule, ticket_date: date) -> date | None:
    """The last calendar day on which the ticket can be invoiced, None where the rule is unknown."""
    if rule.kind is DeadlineKind.UNKNOWN:
        return None
    if rule.kind is DeadlineKind.DAYS:
        return ticket_date + timedelta(days=rule.days)
    days_in_month = calendar.monthrange(ticket_date.year, ticket_date.month)[1]
    extra = rule.days if rule.kind is DeadlineKind.MONTH_END_PLUS_DAYS else 0
    return ticket_date.replace(day=days_in_month) + timedelta(days=extra)


def last_moment(rule: DeadlineRule, ticket_date: date) -> datetime | None:
    """The last instant of the last day, in Mexico City's time; None where the rule is unknown."""
    day = last_day(rule, ticket_date)
    return None if day is None else datetime.combine(day, time.max, tzinfo=MEXICO)


def halfway(rule: DeadlineRule, ticket_date: date) -> datetime | None:
    """When half of the time between the start of the ticket's day and the last moment has gone."""
    end = last_moment(rule, ticket_date)
    if end is None:
        return None
    start = datetime.combine(ticket_date, time.min, tzinfo=MEXICO)
    return start + (end - start) / 2


def assess(rule: DeadlineRule, ticket_date: date, now: datetime) -> Deadline:
    """Where a ticket stands against its deadline at `now` (aware; any time zone)."""
    end = last_moment(rule, ticket_date)
    middle = halfway(rule, ticket_date)
    if end is None or middle is None:
        return Deadline(DeadlineState.UNKNOWN)
    left = (end.date() - now.astimezone(MEXICO).date()).days
    return Deadline(_state(now, middle, end, left), end, left)


def _state(now: datetime, middle: datetime, end: datetime, days_left: int) -> DeadlineState:
    if now > end:
        return DeadlineState.PASSED
    if days_left == 0:
        return DeadlineState.LAST_DAY
    return DeadlineState.HALFWAY if now >= middle else DeadlineState.COMFORTABLE
