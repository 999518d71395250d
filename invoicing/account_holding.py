"""What this app keeps of a taxpayer's own accounts at portals (accounts.privacy.holdings)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import FiscalProfile, FiscalProfileVersion
from accounts.privacy.holdings import File, Forecast, Table
from invoicing.portal_accounts import PortalAccount
from invoicing.querysets import PortalAccountQuerySet
from invoicing.services.portal_accounts import delete_portal_account

COLUMNS = ("vendor", "shown_username", "created_at", "updated_at", "last_used_at", "last_refused_at")


class PortalAccounts:
    """A Holding. The secret is handed out to nobody; no law makes one keep it."""

    def forecast(self, profile: FiscalProfile) -> Forecast:
        return _destroyed(_of(profile).count())

    def tables(self, profile: FiscalProfile) -> Iterator[Table]:
        def read() -> Iterator[dict[str, object]]:
            for row in _of(profile):
                told = {column: getattr(row, column) for column in COLUMNS}
                yield told | {"vendor": row.vendor.name}

        yield Table("cuentas_de_portales", _("Cuentas propias en portales, sin su contraseña"), COLUMNS, read)

    def files(self, profile: FiscalProfile) -> Iterator[File]:
        yield from ()

    def object_ids(self, profile: FiscalProfile) -> Iterator[UUID]:
        yield from _of(profile).values_list("pk", flat=True)

    def erase(self, profile: FiscalProfile, *, now: datetime, blank: FiscalProfileVersion) -> Forecast:
        accounts = list(_of(profile))
        for account in accounts:
            delete_portal_account(account=account)
        return _destroyed(len(accounts))


def _of(profile: FiscalProfile) -> PortalAccountQuerySet[PortalAccount]:
    return PortalAccount.objects.of_profile(profile).select_related("vendor").order_by("created_at", "pk")


def _destroyed(count: int) -> Forecast:
    return Forecast({_("cuentas propias en portales"): count})
