"""An assistant thinks before it asks the next question: what is said meanwhile is lost, or taken for the answer
to a question that nobody has read yet."""

from automation.pilots.answers import answer_was_lost
from automation.pilots.drive import Drive
from automation.pilots.sight import Sight
from automation.reading.understanding import PageKind

REPLY_LIMIT = 20.0
"""Seconds that an assistant may take to answer one line."""


def question_of(sight: Sight) -> str:
    """What the page asks now, where it asks one thing at a time; '' on forms proper."""
    asked = (f.control for f in sight.meaning.fields if f.datum is not None)
    return next((c.label for c in asked if c.label_source == "question"), "")


async def wait_for_reply(drive: Drive, before: Sight) -> bool:
    """Waits until the page goes on from the question that `before` asked. True at once on forms proper; False
    where no reply came. Raises RunStopped."""
    asked = question_of(before)
    if not asked:
        return True
    waited = 0.0
    while waited < min(REPLY_LIMIT, drive.desk.seconds_left()):
        await drive.desk.checkpoint()
        drive.looks -= 1
        if _goes_on(before, await drive.look(), asked):
            return True
        if answer_was_lost(drive.since_issue):
            return False
        settled = await drive.settle(limit=1.0, quiet=0.2)
        waited += max(settled.seconds, 0.2)
    return False


def _goes_on(before: Sight, now: Sight, asked: str) -> bool:
    """Another question, the same one asked anew, a word of the portal's, or another kind of page."""
    old = {m.text for m in before.meaning.messages}
    if any(m.text not in old for m in now.meaning.messages):
        return True
    if question_of(now) == asked:
        return now.page.text.count(asked) > before.page.text.count(asked)
    return now.kind is not PageKind.UNKNOWN
