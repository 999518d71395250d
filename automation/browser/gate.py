"""Stands between the pages and the network for documents only (tabs and frames, not their parts).

On the way out it asks the address policy, at every redirect too. On the way in it stops what is too large and
takes the bytes of what is a document and not a page; the page that asked for it stays, as with a download.
"""

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from automation.browser.base import AddressPolicy, AddressRefused, BrowserError, ReceivedDocument
from automation.browser.documents import Inbox, kind_of, name_of
from automation.browser.pool import Command, TargetPool
from automation.browser.tabs import Tabs
from automation.browser.wire import CommandRefused, Wire

LARGEST_ANSWER = 25 * 1024 * 1024
WEB = ("http", "https")
COMMAND: Command = (
    "Fetch.enable",
    {
        "patterns": [
            {"resourceType": "Document", "requestStage": "Request"},
            {"resourceType": "Document", "requestStage": "Response"},
        ]
    },
)
PAGE_TYPES = ("text/html", "application/xhtml+xml", "image/", "application/json", "text/css", "javascript")


@dataclass(slots=True)
class Delivery:
    """A document that was taken instead of being shown."""

    url: str
    status: int
    content_type: str


class Gate:
    def __init__(
        self, wire: Wire, pool: TargetPool, tabs: Tabs, inbox: Inbox, policy: AddressPolicy | None
    ) -> None:
        self._wire = wire
        self._pool = pool
        self._tabs = tabs
        self._inbox = inbox
        self._policy = policy
        self.refusal: AddressRefused | None = None
        """of the newest document of a tab that was not let through"""
        self.too_large: set[str] = set()
        """loader ids"""
        self.deliveries: dict[str, Delivery] = {}
        """by loader id"""
        self._received: dict[str, int] = {}
        wire.listen("Fetch.requestPaused", self._on_paused)
        wire.listen("Network.dataReceived", self._on_bytes)
        wire.listen("Network.loadingFinished", self._on_finished)

    async def reason_against(self, url: str) -> str | None:
        """Why `url` must not be opened, or None."""
        if url == "about:blank":
            return None
        scheme = urlsplit(url).scheme.lower()
        if self._policy is not None:
            return await self._policy(url)
        return None if scheme in WEB else "Solo se abren direcciones http y https."

    def take_refusal(self) -> None:
        """Raises what was refused since the last call."""
        refusal, self.refusal = self.refusal, None
        if refusal is not None:
            raise refusal

    # ---- out

    def _on_paused(self, params: dict[str, Any], session: str) -> None:
        answered = "responseStatusCode" in params or "responseErrorReason" in params
        work = self._answer(params, session) if answered else self._request(params, session)
        if answered:
            self._inbox.expect(work)
        else:
            self._wire.spawn(work)

    async def _request(self, params: dict[str, Any], session: str) -> None:
        url, let_through = params["request"]["url"], False
        try:
            reason = await self.reason_against(url)
            let_through = reason is None
            if reason is not None and self._is_top(params, session):
                self.refusal = AddressRefused(reason)
        finally:  # a policy that fails refuses
            if not let_through:
                await self._stop(params, session, "BlockedByClient")
        await self._go_on(params, session)

    # ---- in

    async def _answer(self, params: dict[str, Any], session: str) -> None:
        try:
            if not await self._taken(params, session):
                await self._go_on(params, session)
        except BrowserError:
            self._wire.cast("Fetch.continueRequest", {"requestId": params["requestId"]}, session)

    async def _taken(self, params: dict[str, Any], session: str) -> bool:
        status = int(params.get("responseStatusCode", 0))
        if not 200 <= status < 300:
            return False
        headers = {h["name"].lower(): h["value"] for h in params.get("responseHeaders", ())}
        loader = params.get("networkId", "")
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > LARGEST_ANSWER:
            self.too_large.add(loader)
            await self._stop(params, session, "Aborted")
            return True
        if not _may_be_document(headers):
            self._received[loader] = 0
            return False
        return await self._take(params, session, headers)

    async def _take(self, params: dict[str, Any], session: str, headers: dict[str, str]) -> bool:
        streamed = not headers.get("content-length", "").isdigit()
        body = await (self._stream if streamed else self._body)(params, session)
        if body is None:
            self.too_large.add(params.get("networkId", ""))
            await self._stop(params, session, "Aborted")
            return True
        if not (kind_of(body) or _is_attachment(headers)):
            if streamed:
                await self._fulfil(params, session, body)
            return streamed
        top = self._is_top(params, session)
        self._keep(params, headers, body, top=top)
        if top:
            await self._stop(params, session, "Aborted")
            self._step_back(session)
        elif streamed:
            await self._fulfil(params, session, body)
        return top or streamed

    def _keep(self, params: dict[str, Any], headers: dict[str, str], body: bytes, *, top: bool) -> None:
        url, content_type = params["request"]["url"], headers.get("content-type", "")
        way = "download" if _is_attachment(headers) else "tab" if top else "viewer"
        self._inbox.add(ReceivedDocument(body, name_of(headers, url), content_type, url, way))
        self.deliveries[params.get("networkId", "")] = Delivery(
            url, params["responseStatusCode"], content_type
        )

    def _step_back(self, session: str) -> None:
        tab = self._tabs.of_session(session)
        if tab is not None:
            self._tabs.step_back_from(tab)

    async def _body(self, params: dict[str, Any], session: str) -> bytes | None:
        answer = await self._wire.call("Fetch.getResponseBody", {"requestId": params["requestId"]}, session)
        return base64.b64decode(answer["body"]) if answer["base64Encoded"] else answer["body"].encode()

    async def _stream(self, params: dict[str, Any], session: str) -> bytes | None:
        """Without a declared length: read piece by piece, None once it is too large."""
        answer = await self._wire.call(
            "Fetch.takeResponseBodyAsStream", {"requestId": params["requestId"]}, session
        )
        return await read_stream(self._wire, session, answer["stream"], LARGEST_ANSWER)

    async def _fulfil(self, params: dict[str, Any], session: str, body: bytes) -> None:
        skipped = {"content-encoding", "transfer-encoding", "content-length"}
        headers = [h for h in params["responseHeaders"] if h["name"].lower() not in skipped]
        answer = {
            "requestId": params["requestId"],
            "responseCode": params["responseStatusCode"],
            "responseHeaders": headers,
            "body": base64.b64encode(body).decode(),
        }
        await self._wire.call("Fetch.fulfillRequest", answer, session)

    def _on_bytes(self, params: dict[str, Any], session: str) -> None:
        """A page without a declared length, or one that lied about it."""
        loader = params["requestId"]
        if loader not in self._received:
            return
        self._received[loader] += params["dataLength"]
        if self._received[loader] > LARGEST_ANSWER and loader not in self.too_large:
            self.too_large.add(loader)
            self._wire.cast("Page.stopLoading", {}, session)

    def _on_finished(self, params: dict[str, Any], _session: str) -> None:
        self._received.pop(params["requestId"], None)

    # ---- the answers to Chromium

    def _is_top(self, params: dict[str, Any], session: str) -> bool:
        attached = self._pool.attached.get(session)
        return attached is not None and attached.kind == "page" and params["frameId"] == attached.target_id

    async def _go_on(self, params: dict[str, Any], session: str) -> None:
        await self._wire.call("Fetch.continueRequest", {"requestId": params["requestId"]}, session)

    async def _stop(self, params: dict[str, Any], session: str, reason: str) -> None:
        stop = {"requestId": params["requestId"], "errorReason": reason}
        await self._wire.call("Fetch.failRequest", stop, session)


async def read_stream(wire: Wire, session: str, handle: str, largest: int) -> bytes | None:
    """The whole of a CDP stream; None when it is larger than `largest` bytes."""
    pieces: list[bytes] = []
    size = 0
    try:
        while size <= largest:
            piece = await wire.call("IO.read", {"handle": handle, "size": 1 << 20}, session)
            content = piece["data"]
            pieces.append(base64.b64decode(content) if piece.get("base64Encoded") else content.encode())
            size += len(pieces[-1])
            if piece["eof"]:
                return b"".join(pieces)
    except CommandRefused:
        return None
    finally:
        wire.cast("IO.close", {"handle": handle}, session)
    return None


def _is_attachment(headers: dict[str, str]) -> bool:
    return headers.get("content-disposition", "").lower().lstrip().startswith("attachment")


def _may_be_document(headers: dict[str, str]) -> bool:
    content_type = headers.get("content-type", "").lower()
    return _is_attachment(headers) or not content_type.startswith(PAGE_TYPES)
