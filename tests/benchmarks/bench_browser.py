"""Driving a page: a plain form of seven fields with both page loads, one settle, one start; memory of one browser.

    python -m tests.benchmarks.bench_browser

Target: a settle after which nothing happens costs at most 60 ms. The quiet window itself is 50 ms of it, and
of the load that follows the form's button. Memory is the proportional set of Chromium's processes, and the
growth of this process by browser-use and one connection.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from statistics import median
from time import perf_counter

import psutil
from aiohttp import web

from automation.browser.driver import CdpBrowser
from automation.browser.local import LocalBrowsers
from automation.browser.opening import open_browser
from automation.reading.page import ElementRef

NAMES = ("rfc", "razon", "cp", "regimen", "uso", "correo", "total")
UPPER = "this.value=this.value.toUpperCase()"
FORM = (
    "<form action=/b method=post>"
    + "".join(f'<label>{name} <input name={name} onkeyup="{UPPER}"></label>' for name in NAMES)
    + "<button>Enviar</button></form>"
)  # fmt: skip
ROUNDS = 15
MAX_SETTLE = 60.0
QUIET = 50.0


async def main_async() -> int:
    base, stop = await _serve()
    provider = LocalBrowsers()
    began = perf_counter()
    lease = await provider.acquire(run_id="bench")
    started = perf_counter()
    own = psutil.Process().memory_info().rss
    browser = await CdpBrowser.connect(lease.cdp_url)
    connected = perf_counter()
    print(
        f"start of Chromium {1000 * (started - began):.0f} ms, connection {1000 * (connected - started):.0f} ms"
    )
    forms = [await _fill(browser, base) for _ in range(ROUNDS)]
    print(f"form of 7 fields, both loads: {median(forms):.0f} ms")
    print(f"the same without the quiet window at its end: {median(forms) - QUIET:.0f} ms")
    settles = [(await browser.settle(limit=5)).seconds * 1000 for _ in range(ROUNDS)]
    print(f"settle when nothing happens: {median(settles):.1f} ms")
    _print_memory(provider.process_id(lease), own)
    await browser.close()
    await provider.release(lease)
    opened = perf_counter()
    async with open_browser(provider, run_id="bench"):
        print(f"open_browser (start and connection): {1000 * (perf_counter() - opened):.0f} ms")
    await stop()
    return 0 if median(settles) <= MAX_SETTLE else 1


async def _serve() -> tuple[str, Callable[[], Awaitable[None]]]:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=FORM if request.path == "/" else "<h1>listo</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}/", runner.cleanup


async def _fill(browser: CdpBrowser, base: str) -> float:
    """Milliseconds; finding the elements is the reader's work and is not counted."""
    began = perf_counter()
    await browser.navigate(base)
    landed = perf_counter()
    *fields, button = await _refs(browser, "input, button")
    found = perf_counter()
    for field, name in zip(fields, NAMES, strict=True):
        assert await browser.type_text(field, f"{name} 1") == f"{name} 1".upper()
    assert len(await browser.live_values(fields)) == len(NAMES)
    await browser.click(button)
    assert (await browser.settle(limit=5)).navigated
    return 1000 * (perf_counter() - found + landed - began)


async def _refs(browser: CdpBrowser, selector: str) -> list[ElementRef]:
    client, target = browser.session.cdp_client, browser.session.agent_focus_target_id
    session = browser.session.session_manager.session_of(target)
    page = await client.send_raw("DOM.getDocument", {"depth": 0}, session)
    query = {"nodeId": page["root"]["nodeId"], "selector": selector}
    found = await client.send_raw("DOM.querySelectorAll", query, session)
    nodes = [await client.send_raw("DOM.describeNode", {"nodeId": n}, session) for n in found["nodeIds"]]
    return [ElementRef(node["node"]["backendNodeId"], session) for node in nodes]


def _print_memory(pid: int | None, before: int) -> None:
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    total = sum(process.memory_full_info().pss for process in processes if process.is_running())
    grown = psutil.Process().memory_info().rss - before
    print(
        f"Chromium {total / 1e6:.0f} MB in {len(processes)} processes; this process grew by {grown / 1e6:.0f} MB"
    )


def main() -> int:
    return asyncio.run(main_async())


if __name__ == "__main__":
    sys.exit(main())
