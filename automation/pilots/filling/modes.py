"""Which of a portal's ways to name the sale fits this ticket: "Código de facturación" or "Datos del ticket".

Such a form asks by radio buttons which of the two it should ask for. Where the one that stands there asks for
what the ticket does not have, the others are looked at, each once; the first that the ticket answers better is
kept, else the form is put back as it was.
"""

import re

from automation.pilots.drive import UNTOUCHED, Drive
from automation.pilots.filling.fields import missing_fields
from automation.pilots.sight import Sight, control_key, find_again, folded
from automation.reading.page import Control
from automation.reading.understanding import FieldMatch
from automation.reading.vocabulary.ticket import IDENTIFYING
from invoicing.states import StepType

DOUBTFUL = 0.6
"""Confidence below which a ticket's key stands in a field only because nothing else was left."""
REDRAWN = 0.1
"""Seconds of stillness after a mode was chosen: such forms draw themselves anew, often by a timer."""
_OF_SALE = re.compile(
    r"codigo|clave|ticket|folio|nota|compra|venta|consumo|recibo|referencia|orden|pedido|billing|\bqr\b|web ?id|"
    r"barras|\bdatos\b|transaccion|reserv|order|receipt|manual"
)
_OF_RECEIVER = re.compile(
    r"fiscal|receptor|cliente|\brfc\b|correo|persona|fisica|moral|extranjer|regimen|cfdi"
)


async def choose_mode(drive: Drive, sight: Sight) -> Sight:
    """The newest reading, in the mode that fits the ticket best. Nothing is chosen once something was sent."""
    if drive.intent is not None or drive.desk.submitted or not _doubts(sight):
        return sight
    for radio in _other_modes(drive, sight):
        drive.tried.add(_key(radio))
        chosen = next((c for c in _siblings(sight, radio) if c.checked), None)
        found = await switch(drive, radio)
        if found is not None and found.is_form and _doubts(found) < _doubts(sight):
            return found
        if chosen is None or found is None:
            return found or sight
        back = find_again(found, chosen)
        sight = (await switch(drive, back) if back else None) or found
    return sight


def _doubts(sight: Sight) -> int:
    """How many fields of the form ask for what the ticket does not say."""
    return len(missing_fields(sight)) + sum(_is_doubtful(f) for f in sight.meaning.fields)


def _is_doubtful(field: FieldMatch) -> bool:
    return field.value is not None and field.canonical in IDENTIFYING and field.confidence < DOUBTFUL


def _other_modes(drive: Drive, sight: Sight) -> list[Control]:
    used = {f.control.ref for f in sight.meaning.fields if f.datum is not None}
    return [
        c
        for c in sight.page.controls
        if c.kind == "radio" and c.visible and c.enabled and not c.checked and c.html_name
        and c.ref not in used
        and _OF_SALE.search(folded(c.label))
        and not _OF_RECEIVER.search(folded(c.label))
        and _key(c) not in drive.tried
    ]  # fmt: skip


def _key(radio: Control) -> tuple[str, ...]:
    return ("mode", *control_key(radio), folded(radio.label))


def _siblings(sight: Sight, radio: Control) -> list[Control]:
    same = (radio.html_name, radio.form_key, radio.frame_url)
    radios = [c for c in sight.page.controls if c.kind == "radio" and c.visible]
    return [c for c in radios if (c.html_name, c.form_key, c.frame_url) == same]


async def switch(drive: Drive, radio: Control) -> Sight | None:
    """What stands there once this radio was chosen; None where it could not be."""
    await drive.desk.checkpoint()
    await drive.journal.record(StepType.SELECT, f"Elige «{radio.label}»", label=radio.label)
    drive.acting()
    try:
        await drive.browser.set_checked(radio.ref, checked=True)
    except UNTOUCHED:
        return None
    await drive.settle(quiet=REDRAWN)
    return await drive.look_when_idle()
