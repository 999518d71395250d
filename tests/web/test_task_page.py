"""A ticket's page: what happened, what it waits for, and only the buttons that can be used now."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import FiscalProfile, User
from invoicing import services
from invoicing.models import InvoiceTask, Request
from invoicing.presentation import FAILURE_WORDS, STATUS_WORDS
from invoicing.states import FailureType, StepType, TaskStatus
from tests import factories

QUESTION = {"fields": [{"name": "web_id", "label": "Web ID"}, {"name": "station", "label": "No. Estación"}]}


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def address(task: InvoiceTask, action: str = "") -> str:
    return f"/tickets/{task.pk}/{action}"


def shown(page: Client, task: InvoiceTask) -> str:
    return page.get(address(task)).content.decode()


def buttons(html: str) -> set[str]:
    return set(re.findall(r'action="/tickets/[^/]+/([a-z]+)/"', html))


@pytest.mark.parametrize("status", TaskStatus)
def test_every_state_is_told_in_words_beside_its_icon(
    page: Client, kemper: FiscalProfile, status: TaskStatus
) -> None:
    html = shown(page, factories.make_task(kemper, status=status))
    words = STATUS_WORDS[status]

    assert str(words.label) in html
    assert f"icons.svg#{words.icon}" in html


@pytest.mark.parametrize("failure", FailureType)
def test_every_reason_says_what_happened_and_what_to_do(
    page: Client, kemper: FiscalProfile, failure: FailureType
) -> None:
    task = factories.make_task(
        kemper,
        status=TaskStatus.INTERVENTION_NEEDED,
        failure_type=failure,
        failure_reason="El portal dice: «nada».",
    )
    html = shown(page, task)

    assert str(FAILURE_WORDS[failure].title) in html
    assert str(FAILURE_WORDS[failure].advice) in html
    assert "El portal dice: «nada»." in html


@pytest.mark.parametrize(
    ("status", "columns", "expected"),
    [
        (TaskStatus.QUEUED, {}, {"cancelar"}),
        (TaskStatus.RUNNING, {}, {"cancelar"}),
        (TaskStatus.RUNNING, {"requested_action": Request.CANCEL}, set()),
        (TaskStatus.PAUSED, {}, {"cancelar", "continuar", "cfdi"}),
        (TaskStatus.INTERVENTION_NEEDED, {}, {"cancelar", "continuar", "cfdi"}),
        (TaskStatus.INTERVENTION_NEEDED, {"question": QUESTION}, {"cancelar", "respuesta", "cfdi"}),
        (TaskStatus.INTERVENTION_NEEDED, {"failure_type": "CFDI_MISMATCH"}, {"cancelar", "cfdi"}),
        (TaskStatus.FAILED, {}, {"reintentar", "cfdi"}),
        (TaskStatus.FAILED, {"submitted_at": timezone.now()}, {"cfdi"}),
        (TaskStatus.CANCELLED, {}, {"cfdi"}),
        (TaskStatus.COMPLETED, {}, set()),
    ],
)
def test_only_what_can_be_done_now_is_offered(
    page: Client, kemper: FiscalProfile, status: TaskStatus, columns: dict[str, Any], expected: set[str]
) -> None:
    assert buttons(shown(page, factories.make_task(kemper, status=status, **columns))) == expected


def test_a_reader_is_offered_nothing(client: Client, viewer: User, kemper: FiscalProfile) -> None:
    client.force_login(viewer)

    for status in TaskStatus:
        assert buttons(shown(client, factories.make_task(kemper, status=status))) == set()


def test_steps_stand_in_order_and_name_the_last_event_for_the_socket(
    page: Client, kemper: FiscalProfile
) -> None:
    task = factories.make_task(kemper, status=TaskStatus.RUNNING)
    for message in ("Se abrió el portal.", "Formulario leído."):
        services.record_step(task=task, type=StepType.READ, message=message)
    task = factories.reread(task)
    html = shown(page, task)

    assert html.index("Se abrió el portal.") < html.index("Formulario leído.")
    assert f'data-seq="{task.event_seq}"' in html
    assert f'data-socket="/ws/{task.pk}"' in html


def test_a_message_of_a_portal_is_text_and_never_markup(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, failure_type="PORTAL_ERROR", failure_reason="<script>1</script>")
    services.record_step(task=task, type=StepType.READ, message="<img src=x onerror=alert(1)>")
    html = shown(page, task)

    assert "<script>1" not in html
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_htmx_gets_the_ticket_alone(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper)
    fragment = page.get(address(task), headers={"HX-Request": "true"}).content.decode()

    assert fragment.strip().startswith('<div id="task"')
    assert "<html" not in fragment


def test_a_ticket_that_waits_says_until_when(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(
        kemper, failure_type="TICKET_NOT_READY", not_before=timezone.now() + timedelta(hours=2)
    )

    assert "Próximo intento:" in shown(page, task)


def test_cancelling_a_queued_ticket_is_done_at_once(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper)

    assert page.post(address(task, "cancelar/"))["Location"] == address(task)
    assert factories.reread(task).status == TaskStatus.CANCELLED


def test_cancelling_a_running_ticket_asks_its_pilot(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, status=TaskStatus.RUNNING)
    page.post(address(task, "cancelar/"))

    assert factories.reread(task).requested_action == Request.CANCEL
    assert "Cancelando…" in shown(page, task)


def test_a_failed_ticket_can_be_tried_again(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, status=TaskStatus.FAILED)
    page.post(address(task, "reintentar/"))

    assert factories.reread(task).status == TaskStatus.QUEUED


def test_what_waits_for_a_person_goes_on_when_they_say_so(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, status=TaskStatus.PAUSED)
    page.post(address(task, "continuar/"))

    assert factories.reread(task).status == TaskStatus.QUEUED


@pytest.mark.parametrize(
    ("status", "columns", "action"),
    [
        (TaskStatus.COMPLETED, {}, "cancelar/"),
        (TaskStatus.QUEUED, {}, "reintentar/"),
        (TaskStatus.FAILED, {"submitted_at": timezone.now()}, "reintentar/"),
        (TaskStatus.COMPLETED, {}, "continuar/"),
    ],
)
def test_what_the_state_forbids_is_refused_with_the_page_as_it_is(
    page: Client, kemper: FiscalProfile, status: TaskStatus, columns: dict[str, Any], action: str
) -> None:
    task = factories.make_task(kemper, status=status, **columns)
    answer = page.post(address(task, action))

    assert answer.status_code == 409
    assert str(STATUS_WORDS[status].label) in answer.content.decode()
    assert factories.reread(task).status == status


def test_an_answer_becomes_part_of_the_ticket_and_it_goes_on(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(
        kemper, status=TaskStatus.INTERVENTION_NEEDED, failure_type="MISSING_DATA", question=QUESTION
    )
    answer = page.post(address(task, "respuesta/"), {"answer-web_id": "K7P2", "answer-station": "0731"})
    task = factories.reread(task)

    assert answer.status_code == 302
    assert (task.ticket["web_id"], task.ticket["station"]) == ("K7P2", "0731")
    assert task.status == TaskStatus.QUEUED


def test_an_answer_that_lacks_one_keeps_the_others(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(
        kemper, status=TaskStatus.INTERVENTION_NEEDED, failure_type="MISSING_DATA", question=QUESTION
    )
    answer = page.post(address(task, "respuesta/"), {"answer-web_id": "K7P2", "answer-station": " "})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="K7P2"' in html
    assert 'id="id_answer-station_error"' in html
    assert factories.reread(task).status == TaskStatus.INTERVENTION_NEEDED


def test_an_answer_to_a_question_that_is_gone_changes_nothing(page: Client, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, status=TaskStatus.COMPLETED)

    assert page.post(address(task, "respuesta/"), {"answer-web_id": "K7P2"}).status_code == 409
