"""The admin in a real Chromium: it works under the product's policy, and the console has nothing to say."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from playwright.async_api import Browser, BrowserContext, Page, expect

from accounts.models import FiscalProfile, User
from accounts.staff import StaffRole
from invoicing.models import InvoiceTask
from tests import factories
from tests.web.conftest import listen, wait_for_quiet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("pages"),
    pytest.mark.asyncio(loop_scope="module"),
]
REASON = "Reporte 4411: el portal rechaza el nombre"


@pytest.fixture
def superuser(db: None) -> User:
    return factories.make_staff(StaffRole.SUPERUSER)


@pytest.fixture
def task(kemper: FiscalProfile) -> InvoiceTask:
    return factories.make_task(kemper)


async def enter(context: BrowserContext, address: str, person: User) -> Page:
    key = await session_of(person)
    await context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    return await context.new_page()


@database_sync_to_async
def session_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest_asyncio.fixture(loop_scope="module")
async def desk(chromium: Browser, complaints: list[str]) -> AsyncIterator[BrowserContext]:
    """Support staff sits at a screen, not at a phone."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 900}, locale="es-MX")
    context.on("page", lambda page: listen(page, complaints))
    yield context
    await context.close()
    await asyncio.to_thread(wait_for_quiet)


async def do(page: Page, action: str) -> None:
    """As the list of rows offers it."""
    await page.locator("select[name=action]").select_option(label=action)
    await page.get_by_role("button", name="Ejecutar").click()


async def test_support_finds_a_firm_opens_it_and_sees_what_it_may_for_a_reason(
    address: str, desk: BrowserContext, complaints: list[str], superuser: User, task: InvoiceTask
) -> None:
    page = await enter(desk, address, superuser)

    await page.goto(f"{address}/admin/")
    await expect(page.get_by_role("heading", name="¿A quién ayudas?")).to_be_visible()
    await page.goto(f"{address}/admin/accounts/organization/?q=Norte")
    await page.locator("input.action-select").first.check()
    await do(page, "Abrir para soporte (una a la vez)")
    await expect(page.get_by_text("Abierta para soporte: Despacho Norte")).to_be_visible()

    await page.goto(f"{address}/admin/invoicing/invoicetask/?status=QUEUED")
    await page.get_by_role("link", name=str(task.pk)).click()
    await expect(page.get_by_text("••••••••").first).to_be_visible()
    await expect(page.get_by_text(task.ticket["folio"])).to_have_count(0)
    await page.get_by_role("link", name="Mostrar datos personales").click()
    await page.get_by_label("Motivo").fill(REASON)
    await page.get_by_role("button", name="Anotar y mostrar").click()
    await expect(page.get_by_role("cell", name=task.ticket["folio"], exact=True)).to_be_visible()
    await page.get_by_role("link", name="Ocultar y volver").click()
    await expect(page.get_by_text(task.ticket["folio"])).to_have_count(0)

    await page.goto(f"{address}/admin/invoicing/invoicetask/")
    await page.locator("input.action-select").first.check()
    await do(page, "Cancelar")
    await expect(page.get_by_role("heading", name=re.compile("¿Cancelar"))).to_be_visible()
    await page.get_by_role("button", name="Sí, hacerlo").click()
    await expect(page.get_by_text("Hecho: 1.")).to_be_visible()
    assert complaints == []


async def test_no_kind_of_page_makes_the_browser_complain(
    address: str, desk: BrowserContext, complaints: list[str], superuser: User, task: InvoiceTask
) -> None:
    page = await desk.new_page()
    await page.goto(f"{address}/admin/")
    await expect(page.get_by_role("button", name="Entrar", exact=True)).to_be_visible()
    await page.close()

    page = await enter(desk, address, superuser)
    for path in (
        "",
        "sistema/",
        "accounts/",
        "accounts/user/",
        f"accounts/user/{superuser.pk}/change/",
        f"accounts/user/{superuser.pk}/history/",
        "accounts/organization/",
        f"accounts/organization/{task.organization_id}/change/",
        "accounts/auditentry/",
        "invoicing/vendor/",
    ):
        answer = await page.goto(f"{address}/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        await page.wait_for_load_state("networkidle")
    assert complaints == []


async def test_who_has_no_second_factor_stands_before_it(
    address: str, visit: BrowserContext, complaints: list[str], kemper: FiscalProfile
) -> None:
    person = await database_sync_to_async(factories.make_staff)(StaffRole.SUPERUSER, second_factor=False)
    page = await enter(visit, address, person)

    await page.goto(f"{address}/admin/accounts/organization/")

    await expect(page.get_by_role("heading", name="Falta tu segundo factor")).to_be_visible()
    await expect(page.get_by_role("link", name="Activar la aplicación de códigos")).to_be_visible()
    assert complaints == []
