"""What the pages of one browser are doing: requests under way, navigations, and since when all is still."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from automation.browser.pool import Attached, TargetPool
from automation.browser.wire import Wire

COUNTED = frozenset({"Document", "XHR", "Fetch"})
WATCHED = COUNTED | {"Script"}
BACKGROUND_HOSTS = (
    "google-analytics.", "googletagmanager.", "doubleclick.", "googlesyndication.", "googleadservices.",
    "facebook.", "hotjar.", "clarity.ms", "newrelic.", "nr-data.", "sentry.io", "segment.", "mixpanel.",
    "fullstory.", "datadoghq.", "tiktok.", "bing.", "zendesk.", "zdassets.", "tawk.to", "intercom.",
    "hs-analytics.", "hubspot.", "cloudflareinsights.", "matomo.", "yandex.", "onesignal.", "userway.",
)  # fmt: skip
LONG_NUMBER = re.compile(r"\d{10,}|0\.\d{8,}")
SCRIPT_PATIENCE = 3.0
FOREIGN_PATIENCE = 3.0
FRAME_PATIENCE = 5.0
OLD_POLL = 2.0
"""seconds. A GET under way for this long when an action starts is a long poll, not the action's answer."""
ABANDONED = 15.0
STILLNESS_PATIENCE = 1.5
"""Pages that never stop changing (clocks, banners) count as still after this long without a request."""


@dataclass(slots=True, eq=False)
class Request:
    url: str
    method: str
    kind: str
    session: str
    frame_id: str
    loader_id: str
    top: bool
    """the document of a tab"""
    foreign: bool
    started: float
    counted: bool = True
    """False: under way before the action and known to be a poll"""
    status: int = 0

    @property
    def name(self) -> str:
        return f"{self.method} {urlsplit(self.url).path or '/'}"

    @property
    def polls(self) -> bool:
        """It may be a poll: only what asks without changing anything is."""
        return self.method == "GET" and self.kind in {"XHR", "Fetch"}

    @property
    def question(self) -> str:
        """The address without what only keeps caches away (time stamps, long numbers)."""
        return LONG_NUMBER.sub("", self.url)

    def patience(self) -> float:
        """How many seconds this request may keep the page from being called quiet."""
        if self.kind == "Script":
            return SCRIPT_PATIENCE
        if self.kind == "Document":
            return 1e9 if self.top else FRAME_PATIENCE
        return FOREIGN_PATIENCE if self.foreign and self.method == "GET" else 1e9


@dataclass(slots=True)
class Episode:
    """From the first action to the quiet after it."""

    since: float
    requests: int = 0
    scripted: int = 0
    """those of them that the page's scripts sent"""
    failed: list[str] = field(default_factory=list)
    navigated: bool = False


class Activity:
    def __init__(self, wire: Wire, pool: TargetPool) -> None:
        self._pool = pool
        self._pending: dict[tuple[str, str], Request] = {}
        self._navigating: dict[str, tuple[str, str, float]] = {}
        """frame id -> session, loader id, since"""
        self._episode: Episode | None = None
        self._answered: set[str] = set()
        """questions that had an answer, in this document"""
        self._asked_again: set[str] = set()
        """questions answered since the last action: asked once more by the page itself, they are polls"""
        self._polls: set[str] = set()
        self._changed = asyncio.Event()
        self.stirred_at = 0.0
        """the last time that a request or navigation began or ended"""
        self._listen(wire)

    def _listen(self, wire: Wire) -> None:
        wire.listen("Network.requestWillBeSent", self._on_request)
        wire.listen("Network.responseReceived", self._on_response)
        wire.listen("Network.loadingFinished", self._on_finished)
        wire.listen("Network.loadingFailed", self._on_failed)
        wire.listen("Page.frameRequestedNavigation", self._on_requested)
        wire.listen("Page.frameClearedScheduledNavigation", self._on_given_up)
        wire.listen("Page.frameStartedNavigating", self._on_navigating)
        wire.listen("Page.frameNavigated", self._on_navigated)
        wire.listen("Page.lifecycleEvent", self._on_lifecycle)
        wire.listen("Page.frameStoppedLoading", self._on_frame_done)
        wire.listen("Page.frameDetached", self._on_frame_gone)
        self._pool.on_detached.append(self._on_target_gone)
        self._pool.on_attached.append(self._on_target)

    # ---- episodes

    def begin(self) -> Episode:
        """Called before every action: opens an episode unless one is open."""
        self._asked_again.clear()
        if self._episode is None:
            now = time.monotonic()
            self._episode = Episode(since=now)
            for request in self._pending.values():
                self._set_aside(request, now - request.started)
        self.stir()
        return self._episode

    def _set_aside(self, request: Request, age: float) -> None:
        """What was under way before the action and is not worth waiting for."""
        poll = request.polls and (age > OLD_POLL or request.question in self._answered)
        if poll or age > ABANDONED:
            request.counted = False
        if poll:
            self._polls.add(request.question)

    def end(self) -> Episode:
        """Closes the open episode, or an empty one."""
        episode = self._episode or Episode(since=time.monotonic())
        self._episode = None
        return episode

    @property
    def asked(self) -> bool:
        """The page's scripts asked for something since the action: they have an answer to draw."""
        return self._episode is not None and self._episode.scripted > 0

    def stir(self) -> None:
        self.stirred_at = time.monotonic()
        self._changed.set()

    # ---- what stands in the way of quiet

    def busy(self) -> bool:
        now = time.monotonic()
        if any(self._keeps_waiting(frame, entry, now) for frame, entry in self._navigating.items()):
            return True
        return any(r.counted and now - r.started < r.patience() for r in self._pending.values())

    def _keeps_waiting(self, frame_id: str, entry: tuple[str, str, float], now: float) -> bool:
        session, _, since = entry
        attached = self._pool.attached.get(session)
        top = attached is not None and attached.target_id == frame_id and attached.kind == "page"
        return top or now - since < FRAME_PATIENCE

    def navigating(self, frame_id: str) -> bool:
        return frame_id in self._navigating

    async def wait_change(self, limit: float) -> None:
        """Until a request or navigation begins or ends, at most `limit` seconds."""
        self._changed.clear()
        try:
            async with asyncio.timeout(max(limit, 0)):
                await self._changed.wait()
        except TimeoutError:
            return

    async def wait_until_idle(self, limit: float) -> None:
        """Until nothing stands in the way of quiet, at most `limit` seconds."""
        deadline = time.monotonic() + limit
        while self.busy() and (left := deadline - time.monotonic()) > 0:
            await self.wait_change(left)

    # ---- events

    def _is_top(self, session: str, frame_id: str) -> bool:
        attached = self._pool.attached.get(session)
        return attached is not None and attached.kind == "page" and attached.target_id == frame_id

    def _on_request(self, params: dict[str, Any], session: str) -> None:
        kind, url = params.get("type", ""), params["request"]["url"]
        if kind not in WATCHED or not url.startswith(("http", "file")) or _is_background(url):
            return None
        key = (session, params["requestId"])
        known = self._pending.get(key)
        if known is not None:  # a redirect goes on under the same id
            known.url, known.method = url, params["request"]["method"]
            return self.stir()
        request = Request(
            url=url,
            method=params["request"]["method"],
            kind=kind,
            session=session,
            frame_id=params.get("frameId", ""),
            loader_id=params.get("loaderId", ""),
            top=self._is_top(session, params.get("frameId", "")),
            foreign=_is_foreign(url, params.get("documentURL", "")),
            started=time.monotonic(),
        )
        request.counted = not (request.polls and request.question in self._polls | self._asked_again)
        self._pending[key] = request
        if self._episode is not None and kind in COUNTED:
            self._episode.requests += 1
            self._episode.scripted += kind != "Document"
        return self.stir()

    def _on_response(self, params: dict[str, Any], session: str) -> None:
        request = self._pending.get((session, params["requestId"]))
        if request is None:
            return
        request.status = int(params["response"].get("status", 0))
        if request.status >= 400 and request.kind in COUNTED:
            self._fail(f"{request.status} {request.name}")
        if request.kind == "Document":  # its frame is waited for until it can be read, not its last byte
            self._pending.pop((session, params["requestId"]))
        self.stir()

    def _on_finished(self, params: dict[str, Any], session: str) -> None:
        request = self._pending.pop((session, params["requestId"]), None)
        if request is not None:
            self._answered.add(request.question)
            self._asked_again.add(request.question)
            self.stir()

    def _on_failed(self, params: dict[str, Any], session: str) -> None:
        self._drop_navigation(params["requestId"])
        request = self._pending.pop((session, params["requestId"]), None)
        if request is not None:
            error = params.get("errorText") or "net::ERR_FAILED"
            unread = request.status and error == "net::ERR_ABORTED"  # answered; the page threw the body away
            if request.kind in COUNTED and request.status < 400 and not unread:
                self._fail(f"{error} {request.name}")
            self.stir()

    def _fail(self, what: str) -> None:
        if self._episode is not None and what not in self._episode.failed:
            self._episode.failed.append(what)

    def _on_requested(self, params: dict[str, Any], session: str) -> None:
        if params.get("disposition") == "currentTab" and params.get("url", "").startswith(("http", "file")):
            self._navigating.setdefault(params["frameId"], (session, "", time.monotonic()))
        self.stir()

    def _on_given_up(self, params: dict[str, Any], _session: str) -> None:
        entry = self._navigating.get(params["frameId"])
        if entry and not entry[1]:
            self._navigating.pop(params["frameId"])
            self.stir()

    def _on_navigating(self, params: dict[str, Any], session: str) -> None:
        if "ameDocument" not in params.get("navigationType", ""):
            self._navigating[params["frameId"]] = (session, params.get("loaderId", ""), time.monotonic())
        else:
            self._navigating.pop(params["frameId"], None)
        self.stir()

    def _on_navigated(self, params: dict[str, Any], session: str) -> None:
        frame = params["frame"]
        if self._is_top(session, frame["id"]):
            if self._episode is not None:
                self._episode.navigated = True
            self._answered.clear()
            self._polls.clear()
            self._drop_requests(session, keep_loader=frame["loaderId"])
        self.stir()

    def _drop_requests(self, session: str, keep_loader: str) -> None:
        """A replaced document's requests get no further events once its process has gone."""
        gone = [
            key
            for key, request in self._pending.items()
            if request.session == session and request.loader_id not in {keep_loader, ""}
        ]
        for key in gone:
            request = self._pending.pop(key)
            if request.method != "GET" and request.kind in COUNTED:
                self._fail(f"net::ERR_ABORTED {request.name}")

    def _on_lifecycle(self, params: dict[str, Any], _session: str) -> None:
        entry = self._navigating.get(params["frameId"])
        if params["name"] == "DOMContentLoaded" and entry and entry[1] in {"", params["loaderId"]}:
            self._navigating.pop(params["frameId"])
            self.stir()

    def _on_frame_done(self, params: dict[str, Any], _session: str) -> None:
        if self._navigating.pop(params["frameId"], None):
            self.stir()

    def _on_frame_gone(self, params: dict[str, Any], _session: str) -> None:
        if params.get("reason") != "swap":
            self._navigating.pop(params["frameId"], None)
            self.stir()

    def _drop_navigation(self, loader_id: str) -> None:
        for frame_id, (_, loader, _) in list(self._navigating.items()):
            if loader == loader_id:
                self._navigating.pop(frame_id)
                self.stir()

    def _on_target(self, attached: Attached) -> None:
        if attached.kind == "page" and self._episode is not None:
            self._episode.navigated = True
        self.stir()

    def _on_target_gone(self, attached: Attached) -> None:
        for key in [key for key in self._pending if key[0] == attached.session_id]:
            self._pending.pop(key)
        for frame_id, (session, _, _) in list(self._navigating.items()):
            if session == attached.session_id:
                self._navigating.pop(frame_id)
        self.stir()


def _is_background(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return any(part in f"{host}." for part in BACKGROUND_HOSTS)


def _is_foreign(url: str, document: str) -> bool:
    """Another site: good enough to tell a portal from the widgets of others on its pages."""
    return _site(url) != _site(document)


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    labels = host.split(".")
    if host.replace(".", "").isdigit() or len(labels) < 3:
        return host
    second_level = len(labels[-1]) == 2 and labels[-2] in {"com", "org", "gob", "edu", "net", "co"}
    return ".".join(labels[-3:] if second_level else labels[-2:])
