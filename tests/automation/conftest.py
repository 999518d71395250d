"""A real Chromium and small pages for it. One Chromium serves a whole session of tests; every test gets a
browser context of its own in it (cookies, tabs), which is discarded with the test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

import pytest
from aiohttp import web

from automation.browser.base import BrowserLease
from automation.browser.driver import CdpBrowser
from automation.browser.local import LocalBrowsers
from automation.reading.page import ElementRef

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Pages = Mapping[str, str | bytes | web.Response | Handler]
ServePage = Callable[[str | Pages], Awaitable[str]]
RefOf = Callable[..., Awaitable[ElementRef]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[LocalBrowsers]:
    """The provider of local Chromiums; everything that it started ends with the session."""
    provider = LocalBrowsers()
    yield provider
    asyncio.run(provider.close())


@pytest.fixture(scope="session")
def shared_chromium(chromium: LocalBrowsers) -> BrowserLease:
    """One running Chromium for all tests that do not end it."""
    return asyncio.run(chromium.acquire(run_id="tests"))


@pytest.fixture
async def browser(shared_chromium: BrowserLease) -> AsyncIterator[CdpBrowser]:
    """A fresh CdpBrowser: no cookie, one blank tab, no address policy (http and https)."""
    browser = await CdpBrowser.connect(
        shared_chromium.cdp_url, isolated=True, downloads_folder=shared_chromium.downloads_folder
    )
    yield browser
    await browser.close()


@pytest.fixture
async def serve_page() -> AsyncIterator[ServePage]:
    """`await serve_page(html)` or `await serve_page({"/": html, "/x": handler, …})`: the address of "/",
    with its final slash. A value is HTML, bytes, an aiohttp response, or an async function of the request."""
    runners: list[web.AppRunner] = []

    async def serve(pages: str | Pages) -> str:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        served: Pages = {"/": pages} if isinstance(pages, str) else pages

        async def answer(request: web.Request) -> web.StreamResponse:
            page = served.get(request.path)
            if page is None:
                return web.Response(status=404, text="no such page")
            if callable(page):
                return await page(request)
            return _response(page)

        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05, handler_cancellation=True)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/"

    yield serve
    for runner in runners:
        await runner.cleanup()


def _response(page: str | bytes | web.Response) -> web.Response:
    if isinstance(page, str):
        return web.Response(text=page, content_type="text/html")
    if isinstance(page, bytes):
        return web.Response(body=page)
    return web.Response(body=page.body, status=page.status, headers=page.headers)


@pytest.fixture
def ref_of() -> RefOf:
    """`await ref_of(browser, "#id")`: the element's ref; `script=` an expression for what no selector reaches
    (shadow trees, frames of the same process), `frame_url=` part of the address of a cross-origin frame."""

    async def find(
        browser: CdpBrowser, selector: str = "", *, script: str = "", frame_url: str = ""
    ) -> ElementRef:
        session = _session_of(browser, frame_url)
        expression = script or f"document.querySelector({selector!r})"
        answer = await browser.session.cdp_client.send_raw(
            "Runtime.evaluate", {"expression": expression}, session
        )
        node = await browser.session.cdp_client.send_raw(
            "DOM.describeNode", {"objectId": answer["result"]["objectId"]}, session
        )
        return ElementRef(backend_node_id=node["node"]["backendNodeId"], session_id=session)

    return find


def _session_of(browser: CdpBrowser, frame_url: str) -> str:
    pool = browser.session.session_manager
    target_id = browser.session.agent_focus_target_id
    if frame_url:
        target_id = next(
            target.target_id
            for target in pool.get_all_targets().values()
            if target.target_type == "iframe" and frame_url in target.url
        )
    return str(pool.session_of(target_id))
