"""Buttons, links and whatever else answers a click, each once and under the name that a person would use."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from automation.reading.extract.fields import Field, is_value_input
from automation.reading.extract.layers import Layers, form_key
from automation.reading.extract.naming import accessible_name
from automation.reading.extract.text import any_text, image_text, squeeze, texts_in, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.extract.vocabulary import (
    NAVIGATION_ROLES,
    NAVIGATION_TAGS,
    NAVIGATION_WORDS,
    SECTIONING,
)
from automation.reading.page import Clickable

BUTTON_INPUTS = frozenset({"submit", "button", "image", "reset"})
CLICK_ROLES = frozenset({"button", "link", "tab", "menuitem", "menuitemradio", "option", "treeitem"})
CLICK_ATTRIBUTES = (
    "onclick",
    "onmousedown",
    "onmouseup",
    "ng-click",
    "data-ng-click",
    "(click)",
    "@click",
    "v-on:click",
    "jsaction",
    "data-dismiss",
    "data-bs-dismiss",
)
BUTTON_CLASS = re.compile(r"^(btn|button|boton|ui-button|p-button|mat-button|k-button|dxbbutton)([-_].*)?$")
NOT_BUTTON_CLASS = re.compile(r"group|toolbar|container|wrapper|row|bar$|content|text|label|icon|list|col")
CLOSE = re.compile(r"^\W*(×|✕|✖|x|cerrar|close)\W*$", re.IGNORECASE)
CLOSE_CLASS = re.compile(r"(^|[\s_-])(close|cerrar|btn-close|dismiss)([\s_-]|$)|modal-close|closethick")
DISABLED_CLASSES = frozenset(
    {
        "disabled",
        "ui-state-disabled",
        "p-disabled",
        "is-disabled",
        "aspnetdisabled",
        "mat-button-disabled",
        "mui-disabled",
        "btn-disabled",
        "deshabilitado",
        "desactivado",
        "k-state-disabled",
        "x-item-disabled",
        "dxbdisabled",
    }
)
LONGEST = 160
"""characters; what says more is a piece of page and no button"""
CARD = re.compile(r"(^|[\s_-])(card|item|row|tile|list-group-item|media|ticket|renglon|fila)([\s_-]|$)")


@dataclass(slots=True)
class ClickableFinder:
    tree: Tree
    fields: list[Field]
    layers: Layers
    options: Mapping[int, Node]
    """items of open lists by index"""
    dialog_key: Callable[[Node], str]
    heading_above: Callable[[Node], str]
    boxes: set[int] = field(default_factory=set)
    inside_count: Callable[[Node], int] = lambda _: 0

    def find(self) -> list[Clickable]:
        self.boxes = {f.box.index for f in self.fields if f.kind != "file"}
        self.boxes |= {f.node.index for f in self.fields if f.kind != "file"}
        kept: list[Node] = []
        at, order = 0, self.tree.order
        while at < len(order):
            node = order[at]
            if node.tag == TEXT or (node.index in self.boxes and node.index not in self.options):
                at = node.end if node.tag == TEXT or self._closed_widget(node) else at + 1
                continue
            if self._answers(node):
                kept.append(node)
                at = node.end if _is_plain_button(node) else at + 1
            else:
                at += 1
        return [self._build(n) for n in self._without_wrappers(kept)]

    def _closed_widget(self, node: Node) -> bool:
        return not any(node.index < i < node.end for i in self.options)

    def _answers(self, node: Node) -> bool:
        if node.index in self.options or _is_plain_button(node):
            return node.visible or _shows_inside(self.tree, node)
        if not node.visible or node.tag in ("html", "body", "form", "label", "option", "summary-content"):
            return False
        if is_value_input(node) or not self._may_be_button(node):
            return False
        return self._is_small(node)

    def _may_be_button(self, node: Node) -> bool:
        if node.role in CLICK_ROLES or node.tag == "summary" or any(node.has(a) for a in CLICK_ATTRIBUTES):
            return True
        if node.listener or any(
            BUTTON_CLASS.match(c) and not NOT_BUTTON_CLASS.search(c) for c in node.classes
        ):
            return True
        return _points(node) and not (node.parent is not None and _points(node.parent))

    def _is_small(self, node: Node) -> bool:
        """A button holds no controls and few words; a listener on a whole section is no button."""
        if self.inside_count(node) or node.end - node.index > 150:
            return False
        text = visible_text(self.tree, node)
        if len(text) > LONGEST:
            return False
        picture = node.tag in ("img", "svg", "i") or any(
            n.tag in ("img", "svg", "i", "use") for n in self.tree.inside(node)
        )
        return bool(text or picture or node.get("title") or node.get("aria-label"))

    def _without_wrappers(self, nodes: list[Node]) -> list[Node]:
        """Of nested ones a single one stays: the real button, else the outermost that says no more."""
        indexes = [n.index for n in nodes]
        kept: list[Node] = []
        outer: list[Node] = []
        """kept ones that are still open at this point of the document"""
        for at, node in enumerate(nodes):
            outer = [o for o in outer if o.holds(node)]
            inner = nodes[at + 1 : bisect_left(indexes, node.end)]
            if self._stays(node, inner, wrapped=bool(outer)):
                kept.append(node)
                outer.append(node)
        return kept

    def _stays(self, node: Node, inner: list[Node], *, wrapped: bool) -> bool:
        if _is_plain_button(node) or node.index in self.options:
            return True
        if wrapped or len(inner) > 1:
            return False
        return not any(_is_plain_button(n) or n.index in self.options for n in inner)

    # -- what is known of one -------------------------------------------------------------------

    def _build(self, node: Node) -> Clickable:
        text = self._text(node)
        return Clickable(
            ref=node.ref,
            tag=node.tag,
            role="option" if node.index in self.options else node.get("role").lower() or _native_role(node),
            text=text,
            kind=self._kind(node, text),
            href=self._address(node),
            download=node.has("download"),
            html_id=node.get("id"),
            html_name=node.get("name"),
            css_class=self._classes(node, text),
            enabled=_enabled(node),
            visible=True,
            on_top=self.layers.on_top(node),
            form_key=form_key(node),
            dialog_key=self.dialog_key(node),
            frame_url=node.scope.frame_url,
            group=self.heading_above(node),
            row_text=self._row_text(node),
            expanded=None if not node.has("aria-expanded") else node.get("aria-expanded") == "true",
            current=_is_current(node) if node.role == "tab" or _is_tab(node) else None,
            in_navigation=in_navigation(node),
            box=node.area.box(),
        )

    def _address(self, node: Node) -> str:
        """Absolute. A bare "#" stays at its end (urljoin drops it): such a link is a button."""
        href = node.get("href").strip()
        address = urljoin(self._base(node), href) if href else ""
        return f"{address}#" if href == "#" and not address.endswith("#") else address

    def _base(self, node: Node) -> str:
        return node.scope.frame_url or self.tree.url

    def _text(self, node: Node) -> str:
        if node.tag == "input":
            own = node.get("alt") or node.get("title") if node.get("type").lower() == "image" else ""
            return squeeze(
                own or node.value or node.get("value") or DEFAULT_TEXT.get(node.get("type").lower(), "")
            )
        words = visible_text(self.tree, node, skip=_is_icon_font)
        if words and (any(c.isalnum() for c in words) or not _spoken_name(node)):
            return words
        pictures = [image_text(n) for n in self.tree.inside(node) if n.tag == "img" and n.visible]
        titles = [any_text(self.tree, n) for n in self.tree.inside(node) if n.tag == "title"]
        named = [
            node.get("aria-label"),
            node.get("title"),
            *pictures,
            *titles,
            node.get("data-original-title"),
        ]
        return squeeze(next((n for n in named if n), "")) or accessible_name(self.tree, node)

    def _classes(self, node: Node, text: str) -> str:
        """With its icon's classes where the icon is all that there is."""
        if text:
            return node.get("class")
        icons = [
            n.get("class") or n.source or n.get("src")
            for n in self.tree.inside(node)[1:]
            if n.tag in ("i", "span", "svg", "img")
        ]
        return squeeze(" ".join([node.get("class"), *icons]))[:300]

    def _kind(self, node: Node, text: str) -> str:
        if CLOSE.match(text) or (CLOSE_CLASS.search(node.words) and len(text) <= 8) or _dismisses(node):
            return "close"
        if node.index in self.options:
            return "other"
        if node.role == "tab" or _is_tab(node):
            return "tab"
        if node.tag == "input" and node.get("type").lower() == "image":
            return "image"
        if _submits(node):
            return "submit"
        return self._other_kind(node, text)

    def _other_kind(self, node: Node, text: str) -> str:
        if not text:
            return "icon"
        if node.tag == "a" and not any(BUTTON_CLASS.match(c) for c in node.classes):
            return "link"
        if node.tag == "img" or (not any(texts_in(self.tree, node)) and node.tag not in ("button", "input")):
            return "image"
        button = node.tag in ("button", "input", "a") or node.role == "button"
        return "button" if button or any(BUTTON_CLASS.match(c) for c in node.classes) else "other"

    def _row_text(self, node: Node) -> str:
        for above in list(node.ancestors())[:8]:
            if (
                above.tag in ("tr", "li")
                or above.role in ("row", "listitem")
                or CARD.search(above.get("class").lower())
            ):
                text = visible_text(self.tree, above)
                return text if len(text) <= 400 else text[:400]
            if above.tag in ("form", "body", "table", "fieldset"):
                return ""
        return ""


def _points(node: Node) -> bool:
    """Its cursor speaks of a click, if only to forbid it for now."""
    return node.style.pointer or node.style.forbids


def _spoken_name(node: Node) -> str:
    """What a glyph ("⬇", "➤", "⋮") is called for those who do not see it."""
    return squeeze(node.get("aria-label") or node.get("title"))


def _is_icon_font(node: Node) -> bool:
    """Its text ('search', 'close') is the name of a glyph."""
    return node.tag == "mat-icon" or "material-icons" in node.words


DEFAULT_TEXT = {"submit": "Enviar", "reset": "Restablecer", "image": "Enviar"}


def _is_plain_button(node: Node) -> bool:
    if node.tag == "a":
        return node.has("href")
    if node.tag == "input":
        return node.get("type").lower() in BUTTON_INPUTS
    return node.tag == "button" or node.get("role") in ("button", "link", "tab", "menuitem")


def _shows_inside(tree: Tree, node: Node) -> bool:
    """Its own box has no size, but what is in it (a floated picture, a text) can be seen."""
    return any(n.visible for n in tree.inside(node)[1:])


def _native_role(node: Node) -> str:
    if node.tag == "a":
        return "link"
    return "button" if node.tag in ("button", "input", "summary") else ""


def _enabled(node: Node) -> bool:
    if node.has("disabled") and node.get("disabled") != "false":
        return False
    if node.get("aria-disabled") == "true" or node.classes & DISABLED_CLASSES:
        return False
    if node.style.ignores_pointer or node.style.forbids:
        return False
    return not any(a.tag == "fieldset" and a.has("disabled") for a in node.ancestors())


def _dismisses(node: Node) -> bool:
    icons = any(CLOSE_CLASS.search(c.words) for c in node.elements() if c.tag in ("i", "span", "svg"))
    return icons and not any(c.tag == TEXT for c in node.children) and len(node.children) == 1


def _is_tab(node: Node) -> bool:
    return any(
        {"nav-tabs", "ui-tabs-nav", "tabs", "nav-pills", "p-tabview-nav"} & a.classes
        for a in list(node.ancestors())[:3]
    )


CURRENT = frozenset(
    {"active", "selected", "current", "is-active", "ui-tabs-active", "ui-state-active", "activo"}
)


def _is_current(node: Node) -> bool:
    """The open one of several tabs."""
    if node.has("aria-selected"):
        return node.get("aria-selected") == "true"
    item = node.parent if node.parent is not None and node.parent.tag == "li" else node
    return bool((node.classes | item.classes) & CURRENT) or node.has("aria-current")


def _submits(node: Node) -> bool:
    kind = node.get("type").lower()
    if node.tag == "input":
        return kind == "submit"
    return node.tag == "button" and (kind == "submit" or (not kind and bool(form_key(node))))


def in_navigation(node: Node) -> bool:
    """Inside nav, header, footer or what is named so, unless that belongs to a card, a dialog or a section."""
    for above in node.ancestors():
        if above.tag in ("dialog", "article", "fieldset", "main") or above.role == "dialog":
            return False
        if SECTIONING.search(above.get("class").lower()):
            return False
        if (
            above.tag in NAVIGATION_TAGS
            or above.role in NAVIGATION_ROLES
            or NAVIGATION_WORDS.search(above.words)
        ):
            return not _is_section_header(above)
    return False


def _is_section_header(node: Node) -> bool:
    """<header> and <footer> of an article, a section or a form speak of that and not of the site."""
    if node.tag not in ("header", "footer"):
        return False
    return any(
        a.tag in ("section", "article", "dialog")
        or a.role == "dialog"
        or SECTIONING.search(a.get("class").lower())
        for a in node.ancestors()
    )
