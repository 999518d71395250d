"""Entering with a second factor in a real Chromium: codes without scripts, passkeys with a key of the browser's."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.async_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("pages"),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest.fixture
def person(owner: User, settings: Any) -> User:
    """Whose password the server can check: it hashes as the product does, not as the tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    owner.set_password(factories.PASSWORD)
    owner.save()
    return owner


def code_of(secret: str, *, ahead: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


async def give_password(page: Page, address: str, user: User) -> None:
    await page.goto(f"{address}/")
    await page.get_by_label("Correo electrónico").fill(user.email)
    await page.get_by_label("Contraseña").fill(factories.PASSWORD)
    await page.get_by_role("button", name="Entrar", exact=True).click()


async def prove(page: Page) -> None:
    await expect(page.get_by_role("heading", name="Confirma que eres tú")).to_be_visible()
    await page.get_by_label("Contraseña").fill(factories.PASSWORD)
    await page.get_by_role("button", name="Seguir").click()


async def is_as_wide_as_a_phone(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= 360"))


async def test_an_app_of_codes_is_set_up_and_asked_for_at_the_next_login(
    address: str, visit: BrowserContext, complaints: list[str], person: User
) -> None:
    page = await visit.new_page()
    await give_password(page, address, person)
    await page.get_by_role("link", name="Tu cuenta").click()
    await page.get_by_role("link", name="Segundo factor").click()
    await page.get_by_role("link", name="Activar", exact=True).click()
    await prove(page)
    await expect(page.get_by_role("img", name="Código QR")).to_be_visible()
    assert await is_as_wide_as_a_phone(page)
    secret = await page.locator("dd.mono").inner_text()
    await page.get_by_label("Código", exact=True).fill(code_of(secret))
    await page.get_by_role("button", name="Activar").click()
    await expect(page.get_by_role("heading", name="Códigos de recuperación")).to_be_visible()
    await page.get_by_role("button", name="Cerrar sesión").click()

    await give_password(page, address, person)
    await expect(page.get_by_role("heading", name="Segundo factor")).to_be_visible()
    await page.get_by_label("Código", exact=True).fill("000000")
    await page.get_by_role("button", name="Entrar", exact=True).click()
    await expect(page.get_by_text("El código no es correcto.")).to_be_visible()
    assert await is_as_wide_as_a_phone(page)
    await page.get_by_label("Código", exact=True).fill(code_of(secret, ahead=1))
    await page.get_by_role("button", name="Entrar", exact=True).click()

    await expect(page.get_by_role("heading", name="Tickets", exact=True)).to_be_visible()
    assert complaints == []


async def test_the_same_works_without_scripts(address: str, chromium: Browser, person: User) -> None:
    context = await chromium.new_context(java_script_enabled=False, locale="es-MX")
    page = await context.new_page()
    await give_password(page, address, person)
    await page.goto(f"{address}/cuenta/2fa/totp/activate/")
    await prove(page)
    secret = await page.locator("dd.mono").inner_text()
    await page.get_by_label("Código", exact=True).fill(code_of(secret))
    await page.get_by_role("button", name="Activar").click()
    await page.get_by_role("button", name="Cerrar sesión").click()

    await give_password(page, address, person)
    await expect(page.get_by_role("button", name="Usar una llave de acceso")).to_be_hidden()
    await page.get_by_label("Código", exact=True).fill(code_of(secret, ahead=1))
    await page.get_by_role("button", name="Entrar", exact=True).click()

    await expect(page.get_by_role("heading", name="Tickets", exact=True)).to_be_visible()
    await context.close()


async def add_authenticator(visit: BrowserContext, page: Page) -> None:
    """A key with a fingerprint sensor, simulated by the browser itself."""
    devtools: Any = await visit.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def test_a_passkey_enters_without_a_password(
    address: str, visit: BrowserContext, complaints: list[str], person: User
) -> None:
    site = re.sub("127.0.0.1", "localhost", address)  # a passkey is bound to a name, never to an address
    page = await visit.new_page()
    await add_authenticator(visit, page)
    await give_password(page, site, person)
    await page.goto(f"{site}/cuenta/2fa/webauthn/add/")
    await prove(page)
    await page.get_by_label("Nombre de la llave").fill("Mi laptop")
    await page.get_by_label("Entrar solo con esta llave, sin contraseña").check()
    await page.get_by_role("button", name="Agregar").click()
    await expect(page.get_by_role("heading", name="Códigos de recuperación")).to_be_visible()
    await page.goto(f"{site}/cuenta/2fa/webauthn/")
    await expect(page.get_by_text("Mi laptop")).to_be_visible()
    await page.get_by_role("button", name="Cerrar sesión").click()

    await page.get_by_role("button", name="Entrar con una llave de acceso").click()
    await expect(page.get_by_role("heading", name="Tickets", exact=True)).to_be_visible()

    await page.get_by_role("button", name="Cerrar sesión").click()
    await give_password(page, site, person)
    await page.get_by_role("button", name="Usar una llave de acceso").click()
    await expect(page.get_by_role("heading", name="Tickets", exact=True)).to_be_visible()
    assert complaints == []


PAGES = [
    "/equipo/",
    "/organizacion/",
    "/cuenta/",
    "/cuenta/organizaciones/",
    "/cuenta/sessions/",
    "/cuenta/2fa/",
]


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_of_people_is_wider_than_a_phone(
    address: str, visit: BrowserContext, complaints: list[str], person: User, viewer: User, path: str
) -> None:
    page = await visit.new_page()
    await give_password(page, address, person)
    await expect(page.get_by_role("heading", name="Tickets", exact=True)).to_be_visible()
    await page.goto(address + path)

    assert await is_as_wide_as_a_phone(page)
    assert complaints == []
