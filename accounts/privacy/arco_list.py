"""What the pages of requests show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import ArcoRequest
from accounts.privacy.arco import Kind, Outcome, Stage

SOON = 7
"""days before the end of a period in which the page warns"""


@dataclass(frozen=True, slots=True)
class ArcoRow:
    request: ArcoRequest
    kind: str | Promise
    stage: str | Promise
    outcome: str | Promise
    due: str
    tone: str
    icon: str


def arco_rows(requests: Iterable[ArcoRequest], *, today: date) -> list[ArcoRow]:
    return [arco_row(request, today=today) for request in requests]


def arco_row(request: ArcoRequest, *, today: date) -> ArcoRow:
    due, tone, icon = _due(request, today)
    return ArcoRow(
        request=request,
        kind=Kind(request.kind).label,
        stage=Stage(request.stage).label,
        outcome=Outcome(request.outcome).label if request.outcome else "",
        due=due,
        tone=tone,
        icon=icon,
    )


def _due(request: ArcoRequest, today: date) -> tuple[str, str, str]:
    if request.stage == Stage.CLOSED:
        return "", "quiet", "circle-check"
    left = (request.due_date - today).days
    if left < 0:
        return _("Vencida"), "bad", "alert-triangle"
    if left == 0:
        return _("Vence hoy"), "bad", "alert-triangle"
    return (_("Vence pronto"), "ask", "clock") if left <= SOON else (_("A tiempo"), "good", "clock")
