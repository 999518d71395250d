"""Which targets (tabs, cross-origin frames) there are, each with exactly one CDP session, prepared before it runs.

browser-use's SessionManager attaches twice to each target and after it has started; this one lets Chromium
hold every new target until our listeners, policies and scripts are in it, and keeps browser-use's tables.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from automation.browser.base import BrowserError
from automation.browser.silenced import CDPSession, SessionManager, Target
from automation.browser.wire import Wire

Command = tuple[str, dict[str, Any]]

AUTO_ATTACH: dict[str, Any] = {
    "autoAttach": True,
    "waitForDebuggerOnStart": True,
    "flatten": True,
    "filter": [{"type": "page"}, {"type": "iframe"}, {"exclude": True}],
}


@dataclass(slots=True)
class Attached:
    """A target to which we are attached."""

    target_id: str
    session_id: str
    kind: str
    """page or iframe (a frame with a process of its own)"""
    opener_id: str = ""
    page_id: str = ""
    """the tab that it belongs to: itself for a page"""


class TargetPool(SessionManager):
    """`setup(attached)`: the commands that prepare a target before its first script runs.
    `context_id`: the browser context whose targets are ours; '' for all."""

    def __init__(
        self, session: Any, wire: Wire, *, setup: Callable[[Attached], list[Command]], context_id: str = ""
    ) -> None:
        super().__init__(session)
        self._wire = wire
        self._setup = setup
        self.context_id = context_id
        self.attached: dict[str, Attached] = {}
        """by session id"""
        self.on_attached: list[Callable[[Attached], None]] = []
        self.on_detached: list[Callable[[Attached], None]] = []
        self._first_ready = asyncio.Event()

    async def start_monitoring(self) -> None:
        wire = self._wire
        wire.listen("Target.attachedToTarget", self._attached)
        wire.listen("Target.detachedFromTarget", self._detached)
        wire.listen("Target.targetInfoChanged", self._changed)
        wire.listen("Page.lifecycleEvent", self._lifecycle)
        await asyncio.gather(
            wire.call("Target.setDiscoverTargets", {"discover": True, "filter": AUTO_ATTACH["filter"]}),
            wire.call("Target.setAutoAttach", AUTO_ATTACH),
        )

    async def first_page(self) -> str:
        """Waits for the first tab to be ready; makes one where there is none. Returns its target id."""
        if not self._pages():
            await self._wire.call("Target.createTarget", self.blank_target())
        async with asyncio.timeout(15):
            await self._first_ready.wait()
        return self._pages()[0].target_id

    def blank_target(self) -> dict[str, Any]:
        """Parameters of Target.createTarget for an empty tab of ours."""
        context = {"browserContextId": self.context_id} if self.context_id else {}
        return {"url": "about:blank", **context}

    def _pages(self) -> list[Attached]:
        return [attached for attached in self.attached.values() if attached.kind == "page"]

    def session_of(self, target_id: str) -> str | None:
        return next(iter(self._target_sessions.get(target_id, ())), None)

    def sessions_of_page(self, page_id: str) -> list[str]:
        """The tab's own session first, then those of its cross-origin frames."""
        members = [a for a in self.attached.values() if a.page_id == page_id]
        return [a.session_id for a in sorted(members, key=lambda a: a.kind != "page")]

    def _attached(self, params: dict[str, Any], parent: str) -> None:
        target_info, session_id = params["targetInfo"], params["sessionId"]
        if self.context_id and target_info.get("browserContextId") != self.context_id:
            self._wire.cast("Runtime.runIfWaitingForDebugger", {}, session_id)
            self._wire.cast("Target.detachFromTarget", {"sessionId": session_id})
            return
        above = self.attached.get(parent)
        attached = Attached(
            target_id=target_info["targetId"],
            session_id=session_id,
            kind="page" if target_info["type"] in {"page", "tab"} else target_info["type"],
            opener_id=target_info.get("openerId", ""),
            page_id=above.page_id if above and target_info["type"] == "iframe" else target_info["targetId"],
        )
        self._enter(attached, target_info)
        self._wire.spawn(self._prepare(attached))
        for listener in self.on_attached:
            listener(attached)

    def _enter(self, attached: Attached, target_info: dict[str, Any]) -> None:
        self.attached[attached.session_id] = attached
        self._target_sessions[attached.target_id] = {attached.session_id}
        self._session_to_target[attached.session_id] = attached.target_id
        self._targets[attached.target_id] = Target(
            target_id=attached.target_id,
            target_type=attached.kind,
            url=target_info.get("url") or "about:blank",
            title=target_info.get("title", ""),
        )
        session = CDPSession(
            cdp_client=self._wire, target_id=attached.target_id, session_id=attached.session_id
        )
        session._lifecycle_events = self.get_lifecycle_events(attached.target_id)  # noqa: SLF001
        self._sessions[attached.session_id] = session

    async def _prepare(self, attached: Attached) -> None:
        commands = [*self._setup(attached), ("Runtime.runIfWaitingForDebugger", {})]
        calls = [self._wire.call(method, params, attached.session_id) for method, params in commands]
        results = await asyncio.gather(*calls, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, BrowserError):
                raise result
        if attached.kind == "page":
            self._first_ready.set()

    def _detached(self, params: dict[str, Any], _session: str) -> None:
        attached = self.attached.pop(params["sessionId"], None)
        if attached is None:
            return
        self._sessions.pop(attached.session_id, None)
        self._session_to_target.pop(attached.session_id, None)
        if self._target_sessions.get(attached.target_id) == {attached.session_id}:
            self._target_sessions.pop(attached.target_id)
            self._targets.pop(attached.target_id, None)
            self._lifecycle_events.pop(attached.target_id, None)
        for listener in self.on_detached:
            listener(attached)

    def _changed(self, params: dict[str, Any], _session: str) -> None:
        target_info = params["targetInfo"]
        target = self._targets.get(target_info["targetId"])
        if target is not None:
            target.url = target_info.get("url", target.url)
            target.title = target_info.get("title", target.title)

    def _lifecycle(self, params: dict[str, Any], session: str) -> None:
        """What browser-use's own navigation (the agent's) waits on."""
        target_id = self._session_to_target.get(session)
        if target_id:
            self.get_lifecycle_events(target_id).append(
                {"name": params["name"], "loaderId": params["loaderId"], "timestamp": time.monotonic()}
            )

    async def clear(self) -> None:
        with contextlib.suppress(RuntimeError):
            await super().clear()
        self.attached.clear()
