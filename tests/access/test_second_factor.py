"""Codes, recovery codes, and organizations that ask for a second factor."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from asgiref.sync import async_to_sync
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.test import Client

from accounts.models import Organization, User
from accounts.permissions import Role
from accounts.services import create_organization, set_up_organization
from config.routing import websocket_urlpatterns
from tests import factories
from tests.access.test_registration import enter, prove

ACTIVATE = "/cuenta/2fa/totp/activate/"


def code_of(secret: str, *, ahead: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def activate(client: Client) -> str:
    """Sets up the app of codes for whoever is in; its secret."""
    prove(client)
    found = re.search(r'<dd class="mono">([A-Z2-7]+)</dd>', client.get(ACTIVATE).content.decode())
    assert found is not None
    client.post(ACTIVATE, {"code": code_of(found[1])})
    return found[1]


@pytest.fixture
def secret(owner: User) -> str:
    client = Client()
    enter(client, owner.email)
    return activate(client)


def test_a_password_alone_no_longer_enters(client: Client, owner: User, secret: str) -> None:
    answer = enter(client, owner.email)

    assert answer["Location"].startswith("/cuenta/2fa/authenticate/")
    assert client.get("/").status_code == 302
    assert "Segundo factor" in client.get(answer["Location"]).content.decode()


def test_the_code_enters_once_and_a_wrong_one_does_not(client: Client, owner: User, secret: str) -> None:
    enter(client, owner.email)
    refused = client.post("/cuenta/2fa/authenticate/", {"code": "000000"})
    assert "El código no es correcto." in refused.content.decode()
    code = code_of(secret, ahead=1)

    client.post("/cuenta/2fa/authenticate/", {"code": code})

    assert client.get("/").status_code == 200
    again = Client()
    enter(again, owner.email)
    again.post("/cuenta/2fa/authenticate/", {"code": code})
    assert again.get("/").status_code == 302


def test_guesses_of_codes_are_limited(client: Client, owner: User, secret: str) -> None:
    enter(client, owner.email)
    for _ in range(5):
        client.post("/cuenta/2fa/authenticate/", {"code": "000000"})

    client.post("/cuenta/2fa/authenticate/", {"code": code_of(secret, ahead=1)})

    assert client.get("/").status_code == 302


def test_a_recovery_code_enters_once(client: Client, owner: User, secret: str) -> None:
    inside = Client()
    enter(inside, owner.email)
    inside.post("/cuenta/2fa/authenticate/", {"code": code_of(secret, ahead=1)})
    prove(inside)
    codes = inside.get("/cuenta/2fa/recovery-codes/").context["unused_codes"]
    enter(client, owner.email)

    client.post("/cuenta/2fa/authenticate/", {"code": codes[0]})

    assert client.get("/").status_code == 200
    again = Client()
    enter(again, owner.email)
    again.post("/cuenta/2fa/authenticate/", {"code": codes[0]})
    assert again.get("/").status_code == 302


def test_the_secret_is_sealed_in_its_row(owner: User, secret: str) -> None:
    rows = Authenticator.objects.filter(user=owner)

    assert rows.count() == 2  # the app and its recovery codes
    assert not any(secret in str(row.data) for row in rows)


def asking(firm: Organization, owner: User) -> None:
    set_up_organization(organization_id=firm.pk, actor=owner, name=firm.name, requires_second_factor=True)


@pytest.mark.parametrize("path", ["/", "/tickets/nuevo/", "/equipo/", "/organizacion/"])
def test_an_organization_that_asks_for_it_is_closed_to_who_has_none(
    client: Client, firm: Organization, owner: User, viewer: User, path: str
) -> None:
    asking(firm, owner)
    client.force_login(viewer)

    answer = client.get(path)

    assert answer["Location"] == "/cuenta/segundo-factor/"
    page = client.get(answer["Location"]).content.decode()
    assert firm.name in page
    assert ACTIVATE in page


def test_an_object_is_closed_too_whichever_organization_the_session_is_in(
    client: Client, firm: Organization, owner: User, viewer: User, kemper: Any
) -> None:
    task = factories.make_task(kemper)
    factories.join(create_organization(name="Otra"), viewer, Role.OWNER)
    asking(firm, owner)
    client.force_login(viewer)

    assert client.get(f"/tickets/{task.pk}/")["Location"] == "/cuenta/segundo-factor/"
    assert client.post(f"/tickets/{task.pk}/cancelar/").status_code in {302, 404}


def test_a_fragment_leads_the_whole_page_there(
    client: Client, firm: Organization, owner: User, viewer: User
) -> None:
    asking(firm, owner)
    client.force_login(viewer)

    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == "/cuenta/segundo-factor/"


@pytest.mark.django_db(transaction=True)
def test_its_sockets_are_closed_too(firm: Organization, owner: User, viewer: User) -> None:
    asking(firm, owner)

    async def knock() -> Any:
        socket = WebsocketCommunicator(URLRouter(websocket_urlpatterns), "/ws/tasks")
        socket.scope["user"] = viewer  # type: ignore[typeddict-unknown-key]
        await socket.connect()
        return await socket.receive_output()

    assert async_to_sync(knock)() == {"type": "websocket.close", "code": 4404}


def test_setting_it_up_opens_the_organization(
    client: Client, firm: Organization, owner: User, viewer: User
) -> None:
    asking(firm, owner)
    enter(client, viewer.email)

    activate(client)

    assert client.get("/").status_code == 200


def test_who_does_not_want_it_may_leave(
    client: Client, firm: Organization, owner: User, viewer: User
) -> None:
    asking(firm, owner)
    client.force_login(viewer)

    client.post(f"/cuenta/organizaciones/{firm.pk}/dejar/")

    assert client.get("/")["Location"] == "/cuenta/organizaciones/nueva/"
