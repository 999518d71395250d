"""What a button or link says, and whether it may issue the invoice. In doubt it may."""

from automation.reading import words
from automation.reading.page import Clickable
from automation.reading.scene import TELLING, Scene, usable
from automation.reading.understanding import Purpose
from automation.reading.vocabulary import ways as said

LEAVES = ("mailto:", "tel:", "whatsapp:", "javascript:window.print")
"""Addresses that lead out of the portal."""


def is_never(text: str) -> bool:
    """Never clicked: cancel, refacturar, clear, help … ("sin registro" is no registering)."""
    return bool(said.NEVER.search(text)) and not said.START[0][0].search(text)


def text_of(clickable: Clickable) -> str:
    return words.fold(clickable.text)


def is_menu_link(clickable: Clickable) -> bool:
    """ "Facturar sus códigos" in the menu above a form leads elsewhere (or to where we are)."""
    return (
        clickable.in_navigation and (bool(clickable.href) or clickable.kind in {"link", "tab"})
    ) or clickable.kind == "tab"


def may_issue(clickable: Clickable, purpose: Purpose, scene: Scene) -> bool:
    """By its words (facturar, generar, emitir …) or by its place (the receptor's data stand here)."""
    text = text_of(clickable)
    if purpose is Purpose.ISSUE:
        return True
    if purpose not in {Purpose.CONTINUE, Purpose.CONFIRM}:
        return False
    telling = bool(scene.receiver & TELLING) or scene.shows_receiver
    if said.LOOKUP.search(text):
        return telling and not said.NEUTRAL_LOOKUP.search(text) and not _has_better(clickable, scene)
    if said.WEIGHTY.search(text) and "ticket" not in text:
        return telling or bool(scene.receiver)
    return telling and not said.LATER_REVIEW.search(scene.folded)


def _has_better(clickable: Clickable, scene: Scene) -> bool:
    """Another button of the page issues by its words: this one only looks up."""
    others = (c for c in usable(scene.page.clickables) if c.ref != clickable.ref and not is_menu_link(c))
    return any(
        said.ISSUE.search(t) or said.CONTINUE.search(t) for t in map(text_of, others) if not is_never(t)
    )
