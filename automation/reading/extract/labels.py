"""Which words on the page name which control, as a person would see it.

First what the markup says (for=, a label around, aria-labelledby). For the rest every text that is
still free is weighed by where it stands: on the same line before, right above, inside (floating
labels), behind for boxes that are ticked. Each text serves one control: the best pair wins first.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from automation.reading.extract.fields import Field
from automation.reading.extract.geometry import Rect, across, same_line
from automation.reading.extract.naming import accessible_name
from automation.reading.extract.sides import AFTER, REACH_ABOVE, WORST, Sides, is_title, names_something
from automation.reading.extract.text import Block, any_text, squeeze, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.extract.vocabulary import CHOOSE
from automation.reading.extract.wording import (
    BARE_FIGURES,
    DATA_LINE,
    HELP_QUESTION,
    HINT_START,
    HINT_WORDS,
    INTRODUCES,
    LABEL_WORDS,
    ONLY_MARK,
    clean_label,
    has_mark,
    is_error_text,
    is_named_error,
)

WEAK = 45.0


@dataclass(slots=True)
class Labeller:
    tree: Tree
    fields: list[Field]
    blocks: list[Block]
    dialog_key: Callable[[Node], str]
    indexes: list[int] = field(default_factory=list)
    """of the fields, in document order"""
    tops: list[float] = field(default_factory=list)
    """of `ordered`, ascending"""
    ordered: list[Block] = field(default_factory=list)
    seen: list[Field] = field(default_factory=list)
    """the visible ones by the middle of their height"""
    sides: Sides = field(default_factory=lambda: Sides(()))
    containers: dict[int, Node] = field(default_factory=dict)
    titled: set[int] = field(default_factory=set)
    """indexes of the controls that have a heading of their own, where several do"""
    leading: dict[int, int] = field(default_factory=dict)
    """index of a control to that of the first of its two own texts, where several have two"""

    def run(self) -> None:
        self.indexes = sorted(f.box.index for f in self.fields)
        self.ordered = sorted(self.blocks, key=lambda b: b.rect.y)
        self.tops = [b.rect.y for b in self.ordered]
        self.seen = sorted((f for f in self.fields if f.visible), key=lambda f: f.rect.cy)
        self.sides = Sides(self.seen)
        for found in self.fields:
            self._explicit(found)
        self._learn_habits()
        self._by_place([f for f in self.fields if not f.label])
        for found in self.fields:
            self._fall_back(found)
        self._share()
        self._marks()

    def count_inside(self, node: Node) -> int:
        """How many controls the element holds."""
        return bisect_left(self.indexes, node.end) - bisect_left(self.indexes, node.index)

    def own_container(self, found: Field) -> Node:
        """The largest element that holds this control and no other."""
        if found.box.index not in self.containers:
            self.containers[found.box.index] = self._own_container(found)
        return self.containers[found.box.index]

    def blocks_between(self, top: float, bottom: float) -> list[Block]:
        """Texts whose upper edge lies in that band of the page."""
        return self.ordered[bisect_left(self.tops, top) : bisect_right(self.tops, bottom)]

    def in_one_layer(self, found: Field, block: Block) -> bool:
        """A text behind a dialog, or in another frame, says nothing of a control in it."""
        text = block.nodes[0]
        same = text.scope.document == found.box.scope.document
        return same and self.dialog_key(text) == self.dialog_key(found.box)

    def _own_container(self, found: Field) -> Node:
        inner = found.box
        for above in found.box.ancestors():
            if self.count_inside(above) > 1 or above.tag in ("form", "body", "html"):
                break
            inner = above
        return inner

    def _explicit(self, found: Field) -> None:
        for label in self._labels(found):
            text = self._label_text(label)
            if clean_label(text) or has_mark(text):
                self._claim(label)
                found.required = found.required or has_mark(text)
            if clean_label(text):
                source = "for" if label.get("for") else "wrap"
                self._set(found, text, source, label.area)
                return
        named = [n for n in found.holder.scope.by_ids(self._labelledby(found)) if not found.box.holds(n)]
        text = squeeze(" ".join(visible_text(self.tree, n) for n in named))
        if clean_label(text):
            for node in named:
                self._claim(node)
            self._set(found, text, "aria", named[0].area)

    def _label_text(self, label: Node) -> str:
        return visible_text(self.tree, label, skip=lambda n: self._not_label(n, label))

    def _not_label(self, node: Node, label: Node) -> bool:
        """Other controls' texts and messages inside a label are not its words."""
        if node is label or node.tag == TEXT:
            return False
        inner = any(f.box is node and not node.holds(label) for f in self._fields_at(node))
        return inner or node.tag == "button" or "invalid-feedback" in node.words or "error" in node.classes

    def _fields_at(self, node: Node) -> Iterator[Field]:
        return (f for f in self.fields if f.box is node and f.kind not in ("checkbox", "radio", "file"))

    def _labels(self, found: Field) -> list[Node]:
        """<label>s that name it, best first; jQuery validate's label.error names it too and is none."""
        labels: list[Node] = []
        inner = [n for n in self.tree.inside(found.box) if n.get("id")]
        for member in (*found.members(), *inner):
            named = self.tree.labels.get((id(member.scope), member.get("id")), []) if member.get("id") else []
            labels += [n for n in self._nearest_twin(member, named) if n not in labels]
        around = found.box.closest(lambda n: n.tag == "label") or found.holder.closest(
            lambda n: n.tag == "label"
        )
        if around is not None and around not in labels and not around.get("for"):
            labels.append(around)
        if found.library:
            labels += [n for n in self.tree.inside(found.box) if n.tag == "label" and n not in labels]
        return [n for n in labels if not self._is_face_or_error(n, found)]

    def _nearest_twin(self, member: Node, labels: list[Node]) -> list[Node]:
        """With an id given twice, each control goes with the label nearest to it."""
        twins = member.scope.ids.get(member.get("id"), [])
        if len(twins) <= 1:
            return labels
        return [n for n in labels if min(twins, key=lambda t: abs(t.index - n.index)) is member]

    def _is_face_or_error(self, label: Node, found: Field) -> bool:
        value_part = bool(found.library) and found.box.holds(label) and "label" in " ".join(label.classes)
        return bool(value_part and "v-label" not in label.classes) or "error" in label.classes

    def _labelledby(self, found: Field) -> str:
        return " ".join(m.get("aria-labelledby") for m in {id(m): m for m in found.members()}.values())

    def _claim(self, node: Node) -> None:
        for block in self.blocks:
            if node.holds(block.nodes[0]) and not block.used:
                block.used = "label"

    def _set(self, found: Field, text: str, source: str, rect: Rect | None) -> None:
        found.label, found.label_source, found.label_rect = clean_label(text), source, rect
        found.required = found.required or has_mark(text)

    # -- by place -------------------------------------------------------------------------------

    def _by_place(self, fields: list[Field]) -> None:
        seen = (f for f in fields if f.visible)
        pairs = [(s, b.index, f, b, way) for f in seen for s, b, way in self._candidates(f)]
        pairs.sort(key=lambda p: (p[0], p[1]))
        for score, _, found, block, way in pairs:
            weak = score > WEAK or INTRODUCES.match(block.text) is not None
            if found.label or block.used or (weak and self._names_itself(found)):
                continue
            block.used = "label"
            self._set(found, block.text, way, block.rect)

    def _names_itself(self, found: Field) -> bool:
        placeholder = (found.holder.get("placeholder") or found.placeholder).strip()
        names = placeholder and not HINT_START.match(placeholder) and names_something(placeholder)
        return bool(found.holder.get("aria-label") or names)

    def _learn_habits(self) -> None:
        fields = [f for f in self.fields if f.visible and not (f.label or f.ticked or self._names_itself(f))]
        self.sides.learn(fields, self._near, self._belongs_to_another)
        own = [f for f in fields if any(is_title(b) and self._is_own(f, b) for b in self._near(f))]
        self.titled = {f.box.index for f in own} if len(own) > 1 else set()
        leading = {f.box.index: at for f in fields for at in [self._leading(f)] if at is not None}
        self.leading = leading if len(leading) > 1 else {}

    def _leading(self, found: Field) -> int | None:
        """Of the label and the help text over a control in its own wrapper: the first, if it is the shorter."""
        own = [b for b in self._near(found) if self._is_own(found, b) and b.rect.bottom <= found.rect.y + 4]
        own.sort(key=lambda b: b.index)
        return own[0].index if len(own) == 2 and len(own[0].text) <= len(own[1].text) else None

    def _is_own(self, found: Field, block: Block) -> bool:
        return block.index < found.box.index and self.own_container(found).holds(block.nodes[0])

    def _near(self, found: Field) -> list[Block]:
        """Texts around a control that may be its label."""
        around = self.blocks_between(found.rect.y - REACH_ABOVE - 60, found.rect.bottom + 30)
        return [
            b
            for b in around
            if not b.used and self.in_one_layer(found, b) and found.box is not b.owner and self._could_name(b)
        ]

    def _candidates(self, found: Field) -> Iterator[tuple[float, Block, str]]:
        own = self.own_container(found)
        for block in self._near(found):
            cost, side = self.sides.place(found, block)
            if not side:
                continue
            base, relief = self.sides.by_habit(found, block, cost, side)
            score = base + self._manner(found, block, own) - relief
            if score < WORST:
                yield score, block, self._cell(found, block) or ("left" if side in AFTER else side)

    def _could_name(self, block: Block) -> bool:
        if not any(c.isalnum() or c == "#" for c in block.text):
            return False
        if ONLY_MARK.match(block.text) or BARE_FIGURES.match(block.text):
            return False
        if len(block.text) > 220 or block.owner.closest(_is_link) is not None:
            return False
        shouts = is_title(block) or len(block.text.split()) > 4
        if shouts and self._is_message(block):
            return False
        return not (is_named_error(block) and block.owner.tag != "label")

    def _manner(self, found: Field, block: Block, own: Node) -> float:
        """What the text is like and how near it is in the document."""
        words, text = block.owner.words, block.text
        cost = 0.0 if own.holds(block.nodes[0]) else 15.0
        cost += 50.0 if self._belongs_to_another(found, block) else 0.0
        cost += 40.0 * min(1, self._crossed(found, block))
        cost += 25.0 if block.index > found.box.index and not found.ticked else 0.0
        cost += self._as_title(found, block)
        cost -= 50.0 if self.leading.get(found.box.index) == block.index else 0.0
        cost += max(0, len(text) - 60) * 0.5
        cost -= 6.0 if text.rstrip().endswith((":", "*")) else 0.0
        cost -= 12.0 if block.owner.tag == "label" or LABEL_WORDS.search(words) else 0.0
        cost -= 8.0 if block.owner.tag in ("th", "dt", "td") else 0.0
        cost += 30.0 if block.owner.tag == "small" or HINT_WORDS.search(words) else 0.0
        cost += 40.0 if HINT_START.match(text) or text.startswith("(") else 0.0
        cost += 35.0 if text.endswith((".", "!")) and len(text) > 14 else 0.0
        asks = text.endswith("?") and len(text) > 14 and self._names_itself(found)
        cost += 35.0 if asks or HELP_QUESTION.match(text) else 0.0
        cost += 40.0 if block.owner.tag != "label" and DATA_LINE.search(text) else 0.0
        return cost + (30.0 if self._is_message(block) else 0.0)

    def _as_title(self, found: Field, block: Block) -> float:
        """A heading names the page, unless each control has one of its own."""
        if not is_title(block):
            return 0.0
        return -50.0 if found.box.index in self.titled and self._is_own(found, block) else 45.0

    def _belongs_to_another(self, found: Field, block: Block) -> bool:
        """It stands in a wrapper that holds one other control alone."""
        around = next((a for a in (block.owner, *block.owner.ancestors()) if self.count_inside(a)), None)
        return around is not None and self.count_inside(around) == 1 and not around.holds(found.box)

    def _is_message(self, block: Block) -> bool:
        return is_error_text(block) and block.owner.tag != "label" and not has_mark(block.text)

    def _crossed(self, found: Field, block: Block) -> int:
        """Controls between the two in document order."""
        low, high = sorted((block.index, found.box.index))
        return bisect_left(self.indexes, high) - bisect_right(self.indexes, low)

    def _cell(self, found: Field, block: Block) -> str:
        mine, its = found.box.closest(_is_cell), block.owner.closest(_is_cell)
        return (
            "cell" if mine is not None and its is not None and mine is not its and not its.holds(mine) else ""
        )

    # -- what is left ---------------------------------------------------------------------------

    def _fall_back(self, found: Field) -> None:
        if found.label:
            return
        for source, text in self._own_words(found):
            if clean_label(text):
                self._set(found, text, source, None)
                return

    def _own_words(self, found: Field) -> Iterator[tuple[str, str]]:
        members = (found.holder, found.node, found.box)
        yield "aria", next((m.get("aria-label") for m in members if m.get("aria-label")), "")
        if found.visible:
            yield "cell", self._column_head(found)
        yield "placeholder", found.holder.get("placeholder") or found.placeholder
        yield "title", next((m.get("title") for m in members if m.get("title")), "")
        yield "placeholder", self._prompt(found)
        yield "for", next((any_text(self.tree, n) for n in self._labels(found)), "")
        yield "aria", accessible_name(self.tree, found.node)

    def _prompt(self, found: Field) -> str:
        """'Seleccione su régimen': what an untouched list says of itself."""
        said = [found.shown_text] if found.library else [o.text for o in found.options[:1]]
        return next((s for s in said if CHOOSE.match(s) and len(s.split()) > 1), "")

    def _share(self) -> None:
        """Day, month and year, or a number cut over several boxes: the first one's label is that of all."""
        in_order = sorted(self.seen, key=lambda f: f.box.index)
        for before, found in pairwise(in_order):
            near = -2 <= found.rect.x - before.rect.right <= 30 and same_line(found.rect, before.rect)
            alike = found.kind == before.kind and not found.ticked and _together(found, before)
            if near and alike and found.label_source == "none":
                found.label, found.label_source = before.label, before.label_source
                found.required = before.required

    def _column_head(self, found: Field) -> str:
        """The head of its column, however far above."""
        cell = found.box.closest(lambda n: n.tag == "td")
        table = cell.closest(lambda n: n.tag == "table") if cell is not None else None
        if cell is None or table is None:
            return ""
        heads = [n for n in self.tree.inside(table) if n.tag == "th" and n.visible and n.index < cell.index]
        over = [h for h in heads if across(h.area, cell.area) > 0.5 * min(h.area.width, cell.area.width)]
        return visible_text(self.tree, over[-1]) if over else ""

    def _marks(self) -> None:
        """Asterisks that stand alone belong to the nearest control or label on their line."""
        for block in self.blocks:
            if block.used or not ONLY_MARK.match(block.text):
                continue
            block.used = "mark"
            near = [
                (d, f)
                for f in self.fields
                if f.visible
                for d in [_distance_on_line(block.rect, f)]
                if d <= 40
            ]
            if near:
                min(near, key=lambda n: n[0])[1].required = True


def _stands_over(text: Rect, rect: Rect) -> bool:
    return across(text, rect) > min(4.0, 0.3 * text.width) or abs(text.x - rect.x) < 24


def _together(found: Field, before: Field) -> bool:
    """In one small piece of the page."""
    around = before.box.parent
    if around is not None and around.parent is not None and not around.holds(found.box):
        around = around.parent
    return around is not None and around.holds(found.box) and around.tag not in ("tr", "body")


def _is_link(node: Node) -> bool:
    return node.tag == "a" and bool(node.get("href"))


def _is_cell(node: Node) -> bool:
    return node.tag in ("td", "th") or node.role in ("cell", "gridcell", "columnheader")


def _distance_on_line(mark: Rect, found: Field) -> float:
    places = [found.rect] + ([found.label_rect] if found.label_rect else [])
    gaps = [max(p.x - mark.right, mark.x - p.right, 0.0) for p in places if same_line(mark, p)]
    return min(gaps, default=1e9)
