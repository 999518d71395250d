"""What the portal says, heeded: which of its words end a drive, and which are only advice above a form."""

from automation.pilots import recovery, verdicts
from automation.pilots.base import Outcome
from automation.pilots.drive import Drive, Halt
from automation.pilots.filling.fields import unfilled
from automation.pilots.sight import Sight
from automation.reading.understanding import Meaning, Message, PageKind


async def heed(drive: Drive, sight: Sight, before: Sight | None) -> Outcome | None:
    """Ends the drive where the portal has pronounced. Raises Halt. What stands above a form from the start,
    or above a form that the road has newly reached, is advice; a dialog's word always counts."""
    for message in sight.meaning.messages:
        if message.meaning not in verdicts.BY_MEANING:
            _refused_look_up(drive, sight, before, message)
            continue
        if message.meaning is Meaning.ALREADY_INVOICED and _pronounced(
            message.in_dialog, sight, before, message.text
        ):
            found = await recovery.fetch_existing(drive, sight, after=drive.documents_before)
            if found is not None:
                return found
            raise Halt(verdicts.failure(message, drive))
        if message.meaning is Meaning.LOGIN_FAILED and not drive.logged_in:
            continue
        if message.meaning is Meaning.BLOCKED and _has_answerable_captcha(sight):
            continue
        if _pronounced(message.in_dialog, sight, before, message.text):
            raise Halt(verdicts.failure(message, drive))
    return None


def _has_answerable_captcha(sight: Sight) -> bool:
    """A wall with a door: what stands in it can be answered by a person."""
    marks = sight.page.captcha_marks
    return sight.kind is PageKind.CAPTCHA and any(not m.startswith(("wall:", "invisible:")) for m in marks)


def _refused_look_up(drive: Drive, sight: Sight, before: Sight | None, message: Message) -> None:
    """The ticket was not accepted ("debe tener 35 dígitos"): nothing may be issued after that. Raises Halt."""
    if not drive.looked_up or message.meaning is not Meaning.VALIDATION or unfilled(drive, sight):
        return
    if _pronounced(message.in_dialog, sight, before, message.text):
        raise Halt(verdicts.stuck(drive, sight))


def _pronounced(in_dialog: str, sight: Sight, before: Sight | None, text: str) -> bool:
    if in_dialog or not (sight.is_form or sight.kind in _ADVISED):
        return True
    if before is None or text in {m.text for m in before.meaning.messages}:
        return False
    return _same_fields(before, sight)


_ADVISED = frozenset({PageKind.MENU, PageKind.LOGIN, PageKind.NOTICE, PageKind.REVIEW})


def _same_fields(before: Sight, sight: Sight) -> bool:
    """The form that was sent stands here again: most of what it asked it asks again."""
    old = {f.datum for f in before.meaning.fields if f.datum}
    new = {f.datum for f in sight.meaning.fields if f.datum}
    return bool(new) and len(old & new) * 2 > len(new)
