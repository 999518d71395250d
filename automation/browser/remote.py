"""A browser that somebody else runs, reached by its DevTools address."""

import uuid

from automation.browser.base import BrowserLease


class RemoteCdp:
    """BrowserProvider over one DevTools endpoint (ws, wss, http). Each use gets a browser context of its own,
    which Chromium discards with its tabs when the connection ends; the browser itself is left running."""

    def __init__(self, cdp_url: str) -> None:
        self._cdp_url = cdp_url

    async def acquire(self, *, run_id: str) -> BrowserLease:
        return BrowserLease(provider="cdp", cdp_url=self._cdp_url, browser_id=run_id or uuid.uuid4().hex)

    async def release(self, lease: BrowserLease) -> None:
        """Nothing is left to do: the context went with the connection."""
