"""browser-use's BrowserSession on a browser that we own: one connection, no habits of its own.

Differences from the library's: it never starts or reconnects a browser; every target is prepared before it
runs (see pool.py); of the watchdogs only those that read the page and act for an agent are attached. So no
confirm() is accepted by itself, nothing is downloaded behind our back, and no tab is opened or decorated.
"""

import urllib.request
from asyncio import to_thread
from collections.abc import Callable
from json import loads
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Self

from websockets.exceptions import WebSocketException

from automation.browser.base import BrowserLost
from automation.browser.pool import Attached, Command, TargetPool
from automation.browser.silenced import (
    BrowserProfile,
    BrowserSession,
    DefaultActionWatchdog,
    DOMWatchdog,
    ScreenshotWatchdog,
)
from automation.browser.wire import Wire

Setup = Callable[[Attached], list[Command]]


class PortalSession(BrowserSession):
    """Used in two moves: `open_wire`, after which listeners are registered, then `connect`."""

    async def open_wire(self, *, setup: Setup, isolated: bool) -> tuple[Wire, TargetPool]:
        """`setup`: what every target is told before it runs. `isolated` gives this session a browser context
        of its own (cookies, tabs), for a browser shared with others. Raises BrowserLost."""
        wire = Wire(await websocket_address(self.cdp_url or ""))
        await _open(wire)
        self.browser_profile.cdp_url = wire.url
        self._cdp_client_root = wire
        context_id = ""
        if isolated:
            made = await wire.call("Target.createBrowserContext", {"disposeOnDetach": True})
            context_id = made["browserContextId"]
        pool = TargetPool(self, wire, setup=setup, context_id=context_id)
        self.session_manager = pool
        return wire, pool

    async def connect(self, cdp_url: str | None = None) -> Self:
        """Attaches to the tabs. Raises BrowserLost when none comes up."""
        await self.attach_all_watchdogs()
        try:
            await self.session_manager.start_monitoring()
            self.agent_focus_target_id = await self.session_manager.first_page()
        except TimeoutError as error:
            raise BrowserLost("El navegador no abrió ninguna pestaña.") from error
        return self

    async def part(self) -> None:
        """Ends the connection and browser-use's event bus; the browser stays."""
        self._intentional_stop = True
        await self.event_bus.stop(clear=True, timeout=0)
        await self.reset()

    async def attach_all_watchdogs(self) -> None:
        if self._watchdogs_attached:
            return
        for kind, slot in (
            (DefaultActionWatchdog, "_default_action_watchdog"),
            (ScreenshotWatchdog, "_screenshot_watchdog"),
            (DOMWatchdog, "_dom_watchdog"),
        ):
            kind.model_rebuild()
            watchdog = kind(event_bus=self.event_bus, browser_session=self)
            watchdog.attach_to_session()
            setattr(self, slot, watchdog)
        self._watchdogs_attached = True

    async def _cdp_get_all_pages(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Only targets of our own context: a shared browser has other people's tabs too."""
        targets = await super()._cdp_get_all_pages(*args, **kwargs)
        return [target for target in targets if target["targetId"] in self.session_manager._targets]  # noqa: SLF001


_UNUSED_FOLDER = Path(gettempdir()) / "browser-use-user-data-dir-unused"
"""Never made: the browser has its own folders. Without a name BrowserProfile makes two new ones each time, which
nobody removes; with any other name it may copy the person's Chrome profile there."""


def new_session(cdp_url: str) -> PortalSession:
    return PortalSession(
        browser_profile=BrowserProfile(
            cdp_url=cdp_url,
            user_data_dir=_UNUSED_FOLDER,
            downloads_path=_UNUSED_FOLDER,
            is_local=False,
            enable_default_extensions=False,
            captcha_solver=False,
            highlight_elements=False,
            dom_highlight_elements=False,
            keep_alive=True,
            no_viewport=True,
        )
    )


async def websocket_address(url: str) -> str:
    """The browser's WebSocket address; an http address is asked for it. Raises BrowserLost."""
    if url.startswith(("ws://", "wss://")):
        return url
    answer = await to_thread(_ask_version, url.rstrip("/"))
    return str(answer["webSocketDebuggerUrl"])


def _ask_version(url: str) -> dict[str, Any]:
    if not url.startswith(("http://", "https://")):
        raise BrowserLost("La dirección del navegador debe empezar con ws, wss, http o https.")
    address = url if url.endswith("/json/version") else f"{url}/json/version"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=10) as answer:
            version: dict[str, Any] = loads(answer.read(65536))
    except (OSError, ValueError) as error:
        raise BrowserLost("No hay un navegador en la dirección configurada.") from error
    return version


async def _open(wire: Wire) -> None:
    try:
        await wire.start()
    except (OSError, ValueError, WebSocketException) as error:
        raise BrowserLost("No se pudo conectar con el navegador.") from error
