"""What the list of tickets shows: filters with their counts, and rows in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from invoicing.models import InvoiceTask
from invoicing.presentation import FAILURE_WORDS, STATUS_WORDS, StatusWords, Text
from invoicing.querysets import InvoiceTaskQuerySet
from invoicing.states import FailureType, TaskStatus
from invoicing.task_page import seller_name

ROWS_PER_PAGE = 25

_S = TaskStatus
FILTERS: dict[str, tuple[Text, frozenset[TaskStatus]]] = {
    "all": (_("Todos"), frozenset(TaskStatus)),
    "attention": (_("Te necesitan"), frozenset({_S.INTERVENTION_NEEDED, _S.PAUSED})),
    "active": (_("En curso"), frozenset({_S.PENDING, _S.QUEUED, _S.RUNNING})),
    "completed": (_("Facturados"), frozenset({_S.COMPLETED})),
    "failed": (_("No facturados"), frozenset({_S.FAILED})),
    "cancelled": (_("Cancelados"), frozenset({_S.CANCELLED})),
}


@dataclass(frozen=True, slots=True)
class FilterLink:
    key: str
    label: Text
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    task: InvoiceTask
    seller: str
    client: str
    status: StatusWords
    reason: Text


def chosen_filter(given: str) -> str:
    """A filter's key; "all" for a word that is none."""
    return given if given in FILTERS else "all"


def filter_links(tasks: InvoiceTaskQuerySet[InvoiceTask], chosen: str) -> list[FilterLink]:
    counts = dict(tasks.order_by().values_list("status").annotate(Count("pk")))
    return [
        FilterLink(key, label, sum(counts.get(status, 0) for status in statuses), key == chosen)
        for key, (label, statuses) in FILTERS.items()
    ]


def filtered(tasks: InvoiceTaskQuerySet[InvoiceTask], chosen: str) -> InvoiceTaskQuerySet[InvoiceTask]:
    return tasks if chosen == "all" else tasks.filter(status__in=sorted(FILTERS[chosen][1]))


def page_of(
    tasks: InvoiceTaskQuerySet[InvoiceTask], links: Iterable[FilterLink], number: str | None
) -> Page[InvoiceTask]:
    """The page of the chosen filter, newest first; the nearest one for a number that is none."""
    chosen = next(link for link in links if link.is_chosen)
    paginator = Paginator(filtered(tasks, chosen.key).for_list(), ROWS_PER_PAGE)
    paginator.count = chosen.count  # of the filter: not asked for again
    return paginator.get_page(number)


def task_rows(tasks: Iterable[InvoiceTask]) -> list[TaskRow]:
    return [
        TaskRow(
            task=task,
            seller=seller_name(task),
            client=task.profile_version.legal_name,
            status=STATUS_WORDS[TaskStatus(task.status)],
            reason=FAILURE_WORDS[FailureType(task.failure_type)].title if task.failure_type else "",
        )
        for task in tasks
    ]
