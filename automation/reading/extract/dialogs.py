"""Dialogs that lie over the page, whatever library drew them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from automation.reading.extract.text import is_heading, texts_in, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.extract.vocabulary import is_panel
from automation.reading.page import Dialog

NAMED = re.compile(
    r"(^|\s)(modal|modal-dialog|modal-content|ui-dialog|swal2-popup|sweet-alert|swal-modal|md-dialog|mat-dialog-container|"
    r"mat-mdc-dialog-container|p-dialog|p-confirm-dialog|k-window|radwindow|muidialog-paper|v-dialog|el-dialog|"
    r"el-message-box|ant-modal|reveal-modal|reveal|fancybox-content|fancybox-wrap|mfp-content|featherlight-content|"
    r"jconfirm-box|ajs-dialog|vex-content|izimodal|dxpclite|dxpopupcontrol|x-window|remodal|tingle-modal|uk-modal-dialog|"
    r"ui-confirm-dialog|noty_modal|bootbox|avgrund-popup|lity-container|chakra-modal__content|dialog|popup|lightbox|"
    r"modal-window|ventana-modal|ventana|dx-popup-normal|dx-overlay-content)(\s|$)|[-_]modal(\s|$)|modal[-_]?(box|container|window|popup)"
)
NOT_DIALOG = re.compile(
    r"calendar|datepicker|timepicker|dropdown|autocomplete|tooltip|listbox|combobox|toast|growl|snack|backdrop|overlay-mask|"
    r"grecaptcha|menu|popper|select|noty_|p-message|rcbslide|picker"
)
PICKER = re.compile(r"calendar|date-?picker|time-?picker|grecaptcha")
BACKDROP = re.compile(
    r"backdrop|overlay|mask|widget-overlay|swal2-container|modal-bg|scrim|blockui|blockoverlay|fade",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"modal-title|dialog-title|swal2-title|swal-title|ui-dialog-title|rwtitle|window-title|dialog__title|modal__title|"
    r"dialogtitle|panel-heading|popup-title|message-box__title|ant-modal-title|k-window-title|jconfirm-title"
)
COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)
LONGEST_BAR = 900
"""characters of a bar about cookies"""
WHOLE = 0.5
"""part of the viewport that a nameless layer must cover to count as a dialog"""


@dataclass(slots=True)
class DialogFinder:
    tree: Tree
    found: list[Node] = field(default_factory=list)

    def find(self) -> list[Node]:
        """The outermost element of each open dialog, in document order."""
        candidates = [n for n in self.tree.order if n.tag != TEXT and self._is_dialog(n)]
        candidates += self._above_backdrops(candidates)
        for node in sorted(candidates, key=lambda n: n.index):
            outer = next((d for d in self.found if d.holds(node)), None)
            if outer is None or self._is_its_own(node, outer):
                self.found.append(node)
        return self.found

    def key(self, node: Node) -> str:
        """Of the innermost dialog that holds the element; '' outside of all."""
        while True:
            holding = [d for d in self.found if d.holds(node)]
            if holding:
                return dialog_key(max(holding, key=lambda d: d.index))
            if node.scope.host is None:
                return ""
            node = node.scope.host

    def _is_dialog(self, node: Node) -> bool:
        """Looking whether anything can be read in it comes last: it goes through all that is inside."""
        if node.tag in ("html", "body", "form", "button", "a", "iframe", "input"):
            return False
        return self._looks_like_one(node) and self._is_seen(node)

    def _looks_like_one(self, node: Node) -> bool:
        if node.tag == "dialog" and node.has("open"):
            return True
        says_so = node.get("role") in ("dialog", "alertdialog") or node.get("aria-modal") == "true"
        if says_so or node.tag in ("md-dialog", "mat-dialog-container", "p-dialog", "ngb-modal-window"):
            return not PICKER.search(node.words)
        if NOT_DIALOG.search(node.get("class").lower()) or PICKER.search(node.words) or is_panel(node):
            return False
        if NAMED.search(node.get("class").lower()) or NAMED.search(node.get("id").lower()):
            return self._floats(node)
        return self._is_nameless_layer(node) or self._is_cookie_bar(node)

    def _is_cookie_bar(self, node: Node) -> bool:
        """Stays on the window's edge, speaks of cookies, and has something to press and nothing to fill in."""
        if node.style.position not in ("fixed", "sticky") or node.end - node.index > 200:
            return False
        text = visible_text(self.tree, node)
        if len(text) > LONGEST_BAR or not COOKIES.search(text) or not self._has_action(node):
            return False
        return not any(n.tag in ("select", "textarea") or _is_text_input(n) for n in self.tree.inside(node))

    def _is_seen(self, node: Node) -> bool:
        """Visible itself, or of no size with a visible box inside (wrappers of fixed boxes)."""
        if node.visible:
            words = next(texts_in(self.tree, node), None)
            return words is not None or any(
                n.tag in ("iframe", "input", "img") for n in self.tree.inside(node)
            )
        if node.rect is None or not (
            node.get("role") in ("dialog", "alertdialog") or node.get("aria-modal") == "true"
        ):
            return False
        return any(c.visible for c in self.tree.inside(node)[1:])

    def _floats(self, node: Node) -> bool:
        near = [node, *list(node.ancestors())[:3]]
        return any(
            n.style.position in ("fixed", "absolute") for n in near if n.tag not in ("body", "html", "form")
        )

    def _is_nameless_layer(self, node: Node) -> bool:
        """Fixed, over most of the window, shaded, and with something to read or press on it."""
        style = node.style
        if style.position not in ("fixed", "absolute") or self.tree.coverage(node) < WHOLE:
            return False
        if style.position == "absolute" and (style.z_index <= 0 or self.tree.coverage(node) < 0.9):
            return False
        shaded = 0.05 < style.background[3] < 0.99
        outside = sum(1 for n in self.tree.order if n.tag == TEXT and n.visible and not node.holds(n))
        return shaded and outside > 0 and self._has_action(node)

    def _has_action(self, node: Node) -> bool:
        tags = ("button", "input", "a", "select")
        return any(
            n.visible and (n.tag in tags or n.listener or n.style.pointer) for n in self.tree.inside(node)[1:]
        )

    def _shades(self) -> list[Node]:
        """Empty layers that dim the page."""
        return [n for n in self.tree.order if n.tag != TEXT and n.visible and is_shade(self.tree, n)]

    def _above_backdrops(self, known: list[Node]) -> Iterable[Node]:
        """An empty shade over the page, and painted after it a box of its own with the words."""
        for shade in self._shades():
            for node in self.tree.order:
                if node.tag == TEXT or not self._stands_on(node, shade):
                    continue
                if not any(k.holds(node) or node.holds(k) for k in known):
                    yield node

    def _stands_on(self, node: Node, shade: Node) -> bool:
        if not node.visible or node.paint <= shade.paint or node.scope.document != shade.scope.document:
            return False
        if (
            node.style.position not in ("fixed", "absolute")
            or shade.holds(node)
            or NOT_DIALOG.search(node.words)
        ):
            return False
        inner = any(
            a.style.position in ("fixed", "absolute") and a.paint > shade.paint for a in node.ancestors()
        )
        return not inner and self._has_action(node) and bool(visible_text(self.tree, node))

    def _is_its_own(self, node: Node, outer: Node) -> bool:
        """A dialog opened from a dialog, and not the same one's inner wrapper."""
        says_so = node.get("role") in ("dialog", "alertdialog") or node.tag == "dialog"
        return (
            says_so
            and visible_text(self.tree, node) != visible_text(self.tree, outer)
            and self._floats_itself(node)
        )

    def _floats_itself(self, node: Node) -> bool:
        return node.style.position in ("fixed", "absolute")


def _is_text_input(node: Node) -> bool:
    return node.tag == "input" and node.get("type").lower() in (
        "",
        "text",
        "email",
        "password",
        "tel",
        "search",
    )


def dialog_key(node: Node) -> str:
    return f"dialog:{node.scope.session_id[:6]}:{node.backend_id}"


def build_dialog(tree: Tree, node: Node) -> Dialog:
    text = visible_text(tree, node)
    return Dialog(
        key=dialog_key(node),
        title=_title(tree, node),
        text=text,
        modal=_is_modal(tree, node),
        box=node.area.box() if node.rect else None,
    )


def _title(tree: Tree, node: Node) -> str:
    for inner in tree.inside(node)[1:]:
        if inner.tag != TEXT and inner.visible and (TITLE.search(inner.words) or is_heading(inner)):
            text = visible_text(tree, inner)
            if text:
                return text
    named = " ".join(visible_text(tree, n) for n in node.scope.by_ids(node.get("aria-labelledby")))
    return named or node.get("aria-label") or node.get("title")


def is_shade(tree: Tree, node: Node) -> bool:
    """An empty fixed layer over the window, coloured or named as a backdrop."""
    if node.style.position not in ("fixed", "absolute") or node.end - node.index >= 5:
        return False
    dims = node.style.background[3] > 0.05 or BACKDROP.search(node.words) is not None
    return dims and tree.coverage(node) >= 0.8 and not visible_text(tree, node)


def _is_modal(tree: Tree, node: Node) -> bool:
    """Says so, covers the window, or stands on a shade that does."""
    if node.get("aria-modal"):
        return node.get("aria-modal") == "true"
    if node.top_layer or any(_fills(tree, n) for n in (node, *list(node.ancestors())[:3])):
        return True
    return any(n.tag != TEXT and n.visible and n.paint < node.paint and is_shade(tree, n) for n in tree.order)


def _fills(tree: Tree, node: Node) -> bool:
    fixed = node.visible and node.style.position in ("fixed", "absolute") and node.tag not in ("body", "html")
    return fixed and tree.coverage(node) >= 0.8
