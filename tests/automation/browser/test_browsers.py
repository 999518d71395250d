"""Where browsers come from: started, ended, and never left behind."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
from aiohttp import web
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from automation.browser.base import BrowserLease, BrowserLost, BrowserMissing
from automation.browser.driver import CdpBrowser
from automation.browser.find import find_chromium
from automation.browser.local import LocalBrowsers
from automation.browser.opening import open_browser
from automation.browser.remote import RemoteCdp
from automation.browser.wire import Wire
from tests.automation.browser.test_acting import evaluate
from tests.automation.conftest import RefOf, ServePage


def living(profile: Path) -> list[psutil.Process]:
    """Processes of the Chromium with this profile folder."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if process.info["status"] != psutil.STATUS_ZOMBIE
        and any(str(profile) in part for part in process.info["cmdline"] or ())
    ]


def eventually(condition: object, limit: float = 5.0) -> bool:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def profile_of(provider: LocalBrowsers, lease: BrowserLease) -> Path:
    return provider._running[lease.browser_id].profile


async def test_a_released_browser_leaves_neither_process_nor_folder(chromium: LocalBrowsers) -> None:
    lease = await chromium.acquire(run_id="a")
    profile = profile_of(chromium, lease)
    assert profile.exists()
    assert living(profile)
    await chromium.release(lease)
    assert not profile.exists()
    assert not living(profile)
    await chromium.release(lease)


async def test_a_run_leaves_no_temporary_file(serve_page: ServePage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither ours nor Chromium's, which is killed, nor browser-use's, which makes folders of its own."""
    address = await serve_page("<p>Facturación</p>")
    with TemporaryDirectory(prefix="run-") as folder:  # tmp_path is too long for Chromium's socket
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr("tempfile.tempdir", folder)
        async with open_browser(LocalBrowsers(), run_id="a") as browser:
            await browser.navigate(address)
        assert os.listdir(folder) == []  # noqa: PTH208 - a list at once, in a coroutine


async def test_every_run_has_a_profile_of_its_own(chromium: LocalBrowsers, serve_page: ServePage) -> None:
    base = await serve_page("<script>document.cookie='a=1;max-age=9999'</script>")
    for _ in range(2):
        async with open_browser(chromium, run_id="a") as browser:
            await browser.navigate("about:blank")
            cookies = await browser.session.cdp_client.send_raw("Storage.getCookies")
            assert cookies["cookies"] == []
            await browser.navigate(base)


@pytest.mark.parametrize("error", [RuntimeError, asyncio.CancelledError])
async def test_the_browser_is_given_back_whatever_happens_in_the_run(
    chromium: LocalBrowsers, error: type[BaseException]
) -> None:
    running = set(chromium._running)
    profiles = []

    async def run() -> None:
        async with open_browser(chromium, run_id="a"):
            profiles.append(chromium._running[(set(chromium._running) - running).pop()].profile)
            raise error

    with pytest.raises(error):
        await run()
    assert set(chromium._running) == running
    assert not living(profiles[0])


WORKER = """
import asyncio, sys
from automation.browser.local import LocalBrowsers
async def main():
    provider = LocalBrowsers()
    lease = await provider.acquire(run_id="x")
    print(provider._running[lease.browser_id].profile, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_is_killed_takes_its_browser_with_it(sign: signal.Signals) -> None:
    worker = subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    profile = Path(worker.stdout.readline().strip())
    assert living(profile)
    worker.send_signal(sign)
    worker.wait()
    assert eventually(lambda: not living(profile) and not profile.exists())


async def test_a_browser_killed_in_mid_run_is_lost_at_once_for_every_call(
    chromium: LocalBrowsers, serve_page: ServePage, ref_of: RefOf
) -> None:
    base = await serve_page("<button id=b>x</button><input id=i>")
    lease = await chromium.acquire(run_id="a")
    browser = await CdpBrowser.connect(lease.cdp_url)
    await browser.navigate(base)
    button = await ref_of(browser, "#b")
    waiting = asyncio.create_task(browser.wait_for_document(after=0, limit=20))
    pid = chromium.process_id(lease)
    assert pid is not None
    psutil.Process(pid).kill()
    began = time.monotonic()
    for call in (
        lambda: browser.settle(limit=5),
        lambda: browser.click(button),
        lambda: browser.navigate(base),
        lambda: browser.type_text(button, "x"),
        lambda: browser.live_values([button]),
        lambda: browser.press("Enter"),
        lambda: browser.fetch(base),
        browser.screenshot,
        lambda: waiting,
    ):
        with pytest.raises(BrowserLost):
            await call()
    assert time.monotonic() - began < 3
    await browser.close()
    await chromium.release(lease)


async def test_a_browser_killed_while_a_page_comes_is_not_waited_for(
    chromium: LocalBrowsers, serve_page: ServePage
) -> None:
    begun = asyncio.Event()

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        await response.write(b"<!doctype html><h1>Viene el resto</h1>")
        begun.set()
        await asyncio.sleep(20)
        return response

    base = await serve_page({"/": endless})
    lease = await chromium.acquire(run_id="a")
    browser = await CdpBrowser.connect(lease.cdp_url)
    opening = asyncio.create_task(browser.navigate(base))
    await begun.wait()
    await asyncio.sleep(0.2)
    pid = chromium.process_id(lease)
    assert pid is not None
    psutil.Process(pid).kill()
    async with asyncio.timeout(3):
        with pytest.raises(BrowserLost):
            await opening
        await browser.close()
    await chromium.release(lease)


async def test_a_page_that_crashes_is_a_lost_browser_not_a_hang(
    chromium: LocalBrowsers, serve_page: ServePage
) -> None:
    async with open_browser(chromium, run_id="a") as browser:
        await browser.navigate(await serve_page("<h1>x</h1>"))
        session = browser.session.session_manager.session_of(browser.session.agent_focus_target_id)
        crash = asyncio.create_task(browser.session.cdp_client.send_raw("Page.crash", {}, session))
        began = time.monotonic()
        with pytest.raises(BrowserLost):
            await browser.settle(limit=5)
        with pytest.raises(BrowserLost):
            await browser.screenshot()
        assert time.monotonic() - began < 3
        crash.cancel()


async def test_a_spare_browser_is_ready_before_it_is_asked_for() -> None:
    provider = LocalBrowsers(spare=True)
    first = await provider.acquire(run_id="a")
    spare = provider._spare
    assert spare is not None
    assert eventually((spare.profile / "DevToolsActivePort").exists)
    second = await provider.acquire(run_id="b")
    assert profile_of(provider, second) == spare.profile
    assert profile_of(provider, first) != spare.profile
    await provider.close()
    assert not living(spare.profile)


async def test_users_of_one_shared_browser_do_not_see_each_other(
    shared_chromium: BrowserLease, serve_page: ServePage, ref_of: RefOf
) -> None:
    base = await serve_page(
        "<script>if(!document.cookie)document.cookie='a='+Math.random()</script>"
        "<button id=b onclick=\"confirm('x')\">b</button>"
    )
    provider = RemoteCdp(shared_chromium.cdp_url)
    async with open_browser(provider, run_id="a") as one, open_browser(provider, run_id="b") as two:
        await one.navigate(base)
        await two.navigate(base)
        assert await evaluate(one, "document.cookie") != await evaluate(two, "document.cookie")
        assert len(await one.tabs()) == len(await two.tabs()) == 1
        await one.click(await ref_of(one, "#b"))
        assert (len(one.dialogs), len(two.dialogs)) == (1, 0)
    async with open_browser(provider, run_id="c") as three:
        await three.navigate(base)


async def test_nobody_at_the_address_is_a_lost_browser() -> None:
    for address in ("ws://127.0.0.1:1/devtools", "http://127.0.0.1:1", "nonsense"):
        with pytest.raises(BrowserLost):
            await CdpBrowser.connect(address)


def test_a_chromium_is_found_by_setting_system_and_playwright_in_this_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("automation.browser.find.MACOS", ())
    with pytest.raises(BrowserMissing, match="apt-get install chromium"):
        find_chromium(home=tmp_path)
    cached = tmp_path / ".cache/ms-playwright/chromium-1200/chrome-linux/chrome"
    cached.parent.mkdir(parents=True)
    cached.touch()
    assert find_chromium(home=tmp_path) == cached
    for name in ("chromium", "mine"):
        (tmp_path / name).touch(mode=0o755)
    assert find_chromium(home=tmp_path) == tmp_path / "chromium"
    assert find_chromium("mine", home=tmp_path) == tmp_path / "mine"
    with pytest.raises(BrowserMissing, match="nada"):
        find_chromium("nada", home=tmp_path)


async def test_a_chromium_that_ends_at_once_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(BrowserLost, match="arrancar"):
        await LocalBrowsers(broken).acquire(run_id="a")


async def test_the_agent_and_the_reader_get_browser_use_s_own_session(
    browser: CdpBrowser, serve_page: ServePage
) -> None:
    await browser.navigate(await serve_page("<h1>Factura</h1><button>Facturar</button>"))
    state = await browser.session.get_browser_state_summary(include_screenshot=False)
    assert "Facturar" in state.dom_state.llm_representation()
    assert [tab.url for tab in state.tabs] == [browser.url]


async def test_the_end_is_not_held_up_by_what_a_loading_page_still_says() -> None:
    """A browser that goes on talking: its goodbye comes behind everything that it said before."""
    said = json.dumps({"method": "Network.dataReceived", "params": {"filler": "x" * 10_000}})

    async def talks(connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            while True:
                await connection.send(said)

    async with serve(talks, "127.0.0.1", 0) as server:
        wire = Wire(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/")
        await wire.start()
        await asyncio.sleep(0.1)
        async with asyncio.timeout(1.5):
            await wire.stop()
    assert wire.lost.is_set()
