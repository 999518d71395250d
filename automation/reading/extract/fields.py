"""Finding everything on a page that takes a value, native or imitated, each once."""

from dataclasses import dataclass, field

from automation.reading.extract.geometry import Rect
from automation.reading.extract.looks import is_dressed_list
from automation.reading.extract.text import any_text, is_heading, squeeze, texts_in, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.extract.vocabulary import (
    AUTOCOMPLETE,
    AUTOCOMPLETE_ATTRIBUTES,
    CHOOSE,
    is_panel,
    library_of,
    named_select,
)
from automation.reading.page import Option

NATIVE = frozenset({"input", "select", "textarea"})
BUTTON_TYPES = frozenset({"button", "submit", "reset", "image"})
KINDS = {
    "number": "number",
    "date": "date",
    "datetime-local": "date",
    "time": "time",
    "month": "month",
    "email": "email",
    "password": "password",
    "checkbox": "checkbox",
    "radio": "radio",
    "file": "file",
    "range": "number",
}
TICKED = frozenset({"checkbox", "radio"})
IMITATED = {"checkbox": "checkbox", "switch": "checkbox", "menuitemcheckbox": "checkbox", "radio": "radio"}
EDITABLE = frozenset({"", "true", "plaintext-only"})


@dataclass(slots=True, eq=False)
class Field:
    """A control in the making."""

    node: Node
    """what is clicked or typed into"""
    kind: str
    box: Node
    """the widget as it is seen"""
    native: Node | None = None
    """the native element that holds the value"""
    library: str = ""
    options: list[Option] = field(default_factory=list)
    placeholder: str = ""
    shown_text: str = ""
    """what a widget displays as chosen"""
    filters_list: bool = False
    """the search box inside an open list"""
    label: str = ""
    label_source: str = "none"
    label_rect: Rect | None = None
    required: bool = False
    hint: str = ""
    error: str = ""
    group: str = ""

    @property
    def holder(self) -> Node:
        """Where the value and the attributes are."""
        return self.native or self.node

    @property
    def visible(self) -> bool:
        """A box for typing of a few pixels is not meant to be seen."""
        return self.node.visible and not (is_typed(self.node) and _is_tiny(self.node.area))

    @property
    def rect(self) -> Rect:
        return self.box.area

    @property
    def ticked(self) -> bool:
        return self.kind in TICKED

    def members(self) -> list[Node]:
        """Every element that a label or an aria attribute may name instead of it."""
        return [self.node, self.box, self.holder]


def is_value_input(node: Node) -> bool:
    """A native element that takes a value, hidden ones and buttons apart."""
    if node.tag not in NATIVE:
        return False
    return node.tag != "input" or node.get("type").lower() not in BUTTON_TYPES | {"hidden"}


def is_typed(node: Node) -> bool:
    """A native box for typing."""
    return is_value_input(node) and node.tag != "select" and node.get("type").lower() not in (*TICKED, "file")


def _is_tiny(rect: Rect) -> bool:
    return rect.width < 8 or rect.height < 6


@dataclass(slots=True)
class FieldFinder:
    tree: Tree
    fields: list[Field] = field(default_factory=list)
    orphans: list[Node] = field(default_factory=list)
    """invisible selects: a widget may stand beside them"""

    def find(self) -> list[Field]:
        at, order = 0, self.tree.order
        while at < len(order):
            node = order[at]
            if node.tag != TEXT and self._take(node):
                at = node.end
            else:
                at += 1
        self._adopt_orphans()
        held = {id(f.native) for f in self.fields if f.native is not f.node}
        self.fields = [f for f in self.fields if id(f.node) not in held or f.native is not f.node]
        self.fields.sort(key=lambda f: f.holder.index)
        return self.fields

    def _take(self, node: Node) -> bool:
        """True when the node and all in it have been dealt with."""
        if is_value_input(node):
            self._take_native(node)
            return True
        found = self._widget(node) or self._imitated(node)
        if found is not None:
            self.fields.append(found)
        return found is not None

    def _take_native(self, node: Node) -> None:
        kind = native_kind(node)
        if node.tag == "select" and not node.visible:
            self.orphans.append(node)
        elif kind in ("checkbox", "radio", "file") and not node.visible:
            self._take_hidden_tick(node, kind)
        else:
            found = Field(node, kind, node, native=node)
            found.filters_list = node.visible and is_typed(node) and self._in_panel(node)
            self.fields.append(found)

    def _in_panel(self, node: Node) -> bool:
        return any(
            is_panel(a) and a.style.floats_over and not any(is_typed(x) for x in self._typed_outside(a, node))
            for a in node.ancestors()
        )

    def _typed_outside(self, panel: Node, node: Node) -> list[Node]:
        """Other boxes in the panel: then it is a form of its own and no list."""
        return [n for n in self.tree.inside(panel) if n is not node and is_value_input(n)]

    def _take_hidden_tick(self, native: Node, kind: str) -> None:
        """The native box is hidden and something styled stands for it: that is what a person clicks."""
        if any(f.box.holds(native) for f in self.fields[-3:]):
            return
        face = self._face(native)
        same = next((f for f in self.fields if f.node is face), None)
        if same is None:
            self.fields.append(Field(face or native, kind, face or native, native=native))

    def _face(self, native: Node) -> Node | None:
        for above in list(native.ancestors())[:4]:
            if above.tag in ("form", "body", "table", "tr", "fieldset") or self._other_inputs(above, native):
                break
            small = [n for n in self.tree.inside(above) if self._is_small_box(n, native)]
            if small:
                return small[0]
            if above.tag == "label" and above.visible:
                return above
        labels = self._labels_for(native)
        return next((self._box_in(label, native) or label for label in labels if label.visible), None)

    def _box_in(self, label: Node, native: Node) -> Node | None:
        return next((n for n in self.tree.inside(label) if self._is_small_box(n, native)), None)

    def _is_small_box(self, node: Node, native: Node) -> bool:
        if node is native or node.tag in (TEXT, "label", "a") or not node.visible or node.shown is None:
            return False
        box = node.shown
        return 8 <= box.width <= 64 and 8 <= box.height <= 48 and not any(texts_in(self.tree, node))

    def _other_inputs(self, above: Node, native: Node) -> bool:
        return any(n is not native and is_value_input(n) for n in self.tree.inside(above))

    def _labels_for(self, native: Node) -> list[Node]:
        return self.tree.labels.get((id(native.scope), native.get("id")), [])

    def _widget(self, node: Node) -> Field | None:
        """A select-like widget of a known library, or one that says by its role what it is."""
        known = library_of(node)
        if known is not None and not is_list_of(node) and self._is_widget(node, known.name):
            return self._built(node, known.name)
        if node.role == "combobox" or (node.get("aria-haspopup") == "listbox" and node.tag != "input"):
            return self._built(node, "") if node.visible and not self._natives(node, seen=True) else None
        dressed = self._is_home_made(node) or is_dressed_list(self.tree, node)
        return self._built(node, "custom") if dressed else None

    def _is_widget(self, node: Node, library: str) -> bool:
        inside = self.tree.inside(node)
        if any(n.tag == "select" and n.visible for n in inside):
            return False
        if library == "react-select" and not any(n.get("id").startswith("react-select") for n in inside):
            return any(n.role == "combobox" for n in inside) and node.visible
        return any(n.visible for n in inside)

    def _natives(self, node: Node, *, seen: bool) -> list[Node]:
        return [n for n in self.tree.inside(node) if is_value_input(n) and (n.visible or not seen)]

    def _built(self, node: Node, library: str) -> Field:
        inside = self.tree.inside(node)
        typed = next((n for n in inside if self._is_entry(n, node)), None)
        native = next((n for n in inside if n.tag == "select"), None)
        kind = "autocomplete" if typed is not None and not typed.has("readonly") else "custom_select"
        face = typed or (
            node if node.visible else next((n for n in inside if n.visible and n.tag != TEXT), node)
        )
        found = Field(face, kind, node if node.visible else face, native=native, library=library)
        if found.native is None:
            found.native = typed or self._hidden_value(node)
        self._read_choice(found, node)
        return found

    def _is_entry(self, node: Node, wrapper: Node) -> bool:
        """A box in the widget that is really typed into: not the two pixels that catch the keyboard."""
        if not is_typed(node) or not node.visible or node.shown is None or wrapper.shown is None:
            return node is wrapper and is_typed(node)
        inner = any(is_panel(a) for a in node.ancestors() if wrapper.holds(a) and a is not wrapper)
        return not inner and node.shown.width >= max(40.0, 0.4 * wrapper.shown.width)

    def _hidden_value(self, node: Node) -> Node | None:
        """The <input> in which the widget keeps the code of the choice."""
        around = self.tree.inside(node)
        if node.parent is not None and len(list(node.parent.elements())) <= 4:
            around = [*around, *node.parent.elements()]
        inputs = [n for n in around if n.tag == "input" and not n.visible]
        return next((n for n in inputs if n.get("name") and "clientstate" not in n.words), None)

    def _read_choice(self, found: Field, wrapper: Node) -> None:
        texts = list(texts_in(self.tree, wrapper, skip=lambda n: n is not wrapper and is_no_choice(n)))
        texts = [t for t in texts if any(c.isalnum() or c in "-–" for c in t.text)]
        marked = [t for t in texts if _is_placeholder(t, wrapper)]
        found.placeholder = squeeze(" ".join(t.text for t in marked))
        found.shown_text = squeeze(" ".join(t.text for t in texts if t not in marked))
        if not found.shown_text and is_typed(found.node):
            found.shown_text = found.node.value or ""

    def _is_home_made(self, node: Node) -> bool:
        """A DIV dressed as a list: named so, with its value or its items hidden inside."""
        if (
            not node.visible
            or node.area.height > 90
            or node.tag in ("form", "label", "body", "li", "nav", "input")
        ):
            return False
        if not named_select(node.get("class")) or is_panel(node):
            return False
        inside = self.tree.inside(node)
        if any(is_value_input(n) and n.visible for n in inside) or any(leads_away(n) for n in inside):
            return False
        if any(n.tag == "label" and n.visible for n in inside) or any(is_heading(n) for n in inside):
            return False
        return self._keeps_list(node, inside)

    def _keeps_list(self, node: Node, inside: list[Node]) -> bool:
        hidden = [n for n in inside if n.tag in ("select", "input") and not n.visible]
        items = [n for n in inside if n.tag == "li" or n.role == "option"]
        acts = node.listener or node.style.pointer or node.has("tabindex") or node.tag == "button"
        text = visible_text(self.tree, node)
        return len(hidden) == 1 or (len(items) >= 2 and bool(text)) or (acts and bool(CHOOSE.match(text)))

    def _imitated(self, node: Node) -> Field | None:
        kind = IMITATED.get(node.role)
        if kind is not None and node.visible:
            native = next((n for n in self.tree.inside(node) if is_value_input(n)), None)
            self._drop_twin(node)
            return Field(node, kind, node, native=native)
        if node.visible and node.get("contenteditable").lower() in EDITABLE and node.has("contenteditable"):
            return Field(node, "contenteditable", node, shown_text=visible_text(self.tree, node))
        return None

    def _drop_twin(self, node: Node) -> None:
        """A hidden native box just before, in the same wrapper, for which this one is the face."""
        last = self.fields[-1] if self.fields else None
        if last is not None and last.ticked and not last.node.visible and _near(last.node, node):
            self.fields.pop()

    def _adopt_orphans(self) -> None:
        for select in self.orphans:
            if any(f.native is select for f in self.fields):
                continue
            widget = self._widget_beside(select)
            if widget is not None:
                widget.native = select
            else:
                self.fields.append(self._lone(select))

    def _widget_beside(self, select: Node) -> Field | None:
        near = [*list(select.siblings_after())[:3], *list(select.siblings_before())[:2]]
        return next(
            (
                f
                for n in near
                for f in self.fields
                if f.library and n.holds(f.box) and not _is_select(f.native)
            ),
            None,
        )

    def _lone(self, select: Node) -> Field:
        """No known widget: take a visible neighbour that looks or acts like one, else leave it invisible."""
        for near in [*list(select.siblings_after())[:2], *list(select.siblings_before())[:1]]:
            acts = near.listener or near.style.pointer or near.has("tabindex") or near.tag == "button"
            taken = any(near.holds(f.node) for f in self.fields)
            if near.visible and near.tag not in ("label", "a") and acts and not taken:
                found = Field(near, "custom_select", near, native=select, library="custom")
                self._read_choice(found, near)
                return found
        return Field(select, "select", select, native=select)


def is_list_of(node: Node) -> bool:
    """The open list carries the library's name too (select2-container--open at the end of the body)."""
    return node.tag in ("ul", "ol") or bool(
        node.classes & {"select2-container--open"}
        and node.style.floats_over
        and not any("selection" in " ".join(c.classes) for c in _below(node, 2))
    )


def _below(node: Node, depth: int) -> list[Node]:
    children = list(node.elements())
    return children if depth <= 1 else children + [n for c in children for n in _below(c, depth - 1)]


def is_no_choice(node: Node) -> bool:
    """Parts of a widget whose text is not the choice: its list, its label, its messages, its icons."""
    if node.tag == "label" and "label" not in " ".join(node.classes).replace("v-label", ""):
        return True
    words = node.words
    return (
        (node.tag != TEXT and is_panel(node))
        or node.tag in ("ul", "svg", "mat-icon")
        or any(w in words for w in ("v-messages", "v-label", "material-icons", "-messages", "clear-icon"))
    )


def _is_placeholder(text: Node, wrapper: Node) -> bool:
    named = any("placeholder" in a.words for a in text.ancestors() if wrapper.holds(a))
    return named or bool(CHOOSE.match(text.text))


def leads_away(node: Node) -> bool:
    href = node.get("href")
    return node.tag == "a" and bool(href) and not href.startswith(("#", "javascript:"))


def _near(first: Node, second: Node) -> bool:
    return any(a.holds(second) for a in list(first.ancestors())[:3]) and second.index - first.index < 12


def _is_select(node: Node | None) -> bool:
    return node is not None and node.tag == "select"


def native_kind(node: Node) -> str:
    if node.tag != "input":
        return node.tag
    kind = KINDS.get(node.get("type").lower(), "text")
    return "autocomplete" if kind == "text" and suggests(node) else kind


def suggests(node: Node) -> bool:
    """Typing brings up suggestions, of which one is to be taken."""
    if node.get("role") == "combobox" or node.get("aria-autocomplete") in ("list", "both"):
        return True
    if any(node.has(a) for a in AUTOCOMPLETE_ATTRIBUTES) or node.get("data-provide") == "typeahead":
        return True
    return any(AUTOCOMPLETE.search(c) for c in node.classes)


def native_options(tree: Tree, select: Node) -> list[Option]:
    """The <option>s with the live choice (DOM attributes tell only the initial one)."""
    found = []
    for node in tree.inside(select):
        if node.tag == "option":
            text = any_text(tree, node) or node.get("label") or node.get("value")
            value = node.attrs.get("value", text)
            closed = node.has("disabled") or (
                node.parent is not None and node.parent.has("disabled") and node.parent.tag == "optgroup"
            )
            found.append(Option(value, text, selected=node.selected, enabled=not closed))
    return found
