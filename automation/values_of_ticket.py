"""Reading a ticket's own words as values."""

import datetime as dt

from invoicing.ticket import Ticket

TIME_KEYS = ("time", "hora")


def time_of(ticket: Ticket) -> dt.time | None:
    """The time of the sale: its own key, else the time in an ISO date-time; None where neither holds one."""
    for key in TIME_KEYS:
        text = ticket.values.get(key, "")
        if text:
            return _parsed(text)
    stamp = ticket.values.get("date", "")
    return _parsed(stamp.partition("T")[2]) if "T" in stamp else None


def _parsed(text: str) -> dt.time | None:
    for pattern in ("%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p"):
        try:
            return dt.datetime.strptime(text.strip().split("+")[0].rstrip("Z"), pattern).time()  # noqa: DTZ007
        except ValueError:
            continue
    return None
