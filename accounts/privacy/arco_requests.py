"""What is done with a taxpayer's request: registered, extended once, answered, carried out."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ArcoRefused
from accounts.models import ArcoRequest, FiscalProfile, User
from accounts.privacy.arco import Outcome, Stage, due_date

OLDEST = timedelta(days=5 * 366)


@transaction.atomic
def register_request(
    *,
    profile: FiscalProfile,
    kind: str,
    received_date: date,
    channel: str,
    notes: str,
    by: User,
    today: date,
) -> ArcoRequest:
    """The period to answer begins the day after `received_date`. Raises ArcoRefused."""
    if not today - OLDEST <= received_date <= today:
        raise ArcoRefused(_("La fecha de recepción no puede ser futura ni de hace más de cinco años."))
    request = ArcoRequest.objects.create(
        organization_id=profile.organization_id,
        profile=profile,
        kind=kind,
        channel=channel,
        notes=notes,
        received_date=received_date,
        due_date=due_date(Stage.RECEIVED, received_date),
        registered_by=by,
    )
    _record(audit.ARCO_REGISTERED, request, by, kind=str(kind))
    return request


@transaction.atomic
def extend_request(*, request: ArcoRequest, reason: str, by: User, today: date) -> ArcoRequest:
    """Once, for as long again, before the period is over, and with a reason (LFPDPPP art. 31).

    Raises ArcoRefused.
    """
    request = _locked(request)
    if request.stage == Stage.CLOSED:
        raise ArcoRefused(_("La solicitud ya está cerrada."))
    if request.extended_date is not None:
        raise ArcoRefused(_("El plazo ya se amplió una vez; la ley no permite otra."))
    if request.is_overdue(today):
        raise ArcoRefused(_("El plazo ya venció; se podía ampliar antes."))
    since = request.received_date if request.stage == Stage.RECEIVED else request.answered_date
    request.extended_date, request.extension_reason = today, reason
    request.due_date = due_date(request.stage, since or today, is_extended=True)
    request.save(update_fields=["extended_date", "extension_reason", "due_date"])
    _record(audit.ARCO_EXTENDED, request, by)
    return request


@transaction.atomic
def answer_request(*, request: ArcoRequest, outcome: str, answer: str, by: User, today: date) -> ArcoRequest:
    """What was told to the person. What is denied is closed with it; what is granted must be carried out.

    Raises ArcoRefused.
    """
    request = _locked(request)
    if request.stage != Stage.RECEIVED:
        raise ArcoRefused(_("La solicitud ya se contestó."))
    request.outcome, request.answer, request.answered_date = outcome, answer, today
    if outcome == Outcome.DENIED:
        request.stage, request.closed_date = Stage.CLOSED, today
    else:
        request.stage, request.due_date = Stage.ANSWERED, due_date(Stage.ANSWERED, today)
    request.save(update_fields=["outcome", "answer", "answered_date", "stage", "closed_date", "due_date"])
    _record(audit.ARCO_ANSWERED, request, by, outcome=str(outcome))
    return request


@transaction.atomic
def close_request(*, request: ArcoRequest, by: User, today: date) -> ArcoRequest:
    """What was granted is done. Raises ArcoRefused."""
    request = _locked(request)
    if request.stage != Stage.ANSWERED:
        raise ArcoRefused(_("Primero se contesta; lo que procede se cumple después, y entonces se cierra."))
    request.stage, request.closed_date = Stage.CLOSED, today
    request.save(update_fields=["stage", "closed_date"])
    _record(audit.ARCO_CLOSED, request, by)
    return request


def _locked(request: ArcoRequest) -> ArcoRequest:
    return ArcoRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _record(verb: str, request: ArcoRequest, by: User, **after: audit.Plain) -> None:
    told: dict[str, audit.Plain] = {
        "profile": str(request.profile_id) if request.profile_id else None,
        "stage": str(request.stage),
        "due_date": request.due_date.isoformat(),
    }
    audit.record_of(verb, request, kind="arco", by=by, after=told | after)
