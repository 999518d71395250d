"""What a task's page shows: read once, in words for people, so that the template only lays it out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.fiscal import is_use_allowed
from accounts.permissions import Role, Verb, may
from accounts.rfc import person_kind
from invoicing.deadlines import Deadline, DeadlineState, assess
from invoicing.forms import ticket_key
from invoicing.models import Cfdi, CfdiStatus, EventType, FileKind, InvoiceTask, Request, TaskStep
from invoicing.presentation import (
    FAILURE_WORDS,
    PILOT_WORDS,
    STATUS_WORDS,
    STEP_ICONS,
    STEP_TONES,
    CheckWords,
    FailureWords,
    StatusWords,
    Text,
    check_words,
    word_for,
)
from invoicing.services import find_portal_account
from invoicing.states import OPEN, FailureType, PilotName, StepType, TaskStatus

FINAL_VERDICTS = frozenset({FailureType.CFDI_MISMATCH, FailureType.CFDI_INVALID})
"""Trying again would change nothing: only another XML does."""
XML_EXPECTED = FINAL_VERDICTS | {
    FailureType.EMAIL_DELIVERY,
    FailureType.UNCERTAIN_SUBMISSION,
    FailureType.ALREADY_INVOICED,
    FailureType.LOGIN_REQUIRED,
    FailureType.CAPTCHA,
    FailureType.PORTAL_BLOCKED,
    FailureType.UNKNOWN_PAGE,
}
"""The person most likely gets the invoice in another way: the upload stands open."""
AT_REST = frozenset(TaskStatus) - {TaskStatus.PENDING, TaskStatus.QUEUED, TaskStatus.RUNNING}
STEPS_SHOWN = 500
_SHOWN_APART = frozenset({"amount", "date"})


@dataclass(frozen=True, slots=True)
class StepLine:
    seq: int
    icon: str
    tone: str
    message: str
    timestamp: datetime


@dataclass(frozen=True, slots=True)
class CfdiPanel:
    cfdi: Cfdi
    failed: list[CheckWords]
    unproven: list[CheckWords]
    passed: list[CheckWords]
    has_xml: bool
    has_pdf: bool

    @property
    def is_accepted(self) -> bool:
        return self.cfdi.status == CfdiStatus.RECEIVED


@dataclass(frozen=True, slots=True)
class Actions:
    """What this person can do with the task now."""

    cancel: bool
    retry: bool
    resume: bool
    answer: bool
    upload: bool
    upload_expected: bool
    download: bool


@dataclass(frozen=True, slots=True)
class AccountHint:
    """What to do about a portal that stopped at its login; `address` is empty for who may not do it."""

    words: Text
    address: str = ""
    label: Text = ""


@dataclass(frozen=True, slots=True)
class TaskPage:
    task: InvoiceTask
    status: StatusWords
    failure: FailureWords | None
    pilot: Text | None
    seller: str
    ticket_rows: list[tuple[str, str]]
    steps: list[StepLine]
    cfdi: CfdiPanel | None
    actions: Actions
    running_since: datetime | None
    elapsed: str
    deadline: Deadline | None
    is_cancelling: bool
    account: AccountHint | None
    regime_note: Text


def read_task_page(task: InvoiceTask, *, role: Role | str, now: datetime) -> TaskPage:
    """`task` with its vendor and profile version; `now` is aware."""
    began, ended = _last_run(task)
    is_running = task.status == TaskStatus.RUNNING
    return TaskPage(
        task=task,
        status=STATUS_WORDS[TaskStatus(task.status)],
        failure=FAILURE_WORDS[FailureType(task.failure_type)] if task.failure_type else None,
        pilot=PILOT_WORDS[PilotName(task.pilot)] if task.pilot else None,
        seller=seller_name(task),
        ticket_rows=_ticket_rows(task),
        steps=[step_line(step) for step in _last_steps(task)],
        cfdi=_cfdi_panel(task),
        actions=_actions(task, role),
        running_since=began if is_running else None,
        elapsed=elapsed_text((now if is_running or ended is None else ended) - began) if began else "",
        deadline=_deadline(task, now),
        is_cancelling=is_running and task.requested_action == Request.CANCEL,
        account=_account_hint(task, role),
        regime_note=_regime_note(task),
    )


def seller_name(task: InvoiceTask) -> str:
    """The vendor's name, else the portal's host."""
    return task.vendor.name if task.vendor else urlsplit(task.vendor_url).netloc


def step_line(step: TaskStep) -> StepLine:
    kind = StepType(step.type)
    message = str(step.content.get("message", ""))
    return StepLine(step.seq, STEP_ICONS[kind], STEP_TONES.get(kind, "quiet"), message, step.timestamp)


def elapsed_text(elapsed: timedelta) -> str:
    """As the page's clock writes it: "42 s", "3 min 5 s", "2 h 10 min"."""
    seconds = max(0, int(elapsed.total_seconds()))
    minutes, rest = divmod(seconds, 60)
    if minutes < 1:
        return f"{seconds} s"
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _last_run(task: InvoiceTask) -> tuple[datetime | None, datetime | None]:
    """When the last run began, and when it ended; None where it did not."""
    began = ended = None
    rows = task.events.filter(type=EventType.STATUS).values_list("content__status", "timestamp")
    for status, timestamp in rows.order_by("seq"):
        if status == TaskStatus.RUNNING:
            began, ended = timestamp, None
        elif began and ended is None:
            ended = timestamp
    return began, ended


def _last_steps(task: InvoiceTask) -> list[TaskStep]:
    return list(task.steps.order_by("-seq")[:STEPS_SHOWN])[::-1]


def _ticket_rows(task: InvoiceTask) -> list[tuple[str, str]]:
    """The ticket's data with the vendor's labels, else the names that were given."""
    fields: Iterable[Mapping[str, Any]] = task.vendor.ticket_fields if task.vendor else []
    labels = {ticket_key(row["key"]): row["label"] for row in fields}
    values: dict[str, str] = task.ticket
    return [
        (labels.get(ticket_key(key)) or word_for(key), value)
        for key, value in values.items()
        if key not in _SHOWN_APART
    ]


def _cfdi_panel(task: InvoiceTask) -> CfdiPanel | None:
    """The accepted invoice, else the last one that arrived."""
    arrived = list(task.cfdis.order_by("received_at"))
    accepted = [cfdi for cfdi in arrived if cfdi.status == CfdiStatus.RECEIVED]
    if not arrived:
        return None
    cfdi = (accepted or arrived)[-1]
    kinds = set(cfdi.files.values_list("kind", flat=True))
    words = [(check["ok"], check_words(check)) for check in cfdi.checks]
    return CfdiPanel(
        cfdi=cfdi,
        failed=[check for ok, check in words if ok is False],
        unproven=[check for ok, check in words if ok is None],
        passed=[check for ok, check in words if ok],
        has_xml=FileKind.XML in kinds,
        has_pdf=FileKind.PDF in kinds,
    )


def _actions(task: InvoiceTask, role: Role | str) -> Actions:
    steers = may(role, Verb.STEER_TASK)
    status = TaskStatus(task.status)
    waits = status in {TaskStatus.PAUSED, TaskStatus.INTERVENTION_NEEDED}
    asks = status is TaskStatus.INTERVENTION_NEEDED and bool((task.question or {}).get("fields"))
    uploads = may(role, Verb.UPLOAD_CFDI) and status in AT_REST and status is not TaskStatus.COMPLETED
    return Actions(
        cancel=steers and status in OPEN and task.requested_action != Request.CANCEL,
        retry=steers and status is TaskStatus.FAILED and not task.is_submitted,
        resume=steers and waits and not asks and task.failure_type not in FINAL_VERDICTS,
        answer=steers and asks,
        upload=uploads,
        upload_expected=uploads and task.failure_type in XML_EXPECTED,
        download=may(role, Verb.DOWNLOAD_CFDI),
    )


def _deadline(task: InvoiceTask, now: datetime) -> Deadline | None:
    """Only while it still matters, and where the vendor's rule is known."""
    if task.status == TaskStatus.COMPLETED or task.vendor is None or task.ticket_date is None:
        return None
    found = assess(task.vendor.deadline_rule, task.ticket_date, now)
    return None if found.state is DeadlineState.UNKNOWN else found


_FOR_OTHERS = _("Quien administra la organización puede guardar la cuenta en «Portales».")
_NOT_YET = _("Si la organización tiene cuenta en este portal, guárdala y pulsa «Intentar de nuevo».")
_REFUSED = _("El portal rechazó la cuenta guardada: escríbela otra vez y pulsa «Intentar de nuevo».")
_THERE = _("Ya hay una cuenta guardada para este portal: pulsa «Intentar de nuevo».")


def _account_hint(task: InvoiceTask, role: Role | str) -> AccountHint | None:
    """Where the portal asked for an account and the directory knows the vendor."""
    if task.failure_type != FailureType.LOGIN_REQUIRED or task.vendor is None:
        return None
    account, may_edit = find_portal_account(task=task), may(role, Verb.EDIT_CREDENTIALS)
    if account is not None and not account.is_refused:
        return AccountHint(_THERE)
    if not may_edit:
        return AccountHint(_FOR_OTHERS)
    if account is not None:
        return AccountHint(
            _REFUSED, reverse("invoicing:portal_account", args=[account.pk]), _("Cambiar la cuenta")
        )
    new = reverse("invoicing:portal_account_new", args=[task.vendor.slug])
    client = urlencode({"cliente": task.profile_version.profile_id})
    return AccountHint(_NOT_YET, f"{new}?{client}", _("Guardar la cuenta"))


def _regime_note(task: InvoiceTask) -> Text:
    """Where the taxpayer's default régimen does not allow the uso, and another of theirs was taken."""
    version, profile = task.profile_version, task.profile_version.profile
    kind, default = person_kind(version.rfc), profile.fiscal_regime
    if kind is None or version.fiscal_regime == default:
        return ""
    if is_use_allowed(version.cfdi_use, regime=default, kind=kind):
        return ""
    return _("No es su régimen predeterminado: es el que permite este uso.")
