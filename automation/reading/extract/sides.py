"""On which side of a control its words stand, and on which side a whole form writes them.

Most forms write labels before or over their controls; some write all of them under or behind. There each
text also stands over the next control, so one control alone cannot tell: the form as a whole does.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from automation.reading.extract.fields import Field
from automation.reading.extract.geometry import Rect, across, same_line
from automation.reading.extract.text import Block, is_heading
from automation.reading.extract.wording import is_red

WORST = 120.0
REACH_LEFT = 420.0
REACH_ABOVE = 60.0
AFTER = frozenset({"below", "behind"})
_AGAINST_HABIT = 70.0
_NAMING = re.compile(r"[^\W\d_]{2,}")
_FORMATS = re.compile(r"^(?:[dmayhs]{1,4}|x+[a-z0]*|a+|mxn|mn)$", re.IGNORECASE)


@dataclass(slots=True)
class Sides:
    seen: Sequence[Field]
    """the visible controls by the middle of their height"""
    middles: list[float] = field(default_factory=list)
    habits: dict[int, str] = field(default_factory=dict)
    """'below' or 'behind' by a control's index, where its form writes the words after the controls"""

    def __post_init__(self) -> None:
        self.middles = [f.rect.cy for f in self.seen]

    def between(self, top: float, bottom: float) -> Sequence[Field]:
        """Visible controls whose middle lies in that band."""
        return self.seen[bisect_left(self.middles, top) : bisect_right(self.middles, bottom)]

    def place(self, found: Field, block: Block) -> tuple[float, str]:
        """A cost for where the text stands, and the side; '' when it cannot be its label."""
        text, rect = block.rect, found.rect
        if rect.holds(text.cx, text.cy) and not found.box.holds(block.nodes[0]):
            return 0.0, "above"
        if same_line(text, rect):
            return self._beside(found, text, rect, 300.0 if _in_one_row(found, block) else 60.0)
        gap = rect.y - text.bottom
        if -6 <= gap <= REACH_ABOVE and _stands_over(text, rect) and not self._something_between(text, rect):
            return gap * 0.8 + _aside(text, rect) + (25 if found.ticked else 4), "above"
        below = text.y - rect.bottom
        if -4 <= below <= 18 and _stands_over(text, rect):
            return (30 if found.ticked else 75) + below, "below"
        return WORST, ""

    def by_habit(self, found: Field, block: Block, cost: float, side: str) -> tuple[float, float]:
        """(cost, relief) by the habit of the form; the relief is for what is said of texts that come after."""
        habit = self.habits.get(found.box.index)
        if habit is None:
            return cost, 0.0
        if side != habit:
            return cost + _AGAINST_HABIT, 0.0
        gap = max(block.rect.y - found.rect.bottom, 0.0) if side == "below" else 0.0
        return 4.0 + gap * 0.8 + _aside(block.rect, found.rect) * (side == "below"), 25.0

    def _beside(self, found: Field, text: Rect, rect: Rect, reach: float) -> tuple[float, str]:
        before, behind = rect.x - text.right, text.x - rect.right
        if -5 <= before <= REACH_LEFT and not self._on_line_between(text, rect):
            return (25 + before * 0.5, "left") if found.ticked else (min(before * 0.25, 60), "left")
        if -5 <= behind <= reach and not self._on_line_between(rect, text):
            return (behind * 0.5, "behind") if found.ticked else (80 + min(behind, 60.0) * 0.5, "behind")
        return WORST, ""

    def _something_between(self, upper: Rect, lower: Rect) -> bool:
        """Another control stands under the text and over this one."""
        return any(
            f.rect.y >= upper.bottom - 4 and f.rect.bottom <= lower.y + 4 and across(f.rect, lower) > 4
            for f in self.between(upper.bottom - 4, lower.y + 4)
            if across(f.rect, upper) > -40
        )

    def _on_line_between(self, left: Rect, right: Rect) -> bool:
        reach = max(left.height, right.height)
        return any(
            left.right - 2 <= f.rect.cx <= right.x + 2 and same_line(f.rect, right)
            for f in self.between(right.y - reach, right.bottom + reach)
        )

    # -- habit ----------------------------------------------------------------------------------

    def learn(
        self,
        fields: Sequence[Field],
        near: Callable[[Field], list[Block]],
        lone: Callable[[Field, Block], bool],
    ) -> None:
        """`near`: texts that may name a control; `lone`: the text stands in a wrapper of another control."""
        groups: dict[int, list[Field]] = {}
        for found in fields:
            around = found.box.closest(lambda n: n.tag in ("form", "body", "html"))
            groups.setdefault(around.index if around else 0, []).append(found)
        for members in groups.values():
            found_habit = self._habit([p for f in members for p in self._pairs(f, near, lone)], len(members))
            if found_habit:
                self.habits.update({f.box.index: found_habit for f in members})

    def _pairs(
        self, found: Field, near: Callable[[Field], list[Block]], lone: Callable[[Field, Block], bool]
    ) -> list["Pair"]:
        pairs = []
        for block in near(found):
            cost, side = self.place(found, block)
            if side and cost < WORST and not lone(found, block):
                pairs.append(Pair(cost, found, block, side))
        return pairs

    def _habit(self, pairs: Sequence["Pair"], size: int) -> str:
        """The side after the controls that serves more of them than both sides before, and nearly all."""
        before = [p for p in pairs if p.side not in AFTER and not _shouts(p.block)]
        usual = _served(before)
        titles = [p for p in usual if is_title(p.block)]
        count = len(usual) - (len(titles) if len(titles) < 2 else 0)
        best, most = "", 1
        for side in sorted(AFTER):
            served = _served([p for p in pairs if p.side == side and not _explains(p.block)])
            texts = {p.block.text for p in served}
            if len(texts) > max(most, count) and len(texts) >= 0.8 * size:
                best, most = side, len(texts)
        return best


@dataclass(slots=True)
class Pair:
    cost: float
    found: Field
    block: Block
    side: str


def _served(pairs: Sequence[Pair]) -> list[Pair]:
    """Each control with one text and each text with one control, the nearest first."""
    taken: Counter[tuple[str, int]] = Counter()
    served = []
    for pair in sorted(pairs, key=lambda p: (p.cost, p.block.index)):
        keys = [("field", pair.found.box.index), ("text", pair.block.index)]
        if not any(taken[k] for k in keys):
            taken.update(keys)
            served.append(pair)
    return served


def names_something(text: str) -> bool:
    """Has a word that is no mere pattern ("dd/mm/aaaa", "XAXX010101000", "$0.00" have none); "R.F.C." is one."""
    text = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b|\s|$)", r"\1", text)
    return any(not _FORMATS.match(w) for w in _NAMING.findall(re.sub(r"\w*\d\w*", " ", text)))


def is_title(block: Block) -> bool:
    return block.owner.closest(is_heading) is not None


def _shouts(block: Block) -> bool:
    """A red sentence is no label."""
    return is_red(block.color) and len(block.text.split()) > 3 and block.owner.tag != "label"


def _explains(block: Block) -> bool:
    text = block.text.strip()
    return text.startswith("(") or (text.endswith(".") and len(text) > 14) or len(text) > 60


def _in_one_row(found: Field, block: Block) -> bool:
    row = found.box.closest(lambda n: n.tag == "tr")
    return row is not None and row.holds(block.nodes[0])


def _aside(text: Rect, rect: Rect) -> float:
    """Costs of standing to one side."""
    return min(abs(text.x - rect.x), abs(text.cx - rect.cx), 300.0) * 0.1


def _stands_over(text: Rect, rect: Rect) -> bool:
    return across(text, rect) > min(4.0, 0.3 * text.width) or abs(text.x - rect.x) < 24
