"""What a page says after the click that issues. Pure: readings in, one word out.

In doubt the word is SILENCE, which leads to recovery: only new words of refusal on the form that was sent
say that nothing was issued.
"""

import re
from enum import StrEnum

from automation.browser.base import Settled
from automation.pilots import suspicion
from automation.pilots.drive import NATIVE, Drive
from automation.pilots.sight import Sight, clickable_key, control_key, folded
from automation.reading.understanding import Datum, Meaning, Message, PageKind, Step

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
DEFINITE = (REFUSALS - {Meaning.VALIDATION}) | {Meaning.ALREADY_INVOICED, Meaning.ISSUED, Meaning.EMAILED}
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
    LOST = "lost"
    SILENCE = "silence"


def answer_was_lost(settled: Settled) -> bool:
    """Something that was sent got no answer, or a gateway's: whether it was carried out is unknown.
    A refusal (4xx) is an answer. Pictures, styles and scripts prove nothing."""
    return any(_sent(failed) and not re.match(r"4\d\d|50[01]", failed) for failed in settled.failed_requests)


def answer_is_doubtful(settled: Settled) -> bool:
    """The portal's own error (500): only the words of a definite verdict count beside it."""
    return any(_sent(failed) and re.match(r"50[01]", failed) for failed in settled.failed_requests)


def _sent(failed: str) -> bool:
    return bool(re.match(r"\S+ (POST|PUT|PATCH)\b", failed))


def read_answer(drive: Drive, before: Sight, sight: Sight, settled: Settled) -> tuple[Answer, Message | None]:
    """What the newest reading answers to the issuing click on `before`. Pure."""
    if sight.kind is PageKind.RESULT or (sight.meaning.uuid and sight.meaning.uuid != before.meaning.uuid):
        return Answer.ISSUED, None
    said = _new_message(drive, before, sight)
    if answer_is_doubtful(settled) and (said is None or said[1].meaning not in DEFINITE):
        return Answer.LOST, said[1] if said else None
    if said is not None:
        return said
    if _marks_refuse(before, sight, settled):
        return Answer.REFUSED, None
    if _new_downloads(before, sight):
        return Answer.ISSUED, None
    return _road_answer(drive, sight), None


def _new_message(drive: Drive, before: Sight, sight: Sight) -> tuple[Answer, Message] | None:
    old = {m.text for m in before.meaning.messages} | drive.static_texts
    new = [m for m in sight.meaning.messages if m.in_dialog == NATIVE or m.text not in old]
    for message in new:
        if message.meaning is Meaning.ALREADY_INVOICED:
            return Answer.ALREADY, message
        if message.meaning in REFUSALS:
            return (Answer.REFUSED if _same_form(drive, sight) else Answer.VERDICT), message
        if message.meaning in (Meaning.ISSUED, Meaning.EMAILED):
            return Answer.ISSUED, message
        if message.meaning in (Meaning.OUTAGE, Meaning.BLOCKED, Meaning.SESSION_EXPIRED):
            return Answer.LOST, message
    return None


def _same_form(drive: Drive, sight: Sight) -> bool:
    """The form, or the page to be confirmed, under which this intent was pressed still stands here."""
    intent = drive.intent
    if intent is None:
        return False
    here = {control_key(c) for c in sight.page.controls if c.visible}
    return bool(here & intent.controls) or sight.fingerprint in intent.fingerprints


def _marks_refuse(before: Sight, sight: Sight, settled: Settled) -> bool:
    """Validation texts that newly stand beside fields; or fields newly marked, when nothing was sent."""
    if settled.navigated:
        return False
    old = {control_key(c): c for c in before.page.controls}
    for control in sight.page.controls:
        was = old.get(control_key(control))
        if was is None or not control.visible:
            continue
        if control.error and control.error != was.error:
            return True
        if control.invalid and not was.invalid and settled.requests == 0:
            return True
    return False


def _new_downloads(before: Sight, sight: Sight) -> bool:
    old = {clickable_key(s.clickable) for s in before.meaning.downloads}
    return any(clickable_key(s.clickable) not in old for s in sight.meaning.downloads)


def _road_answer(drive: Drive, sight: Sight) -> Answer:
    if confirmation(drive, sight) is not None:
        return Answer.CONFIRM
    if sight.is_form and goes_on(drive, sight):
        return Answer.CONTINUES
    if sight.kind in _BARE and _is_a_further_page(drive, sight):
        return Answer.CONTINUES
    if sight.page.dialogs and sight.kind is PageKind.NOTICE and dismissal(drive, sight):
        return Answer.NOTICE
    return Answer.WAITING if sight.kind is PageKind.WAITING or sight.meaning.busy else Answer.SILENCE


_BARE = frozenset({PageKind.MENU, PageKind.NOTICE, PageKind.UNKNOWN})
_ANOTHER = re.compile(r"\botr[oa]s?\b|\bnuev[oa]s?\b|another|\bnew\b|inicio|home|salir")


def _is_a_further_page(drive: Drive, sight: Sight) -> bool:
    """A page without a form, never seen before, whose button goes on; nothing pressed so far issues by its
    words, so the wizard's last page may well be this one."""
    intent, step = drive.intent, sight.meaning.next
    if intent is None or intent.certain or step is None or not step.clickable.enabled:
        return False
    return sight.fingerprint not in intent.known and not _ANOTHER.search(folded(step.clickable.text))


def confirmation(drive: Drive, sight: Sight) -> Step | None:
    """The way on of a review or a question, not pressed before under this intent."""
    if drive.intent is None:
        return None
    asked = sight.kind is PageKind.REVIEW
    step = sight.meaning.next if asked else suspicion.agreement(drive, sight)
    if step is None or (sight.fingerprint, *clickable_key(step.clickable)) in drive.intent.pressed:
        return None
    return step if step.clickable.enabled else None


def goes_on(drive: Drive, sight: Sight) -> bool:
    """The form that stands here is a further step, so nothing was issued yet: it wants a mandatory datum of
    the receptor that was never given; or nothing pressed so far issues by its words ("Continuar" on a page
    with the receptor's data), and the form is one that this drive had not seen. A portal that issued without
    a word shows its first form again, and that one was seen."""
    intent = drive.intent
    if intent is None or not intent.pressed:
        return True
    if asks_for_more(drive, sight):
        return True
    return not intent.certain and sight.fingerprint not in intent.known and sight.meaning.next is not None


def asks_for_more(drive: Drive, sight: Sight) -> bool:
    """The portal wants a mandatory datum of the receptor that it was never given: it cannot have issued."""
    given = set(drive.intent.given) if drive.intent else set()
    if given & {Datum.LEGAL_NAME, Datum.FIRST_NAMES}:
        given |= {Datum.LEGAL_NAME, Datum.FIRST_NAMES}
    wanted = {
        f.canonical or f.datum
        for f in sight.meaning.fields
        if f.value is not None and f.control.enabled and not f.control.value.strip()
    }
    return bool((wanted & MANDATORY) - given)


def was_emptied(before: Sight, sight: Sight) -> bool:
    """The form that was sent stands here without most of what it held: whatever became of it, the page is
    done."""
    held = {control_key(c) for c in before.page.controls if c.kind in _EMPTIED and c.value.strip()}
    now = [c for c in sight.page.controls if c.visible and control_key(c) in held]
    return sum(not c.value.strip() for c in now) > max(1, len(now) // 2)


_EMPTIED = frozenset({"text", "number", "email", "date"})


def dismissal(drive: Drive, sight: Sight) -> Step | None:
    return next((s for s in sight.meaning.dismiss if not drive.may_issue(s, sight)), None)
