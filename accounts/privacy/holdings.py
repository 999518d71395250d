"""What the product keeps of a taxpayer, app by app. Each app above adds its own holding when it starts.

So that accounts need not know of tickets or invoices, and whoever adds a table with personal data adds one
class: what is found, handed out and erased follows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from accounts.models import FiscalProfile, FiscalProfileVersion


@dataclass(frozen=True, slots=True)
class Kept:
    """What outlives an erasure because a law asks for it."""

    words: str
    count: int
    until: date
    """the last day on which it must be kept"""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an erasure would do, or did. `destroyed`: words → how many."""

    destroyed: dict[str, int] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    """by the day until which it is kept"""
    open_work: int = 0
    """what must end or be cancelled first"""

    @property
    def kept_until(self) -> date | None:
        return max((kept.until for kept in self.kept), default=None)


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Rows to be handed out as JSON and as CSV, under a name."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[dict[str, object]]]
    """read anew at each call: once for each format"""


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """Bytes as they came. `path`: within the ZIP."""

    path: str
    content: bytes


class Holding(Protocol):
    """What one app keeps of a taxpayer; called within their organization."""

    def forecast(self, profile: FiscalProfile) -> Forecast: ...

    def tables(self, profile: FiscalProfile) -> Iterator[Table]: ...

    def files(self, profile: FiscalProfile) -> Iterator[File]: ...

    def object_ids(self, profile: FiscalProfile) -> Iterator[UUID]:
        """Of what the audit may speak of when it speaks of this taxpayer."""
        ...

    def erase(self, profile: FiscalProfile, *, now: datetime, blank: FiscalProfileVersion) -> Forecast:
        """In the transaction of the erasure; the versions go afterwards. What must stay and points at one, is
        pointed at `blank`, which is empty."""
        ...


_holdings: dict[str, Holding] = {}


def hold(name: str, holding: Holding) -> None:
    """Once for each app, when it starts; again takes the place of the earlier one."""
    _holdings[name] = holding


def holdings() -> list[Holding]:
    return list(_holdings.values())
