"""A ticket's socket: who is let in, with which code they are refused, and that nothing is missed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from rest_framework_simplejwt.tokens import AccessToken

from accounts.models import FiscalProfile, User
from config.routing import websocket_urlpatterns
from invoicing import services
from invoicing.models import InvoiceTask
from invoicing.states import FailureType, StepType, TaskStatus
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

sockets = URLRouter(websocket_urlpatterns)


@pytest.fixture
def task(kemper: FiscalProfile) -> InvoiceTask:
    return factories.make_task(kemper, status=TaskStatus.RUNNING)


def socket(address: str, user: User | None = None, **more: Any) -> WebsocketCommunicator:
    communicator = WebsocketCommunicator(sockets, address, **more)
    communicator.scope["user"] = user  # type: ignore[typeddict-unknown-key]
    return communicator


@asynccontextmanager
async def opened(address: str, user: User | None, **more: Any) -> AsyncIterator[WebsocketCommunicator]:
    communicator = socket(address, user, **more)
    connected, _ = await communicator.connect()
    assert connected
    try:
        yield communicator
    finally:
        await communicator.disconnect()


async def refusal(communicator: WebsocketCommunicator) -> tuple[bool, dict[str, Any]]:
    """Whether the handshake was completed, and the first thing that came after it."""
    connected, _ = await communicator.connect()
    return connected, await communicator.receive_output()


@database_sync_to_async
def say(task: InvoiceTask, *messages: str) -> None:
    for message in messages:
        services.record_step(task=task, type=StepType.READ, message=message)


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message["content"]["message"] for message in messages]


async def test_a_member_gets_a_snapshot_first(task: InvoiceTask, owner: User) -> None:
    await say(task, "Se abrió el portal.")
    async with opened(f"/ws/{task.pk}", owner) as line:
        snapshot = await line.receive_json_from()

    assert snapshot["type"] == "snapshot"
    assert snapshot["status"] == "RUNNING"
    assert texts(snapshot["steps"]) == ["Se abrió el portal."]
    assert snapshot["seq"] == (await database_sync_to_async(factories.reread)(task)).event_seq


async def test_every_event_arrives_as_it_happens_with_growing_numbers(task: InvoiceTask, owner: User) -> None:
    async with opened(f"/ws/{task.pk}", owner) as line:
        snapshot = await line.receive_json_from()
        await say(task, "uno", "dos")
        steps = [await line.receive_json_from() for _ in range(2)]

    assert texts(steps) == ["uno", "dos"]
    assert [step["seq"] for step in steps] == [snapshot["seq"] + 1, snapshot["seq"] + 2]
    assert {step["type"] for step in steps} == {"step"}


async def test_a_change_of_state_arrives_too(task: InvoiceTask, owner: User) -> None:
    async with opened(f"/ws/{task.pk}", owner) as line:
        await line.receive_json_from()
        change = database_sync_to_async(services.fail_task)
        await change(
            task=task, owner=factories.WORKER, failure=FailureType.CAPTCHA, reason="Pide un captcha."
        )
        status = await line.receive_json_from()

    assert (status["type"], status["status"]) == ("status", "INTERVENTION_NEEDED")
    assert (status["failure_type"], status["failure_reason"]) == ("CAPTCHA", "Pide un captcha.")


async def test_after_a_reconnect_comes_everything_since_the_number_given(
    task: InvoiceTask, owner: User
) -> None:
    await say(task, "uno", "dos", "tres")
    last = (await database_sync_to_async(factories.reread)(task)).event_seq
    async with opened(f"/ws/{task.pk}?after={last - 2}", owner) as line:
        snapshot = await line.receive_json_from()
        missed = [await line.receive_json_from() for _ in range(2)]
        await say(task, "cuatro")
        live = await line.receive_json_from()

    assert snapshot["seq"] == last
    assert texts(missed) == ["dos", "tres"]
    assert texts([live]) == ["cuatro"]


@pytest.mark.parametrize("after", ["", "abc", "-1", "99999999999999999999", "٣"])
async def test_a_number_that_is_none_is_as_if_it_were_not_given(
    task: InvoiceTask, owner: User, after: str
) -> None:
    await say(task, "uno")
    async with opened(f"/ws/{task.pk}?after={after}", owner) as line:
        assert (await line.receive_json_from())["type"] == "snapshot"
        assert await line.receive_nothing()


async def test_a_message_that_was_lost_on_the_way_comes_with_the_next(
    task: InvoiceTask, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(f"/ws/{task.pk}", owner) as line:
        await line.receive_json_from()
        with monkeypatch.context() as lost:
            lost.setattr("invoicing.models.announce_event", lambda **_: None)
            await say(task, "perdido")
        await say(task, "siguiente")
        both = [await line.receive_json_from() for _ in range(2)]

    assert texts(both) == ["perdido", "siguiente"]


async def test_nobody_is_refused_with_4401_after_a_completed_handshake(task: InvoiceTask) -> None:
    assert await refusal(socket(f"/ws/{task.pk}")) == (True, {"type": "websocket.close", "code": 4401})


async def test_a_stranger_is_told_that_there_is_no_such_ticket(task: InvoiceTask, stranger: User) -> None:
    answer = await refusal(socket(f"/ws/{task.pk}", stranger))

    assert answer == (True, {"type": "websocket.close", "code": 4404})


@pytest.mark.parametrize("address", ["/ws/5f0e4c1a-7d0b-4a3e-9a55-8a3a2f6f9b10", "/ws/no-es-un-uuid"])
async def test_a_ticket_that_does_not_exist_is_refused_like_a_strangers(owner: User, address: str) -> None:
    assert await refusal(socket(address, owner)) == (True, {"type": "websocket.close", "code": 4404})


async def test_a_stranger_hears_nothing_of_what_happens_later(task: InvoiceTask, stranger: User) -> None:
    line = socket(f"/ws/{task.pk}", stranger)
    await refusal(line)
    await say(task, "secreto")

    assert await line.receive_nothing()


async def test_an_access_token_in_the_header_serves_a_mobile_client(task: InvoiceTask, owner: User) -> None:
    token = str(AccessToken.for_user(owner))
    headers = [(b"authorization", f"Bearer {token}".encode())]
    async with opened(f"/ws/{task.pk}", None, headers=headers) as line:
        assert (await line.receive_json_from())["type"] == "snapshot"


async def test_a_token_as_a_subprotocol_is_never_echoed(task: InvoiceTask, owner: User) -> None:
    line = socket(f"/ws/{task.pk}", subprotocols=["bearer", str(AccessToken.for_user(owner))])
    connected, chosen = await line.connect()

    assert (connected, chosen) == (True, "bearer")
    assert (await line.receive_json_from())["type"] == "snapshot"
    await line.disconnect()


@pytest.mark.parametrize("token", ["", "no.es.un.token"])
async def test_a_bad_token_is_not_mended_by_a_session(task: InvoiceTask, owner: User, token: str) -> None:
    line = socket(f"/ws/{task.pk}", owner, headers=[(b"authorization", f"Bearer {token}".encode())])

    assert await refusal(line) == (True, {"type": "websocket.close", "code": 4401})


async def test_a_socket_ends_when_its_token_does(task: InvoiceTask, owner: User) -> None:
    token = AccessToken.for_user(owner)
    token.set_exp(lifetime=timedelta(seconds=1.5))
    line = socket(f"/ws/{task.pk}", headers=[(b"authorization", f"Bearer {token}".encode())])
    await line.connect()
    await line.receive_json_from()

    assert await line.receive_output(timeout=4) == {"type": "websocket.close", "code": 4408}


async def test_what_a_client_writes_is_not_heard_and_breaks_nothing(task: InvoiceTask, owner: User) -> None:
    async with opened(f"/ws/{task.pk}", owner) as line:
        await line.receive_json_from()
        await line.send_to(text_data="{no es json")
        await line.send_to(bytes_data=b"\x00")
        await say(task, "sigue")
        assert texts([await line.receive_json_from()]) == ["sigue"]


async def test_the_list_hears_that_a_ticket_of_its_firm_changed_and_nothing_else(
    task: InvoiceTask, owner: User, stranger: User
) -> None:
    async with opened("/ws/tasks", owner) as ours, opened("/ws/tasks", stranger) as theirs:
        assert await ours.receive_json_from() == await theirs.receive_json_from() == {"type": "ready"}
        await say(task, "uno")

        assert await ours.receive_json_from() == {"type": "changed", "task_id": str(task.pk)}
        assert await theirs.receive_nothing()


async def test_the_list_is_for_members_only() -> None:
    assert await refusal(socket("/ws/tasks")) == (True, {"type": "websocket.close", "code": 4401})
