# ruff: noqa: E501 - markup stands as portals write it
"""The page as a whole, and pages that are none."""

import asyncio
import time
from typing import Any

import pytest

from automation.browser.base import ActionTimeout
from automation.reading.extract import read_page
from tests.automation.reading.extract.conftest import Read, Site, open_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_text_headings_and_rows_are_what_a_person_reads(read: Read) -> None:
    page = await read("""<html><head><title>Portal</title></head><body><h1>Autofacturación</h1><p>Escribe <b>tu</b> folio<br>y el
      total</p><table><tr><td>Subtotal</td><td>$100.00</td></tr></table><ul><li>Uno</li><li>Dos</li></ul><script>var x = 1</script>
      <p style="display:none">oculto</p><span>Fac</span><span>tura</span></body></html>""")
    assert page.page.text.splitlines() == [
        "Autofacturación", "Escribe tu folio", "y el total", "Subtotal $100.00", "Uno", "Dos", "Factura"
    ]  # fmt: skip
    assert page.page.headings == ("Autofacturación",)
    assert page.page.table_rows == ("Subtotal $100.00",)
    assert (page.page.title, page.page.content_type) == ("Portal", "text/html")
    assert page.page.url.endswith("/page")
    assert 0 < page.page.seconds < 5


async def test_the_status_of_the_driver_is_passed_on(browser: Any, site: Site) -> None:
    await open_page(browser, site.add("/s", "<p>Error</p>"))
    assert (await read_page(browser, http_status=404)).http_status == 404


async def test_a_blank_tab_is_an_empty_page(browser: Any) -> None:
    await open_page(browser, "about:blank")
    page = await read_page(browser)
    assert (page.controls, page.clickables, page.text, page.url) == ((), (), "", "about:blank")


async def test_a_raw_xml_document_is_read_without_failing(browser: Any, site: Site) -> None:
    await open_page(browser, site.add("/c.xml", "<cfdi><Total>10.00</Total></cfdi>", "application/xml"))
    page = await read_page(browser)
    assert page.controls == ()
    assert page.content_type.endswith("xml")


async def test_a_pdf_tab_is_read_as_an_embedded_document(browser: Any, site: Site) -> None:
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    await open_page(browser, site.add("/f.pdf", pdf, "application/pdf"))
    page = await read_page(browser)
    assert page.content_type == "application/pdf"
    assert page.controls == ()


async def test_a_page_that_is_replaced_while_it_is_read_is_read_again(browser: Any, site: Site) -> None:
    first, second = site.add("/one", "<p>uno <input></p>"), site.add("/two", "<p>dos <input></p>")
    for _ in range(5):
        await open_page(browser, first)
        cdp = await browser.get_or_create_cdp_session(browser.agent_focus_target_id)
        going = asyncio.create_task(
            cdp.cdp_client.send.Page.navigate({"url": second}, session_id=cdp.session_id)
        )
        page = await read_page(browser)
        assert page.text in ("uno", "dos", "")
        await going


async def test_a_page_in_an_endless_loop_ends_the_reading_with_a_timeout(
    browser: Any, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("automation.reading.extract.capture.LIMIT", 1.0)
    await open_page(
        browser,
        site.add(
            "/loop",
            "<p>x</p><script>setTimeout(() => {const e=Date.now()+3000;while(Date.now()<e);}, 60)</script>",
        ),
    )
    await asyncio.sleep(0.1)
    started = time.monotonic()
    with pytest.raises(ActionTimeout, match="leía"):
        await read_page(browser)
    assert time.monotonic() - started < 2.5


async def test_a_page_of_twenty_thousand_nodes_is_read_whole(read: Read) -> None:
    rows = "".join(
        f"<tr><td>{i}</td><td><a href='/t/{i}'>Ticket {i}</a></td><td>${i}.00</td></tr>" for i in range(2200)
    )
    page = await read(f"<p>RFC <input></p><table>{rows}</table><button>Facturar</button>")
    assert page.control("RFC").visible
    assert len(page.page.clickables) == 2201
    assert page.button("Ticket 7").row_text == "7 Ticket 7 $7.00"
