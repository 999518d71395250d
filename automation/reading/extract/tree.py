"""The page as one tree: frames opened, shadow roots composed with their slots, boxes in page coordinates.

Every node knows its place in document order, so "inside" and "between" are comparisons of numbers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from automation.reading.extract.geometry import Rect
from automation.reading.extract.snapshot import NO_STYLE, Style
from automation.reading.page import ElementRef

TEXT = "#text"


@dataclass(slots=True, eq=False)
class Scope:
    """A document or shadow root: ids and for= attributes mean something only inside one."""

    session_id: str
    frame_id: str
    frame_url: str
    """'' in the top document"""
    document: int
    """number of the document: paint orders compare only within one"""
    host: "Node | None" = None
    """the frame element that holds the document"""
    outer: "Scope | None" = None
    """of a shadow root: where its host stands"""
    ids: dict[str, list["Node"]] = field(default_factory=dict)

    def by_ids(self, id_list: str) -> list["Node"]:
        """The elements that an IDREF list (aria-labelledby and the like) names."""
        return [self.ids[i][0] for i in id_list.split() if i in self.ids]


@dataclass(slots=True, eq=False)
class Node:
    tag: str
    backend_id: int
    scope: Scope
    parent: "Node | None"
    attrs: Mapping[str, str]
    index: int
    end: int = 0
    """index of the first node after this one's descendants"""
    text: str = ""
    """of a text node, as written"""
    legible: bool = False
    """of a text node: seen, and meant to be read"""
    glued: bool = False
    """of a text node: continues the word before it"""
    block: int = 0
    """index of the nearest ancestor that is laid out as a block of its own"""
    line: int = 0
    """of a text node: how many <br> came before it"""
    place: int = 0
    """position among its parent's children"""
    children: list["Node"] = field(default_factory=list)
    rect: Rect | None = None
    shown: Rect | None = None
    """the part of `rect` that a person can see (after scrolling); None when invisible"""
    style: Style = NO_STYLE
    paint: int = 0
    role: str = ""
    """as the author gave it"""
    focused: bool = False
    listener: bool = False
    top_layer: bool = False
    """a modal <dialog>: nothing outside it can be reached"""
    value: str | None = None
    checked: bool = False
    selected: bool = False
    source: str = ""
    classes: frozenset[str] = frozenset()
    words: str = ""
    """class and id, lower case"""

    @property
    def visible(self) -> bool:
        return self.shown is not None

    @property
    def ref(self) -> ElementRef:
        return ElementRef(self.backend_id, self.scope.session_id, self.scope.frame_id)

    @property
    def area(self) -> Rect:
        """Where it is seen, else where it would be."""
        return self.shown or self.rect or Rect(0, 0, 0, 0)

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.attrs

    def holds(self, other: "Node") -> bool:
        """True for itself and its descendants."""
        return self.index <= other.index < self.end

    def ancestors(self) -> Iterator["Node"]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def closest(self, test: Callable[["Node"], bool]) -> "Node | None":
        """The nearest of itself and its ancestors that passes."""
        if test(self):
            return self
        return next((a for a in self.ancestors() if test(a)), None)

    def elements(self) -> Iterator["Node"]:
        return (c for c in self.children if c.tag != TEXT)

    def siblings_before(self) -> Iterator["Node"]:
        """Element siblings, the nearest first."""
        around = self.parent.children if self.parent is not None else []
        return (around[at] for at in range(self.place - 1, -1, -1) if around[at].tag != TEXT)

    def siblings_after(self) -> Iterator["Node"]:
        around = self.parent.children if self.parent is not None else []
        return (around[at] for at in range(self.place + 1, len(around)) if around[at].tag != TEXT)


@dataclass(slots=True)
class Tree:
    order: list[Node]
    """every node in document order; order[0] is the top document"""
    window: Rect
    """the part of the page that is on the screen now"""
    scopes: list[Scope]
    frames: list[Node]
    """every frame and iframe element"""
    scripts: list[Node]
    labels: dict[tuple[int, str], list[Node]]
    """<label>s by their scope's id() and what for= names"""
    url: str = ""
    """of the top document"""

    @property
    def root(self) -> Node:
        return self.order[0]

    def inside(self, node: Node) -> list[Node]:
        """The node and everything in it, in document order."""
        return self.order[node.index : node.end]

    def viewport(self, node: Node) -> Rect:
        """The window in which the element's document is shown: the screen, or its frame's box."""
        return node.scope.host.area if node.scope.host is not None else self.window

    def coverage(self, node: Node) -> float:
        """What part of that window the element fills, 0 to 1."""
        window = self.viewport(node)
        seen = node.area.clipped_by(window)
        return 0.0 if seen.empty or not window.area else seen.area / window.area

    def elements(self) -> Iterator[Node]:
        return (n for n in self.order if n.tag != TEXT)
