"""read_page: from a live browser session to a PageModel."""

import time
from collections.abc import Callable, Sequence
from urllib.parse import urljoin

from automation.browser.silenced import BrowserSession
from automation.reading.extract.busy import busy_marks, embedded_documents
from automation.reading.extract.captcha import CaptchaFinder, wall_marks
from automation.reading.extract.capture import Capture, capture
from automation.reading.extract.clickables import ClickableFinder
from automation.reading.extract.composing import Composer
from automation.reading.extract.controls import build_control
from automation.reading.extract.dialogs import DialogFinder, build_dialog
from automation.reading.extract.fields import Field, FieldFinder
from automation.reading.extract.labels import Labeller
from automation.reading.extract.layers import Layers
from automation.reading.extract.notices import NoticeFinder
from automation.reading.extract.options import find_panels, give_options
from automation.reading.extract.surroundings import Surveyor
from automation.reading.extract.text import BlockBuilder, is_heading, page_text, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.page import Frame, PageModel

BUTTONS = frozenset({"button", "summary"})


async def read_page(session: BrowserSession, *, http_status: int | None = None) -> PageModel:
    """Reads the tab in focus of a browser-use BrowserSession, all frames and open shadow roots included.

    Touches nothing on the page. `http_status` is what the driver saw of the top document. A page that is
    replaced while it is read is read once more. Raises BrowserLost, ActionTimeout (also while a native
    dialog blocks the page).
    """
    started = time.perf_counter()
    captured = await capture(session)
    model = model_of(captured, http_status=http_status)
    object.__setattr__(model, "seconds", time.perf_counter() - started)
    return model


def model_of(captured: Capture, *, http_status: int | None = None) -> PageModel:
    """The pure half: what was captured, understood as controls, clickables, notices and marks."""
    tree = Composer(captured).compose()
    tree.url = captured.url
    fields = FieldFinder(tree).find()
    panels = find_panels(tree, fields)
    shown_options = give_options(tree, fields, panels)
    breaks = frozenset(n.index for f in fields for n in (f.box, f.holder))
    blocks = BlockBuilder(tree, _opaque(fields, [p.node for p in panels]), breaks).build()
    dialogs = DialogFinder(tree)
    open_dialogs = dialogs.find()
    labeller = Labeller(tree, fields, blocks, dialogs.key)
    labeller.run()
    surveyor = Surveyor(tree, fields, blocks, labeller)
    surveyor.run()
    layers = Layers.of(tree)
    clickables = ClickableFinder(
        tree,
        fields,
        layers,
        shown_options,
        dialogs.key,
        surveyor.heading_above,
        inside_count=labeller.count_inside,
    )
    notices = NoticeFinder(tree, blocks, fields, open_dialogs, dialogs.key, labeller.count_inside)
    text, title = page_text(tree), _title(captured)
    return PageModel(
        url=captured.url,
        title=title,
        text=text,
        headings=_headings(tree),
        controls=tuple(build_control(tree, f, layers, dialogs.key) for f in fields),
        clickables=tuple(clickables.find()),
        notices=tuple(notices.find()),
        dialogs=tuple(build_dialog(tree, n) for n in open_dialogs),
        frames=_frames(tree, captured),
        table_rows=_rows(tree),
        captcha_marks=(*CaptchaFinder(tree, fields).find(), *wall_marks(tree, title, text, fields)),
        busy_marks=tuple(busy_marks(tree, fields, blocks)),
        embedded=tuple(urljoin(captured.url, a)[:2000] for a in embedded_documents(tree)),
        http_status=http_status,
        content_type=captured.content_type,
    )


def _opaque(fields: Sequence[Field], panels: Sequence[Node]) -> Callable[[Node], bool]:
    """Subtrees whose words are values, choices or buttons, and so never labels. A widget's own <label> is one."""
    closed = {n.index for n in panels}
    for found in fields:
        if found.kind == "contenteditable" or (found.box.tag != "label" and not found.ticked):
            closed.update(_value_parts(found))

    def opaque(node: Node) -> bool:
        return node.index in closed or node.tag in BUTTONS

    return opaque


def _value_parts(found: Field) -> list[int]:
    """All of the widget, or its parts around the label and messages that it holds too."""
    inner = [
        n
        for n in _below(found.box)
        if n.tag == "label" and "label" not in " ".join(n.classes).replace("v-label", "")
    ]
    if not inner:
        return [found.box.index]
    return [
        n.index
        for n in _below(found.box)
        if not any(n.holds(i) or i.holds(n) for i in inner) and "messages" not in n.words
    ]


def _below(node: Node) -> list[Node]:
    found, stack = [], list(node.children)
    while stack:
        current = stack.pop()
        found.append(current)
        stack.extend(current.children)
    return found


def _title(captured: Capture) -> str:
    shot = captured.snapshots[captured.top_session]
    return next(iter(shot.documents.values())).title if shot.documents else ""


def _headings(tree: Tree) -> tuple[str, ...]:
    found = [visible_text(tree, n) for n in tree.order if n.visible and is_heading(n) and n.tag != TEXT]
    return tuple(dict.fromkeys(h for h in found if h))


def _rows(tree: Tree) -> tuple[str, ...]:
    """Rows with words in them; a row that holds a table lays out the page and is none."""
    rows = [n for n in tree.order if n.tag == "tr" or n.get("role") == "row"]
    inner = [n for n in rows if not any(i.tag == "table" for i in tree.inside(n))]
    found = [visible_text(tree, n) for n in inner]
    return tuple(text for text in found if text)


def _frames(tree: Tree, captured: Capture) -> tuple[Frame, ...]:
    inner = {id(s.host): s for s in tree.scopes if s.host is not None and s.outer is None}
    found = []
    for node in tree.frames:
        scope = inner.get(id(node))
        found.append(
            Frame(
                url=scope.frame_url if scope else urljoin(captured.url, node.get("src")),
                frame_id=scope.frame_id if scope else "",
                session_id=scope.session_id if scope else node.scope.session_id,
                readable=scope is not None,
                title=node.get("title") or node.get("name"),
                box=node.area.box() if node.rect else None,
            )
        )
    return tuple(found)
