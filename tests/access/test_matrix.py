"""Every route and socket × everybody who may call: each is let in, refused or kept in the dark as the table says."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import async_to_sync
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.invitations import token_hash
from accounts.models import ArcoRequest, FiscalProfile, Invitation, Organization, User
from accounts.permissions import Role
from accounts.tenancy import known_memberships
from config.routing import websocket_urlpatterns
from invoicing import services
from invoicing.states import TaskStatus
from tests import factories
from tests.access.matrix import ANONYMOUS, CALLERS, ROUTES, SOCKETS, STAFF, STRANGER, Outcome, Rule
from tests.routes import every_route

ADMIN = "admin/"


ALL_ROUTES = sorted({route.pattern for route in every_route()})


def rule_of(route: str) -> Rule:
    return ROUTES[route] if route in ROUTES or not route.startswith(ADMIN) else STAFF


def test_every_route_and_socket_stands_in_the_table() -> None:
    assert {route for route in ALL_ROUTES if not route.startswith(ADMIN)} == {
        route for route in ROUTES if not route.startswith(ADMIN)
    }
    assert {str(pattern.pattern) for pattern in websocket_urlpatterns} == set(SOCKETS)


@pytest.fixture
def callers(firm: Organization, stranger: User) -> dict[str, User]:
    return {STRANGER: stranger} | {role: factories.make_member(firm, role) for role in Role}


@pytest.fixture
def things(firm: Organization, kemper: FiscalProfile, callers: dict[str, User]) -> dict[str, UUID]:
    """One of each kind, all of the same organization."""
    invitation = Invitation.objects.create(
        organization=firm,
        email="ana@ruiz.example",
        token_hash=token_hash("de-prueba"),
        invited_by=callers[Role.OWNER],
        role=Role.VIEWER,
        expires_at=timezone.now() + timedelta(days=1),
    )
    with_file = factories.make_task(kemper, status=TaskStatus.RUNNING)
    services.upload_cfdi(task=with_file, xml=b"<no/>")
    asked = ArcoRequest.objects.create(
        organization=firm,
        profile=kemper,
        kind="access",
        channel="Correo",
        notes="Quiere saber",
        received_date=timezone.localdate(),
        due_date=timezone.localdate(),
    )
    someone = known_memberships(factories.make_member(firm, Role.VIEWER))[0]
    return {
        "organization": firm.pk,
        "profile": kemper.pk,
        "task": factories.make_task(kemper, status=TaskStatus.PENDING).pk,
        "file": with_file.pk,
        "invitation": invitation.pk,
        "member": someone.pk,
        "portal_account": factories.make_account(factories.make_vendor(), firm).pk,
        "arco": asked.pk,
    }


def address(route: str, rule: Rule, things: dict[str, UUID]) -> str:
    fixed = {
        "file": f"tickets/{things['file']}/cfdi.xml",
        "confirmation": "cuenta/confirm-email/inventada/",
        "reset": "cuenta/password/reset/key/1-inventada/",
        "token": "invitacion/de-prueba/",
        "vendor": "portales/el-muelle/cuenta/",
        "notice": "privacidad/version/1/",
    }
    if rule.thing in fixed:
        return "/" + fixed[rule.thing]
    if "^" in route:  # the admin's lists of an app, and what it knows nothing of
        return f"/{ADMIN}accounts/"
    named = str(things.get(rule.thing, uuid4()))
    return "/" + re.sub(r"<int:\w+>", "1", re.sub(r"<(?:uuid|path|str):\w+>", named, route))


def outcome(answer: Any) -> Outcome:
    if answer.status_code in {301, 302} and answer["Location"].startswith(
        ("/cuenta/login/", "/admin/login/")
    ):
        return Outcome.LOGIN
    known = {403: Outcome.REFUSED, 404: Outcome.MISSING}
    assert answer.status_code < 500
    assert answer.status_code != 405
    return known.get(answer.status_code, Outcome.ANSWERED)


def ask(method: str, path: str, person: User | None) -> Outcome:
    """What was changed by it is undone."""
    client = Client()
    with transaction.atomic():
        if person is not None:
            client.force_login(person)
        answer = outcome(client.generic(method, path))
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("route", [route for route in ALL_ROUTES if rule_of(route) is not STAFF])
def test_everybody_reaches_what_is_theirs_and_nothing_else(
    route: str, callers: dict[str, User], things: dict[str, UUID]
) -> None:
    assert_reached_as_the_table_says(route, callers, things)


def test_the_admin_is_led_away_from_by_everybody_but_staff(
    callers: dict[str, User], things: dict[str, UUID]
) -> None:
    of_staff = [route for route in ALL_ROUTES if rule_of(route) is STAFF]
    assert len(of_staff) > 30
    for route in of_staff:
        assert_reached_as_the_table_says(route, callers, things)


def assert_reached_as_the_table_says(route: str, callers: dict[str, User], things: dict[str, UUID]) -> None:
    rule = rule_of(route)
    path = address(route, rule, things)
    asked = [(method, caller) for method in rule.methods.split() for caller in CALLERS]
    seen = {(method, caller): ask(method, path, callers.get(caller)) for method, caller in asked}
    assert seen == {(method, caller): rule.expected(caller) for method, caller in asked}, route


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("route", sorted(SOCKETS))
def test_everybody_hears_what_is_theirs_and_nothing_else(
    route: str, callers: dict[str, User], kemper: FiscalProfile
) -> None:
    task = factories.make_task(kemper)
    expected = {Outcome.ANSWERED: None, Outcome.LOGIN: 4401, Outcome.MISSING: 4404}
    for caller in CALLERS:
        person = callers.get(caller, AnonymousUser() if caller == ANONYMOUS else None)
        code = async_to_sync(knock)(f"/{route.replace('<task_id>', str(task.pk))}", person)
        assert code == expected[SOCKETS[route].expected(caller)], caller


async def knock(path: str, person: Any) -> int | None:
    """The code with which it was closed; None where it stayed open."""
    socket = WebsocketCommunicator(URLRouter(websocket_urlpatterns), path)
    socket.scope["user"] = person  # type: ignore[typeddict-unknown-key]
    await socket.connect()
    if await socket.receive_nothing(timeout=0.2):
        await socket.disconnect()
        return None
    message = await socket.receive_output()
    await socket.disconnect()
    return message.get("code") if message["type"] == "websocket.close" else None
