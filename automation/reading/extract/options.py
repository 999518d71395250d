"""The items of open (and hidden) lists, and the control that each list belongs to."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from automation.reading.extract.fields import Field, leads_away, native_options
from automation.reading.extract.geometry import Rect, across
from automation.reading.extract.text import any_text, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.extract.vocabulary import ITEM, NOT_ITEM, is_panel
from automation.reading.page import Option

SELECTED = ("aria-selected", "aria-checked")
SELECTED_CLASSES = frozenset(
    {
        "selected",
        "active",
        "p-highlight",
        "ui-state-highlight",
        "mat-selected",
        "result-selected",
        "mdc-list-item--selected",
    }
)
DISABLED_CLASSES = frozenset(
    {"disabled", "ui-state-disabled", "p-disabled", "mat-option-disabled", "is-disabled"}
)
VALUE_ATTRIBUTES = (
    "data-value",
    "value",
    "data-val",
    "data-id",
    "data-option-value",
    "data-option-array-index",
)
CALENDAR = re.compile(r"datepicker|calendar|timepicker")
FARTHEST = 80.0
"""CSS pixels between a list and the control that opened it"""
OPENABLE = frozenset({"custom_select", "autocomplete", "text"})


@dataclass(frozen=True, slots=True)
class ListPanel:
    node: Node
    items: tuple[Node, ...]
    open: bool


def find_panels(tree: Tree, fields: list[Field]) -> list[ListPanel]:
    """Every list of choices on the page; of nested wrappers the outermost. Menus of links and calendars are none."""
    own_lists = {n.index for f in fields if f.library for n in tree.inside(f.box) if n.tag == "ul"}
    panels: list[ListPanel] = []
    at = 0
    while at < len(tree.order):
        node = tree.order[at]
        at += 1
        if node.tag in (TEXT, "select", "datalist") or not (node.index in own_lists or is_panel(node)):
            continue
        items = [] if CALENDAR.search(node.words) else _items(tree, node)
        if items and not any(leads_away(n) for i in items for n in tree.inside(i)):
            shown = tuple(i for i in items if i.visible)
            panels.append(ListPanel(node, shown or tuple(items), bool(shown)))
            at = node.end
    return panels


def _items(tree: Tree, panel: Node) -> list[Node]:
    inside = tree.inside(panel)[1:]
    for test in (_is_option, _is_row, _is_named_item):
        found = _leaves([n for n in inside if test(n)])
        if found:
            return [n for n in found if any_text(tree, n) and not NOT_ITEM.search(n.words)]
    return []


def _leaves(nodes: list[Node]) -> list[Node]:
    """Drops what contains another of them."""
    followers: list[Node | None] = [*nodes[1:], None]
    return [n for n, after in zip(nodes, followers, strict=False) if after is None or not n.holds(after)]


def _is_option(node: Node) -> bool:
    return node.get("role") == "option" or node.tag in ("mat-option", "md-option", "ion-select-option")


def _is_row(node: Node) -> bool:
    return node.tag == "li"


def _is_named_item(node: Node) -> bool:
    named = bool(ITEM.search(" ".join(node.classes)))
    return node.tag != TEXT and (
        named or (node.tag in ("div", "a", "td") and (node.listener or node.style.pointer))
    )


def give_options(tree: Tree, fields: list[Field], panels: list[ListPanel]) -> dict[int, Node]:
    """Fills in every field's options. Returns the visible items by index: they are clickables too."""
    for field in fields:
        if field.native is not None and field.native.tag == "select":
            field.options = native_options(tree, field.native)
        else:
            field.options = _datalist(tree, field)
    shown: dict[int, Node] = {}
    for panel in panels:
        owner = _owner(panel, fields)
        if panel.open and (owner is not None or _is_choice_list(panel)):
            shown.update((i.index, i) for i in panel.items)
        if owner is not None:
            _attach(tree, owner, panel)
    return shown


def _datalist(tree: Tree, field: Field) -> list[Option]:
    holder = field.holder
    named = holder.scope.by_ids(holder.get("list"))
    return native_options(tree, named[0]) if named else []


def _is_choice_list(panel: ListPanel) -> bool:
    return panel.node.role == "listbox" or any(i.get("role") == "option" for i in panel.items)


def _owner(panel: ListPanel, fields: list[Field]) -> Field | None:
    candidates = [f for f in fields if not f.filters_list and f.kind in OPENABLE]
    ways: list[Callable[[ListPanel, Field], int]] = [_points_at, _named_after, _wraps]
    for way in ways:
        strengths = [(way(panel, f), -at) for at, f in enumerate(candidates)]
        strength, place = max(strengths, default=(0, 0))
        if strength:
            return candidates[-place]
    if not panel.open or (not panel.node.style.floats_over and not _is_choice_list(panel)):
        return None
    expanded = [f for f in candidates if _is_expanded(f)]
    if len(expanded) == 1:
        return expanded[0]
    return _nearest(panel, expanded or [f for f in candidates if f.visible])


def _points_at(panel: ListPanel, field: Field) -> int:
    """aria-controls, aria-owns and aria-activedescendant."""
    for member in field.members():
        ids = f"{member.get('aria-controls')} {member.get('aria-owns')} {member.get('aria-activedescendant')}"
        if any(panel.node.holds(n) or n.holds(panel.node) for n in member.scope.by_ids(ids)):
            return True
    return False


def _named_after(panel: ListPanel, field: Field) -> int:
    """form:regimen_panel, regimen-menu, select2-regimen-results: the list's id contains the control's.
    The length of the name in common, 0 for none."""
    ids = [n.get("id") for n in (panel.node, *list(panel.node.ancestors())[:2]) if n.get("id")]
    ids += [n.get("id") for n in panel.node.elements() if n.get("id")]
    own = {m.get("id").removesuffix("_Input").removesuffix("_input") for m in field.members()}
    return max((len(o) for o in own if len(o) >= 3 for i in ids if o != i and o in i), default=0)


def _wraps(panel: ListPanel, field: Field) -> int:
    if field.box.holds(panel.node):
        return True
    parent = field.box.parent
    return parent is not None and parent is panel.node.parent and len(list(parent.elements())) <= 5


def _is_expanded(field: Field) -> bool:
    opened = any(m.get("aria-expanded") == "true" for m in field.members())
    return opened or any(m.focused for m in field.members())


def _nearest(panel: ListPanel, fields: list[Field]) -> Field | None:
    area = _area(panel)
    near = [(_distance(area, f.rect), f) for f in fields if across(area, f.rect) > 0]
    near = [n for n in near if n[0] <= FARTHEST]
    return min(near, key=lambda n: n[0])[1] if near else None


def _area(panel: ListPanel) -> Rect:
    area = panel.items[0].area
    for item in panel.items[1:]:
        area = area.joined(item.area)
    return area


def _distance(panel: Rect, control: Rect) -> float:
    below, above = abs(panel.y - control.bottom), abs(control.y - panel.bottom)
    return min(below, above)


def _attach(tree: Tree, field: Field, panel: ListPanel) -> None:
    read = [_option(tree, item, panel) for item in panel.items]
    if field.kind == "text":
        field.kind = "autocomplete"
    if field.native is not None and field.native.tag == "select" and field.options:
        refs = {o.text: o.ref for o in read}
        field.options = [replace(o, ref=refs.get(o.text)) for o in field.options]
    elif panel.open or not field.options:
        field.options = read


def _option(tree: Tree, item: Node, panel: ListPanel) -> Option:
    text = visible_text(tree, item) if panel.open else any_text(tree, item)
    chosen = any(item.get(a) == "true" for a in SELECTED) or bool(item.classes & SELECTED_CLASSES)
    closed = (
        item.get("aria-disabled") == "true" or item.has("disabled") or bool(item.classes & DISABLED_CLASSES)
    )
    value = next((item.get(a) for a in VALUE_ATTRIBUTES if item.get(a)), text)
    return Option(value, text, chosen, not closed, item.ref if panel.open else None)
