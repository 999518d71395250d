"""Fields that only look up an invoice which exists already: the open tab or the only button says so.

Such a form asks for the ticket and the RFC as the one that invoices does; whoever fills it goes in circles.
"""

import re

from automation.reading import words
from automation.reading.page import Clickable, PageModel
from automation.reading.vocabulary.roles import ROLES

_BARE = re.compile(
    r"^(?:(?:re)?consultas?r?|recuperar?|reimprimir|reimpresion|descargar?|buscar|historial|reenviar|retrieve|reprint)$"
)
_INVITES = re.compile(
    r"^(?:factura(?:r|cion|me)?\b|generar|nueva factura|solicitar|emitir|obtener factura|autofactura|invoice\b|"
    r"create|new invoice|get invoice|issue)(?!.*global)"
)
_OF_INVOICE = re.compile(r"factura|cfdi|reimpr|invoice|comprobante")
_OF_WIZARD = re.compile(r"^(?:paso|step|etapa)? ?\d|ticket|compra|venta|nota\b|recibo")
_BUTTONS = frozenset({"submit", "button", "image", "other"})


def only_consults(page: PageModel, form: tuple[str, str, str]) -> bool:
    """Whether the fields of `form` (frame, dialog, form key) are there to look an invoice up."""
    frame, dialog, key = form
    if dialog:
        return False
    return _open_tab_consults(page, frame) or (not key and _buttons_consult(page, frame))


def _open_tab_consults(page: PageModel, frame: str) -> bool:
    """The tab that lies open is the one for invoices made before, and another one is for making them."""
    tabs = [c for c in page.clickables if c.visible and c.current is not None and c.frame_url == frame]
    opened = [words.plain(c.text) for c in tabs if c.current]
    if len(opened) != 1 or _OF_WIZARD.search(opened[0]) or not _is_consult(opened[0]):
        return False
    return any(not c.current and c.enabled and _INVITES.search(words.plain(c.text)) for c in tabs)


def is_closed_tab(clickable: Clickable) -> bool:
    """A tab for invoices made before, while another one lies open."""
    return clickable.current is False and _is_consult(words.plain(clickable.text))


def _is_consult(text: str) -> bool:
    if _BARE.search(text):
        return True
    return bool(ROLES["consult"].search(text) and _OF_INVOICE.search(text)) and not _INVITES.search(text)


def _buttons_consult(page: PageModel, frame: str) -> bool:
    """Outside of any <form>: every button of the page is for invoices made before."""
    texts = [words.fold(c.text) for c in page.clickables if _is_button(c) and c.frame_url == frame]
    return bool(texts) and all(_is_consult(t) and _OF_INVOICE.search(t) for t in texts)


def _is_button(clickable: Clickable) -> bool:
    own = not clickable.form_key and not clickable.dialog_key and not clickable.in_navigation
    return clickable.visible and own and clickable.kind in _BUTTONS and bool(clickable.text)
