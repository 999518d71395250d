"""Advertisements that a portal lays over its form: a club, a newsletter, an app, a survey.

What they say is nobody's business here, and of their buttons only those count that refuse them. (Their boxes are
left alone by the role of their section.)
"""

import re
from dataclasses import replace

from automation.reading import words
from automation.reading.page import Clickable, Dialog, PageModel
from automation.reading.vocabulary.roles import ROLES

_PROMISES = (ROLES["newsletter"], ROLES["survey"])
_OF_THE_SALE = re.compile(
    r"\brfc\b|r\.f\.c|razon social|regimen|codigo postal|\buso de|\bfolio|\btickets?\b|\btotal\b|\$ ?\d|cfdi|"
    r"(?:tu|su|la) factura\b|datos fiscales|invoice"
)
_REFUSES = re.compile(
    r"^\W*(?:no\b|ahora no|(?:tal vez )?(?:mas tarde|despues)|omitir|saltar|cerrar|rechazar|cancelar|seguir sin|"
    r"continuar sin|x$|not now|no,? thanks|skip|close|dismiss|maybe later)|^\W*[×✕✖✗⨯]\W*$"
)


def only_refused(page: PageModel) -> PageModel:
    """The page where of an advertisement's buttons only those are left that refuse it."""
    keys = _adverts(page)
    kept = (c for c in page.clickables if c.dialog_key not in keys or _refuses(c))
    return replace(page, clickables=tuple(kept)) if keys else page


def unheard(page: PageModel) -> PageModel:
    """The page without what advertisements say."""
    keys = _adverts(page)
    if not keys:
        return page
    return replace(
        page,
        notices=tuple(n for n in page.notices if n.dialog_key not in keys),
        dialogs=tuple(replace(d, title="", text="") if d.key in keys else d for d in page.dialogs),
    )


def _adverts(page: PageModel) -> set[str]:
    return {dialog.key for dialog in page.dialogs if _is_advert(dialog, page)}


def _is_advert(dialog: Dialog, page: PageModel) -> bool:
    """It promises something, speaks of no sale and no taxpayer, and takes a no."""
    said = words.fold(f"{dialog.title} {dialog.text}")
    if not any(promise.search(said) for promise in _PROMISES) or _OF_THE_SALE.search(said):
        return False
    return any(c.dialog_key == dialog.key and c.visible and _refuses(c) for c in page.clickables)


def _refuses(clickable: Clickable) -> bool:
    return clickable.kind == "close" or bool(_REFUSES.match(words.fold(clickable.text)))
