"""The click that issues: the guard before it, the point of no return, the click, and what its answer means.

The only place that presses what may issue. Order, always: read back, compare, commit, click. One intent
lives from the first such click until its outcome is known; a confirmation that the portal asks for then, or
a further form that wants a datum of the receptor never given before (CFDI 4.0 cannot be issued without it),
belongs to the same intent and commits nothing anew. Nothing under one intent is pressed twice.

After the click:

- files, a result, a folio fiscal, "se envió a su correo": issued, and it is received;
- new words on the same form that say what is wrong (also SAT's refusal of the receptor relayed there), or
  texts newly standing beside its fields: nothing was issued, the point is taken back;
- the same words on another page: the verdict is told, the point stays (it proves less);
- "ya facturado": looked for, else told; the point stays;
- a gateway's error, a dropped connection, a crash, a blank page, silence: recovery, never a second click.
"""

from enum import StrEnum

from automation.browser.base import ActionTimeout, ElementGone, PortalUnreachable, Settled
from automation.pilots import guard, reasons, recovery
from automation.pilots.base import Outcome
from automation.pilots.drive import Drive, Halt, Intent, IssuingForbiddenError
from automation.pilots.filling.form import fill_form, missing_fields, unfilled
from automation.pilots.native_dialogs import Mode
from automation.pilots.receiving import arrived, by_email, collect, is_xml, outcome_with, receive
from automation.pilots.sight import Sight, captcha_waits, clickable_key, control_key, folded
from automation.reading.understanding import Datum, Meaning, Message, PageKind, Purpose, Step
from invoicing.states import FailureType, StepType

SILENCE_LIMIT = 4.0
"""Seconds that a page may stay as it was after the issuing click before recovery begins."""
STAMPING_LIMIT = 90.0
"""Seconds that a portal may say "procesando": stamping above 60 s was seen (PORTALS.md 3.3)."""

REFUSALS = frozenset(
    {
        Meaning.VALIDATION,
        Meaning.CAPTCHA_WRONG,
        Meaning.RECEIVER_REJECTED,
        Meaning.NOT_FOUND,
        Meaning.NOT_READY,
        Meaning.EXPIRED,
        Meaning.CANCELLED_SALE,
    }
)
MANDATORY = frozenset(
    {Datum.RFC, Datum.LEGAL_NAME, Datum.FIRST_NAMES, Datum.FISCAL_REGIME, Datum.POSTAL_CODE, Datum.CFDI_USE}
)
"""Of the receptor, without which no CFDI 4.0 is valid (Anexo 20, node Receptor)."""


class Answer(StrEnum):
    ISSUED = "issued"
    REFUSED = "refused"
    VERDICT = "verdict"
    ALREADY = "already"
    CONFIRM = "confirm"
    CONTINUES = "continues"
    NOTICE = "notice"
    WAITING = "waiting"
    SILENCE = "silence"


async def issue(drive: Drive, step: Step, sight: Sight) -> Outcome | None:
    """Presses `step` if everything holds. None: the road goes on, look again. Raises Halt where it does not
    hold, RunStopped."""
    if drive.desk.submitted and drive.intent is None:
        raise IssuingForbiddenError(step.clickable.text)
    sight = await _pass_guard(drive, sight)
    again = same_step(sight, step)
    if again is None:
        return None
    key = (sight.fingerprint, *clickable_key(again.clickable))
    if drive.intent is not None and key in drive.intent.pressed:
        return await recovery.recover(drive, why="el portal vuelve a pedir lo que ya se envió")
    await _commit(drive, again, sight)
    return await _click(drive, again, sight, key)


def same_step(sight: Sight, step: Step) -> Step | None:
    """The same control in a newer reading, still usable."""
    key = clickable_key(step.clickable)
    found = [s for s in sight.ways_on if s.clickable.ref == step.clickable.ref]
    found = found or [s for s in sight.ways_on if clickable_key(s.clickable) == key]
    return next((s for s in found if s.clickable.enabled and s.clickable.visible), None)


async def _pass_guard(drive: Drive, sight: Sight) -> Sight:
    """Compares; mends once; compares again. Raises Halt with the failure that `guard.failure` decides."""
    found = guard.differences(sight, drive.request)
    if any(d.mendable for d in found):
        for difference in found:
            if difference.field is not None:
                drive.fills.clear()
        sight = await fill_form(drive, sight, careful=True)
        found = guard.differences(sight, drive.request)
    if found:
        failure = guard.failure(found)
        await drive.journal.record(StepType.CHECK, "La página no dice lo que se pidió", reason=failure.reason)
        raise Halt(failure)
    missing = missing_fields(sight)
    if missing:
        raise Halt(reasons.missing_fields(missing))
    if captcha_waits(sight):
        raise Halt(reasons.verdict(FailureType.CAPTCHA, ""))
    return sight


async def _commit(drive: Drive, step: Step, sight: Sight) -> None:
    await drive.desk.checkpoint()
    await drive.browser.scroll_into_view(step.clickable.ref)
    drive.note_given(sight)
    if drive.intent is None:
        text = step.clickable.text
        await drive.desk.commit_point_of_no_return(control=text, url=drive.browser.url)
        drive.intent = Intent(
            control=text,
            pressed=set(),
            documents_before=len(await drive.browser.documents()),
            given=frozenset(drive.given),
        )
    drive.intent.given |= drive.given
    drive.intent.controls |= {control_key(c) for c in sight.page.controls if c.visible}
    drive.intent.fingerprints.add(sight.fingerprint)


async def _click(drive: Drive, step: Step, sight: Sight, key: tuple[str, ...]) -> Outcome | None:
    text = step.clickable.text
    await drive.journal.record(StepType.SUBMIT, f"Envía la solicitud con «{text}»", label=text)
    assert drive.intent is not None  # noqa: S101 - set by _commit just before
    drive.intent.pressed.add(key)
    drive.native.turn(Mode.ARMED)
    drive.issued = True
    try:
        await drive.browser.click(step.clickable.ref)
    except ElementGone:
        return await recovery.recover(drive, why="la página cambió al enviar")
    settled = await drive.settle()
    return await _after(drive, sight, settled)


def answer_was_lost(settled: Settled) -> bool:
    """Something that was sent got no answer, or a gateway's: whether it was carried out is unknown.
    A refusal (4xx) is an answer. Pictures, styles and GETs of scripts prove nothing."""
    return any(_is_lost(failed) for failed in settled.failed_requests)


def _is_lost(failed: str) -> bool:
    head = failed.split(" ", 2)
    sent = len(head) > 1 and head[1].upper() in ("POST", "PUT", "PATCH")
    return sent and not head[0].startswith("4")


async def _after(drive: Drive, before: Sight, settled: Settled) -> Outcome | None:
    """Reads the answer until it means something. Raises Halt where the portal refused."""
    if answer_was_lost(settled):
        return await recovery.recover(drive, why="el portal no contestó al envío")
    silent = waited = 0.0
    while waited < STAMPING_LIMIT and drive.desk.seconds_left() > recovery.TIME_KEPT:
        sight = await drive.look_when_idle(limit=STAMPING_LIMIT)
        answer, message = read_answer(drive, before, sight, settled)
        if answer is Answer.NOTICE:
            await drive.press(sight.meaning.dismiss[0], sight)
            drive.native.turn(Mode.ARMED)
            waited += 0.5
            continue
        if answer not in (Answer.WAITING, Answer.SILENCE):
            return await _act_on(drive, answer, message, sight)
        if answer is Answer.SILENCE and silent >= SILENCE_LIMIT:
            break
        again = await _wait_on(drive, sight, answer)
        waited += again
        silent = silent + again if answer is Answer.SILENCE else 0.0
        if len(await arrived(drive, _intent(drive).documents_before)):
            waited = min(waited, STAMPING_LIMIT - 1)
    return await recovery.recover(drive, why="el portal no dijo qué pasó con la solicitud")
