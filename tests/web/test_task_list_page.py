"""The list of tickets: newest first, filtered by state, in pages, and never without a next step."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import FiscalProfile, User
from invoicing.states import TaskStatus
from tests import factories


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def test_an_empty_list_says_what_to_do(page: Client, kemper: FiscalProfile) -> None:
    shown = page.get("/").content.decode()

    assert "Aún no hay tickets" in shown
    assert 'href="/tickets/nuevo/"' in shown


def test_a_reader_is_not_offered_what_they_may_not_do(
    client: Client, viewer: User, kemper: FiscalProfile
) -> None:
    client.force_login(viewer)

    assert "/tickets/nuevo/" not in client.get("/").content.decode()


def test_the_newest_ticket_stands_first(page: Client, kemper: FiscalProfile) -> None:
    now = timezone.now()
    old = factories.make_task(kemper, created_at=now - timedelta(days=3))
    new = factories.make_task(kemper, created_at=now)

    rows = page.get("/").context["rows"]

    assert [row.task.pk for row in rows] == [new.pk, old.pk]


def test_a_row_tells_state_and_reason_in_words(page: Client, kemper: FiscalProfile) -> None:
    factories.make_task(kemper, status=TaskStatus.INTERVENTION_NEEDED, failure_type="EMAIL_DELIVERY")

    shown = page.get("/").content.decode()

    assert "Te necesita" in shown
    assert "La factura se emitió y llega por correo" in shown
    assert "ESCUELA KEMPER URGATE" in shown
    assert "$1,160.00" in shown


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        ("attention", TaskStatus.INTERVENTION_NEEDED),
        ("active", TaskStatus.RUNNING),
        ("completed", TaskStatus.COMPLETED),
        ("failed", TaskStatus.FAILED),
        ("cancelled", TaskStatus.CANCELLED),
    ],
)
def test_a_filter_shows_its_states_only_and_every_filter_its_count(
    page: Client, kemper: FiscalProfile, chosen: str, status: TaskStatus
) -> None:
    tasks = {
        state: factories.make_task(kemper, status=state) for state in TaskStatus if state != TaskStatus.PAUSED
    }
    answer = page.get("/", {"status": chosen})
    counts = {link.key: link.count for link in answer.context["filters"]}
    shown = {row.task.status for row in answer.context["rows"]}

    assert status in shown
    assert counts["all"] == len(tasks)
    assert counts[chosen] == len(answer.context["rows"])
    assert len(shown) == counts[chosen]


@pytest.mark.parametrize("query", ["status=nonsense", "page=99", "page=-1", "page=zero"])
def test_a_strange_link_still_shows_the_list(page: Client, kemper: FiscalProfile, query: str) -> None:
    task = factories.make_task(kemper)

    assert str(task.pk) in page.get(f"/?{query}").content.decode()


def test_a_long_list_comes_in_pages_at_a_cost_that_does_not_grow(
    page: Client, kemper: FiscalProfile, django_assert_max_num_queries: object
) -> None:
    for _ in range(27):
        factories.make_task(kemper, status=TaskStatus.COMPLETED)

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        first = page.get("/?status=completed")
    second = page.get("/?status=completed&page=2")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 2)
    assert "?status=completed&amp;page=2" in first.content.decode()


def test_htmx_gets_the_rows_alone(page: Client, kemper: FiscalProfile) -> None:
    factories.make_task(kemper)
    fragment = page.get("/", headers={"HX-Request": "true"}).content.decode()

    assert fragment.strip().startswith('<div id="tasks"')
    assert "<html" not in fragment


def test_a_page_forbids_scripts_and_styles_that_are_not_ours(page: Client, kemper: FiscalProfile) -> None:
    policy = page.get("/")["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
