"""Every way in which an invoice arrives ends up as bytes in documents()."""

import base64
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from automation.browser.base import BrowserLease
from automation.browser.driver import CdpBrowser
from automation.browser.opening import open_browser
from automation.browser.remote import RemoteCdp
from tests.automation.conftest import RefOf, ServePage

XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0">'
    + (b"<!-- " + b"x" * 400 + b" --></cfdi:Comprobante>")
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + b"%" * 400 + b"\ntrailer<</Root 1 0 R>>\n%%EOF"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("factura.xml", XML)
        archive.writestr("relleno.txt", "x" * 1000)
    return file.getvalue()


def files_in(folder: str) -> list[Path]:
    return list(Path(folder).iterdir())


def attachment(body: bytes, name: str, content_type: str) -> web.Response:
    return web.Response(
        body=body,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def arrive(browser: CdpBrowser, ref_of: RefOf, base: str, *, limit: float = 5.0) -> list[Any]:
    await browser.navigate(base)
    await browser.click(await ref_of(browser, "#go"))
    await browser.settle(limit=limit)
    assert await browser.wait_for_document(after=0, limit=limit)
    return list(await browser.documents())


async def test_an_attachment_arrives_with_its_name_and_the_page_stays(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    base = await serve_page(
        {"/": '<a id=go href="/d">XML</a>', "/d": attachment(XML, "F 1.xml", "application/octet-stream")}
    )
    (document,) = await arrive(browser, ref_of, base)
    assert (document.content, document.name, document.way) == (XML, "F 1.xml", "download")
    assert browser.url == base


@pytest.mark.parametrize(
    ("body", "content_type"), [(XML, "text/xml"), (XML, "application/xml"), (PDF, "application/pdf")]
)
async def test_a_document_shown_in_the_same_tab_is_taken_and_the_page_stays(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, body: bytes, content_type: str
) -> None:
    base = await serve_page(
        {"/": '<a id=go href="/f">Ver</a>', "/f": web.Response(body=body, content_type=content_type)}
    )
    (document,) = await arrive(browser, ref_of, base)
    assert (document.content, document.content_type.split(";")[0]) == (body, content_type)
    assert browser.url == base


async def test_a_pdf_in_a_new_tab_is_taken_and_the_opener_is_active_again(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    base = await serve_page(
        {
            "/": '<a id=go href="/f" target=_blank>Ver</a>',
            "/f": web.Response(body=PDF, content_type="application/pdf"),
        }
    )
    (document,) = await arrive(browser, ref_of, base)
    assert document.content == PDF
    assert browser.url == base


async def test_a_pdf_that_a_form_post_opens_in_a_new_window_is_taken(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    async def make(request: web.Request) -> web.Response:
        sent = await request.post()
        return web.Response(body=PDF + str(sent["f"]).encode(), content_type="application/pdf")

    form = (
        '<form method=post action="/f" target=_blank><input name=f value=A7><button id=go>PDF</button></form>'
    )
    (document,) = await arrive(browser, ref_of, await serve_page({"/": form, "/f": make}))
    assert document.content == PDF + b"A7"


@pytest.mark.parametrize(
    "tag",
    [
        '<iframe src="/f"></iframe>',
        '<embed src="/f" type="application/pdf">',
        '<object data="/f" type="application/pdf"></object>',
    ],
)
async def test_a_pdf_in_a_viewer_inside_the_page_is_taken(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, tag: str
) -> None:
    page = f"<button id=go onclick='v.innerHTML=this.dataset.v' data-v='{tag}'>Ver</button><div id=v></div>"
    base = await serve_page({"/": page, "/f": web.Response(body=PDF, content_type="application/pdf")})
    (document,) = await arrive(browser, ref_of, base)
    assert document.content == PDF


async def test_an_attachment_in_a_hidden_iframe_is_taken(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    page = """<button id=go onclick="f.src='/z'">ZIP</button><iframe id=f style="display:none"></iframe>"""
    body = zipped()
    base = await serve_page({"/": page, "/z": attachment(body, "CFDI.zip", "application/zip")})
    (document,) = await arrive(browser, ref_of, base)
    assert (document.content, document.name) == (body, "CFDI.zip")


BLOB = """<button id=go onclick="go()">Descargar</button><script>
const bytes = Uint8Array.from(atob('%s'), c => c.charCodeAt(0));
const made = () => URL.createObjectURL(new Blob([bytes], {type: 'application/pdf'}));
function go() { %s }
</script>"""
SAVE = "const a=document.createElement('a');a.href=%s;a.download='factura.pdf';a.click();"


@pytest.mark.parametrize(
    ("script", "name"),
    [
        (SAVE % "made()" + "URL.revokeObjectURL(a.href)", "factura.pdf"),
        (SAVE % "'data:application/pdf;base64,'+btoa(String.fromCharCode(...bytes))", "factura.pdf"),
        ("window.open(made())", None),
        ("document.body.append(Object.assign(document.createElement('iframe'),{src:made()}))", None),
        (
            (
                "document.body.append(Object.assign(document.createElement('iframe'),"
                "{src:'data:application/pdf;base64,'+btoa(String.fromCharCode(...bytes))}))"
            ),
            None,
        ),
    ],
    ids=[
        "saved blob, revoked at once",
        "saved data address",
        "blob in a new window",
        "blob in a frame",
        "data in a frame",
    ],
)
async def test_what_the_page_makes_itself_is_taken(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, script: str, name: str | None
) -> None:
    page = BLOB % (base64.b64encode(PDF).decode(), script)
    (document,) = await arrive(browser, ref_of, await serve_page(page))
    assert document.content == PDF
    assert name is None or document.name == name


FETCH = "<button id=go onclick=\"fetch('/api',{method:'POST'}).then(r=>r.arrayBuffer())\">Facturar</button>"


@pytest.mark.parametrize(
    ("answer", "content_type", "expected"),
    [
        (XML, "application/xml", [XML]),
        (PDF, "application/pdf", [PDF]),
        (zipped(), "application/zip", [zipped()]),
        (
            json.dumps(
                {"ok": 1, "d": {"xml": base64.b64encode(XML).decode(), "pdf": base64.b64encode(PDF).decode()}}
            ).encode(),
            "application/json",
            [XML, PDF],
        ),
        (json.dumps({"xml": XML.decode()}).encode(), "application/json", [XML]),
        (
            json.dumps({"d": json.dumps({"x": base64.b64encode(b"\xef\xbb\xbf" + XML).decode()})}).encode(),
            "text/plain",
            [b"\xef\xbb\xbf" + XML],
        ),
        (json.dumps({"archivo": list(PDF)}).encode(), "application/json", [PDF]),
        (
            b'<?xml version="1.0"?><string xmlns="http://tempuri.org/"><html/>'
            + base64.b64encode(XML)
            + b"</string>",
            "text/xml",
            [XML],
        ),
    ],
    ids=[
        "xml",
        "pdf",
        "zip",
        "base64 in json",
        "xml in json",
        "json in json",
        "bytes in json",
        "web service",
    ],
)
async def test_the_answer_of_a_request_of_the_page_is_searched(
    browser: CdpBrowser,
    serve_page: ServePage,
    ref_of: RefOf,
    answer: bytes,
    content_type: str,
    expected: list[bytes],
) -> None:
    base = await serve_page({"/": FETCH, "/api": web.Response(body=answer, content_type=content_type)})
    documents = await arrive(browser, ref_of, base)
    assert [document.content for document in documents] == expected


async def test_nothing_that_was_saved_stays_on_the_disk(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, shared_chromium: BrowserLease
) -> None:
    page = BLOB % (base64.b64encode(PDF).decode(), SAVE % "made()")
    await arrive(browser, ref_of, await serve_page(page))
    assert files_in(shared_chromium.downloads_folder) == []


async def test_the_same_document_by_two_ways_is_one_document(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    page = "<a id=go href=/a>x</a><a id=again href=/b target=_blank>x</a>"
    xml = web.Response(body=XML, content_type="text/xml")
    base = await serve_page({"/": page, "/a": attachment(XML, "a.xml", "text/xml"), "/b": xml})
    await arrive(browser, ref_of, base)
    await browser.click(await ref_of(browser, "#again"))
    await browser.settle(limit=5)
    assert not await browser.wait_for_document(after=1, limit=0.3)
    assert len(await browser.documents()) == 1


async def test_answers_that_are_pages_or_plain_figures_are_no_documents(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    partial = "<?xml version='1.0'?><partial-response><changes>" + "x" * 500 + "</changes></partial-response>"
    for body, content_type in ((partial, "text/xml"), ('{"a": "' + "PD" * 300 + '"}', "application/json")):
        answer = web.Response(body=body.encode(), content_type=content_type)
        await browser.navigate(await serve_page({"/": FETCH, "/api": answer}))
        await browser.click(await ref_of(browser, "#go"))
        await browser.settle(limit=5)
        assert await browser.documents() == ()


async def test_a_browser_elsewhere_hands_over_downloads_too(
    shared_chromium: BrowserLease, serve_page: ServePage, ref_of: RefOf
) -> None:
    page = "<a id=go href=/d>x</a><a id=save href=/p download>y</a>"
    pdf = web.Response(body=PDF, content_type="application/pdf")
    base = await serve_page({"/": page, "/d": attachment(XML, "a.xml", "text/xml"), "/p": pdf})
    async with open_browser(RemoteCdp(shared_chromium.cdp_url), run_id="a") as browser:
        await arrive(browser, ref_of, base)
        await browser.click(await ref_of(browser, "#save"))
        assert await browser.wait_for_document(after=1, limit=5)
        assert [document.content for document in await browser.documents()] == [XML, PDF]
