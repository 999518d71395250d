"""What lies over what: dialogs, their backdrops, popups and everything else that is out of the flow."""

from dataclasses import dataclass, field

from automation.reading.extract.tree import TEXT, Node, Tree

WIDE = 0.3
"""part of the window above which a fixed element cannot be scrolled away from under"""
WHOLE = 0.8
"""part of the window above which a fixed element lies over the whole document, however it is scrolled"""


@dataclass(slots=True)
class Layers:
    tree: Tree
    covers: dict[int, list[Node]] = field(default_factory=dict)
    """by document: elements that may lie over others"""
    modals: dict[int, Node] = field(default_factory=dict)
    """by document: the newest modal <dialog>"""

    @classmethod
    def of(cls, tree: Tree) -> "Layers":
        layers = cls(tree)
        for node in tree.order:
            if node.tag == TEXT or not node.visible:
                continue
            if node.top_layer:
                layers.modals[node.scope.document] = node
            if node.tag != "label" and layers._may_cover(node):
                layers.covers.setdefault(node.scope.document, []).append(node)
        return layers

    def _may_cover(self, node: Node) -> bool:
        style = node.style
        if not style.floats_over or style.ignores_pointer or node.tag in ("input", "html", "body"):
            return False
        return style.position == "absolute" or self.tree.coverage(node) >= WIDE

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
        modal = self.modals.get(node.scope.document)
        if modal is not None and not modal.holds(own):
            return True
        return any(
            cover.paint > node.paint and self._lies_over(cover, node) and not _kin(cover, own)
            for cover in self.covers.get(node.scope.document, ())
        )

    def _lies_over(self, cover: Node, node: Node) -> bool:
        area = node.area
        if cover.area.holds(area.cx, area.cy):
            return True
        fixed = cover.style.position == "fixed" and node.style.position != "fixed"
        return fixed and self.tree.coverage(cover) >= WHOLE


def _kin(cover: Node, own: Node) -> bool:
    """Inside one another, or a part that the same small wrapper holds."""
    if cover.holds(own) or own.holds(cover):
        return True
    parent = own.parent
    if (
        parent is None
        or parent.tag in ("body", "form", "html", "main")
        or cover.area.area > 4 * own.area.area
    ):
        return False
    return parent.holds(cover) and parent.end - parent.index <= 12


def form_key(node: Node) -> str:
    """Names the form to which an element belongs, by its form= attribute or by where it stands."""
    named = node.scope.by_ids(node.get("form"))
    form = named[0] if named else node.closest(lambda n: n.tag == "form")
    return f"form:{form.scope.session_id[:6]}:{form.backend_id}" if form is not None else ""
