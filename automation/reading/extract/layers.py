"""What lies over what: dialogs, their backdrops, popups and everything else that is out of the flow."""

from dataclasses import dataclass, field

from automation.reading.extract.fields import Field
from automation.reading.extract.geometry import Rect
from automation.reading.extract.tree import TEXT, Node, Tree

WIDE = 0.3
"""part of the viewport above which a fixed element cannot be scrolled away from under"""


@dataclass(slots=True)
class Layers:
    tree: Tree
    covers: dict[int, list[Node]] = field(default_factory=dict)
    """by document: elements that may lie over others"""

    @classmethod
    def of(cls, tree: Tree) -> "Layers":
        layers = cls(tree)
        for node in tree.order:
            if node.tag not in (TEXT, "label") and node.visible and layers._may_cover(node):
                layers.covers.setdefault(node.scope.document, []).append(node)
        return layers

    def _may_cover(self, node: Node) -> bool:
        style = node.style
        if not style.floats_over or style.ignores_pointer or node.tag in ("input", "html", "body"):
            return False
        return style.position == "absolute" or node.area.area >= WIDE * self.tree.viewport.area

    def on_top(self, node: Node, widget: Node | None = None) -> bool:
        """False when something else would receive a click in the middle of the element. Bars that scrolling
        moves aside do not count, nor do parts of the same widget."""
        own = widget or node
        while True:
            if self._covered(node, own):
                return False
            host = node.scope.host
            if host is None:
                return True
            node = own = host

    def _covered(self, node: Node, own: Node) -> bool:
        area = node.area
        return any(
            cover.paint > node.paint and cover.area.holds(area.cx, area.cy) and not _kin(cover, own)
            for cover in self.covers.get(node.scope.document, ())
        )


def _kin(cover: Node, own: Node) -> bool:
    """Inside one another, or a part that the same small wrapper holds."""
    if cover.holds(own) or own.holds(cover):
        return True
    parent = own.parent
    return parent is not None and parent.holds(cover) and parent.end - parent.index <= 12


def form_key(node: Node) -> str:
    """Names the form to which an element belongs, by its form= attribute or by where it stands."""
    named = node.scope.by_ids(node.get("form"))
    form = named[0] if named else node.closest(lambda n: n.tag == "form")
    return f"form:{form.scope.session_id[:6]}:{form.backend_id}" if form is not None else ""


def union(fields: list[Field]) -> Rect | None:
    found: Rect | None = None
    for one in fields:
        found = one.rect if found is None else found.joined(one.rect)
    return found
