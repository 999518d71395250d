"""A taxpayer's own accounts at portals: handed out without the secret, gone when the client is erased."""

import pytest
from django.utils import timezone

from accounts.audit import AuditEntry
from accounts.models import FiscalProfile, Organization, User
from accounts.privacy.erasure import erase_profile, forecast_erasure
from accounts.privacy.holdings import holdings
from invoicing.portal_accounts import PortalAccount
from tests import factories

SECRET = {"username": "ximo.compras@correo.example", "password": "Clave-De-Ximo-3"}


@pytest.fixture
def accounts(firm: Organization, ximo: FiscalProfile) -> tuple[PortalAccount, PortalAccount]:
    """The organization's and ximo's."""
    vendor = factories.make_vendor()
    return factories.make_account(vendor, firm), factories.make_account(vendor, firm, profile=ximo, **SECRET)


def test_erasing_a_client_destroys_their_own_accounts_and_no_other(
    accounts: tuple[PortalAccount, PortalAccount], ximo: FiscalProfile, owner: User
) -> None:
    assert forecast_erasure(profile=ximo).destroyed["cuentas propias en portales"] == 1

    done = erase_profile(profile=ximo, by=owner, now=timezone.now())

    assert done.destroyed["cuentas propias en portales"] == 1
    assert PortalAccount.objects.get() == accounts[0]
    assert AuditEntry.objects.filter(verb="portal_account.deleted", object_id=accounts[1].pk).count() == 1


def test_what_is_handed_out_tells_of_the_account_and_holds_no_secret(
    accounts: tuple[PortalAccount, PortalAccount], ximo: FiscalProfile
) -> None:
    tables = [table for holding in holdings() for table in holding.tables(ximo)]
    (table,) = [table for table in tables if table.name == "cuentas_de_portales"]
    (row,) = list(table.rows())

    assert (row["vendor"], row["shown_username"]) == ("El Muelle", "xim•••")
    assert set(row) == set(table.columns)
    assert not [secret for secret in SECRET.values() if secret in str(row)]
    assert accounts[1].pk in [key for holding in holdings() for key in holding.object_ids(ximo)]
