"""Opening an address, and saying in plain words why it cannot be opened."""

import asyncio
import time
from typing import Any

from automation.browser.activity import Activity
from automation.browser.base import ActionTimeout, AddressRefused, Landing, PortalUnreachable
from automation.browser.gate import Gate
from automation.browser.settle import HEARTBEAT, Settling
from automation.browser.tabs import Tab, Tabs
from automation.browser.wire import CommandRefused, Wire

SHORTEST = 0.01
"""Seconds to look at a page whose time is up already."""
FIRST_REQUESTS_LIMIT = 5.0
"""Seconds for what the page fetches by itself; a page that polls is readable all the same."""
DNS = ("NAME_NOT_RESOLVED", "NAME_RESOLUTION", "DNS", "ADDRESS_INVALID")
REFUSED = (
    "CONNECTION_REFUSED", "CONNECTION_RESET", "CONNECTION_CLOSED", "CONNECTION_ABORTED", "CONNECTION_FAILED",
    "ADDRESS_UNREACHABLE", "INTERNET_DISCONNECTED", "NETWORK", "PROXY", "TUNNEL", "SOCKET", "UNSAFE_PORT",
)  # fmt: skip
MESSAGES = {
    "dns": "No se encontró el servidor del portal; revise que la dirección esté bien escrita.",
    "refused": "El servidor del portal no acepta conexiones en este momento.",
    "tls": "El certificado de seguridad del portal no es válido.",
    "timeout": "El portal no respondió a tiempo.",
    "too_large": "La respuesta del portal es demasiado grande para ser una página.",
    "http": "El portal dio una respuesta que no se puede leer.",
    "file": "El archivo no se puede abrir.",
}


class Navigating:
    """`limit`: seconds for an address to open."""

    def __init__(
        self, wire: Wire, tabs: Tabs, gate: Gate, activity: Activity, settling: Settling, *, limit: float
    ) -> None:
        self._wire = wire
        self._tabs = tabs
        self._gate = gate
        self._activity = activity
        self._settling = settling
        self._limit = limit

    async def navigate(self, url: str) -> Landing:
        reason = await self._gate.reason_against(url)
        if reason is not None:
            raise AddressRefused(reason)
        tab = self._tabs.active
        deadline = time.monotonic() + self._limit
        self._activity.begin()
        self._gate.refusal = None
        answer = await self._go(tab, url)
        self._gate.take_refusal()
        loader = answer.get("loaderId", "")
        if loader in self._gate.deliveries:
            return self._delivered(loader)
        self._must_have_opened(answer, loader)
        await self._until_readable(tab, deadline)
        if loader in self._gate.too_large:
            raise unreachable("too_large")
        self._gate.take_refusal()
        return self._landing()

    async def _go(self, tab: Tab, url: str) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._limit):
                return await self._wire.call("Page.navigate", {"url": url}, tab.session_id)
        except (TimeoutError, ActionTimeout) as error:
            await self._give_up(tab)
            raise unreachable("timeout") from error
        except CommandRefused as refused:
            raise AddressRefused(f"La dirección no se puede abrir: {refused.message}") from refused

    async def _give_up(self, tab: Tab) -> None:
        """Ends the attempt, so that the next one starts from stillness."""
        await self._wire.call("Page.stopLoading", {}, tab.session_id)
        until = time.monotonic() + 1
        while self._activity.navigating(tab.target_id) and time.monotonic() < until:
            await self._activity.wait_change(until - time.monotonic())
        self._activity.end()

    def _must_have_opened(self, answer: dict[str, Any], loader: str) -> None:
        if loader in self._gate.too_large:
            raise unreachable("too_large")
        error = answer.get("errorText", "")
        if error and not answer.get("isDownload") and error != "net::ERR_ABORTED":
            raise unreachable(kind_of_failure(error), error)

    async def _until_readable(self, tab: Tab, deadline: float) -> None:
        """Interactive, and what it fetches first has come; neither a slow part nor a poll holds it up."""
        while self._activity.navigating(tab.target_id) and (left := deadline - time.monotonic()) > 0:
            self._tabs.must_live()
            await self._activity.wait_change(min(left, HEARTBEAT))
        remaining = min(deadline - time.monotonic(), FIRST_REQUESTS_LIMIT)
        await self._settling.settle(limit=max(remaining, SHORTEST), quiet=None)

    def _delivered(self, loader: str) -> Landing:
        delivery = self._gate.deliveries[loader]
        self._activity.end()
        return Landing(url=delivery.url, status=delivery.status, content_type=delivery.content_type)

    def _landing(self) -> Landing:
        tab = self._tabs.active
        return Landing(url=tab.url, status=tab.status, content_type=tab.content_type)


def unreachable(kind: str, detail: str = "") -> PortalUnreachable:
    message = MESSAGES.get(kind, MESSAGES["http"])
    return PortalUnreachable(f"{message} ({detail})" if detail else message, kind=kind)


def kind_of_failure(error: str) -> str:
    """Chromium's net::ERR_… as PortalUnreachable's kind."""
    if any(word in error for word in ("CERT", "SSL", "TLS")):
        return "tls"
    if "TIMED_OUT" in error:
        return "timeout"
    if any(word in error for word in DNS):
        return "dns"
    if any(word in error for word in REFUSED):
        return "refused"
    return "http"
