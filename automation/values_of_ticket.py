"""Reading a ticket's own words as values."""

from datetime import datetime
from datetime import time as Time

from invoicing.ticket import Ticket

TIME_KEYS = ("time", "hora")


def time_of(ticket: Ticket) -> Time | None:
    """The time of the sale: its own key, else the time in an ISO date-time; None where neither holds one."""
    for key in TIME_KEYS:
        text = ticket.values.get(key, "")
        if text:
            return _parsed(text)
    stamp = ticket.values.get("date", "")
    return _parsed(stamp.partition("T")[2]) if "T" in stamp else None


def _parsed(text: str) -> Time | None:
    for pattern in ("%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p"):
        try:
            return datetime.strptime(text.strip().split("+")[0].rstrip("Z"), pattern).time()  # noqa: DTZ007
        except ValueError:
            continue
    return None
