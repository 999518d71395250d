"""What Chromium's DOMSnapshot says of each node: box, styles, paint order, live values, generated content.

browser-use keeps a part of it only; a snapshot of our own, taken beside its reading, adds the chosen
options, the values of every input, colours, clipping and the text of ::before and ::after.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from automation.browser import silenced  # noqa: F401 - before any other part of browser-use
from automation.reading.extract.geometry import Rect

from browser_use.dom.enhanced_snapshot import REQUIRED_COMPUTED_STYLES  # isort: skip

STYLES = (
    *REQUIRED_COMPUTED_STYLES,
    "color",
    "z-index",
    "clip",
    "clip-path",
    "border-left-width",
    "border-top-width",
    "content-visibility",
)
"""browser-use's own come first: it takes the styles of a snapshot by their place."""

PSEUDO = ("before", "after")
CLIPPING = ("hidden", "clip")


@dataclass(frozen=True, slots=True)
class Style:
    display: str = ""
    visible: bool = True
    opacity: float = 1.0
    position: str = "static"
    clips_x: bool = False
    clips_y: bool = False
    scrolls: bool = False
    ignores_pointer: bool = False
    pointer: bool = False
    forbids: bool = False
    """its cursor says that it takes no click now"""
    color: tuple[float, float, float, float] = (0, 0, 0, 1)
    background: tuple[float, float, float, float] = (0, 0, 0, 0)
    z_index: int = 0
    clipped_away: bool = False
    border_x: float = 0.0
    border_y: float = 0.0
    skips_content: bool = False

    @property
    def inline(self) -> bool:
        return self.display in ("inline", "contents", "ruby", "")

    @property
    def floats_over(self) -> bool:
        """Taken out of the flow: it can lie over other things."""
        return self.position in ("absolute", "fixed", "sticky")


NO_STYLE = Style()


@dataclass(slots=True)
class Painted:
    rect: Rect | None = None
    style: Style = NO_STYLE
    paint: int = 0
    value: str | None = None
    checked: bool = False
    selected: bool = False
    clickable: bool = False
    source: str = ""
    """of an image: the address that was loaded"""
    generated: dict[str, tuple[str, Rect | None]] = field(default_factory=dict)
    """'before' and 'after' with their text"""


@dataclass(frozen=True, slots=True)
class DocumentShot:
    url: str
    title: str
    scroll_x: float
    scroll_y: float
    width: float
    height: float


@dataclass(slots=True)
class Snapshot:
    documents: dict[str, DocumentShot] = field(default_factory=dict)
    """by frame id"""
    painted: dict[int, Painted] = field(default_factory=dict)
    """by backend node id"""


@lru_cache(maxsize=4096)
def parse_color(text: str) -> tuple[float, float, float, float]:
    """'rgb(1, 2, 3)' or 'rgba(1, 2, 3, 0.5)' as numbers; anything else counts as black."""
    _, _, inner = text.partition("(")
    parts = inner.rstrip(")").replace("/", ",").split(",")
    if not text.startswith("rgb") or len(parts) < 3:
        return (0, 0, 0, 1)
    numbers = [_number(p) for p in parts]
    return (numbers[0], numbers[1], numbers[2], numbers[3] if len(numbers) > 3 else 1.0)


def _number(text: str) -> float:
    try:
        return float(text.strip().removesuffix("px").removesuffix("%"))
    except ValueError:
        return 0.0


@lru_cache(maxsize=8192)
def parse_style(values: tuple[str, ...]) -> Style:
    css = dict(zip(STYLES, values, strict=False))
    overflow = (css.get("overflow-x", ""), css.get("overflow-y", ""))
    return Style(
        display=css.get("display", ""),
        visible=css.get("visibility", "visible") == "visible",
        opacity=_number(css.get("opacity", "1")),
        position=css.get("position", "static"),
        clips_x=overflow[0] in CLIPPING,
        clips_y=overflow[1] in CLIPPING,
        scrolls="auto" in overflow or "scroll" in overflow,
        ignores_pointer=css.get("pointer-events") == "none",
        pointer=css.get("cursor") == "pointer",
        forbids=css.get("cursor") in ("not-allowed", "no-drop"),
        color=parse_color(css.get("color", "")),
        background=parse_color(css.get("background-color", "rgba(0, 0, 0, 0)")),
        z_index=int(_number(css.get("z-index", "0"))),
        clipped_away=_clips_all(css.get("clip", "auto"), css.get("clip-path", "none")),
        border_x=_number(css.get("border-left-width", "0")),
        border_y=_number(css.get("border-top-width", "0")),
        skips_content=css.get("content-visibility") == "hidden",
    )


def _clips_all(clip: str, clip_path: str) -> bool:
    """clip: rect(0, 0, 0, 0), rect(1px, 1px, 1px, 1px) or clip-path: inset(50%): the 'screen readers only' idioms."""
    if clip.startswith("rect("):
        top, right, bottom, left = ([_number(p) for p in clip[5:-1].replace(",", " ").split()] + [0.0] * 4)[
            :4
        ]
        if "auto" not in clip and (bottom - top <= 1 or right - left <= 1):
            return True
    if clip_path.startswith("inset("):
        first = clip_path[6:].split(")", maxsplit=1)[0].split(maxsplit=1)[0]
        return first.endswith("%") and _number(first) >= 50
    return clip_path.startswith("circle(0")


def parse_snapshot(raw: Mapping[str, Any], ratio: float) -> Snapshot:
    """`raw` is DOMSnapshot.captureSnapshot's answer, `ratio` its device pixels per CSS pixel."""
    snapshot = Snapshot()
    strings: list[str] = raw["strings"]
    for document in raw["documents"]:
        shot = _document(document, strings)
        snapshot.documents[strings[document["frameId"]]] = shot
        painted = _painted(document, strings, ratio)
        ids = document["nodes"]["backendNodeId"]
        snapshot.painted.update((ids[i], p) for i, p in enumerate(painted))
    return snapshot


def _document(document: Mapping[str, Any], strings: list[str]) -> DocumentShot:
    return DocumentShot(
        url=_string(strings, document["documentURL"]),
        title=_string(strings, document["title"]),
        scroll_x=document.get("scrollOffsetX", 0.0),
        scroll_y=document.get("scrollOffsetY", 0.0),
        width=document.get("contentWidth", 0.0),
        height=document.get("contentHeight", 0.0),
    )


def _string(strings: list[str], index: int) -> str:
    return strings[index] if 0 <= index < len(strings) else ""


def _painted(document: Mapping[str, Any], strings: list[str], ratio: float) -> list[Painted]:
    nodes, layout = document["nodes"], document["layout"]
    painted = [Painted() for _ in nodes["backendNodeId"]]
    _add_live_values(painted, nodes, strings)
    pseudo = {i: _string(strings, s) for i, s in _rare(nodes, "pseudoType")}
    seen: set[int] = set()
    for at, node_index in enumerate(layout["nodeIndex"]):
        rect = _rect(layout["bounds"][at], ratio)
        if node_index in seen:
            _add_generated(painted, nodes, pseudo, node_index, _string(strings, layout["text"][at]), rect)
            continue
        seen.add(node_index)
        node = painted[node_index]
        node.rect = rect
        node.paint = layout["paintOrders"][at]
        node.style = parse_style(tuple(strings[s] for s in layout["styles"][at]))
    return painted


def _rect(bounds: list[float], ratio: float) -> Rect:
    x, y, width, height = (b / ratio for b in bounds)
    return Rect(x, y, x + width, y + height)


def _rare(nodes: Mapping[str, Any], key: str) -> Iterator[tuple[int, int]]:
    rare = nodes.get(key) or {"index": [], "value": []}
    return zip(rare["index"], rare["value"], strict=True)


def _add_live_values(painted: list[Painted], nodes: Mapping[str, Any], strings: list[str]) -> None:
    for key in ("inputValue", "textValue"):
        for i, s in _rare(nodes, key):
            painted[i].value = _string(strings, s)
    for i, s in _rare(nodes, "currentSourceURL"):
        painted[i].source = _string(strings, s)
    for key, name in (
        ("inputChecked", "checked"),
        ("optionSelected", "selected"),
        ("isClickable", "clickable"),
    ):
        for i in (nodes.get(key) or {"index": []})["index"]:
            setattr(painted[i], name, True)


def _add_generated(
    painted: list[Painted],
    nodes: Mapping[str, Any],
    pseudo: Mapping[int, str],
    index: int,
    text: str,
    rect: Rect,
) -> None:
    """A pseudo-element's text comes as a second layout entry of its own node; it belongs to the parent."""
    kind = pseudo.get(index)
    parent = nodes["parentIndex"][index] if kind in PSEUDO else -1
    if kind and parent >= 0 and is_readable(text) and painted[index].style.visible:
        painted[parent].generated[kind] = (text, rect)


def is_readable(text: str) -> bool:
    """False for blanks and for the glyphs of icon fonts, which live in the private use area."""
    return any(not c.isspace() and not 0xE000 <= ord(c) <= 0xF8FF for c in text)
