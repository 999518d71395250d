"""Tabs: the one that a person would be looking at is the one that is driven."""

from automation.browser.driver import CdpBrowser
from tests.automation.conftest import RefOf, ServePage

OPENER = """<a id=go href='/b' target=_blank rel=opener>ir</a>
<button id=w onclick="window.open('/b','x','width=300,height=300')">w</button>
<button id=n onclick="window.open('/b','_blank','noopener')">n</button>"""
NEW = "<h1>nueva</h1><button id=c onclick='window.close()'>cerrar</button>"


async def test_a_new_tab_is_followed_and_its_opener_returned_to_when_it_closes(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    base = await serve_page({"/": OPENER, "/b": NEW})
    await browser.navigate(base)
    for opener in ("#go", "#w", "#n"):
        await browser.click(await ref_of(browser, opener))
        settled = await browser.settle(limit=5)
        assert settled.navigated
        assert browser.url == f"{base}b"
        assert browser.last_status == 200
        assert [tab.active for tab in await browser.tabs()] == [False, True]
        await browser.click(await ref_of(browser, "#c"))
        await browser.settle(limit=5)
        assert browser.url == base, opener
        assert len(await browser.tabs()) == 1


async def test_a_tab_can_be_chosen_and_closed(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    base = await serve_page({"/": OPENER, "/b": NEW})
    await browser.navigate(base)
    await browser.click(await ref_of(browser, "#go"))
    await browser.settle(limit=5)
    first, second = await browser.tabs()
    await browser.activate(first.target_id)
    assert browser.url == base
    assert browser.session.agent_focus_target_id == first.target_id
    await browser.close_tab(second.target_id)
    await browser.settle(limit=5)
    assert [tab.url for tab in await browser.tabs()] == [base]


async def test_closing_the_last_tab_leaves_a_blank_one(browser: CdpBrowser, serve_page: ServePage) -> None:
    base = await serve_page(NEW)
    await browser.navigate(base)
    (only,) = await browser.tabs()
    await browser.close_tab(only.target_id)
    await browser.settle(limit=5)
    assert browser.url == "about:blank"
    assert (await browser.navigate(base)).status == 200


async def test_the_address_follows_a_page_that_changes_it_by_script(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    base = await serve_page("<button id=b onclick=\"history.pushState({},'','/paso2')\">ir</button>")
    await browser.navigate(base)
    await browser.click(await ref_of(browser, "#b"))
    settled = await browser.settle(limit=5)
    assert browser.url == f"{base}paso2"
    assert not settled.navigated


async def test_a_window_that_the_page_writes_itself_is_followed(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    script = "const w=window.open('','p');w.document.write('<button id=c onclick=window.close()>x</button>')"
    base = await serve_page(f'<button id=b onclick="{script}">imprimir</button>')
    await browser.navigate(base)
    await browser.click(await ref_of(browser, "#b"))
    assert (await browser.settle(limit=5)).quiet
    await browser.click(await ref_of(browser, "#c"))
    await browser.settle(limit=5)
    assert browser.url == base
