"""Requests of taxpayers: registered with their due date, extended once, answered, carried out; owners and admins."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client

from accounts import audit
from accounts.audit import AuditEntry
from accounts.models import ArcoRequest, FiscalProfile, Organization, User
from accounts.permissions import Role
from tests import factories

LIST = "/solicitudes-arco/"
ASKED = {
    "kind": "cancellation",
    "received_date": "2026-11-13",
    "channel": "Correo",
    "notes": "Borren <script>alert(1)</script> mis datos",
}


@pytest.fixture(autouse=True)
def a_tuesday() -> Iterator[None]:
    with time_machine.travel("2026-11-17T12:00:00-06:00", tick=True):
        yield


@pytest.fixture
def page(client: Client, firm: Organization) -> Client:
    client.force_login(factories.make_member(firm, Role.ADMIN))
    return client


def words(answer: Any) -> str:
    return str(answer.content.decode())


def register(page: Client, profile: FiscalProfile, **changes: str) -> Any:
    return page.post(f"/clientes/{profile.pk}/solicitudes/nueva/", ASKED | changes)


def act(page: Client, step: str, **given: str) -> Any:
    return page.post(f"{LIST}{ArcoRequest.objects.get().pk}/{step}/", given)


def answer(page: Client, outcome: str = "granted", text: str = "Sí procede.") -> Any:
    return act(page, "contestar", **{"answer-outcome": outcome, "answer-answer": text})


def extend(page: Client, reason: str = "Hay que pedir copias.") -> Any:
    return act(page, "ampliar", **{"extension-reason": reason})


def test_a_request_has_twenty_working_days_to_be_answered(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper)

    found = ArcoRequest.objects.get()
    assert (found.stage, found.due_date) == ("received", date(2026, 12, 14))  # 16 November is no working day
    shown = words(page.get(f"{LIST}{found.pk}/"))
    assert "14 Dic 2026" in shown
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert AuditEntry.objects.get(verb=audit.ARCO_REGISTERED).after["due_date"] == "2026-12-14"


def test_what_it_says_is_sealed(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper, notes="Lo pide BERENICE")

    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT r::text, encode(r.notes, 'escape') FROM accounts_arcorequest r")
        assert "BERENICE" not in " ".join(map(str, cursor.fetchone()))


def test_what_is_granted_has_fifteen_working_days_to_be_carried_out(
    page: Client, kemper: FiscalProfile
) -> None:
    register(page, kemper)
    answer(page)

    found = ArcoRequest.objects.get()
    assert (found.stage, found.answered_date, found.due_date) == (
        "answered",
        date(2026, 11, 17),
        date(2026, 12, 8),
    )
    act(page, "cerrar")

    found.refresh_from_db()
    assert (found.stage, found.closed_date) == ("closed", date(2026, 11, 17))
    assert found.answer == "Sí procede."
    assert f"{LIST}{found.pk}/" not in words(page.get(LIST))
    assert f"{LIST}{found.pk}/" in words(page.get(f"{LIST}?closed"))


def test_what_is_denied_is_closed_with_its_answer(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper)
    answer(page, "denied", "No acredita quién es.")

    found = ArcoRequest.objects.get()
    assert (found.stage, found.outcome, found.closed_date) == ("closed", "denied", date(2026, 11, 17))


def test_one_extension_and_no_second(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper)

    assert extend(page).status_code == 302
    assert ArcoRequest.objects.get().due_date == date(2027, 1, 13)
    second = extend(page)

    assert (second.status_code, "ya se amplió una vez" in words(second)) == (409, True)
    assert ArcoRequest.objects.get().due_date == date(2027, 1, 13)


def test_an_extension_needs_a_reason_and_comes_in_time(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper, received_date="2026-09-01")
    assert extend(page, "  ").status_code == 422

    late = extend(page)

    assert (late.status_code, "ya venció" in words(late)) == (409, True)
    assert ArcoRequest.objects.get().extended_date is None


def test_what_is_overdue_stands_first_and_is_counted(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper)
    register(page, kemper, kind="access", received_date="2026-09-01")

    shown = words(page.get(LIST))

    assert "1 solicitud venció sin atenderse" in shown
    assert shown.index("Acceso: saber") < shown.index("Cancelación: borrar")


def test_steps_come_in_their_order(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper)
    assert act(page, "cerrar").status_code == 409
    answer(page)
    assert answer(page, "denied").status_code == 409
    act(page, "cerrar")
    assert extend(page).status_code == 409
    assert ArcoRequest.objects.get().outcome == "granted"


@pytest.mark.parametrize(
    "wrong",
    [
        {"received_date": "2026-11-18"},
        {"received_date": "2019-01-01"},
        {"received_date": "ayer"},
        {"kind": "otro"},
        {"notes": " "},
        {"notes": "x" * 4001},
        {"channel": ""},
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_registered(
    page: Client, kemper: FiscalProfile, wrong: dict[str, str]
) -> None:
    refused = register(page, kemper, **wrong)

    assert refused.status_code == 422
    assert "field-error" in words(refused)
    assert not ArcoRequest.objects.exists()


def test_an_answer_needs_its_words_and_a_known_outcome(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper)

    assert answer(page, text="").status_code == 422
    assert answer(page, outcome="tal vez").status_code == 422
    assert ArcoRequest.objects.get().stage == "received"


def test_a_request_outlives_the_erasure_that_it_asked_for(page: Client, kemper: FiscalProfile) -> None:
    register(page, kemper)
    answer(page)
    page.post(f"/clientes/{kemper.pk}/privacidad/borrar/", {"rfc": "EKU9003173C9"})

    assert act(page, "cerrar").status_code == 302
    assert ArcoRequest.objects.get().stage == "closed"
    assert page.get(f"/clientes/{kemper.pk}/privacidad/").status_code == 200


def test_only_owners_and_admins_of_the_firm(
    client: Client, page: Client, kemper: FiscalProfile, firm: Organization, stranger: User
) -> None:
    register(page, kemper)
    found = ArcoRequest.objects.get()
    paths = [f"{LIST}{found.pk}/", f"/clientes/{kemper.pk}/solicitudes/nueva/"]
    for role in (Role.VIEWER, Role.ACCOUNTANT):
        client.force_login(factories.make_member(firm, role))
        assert [client.get(path).status_code for path in [LIST, *paths]] == [403] * 3
        assert answer(client).status_code == 403
    client.force_login(stranger)
    assert [client.get(path).status_code for path in paths] == [404] * 2
    assert str(found.pk) not in words(client.get(LIST))
    assert (answer(client).status_code, extend(client).status_code) == (404, 404)
    client.logout()
    assert client.get(LIST)["Location"].startswith("/cuenta/login/")
    assert ArcoRequest.objects.get().stage == "received"
