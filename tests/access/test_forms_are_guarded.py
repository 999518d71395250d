"""Every form of people and organizations refuses a post of another site, and nobody is anonymous where they act."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from tests.access.test_team import as_

OURS = ("cuenta/", "equipo/", "organizacion/", "invitacion/")
ARGUMENTS = {"uuid:pk": str(UUID(int=1)), "int:pk": "1", "str:token": "token", "key": "x-y"}


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found = []
    for entry in patterns:
        route = before + str(entry.pattern)
        found += routes(entry.url_patterns, route) if isinstance(entry, URLResolver) else [route]
    return found


def address(route: str) -> str:
    filled = re.sub(r"<([^>]+)>", lambda one: ARGUMENTS.get(one[1], "1"), route)
    return "/" + filled.replace("^", "").replace("$", "")


PLAIN = [
    address(route)
    for route in routes(get_resolver().url_patterns)
    if route.startswith(OURS) and "(?P" not in route and "social/" not in route
]
PAGES_WITHOUT_A_FORM = {
    "/cuenta/",
    "/cuenta/inactive/",
    "/cuenta/confirm-email/",
    "/cuenta/password/reset/done/",
    "/cuenta/password/reset/key/done/",
    "/cuenta/segundo-factor/",
    "/cuenta/organizaciones/",
    "/cuenta/2fa/",
    "/cuenta/2fa/webauthn/",
    "/cuenta/2fa/recovery-codes/",
    "/cuenta/2fa/recovery-codes/download/",
    "/cuenta/3rdparty/login/cancelled/",
    "/cuenta/3rdparty/login/error/",
}
FORMS = sorted(set(PLAIN) - PAGES_WITHOUT_A_FORM)
FOR_ANYBODY = (
    "/cuenta/login/",
    "/cuenta/logout/",
    "/cuenta/signup/",
    "/cuenta/password/reset/",
    "/invitacion/",
)


def test_the_walk_found_the_forms() -> None:
    assert len(FORMS) > 25
    assert {"/equipo/", "/organizacion/borrar/", "/cuenta/2fa/totp/activate/", "/invitacion/token/"} <= set(
        FORMS
    )


@pytest.mark.parametrize("path", FORMS)
def test_a_post_without_its_token_is_refused(owner: User, path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)

    answer = strict.post(path)

    assert answer.status_code == 403
    assert "La página caducó" in answer.content.decode()


@pytest.mark.parametrize("path", [path for path in PLAIN if not path.startswith(FOR_ANYBODY)])
def test_who_is_not_signed_in_sees_no_page_of_a_person(db: None, path: str) -> None:
    shown = Client().get(path)

    assert shown.status_code in {200, 302, 401, 405}
    if shown.status_code == 200:
        assert path in {"/cuenta/inactive/", "/cuenta/confirm-email/", *PAGES_WITHOUT_A_FORM}
        assert "Cerrar sesión" not in shown.content.decode()


@pytest.mark.parametrize("path", sorted(set(PLAIN)))
def test_no_page_breaks_for_a_person_who_is_in(owner: User, path: str) -> None:
    assert as_(owner).get(path).status_code in {200, 302, 401, 403, 404, 405}
