"""A ticket becomes a task: checked, unique among the living, written, announced."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.keys import lookup_hash
from accounts.models import FiscalProfileVersion, Organization, User
from invoicing.audited import SUBMITTED, TAKEN_UP, record_task
from invoicing.deadlines import last_moment
from invoicing.errors import AddressRefused, DuplicateTicket, LeaseLost, TicketRefused, TransitionRefused
from invoicing.models import InvoiceTask, Priority, Vendor
from invoicing.portal_address import Resolver, checked_address, network_refusal, origin
from invoicing.services.vendors import find_vendor
from invoicing.signals import task_queued
from invoicing.states import OPEN, TaskStatus
from invoicing.ticket import Ticket, read_ticket


@dataclass(frozen=True, slots=True, repr=False)
class CheckedTicket:
    """What is to be invoiced and where, after every check that needs no other task."""

    ticket: Ticket
    vendor_url: str
    vendor: Vendor | None
    vendor_key: str

    @property
    def marks(self) -> list[str]:
        values = self.ticket.identifying_values()
        return sorted(lookup_hash(value, purpose="ticket.value") for value in values)

    @property
    def weak_marks(self) -> list[str]:
        """The marks of the same ticket told with nothing but its date and amount."""
        if self.ticket.date is None or self.ticket.amount is None:
            return []
        values = (self.ticket.date.isoformat(), f"{self.ticket.amount:.2f}")
        return sorted(lookup_hash(value, purpose="ticket.value") for value in values)

    def columns(self) -> dict[str, Any]:
        marks, rule = self.marks, self.vendor.deadline_rule if self.vendor else None
        day = self.ticket.date
        return {
            "vendor": self.vendor,
            "vendor_url": self.vendor_url,
            "vendor_key": self.vendor_key,
            "ticket": self.ticket.values,
            "ticket_hash": lookup_hash("\x1f".join(marks), purpose="ticket"),
            "ticket_marks": marks,
            "amount": self.ticket.amount,
            "ticket_date": day,
            "deadline": last_moment(rule, day) if rule and day else None,
        }


def check_ticket(
    *,
    vendor_url: str,
    ticket: Mapping[str, Any],
    vendor: Vendor | None = None,
    now: datetime | None = None,
    resolver: Resolver = socket.getaddrinfo,
) -> CheckedTicket:
    """Everything that can be said of an address and a ticket before a task exists. Raises TicketRefused."""
    address = checked_address(vendor_url)
    read = read_ticket(ticket, now=now or timezone.now())
    allow_private = settings.PORTAL_ALLOW_PRIVATE_HOSTS
    refusal = network_refusal(address, resolver=resolver, allow_private=allow_private)
    if refusal:
        raise AddressRefused(refusal)
    entry = vendor or find_vendor(address)
    return CheckedTicket(read, address, entry, entry.slug if entry else origin(address))


def submit_task(
    *,
    organization: Organization,
    profile_version: FiscalProfileVersion,
    vendor_url: str,
    ticket: Mapping[str, Any],
    vendor: Vendor | None = None,
    created_by: User | None = None,
    priority: int = Priority.NORMAL,
    allow_duplicate: bool = False,
) -> InvoiceTask:
    """Writes a PENDING task; on commit it becomes QUEUED and `task_queued` is sent.

    Raises TicketRefused, DuplicateTicket (the earlier task named).
    """
    checked = check_ticket(vendor_url=vendor_url, ticket=ticket, vendor=vendor)
    try:
        with transaction.atomic():
            columns = {"priority": priority, "created_by": created_by}
            task = _create(organization, profile_version, checked, allow_duplicate, **columns)
            record_task(SUBMITTED, task, by=created_by)
            transaction.on_commit(partial(enqueue, task_id=task.pk), robust=True)
    except IntegrityError as error:
        if "profile_version" not in str(error):
            raise
        raise TicketRefused("profile", "Los datos de este cliente se borraron.") from error
    return task


def enqueue(*, task_id: UUID) -> bool:
    """PENDING → QUEUED and the signal. False where somebody else did it, or it was cancelled meanwhile."""
    task = InvoiceTask.objects.get(pk=task_id)
    try:
        task.change_status(TaskStatus.QUEUED)
    except TransitionRefused:
        return False
    send_queued(task)
    return True


def send_queued(task: InvoiceTask) -> None:
    """On commit, tells whoever runs tasks. Losing it loses nothing: beat sends it again."""
    signal = partial(task_queued.send_robust, sender=InvoiceTask, task_id=task.pk, priority=task.priority)
    transaction.on_commit(signal, robust=True)


@transaction.atomic
def take_up_task(
    *,
    organization: Organization,
    profile_version: FiscalProfileVersion,
    vendor_url: str,
    ticket: Mapping[str, Any],
    owner: str,
    allow_duplicate: bool = False,
    is_alive: Callable[[str], bool] | None = None,
) -> InvoiceTask:
    """The command line's way in: a RUNNING task that `owner` holds, and that no worker ever takes.

    An earlier task for the same ticket is taken up with its id where it is open and no live process
    holds it; before the point of no return it gets the new data, after it nothing is changed and the
    caller may only recover (`task.is_submitted`). `is_alive` says of a lease's owner whether that process
    lives (default: while the lease lasts). Raises TicketRefused, DuplicateTicket.
    """
    now = timezone.now()
    checked = check_ticket(vendor_url=vendor_url, ticket=ticket)
    if allow_duplicate:
        task = _create(organization, profile_version, checked, allow_duplicate, in_foreground=True)
    else:
        _lock_vendor(organization, checked.vendor_key)
        earlier = _earlier_for_take_up(organization, checked)
        if earlier is not None:
            _require_unheld(earlier, now, is_alive)
            record_task(TAKEN_UP, earlier, by=None, was=earlier.status)
            return _run_here(_with_new_data(earlier, checked, profile_version), owner, now)
        task = _create(organization, profile_version, checked, allow_duplicate, in_foreground=True)
    record_task(SUBMITTED, task, by=None)
    task.change_status(TaskStatus.QUEUED)
    return _run_here(task, owner, now)


def _create(
    organization: Organization,
    profile_version: FiscalProfileVersion,
    checked: CheckedTicket,
    allow_duplicate: bool,  # noqa: FBT001 - private
    **columns: Any,
) -> InvoiceTask:
    """Inserts the row; until then the lock keeps the look for an earlier task true, later the constraint."""
    _lock_vendor(organization, checked.vendor_key)
    if not allow_duplicate:
        refuse_second_task(organization.pk, checked.vendor_key, checked.marks)
    task = InvoiceTask(
        organization=organization,
        profile_version=profile_version,
        allow_duplicate=allow_duplicate,
        **checked.columns(),
        **columns,
    )
    save_unless_duplicate(task)
    return task


def save_unless_duplicate(task: InvoiceTask) -> None:
    """Raises DuplicateTicket where the database's constraint refuses the row."""
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError as error:
        raise_duplicate(task, error)


def refuse_second_task(
    organization_id: UUID, vendor_key: str, marks: list[str], *, but: UUID | None = None
) -> None:
    """Raises DuplicateTicket where another task of the organization holds this ticket."""
    rows = InvoiceTask.objects.filter(organization_id=organization_id).blocking()
    same = rows.of_ticket(vendor_key=vendor_key, marks=marks)
    earlier = (same.exclude(pk=but) if but else same).newest_first().first()
    if earlier is not None:
        raise DuplicateTicket(earlier.pk, TaskStatus(earlier.status))


def raise_duplicate(task: InvoiceTask, error: IntegrityError) -> None:
    """Turns the constraint's refusal into DuplicateTicket; call it outside the broken transaction."""
    if "task_one_live_per_ticket" in str(error):
        refuse_second_task(task.organization_id, task.vendor_key, task.ticket_marks, but=task.pk)
    raise error


def _lock_vendor(organization: Organization, vendor_key: str) -> None:
    """Two submissions for one vendor in one organization wait for each other until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{organization.pk}{vendor_key}"]
        )


def _earlier_for_take_up(organization: Organization, checked: CheckedTicket) -> InvoiceTask | None:
    rows = InvoiceTask.objects.filter(organization=organization, vendor_key=checked.vendor_key)
    same = rows.blocking().of_ticket(vendor_key=checked.vendor_key, marks=checked.marks)
    earlier = same.select_for_update().newest_first().first()
    if earlier is None and checked.weak_marks:
        open_ones = rows.filter(status__in=sorted(OPEN), submitted_at=None)
        earlier = open_ones.filter(ticket_marks=checked.weak_marks).select_for_update().first()
    return earlier


def _require_unheld(task: InvoiceTask, now: datetime, is_alive: Callable[[str], bool] | None) -> None:
    held = bool(task.lease_until and task.lease_until > now)
    if held and is_alive is not None:
        held = is_alive(task.lease_owner)
    if task.status not in OPEN or held:
        raise DuplicateTicket(task.pk, TaskStatus(task.status))


def _with_new_data(
    task: InvoiceTask, checked: CheckedTicket, profile_version: FiscalProfileVersion
) -> InvoiceTask:
    """The earlier task with what is now known; after the point of no return exactly as it was."""
    if task.is_submitted:
        return task
    known = Ticket(task.ticket | checked.ticket.values, checked.ticket.amount, checked.ticket.date)
    merged = replace(checked, ticket=known)
    for name, value in (merged.columns() | {"profile_version": profile_version}).items():
        setattr(task, name, value)
    save_unless_duplicate(task)
    return task


def _run_here(task: InvoiceTask, owner: str, now: datetime) -> InvoiceTask:
    """RUNNING with a lease of `owner`, from whatever open state it was in."""
    lease: dict[str, Any] = {
        "lease_owner": owner,
        "lease_until": now + settings.LEASE_DURATION,
        "in_foreground": True,
    }
    clean: dict[str, Any] = {
        "not_before": None,
        "requested_action": "",
        "failure_type": "",
        "failure_reason": "",
        "question": None,
    }
    if task.status == TaskStatus.PENDING:
        task.change_status(TaskStatus.QUEUED)
    if task.status == TaskStatus.RUNNING:
        task.apply_under_guard(Q(status=TaskStatus.RUNNING), **lease, attempts=task.attempts + 1)
    else:
        task.change_status(TaskStatus.RUNNING, **lease, **clean, attempts=task.attempts + 1)
    return task


def restart_here(*, task: InvoiceTask, owner: str) -> InvoiceTask:
    """QUEUED between two attempts of the same command → RUNNING again. Raises LeaseLost."""
    if task.lease_owner != owner:
        raise LeaseLost
    return _run_here(task, owner, timezone.now())
