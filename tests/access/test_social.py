"""Signing in with Google, GitHub, Microsoft: there where both keys are set, and absent where not."""

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, RequestFactory

from accounts.adapters import INVITATION_KEY, SocialAdapter
from accounts.models import User
from accounts.permissions import Role
from accounts.tenancy import known_memberships

SHOW = """
import django; django.setup()
from django.test import Client
client = Client(HTTP_HOST="localhost")
page = client.get("/cuenta/login/")
print(page["Content-Security-Policy"] + ";", page.content.decode())
print(*(f"{name}={client.post(f'/cuenta/{name}/login/').get('Location', 'none')}" for name in ("google", "github")))
"""


def shown_with(**keys: str) -> str:
    """The login page of a product that was started with these keys."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = connections["default"].settings_dict["NAME"]
    environment = (
        os.environ
        | keys
        | {
            "DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
    )
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env=environment, cwd=settings.BASE_DIR,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_a_provider_with_both_keys_is_there_and_one_without_is_not() -> None:
    page = shown_with(GOOGLE_CLIENT_ID="g-id", GOOGLE_CLIENT_SECRET="g-secret", GITHUB_CLIENT_ID="only-half")

    assert "Entrar con Google" in page
    assert "form-action 'self' https://accounts.google.com;" in page
    assert "google=https://accounts.google.com/" in page
    assert "GitHub" not in page
    assert "github=none" in page


def test_without_keys_nothing_of_it_is_shown(client: Client, db: None) -> None:
    page = client.get("/cuenta/login/")

    assert "O entra con" not in page.content.decode()
    assert "form-action 'self';" in page["Content-Security-Policy"] + ";"
    assert client.get("/cuenta/google/login/").status_code == 404


def sign_up(session: dict[str, Any], said: dict[str, str]) -> User:
    request = RequestFactory().get("/")
    request.session = session  # type: ignore[assignment]
    arriving: Any = SimpleNamespace(user=User())
    arriving.save = lambda _request: arriving.user.save()
    SocialAdapter().populate_user(request, arriving, said)
    return SocialAdapter().save_user(request, arriving)


def test_who_comes_from_there_gets_an_organization_and_no_password(db: None) -> None:
    person = sign_up({}, {"email": "Ana@Ruiz.Example", "first_name": "Ana", "last_name": "Ruiz"})

    assert (person.email, person.full_name) == ("ana@ruiz.example", "Ana Ruiz")
    assert not person.has_usable_password()
    assert [membership.role for membership in known_memberships(person)] == [Role.OWNER]


def test_who_comes_from_there_by_an_invitation_gets_none(db: None) -> None:
    person = sign_up({INVITATION_KEY: "token"}, {"email": "ana@ruiz.example", "name": "Ana Ruiz"})

    assert not known_memberships(person)
