"""Forms that only ask how to reach somebody: "Te llamamos", "Quiero informes", "¿Dudas?", a newsletter.

They look like a step that asks for the receptor, and whoever fills them hands a taxpayer's name to the sales
department. What tells them apart: they ask for nothing but a name and an address, no word of theirs is about
invoicing, and the way to the invoice stands elsewhere.
"""

import re
from collections.abc import Sequence

from automation.reading import words
from automation.reading.page import Clickable, Control, PageModel
from automation.reading.vocabulary import ways as said

PERSONAL = frozenset(
    {"legal_name", "first_names", "paternal_surname", "maternal_surname", "email", "email_confirmation"}
)
_REACHES = PERSONAL | {"postal_code"}
"""A postal code finds the nearest shop, or says where a quotation is for."""
_SMALL_TALK = frozenset({"phone", "remarks", "alias", "newsletter", "username", "search", "city", "state"})
_MAIL = frozenset({"email", "email_confirmation"})
_ABOUT_INVOICES = re.compile(
    r"factur|cfdi|fiscal|tickets?\b|recibo|comprobante|constancia|\bsat\b|\brfc\b|regimen|receptor|"
    r"contribuyente|razon social|timbr|invoice|receipt|tax\b"
)
_OF_SENDING = re.compile(r"envi|recib|correo|mail|mand|llega|send")


def collects_leads(
    page: PageModel,
    controls: Sequence[Control],
    asked: frozenset[str],
    buttons: Sequence[str],
    *,
    has_rival: bool,
) -> bool:
    """`asked`: every datum that `controls` want, foreign ones too; `buttons`: texts of the form's own;
    `has_rival`: another form of the page asks for a ticket or for fiscal data."""
    ours = asked & _REACHES
    if not ours or asked - _REACHES - _SMALL_TALK:
        return False
    if _speaks_of_invoices(controls, buttons, mail_only=ours <= _MAIL):
        return False
    if has_rival and buttons and ours <= PERSONAL:
        return True
    if "remarks" in asked or any(c.tag == "textarea" for c in controls):
        return True
    door = _has_door(page, controls)
    if ours <= _MAIL:
        return door
    goes_on = any(said.CONTINUE.search(words.fold(b)) for b in buttons) or not buttons
    return (door or "phone" in asked) and not (goes_on and _is_about_invoices(page))


def _speaks_of_invoices(controls: Sequence[Control], buttons: Sequence[str], *, mail_only: bool) -> bool:
    own = [f"{c.label} {c.placeholder} {c.hint} {c.accessible_name}" for c in controls]
    own += [" ".join((*words.id_words(c.html_id), *words.id_words(c.html_name))) for c in controls]
    if _ABOUT_INVOICES.search(words.fold(" ".join((*own, *buttons)))):
        return True
    over = {words.fold(c.group) for c in controls}
    return any(_ABOUT_INVOICES.search(o) and (not mail_only or _OF_SENDING.search(o)) for o in over)


def _is_about_invoices(page: PageModel) -> bool:
    path = page.url.split("//")[-1].partition("/")[2]
    return bool(_ABOUT_INVOICES.search(words.fold(" ".join((page.title, *page.headings, path)))))


def _has_door(page: PageModel, controls: Sequence[Control]) -> bool:
    """A link or button outside this form says that it leads to the invoice."""
    own = {c.form_key for c in controls} - {""}
    return any(_is_door(c) for c in page.clickables if c.visible and c.enabled and c.form_key not in own)


def _is_door(clickable: Clickable) -> bool:
    text = words.fold(clickable.text)
    if said.NEVER.search(text) or said.CONSULT.search(text):
        return False
    return any(expression.search(text) for expression, weight in said.START if weight > 0.55)
