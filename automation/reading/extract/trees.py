"""browser-use's DOM service with its questions asked all at once, and the snapshot that it took kept.

The library asks one question after another, takes a snapshot without the styles that tell what is seen, and
looks its session up again for every node. Its reading itself (documents, frames, shadow roots) is used as it is,
but for the accessibility tree: that takes as long as all the rest together, and what it says of roles and names
stands in tags and attributes as well.
"""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from automation.browser.silenced import BrowserSession  # before any other part of browser-use
from automation.reading.extract.snapshot import STYLES

from browser_use.dom.service import DomService  # isort: skip
from browser_use.dom.views import TargetAllTrees  # isort: skip

if TYPE_CHECKING:
    from cdp_use.cdp.domsnapshot import CaptureSnapshotReturns

MANY_LISTENERS = 400
"""elements that listen to the pointer, above which they tell nothing"""
_POINTED_AT = f"""(() => {{
  if (typeof getEventListeners !== 'function') return [];
  const all = document.getElementsByTagName('*'), found = [];
  if (all.length > 10000) return [];
  for (const element of all) {{
    const on = getEventListeners(element);
    if (on.mousedown || on.mouseup || on.pointerdown || on.pointerup) found.push(element);
  }}
  return found.length > {MANY_LISTENERS} ? [] : found;
}})()"""
"""A listener for clicks is in the snapshot; these are the ways round it."""
_FOCUSED = """(() => {
  let inner = document.activeElement;
  for (;;) {
    const deeper = inner?.shadowRoot?.activeElement ?? (inner?.contentDocument?.activeElement || null);
    if (!deeper) return inner === document.body ? null : inner;
    inner = deeper;
  }
})()"""
FOCUS_GROUP = "autocfdi-focus"


class OnePass:
    """A BrowserSession that looks each target's CDP session up once."""

    def __init__(self, session: BrowserSession) -> None:
        self._session = session
        self._known: dict[str | None, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    async def get_or_create_cdp_session(self, target_id: str | None = None, focus: bool = True) -> Any:  # noqa: FBT001, FBT002 - the library's own signature
        if target_id not in self._known:
            self._known[target_id] = await self._session.get_or_create_cdp_session(target_id, focus=focus)
        return self._known[target_id]


class PageService(DomService):
    """One reading. `shots`: the snapshot of each target that was read, `ratios` its pixels per CSS pixel."""

    def __init__(self, session: BrowserSession) -> None:
        once = cast("BrowserSession", OnePass(session))
        super().__init__(
            once, cross_origin_iframes=True, viewport_threshold=None, paint_order_filtering=False
        )
        self.shots: dict[str, Mapping[str, Any]] = {}
        self.metrics: dict[str, Mapping[str, Any]] = {}
        self.focused: set[int] = set()
        """backend ids"""

    async def _get_all_trees(self, target_id: str) -> TargetAllTrees:
        cdp = await self.browser_session.get_or_create_cdp_session(target_id=target_id, focus=False)
        ask, session_id = cdp.cdp_client.send, cdp.session_id
        pointed, focused, document, metrics, shot = await asyncio.gather(
            _pointed_at(cdp),
            _focused(cdp),
            ask.DOM.getDocument({"depth": -1, "pierce": True}, session_id=session_id),
            ask.Page.getLayoutMetrics(session_id=session_id),
            take_snapshot(cdp),
        )
        drop_browsers_own(document["root"])
        self.shots[target_id], self.metrics[target_id] = shot, metrics
        self.focused |= focused
        few = cast("CaptureSnapshotReturns", {**shot, "documents": shot["documents"][: self.max_iframes]})
        return TargetAllTrees(
            snapshot=few,
            dom_tree=document,
            ax_tree={"nodes": []},
            device_pixel_ratio=pixel_ratio(metrics),
            cdp_timing={},
            js_click_listener_backend_ids=pointed,
        )


async def _focused(cdp: Any) -> set[int]:
    """Backend id of the element that has the keyboard; none where that is the page."""
    ask, session_id = cdp.cdp_client.send, cdp.session_id
    answer = await ask.Runtime.evaluate(
        {"expression": _FOCUSED, "objectGroup": FOCUS_GROUP}, session_id=session_id
    )
    handle = answer["result"].get("objectId")
    if handle is None:
        return set()
    described: Any
    described, _ = await asyncio.gather(
        ask.DOM.describeNode({"objectId": handle}, session_id=session_id),
        ask.Runtime.releaseObjectGroup({"objectGroup": FOCUS_GROUP}, session_id=session_id),
        return_exceptions=True,
    )
    return set() if isinstance(described, BaseException) else {described["node"]["backendNodeId"]}


def drop_browsers_own(root: Any) -> None:
    """Takes the shadow trees of Chromium's own controls out of a document: a list has one for every option, and
    nothing in them is the page's."""
    stack = [root]
    while stack:
        node = stack.pop()
        shadows = [s for s in node.pop("shadowRoots", ()) if s["shadowRootType"] != "user-agent"]
        if shadows:
            node["shadowRoots"] = shadows
        if "contentDocument" in node:
            stack.append(node["contentDocument"])
        stack.extend(shadows)
        stack.extend(node.get("children", ()))


async def take_snapshot(cdp: Any) -> Mapping[str, Any]:
    """Raises RuntimeError (the target is gone)."""
    answer: Mapping[str, Any] = await cdp.cdp_client.send.DOMSnapshot.captureSnapshot(
        {"computedStyles": list(STYLES), "includePaintOrder": True},
        session_id=cdp.session_id,
    )
    return answer


async def _pointed_at(cdp: Any) -> set[int]:
    """Backend ids of the elements that listen to the pointer itself."""
    ask, session_id = cdp.cdp_client.send, cdp.session_id
    answer = await ask.Runtime.evaluate(
        {"expression": _POINTED_AT, "includeCommandLineAPI": True, "objectGroup": "autocfdi-pointed"},
        session_id=session_id,
    )
    if not answer["result"].get("description", "").removeprefix("Array").strip("()0"):
        return set()
    listed = await ask.Runtime.getProperties(
        {"objectId": answer["result"]["objectId"], "ownProperties": True}, session_id=session_id
    )
    ids = [p["value"]["objectId"] for p in listed["result"] if p["name"].isdigit() and "value" in p]
    *nodes, _ = await asyncio.gather(
        *(ask.DOM.describeNode({"objectId": i}, session_id=session_id) for i in ids),
        ask.Runtime.releaseObjectGroup({"objectGroup": "autocfdi-pointed"}, session_id=session_id),
        return_exceptions=True,
    )
    return {n["node"]["backendNodeId"] for n in nodes if not isinstance(n, BaseException)}


async def evaluated(cdp: Any, expression: str) -> Any:
    answer = await cdp.cdp_client.send.Runtime.evaluate(
        {"expression": expression, "returnByValue": True}, session_id=cdp.session_id
    )
    return answer["result"]["value"]


def pixel_ratio(metrics: Mapping[str, Any]) -> float:
    """Device pixels per CSS pixel."""
    css = metrics.get("cssVisualViewport", {}).get("clientWidth") or 0
    device = metrics.get("visualViewport", {}).get("clientWidth") or css
    return float(device / css) if css and device else 1.0
