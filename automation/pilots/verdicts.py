"""The portal's own verdicts as failures of the contract (CONTRACT.md section 3)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from automation.pilots import reasons
from automation.pilots.base import Failure
from automation.pilots.drive import Drive
from automation.pilots.filling.fields import question_about, unfilled
from automation.pilots.guard import RECEIVER_DATA
from automation.pilots.sight import Sight
from automation.reading.fields import is_marked_optional
from automation.reading.page import Control
from automation.reading.request import InvoiceRequest
from automation.reading.understanding import Meaning, Message
from invoicing.states import FailureType

BY_MEANING = {
    Meaning.ALREADY_INVOICED: FailureType.ALREADY_INVOICED,
    Meaning.NOT_FOUND: FailureType.TICKET_NOT_FOUND,
    Meaning.NOT_READY: FailureType.TICKET_NOT_READY,
    Meaning.EXPIRED: FailureType.DEADLINE_EXPIRED,
    Meaning.CANCELLED_SALE: FailureType.TICKET_NOT_FOUND,
    Meaning.RECEIVER_REJECTED: FailureType.RECEIVER_REJECTED,
    Meaning.CAPTCHA_WRONG: FailureType.CAPTCHA,
    Meaning.LOGIN_FAILED: FailureType.LOGIN_REQUIRED,
    Meaning.OUTAGE: FailureType.PORTAL_ERROR,
    Meaning.BLOCKED: FailureType.PORTAL_BLOCKED,
    Meaning.SESSION_EXPIRED: FailureType.PORTAL_ERROR,
}
"""Meanings that end a drive; the others are part of the road."""


def failure(message: Message, drive: Drive) -> Failure:
    """The failure that this message pronounces, with its words; "not found" while the vendor may still be
    loading the sale is TICKET_NOT_READY."""
    kind = BY_MEANING.get(message.meaning) or message.failure_type or FailureType.UNKNOWN_PAGE
    if message.failure_type is not None:
        kind = message.failure_type
    if kind is FailureType.TICKET_NOT_FOUND and message.meaning is Meaning.NOT_FOUND:
        kind = FailureType.TICKET_NOT_READY if still_loading(drive.request, drive.now) else kind
    return reasons.verdict(kind, message.text, attribute=message.attribute)


def still_loading(request: InvoiceRequest, now: datetime) -> bool:
    """The vendor's loading delay has not passed since the sale. A sale without a time counts from the end of
    its day; an unknown vendor has no delay."""
    ticket = request.ticket
    if request.loading_delay_hours <= 0 or ticket.date is None:
        return False
    sold = datetime.combine(ticket.date, ticket.time or time(23, 59), tzinfo=now.tzinfo)
    return now < sold + timedelta(hours=request.loading_delay_hours)


def stuck(drive: Drive, sight: Sight) -> Failure:
    """The form does not go on: a field that could not be filled, or what the portal says about it."""
    left = unfilled(drive, sight)
    if left:
        return reasons.page_differs(f"no se pudo llenar «{f.control.label or f.datum}»" for f in left)
    flagged = [c for c in sight.page.controls if c.visible and c.enabled and (c.invalid or c.error)]
    said = sight.saying(Meaning.VALIDATION, Meaning.OTHER) or drive.objection
    if said is not None and said.attribute in RECEIVER_DATA and not flagged:
        return reasons.verdict(FailureType.RECEIVER_REJECTED, said.text, attribute=said.attribute)
    return refused_value(sight, flagged, said.text if said else "")


def _unknown_and_empty(sight: Sight) -> list[Control]:
    """Fields of the form that nothing was known for: what a refused form most likely lacks."""
    filled = [f.control for f in sight.meaning.fields if f.datum is not None]
    forms = {(c.frame_url, c.dialog_key, c.form_key) for c in filled}
    return [
        f.control
        for f in sight.meaning.fields
        if f.datum is None
        and (f.control.frame_url, f.control.dialog_key, f.control.form_key) in forms
        and f.control.kind not in {"checkbox", "radio", "file", "password"}
        and f.control.enabled
        and not f.control.readonly
        and not f.control.value.strip()
        and (f.control.label or f.control.placeholder)
        and not is_marked_optional(f.control)
    ]


def refused_value(sight: Sight, flagged: Sequence[Control], words: str) -> Failure:
    """The form was refused although every field holds what the request says: the datum is named."""
    unknown = _unknown_and_empty(sight)
    asked = [c for c in unknown if c in flagged] or ([] if flagged else unknown)
    if asked:
        return reasons.missing_fields([question_about(c) for c in asked], words or asked[0].error)
    for control in flagged:
        match = next((f for f in sight.meaning.fields if f.control.ref == control.ref), None)
        if match is None or match.datum is None:
            continue
        if (match.canonical or match.datum) in RECEIVER_DATA:
            said = words or control.error
            return reasons.verdict(
                FailureType.RECEIVER_REJECTED, said, attribute=match.canonical or match.datum
            )
        return reasons.missing_fields([question_about(control, match.datum)], words or control.error)
    return reasons.unknown_page(f"el portal rechaza el formulario: {reasons.quoted(words)}")
