"""What only a browser shows of privacy: 360 px, the banner that leaves a half-written form alone, the ZIP."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from playwright.async_api import BrowserContext, expect

from tests import factories

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("pages"),
]


def a_client_of_a_firm() -> tuple[str, str]:
    """The session's cookie and the client's address."""
    firm = factories.make_organization()
    profile = factories.make_profile(firm)
    visitor = Client()
    visitor.force_login(factories.make_member(firm))
    return str(visitor.cookies[settings.SESSION_COOKIE_NAME].value), f"/clientes/{profile.pk}/"


async def test_a_client_is_shown_handed_out_and_erased_on_a_phone(
    address: str, visit: BrowserContext, complaints: list[str], tmp_path: Path
) -> None:
    cookie, client = await database_sync_to_async(a_client_of_a_firm)()
    await visit.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    page = await visit.new_page()
    await page.goto(f"{address}{client}solicitudes/nueva/")
    await page.get_by_label("Cómo llegó").fill("Por correo")
    await page.get_by_role("button", name="Lo leí y acepto").click()
    await expect(page.get_by_role("button", name="Lo leí y acepto")).to_have_count(0)
    await expect(page.get_by_label("Cómo llegó")).to_have_value("Por correo")
    await page.get_by_label("Qué pide").fill("Que se borren sus datos")
    await page.get_by_label("Qué derecho ejerce").select_option("cancellation")
    await page.get_by_role("button", name="Registrar").click()
    await expect(page.get_by_text("Contestar a más tardar")).to_be_visible()
    for path in (
        "/privacidad/",
        "/solicitudes-arco/",
        f"{client}privacidad/",
        f"{client}solicitudes/nueva/",
        client,
    ):
        await page.goto(f"{address}{path}")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path

    await page.goto(f"{address}{client}privacidad/")
    async with page.expect_download() as coming:
        await page.get_by_role("button", name="Descargar ZIP").click()
    await (await coming.value).save_as(tmp_path / "datos.zip")
    assert "LEEME.html" in ZipFile(tmp_path / "datos.zip").namelist()
    await page.get_by_label("Escribe el RFC del cliente").fill("EKU9003173C9")
    await page.get_by_role("button", name="Borrar sus datos").click()
    await expect(page.get_by_role("heading", name="Cliente borrado")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert complaints == []
