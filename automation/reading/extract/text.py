"""Text as a person reads it: words kept together, blocks apart, nothing that is invisible."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from automation.reading.extract.geometry import Rect
from automation.reading.extract.tree import TEXT, Node, Tree

WITHOUT_TEXT = frozenset({"select", "option", "optgroup", "textarea", "script", "style", "title", "datalist"})
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend"})
SPACES = re.compile(r"[\s\u200b\ufeff]+")


def squeeze(text: str) -> str:
    return SPACES.sub(" ", text).strip()


def is_text(node: Node) -> bool:
    """A text that is seen and meant to be read."""
    return node.legible


def join(texts: Iterable[Node]) -> str:
    """The texts of one passage, in order."""
    pieces: list[str] = []
    for node in texts:
        if pieces and not node.glued:
            pieces.append(" ")
        pieces.append(node.text)
    return squeeze("".join(pieces))


def texts_in(tree: Tree, node: Node, skip: Callable[[Node], bool] | None = None) -> Iterator[Node]:
    """Visible text nodes inside, without the subtrees that `skip` names."""
    at = node.index
    while at < node.end:
        current = tree.order[at]
        if current.tag in WITHOUT_TEXT or (skip is not None and skip(current)):
            at = current.end
            continue
        if is_text(current):
            yield current
        at += 1


def visible_text(tree: Tree, node: Node, skip: Callable[[Node], bool] | None = None) -> str:
    """All that can be read inside, on one line."""
    return join(texts_in(tree, node, skip))


def any_text(tree: Tree, node: Node) -> str:
    """All text inside, seen or not (options of a closed list, labels for screen readers)."""
    return join(n for n in tree.inside(node) if n.tag == TEXT)


@dataclass(slots=True, eq=False)
class Block:
    """A run of text that stands together: what a person takes in as one label, sentence or cell."""

    nodes: list[Node]
    text: str
    rect: Rect
    owner: Node
    """the element that holds all of it"""
    used: str = ""
    """'label', 'hint', 'error', 'mark' once it has been understood"""

    @property
    def index(self) -> int:
        return self.nodes[0].index

    @property
    def color(self) -> tuple[float, float, float, float]:
        return self.nodes[0].style.color


@dataclass(slots=True)
class BlockBuilder:
    tree: Tree
    opaque: Callable[[Node], bool]
    """subtrees whose text is a value or a button, never a label"""
    breaks: frozenset[int] = frozenset()
    """indexes of elements at which a run of text ends: the controls"""
    blocks: list[Block] = field(default_factory=list)
    run: list[Node] = field(default_factory=list)

    def build(self) -> list[Block]:
        at, order = 0, self.tree.order
        while at < len(order):
            node = order[at]
            if node.tag in WITHOUT_TEXT or self.opaque(node):
                self._flush()
                at = node.end
                continue
            self._take(node)
            at += 1
        self._flush()
        return self.blocks

    def _take(self, node: Node) -> None:
        if node.tag == "br" or node.index in self.breaks or (node.tag == "label" and self.run):
            self._flush()
        elif node.tag == "img" and node.visible and image_text(node):
            self._flush()
            self.run.append(node)
            self._flush()
        elif is_text(node):
            if self.run and self._parts(node):
                self._flush()
            self.run.append(node)

    def _parts(self, node: Node) -> bool:
        """Another block, or the text that follows a label of its own."""
        last = self.run[-1]
        return node.block != last.block or _label_of(last) is not _label_of(node)

    def _flush(self) -> None:
        if not self.run:
            return
        nodes, self.run = self.run, []
        text = image_text(nodes[0]) if nodes[0].tag == "img" else join(nodes)
        rect = nodes[0].area
        for node in nodes[1:]:
            rect = rect.joined(node.area)
        owner = nodes[0] if nodes[0].tag == "img" else _common(nodes)
        self.blocks.append(Block(nodes, text, rect, owner))


def _label_of(node: Node) -> Node | None:
    for above in node.ancestors():
        if above.tag == "label":
            return above
        if not above.style.inline:
            return None
    return None


def _common(nodes: list[Node]) -> Node:
    owner = nodes[0].parent or nodes[0]
    while not owner.holds(nodes[-1]) and owner.parent is not None:
        owner = owner.parent
    return owner


def image_text(node: Node) -> str:
    return squeeze(node.get("alt") or node.get("title") or node.get("aria-label"))


def is_heading(node: Node) -> bool:
    return node.tag in HEADING_TAGS or node.role == "heading"


LINE_TAGS = frozenset({"tr", "li", "dt", "dd"})


def page_text(tree: Tree) -> str:
    """All visible text, a line per block; the cells of a table row share a line."""
    lines: list[str] = []
    run: list[Node] = []
    key: object = None
    for node in texts_in(tree, tree.root):
        here = _line_key(node)
        if run and here != key:
            lines.append(join(run))
            run = []
        key = here
        run.append(node)
    if run:
        lines.append(join(run))
    return "\n".join(line for line in lines if line)


def _line_key(node: Node) -> object:
    row = node.closest(lambda n: n.tag in ("tr", "table", "form", "body") or n.role == "row")
    if row is not None and (row.tag == "tr" or row.role == "row") and not _holds_layout(row):
        return row.index
    return (node.block, node.line)


def _holds_layout(row: Node) -> bool:
    """A row of a layout table holds whole sections; a data row holds words."""
    return row.end - row.index > 120
