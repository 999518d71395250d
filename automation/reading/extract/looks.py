"""Lists that only look like lists: no role, no library, no telling class; a box that a person knows by sight."""

import re

from automation.reading.extract.snapshot import Style
from automation.reading.extract.text import is_heading, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.extract.vocabulary import CHOOSE

_ARROW = re.compile(r"[▼▾⌄˅🔽⏷﹀∨]\s*$")
_CARET = re.compile(r"(^|[\s_-])(caret|chevron|arrow|angle|expand|triangle)([\s_-]?(down|abajo))?([\s_-]|$)")
_SHAPES = frozenset({"div", "span", "p", "a", "button", "output"})
_INNER = frozenset({"input", "select", "textarea", "button", "iframe", "table", "ul", "ol"})
_LONGEST_LABEL = 60


def is_dressed_list(tree: Tree, node: Node) -> bool:
    """A framed box of one line that takes a click, under or beside a caption of its own, and shows an arrow,
    an invitation to choose, or stands where the form's boxes stand."""
    if node.tag not in _SHAPES or not node.visible or not _is_line(node) or not _acts(node):
        return False
    if any(n is not node and n.tag in _INNER for n in tree.inside(node)) or is_heading(node) or _leads(node):
        return False
    text = visible_text(tree, node)
    if len(text) > 90 or not _has_caption(tree, node):
        return False
    telling = bool(_ARROW.search(text) or CHOOSE.match(text)) or _has_caret(tree, node)
    if node.tag in ("button", "a"):
        return telling and _is_pale(node.style)
    return (telling and _acts(node)) or (
        _is_framed(node.style) and _is_pale(node.style) and node.has("tabindex")
    )


def _is_line(node: Node) -> bool:
    return 16 <= node.area.height <= 70 and node.area.width >= 60


def _acts(node: Node) -> bool:
    return node.listener or node.style.pointer or node.has("tabindex") or node.has("onclick")


def _leads(node: Node) -> bool:
    href = node.get("href")
    return bool(href) and not href.startswith(("#", "javascript:"))


def _is_framed(style: Style) -> bool:
    return style.border_x > 0 or style.border_y > 0


def _is_pale(style: Style) -> bool:
    """As boxes for typing are; buttons are coloured."""
    red, green, blue, alpha = style.background
    return alpha < 0.1 or min(red, green, blue) >= 225


def _has_caret(tree: Tree, node: Node) -> bool:
    inside = (
        n for n in tree.inside(node) if n is not node and n.tag in ("i", "span", "svg", "img", "em", "b")
    )
    return any(_CARET.search(f"{n.words} {n.get('src').lower()}") for n in inside)


def _has_caption(tree: Tree, node: Node) -> bool:
    """A short text right before it, in a wrapper that holds no other control; or an aria-label."""
    if node.get("aria-label") or node.get("aria-labelledby"):
        return True
    parent = node.parent
    if parent is None or any(n.tag in _INNER and n is not node for n in tree.inside(parent)):
        return False
    before = [c for c in parent.children if c.index < node.index and c.visible]
    texts = [c.text if c.tag == TEXT else visible_text(tree, c) for c in before]
    return 0 < len(" ".join(texts).strip()) <= _LONGEST_LABEL and len(list(parent.elements())) <= 4
