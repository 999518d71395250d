"""Every address refuses a post of another site, and nobody is anonymous where people act."""

import pytest
from django.test import Client
from django.urls import resolve

from accounts.models import User
from tests.access.test_team import as_
from tests.routes import Route, every_route

ROUTES = every_route()
EXEMPT: frozenset[str] = frozenset()
"""Names of routes that take a post without a token, because no cookie signs anybody in there."""
FOR_ANYBODY = ("cuenta/", "invitacion/", "privacidad/", "health/", "login/", "admin/")
OF_PEOPLE = [route for route in ROUTES if not route.pattern.startswith(FOR_ANYBODY)]


def test_the_walk_found_every_kind_of_address() -> None:
    names = {route.name for route in ROUTES}
    assert {
        "accounts:organization_delete",
        "mfa_activate_totp",
        "invoicing:cfdi_file",
        "account_reset_password_from_key",
        "admin:accounts_fiscalprofile_reveal",
        "system_state",
        "health-live",
    } <= names
    assert len(ROUTES) > 100


def test_the_walk_writes_addresses_that_lead_to_their_own_view() -> None:
    """Or to the one that stands before it: two of allauth's pages have ours in their place."""
    first: dict[str, Route] = {}
    for route in ROUTES:
        first.setdefault(route.address(), route)

    astray = [route for address, route in first.items() if resolve(address).func is not route.view]

    assert astray == []
    assert len(ROUTES) - len(first) <= 8


def test_nothing_is_exempt_without_being_named_here() -> None:
    exempt = {route.name for route in ROUTES if getattr(route.view, "csrf_exempt", False)}
    assert exempt == EXEMPT


def test_a_post_without_its_token_is_refused_at_every_address(owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    let_in = []
    for route in ROUTES:
        answer = strict.post(route.address())
        if answer.status_code != 403 or "La página caducó" not in answer.content.decode():
            let_in.append(route.pattern)

    assert set(let_in) == EXEMPT


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_is_a_way_around_it(owner: User, method: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)

    assert {getattr(strict, method)(route.address()).status_code for route in ROUTES} == {403}


def test_a_token_does_not_help_a_page_of_another_site(owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    token = strict.get("/organizacion/").context["csrf_token"]
    form = {"csrfmiddlewaretoken": str(token), "name": "Despacho robado"}

    refused = strict.post("/organizacion/", form, headers={"Origin": "https://evil.example"})
    ours = strict.post("/organizacion/", form, headers={"Origin": "http://testserver"})

    assert (refused.status_code, ours.status_code) == (403, 302)


def test_who_is_not_signed_in_sees_no_page_of_a_person(db: None) -> None:
    seen = {}
    for route in OF_PEOPLE:
        answer = Client().get(route.address())
        if answer.status_code not in {302, 405} or (
            answer.status_code == 302 and not answer["Location"].startswith("/cuenta/login/")
        ):
            seen[route.pattern] = answer.status_code

    assert seen == {}
    assert len(OF_PEOPLE) > 20


def test_no_page_of_a_persons_account_is_shown_to_nobody(db: None) -> None:
    for route in ROUTES:
        answer = Client().get(route.address())
        assert answer.status_code in {200, 301, 302, 401, 404, 405}, route
        if answer.status_code == 200:
            assert "Cerrar sesión" not in answer.content.decode(), route


def test_no_page_breaks_for_a_person_who_is_in(owner: User) -> None:
    client = as_(owner)
    seen = {
        route.pattern: status
        for route in ROUTES
        if (status := client.get(route.address()).status_code) not in {200, 301, 302, 401, 403, 404, 405}
    }

    assert seen == {}
