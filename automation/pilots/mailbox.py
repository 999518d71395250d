"""A portal that has issued and hands over no file, but sends it to an address that is typed on the result page."""

import re

from automation.browser.base import ActionTimeout
from automation.pilots.drive import UNTOUCHED, Drive
from automation.pilots.sight import Sight, folded
from automation.reading.page import Clickable, Control
from automation.reading.sections import NEWSLETTER, role_of_text
from automation.reading.understanding import Meaning, Purpose, Step
from invoicing.states import StepType

_ADDRESS = re.compile(r"correo|e-?mail|\bmail\b")
_SENDS = re.compile(r"^\W*(?:re)?(?:envi|mand|send|e-?mail)")
_OTHER = re.compile(r"mensaje|comentario|sugerencia|encuesta|contact|message|feedback|whatsapp|sms|codigo")
_FAR = 500.0
"""CSS pixels between the address and its button."""


async def ask_for_mail(drive: Drive, sight: Sight) -> bool:
    """Types the receptor's address where the portal asks for it and has the invoice sent. True when the portal
    took it; False where it does not offer that. It is called only after the portal said that it has issued."""
    control = _address_field(sight)
    button = _send_button(sight, control) if control else None
    if control is None or button is None or not drive.request.receiver.email:
        return False
    try:
        await _type_address(drive, control)
        await drive.press(Step(button, Purpose.OPEN_MAILBOX, may_issue=False, score=0.5), sight)
    except (*UNTOUCHED, ActionTimeout):
        return False
    after = await drive.look_when_idle()
    return after.saying(Meaning.EMAILED) is not None or after.saying(Meaning.VALIDATION) is None


async def _type_address(drive: Drive, control: Control) -> None:
    address = drive.request.receiver.email
    if control.value.strip().casefold() == address.casefold():
        return
    message = f"Escribe «{control.label or 'Correo'}»"
    await drive.journal.record(StepType.INPUT, message, label=control.label, datum="email", value=address)
    await drive.browser.type_text(control.ref, address)
    await drive.browser.leave(control.ref)


def _address_field(sight: Sight) -> Control | None:
    """The one field that asks for an address, outside of newsletters."""
    found = [c for c in sight.page.controls if _asks_address(c)]
    return found[0] if len(found) == 1 else None


def _asks_address(control: Control) -> bool:
    told = folded(
        f"{control.label} {control.placeholder} {control.accessible_name} {control.html_id} {control.html_name}"
    )
    usable = (
        control.visible and control.enabled and not control.readonly and control.kind in ("text", "email")
    )
    around = role_of_text(f"{control.label} {control.placeholder} {control.group}")
    return usable and bool(_ADDRESS.search(told)) and around != NEWSLETTER


def _send_button(sight: Sight, control: Control) -> Clickable | None:
    """The nearest button that sends, in the same form."""
    here = (control.frame_url, control.dialog_key, control.form_key)
    found = [
        (control.box.distance(c.box) if control.box and c.box else _FAR, c)
        for c in sight.page.clickables
        if _sends(c) and (c.frame_url, c.dialog_key, c.form_key) == here
    ]
    near = sorted((f for f in found if f[0] < _FAR), key=lambda f: f[0])
    return near[0][1] if near else None


def _sends(clickable: Clickable) -> bool:
    text = folded(clickable.text)
    usable = clickable.visible and clickable.enabled and not clickable.in_navigation
    return usable and bool(_SENDS.search(text)) and not _OTHER.search(text)
