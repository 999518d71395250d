"""What drives a page towards an invoice, and how it meets the world.

A pilot knows a browser, a request and three Protocols; it knows no database. Its word proves nothing:
only documents do, and those are checked by whoever called it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from automation.browser.base import PortalBrowser, ReceivedDocument
from automation.reading.request import InvoiceRequest
from invoicing.states import FailureType, PilotName, StepType


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One datum that the portal requires and the ticket lacks."""

    name: str
    label: str
    """as the portal shows it"""


@dataclass(frozen=True, slots=True)
class Failure:
    type: FailureType
    reason: str
    """Spanish, says what to do; carries the portal's own words where it gave any"""
    fields: tuple[QuestionField, ...] = ()


class AccountUse(StrEnum):
    """What became of the portal's account in a drive."""

    UNUSED = ""
    USED = "used"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a pilot's drive ended: documents, or a failure (both when a document came with trouble)."""

    documents: tuple[ReceivedDocument, ...] = ()
    failure: Failure | None = None
    issued_by: PilotName | None = None
    """who made the issuing click in this drive"""
    portal_says_issued: bool = False
    recovered: bool = False
    """the documents were fetched from an invoice that existed before"""
    account: AccountUse = AccountUse.UNUSED


class RunStopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    """Raised by Desk.checkpoint when the run must end now (cancelled, paused for good, time is up)."""


class Journal(Protocol):
    async def record(self, step: StepType, message: str, **content: Any) -> None:
        """Appends one line to the task's log. `message` is Spanish; the implementation masks personal data."""


class Desk(Protocol):
    """The run's side of the house: what was asked meanwhile, and the promise of one invoice."""

    @property
    def submitted(self) -> bool:
        """The point of no return has been committed (now or by an earlier run): never issue again."""

    async def checkpoint(self) -> None:
        """Called between any two actions. Returns when the pilot may go on; raises RunStopped."""

    async def commit_point_of_no_return(self, *, control: str, url: str) -> None:
        """Commits the intent to submit BEFORE the click. Raises if it was committed by somebody else."""

    async def take_back_point(self, *, reason: str) -> None:
        """Only a validation message on the same form proves that nothing was issued."""

    def seconds_left(self) -> float: ...


class Pilot(Protocol):
    name: PilotName

    async def drive(
        self, browser: PortalBrowser, request: InvoiceRequest, *, desk: Desk, journal: Journal
    ) -> Outcome:
        """Goes on from the page that is there (or opens the portal's address on a blank tab) until an
        invoice arrives or something stops it. Raises RunStopped, BrowserError."""


@dataclass(slots=True)
class Budget:
    """Bounds of one drive: nothing loops for ever."""

    pages: int = 40
    fills_per_field: int = 3
    issue_attempts: int = 2
    seen: dict[str, int] = field(default_factory=dict)

    def visits(self, fingerprint: str) -> int:
        """Counts this visit and says how many there were with the same fingerprint."""
        self.seen[fingerprint] = self.seen.get(fingerprint, 0) + 1
        return self.seen[fingerprint]


def pick(documents: Sequence[ReceivedDocument], after: int) -> tuple[ReceivedDocument, ...]:
    """What arrived since `after` were there."""
    return tuple(documents[after:])
