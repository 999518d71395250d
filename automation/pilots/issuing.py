"""The click that issues: the guard before it, the point of no return, the click, and what its answer means.

The only place that presses what may issue. Order, always: read back, compare, commit, click. One intent
lives from the first such click until its outcome is known; a confirmation that the portal asks for then, or
a further form that wants a datum of the receptor never given before (CFDI 4.0 cannot be issued without it),
belongs to the same intent and commits nothing anew. Nothing under one intent is pressed twice.

After the click:

- a further page of a wizard (see `answers.goes_on`): the road goes on under the same intent;
- files, a result, a folio fiscal, "se envió a su correo": issued, and it is received;
- new words on the same form that say what is wrong (also SAT's refusal of the receptor relayed there), or
  texts newly standing beside its fields: nothing was issued, the point is taken back;
- the same words on another page: the verdict is told, the point stays (it proves less);
- "ya facturado": looked for, else told; the point stays;
- a gateway's error, a dropped connection, a crash, a blank page, silence: recovery, never a second click.
"""

from dataclasses import replace

from automation.browser.base import Settled
from automation.pilots import guard, reasons, recovery, suspicion, verdicts
from automation.pilots.answers import (
    Answer,
    answer_was_lost,
    confirmation,
    dismissal,
    read_answer,
    was_emptied,
)
from automation.pilots.base import Outcome
from automation.pilots.conversation import wait_for_reply
from automation.pilots.drive import NOT_SETTLED, UNTOUCHED, Drive, Halt, Intent, IssuingForbiddenError
from automation.pilots.filling.fields import fill_form, missing_fields, question_about, unfilled
from automation.pilots.mailbox import ask_for_mail
from automation.pilots.native_dialogs import ISSUING_WORDS, Mode
from automation.pilots.receiving import arrived, by_email, collect, is_xml, outcome_with
from automation.pilots.sight import Sight, captcha_waits, clickable_key, control_key, folded
from automation.pilots.unmarked import find_unmarked
from automation.reading.page import Control
from automation.reading.understanding import Datum, Meaning, Message, Purpose, Step
from invoicing.states import FailureType, StepType

SILENCE_LIMIT = 4.0
"""Seconds that a page may stay as it was after the issuing click before recovery begins."""
EMPTIED_LIMIT = 1.0
"""The same where the form has emptied itself: such portals put the invoice in a tray and say nothing."""
STAMPING_LIMIT = 90.0
"""Seconds that a portal may say "procesando": stamping above 60 s was seen (PORTALS.md 3.3)."""


async def issue(drive: Drive, step: Step, sight: Sight) -> Outcome | None:
    """Presses `step` if everything holds. None: the road goes on, look again. Raises Halt where it does not
    hold, RunStopped."""
    if drive.desk.submitted and drive.intent is None:
        raise IssuingForbiddenError(step.clickable.text)
    sight = await _pass_guard(drive, sight, step)
    again = same_step(sight, step)
    if again is None:
        return None
    key = (sight.fingerprint, *clickable_key(again.clickable))
    if drive.intent is not None and key in drive.intent.pressed:
        return await recovery.recover(drive, why="el portal vuelve a pedir lo que ya se envió")
    intent = await _commit(drive, again, sight)
    return await _click(drive, again, sight, intent)


def same_step(sight: Sight, step: Step) -> Step | None:
    """The same control in a newer reading, still usable."""
    key = clickable_key(step.clickable)
    offered = (*sight.ways_on, *sight.meaning.dismiss)
    found = [s for s in offered if s.clickable.ref == step.clickable.ref]
    found = found or [s for s in offered if clickable_key(s.clickable) == key]
    return next((s for s in found if s.clickable.enabled and s.clickable.visible), None)


async def _pass_guard(drive: Drive, sight: Sight, step: Step) -> Sight:
    """Compares; mends once; compares again. Raises Halt with the failure that `guard.failure` decides."""
    found = guard.differences(sight, drive.request)
    if any(d.mendable for d in found):
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
    if drive.opened_here and not guard.names_the_ticket(
        sight, drive.request, drive.given | _held(drive, sight)
    ):
        raise Halt(reasons.page_differs(["ningún campo recibió los datos del ticket"]))
    if captcha_waits(sight):
        raise Halt(reasons.verdict(FailureType.CAPTCHA, ""))
    return await _uncovered(drive, sight, step)


def _held(drive: Drive, sight: Sight) -> set[str]:
    return {f.canonical or f.datum or "" for f in drive.held_fields(sight)}


async def _uncovered(drive: Drive, sight: Sight, step: Step) -> Sight:
    """An open calendar or list over the button would take its click: closed before anything is committed."""
    again = same_step(sight, step)
    if again is None or again.clickable.on_top:
        return sight
    await drive.uncover()
    return await drive.look()


async def _commit(drive: Drive, step: Step, sight: Sight) -> Intent:
    """Everything that can still fail comes before the commit, and nothing stands between it and the click."""
    await drive.desk.checkpoint()
    await drive.browser.scroll_into_view(step.clickable.ref)
    drive.note_given(sight)
    intent, text = drive.intent, step.clickable.text
    await drive.journal.record(StepType.SUBMIT, f"Envía la solicitud con «{text}»", label=text)
    if intent is None:
        intent = Intent(control=text, documents_before=len(await drive.browser.documents()))
        await drive.desk.commit_point_of_no_return(control=text, url=drive.browser.url)
        drive.intent = intent
    intent.given |= drive.given
    intent.controls |= {control_key(c) for c in sight.page.controls if c.visible}
    intent.fingerprints.add(sight.fingerprint)
    return intent


async def _click(drive: Drive, step: Step, sight: Sight, intent: Intent) -> Outcome | None:
    key = (sight.fingerprint, *clickable_key(step.clickable))
    drive.native.turn(Mode.ARMED)
    intent.pressed.add(key)
    drive.issued = True
    drive.since_issue = NOT_SETTLED
    drive.acting()
    try:
        await drive.click(step)
    except UNTOUCHED:  # the drive looks again, under the same intent
        intent.pressed.discard(key)
        drive.native.turn(Mode.ORDINARY)
        return None
    intent.known = frozenset(drive.fingerprints)
    intent.certain = intent.certain or _surely_issues(drive, step, sight)
    await drive.settle_after_click()
    await wait_for_reply(drive, sight)
    return await _after(drive, sight, intent)


def _surely_issues(drive: Drive, step: Step, sight: Sight) -> bool:
    """By its words, or as the yes to a question; not merely because the receptor's data stand there."""
    if step.purpose is Purpose.ISSUE or suspicion.words_issue(drive, step, sight):
        return True
    asked = sight.saying(Meaning.CONFIRM)
    texts = (asked.text if asked else "", *(d.text for d in sight.page.dialogs))
    return step.purpose is Purpose.CONFIRM and bool(ISSUING_WORDS.search(folded(" ".join(texts))))


async def _after(drive: Drive, before: Sight, intent: Intent) -> Outcome | None:
    """Reads the answer until it means something. Raises Halt where the portal refused."""
    silent = 0.0
    while not answer_was_lost(drive.since_issue) and drive.since_issue.seconds < STAMPING_LIMIT:
        sight = await drive.look_when_idle(limit=STAMPING_LIMIT)
        if answer_was_lost(drive.since_issue):
            break
        answer, message = read_answer(drive, before, sight, drive.since_issue)
        if await arrived(drive, intent.documents_before):
            answer = Answer.ISSUED
        if answer not in _UNDECIDED:
            return await _act_on(drive, answer, message, sight)
        asleep = answer is Answer.SILENCE and drive.since_issue.quiet
        patience = EMPTIED_LIMIT if was_emptied(before, sight) else SILENCE_LIMIT
        if (asleep and silent >= patience) or drive.desk.seconds_left() < recovery.TIME_KEPT:
            break
        settled = await _wait_on(drive, sight, answer)
        silent = silent + max(settled.seconds, 0.25) if asleep else 0.0
    return await recovery.recover(drive, why="el portal no confirmó la solicitud")


_UNDECIDED = frozenset({Answer.WAITING, Answer.SILENCE, Answer.NOTICE})


async def _wait_on(drive: Drive, sight: Sight, answer: Answer) -> Settled:
    """One wait: a notice is dismissed, a page that must be asked again is asked, files are waited for."""
    await drive.desk.checkpoint()
    close = dismissal(drive, sight) if answer is Answer.NOTICE else None
    if close is not None:
        return await drive.press(close, sight)
    asks = sight.meaning.next
    asked = asks is not None and asks.clickable.enabled and recovery.may_press(drive, asks, sight)
    if answer is Answer.WAITING and asks is not None and asked:
        await drive.press(asks, sight)
    return await drive.settle(limit=2.0, quiet=0.4)


async def _act_on(drive: Drive, answer: Answer, message: Message | None, sight: Sight) -> Outcome | None:
    drive.native.turn(Mode.ORDINARY)
    if answer is Answer.ISSUED:
        return await _issued(drive, sight)
    if answer is Answer.CONFIRM:
        step = confirmation(drive, sight)
        return await issue(drive, step, sight) if step else None
    if answer is Answer.CONTINUES:
        return None
    if answer is Answer.REFUSED:
        await _refused(drive, message, sight)
        return None
    words = message.text if message else ""
    if answer is Answer.LOST:
        return await recovery.recover(drive, why=words)
    return await _told(drive, answer, message, sight)


async def _told(drive: Drive, answer: Answer, message: Message | None, sight: Sight) -> Outcome | None:
    """A verdict that does not take the point back; "ya facturado" is looked for first."""
    if answer is Answer.ALREADY:
        found = await recovery.fetch_existing(drive, sight, after=drive.documents_before)
        found = found or await recovery.recover(drive, why="el portal dice que ya se facturó", patient=False)
        if found.failure is None:
            return found
    raise Halt(verdicts.failure(message, drive) if message else reasons.uncertain())


async def _issued(drive: Drive, sight: Sight) -> Outcome:
    """The portal has issued: its files, else its roads, else the mail."""
    intent = drive.intent
    after = intent.documents_before if intent else drive.documents_before
    documents = await collect(drive, sight, after=after)
    if any(map(is_xml, documents)):
        return outcome_with(drive, documents, recovered=False)
    documents = (*documents, *await find_unmarked(drive, sight, after=after))
    if any(map(is_xml, documents)):
        return outcome_with(drive, documents, recovered=False)
    emailed = sight.saying(Meaning.EMAILED) is not None or await ask_for_mail(drive, sight)
    if not emailed or sight.meaning.consult:
        found = await recovery.recover(drive, why="el portal emitió sin entregar el XML", patient=not emailed)
        if found.failure is None:
            return replace(found, documents=(*documents, *found.documents), recovered=True)
    if emailed or drive.given & {Datum.EMAIL, Datum.EMAIL_CONFIRMATION}:
        return by_email(drive, sight, documents)
    failure = reasons.uncertain("El portal dice que la emitió, pero no entregó el XML.")
    return outcome_with(drive, documents, recovered=False, failure=failure)


async def admit(drive: Drive, sight: Sight) -> None:
    """The portal says that it issued what this drive told it, though no click was meant to: whatever did it,
    nothing is submitted again."""
    said = sight.saying(Meaning.ISSUED, Meaning.EMAILED)
    if said is None or drive.desk.submitted or (drive.opened_here and Datum.RFC not in drive.told):
        return
    await drive.journal.record(StepType.SUBMIT, "El portal emitió sin que se le pidiera", said=said.text)
    await drive.desk.commit_point_of_no_return(control=said.text[:80], url=drive.browser.url)


async def _refused(drive: Drive, message: Message | None, sight: Sight) -> None:
    """Nothing was issued: the point is taken back. Raises Halt unless something can be mended."""
    words = message.text if message else _mark_words(sight)
    await drive.desk.take_back_point(reason=words or "El portal marcó campos del formulario")
    drive.intent, drive.issued = None, False
    drive.issue_attempts += 1
    if message is not None and message.meaning is not Meaning.VALIDATION:
        raise Halt(verdicts.failure(message, drive))
    flagged = _flagged(sight)
    empty = [c for c in flagged if not c.value.strip() and not c.checked]
    missing = (*missing_fields(sight), *(question_about(c) for c in empty if not _known(sight, c)))
    if missing:
        raise Halt(reasons.missing_fields(missing, words))
    if drive.issue_attempts >= drive.budget.issue_attempts or not unfilled(drive, sight):
        raise Halt(verdicts.refused_value(sight, flagged, words))
    drive.fills.clear()


def _mark_words(sight: Sight) -> str:
    return next((c.error for c in sight.page.controls if c.error and c.visible), "")


def _flagged(sight: Sight) -> list[Control]:
    return [c for c in sight.page.controls if c.visible and c.enabled and (c.invalid or c.error)]


def _known(sight: Sight, control: Control) -> bool:
    return any(f.control.ref == control.ref and f.value is not None for f in sight.meaning.fields)
