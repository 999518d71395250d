"""A portal that knows the client shows what it saved of them: where that is not what the profile says, and the
page offers to change it, that comes before any confirmation."""

import re

from automation.pilots import guard
from automation.pilots.drive import Drive
from automation.pilots.sight import Sight, clickable_key, folded
from automation.reading.page import Clickable
from automation.reading.understanding import Purpose, Step

_EDIT = re.compile(
    r"^\W*(?:editar|modificar|corregir|cambiar|actualizar|edit|update|change)\b"
    r"(?!.*(?:ticket|compra|sucursal|contraseña|password|imagen|captcha|idioma|language))|"
    r"^\W*no\b.{0,30}\b(?:mis datos|correct)"
)


async def edit(drive: Drive, sight: Sight) -> bool:
    """Presses the way to change the receptor's data, once; False where nothing of theirs is wrong, something
    else is, or no such way stands here. Nothing was submitted yet, or nothing is changed any more."""
    found = guard.differences(sight, drive.request)
    is_receivers = bool(found) and all(d.datum in guard.RECEIVER_DATA and d.is_insisted_on for d in found)
    if not is_receivers or drive.intent is not None or drive.desk.submitted:
        return False
    ways = (c for c in sight.page.clickables if _leads_to_change(c))
    way = next((c for c in ways if (sight.fingerprint, *clickable_key(c)) not in drive.tried), None)
    if way is None:
        return False
    drive.tried.add((sight.fingerprint, *clickable_key(way)))
    await drive.press(Step(way, Purpose.CONTINUE, may_issue=False, score=0.5), sight)
    return True


def _leads_to_change(clickable: Clickable) -> bool:
    usable = clickable.visible and clickable.enabled and not clickable.in_navigation
    return usable and bool(_EDIT.search(folded(clickable.text)))
