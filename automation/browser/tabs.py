"""Tabs: which one matters now, what stands in it, and what happens when one opens or closes."""

from dataclasses import dataclass, field
from typing import Any

from automation.browser.base import BrowserLost, TabState
from automation.browser.pool import Attached, TargetPool
from automation.browser.session import PortalSession
from automation.browser.wire import Wire


@dataclass(slots=True)
class Tab:
    target_id: str
    session_id: str
    opener_id: str = ""
    url: str = "about:blank"
    loader_id: str = ""
    status: int | None = None
    content_type: str = ""
    crashed: bool = False
    frames: set[str] = field(default_factory=set)
    pending: tuple[str, int, str] = ("", 0, "")
    """loader id, status and type of a document that has answered and is not shown yet"""


class Tabs:
    """A new tab becomes the active one; when it closes, its opener is active again."""

    def __init__(self, wire: Wire, pool: TargetPool, session: PortalSession) -> None:
        self._wire = wire
        self._pool = pool
        self._session = session
        self.by_target: dict[str, Tab] = {}
        self.active_id = ""
        pool.on_attached.append(self._on_attached)
        pool.on_detached.append(self._on_detached)
        wire.listen("Page.frameNavigated", self._on_navigated)
        wire.listen("Page.navigatedWithinDocument", self._on_moved_within)
        wire.listen("Network.responseReceived", self._on_response)
        wire.listen("Target.targetCrashed", self._on_crashed)

    @property
    def active(self) -> Tab:
        """Raises BrowserLost when the browser ended, the tab crashed, or none is left."""
        self.must_live()
        tab = self.by_target.get(self.active_id)
        if tab is None:
            raise BrowserLost("No queda ninguna pestaña abierta.")
        return tab

    def must_live(self) -> None:
        """Raises BrowserLost when the browser ended or the active tab crashed."""
        if self._wire.lost.is_set():
            raise BrowserLost("Se perdió la conexión con el navegador.")
        tab = self.by_target.get(self.active_id)
        if tab is not None and tab.crashed:
            raise BrowserLost("La página hizo fallar al navegador.")

    def active_frames(self) -> list[tuple[str, str]]:
        """Session and root frame of the active tab and of its cross-origin frames."""
        return [
            (session, self._pool.attached[session].target_id)
            for session in self._pool.sessions_of_page(self.active_id)
        ]

    def states(self) -> list[TabState]:
        targets = self._pool.get_all_targets()
        return [
            TabState(
                target_id=tab.target_id,
                url=tab.url,
                title=getattr(targets.get(tab.target_id), "title", ""),
                active=tab.target_id == self.active_id,
            )
            for tab in self.by_target.values()
        ]

    def make_active(self, target_id: str) -> None:
        self.active_id = target_id
        self._session.agent_focus_target_id = target_id

    async def activate(self, target_id: str) -> None:
        await self._wire.call("Target.activateTarget", {"targetId": target_id})
        self.make_active(target_id)

    async def close(self, target_id: str) -> None:
        await self._wire.call("Target.closeTarget", {"targetId": target_id})

    def step_back_from(self, tab: Tab) -> None:
        """A tab that only delivered a document: its opener matters again."""
        if tab.opener_id in self.by_target and tab.url.startswith(("about:blank", "blob:")):
            self._wire.cast("Target.closeTarget", {"targetId": tab.target_id})
            if self.active_id == tab.target_id:
                self._return_to(tab.opener_id)

    def of_session(self, session: str) -> Tab | None:
        attached = self._pool.attached.get(session)
        return self.by_target.get(attached.page_id) if attached else None

    # ---- events

    def _on_attached(self, attached: Attached) -> None:
        if attached.kind != "page":
            return
        self.by_target[attached.target_id] = Tab(attached.target_id, attached.session_id, attached.opener_id)
        self.make_active(attached.target_id)

    def _on_detached(self, attached: Attached) -> None:
        tab = self.by_target.pop(attached.target_id, None) if attached.kind == "page" else None
        if tab is None or self.active_id != tab.target_id:
            return
        if tab.opener_id in self.by_target:
            self._return_to(tab.opener_id)
        elif self.by_target:
            self._return_to(next(reversed(self.by_target)))
        elif not self._wire.lost.is_set():
            self.active_id = ""
            self._wire.cast("Target.createTarget", self._pool.blank_target())

    def _return_to(self, target_id: str) -> None:
        self.make_active(target_id)
        self._wire.cast("Target.activateTarget", {"targetId": target_id})

    def _root_of(self, session: str, frame_id: str) -> Tab | None:
        tab = self.by_target.get(frame_id)
        return tab if tab is not None and tab.session_id == session else None

    def _on_response(self, params: dict[str, Any], session: str) -> None:
        tab = self._root_of(session, params.get("frameId", ""))
        if tab is not None and params.get("type") == "Document":
            response = params["response"]
            tab.pending = (params["loaderId"], int(response["status"]), response.get("mimeType", ""))

    def _on_navigated(self, params: dict[str, Any], session: str) -> None:
        frame = params["frame"]
        tab = self._root_of(session, frame["id"])
        if tab is None:
            return
        tab.url = frame["url"] + frame.get("urlFragment", "")
        tab.loader_id = frame["loaderId"]
        known = tab.pending[0] == tab.loader_id
        tab.status = (tab.pending[1] or None) if known else None
        tab.content_type = frame.get("mimeType", "")

    def _on_moved_within(self, params: dict[str, Any], session: str) -> None:
        tab = self._root_of(session, params["frameId"])
        if tab is not None:
            tab.url = params["url"]

    def _on_crashed(self, params: dict[str, Any], _session: str) -> None:
        tab = self.by_target.get(params["targetId"])
        if tab is not None:
            tab.crashed = True
            self._wire.bury(tab.session_id)
