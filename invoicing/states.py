"""States of a ticket on its way to an invoice, and why it may stop: CONTRACT.md sections 2 and 3.

Pure: plain enums, so that pilots (which know no Django) and models share one vocabulary.
"""

from enum import StrEnum


class TaskStatus(StrEnum):
    PENDING = "PENDING"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    INTERVENTION_NEEDED = "INTERVENTION_NEEDED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


_S = TaskStatus

TRANSITIONS: dict[TaskStatus, frozenset[TaskStatus]] = {
    _S.PENDING: frozenset({_S.QUEUED, _S.CANCELLED}),
    _S.QUEUED: frozenset({_S.RUNNING, _S.FAILED, _S.CANCELLED}),
    _S.RUNNING: frozenset(
        {_S.COMPLETED, _S.FAILED, _S.CANCELLED, _S.PAUSED, _S.INTERVENTION_NEEDED, _S.QUEUED}
    ),
    _S.PAUSED: frozenset({_S.RUNNING, _S.QUEUED, _S.FAILED, _S.CANCELLED}),
    _S.INTERVENTION_NEEDED: frozenset({_S.RUNNING, _S.QUEUED, _S.FAILED, _S.CANCELLED}),
    _S.FAILED: frozenset({_S.QUEUED}),
    _S.CANCELLED: frozenset(),
    _S.COMPLETED: frozenset(),
}
"""What a run or a person may do. An uploaded XML that passes every mandatory check may also complete
any task that is not COMPLETED (`UPLOAD_COMPLETES`)."""

UPLOAD_COMPLETES = frozenset(TaskStatus) - {_S.COMPLETED}
OPEN = frozenset({_S.PENDING, _S.QUEUED, _S.RUNNING, _S.PAUSED, _S.INTERVENTION_NEEDED})


class FailureType(StrEnum):
    CAPTCHA = "CAPTCHA"
    LOGIN_REQUIRED = "LOGIN_REQUIRED"
    MISSING_DATA = "MISSING_DATA"
    UNKNOWN_PAGE = "UNKNOWN_PAGE"
    PORTAL_BLOCKED = "PORTAL_BLOCKED"
    RECEIVER_REJECTED = "RECEIVER_REJECTED"
    EMAIL_DELIVERY = "EMAIL_DELIVERY"
    UNCERTAIN_SUBMISSION = "UNCERTAIN_SUBMISSION"
    CFDI_MISMATCH = "CFDI_MISMATCH"
    CFDI_INVALID = "CFDI_INVALID"
    TICKET_NOT_READY = "TICKET_NOT_READY"
    TICKET_NOT_FOUND = "TICKET_NOT_FOUND"
    ALREADY_INVOICED = "ALREADY_INVOICED"
    DEADLINE_EXPIRED = "DEADLINE_EXPIRED"
    PORTAL_ERROR = "PORTAL_ERROR"
    NETWORK_ERROR = "NETWORK_ERROR"
    TIMEOUT = "TIMEOUT"


_F = FailureType

NEEDS_PERSON = frozenset(
    {
        _F.CAPTCHA,
        _F.LOGIN_REQUIRED,
        _F.MISSING_DATA,
        _F.UNKNOWN_PAGE,
        _F.PORTAL_BLOCKED,
        _F.RECEIVER_REJECTED,
        _F.EMAIL_DELIVERY,
        _F.UNCERTAIN_SUBMISSION,
        _F.CFDI_MISMATCH,
        _F.CFDI_INVALID,
    }
)
"""End in INTERVENTION_NEEDED; never retried by themselves."""

RETRYABLE = frozenset({_F.PORTAL_ERROR, _F.NETWORK_ERROR, _F.TIMEOUT})
"""Retried up to `MAX_ATTEMPTS` times with exponential back-off, only while nothing was submitted."""

MAX_ATTEMPTS = 3


def status_for(failure: FailureType) -> TaskStatus:
    """The status in which a failure leaves its task once no automatic retry is left."""
    if failure in NEEDS_PERSON:
        return TaskStatus.INTERVENTION_NEEDED
    return TaskStatus.QUEUED if failure is FailureType.TICKET_NOT_READY else TaskStatus.FAILED


class StepType(StrEnum):
    NAVIGATE = "navigate"
    READ = "read"
    INPUT = "input"
    SELECT = "select"
    CLICK = "click"
    WAIT = "wait"
    THINKING = "thinking"
    SUBMIT = "submit"
    DOWNLOAD = "download"
    CHECK = "check"
    QUESTION = "question"
    USER_INTERVENTION = "user_intervention"
    ERROR = "error"


class PilotName(StrEnum):
    PLAYBOOK = "playbook"
    FORM = "form"
    AGENT = "agent"
    PERSON = "person"
