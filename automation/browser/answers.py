"""Documents inside the answers of a page's own requests (XHR, fetch), and in blob: and data: frames."""

import asyncio
import base64
import json
from typing import Any

from automation.browser.base import BrowserError, ReceivedDocument
from automation.browser.documents import LARGEST, Inbox, decode_data_url, is_other_xml, kind_of, name_of
from automation.browser.elements import Elements
from automation.browser.tabs import Tab, Tabs
from automation.browser.wire import Wire

SMALLEST = 200
"""bytes: no invoice is smaller"""
BLOB_LIMIT = 2.0
BINARY = ("pdf", "zip", "octet-stream", "xml", "msword", "x-download")
TEXTUAL = ("json", "text/plain", "text/html", "javascript")


class Answers:
    def __init__(self, wire: Wire, inbox: Inbox, elements: Elements, tabs: Tabs) -> None:
        self._wire = wire
        self._inbox = inbox
        self._elements = elements
        self._tabs = tabs
        self._blobs: set[str] = set()
        self._wanted: dict[tuple[str, str], dict[str, Any]] = {}
        wire.listen("Network.requestWillBeSent", self._on_request)
        wire.listen("Network.responseReceived", self._on_response)
        wire.listen("Network.loadingFinished", self._on_finished)
        wire.listen("Network.loadingFailed", self._drop)
        wire.listen("Page.frameNavigated", self._on_navigated)

    def _on_request(self, params: dict[str, Any], _session: str) -> None:
        url = params["request"]["url"]
        if url.startswith("data:") and params.get("type") not in {"Image", "Font", "Stylesheet", "Script"}:
            self._take_data_url(url)

    def _on_navigated(self, params: dict[str, Any], session: str) -> None:
        url = params["frame"]["url"]
        if url.startswith("data:"):
            self._take_data_url(url)
        elif url.startswith("blob:"):
            self._expect_blob(url, session, params["frame"]["id"])

    def _take_data_url(self, url: str) -> None:
        decoded = decode_data_url(url)
        if decoded is not None and kind_of(decoded[0]):
            self._inbox.add(
                ReceivedDocument(content=decoded[0], content_type=decoded[1], url=url[:80], way="viewer")
            )

    def _on_response(self, params: dict[str, Any], session: str) -> None:
        response = params["response"]
        if response["url"].startswith("blob:") and params.get("type") not in {"Image", "Script", "Media"}:
            self._expect_blob(response["url"], session, params.get("frameId", ""))
        elif params.get("type") in {"XHR", "Fetch"} and _may_carry(response.get("mimeType", "")):
            self._wanted[(session, params["requestId"])] = response

    def _drop(self, params: dict[str, Any], session: str) -> None:
        self._wanted.pop((session, params["requestId"]), None)

    def _on_finished(self, params: dict[str, Any], session: str) -> None:
        response = self._wanted.pop((session, params["requestId"]), None)
        if response is not None and SMALLEST <= params.get("encodedDataLength", 0) <= LARGEST:
            self._inbox.expect(self._take_answer(params["requestId"], session, response))

    async def _take_answer(self, request_id: str, session: str, response: dict[str, Any]) -> None:
        try:
            answer = await self._wire.call("Network.getResponseBody", {"requestId": request_id}, session)
        except BrowserError:  # the document that asked for it has been replaced
            return
        content = _bytes_of(answer)
        headers = {name.lower(): value for name, value in response.get("headers", {}).items()}
        if kind_of(content) and not is_other_xml(content):
            name = name_of(headers, response["url"])
            self._inbox.add(
                ReceivedDocument(content, name, response.get("mimeType", ""), response["url"], "response")
            )
        else:
            self._inbox.add_embedded(content, response["url"])

    def _expect_blob(self, url: str, session: str, frame_id: str) -> None:
        if url not in self._blobs:
            self._blobs.add(url)
            self._inbox.expect(self._take_blob(url, session, frame_id))

    async def _take_blob(self, url: str, session: str, frame_id: str) -> None:
        """Only pages of the blob's own origin know it: the opener, the tab, and last the frame that shows it."""
        tab = self._tabs.of_session(session)
        for where, frame in self._who_may_know(tab, session, frame_id):
            content, content_type = await self._read_blob(url, where, frame)
            if kind_of(content):
                self._inbox.add(ReceivedDocument(content, "", content_type, url, "blob"))
                if tab is not None and tab.target_id == frame_id:
                    self._tabs.step_back_from(tab)
                return

    async def _read_blob(self, url: str, session: str, frame_id: str) -> tuple[bytes, str]:
        try:
            async with asyncio.timeout(BLOB_LIMIT):
                found = await self._elements.evaluate(
                    session, frame_id, f"autocfdi.load({json.dumps(url)},{LARGEST})"
                )
        except (BrowserError, TimeoutError):
            return b"", ""
        return base64.b64decode(found["body"]), found["type"]

    def _who_may_know(self, tab: Tab | None, session: str, frame_id: str) -> list[tuple[str, str]]:
        opener = self._tabs.by_target.get(tab.opener_id) if tab else None
        places = [(known.session_id, known.target_id) for known in (opener, tab) if known is not None]
        return list(dict.fromkeys([*places, (session, frame_id)]))


def _bytes_of(answer: dict[str, Any]) -> bytes:
    body = answer["body"]
    return base64.b64decode(body) if answer["base64Encoded"] else body.encode()


def _may_carry(mime: str) -> bool:
    return any(part in mime for part in (*BINARY, *TEXTUAL))
