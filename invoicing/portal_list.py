"""What the page of portals shows: which vendors ask for an account, and which accounts there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from invoicing.models import Vendor
from invoicing.portal_accounts import PortalAccount
from invoicing.presentation import StatusWords, Text
from invoicing.vendors.entry import Login

LOGIN_WORDS: dict[str, Text] = {
    Login.REQUIRED: _("Su portal pide entrar con una cuenta."),
    Login.OPTIONAL: _("Su portal ofrece una cuenta, pero también factura sin ella."),
    Login.NONE: _("Según se sabe, su portal no pide cuenta."),
}
MISSING = StatusWords(_("Falta la cuenta"), "ask", "alert-triangle")


@dataclass(frozen=True, slots=True)
class AccountRow:
    account: PortalAccount
    whose: str
    status: StatusWords


@dataclass(frozen=True, slots=True)
class VendorRow:
    vendor: Vendor
    need: Text
    accounts: list[AccountRow] = field(default_factory=list)

    @property
    def status(self) -> StatusWords | None:
        return MISSING if self.vendor.login == Login.REQUIRED and not self.accounts else None


def vendor_rows(organization: Organization) -> list[VendorRow]:
    """Vendors whose portal has accounts, those that need one first; and all for which there is one."""
    accounts = list(_accounts_of(organization))
    known = {account.vendor.pk: account.vendor for account in accounts}
    known |= {vendor.pk: vendor for vendor in Vendor.objects.with_accounts()}
    in_order = sorted(known.values(), key=lambda vendor: (vendor.login != Login.REQUIRED, vendor.name))
    return [
        VendorRow(
            vendor,
            LOGIN_WORDS.get(vendor.login, _("No se sabe si su portal pide cuenta.")),
            [account_row(row) for row in accounts if row.vendor_id == vendor.pk],
        )
        for vendor in in_order
    ]


def account_row(account: PortalAccount) -> AccountRow:
    return AccountRow(account, whose_words(account), account_status(account))


def whose_words(account: PortalAccount) -> str:
    return account.profile.legal_name if account.profile else gettext("De la organización")


def account_status(account: PortalAccount) -> StatusWords:
    if account.is_refused:
        return StatusWords(_("Rechazada"), "bad", "circle-x")
    if account.last_used_at is None:
        return StatusWords(_("Sin usar todavía"), "quiet", "circle-dashed")
    day = date_format(localtime(account.last_used_at), "j M Y")
    return StatusWords(gettext("Usada el %s") % day, "good", "circle-check")


def _accounts_of(organization: Organization) -> Iterable[PortalAccount]:
    rows = PortalAccount.objects.for_organization(organization).select_related("vendor", "profile")
    return rows.order_by("created_at", "pk")
