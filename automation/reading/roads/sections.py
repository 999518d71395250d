"""Closed sections of a page (accordions, tabs, collapsed cards): what lies in them shows after a click."""

import re

from automation.reading.page import Clickable
from automation.reading.roads.buttons import LEAVES, is_never, text_of
from automation.reading.scene import Scene, usable
from automation.reading.sections import is_main_text
from automation.reading.understanding import Purpose, Step
from automation.reading.vocabulary import ways as said

_HEAD_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "dt"})
_HEAD_CLASS = re.compile(r"accordion|acordeon|collaps|expan|toggle|panel-(?:title|heading|header)|fold")
_ARROW = re.compile(r"^[▸▾▼►▶▽▿⌄˅＋+›❯]\s|\s?[▸▾▼►▶▽▿⌄˅＋+›❯]$")
_NUMBERED = re.compile(r"^(?:paso|step|etapa|seccion)? ?\d\b|^[①-⑨]")
_OF_SALE = re.compile(
    r"\b(?:ticket|compra|venta|consumo|nota|recibo|boleto|comprobante|pedido|orden|estancia|servicio|folio|"
    r"cuenta|factura\w*|purchase|receipt|order)\b"
)
_OF_RECEIVER = re.compile(r"fiscal|receptor|cliente|facturacion|contribuyente|rfc|billing|tax")


_UNTOLD = 0.26


def closed_sections(scene: Scene) -> list[Step]:
    """Heads of sections that a click opens; those that speak of the sale come first. Questions of a FAQ are
    none. Beside a form only those that speak of the sale or of the receptor."""
    heads = [(c, _score(text_of(c))) for c in usable(scene.page.clickables) if _is_head(c)]
    least = _UNTOLD + 0.05 if scene.has_form else 0.0
    return [Step(c, Purpose.START, may_issue=False, score=score) for c, score in heads if score >= least]


def _is_head(clickable: Clickable) -> bool:
    text = text_of(clickable)
    if is_never(text) or "?" in text or not text or clickable.in_navigation or not clickable.enabled:
        return False
    if said.CONSULT.search(text) or not is_main_text(clickable.text):
        return False
    if clickable.expanded or clickable.dialog_key or clickable.download or _leads_elsewhere(clickable):
        return False
    dressed = clickable.kind == "tab" or bool(_HEAD_CLASS.search(clickable.css_class.lower()))
    return (
        clickable.expanded is False
        or clickable.tag in _HEAD_TAGS
        or dressed
        or bool(_ARROW.search(clickable.text))
    )


def _leads_elsewhere(clickable: Clickable) -> bool:
    href = clickable.href.lower()
    page = bool(href) and "#" not in href and not href.startswith("javascript:")
    return page or href.startswith(LEAVES)


def _score(text: str) -> float:
    score = _UNTOLD + 0.04 * bool(_NUMBERED.search(text))
    if _OF_SALE.search(text):
        return score + 0.16
    return score + (0.08 if _OF_RECEIVER.search(text) else 0.0)


def is_of_receiver(step: Step) -> bool:
    """The section's head speaks of whom to invoice, not of the sale."""
    text = text_of(step.clickable)
    return bool(_OF_RECEIVER.search(text))
