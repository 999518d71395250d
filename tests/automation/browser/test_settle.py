"""Settling: as soon as what the action set off is over, never sooner, never by a fixed wait."""

import asyncio
import time

import pytest
from aiohttp import web

from automation.browser.driver import CdpBrowser
from tests.automation.browser.test_acting import evaluate
from tests.automation.conftest import RefOf, ServePage


async def slow(_request: web.Request) -> web.Response:
    await asyncio.sleep(0.3)
    return web.Response(text="<h1 id=done>listo</h1>", content_type="text/html")


async def test_nothing_happening_costs_little(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await browser.navigate(await serve_page("<button id=b>nada</button>"))
    button = await ref_of(browser, "#b")
    costs = []
    for _ in range(5):
        await browser.click(button)
        settled = await browser.settle(limit=5)
        assert settled.quiet
        assert not settled.navigated
        assert settled.requests == 0
        costs.append(settled.seconds)
    assert sorted(costs)[2] < 0.09


@pytest.mark.parametrize(
    "html",
    [
        "<form action=/slow method=post><button id=b>ir</button></form>",
        "<a id=b href=/slow>ir</a>",
        "<button id=b onclick=\"location='/slow'\">ir</button>",
        '<button id=b onclick="setTimeout(()=>document.forms[0].submit(),0)">ir</button><form action=/slow></form>',
        "<button id=b onclick=\"setTimeout(()=>location.assign('/slow'),20)\">ir</button>",
    ],
    ids=["form", "link", "location", "postback in a timer", "a little later"],
)
async def test_a_navigation_is_waited_for_until_the_new_page_can_be_read(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, html: str
) -> None:
    await browser.navigate(await serve_page({"/": html, "/slow": slow}))
    await browser.click(await ref_of(browser, "#b"))
    settled = await browser.settle(limit=5)
    assert settled.navigated
    assert settled.quiet
    assert settled.requests == 1
    assert await evaluate(browser, "document.getElementById('done').innerText") == "listo"


async def test_the_first_requests_of_the_new_page_are_waited_for(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    app = "<div id=d></div><script>fetch('/slow').then(r=>r.text()).then(t=>d.innerHTML=t)</script>"
    await browser.navigate(await serve_page({"/": "<a id=b href=/app>ir</a>", "/app": app, "/slow": slow}))
    await browser.click(await ref_of(browser, "#b"))
    await browser.settle(limit=5)
    assert await evaluate(browser, "document.getElementById('d').innerText") == "listo"


@pytest.mark.parametrize(
    "call",
    [
        "fetch('/slow',{method:'POST'}).then(r=>r.text()).then(draw)",
        "const x=new XMLHttpRequest();x.onload=()=>draw(x.response);x.open('GET','/slow');x.send()",
    ],
)
async def test_a_request_and_what_is_drawn_from_it_are_waited_for(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, call: str
) -> None:
    html = (
        '<button id=b onclick="go()">ir</button><div id=d></div><script>'
        f"const draw=t=>setTimeout(()=>d.innerHTML=t,20);function go(){{{call}}}</script>"
    )
    await browser.navigate(await serve_page({"/": html, "/slow": slow}))
    await browser.click(await ref_of(browser, "#b"))
    settled = await browser.settle(limit=5)
    assert (settled.quiet, settled.navigated, settled.requests) == (True, False, 1)
    assert await evaluate(browser, "document.getElementById('d').innerText") == "listo"


async def test_a_page_that_keeps_drawing_for_a_while_is_waited_for(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = """<button id=b onclick='step(0)'>ir</button><div id=d></div><script>
    function step(n){d.append(n);if(n<40)setTimeout(step,10,n+1);else d.className='fin'}</script>"""
    await browser.navigate(await serve_page(html))
    await browser.click(await ref_of(browser, "#b"))
    assert (await browser.settle(limit=5)).quiet
    assert await evaluate(browser, "d.className") == "fin"


async def test_drawing_inside_a_shadow_tree_or_a_frame_counts(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = """<button id=b onclick='step(0)'>ir</button><x-panel id=x></x-panel>
    <iframe id=f srcdoc='<p id=p></p>'></iframe><script>
    x.attachShadow({mode:'open'}).innerHTML='<p></p>';
    function step(n){const p=n%2?x.shadowRoot.firstChild:f.contentDocument.getElementById('p');p.append(n);
      if(n<40)setTimeout(step,10,n+1);else window.fin=1}</script>"""
    await browser.navigate(await serve_page(html))
    await browser.click(await ref_of(browser, "#b"))
    await browser.settle(limit=5)
    assert await evaluate(browser, "window.fin") == 1


async def test_a_page_that_polls_without_end_does_not_hold_up_the_next_action(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(3)
        return web.Response(text="{}")

    html = """<button id=b onclick="d.innerHTML='hecho'">ir</button><div id=d></div>
    <script>const poll=()=>fetch('/poll').then(poll);poll();setInterval(()=>fetch('/beat'),700)</script>"""
    base = await serve_page({"/": html, "/poll": hang, "/beat": web.Response(text="1")})
    began = time.monotonic()
    await browser.navigate(base)
    assert time.monotonic() - began < 6
    await browser.click(await ref_of(browser, "#b"))
    settled = await browser.settle(limit=5)
    assert settled.quiet
    assert settled.seconds < 1.0


async def test_the_limit_ends_the_waiting_for_an_answer_that_does_not_come(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response(text="")

    html = "<button id=b onclick=\"fetch('/hang',{method:'POST'})\">ir</button>"
    await browser.navigate(await serve_page({"/": html, "/hang": hang}))
    await browser.click(await ref_of(browser, "#b"))
    settled = await browser.settle(limit=0.4)
    assert not settled.quiet
    assert 0.35 < settled.seconds < 0.8


async def test_requests_without_a_good_answer_are_named(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    async def drop(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    html = """<button id=b onclick="fetch('/bad?x=1',{method:'POST'});
    fetch('/drop',{method:'POST'}).catch(()=>0);fetch('/ok')">ir</button>"""
    base = await serve_page({"/": html, "/bad": web.Response(status=502), "/drop": drop, "/ok": "1"})
    await browser.navigate(base)
    await browser.click(await ref_of(browser, "#b"))
    settled = await browser.settle(limit=5)
    assert settled.requests == 3
    assert sorted(settled.failed_requests) == ["502 POST /bad", "net::ERR_EMPTY_RESPONSE POST /drop"]


async def test_a_navigation_that_fails_is_named(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = "<form action=/bad method=post><button id=b>ir</button></form>"
    base = await serve_page({"/": html, "/bad": web.Response(status=502, text="Bad Gateway")})
    await browser.navigate(base)
    await browser.click(await ref_of(browser, "#b"))
    settled = await browser.settle(limit=5)
    assert settled.failed_requests == ("502 POST /bad",)
    assert browser.last_status == 502


async def test_a_slow_picture_and_analytics_do_not_hold_it_up(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response(text="")

    html = "<button id=b onclick=\"new Image().src='/i.png';navigator.sendBeacon('/beacon')\">ir</button>"
    await browser.navigate(await serve_page({"/": html, "/i.png": hang, "/beacon": hang}))
    await browser.click(await ref_of(browser, "#b"))
    assert (await browser.settle(limit=5)).seconds < 0.3


async def test_a_synchronous_request_in_a_click_does_not_hang_it(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = """<button id=b onclick="const x=new XMLHttpRequest();x.open('POST','/slow',false);x.send();
    document.title=x.status">ir</button>"""
    await browser.navigate(await serve_page({"/": html, "/slow": slow}))
    await browser.click(await ref_of(browser, "#b"))
    assert (await browser.settle(limit=5)).requests == 1
    assert await evaluate(browser, "document.title") == "200"


async def test_a_change_before_the_action_is_dated_though_it_answers_nothing(
    browser: CdpBrowser, serve_page: ServePage
) -> None:
    await browser.navigate(
        await serve_page("<input id=a><p id=p></p><script>setTimeout(()=>p.textContent='tarde',150)</script>")
    )
    await browser.settle(limit=3, quiet=0.05)
    read_at = time.monotonic()
    await asyncio.sleep(0.3)
    await browser.press("Tab")
    settled = await browser.settle(limit=3, quiet=0.02)
    assert not settled.changed
    assert settled.changed_at > read_at
