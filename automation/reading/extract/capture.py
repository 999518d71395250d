"""One pass over a live page: browser-use's DOM reading and the snapshot under it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from automation.browser.base import ActionTimeout, BrowserLost
from automation.browser.silenced import BrowserSession  # before any other part of browser-use
from automation.reading.extract.snapshot import Snapshot, parse_snapshot
from automation.reading.extract.trees import PageService, evaluated, pixel_ratio, take_snapshot

LIMIT = 20.0
"""Seconds for one pass; a native dialog that stands open or a page in an endless loop answers nothing."""

DISTURBED = (RuntimeError, TimeoutError, KeyError, IndexError, ValueError, AttributeError)
"""What browser-use and the CDP client raise when the document is replaced while it is read."""


@dataclass(slots=True)
class Capture:
    root: Any
    """browser-use's EnhancedDOMTreeNode of the top document"""
    snapshots: dict[str, Snapshot]
    """by CDP session id"""
    top_session: str
    viewport: tuple[float, float] = (0.0, 0.0)
    url: str = ""
    content_type: str = ""
    focused: set[int] = field(default_factory=set)
    """backend ids of what has the keyboard, in each target"""
    extra_documents: dict[str, Any] = field(default_factory=dict)
    """by frame id: documents of cross-origin <frame>s, which browser-use leaves out"""


async def capture(session: BrowserSession) -> Capture:
    """Reads the tab in focus. Tries twice, because a page may be replaced while it is read.

    Raises BrowserLost (no tab, connection gone) and ActionTimeout (the page does not answer).
    """
    try:
        async with asyncio.timeout(LIMIT):
            return await _capture_twice(session)
    except ConnectionError as lost:
        raise BrowserLost("Se perdió la conexión con el navegador.") from lost
    except DISTURBED as disturbed:
        raise ActionTimeout("La página cambiaba o no respondía mientras se leía.") from disturbed


async def _capture_twice(session: BrowserSession) -> Capture:
    try:
        return await _capture(session)
    except DISTURBED:
        await asyncio.sleep(0.1)
        return await _capture(session)


async def _capture(session: BrowserSession) -> Capture:
    target = session.agent_focus_target_id
    if not target:
        raise BrowserLost("El navegador no tiene ninguna pestaña abierta.")
    top = await session.get_or_create_cdp_session(target, focus=False)
    service = PageService(session)
    (root, _), facts = await asyncio.gather(
        service.get_dom_tree(target_id=target),
        evaluated(top, "({url: document.URL, contentType: document.contentType})"),
    )
    ratio = pixel_ratio(service.metrics[target])
    shot = parse_snapshot(service.shots[target], ratio)
    if root.backend_node_id not in shot.painted:
        raise RuntimeError("the document was replaced while it was read")
    viewport = service.metrics[target]["cssLayoutViewport"]
    found = Capture(
        root=root,
        snapshots={str(top.session_id): shot},
        top_session=str(top.session_id),
        viewport=(viewport["clientWidth"], viewport["clientHeight"]),
        url=facts.get("url", ""),
        content_type=facts.get("contentType", ""),
        focused=service.focused,
    )
    await _add_other_targets(session, service, found, ratio)
    return found


async def _add_other_targets(session: Any, service: PageService, found: Capture, ratio: float) -> None:
    """Cross-origin frames live in targets of their own: each gets a snapshot, a <frame> its tree too."""
    targets, orphans = _survey(found.root)
    for frame_id in orphans:
        if session.session_manager.get_target(frame_id) is None:
            continue
        document, _ = await service.get_dom_tree(target_id=frame_id)
        found.extra_documents[frame_id] = document
        targets.update(_survey(document)[0])
    targets.pop(found.root.target_id, None)
    for target in targets:
        cdp = await session.get_or_create_cdp_session(target, focus=False)
        raw = service.shots.get(target) or await take_snapshot(cdp)
        found.snapshots[str(cdp.session_id)] = parse_snapshot(raw, ratio)


def _survey(root: Any) -> tuple[dict[str, None], list[str]]:
    """Every target in the tree, in order, and the frame ids of <frame>s whose document is not in it."""
    targets: dict[str, None] = {}
    orphans: list[str] = []
    stack = [root]
    while stack:
        node = stack.pop()
        targets[node.target_id] = None
        if node.content_document is not None:
            stack.append(node.content_document)
        elif node.node_name == "FRAME" and node.frame_id:
            orphans.append(node.frame_id)
        stack.extend(node.shadow_roots or ())
        stack.extend(node.children_nodes or ())
    return targets, orphans
