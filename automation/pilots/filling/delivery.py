"""How the portal shall hand the invoice over, where it asks: a file now, rather than a mail some day."""

import re

from automation.pilots.drive import Drive
from automation.pilots.filling.modes import switch
from automation.pilots.sight import Sight, folded
from automation.reading.page import Control

_HERE = re.compile(r"descarg|\bxml\b|download")
_MAIL = re.compile(r"correo|mail|envi")


def download_choice(sight: Sight) -> Control | None:
    """The radio button that has the invoice downloaded, where another one has it mailed."""
    radios = [c for c in sight.page.controls if c.kind == "radio" and c.visible and c.enabled]
    mailing = {_group(c) for c in radios if _MAIL.search(folded(c.label))}
    return next((c for c in radios if _group(c) in mailing and _downloads(c)), None)


def _downloads(radio: Control) -> bool:
    label = folded(radio.label)
    return bool(_HERE.search(label)) and not _MAIL.search(label)


def _group(radio: Control) -> tuple[str, str, str]:
    return radio.html_name, radio.form_key, radio.frame_url


async def choose_download(drive: Drive, sight: Sight) -> Sight:
    """The newest reading, with the download chosen where there is a choice."""
    choice = download_choice(sight)
    if choice is None or choice.checked:
        return sight
    return await switch(drive, choice) or sight
