"""One reading of a page: a form of 20 fields, and a page of 200 fields and 2,000 elements.

    python -m tests.benchmarks.bench_reading

Target: the median for the form of 20 fields is at most 100 ms. Beside each median stands how much of it is
ours (making a PageModel of what was captured); the rest is Chromium's and browser-use's. Then what it takes to
understand that model: which datum each field wants, and the way on.
"""

import asyncio
import sys
from statistics import median
from time import perf_counter

from aiohttp import web

from automation.browser.driver import CdpBrowser
from automation.browser.local import LocalBrowsers
from automation.reading.extract.capture import capture
from automation.reading.extract.reading import model_of, read_page
from automation.reading.understand import understand
from tests.automation.pilots.scripted import NOW, REQUEST

ROUNDS = 25
MAX_FORM = 100.0
LABELS = (
    "RFC*",
    "Razón social",
    "Régimen",
    "C.P.",
    "Uso de CFDI",
    "Correo",
    "Folio",
    "Total",
    "Caja",
    "Tienda",
)


def form(fields: int, filler: int) -> str:
    """A page with one table row per field (every fifth a select), and `filler` list items below."""
    rows = "".join(_row(i) for i in range(fields))
    items = "".join(f"<li><b>Nota {i}</b> texto de <i>relleno</i></li>" for i in range(filler))
    return (
        "<!doctype html><meta charset=utf-8><title>Facturación</title><h1>Autofacturación</h1><form>"
        f"<h2>Datos del ticket</h2><table>{rows}</table><input type=checkbox id=t><label for=t>Acepto el "
        f"<a href=/a>aviso</a></label><button>Facturar</button></form><ul>{items}</ul>"
    )


def _row(i: int) -> str:
    options = "<option value=''>Seleccione<option value=601 selected>601 General<option value=612>612 Físicas"
    box = f"<select name=s{i}>{options}</select>" if i % 5 == 2 else f"<input name=f{i} value=v{i}>"
    return f"<tr><td>{LABELS[i % len(LABELS)]} {i}:</td><td>{box}</td></tr>"


async def main_async() -> int:
    provider = LocalBrowsers()
    lease = await provider.acquire(run_id="bench")
    browser = await CdpBrowser.connect(lease.cdp_url)
    small = await _measure(browser, "form of 20 fields", form(20, 0), fields=21)
    await _measure(browser, "200 fields, 2,000 elements", form(200, 400), fields=201)
    await browser.close()
    await provider.release(lease)
    return 0 if small <= MAX_FORM else 1


async def _measure(browser: CdpBrowser, name: str, html: str, *, fields: int) -> float:
    """Prints and returns the median in milliseconds."""
    stop, url = await _serve(html)
    await browser.navigate(url)
    whole, ours, meant = [], [], []
    for _ in range(ROUNDS):
        whole.append((await read_page(browser.session)).seconds * 1000)
        captured = await capture(browser.session)
        began = perf_counter()
        model = model_of(captured)
        ours.append((perf_counter() - began) * 1000)
        began = perf_counter()
        meaning = understand(model, REQUEST, today=NOW.date())
        meant.append((perf_counter() - began) * 1000)
        assert len(model.controls) == fields
        assert any(f.datum == "rfc" for f in meaning.fields)
    print(
        f"{name}: median {median(whole):.0f} ms, best {min(whole):.0f} ms, of it ours {median(ours):.0f} ms; "
        f"understanding {median(meant):.0f} ms, the first time {meant[0]:.0f} ms"
    )
    await stop.cleanup()
    return median(whole)


async def _serve(html: str) -> tuple[web.AppRunner, str]:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/"


def main() -> int:
    return asyncio.run(main_async())


if __name__ == "__main__":
    sys.exit(main())
