"""What a check says, and how much that weighs: CFDI.md section 3, CONTRACT.md section 3."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a failed check means."""

    REJECT = "reject"
    """this is not a valid invoice, or not one for this taxpayer"""
    REVIEW = "review"
    """a person must look before it counts"""
    WARN = "warn"
    NOTE = "note"


MANDATORY = frozenset({Level.REJECT, Level.REVIEW})


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ok` is None where it could not be checked here. `detail` is Spanish, for a person."""

    ok: bool | None
    level: Level
    detail: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    name: str
    ok: bool | None
    level: Level
    detail: str

    @property
    def stops(self) -> bool:
        """It failed and it is mandatory: the task cannot be COMPLETED with this CFDI."""
        return self.ok is False and self.level in MANDATORY

    def as_json(self) -> dict[str, str | bool | None]:
        """The form that the command line and the API give."""
        return {"name": self.name, "ok": self.ok, "detail": self.detail}


def passed(detail: str) -> Verdict:
    return Verdict(ok=True, level=Level.NOTE, detail=detail)


def unknown(detail: str, level: Level = Level.NOTE) -> Verdict:
    return Verdict(ok=None, level=level, detail=detail)


def rejected(detail: str) -> Verdict:
    return Verdict(ok=False, level=Level.REJECT, detail=detail)


def for_review(detail: str) -> Verdict:
    return Verdict(ok=False, level=Level.REVIEW, detail=detail)


def warned(detail: str) -> Verdict:
    return Verdict(ok=False, level=Level.WARN, detail=detail)
