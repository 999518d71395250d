"""What only a browser shows of the pages of clients: 360 px, scripts under the policy, lists that follow."""

from pathlib import Path

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from playwright.async_api import BrowserContext

from tests import factories
from tests.accounts.constancias import PERSON, drawn

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
]
PAGES = ("/clientes/", "/clientes/nuevo/", "/clientes/constancia/")


def signed_in() -> str:
    firm = factories.make_organization()
    factories.make_profile(firm)
    visitor = Client()
    visitor.force_login(factories.make_member(firm))
    return str(visitor.cookies[settings.SESSION_COOKIE_NAME].value)


async def test_a_constancia_becomes_a_client_at_360_px(
    address: str, visit: BrowserContext, complaints: list[str], tmp_path: Path
) -> None:
    cookie = await database_sync_to_async(signed_in)()
    await visit.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    page = await visit.new_page()
    for path in PAGES:
        await page.goto(f"{address}{path}")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
    file = tmp_path / "constancia.pdf"
    file.write_bytes(drawn(PERSON))
    await page.set_input_files("input[type=file]", str(file))
    await page.get_by_role("button", name="Leer Constancia").click()
    await page.get_by_text("Confirma los datos").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360

    await page.select_option("#id_fiscal_regime", "612")
    await page.locator("#id_cfdi_use option[value=G03]").wait_for(state="attached")
    await page.select_option("#id_cfdi_use", "G03")
    await page.fill("#id_email", "bere@ximo.example")
    await page.get_by_label("Declaro que este contribuyente").check()
    await page.get_by_role("button", name="Confirmar y guardar").click()
    await page.get_by_text("Versión 1").wait_for()
    assert await page.get_by_text("612 · Personas Físicas").count() == 1
    assert complaints == []
