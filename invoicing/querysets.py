"""Reading: every question that a view, a service or a sweep asks of the rows, by name."""

from datetime import datetime
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from accounts.models import FiscalProfile
from accounts.querysets import OrganizationQuerySet
from invoicing.states import OPEN, FailureType, TaskStatus
from invoicing.vendors.entry import Login

Row = TypeVar("Row", bound=models.Model)

BLOCKING = Q(status__in=sorted(OPEN | {TaskStatus.COMPLETED})) | Q(submitted_at__isnull=False)
"""A task that blocks another of the same ticket: open, COMPLETED, or past the point of no return."""


class VendorQuerySet(models.QuerySet[Row]):
    def listed(self) -> Self:
        return self.filter(is_listed=True)

    def with_accounts(self) -> Self:
        """Those whose portal is known to have accounts, asked for or offered."""
        return self.listed().filter(login__in=[Login.REQUIRED, Login.OPTIONAL])

    def at_host(self, host: str) -> Self:
        """Entries whose portal stands at this host name."""
        return self.listed().filter(hosts__contains=[host])


class InvoiceTaskQuerySet(OrganizationQuerySet[Row]):
    def queued(self) -> Self:
        return self.filter(status=TaskStatus.QUEUED)

    def pending(self) -> Self:
        return self.filter(status=TaskStatus.PENDING)

    def running(self) -> Self:
        return self.filter(status=TaskStatus.RUNNING)

    def awaiting_person(self) -> Self:
        return self.filter(status=TaskStatus.INTERVENTION_NEEDED)

    def awaiting_account(self, vendor_id: UUID) -> Self:
        """Stopped at this vendor's login."""
        return self.awaiting_person().filter(failure_type=FailureType.LOGIN_REQUIRED, vendor=vendor_id)

    def open(self) -> Self:
        return self.filter(status__in=sorted(OPEN))

    def worked_with(self) -> Self:
        """Not what is left of an emptied one: that is there for the law's sake only."""
        return self.filter(kept_until=None)

    def over(self) -> Self:
        return self.exclude(status__in=sorted(OPEN))

    def of_profile(self, profile: FiscalProfile) -> Self:
        return self.filter(profile_version__profile=profile)

    def unheld(self, now: datetime) -> Self:
        """No live process holds them."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=now))

    def due(self, now: datetime) -> Self:
        """Queued, their time has come, and nobody took them; what expires first stands first."""
        is_time = Q(not_before=None) | Q(not_before__lte=now)
        order = (F("priority").desc(), F("deadline").asc(nulls_last=True), F("created_at").asc())
        return self.queued().filter(is_time, in_foreground=False).unheld(now).order_by(*order)

    def lost(self, now: datetime) -> Self:
        """Running for a process that no longer says that it lives."""
        return self.running().filter(lease_until__lt=now)

    def blocking(self) -> Self:
        return self.filter(BLOCKING)

    def of_ticket(self, *, vendor_key: str, marks: list[str]) -> Self:
        """The same ticket at the same vendor, whichever of the two has more data of it."""
        same = Q(ticket_marks__contains=marks) | Q(ticket_marks__contained_by=marks)
        return self.filter(same, vendor_key=vendor_key)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def for_list(self) -> Self:
        """What a row of the list shows, without opening what is sealed. The clients in a query of their own: a
        join of two tables with policies is planned for two rows, and reads all of the organization's."""
        return self.select_related("vendor").prefetch_related("profile_version").newest_first()


class PortalAccountQuerySet(OrganizationQuerySet[Row]):
    def at_vendor(self, vendor_id: UUID) -> Self:
        return self.filter(vendor=vendor_id)

    def of_profile(self, profile: FiscalProfile) -> Self:
        """A taxpayer's own."""
        return self.filter(profile=profile)

    def nearest_first(self, profile_id: UUID) -> Self:
        """Those with which a ticket of this taxpayer may be invoiced: their own, then the organization's."""
        fitting = self.filter(Q(profile=profile_id) | Q(profile=None))
        return fitting.order_by(F("profile").asc(nulls_last=True))
