"""Who may open which page: the owner, a stranger (404, as if it were not there), nobody (login), a reader."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import FiscalProfile, User
from invoicing.models import InvoiceTask
from invoicing.states import TaskStatus
from tests import factories


@dataclass(frozen=True)
class Page:
    name: str
    method: str = "get"
    kind: str = ""
    viewer_status: int = 200

    def address(self, task: InvoiceTask) -> str:
        arguments: list[object] = (
            [] if self.name.startswith("task_list") or self.name == "task_new" else [task.pk]
        )
        return reverse(f"invoicing:{self.name}", args=[*arguments, *([self.kind] if self.kind else [])])


PAGES = [
    Page("task_list"),
    Page("task_new", viewer_status=403),
    Page("task_new", "post", viewer_status=403),
    Page("task"),
    Page("task_cancel", "post", viewer_status=403),
    Page("task_retry", "post", viewer_status=403),
    Page("task_resume", "post", viewer_status=403),
    Page("task_answer", "post", viewer_status=403),
    Page("cfdi_upload", "post", viewer_status=403),
    Page("cfdi_file", kind="xml", viewer_status=404),
    Page("cfdi_file", kind="pdf", viewer_status=404),
]
OF_A_TASK = [page for page in PAGES if page.name not in {"task_list", "task_new"}]


@pytest.fixture
def task(kemper: FiscalProfile) -> InvoiceTask:
    return factories.make_task(kemper)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_nobody_is_sent_to_the_login(client: Client, task: InvoiceTask, page: Page) -> None:
    answer = getattr(client, page.method)(page.address(task))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:login"))


@pytest.mark.parametrize("page", OF_A_TASK, ids=str)
def test_a_stranger_sees_what_is_not_there(
    client: Client, task: InvoiceTask, stranger: User, page: Page
) -> None:
    client.force_login(stranger)

    answer = getattr(client, page.method)(page.address(task))

    assert answer.status_code == 404
    assert factories.reread(task).status == task.status


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_reader_reads_and_changes_nothing(
    client: Client, task: InvoiceTask, viewer: User, page: Page
) -> None:
    client.force_login(viewer)

    answer = getattr(client, page.method)(page.address(task))

    assert answer.status_code == page.viewer_status
    assert factories.reread(task).status == TaskStatus.QUEUED


def test_an_address_that_is_no_task_is_a_404_like_any_other(client: Client, owner: User) -> None:
    client.force_login(owner)

    assert client.get("/tickets/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.get("/tickets/no-es-un-uuid/").status_code == 404


def test_a_strangers_list_never_shows_our_tickets(client: Client, task: InvoiceTask, stranger: User) -> None:
    client.force_login(stranger)

    assert str(task.pk) not in client.get(reverse("invoicing:task_list")).content.decode()


@pytest.mark.parametrize("page", [page for page in PAGES if page.method == "post"], ids=str)
def test_a_post_without_its_token_is_refused(task: InvoiceTask, owner: User, page: Page) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)

    answer = strict.post(page.address(task))

    assert answer.status_code == 403
    assert "La página caducó" in answer.content.decode()
