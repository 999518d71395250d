"""What holds of a session and of the links that lead into one."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.access.test_registration import enter

LOGIN = "/cuenta/login/"
EVIL = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
)


def test_entering_gives_another_session_than_the_one_before(client: Client, owner: User) -> None:
    """Whoever planted a session in this browser does not get in with it."""
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    planted = session.session_key

    enter(client, owner.email)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = str(planted)
    assert thief.get("/").status_code == 302


def test_the_token_of_forms_is_another_after_entering(client: Client, owner: User) -> None:
    client.get(LOGIN)
    before = client.cookies[settings.CSRF_COOKIE_NAME].value
    enter(client, owner.email)
    client.get("/")
    assert client.cookies[settings.CSRF_COOKIE_NAME].value != before


def test_a_session_ends_by_itself_and_no_script_reads_its_cookie(client: Client, owner: User) -> None:
    enter(client, owner.email)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]

    assert int(cookie["max-age"]) == settings.SESSION_COOKIE_AGE == 14 * 24 * 3600
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert client.cookies[settings.CSRF_COOKIE_NAME]["httponly"] is True
    session = client.session
    assert 13 < (session.get_expiry_date() - timezone.now()).days + 1 <= 14


@pytest.mark.parametrize("path", ["/cuenta/logout/", "/admin/logout/"])
def test_nobody_is_signed_out_by_a_link(client: Client, owner: User, path: str) -> None:
    client.force_login(owner)

    assert client.get(path).status_code in {302, 405}
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("wanted", EVIL)
def test_no_page_leads_to_another_site_afterwards(client: Client, owner: User, wanted: str) -> None:
    """Wherever a `next` is read: entering, leaving, registering, proving oneself."""
    for path in (LOGIN, "/cuenta/signup/", "/login/", "/admin/login/"):
        shown = client.get(path, {"next": wanted}, follow=True)
        assert all(chain.startswith("/") and not chain.startswith("//") for chain, _ in shown.redirect_chain)

    form = {"login": owner.email, "password": factories.PASSWORD, "next": wanted}
    assert client.post(LOGIN, form)["Location"] == "/"
    proving = client.post("/cuenta/reauthenticate/", {"password": factories.PASSWORD, "next": wanted})
    assert_here(proving)
    assert_here(client.get(LOGIN, {"next": wanted}))  # who is in already
    assert_here(client.post("/cuenta/logout/", {"next": wanted}))


def assert_here(answer: Any) -> None:
    assert answer.status_code == 302
    assert re.match(r"/(?![/\\])", answer["Location"]), answer["Location"]


@pytest.mark.parametrize(
    "forged",
    [
        {"host": "evil.example"},
        {"host": "testserver@evil.example"},
        {"host": "testserver:80.evil.example"},
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-original-host": "evil.example"},
    ],
    ids=str,
)
def test_a_forged_host_never_stands_in_the_link_of_a_new_password(
    client: Client, owner: User, mailoutbox: list[EmailMessage], forged: dict[str, str]
) -> None:
    answer = client.post("/cuenta/password/reset/", {"email": owner.email}, headers=forged)

    if "host" in forged:
        assert answer.status_code == 400
        assert mailoutbox == []
    else:
        (letter,) = mailoutbox
        assert "http://testserver/cuenta/password/reset/key/" in letter.body
        assert "evil.example" not in letter.body
