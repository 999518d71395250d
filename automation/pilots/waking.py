"""A form's button that sleeps until the form is complete, and why it may never wake."""

from automation.pilots import reasons, verdicts
from automation.pilots.base import Failure
from automation.pilots.drive import Drive, Halt
from automation.pilots.filling.fields import may_fill_again, question_about, unfilled
from automation.pilots.sight import Sight
from automation.reading.understanding import Purpose, Step

_FORM_STEPS = frozenset({Purpose.CONTINUE, Purpose.ISSUE, Purpose.CONFIRM, Purpose.START})


async def usable_step(drive: Drive, sight: Sight) -> Step | None:
    """The form's way on, once it takes a click: many wake only when the last field is left. None where a field
    lost its value meanwhile (a box of suggestions of which none was chosen). Raises Halt."""
    waited = 0.0
    while waited < 3.0:
        step = next((s for s in _own_ways(sight) if s.clickable.enabled and s.purpose in _FORM_STEPS), None)
        if step is not None:
            return step
        settled = await drive.settle(limit=1.0, quiet=0.2)
        waited += max(settled.seconds, 0.3)
        sight = await drive.look()
        if any(may_fill_again(drive, f) for f in unfilled(drive, sight)):
            return None
    raise Halt(_why_asleep(drive, sight))


def _own_ways(sight: Sight) -> tuple[Step, ...]:
    """The form's own buttons: while they sleep, the menu's "Facturar" only starts the form anew."""
    own = tuple(s for s in sight.ways_on if not s.clickable.in_navigation)
    return own or sight.ways_on


def _why_asleep(drive: Drive, sight: Sight) -> Failure:
    """The button stays disabled: a field that we could not fill, or one that we know nothing about."""
    if unfilled(drive, sight):
        return verdicts.stuck(drive, sight)
    empty = [
        f.control
        for f in sight.meaning.fields
        if f.value is None and f.control.enabled and not f.control.readonly and not f.control.value.strip()
    ]
    asked = [question_about(c) for c in empty if c.kind not in ("checkbox", "radio", "file") and c.label]
    if asked and not sight.meaning.next:
        return reasons.unknown_page("no se encontró el botón para continuar", sight.page.title)
    if asked:
        return reasons.missing_fields(asked)
    return reasons.unknown_page("el botón para continuar no se activa", sight.page.title)
