"""Accounts of portals, and the uso of one ticket, on a phone, by keyboard, in a real Chromium."""

import pytest
from channels.db import database_sync_to_async
from playwright.async_api import BrowserContext, expect

from accounts.models import FiscalProfile, Organization, User
from accounts.scope import in_organization
from invoicing import services
from invoicing.models import Vendor
from invoicing.portal_accounts import PortalAccount
from tests import factories
from tests.web.test_pages_in_a_browser import enter

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("pages"),
    pytest.mark.asyncio(loop_scope="module"),
]


@database_sync_to_async
def kept(firm: Organization) -> tuple[str, str]:
    with in_organization(firm.pk):
        account = PortalAccount.objects.get()
        return account.username, account.password


@database_sync_to_async
def refused_account(firm: Organization, vendor: Vendor) -> PortalAccount:
    account = factories.make_account(vendor, firm, username="W" * 254)
    with in_organization(firm.pk):
        services.note_account_use(account=account, refused=True)
    return account


async def test_an_account_is_kept_by_keyboard_and_its_password_stays_in_the_field_it_was_typed_into(
    address: str, visit: BrowserContext, complaints: list[str], owner: User, firm: Organization
) -> None:
    await database_sync_to_async(factories.make_vendor)()
    page = await enter(visit, address, owner)
    await page.goto(f"{address}/equipo/")
    await page.get_by_role("link", name="Portales", exact=True).click()
    await page.get_by_role("link", name="Agregar cuenta de El Muelle").press("Enter")
    await page.get_by_label("Usuario en el portal").fill("facturas@norte.example")
    await page.get_by_label("Contraseña en el portal").fill(" Clave 1 ")
    await page.get_by_label("Contraseña en el portal").press("Enter")

    await expect(page.get_by_text("La cuenta quedó guardada.")).to_be_visible()
    await expect(page.get_by_text("Sin usar todavía")).to_be_visible()
    assert await kept(firm) == ("facturas@norte.example", " Clave 1 ")
    assert "Clave 1" not in await page.content()
    assert complaints == []


async def test_no_page_of_accounts_is_wider_than_a_phone(
    address: str, visit: BrowserContext, owner: User, firm: Organization
) -> None:
    vendor = await database_sync_to_async(factories.make_vendor)(
        "un-comercio-de-nombre-tan-largo-como-la-lista"
    )
    account = await refused_account(firm, vendor)
    page = await enter(visit, address, owner)

    for path in ("/portales/", f"/portales/{vendor.slug}/cuenta/", f"/portales/cuentas/{account.pk}/"):
        await page.goto(address + path)
        brand = await page.locator(".brand").bounding_box()
        first = await page.get_by_role("link", name="Tickets", exact=True).first.bounding_box()
        assert brand is not None
        assert first is not None
        assert first["x"] >= brand["x"] + brand["width"], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path


async def test_the_usos_follow_the_client_and_what_was_typed_stays(
    address: str, visit: BrowserContext, complaints: list[str], owner: User, kemper: FiscalProfile
) -> None:
    await database_sync_to_async(factories.make_profile)(
        kemper.organization, factories.XIMO, further_regimes=["605"]
    )
    page = await enter(visit, address, owner)
    await page.goto(f"{address}/tickets/nuevo/")
    await page.get_by_label("Total del ticket").fill("96.50")
    uses = page.get_by_label("Uso de CFDI de este ticket")
    await expect(uses.locator("option[value=D01]")).to_have_count(0)

    await page.get_by_label("Cliente").select_option(label="BERENICE XIMO QUEZADA · XIQB891116QE4")
    await expect(uses.locator("option[value=D01]")).to_have_count(1)
    await uses.select_option(value="D01")

    assert await page.get_by_label("Total del ticket").input_value() == "96.50"
    await page.get_by_label("Cliente").select_option(label="ESCUELA KEMPER URGATE · EKU9003173C9")
    await expect(uses.locator("option:checked")).to_have_text("D01 · no se permite para este cliente")
    assert complaints == []
