"""A real Chromium, a small web server for pages written in the tests, and `read`."""

import re
import subprocess
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import pytest_asyncio

from automation.browser.silenced import BrowserSession
from automation.reading.extract import read_page
from automation.reading.page import Clickable, Control, PageModel

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
)


@dataclass(slots=True)
class Site:
    """Pages by path, served on 127.0.0.1 (and on localhost: another site for the browser)."""

    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    port: int = 0

    def add(self, path: str, body: str | bytes, content_type: str = "text/html; charset=utf-8") -> str:
        self.pages[path] = (content_type, body.encode() if isinstance(body, str) else body)
        return f"http://127.0.0.1:{self.port}{path}"


@dataclass(slots=True)
class Reading:
    """A PageModel with short ways to what a test asks about."""

    page: PageModel

    def control(self, label: str) -> Control:
        found = [c for c in self.page.controls if c.label == label and c.visible]
        assert len(found) == 1, (
            f"{label!r}: {[(c.label, c.label_source, c.kind) for c in self.page.controls]}"
        )
        return found[0]

    def by_id(self, html_id: str) -> Control:
        return next(c for c in self.page.controls if c.html_id == html_id)

    def button(self, text: str) -> Clickable:
        found = [c for c in self.page.clickables if c.text == text]
        assert len(found) == 1, f"{text!r}: {[(c.text, c.tag, c.kind) for c in self.page.clickables]}"
        return found[0]

    def texts(self) -> list[str]:
        return [c.text for c in self.page.clickables]

    def visible(self) -> list[Control]:
        return [c for c in self.page.controls if c.visible]


Read = Callable[..., Awaitable[Reading]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """Starts a Chromium and gives its DevTools address."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        started = subprocess.Popen(
            ["chromium", *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert started.stderr is not None
        address = next(m[1] for line in started.stderr if (m := re.search(r"listening on (ws://\S+)", line)))
        threading.Thread(target=started.stderr.read, daemon=True).start()
        yield address
        started.terminate()
        started.wait(timeout=10)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    pages = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content_type, body = pages.pages.get(self.path.split("?")[0], ("text/plain", b"404"))
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pages.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield pages
    server.shutdown()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Any]:
    session = BrowserSession(cdp_url=chromium)
    await session.start()
    yield session
    await session.stop()


async def open_page(session: Any, url: str, script: str = "") -> None:
    """Goes to `url`, waits for its load event and runs `script` there."""
    cdp = await session.get_or_create_cdp_session(session.agent_focus_target_id)
    send = cdp.cdp_client.send
    await send.Page.navigate({"url": url}, session_id=cdp.session_id)
    wait = "new Promise(r => { const t = () => document.readyState == 'complete' ? r(1) : setTimeout(t, 5); t() })"
    for expression in (wait, script):
        if expression:
            await send.Runtime.evaluate(
                {"expression": expression, "awaitPromise": True}, session_id=cdp.session_id
            )


@pytest.fixture
def read(browser: Any, site: Site) -> Read:
    """Serves the HTML, opens it, and reads it."""

    async def _read(html: str, *, script: str = "", path: str = "/page") -> Reading:
        url = site.add(
            path, html if "<html" in html or "<frameset" in html else f"<!doctype html><body>{html}"
        )
        await open_page(browser, url, script)
        return Reading(await read_page(browser))

    return _read
