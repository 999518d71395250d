"""The pages in a real Chromium on a phone's width: live, without a reload, without a complaint."""

from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.test import Client
from playwright.async_api import BrowserContext, Page, expect

from accounts.models import FiscalProfile, User
from invoicing import services
from invoicing.models import InvoiceTask
from invoicing.states import StepType, TaskStatus
from invoicing.vendors.directory import load_directory
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.usefixtures("shared_channel_layer"),
    pytest.mark.xdist_group("pages"),
    pytest.mark.asyncio(loop_scope="module"),
]


async def enter(visit: BrowserContext, address: str, user: User) -> Page:
    """The list of tickets, as this person sees it; the login has tests of its own."""
    key = await session_of(user)
    await visit.add_cookies([{"name": "sessionid", "value": key, "url": address}])
    page = await visit.new_page()
    await page.goto(f"{address}/")
    await expect(page.get_by_role("heading", name="Tickets", exact=True)).to_be_visible()
    return page


@database_sync_to_async
def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@database_sync_to_async
def say(task: InvoiceTask, message: str) -> None:
    services.record_step(task=task, type=StepType.READ, message=message)


@database_sync_to_async
def fail(task: InvoiceTask, **more: Any) -> None:
    services.fail_task(task=task, owner=factories.WORKER, **more)


async def mark(page: Page) -> None:
    """A reload would lose it."""
    await page.evaluate("window.sameDocument = true")


async def is_same_document(page: Page) -> bool:
    return bool(await page.evaluate("window.sameDocument === true"))


@pytest.fixture
def running(kemper: FiscalProfile) -> InvoiceTask:
    return factories.make_task(kemper, status=TaskStatus.RUNNING)


async def test_steps_and_the_question_arrive_live_and_nothing_is_missed_over_a_lost_line(
    address: str, visit: BrowserContext, complaints: list[str], owner: User, running: InvoiceTask
) -> None:
    page = await enter(visit, address, owner)
    await page.goto(f"{address}/tickets/{running.pk}/")
    await expect(page.get_by_text("En vivo")).to_be_visible()
    await mark(page)
    await say(running, "Se abrió el portal.")
    await expect(page.get_by_text("Se abrió el portal.")).to_be_visible()
    await expect(page.get_by_text("En vivo")).to_be_visible()

    await visit.set_offline(True)
    await say(running, "Mientras no había red.")
    await visit.set_offline(False)
    await say(running, "Formulario leído.")
    await expect(page.get_by_text("Formulario leído.")).to_be_visible()
    await expect(page.get_by_text("Mientras no había red.")).to_be_visible()

    asked = [{"name": "web_id", "label": "Web ID"}]
    await fail(running, failure="MISSING_DATA", reason="El portal pide el Web ID.", fields=asked)
    await expect(page.get_by_role("alert")).to_contain_text("El portal pide el Web ID.")
    await page.get_by_label("Web ID").fill("K7P2")
    assert await is_same_document(page)
    await page.get_by_role("button", name="Responder y continuar").click()
    await expect(page.get_by_role("status").first).to_contain_text("En cola")
    assert [text for text in complaints if "ERR_INTERNET_DISCONNECTED" not in text] == []


async def test_a_row_of_the_list_changes_by_itself(
    address: str, visit: BrowserContext, complaints: list[str], owner: User, running: InvoiceTask
) -> None:
    page = await enter(visit, address, owner)
    row = page.locator(f"#task-{running.pk}")
    await expect(row).to_contain_text("En curso")
    await mark(page)

    await fail(running, failure="EMAIL_DELIVERY", reason="Llega por correo.")

    await expect(row).to_contain_text("Te necesita")
    await expect(page.get_by_role("link", name="Te necesitan")).to_contain_text("1")
    assert await is_same_document(page)
    assert complaints == []


async def test_choosing_a_vendor_shows_its_fields_and_a_ticket_can_be_sent_by_keyboard(
    address: str, visit: BrowserContext, complaints: list[str], owner: User, kemper: FiscalProfile
) -> None:
    await database_sync_to_async(services.sync_vendors)(entries=load_directory())
    page = await enter(visit, address, owner)
    await page.get_by_role("link", name="Capturar el primero").click()
    await page.get_by_label("Total del ticket").fill("96.50")
    await page.get_by_label("Comercio").select_option(label="HEB")
    await page.get_by_label("Sucursal").fill("Valle Oriente")
    await page.get_by_label("No. ticket").fill("3184")
    assert await page.get_by_label("Total del ticket").input_value() == "96.50"
    await page.get_by_label("Fecha del ticket").fill("2026-11-01")
    await page.get_by_label("No. ticket").press("Enter")
    await expect(page.get_by_role("heading", name="HEB")).to_be_visible()
    await expect(page.get_by_text("Valle Oriente")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("path", ["/", "/tickets/nuevo/", "/tickets/{task}/", "/nada"])
async def test_no_page_is_wider_than_a_phone(
    address: str, visit: BrowserContext, owner: User, running: InvoiceTask, path: str
) -> None:
    await say(running, "Una-palabra-" * 30)
    page = await enter(visit, address, owner)
    await page.goto(address + path.format(task=running.pk))

    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_the_theme_is_remembered(address: str, visit: BrowserContext, owner: User) -> None:
    page = await enter(visit, address, owner)
    await page.get_by_role("button", name="Cambiar entre claro y oscuro").click()
    await page.reload()

    assert await page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


async def test_everything_of_a_ticket_can_be_reached_without_scripts(
    address: str, chromium: Any, owner: User, kemper: FiscalProfile
) -> None:
    await database_sync_to_async(services.sync_vendors)(entries=load_directory())
    context = await chromium.new_context(java_script_enabled=False)
    page = await enter(context, address, owner)
    await page.goto(f"{address}/tickets/nuevo/")
    await page.get_by_label("Comercio").select_option(label="HEB")
    await page.get_by_role("button", name="Mostrar los datos que pide").click()

    await expect(page.get_by_label("Sucursal")).to_be_visible()
    await context.close()
