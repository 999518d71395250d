"""What a run came to, written down: an invoice that was judged, or a failure with its policy."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from automation.delivery import Delivery, Wanted, sort_documents
from automation.pilots.base import Failure, Outcome
from invoicing import services
from invoicing.models import InvoiceTask
from invoicing.services.running import FIRST_BACKOFF
from invoicing.states import RETRYABLE, FailureType, TaskStatus

Secrets = Sequence[tuple[str, str]]

BROKEN = "El piloto se detuvo por una falla interna; el detalle quedó en la bitácora del servidor."


@dataclass(frozen=True, slots=True)
class RetryTerms:
    """`seconds_left`: a retry that cannot begin within them is not promised; None: no such limit.
    `keep_lease`: the caller waits and tries again itself."""

    seconds_left: float | None = None
    keep_lease: bool = False
    first_backoff: timedelta = FIRST_BACKOFF


def conclude(
    task: InvoiceTask, *, owner: str, outcome: Outcome, terms: RetryTerms, secrets: Secrets = ()
) -> TaskStatus:
    """`secrets`: (value, mark) of what the portal's words must not show. Raises LeaseLost."""
    wanted = Wanted(task.profile_version.receiver.rfc, task.amount, task.ticket_date)
    delivery = sort_documents(outcome.documents, wanted)
    if delivery.xml is not None and not _is_somebody_elses(task, outcome, delivery):
        return _receive(task, owner, outcome, delivery)
    failure = _failure(task, outcome, delivery)
    return fail(task, owner=owner, failure=failure, terms=terms, secrets=secrets)


def fail(
    task: InvoiceTask, *, owner: str, failure: Failure, terms: RetryTerms, secrets: Secrets = ()
) -> TaskStatus:
    """Raises LeaseLost."""
    wait = terms.first_backoff.total_seconds()
    return services.fail_task(
        task=task,
        owner=owner,
        failure=failure.type,
        reason=failure.reason,
        fields=[asdict(field) for field in failure.fields],
        may_retry=terms.seconds_left is None or terms.seconds_left > wait,
        keep_lease=terms.keep_lease and failure.type in RETRYABLE,
        first_backoff=terms.first_backoff,
        secrets=secrets,
    )


def _receive(task: InvoiceTask, owner: str, outcome: Outcome, delivery: Delivery) -> TaskStatus:
    if delivery.xml is None:
        raise ValueError("there is no XML to receive")
    source = "recovered" if outcome.recovered else "portal"
    receipt = services.receive_cfdi(task=task, owner=owner, xml=delivery.xml, pdf=delivery.pdf, source=source)
    return receipt.status


def _is_somebody_elses(task: InvoiceTask, outcome: Outcome, delivery: Delivery) -> bool:
    """An invoice that existed before we came, made out to another receptor: it is not ours to file."""
    ours = task.profile_version.receiver.rfc
    return outcome.recovered and not task.is_submitted and delivery.receiver_rfc not in {"", ours}


def _failure(task: InvoiceTask, outcome: Outcome, delivery: Delivery) -> Failure:
    if delivery.receiver_rfc and _is_somebody_elses(task, outcome, delivery):
        return Failure(
            FailureType.ALREADY_INVOICED,
            "El ticket ya se facturó a otro receptor. Si es un error, pide al comercio que cancele esa factura.",
        )
    if outcome.failure is not None:
        return outcome.failure
    if delivery.problem and outcome.portal_says_issued:
        return Failure(FailureType.CFDI_INVALID, f"El portal no entregó un CFDI: {delivery.problem}")
    return Failure(
        FailureType.UNCERTAIN_SUBMISSION, "El portal no entregó el XML de la factura; búscala en él."
    )
