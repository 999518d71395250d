"""The one CDP connection of a browser, shared by browser-use and by us.

browser-use's registry keeps one handler per event; ours tells everybody who listens. Order is kept: a
listener runs before the task that awaits a later answer goes on.
"""

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import orjson
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from automation.browser.base import ActionTimeout, BrowserError, BrowserLost
from automation.browser.silenced import CDPClient, CDPRegistrationLibrary, EventRegistry

Listener = Callable[[dict[str, Any], str], None]
"""An event's parameters and the CDP session that it came from ('' for the browser itself)."""

LARGEST_MESSAGE = 256 * 1024 * 1024
PARTING = 2.0
"""Seconds that a browser has to say goodbye; one that is busy or hosted far away is not waited for."""
SESSION_GONE = -32001
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class CommandRefused(BrowserError):  # noqa: N818 - named as base.py names its own
    """Chromium answered a command with an error; `code` is JSON-RPC's."""

    def __init__(self, method: str, message: str, code: int) -> None:
        super().__init__(f"{method}: {message}")
        self.message = message
        self.code = code

    @property
    def gone(self) -> bool:
        """The target, context, frame or node that was addressed is no longer there."""
        words = ("not found", "Cannot find context", "No node", "does not belong", "Could not", "destroyed")
        return self.code == SESSION_GONE or any(word in self.message for word in words)


class FanOutRegistry(EventRegistry):
    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._listeners: dict[str, list[Listener]] = defaultdict(list)

    def listen(self, method: str, listener: Listener) -> None:
        self._listeners[method].append(listener)

    async def handle_event(self, method: str, params: Any, session_id: str | None = None) -> bool:
        loop = asyncio.get_running_loop()
        for listener in self._listeners.get(method, ()):
            loop.call_soon(listener, params, session_id or "")
        return await super().handle_event(method, params, session_id)


class Wire(CDPClient):
    """`limit`: seconds that one command may take. `lost` is set once the connection has ended."""

    def __init__(self, url: str, *, limit: float = 30.0) -> None:
        super().__init__(url, max_ws_frame_size=LARGEST_MESSAGE)
        self._told = FanOutRegistry()
        self._event_registry = self._told
        self.register = CDPRegistrationLibrary(self._event_registry)
        self._limit = limit
        self._reading: asyncio.Task[None] | None = None
        self._by_session: dict[str, set[asyncio.Future[dict[str, Any]]]] = defaultdict(set)
        self._dead: set[str] = set()
        self._background: set[asyncio.Task[Any]] = set()
        self.lost = asyncio.Event()
        self.listen("Target.detachedFromTarget", self._on_detached)

    async def start(self) -> None:
        """As CDPClient's, but a browser on this machine need not compress what it says: that takes it as long as
        saying it."""
        if self.ws is not None:
            raise RuntimeError("Client is already started")
        local = (urlsplit(self.url).hostname or "") in LOCAL
        self.ws = await connect(
            self.url,
            max_size=LARGEST_MESSAGE,
            compression=None if local else "deflate",
            close_timeout=PARTING,
        )
        reading = asyncio.create_task(self._handle_messages())
        reading.add_done_callback(lambda _: self._on_end())
        self._reading = reading

    async def stop(self) -> None:
        """As CDPClient's, which stops reading first: what a loading page still says then fills the connection, the
        browser's goodbye is never read, and a person who asked for the end waits ten seconds for it."""
        try:
            if self.ws is not None:
                await self.ws.close()
        finally:
            self.ws = None
            if self._reading is not None:
                self._reading.cancel()  # by now it has ended, or a listener holds it
                await asyncio.wait([self._reading])

    def listen(self, method: str, listener: Listener) -> None:
        self._told.listen(method, listener)

    async def _handle_messages(self) -> None:
        """As CDPClient's, with a quicker parser: a reading is hundreds of kilobytes of JSON."""
        with contextlib.suppress(ConnectionClosed):
            while self.ws is not None:
                said = parsed(await self.ws.recv(decode=False))
                if "id" in said:
                    self._answer(said)
                elif "method" in said:
                    await self._told.handle_event(
                        said["method"], said.get("params", {}), said.get("sessionId")
                    )

    def _answer(self, said: dict[str, Any]) -> None:
        waiting = self.pending_requests.pop(said["id"], None)
        if waiting is None or waiting.done():  # whoever asked has given up
            return
        if "error" in said:
            waiting.set_exception(RuntimeError(said["error"]))
        else:
            waiting.set_result(said["result"])

    async def send_raw(
        self, method: str, params: Any | None = None, session_id: str | None = None
    ) -> dict[str, Any]:
        """As CDPClient's, which browser-use calls: RuntimeError, ConnectionError, TimeoutError."""
        if self.ws is None or self.lost.is_set() or session_id in self._dead:
            raise ConnectionError("the CDP connection or the page is gone")
        self.msg_id += 1
        number, session = self.msg_id, session_id or ""
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.pending_requests[number] = answer
        self._by_session[session].add(answer)
        message = {"id": number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        try:
            async with asyncio.timeout(self._limit):
                await self.ws.send(json.dumps(message))
                return await answer
        finally:
            self.pending_requests.pop(number, None)
            self._by_session[session].discard(answer)

    async def call(
        self, method: str, params: dict[str, Any] | None = None, session: str = ""
    ) -> dict[str, Any]:
        """Raises CommandRefused, BrowserLost, ActionTimeout."""
        try:
            return await self.send_raw(method, params, session or None)
        except (ConnectionError, WebSocketException, OSError) as error:
            if isinstance(error, TimeoutError):
                raise ActionTimeout(f"El navegador no respondió a tiempo ({method}).") from error
            raise BrowserLost("Se perdió la conexión con el navegador.") from error
        except RuntimeError as error:
            raise _refusal(method, error) from error

    def cast(self, method: str, params: dict[str, Any] | None = None, session: str = "") -> None:
        """Sends without waiting; a refusal is of no interest (the target may be gone by then)."""
        self.spawn(self.call(method, params, session))

    def spawn(self, work: Any) -> None:
        """Runs a coroutine on the side; what a vanished page or browser makes of it concerns nobody."""

        async def quietly() -> None:
            with contextlib.suppress(BrowserError):
                await work

        task = asyncio.get_running_loop().create_task(quietly())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def bury(self, session: str) -> None:
        """The page of this session crashed: whoever waits or will ask gets BrowserLost."""
        self._dead.add(session)
        self._fail(self._by_session.pop(session, set()), ConnectionError("the page crashed"))

    def _on_detached(self, params: dict[str, Any], _session: str) -> None:
        """Chromium leaves the commands of a closed session without an answer."""
        gone = {"code": SESSION_GONE, "message": "Session with given id not found."}
        self._fail(self._by_session.pop(params["sessionId"], set()), RuntimeError(gone))

    def _fail(self, answers: Iterable[asyncio.Future[dict[str, Any]]], error: Exception) -> None:
        for answer in answers:
            if not answer.done():
                answer.set_exception(error)
                answer.exception()  # whoever asked may have gone meanwhile: that is nothing for a log

    def _on_end(self) -> None:
        self.lost.set()
        self._fail(self.pending_requests.values(), ConnectionError("the CDP connection ended"))


def parsed(message: bytes) -> Any:
    """A page's text may hold half a character (a lone UTF-16 surrogate), which only the slower parser takes."""
    try:
        return orjson.loads(message)
    except orjson.JSONDecodeError:
        return json.loads(message)


def _refusal(method: str, error: RuntimeError) -> BrowserError:
    answer = error.args[0] if error.args else None
    if isinstance(answer, dict):
        return CommandRefused(method, str(answer.get("message", "")), int(answer.get("code", 0)))
    return BrowserLost("Se perdió la conexión con el navegador.")
