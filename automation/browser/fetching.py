"""GET with the page's own session."""

import base64
import json
from typing import Any

from automation.browser.base import (
    ActionTimeout,
    AddressRefused,
    BrowserError,
    BrowserLost,
    PortalUnreachable,
    ReceivedDocument,
)
from automation.browser.documents import LARGEST, decode_data_url, name_of
from automation.browser.elements import Elements
from automation.browser.gate import Gate, read_stream
from automation.browser.navigating import kind_of_failure, unreachable
from automation.browser.tabs import Tabs
from automation.browser.wire import Wire


class Fetching:
    def __init__(self, wire: Wire, tabs: Tabs, elements: Elements, gate: Gate) -> None:
        self._wire = wire
        self._tabs = tabs
        self._elements = elements
        self._gate = gate

    async def fetch(self, url: str) -> ReceivedDocument:
        """Raises PortalUnreachable (also for an HTTP error), AddressRefused."""
        if url.startswith("data:"):
            return _from_data_url(url)
        await self._must_be_allowed(url)
        try:
            found = await self._in_page(url)
        except (PortalUnreachable, AddressRefused, BrowserLost):
            raise
        except ActionTimeout as error:
            raise unreachable("timeout") from error
        except BrowserError:  # another origin: the page may not read it, the browser may
            if url.startswith("blob:"):
                raise unreachable("http") from None
            found = await self._by_browser(url)
        return found

    async def _must_be_allowed(self, url: str) -> None:
        reason = None if url.startswith("blob:") else await self._gate.reason_against(url)
        if reason is not None:
            raise AddressRefused(reason)

    async def _in_page(self, url: str) -> ReceivedDocument:
        tab = self._tabs.active
        found = await self._elements.evaluate(
            tab.session_id, tab.target_id, f"autocfdi.load({json.dumps(url)},{LARGEST})"
        )
        if found["url"] and found["url"] != url:
            await self._must_be_allowed(found["url"])
        _must_be_good(found["status"], too_large=found["tooLarge"])
        headers = {"content-disposition": found["disposition"]}
        content = base64.b64decode(found["body"])
        return ReceivedDocument(content, name_of(headers, found["url"]), found["type"], found["url"], "fetch")

    async def _by_browser(self, url: str) -> ReceivedDocument:
        tab = self._tabs.active
        options = {"disableCache": False, "includeCredentials": True}
        parameters = {"frameId": tab.target_id, "url": url, "options": options}
        answer = await self._wire.call("Network.loadNetworkResource", parameters, tab.session_id)
        resource: dict[str, Any] = answer["resource"]
        _must_be_good(int(resource.get("httpStatusCode") or 200), too_large=False)
        if not resource["success"]:
            error = resource.get("netErrorName", "")
            raise unreachable(kind_of_failure(error), error)
        content = await read_stream(self._wire, tab.session_id, resource["stream"], LARGEST)
        _must_be_good(200, too_large=content is None)
        headers = {name.lower(): value for name, value in resource.get("headers", {}).items()}
        return ReceivedDocument(
            content or b"", name_of(headers, url), headers.get("content-type", ""), url, "fetch"
        )


def _must_be_good(status: int, *, too_large: bool) -> None:
    if too_large:
        raise unreachable("too_large")
    if status >= 400:
        raise PortalUnreachable(f"El portal respondió con el error {status}.", kind="http")


def _from_data_url(url: str) -> ReceivedDocument:
    decoded = decode_data_url(url)
    if decoded is None:
        raise unreachable("http")
    return ReceivedDocument(decoded[0], "", decoded[1], url[:80], "fetch")
