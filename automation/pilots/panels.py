"""Small panels that hand an invoice over to whoever knows whose it is: one box and one button, often drawn
under the form that said "ya facturado". Their box is no part of the form, so nothing else has filled it."""

import re

from automation.browser.base import ActionTimeout
from automation.pilots.drive import UNTOUCHED, Drive
from automation.pilots.sight import Sight, folded
from automation.reading.page import Clickable, Control
from automation.reading.request import Receiver
from invoicing.states import StepType

_NEAR = 260.0
"""CSS pixels between the box and its button."""
_TYPED = frozenset({"text", "email", "autocomplete"})


async def fill_panel(drive: Drive, sight: Sight, button: Clickable) -> None:
    """Types into the empty box beside `button` what it asks of the receptor; nothing where it asks for
    anything else, or where several boxes stand there."""
    boxes = [c for c in sight.page.controls if _is_beside(c, button) and not c.value.strip()]
    value = _asked(boxes[0], drive.request.receiver) if len(boxes) == 1 else ""
    if not value:
        return
    label = boxes[0].label or boxes[0].placeholder or "RFC"
    await drive.journal.record(StepType.INPUT, f"Escribe «{label}»", label=label, value=value)
    try:
        await drive.browser.type_text(boxes[0].ref, value)
        await drive.browser.leave(boxes[0].ref)
    except (*UNTOUCHED, ActionTimeout):
        return
    await drive.settle(limit=2.0)


def _is_beside(control: Control, button: Clickable) -> bool:
    usable = control.visible and control.enabled and not control.readonly and control.kind in _TYPED
    same = (control.frame_url, control.dialog_key) == (button.frame_url, button.dialog_key)
    if not usable or not same or control.box is None or button.box is None:
        return False
    return control.box.distance(button.box) < _NEAR


def _asked(control: Control, receiver: Receiver) -> str:
    told = folded(
        f"{control.label} {control.placeholder} {control.accessible_name} {control.html_id} {control.html_name} "
        f"{control.group}"
    )
    if "rfc" in told:
        return receiver.rfc
    return receiver.email if re.search(r"correo|mail", told) else ""
