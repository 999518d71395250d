"""From browser-use's nodes and our snapshots to the composed tree, with what a person can see of each node."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from automation.reading.extract.capture import Capture
from automation.reading.extract.geometry import Rect
from automation.reading.extract.snapshot import Painted, Snapshot, is_readable
from automation.reading.extract.tree import TEXT, Node, Scope, Tree

FRAME_TAGS = frozenset({"iframe", "frame"})
UNRENDERED = frozenset({"style", "template", "noscript", "meta", "link", "base"})
ELEMENT, TEXT_NODE, DOCUMENT, FRAGMENT = 1, 3, 9, 11
EVERYWHERE = Rect(-1e9, -1e9, 1e9, 1e9)
FAINT = 0.06
"""opacity below which nobody sees a thing"""
SMALLEST = 2.0
"""CSS pixels: what is thinner than this is not meant to be seen"""
AUTHOR_SHADOW = ("open", "closed")
NOTHING = Painted()


class State(NamedTuple):
    """What a parent hands down to its children."""

    dx: float = 0.0
    dy: float = 0.0
    clip: Rect = EVERYWHERE
    """of children in the flow"""
    positioned_clip: Rect = EVERYWHERE
    """of absolutely positioned descendants"""
    frame_clip: Rect = EVERYWHERE
    opacity: float = 1.0
    hidden: bool = False
    block: int = 0


@dataclass(slots=True)
class Composer:
    capture: Capture
    order: list[Node] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    frames: list[Node] = field(default_factory=list)
    scripts: list[Node] = field(default_factory=list)
    labels: dict[tuple[int, str], list[Node]] = field(default_factory=dict)
    documents: int = 0
    lines: int = 0
    """<br>s so far"""
    space: bool = True
    """the text before ended in white space or a boundary"""

    def compose(self) -> Tree:
        stack: list[Any] = [(self.capture.root, None, self._top_scope(), State())]
        while stack:
            item = stack.pop()
            if isinstance(item, Node):
                self._leave(item)
                continue
            stack.extend(self._enter(*item))
        x, y = self._scroll()
        width, height = self.capture.viewport
        return Tree(
            self.order, Rect(x, y, x + width, y + height), self.scopes, self.frames, self.scripts, self.labels
        )

    def _scroll(self) -> tuple[float, float]:
        shot = _shot(self.capture.snapshots.get(self.capture.top_session), self.capture.root.frame_id or "")
        return (shot.scroll_x, shot.scroll_y) if shot else (0.0, 0.0)

    def _top_scope(self) -> Scope:
        return self._scope(self.capture.top_session, self.capture.root.frame_id or "", "", None)

    def _scope(self, session_id: str, frame_id: str, url: str, host: Node | None) -> Scope:
        scope = Scope(session_id, frame_id, url, self.documents, host)
        self.documents += 1
        self.scopes.append(scope)
        return scope

    def _enter(self, raw: Any, parent: Node | None, scope: Scope, state: State) -> list[Any]:
        """Adds the node; returns what is to be visited next, last first."""
        kind = int(raw.node_type)
        if kind == TEXT_NODE:
            self._add_text(raw, parent, scope, state)
            return []
        if kind not in (ELEMENT, DOCUMENT, FRAGMENT) or raw.node_name.lower() in UNRENDERED:
            return []
        painted = self._painted(scope, raw.backend_node_id)
        node = _element(raw, parent, scope, painted, len(self.order))
        node.focused = raw.backend_node_id in self.capture.focused
        self._add(node)
        own = self._place(node, painted, state)
        self._break(node)
        self._generate(node, painted, "before", own)
        return [node, *self._visits(raw, node, scope, own)]

    def _add(self, node: Node) -> None:
        self._hang(node)
        self.lines += node.tag == "br"
        if node.get("id"):
            node.scope.ids.setdefault(node.get("id"), []).append(node)
        if node.tag in FRAME_TAGS:
            self.frames.append(node)
        elif node.tag == "label" and node.get("for"):
            self.labels.setdefault((id(node.scope), node.get("for")), []).append(node)
        elif node.tag == "script":
            self.scripts.append(node)

    def _hang(self, node: Node) -> None:
        self.order.append(node)
        if node.parent is not None:
            node.place = len(node.parent.children)
            node.parent.children.append(node)

    def _leave(self, node: Node) -> None:
        painted = self._painted(node.scope, node.backend_id)
        text = painted.generated.get("after")
        if text:
            state = State(hidden=not node.visible, block=node.block)
            self._add_generated(node, text[0], state)
        node.end = len(self.order)
        self._break(node)

    def _break(self, node: Node) -> None:
        if not node.style.inline or node.tag in ("br", "img", "input", "select", "textarea", "button"):
            self.space = True

    def _painted(self, scope: Scope, backend_id: int) -> Painted:
        shot = self.capture.snapshots.get(scope.session_id)
        return (shot.painted.get(backend_id) if shot else None) or NOTHING

    def _add_text(self, raw: Any, parent: Node | None, scope: Scope, state: State) -> None:
        text = raw.node_value
        if parent is None or parent.tag in ("script", "textarea"):
            return
        if not text.strip():
            self.space = self.space or bool(text)
            return
        painted = self._painted(scope, raw.backend_node_id)
        node = Node(TEXT, raw.backend_node_id, scope, parent, {}, len(self.order), text=text)
        self._finish_text(node, painted, state)

    def _finish_text(self, node: Node, painted: Painted, state: State) -> None:
        node.end = node.index + 1
        node.block = state.block
        node.glued = not self.space and not node.text[:1].isspace()
        self.space = node.text[-1:].isspace()
        node.style = node.parent.style if node.parent is not None else node.style
        node.paint = painted.paint
        if painted.rect is not None:
            node.rect = _moved(painted.rect, state)
            node.shown = None if state.hidden or not node.style.visible else _seen(node.rect, state)
        node.legible = node.visible and is_readable(node.text)
        node.line = self.lines
        self._hang(node)

    def _generate(self, node: Node, painted: Painted, which: str, state: State) -> None:
        text = painted.generated.get(which)
        if text:
            self._add_generated(node, text[0], state)

    def _add_generated(self, parent: Node, text: str, state: State) -> None:
        """Generated content has no node of its own: it counts as text of its element, at its element's place."""
        node = Node(TEXT, parent.backend_id, parent.scope, parent, {}, len(self.order), text=text)
        self._finish_text(node, NOTHING, state)
        if not state.hidden:
            node.rect = node.shown = parent.shown or parent.rect
            node.legible = node.visible

    def _visits(self, raw: Any, node: Node, scope: Scope, state: State) -> list[Any]:
        if node.tag in FRAME_TAGS:
            return self._frame_visits(raw, node, scope, state)
        shadow = next((s for s in raw.shadow_roots or () if s.shadow_root_type in AUTHOR_SHADOW), None)
        if shadow is not None:
            inner = self._scope(scope.session_id, scope.frame_id, scope.frame_url, scope.host)
            inner.document, inner.outer = scope.document, scope
            return [(c, node, inner, state) for c in reversed(shadow.children_nodes or [])]
        slotted = self._slotted(raw)
        if slotted:
            return [(c, node, scope.outer or scope, state) for c in reversed(slotted)]
        return [(c, node, scope, state) for c in reversed(raw.children_nodes or [])]

    def _slotted(self, raw: Any) -> list[Any]:
        """For a <slot>: the light children of its host that it shows."""
        if raw.node_name.lower() != "slot":
            return []
        root = raw.parent_node
        while root is not None and root.shadow_root_type is None:
            root = root.parent_node
        host = root.parent_node if root is not None else None
        return _assigned(host, raw.attributes.get("name", "")) if host is not None else []

    def _frame_visits(self, raw: Any, node: Node, scope: Scope, state: State) -> list[Any]:
        document = raw.content_document or self.capture.extra_documents.get(raw.frame_id or "")
        if document is None:
            return []
        session_id = str(document.session_id or scope.session_id)
        frame_id = raw.frame_id or ""
        shot = _shot(self.capture.snapshots.get(session_id), frame_id)
        inner = self._scope(session_id, frame_id, shot.url if shot else node.get("src"), node)
        return [(document, node, inner, _frame_state(node, state, shot))]

    def _place(self, node: Node, painted: Painted, state: State) -> State:
        """Fills in where the node is and what of it is seen; returns the state for its children."""
        node.block = node.index if not node.style.inline else state.block
        opacity = state.opacity * node.style.opacity
        hidden = state.hidden or _hides(node)
        if painted.rect is None:
            return state._replace(opacity=opacity, hidden=hidden, block=node.block)
        node.rect = _moved(painted.rect, state)
        clip = _own_clip(node, state)
        if not hidden and opacity > FAINT and node.style.visible:
            node.shown = _seen(node.rect, state._replace(clip=clip))
        return _child_state(node, state, clip)._replace(opacity=opacity, hidden=hidden or opacity <= FAINT)


def _element(raw: Any, parent: Node | None, scope: Scope, painted: Painted, index: int) -> Node:
    attrs: Mapping[str, str] = raw.attributes or {}
    classes = attrs.get("class", "").lower()
    return Node(
        tag=raw.node_name.lower(),
        backend_id=raw.backend_node_id,
        scope=scope,
        parent=parent,
        attrs=attrs,
        index=index,
        style=painted.style,
        paint=painted.paint,
        role=(attrs.get("role", "").lower().split() or [""])[0],
        top_layer=raw.node_name == "DIALOG" and "open" in attrs and painted.style.position == "fixed",
        listener=bool(raw.has_js_click_listener or painted.clickable),
        value=painted.value,
        checked=painted.checked,
        selected=painted.selected,
        source=painted.source,
        classes=frozenset(classes.split()),
        words=f"{classes} {attrs.get('id', '').lower()}".strip(),
    )


def _assigned(host: Any, name: str) -> list[Any]:
    return [c for c in host.children_nodes or [] if (c.attributes or {}).get("slot", "") == name]


def _moved(rect: Rect, state: State) -> Rect:
    return Rect(rect.x + state.dx, rect.y + state.dy, rect.right + state.dx, rect.bottom + state.dy)


def _seen(rect: Rect, state: State) -> Rect | None:
    """Left of or above its document's origin nothing can be scrolled to."""
    seen = rect.clipped_by(state.clip)
    off_page = rect.right - state.dx <= 1 or rect.bottom - state.dy <= 1
    return None if off_page or seen.width < SMALLEST or seen.height < SMALLEST else seen


def _hides(node: Node) -> bool:
    """Hides all that is inside, whatever the children's own styles say."""
    parent = node.parent
    closed = parent is not None and parent.tag == "details" and not parent.has("open")
    return node.style.clipped_away or node.style.skips_content or (closed and node.tag != "summary")


def _own_clip(node: Node, state: State) -> Rect:
    if node.style.position == "fixed":
        return state.frame_clip
    return state.positioned_clip if node.style.position == "absolute" else state.clip


def _child_state(node: Node, state: State, clip: Rect) -> State:
    """Overflow that scrolls hides nothing for good; overflow that is cut does. html and body cut nothing."""
    inner = clip
    if node.rect is not None and node.tag not in ("html", "body"):
        box, style = node.rect, node.style
        if style.clips_x or (style.scrolls and box.width < SMALLEST):
            inner = Rect(max(inner.x, box.x), inner.y, min(inner.right, box.right), inner.bottom)
        if style.clips_y or (style.scrolls and box.height < SMALLEST):
            inner = Rect(inner.x, max(inner.y, box.y), inner.right, min(inner.bottom, box.bottom))
    positioned = inner if node.style.position != "static" else state.positioned_clip
    return state._replace(clip=inner, positioned_clip=positioned, block=node.block)


def _shot(snapshot: Snapshot | None, frame_id: str) -> Any:
    if snapshot is None:
        return None
    return snapshot.documents.get(frame_id) or next(iter(snapshot.documents.values()), None)


def _frame_state(node: Node, state: State, shot: Any) -> State:
    """A frame that cannot be seen shows nothing of its document; one that can scrolls."""
    box = node.rect or Rect(0, 0, 0, 0)
    scroll = (shot.scroll_x, shot.scroll_y) if shot else (0.0, 0.0)
    return State(
        dx=box.x + node.style.border_x - scroll[0],
        dy=box.y + node.style.border_y - scroll[1],
        opacity=state.opacity,
        hidden=state.hidden or not node.visible,
    )
