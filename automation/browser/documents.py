"""Everything that a portal hands over, whatever the way, as bytes and each only once."""

import asyncio
import base64
import binascii
import contextlib
import hashlib
import json
import re
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from email.message import Message
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from automation.browser.base import ReceivedDocument

LARGEST = 20 * 1024 * 1024
MOST = 80
BASE64_STARTS = ("PD94", "77u/PD94", "PGNm", "77u/PGNm", "PENv", "JVBERi", "UEsDB")
"""<?xml, the same after a byte order mark, <cfdi:, <Comprobante, %PDF-, PK\\x03\\x04"""
BASE64_RUN = re.compile(rb"(?:PD94|77u/PD94|PGNm|77u/PGNm|PENv|JVBERi|UEsDB)[A-Za-z0-9+/_\-\s\\]{200,}={0,2}")
HTML_INSIDE = re.compile(rb"<(?:html|partial-response|rss|feed|svg|\?xml-stylesheet)\b", re.IGNORECASE)
ANSWER_LIMIT = 5.0


def kind_of(content: bytes) -> str:
    """pdf, xml, zip or '': by the first bytes, never by what a header claims. XHTML, JSF's partial
    responses and feeds are pages, not documents."""
    start = content[:1024]
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if start.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        return "xml"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"<?xml", b"<cfdi:", b"<Comprobante")) and not HTML_INSIDE.search(start):
        return "xml"
    return ""


def is_other_xml(content: bytes) -> bool:
    """XML whose root is no Comprobante (Anexo 20): what a script asked for (an ajax-response, a SOAP envelope),
    even if its text speaks of one."""
    if kind_of(content) != "xml" or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    root = ROOT.search(content[:8192])
    return root is not None and root[1] != b"Comprobante"


ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s>/]")
"""The first element: declarations, comments and instructions begin with other signs."""


def embedded_in(content: bytes) -> Iterator[bytes]:
    """Documents that a textual answer carries: base64 or XML in JSON strings, base64 in XML or text."""
    for text in _strings(content):
        document = _from_text(text)
        if document:
            yield document


def _strings(content: bytes) -> Iterator[str]:
    try:
        yield from _leaves(json.loads(content))
    except ValueError:
        for found in BASE64_RUN.findall(content):
            yield found.decode("ascii")


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        inner = value.lstrip()
        if inner[:1] in {"{", "["} and len(inner) > 200:  # ASP.NET wraps JSON in a JSON string
            yield from _strings(inner.encode())
        else:
            yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from _leaves(child)
    elif isinstance(value, list):
        if _is_byte_list(value):
            yield base64.b64encode(bytes(value)).decode()
        else:
            for child in value:
                yield from _leaves(child)


def _is_byte_list(values: list[Any]) -> bool:
    return len(values) > 100 and all(isinstance(value, int) and 0 <= value <= 255 for value in values)


def _from_text(text: str) -> bytes | None:
    bare = text.strip()
    if bare.startswith("data:") and ";base64," in bare[:200]:
        bare = bare.split(";base64,", 1)[1]
    if bare.startswith(("<?xml", "<cfdi:", "\ufeff<")):
        content = bare.removeprefix("\ufeff").encode()
        return content if kind_of(content) else None
    if not bare.startswith(BASE64_STARTS):
        return None
    return _decoded(bare)


def _decoded(text: str) -> bytes | None:
    compact = re.sub(r"\\[rn]|\s", "", text).replace("-", "+").replace("_", "/").rstrip("=\\")
    try:
        content = base64.b64decode(compact + "=" * (-len(compact) % 4))
    except (binascii.Error, ValueError):
        return None
    return content if kind_of(content) else None


def decode_data_url(url: str) -> tuple[bytes, str] | None:
    """Content and media type of a data: address (RFC 2397); None when it is malformed."""
    head, comma, body = url[5:].partition(",")
    if not comma:
        return None
    if not head.endswith(";base64"):
        return unquote_to_bytes(body), head
    try:
        return base64.b64decode(unquote(body) + "=="), head.removesuffix(";base64")
    except (binascii.Error, ValueError):
        return None


def name_of(headers: Mapping[str, str], url: str) -> str:
    """The file name of a Content-Disposition (RFC 6266), else the last part of the path."""
    message = Message()
    message["content-disposition"] = headers.get("content-disposition", "")
    name = message.get_filename() or ""
    return (name or unquote(urlsplit(url).path.rsplit("/", 1)[-1])).replace("\\", "/").rsplit("/", 1)[-1]


class Inbox:
    """Keeps what arrived, in order; knows what is still on its way."""

    def __init__(self) -> None:
        self._documents: list[ReceivedDocument] = []
        self._hashes: set[bytes] = set()
        self._on_their_way: set[asyncio.Task[Any]] = set()
        self._arrived = asyncio.Event()

    def add(self, document: ReceivedDocument) -> bool:
        """False when it is empty, too large, there already, or there are too many."""
        fingerprint = hashlib.sha256(document.content).digest()
        if not document.content or len(document.content) > LARGEST or len(self._documents) >= MOST:
            return False
        if fingerprint in self._hashes:
            return False
        self._hashes.add(fingerprint)
        self._documents.append(document)
        self._arrived.set()
        return True

    def add_embedded(self, content: bytes, url: str) -> None:
        for inner in embedded_in(content):
            self.add(ReceivedDocument(content=inner, url=url, way="response"))

    def expect(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs what will bring a document; `documents` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._on_their_way.add(task)
        task.add_done_callback(self._on_their_way.discard)

    async def documents(self) -> tuple[ReceivedDocument, ...]:
        until = time.monotonic() + ANSWER_LIMIT
        while self._on_their_way and time.monotonic() < until:
            await asyncio.wait(set(self._on_their_way), timeout=until - time.monotonic())
        return tuple(self._documents)

    async def wait(self, *, after: int, limit: float, must_live: Callable[[], None]) -> bool:
        """`must_live` raises when nothing can arrive any more."""
        until = time.monotonic() + limit
        while len(self._documents) <= after and time.monotonic() < until:
            must_live()
            self._arrived.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(until - time.monotonic(), 0.25)):
                    await self._arrived.wait()
        return len(await self.documents()) > after
