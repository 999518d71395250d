"""What stands around a control: help text, error text, the heading of its section, its form and dialog."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from automation.reading.extract.fields import Field
from automation.reading.extract.geometry import across, same_line
from automation.reading.extract.labels import Labeller
from automation.reading.extract.text import Block, is_heading, squeeze, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.extract.wording import HINT_START, ONLY_MARK, clean_label, is_error_text, is_red

TOOLTIPS = (
    "title",
    "data-original-title",
    "data-bs-original-title",
    "data-tooltip",
    "data-bs-title",
    "mattooltip",
)
REQUIRED_CLASSES = re.compile(
    r"(^|[\s_-])(required|requerido|obligatorio|is-required|validate\[required|mat-form-field-required)([\s_\[\],-]|$)"
)
REQUIRED_ATTRIBUTES = (
    "required",
    "data-val-required",
    "data-parsley-required",
    "data-rule-required",
    "data-required",
)
SECTION_TITLE = re.compile(
    r"(card|panel|section|box|widget|accordion|portlet|fieldset|group|modal|step|form)[-_]?(header|heading|title|legend)"
    r"|seccion|titulo|subtitulo|(^|\s)(title|subtitle|heading)(\s|$)"
)
INVALID_CLASSES = frozenset(
    {
        "is-invalid",
        "has-error",
        "p-invalid",
        "ng-invalid-submitted",
        "input-validation-error",
        "ui-state-error",
        "mat-form-field-invalid",
        "error",
        "mui-error",
        "error--text",
        "ant-form-item-has-error",
        "invalid",
        "field-error",
    }
)
SCANNED = 40
"""siblings looked at on each level for a heading"""


@dataclass(slots=True)
class Surveyor:
    tree: Tree
    fields: list[Field]
    blocks: list[Block]
    labeller: Labeller
    heads: dict[int, str] = field(default_factory=dict)
    """section heading above an element, by its index"""
    titles: dict[int, str] = field(default_factory=dict)
    """title that an element holds, by its index"""

    def run(self) -> None:
        for found in self.fields:
            found.required = found.required or self._is_required(found)
        self._nearby_texts()
        for found in self.fields:
            self._described(found)
            if not found.hint:
                found.hint = self._tooltip(found)
        self._groups()

    # -- required -------------------------------------------------------------------------------

    def _is_required(self, found: Field) -> bool:
        members = (found.holder, found.node, found.box)
        if any(m.has(a) and m.get(a).lower() != "false" for m in members for a in REQUIRED_ATTRIBUTES):
            return True
        if any(m.get("aria-required") == "true" or m.get("ng-required") == "true" for m in members):
            return True
        own = self.labeller.own_container(found)
        around = [n for n in (*members, *found.box.ancestors()) if own.holds(n)]
        if any(REQUIRED_CLASSES.search(n.get("class").lower()) for n in around):
            return True
        return any(
            _marks_required(n) for n in self.tree.inside(own) if n.tag in ("i", "span", "img", "label")
        )

    # -- hint and error -------------------------------------------------------------------------

    def _nearby_texts(self) -> None:
        """Free texts right under or right behind a control, each for the nearest one."""
        nearest: dict[int, tuple[float, Field, Block]] = {}
        for found in self.labeller.seen:
            for block in self.labeller.blocks_between(found.rect.y - 60, found.rect.bottom + 40):
                gap = 1e9 if block.used or len(block.text) > 220 else self._gap(found, block)
                if gap <= min(60.0, nearest.get(block.index, (1e9,))[0]) and not ONLY_MARK.match(block.text):
                    nearest[block.index] = (gap, found, block)
        for _, found, block in nearest.values():
            wider = block.owner.closest(_speaks_for_page)
            if wider is None or self.labeller.own_container(found).holds(wider):
                self._give(found, block)

    def _gap(self, found: Field, block: Block) -> float:
        rect, text = found.rect, block.rect
        if not self.labeller.in_one_layer(found, block):
            return 1e9
        inside = self.labeller.own_container(found).holds(block.nodes[0])
        if same_line(rect, text) and -4 <= text.x - rect.right <= (40 if inside else 24):
            return text.x - rect.right
        below = text.y - rect.bottom
        overlaps = across(rect, text) > 0
        if overlaps and -4 <= below <= (40 if inside else 14):
            return below
        above = rect.y - text.bottom
        if inside and overlaps and -4 <= above <= 40:
            return 20 + above
        return self._under_label(found, block)

    def _under_label(self, found: Field, block: Block) -> float:
        """'(dd/mm/aaaa)' under the label instead of under the control."""
        label, text = found.label_rect, block.rect
        if label is None or not explains(block.text) or across(label, text) <= 0:
            return 1e9
        below = text.y - label.bottom
        return 20 + below if -4 <= below <= 14 else 1e9

    def _give(self, found: Field, block: Block) -> None:
        if is_error_text(block):
            block.used = "error"
            found.error = squeeze(f"{found.error} {block.text}")
        elif block.owner.closest(lambda n: n.tag == "a") is not None:
            return
        elif self.labeller.own_container(found).holds(block.nodes[0]) or explains(block.text):
            block.used = "hint"
            found.hint = squeeze(f"{found.hint} {block.text}")

    def _described(self, found: Field) -> None:
        scope = found.holder.scope
        for member in (found.holder, found.node):
            self._add_error(found, [n for n in scope.by_ids(member.get("aria-errormessage")) if n.visible])
            for node in scope.by_ids(member.get("aria-describedby")):
                if not node.visible:
                    continue
                if is_red(node.style.color) or "error" in node.words or node.role == "alert":
                    self._add_error(found, [node])
                elif visible_text(self.tree, node) not in found.hint:
                    found.hint = squeeze(f"{found.hint} {visible_text(self.tree, node)}")
        if found.holder.get("id"):
            named = self.tree.labels.get((id(scope), found.holder.get("id")), [])
            self._add_error(found, [n for n in named if n.visible and "error" in n.classes])

    def _add_error(self, found: Field, nodes: Iterable[Node]) -> None:
        for node in nodes:
            text = visible_text(self.tree, node)
            if text and text not in found.error:
                found.error = squeeze(f"{found.error} {text}")
            for block in self.blocks:
                if node.holds(block.nodes[0]):
                    block.used = "error"

    def _tooltip(self, found: Field) -> str:
        members = (found.holder, found.box)
        text = next((m.get(a) for m in members for a in TOOLTIPS if m.get(a)), "")
        return "" if clean_label(text) == found.label else squeeze(text)

    # -- groups ---------------------------------------------------------------------------------

    def _groups(self) -> None:
        questions = self._questions()
        for found in self.fields:
            question = questions.get(self._family(found)) if found.kind == "radio" else None
            found.group = question or self.heading_above(found.box)

    def _family(self, found: Field) -> tuple[int, str]:
        return (id(found.holder.scope), found.holder.get("name"))

    def _questions(self) -> dict[tuple[int, str], str]:
        """What each set of radio buttons asks."""
        families: dict[tuple[int, str], list[Field]] = {}
        for found in self.fields:
            if found.kind == "radio" and found.visible:
                families.setdefault(self._family(found), []).append(found)
        return {key: self._question(members) for key, members in families.items()}

    def _question(self, members: list[Field]) -> str:
        for above in members[0].box.ancestors():
            named = above.scope.by_ids(above.get("aria-labelledby")) if above.role == "radiogroup" else []
            text = " ".join(visible_text(self.tree, n) for n in named) or above.get("aria-label")
            if above.role == "radiogroup" and text:
                return clean_label(text)
            if above.tag == "fieldset" and all(above.holds(m.box) for m in members):
                legend = next((c for c in above.elements() if c.tag == "legend" and c.visible), None)
                return clean_label(visible_text(self.tree, legend)) if legend else self._text_before(members)
        return self._text_before(members)

    def _text_before(self, members: list[Field]) -> str:
        """The free text that stands last before them, on their line or right above it."""
        first, whole = members[0], members[0].rect
        for member in members[1:]:
            whole = whole.joined(member.rect)
        index = min(m.box.index for m in members)
        near = [
            b
            for b in self.blocks
            if b.index < index
            and not b.used
            and -6 <= whole.y - b.rect.bottom <= 40
            and across(b.rect, whole) > 0
        ]
        near += [
            b
            for b in self.blocks
            if b.index < index
            and not b.used
            and same_line(b.rect, first.rect)
            and b.rect.right <= first.rect.x
        ]
        if not near:
            return ""
        block = max(near, key=lambda b: b.index)
        block.used = "label"
        for member in members:
            member.required = member.required or "*" in block.text
        return clean_label(block.text)

    def heading_above(self, node: Node) -> str:
        """The nearest heading, legend or section title that the element stands under; '' where there is none."""
        if node.index not in self.heads:
            self.heads[node.index] = self._heading_above(node)
        return self.heads[node.index]

    def _heading_above(self, node: Node) -> str:
        if node.parent is None:
            return self._frame_heading(node)
        for seen, sibling in enumerate(node.siblings_before()):
            if seen > SCANNED:
                break
            text = self._title_of(sibling)
            if text:
                return text
        return self._tab_title(node.parent) or self.heading_above(node.parent)

    def _frame_heading(self, node: Node) -> str:
        return self.heading_above(node.scope.host) if node.scope.host is not None and node.index else ""

    def _title_of(self, sibling: Node) -> str:
        if sibling.index not in self.titles:
            self.titles[sibling.index] = self._read_title(sibling) if self._may_hold_title(sibling) else ""
        return self.titles[sibling.index]

    def _read_title(self, sibling: Node) -> str:
        for node in self.tree.inside(sibling):
            if node.tag != TEXT and node.visible and self._is_title(node):
                text = clean_label(visible_text(self.tree, node))
                if text and len(text) <= 120:
                    return text
        return ""

    def _may_hold_title(self, sibling: Node) -> bool:
        size = sibling.end - sibling.index
        return size <= 60 and (self.labeller.count_inside(sibling) == 0 or sibling.tag == "legend")

    def _is_title(self, node: Node) -> bool:
        if node.get("aria-hidden") == "true" or (node.parent is not None and node.parent.has("aria-hidden")):
            return False
        named = SECTION_TITLE.search(node.get("class").lower())
        return is_heading(node) or bool(named) or _spans_table(node)

    def _tab_title(self, node: Node) -> str:
        if node.role != "tabpanel":
            return ""
        named = node.scope.by_ids(node.get("aria-labelledby"))
        return clean_label(" ".join(visible_text(self.tree, n) for n in named))


def explains(text: str) -> bool:
    """Begins as help texts do: in brackets, 'Ej.', 'Formato', 'dd/mm/aaaa'."""
    return text.startswith("(") or bool(HINT_START.match(text))


def _spans_table(node: Node) -> bool:
    """A cell that is alone in its row and goes over several columns: the section titles of layout tables."""
    alone = node.parent is not None and len(list(node.parent.elements())) == 1
    return node.tag in ("td", "th") and node.get("colspan") not in ("", "1") and alone


def _speaks_for_page(node: Node) -> bool:
    """A heading or an alert: about more than the control that it happens to stand near."""
    return (
        is_heading(node)
        or node.role == "alert"
        or bool(node.classes & {"alert", "toast", "callout", "ui-messages"})
    )


def _marks_required(node: Node) -> bool:
    named = f"{node.words} {node.get('title').lower()} {node.get('alt').lower()}"
    return "asterisk" in node.words or (
        node.tag in ("img", "span", "i")
        and bool(re.search(r"(obligatorio|requerid[oa])$", named) and not node.children and node.visible)
    )


def is_invalid(found: Field) -> bool:
    """Marked as wrong by the page (aria-invalid, the libraries' classes, an error beside it)."""
    near = (found.holder, found.node, found.box, *list(found.box.ancestors())[:2])
    if any(n.get("aria-invalid") == "true" for n in near[:3]) or found.error:
        return True
    if any(n.classes & INVALID_CLASSES for n in near if n.tag not in ("form", "body")):
        return True
    return any({"ng-invalid", "ng-touched"} <= n.classes for n in near[:3])
