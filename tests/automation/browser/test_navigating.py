"""Opening addresses: what is told when they cannot be, and the policy on where to go."""

import asyncio
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from automation.browser.base import AddressRefused, BrowserLease, Limits, PortalUnreachable
from automation.browser.driver import CdpBrowser
from tests.automation.browser.test_acting import evaluate
from tests.automation.conftest import RefOf, ServePage


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_the_landing_tells_address_status_and_type(browser: CdpBrowser, serve_page: ServePage) -> None:
    base = await serve_page(
        {
            "/": web.Response(status=302, headers={"Location": "/b"}),
            "/b": "<h1>b</h1>",
            "/j": web.json_response({"a": 1}),
            "/gone": web.Response(status=404, text="<h1>No existe</h1>", content_type="text/html"),
            "/pdf": web.Response(body=b"%PDF-1.4 x", content_type="application/pdf"),
        }
    )
    landing = await browser.navigate(base)
    assert (landing.url, landing.status, landing.content_type) == (f"{base}b", 200, "text/html")
    assert (await browser.navigate(f"{base}j")).content_type == "application/json"
    assert (await browser.navigate(f"{base}gone")).status == browser.last_status == 404
    landing = await browser.navigate(f"{base}pdf")
    assert (landing.status, landing.content_type) == (200, "application/pdf")
    assert [d.content for d in await browser.documents()] == [b"%PDF-1.4 x"]


async def test_what_keeps_an_address_from_opening_has_a_kind(
    browser: CdpBrowser, serve_page: ServePage
) -> None:
    async def mute(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    base = await serve_page({"/": "x", "/mute": mute})
    for url, kind in (
        ("http://no-existe.invalid/", "dns"),
        (f"http://127.0.0.1:{free_port()}/", "refused"),
        (f"{base}mute", "http"),
        (base.replace("http", "https"), "tls"),
    ):
        with pytest.raises(PortalUnreachable) as failure:
            await browser.navigate(url)
        assert failure.value.kind == kind
    assert (await browser.navigate(base)).status == 200


async def test_a_certificate_that_nobody_signed_is_not_accepted(browser: CdpBrowser, tmp_path: Path) -> None:
    context = _self_signed(tmp_path)
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(PortalUnreachable) as failure:
        await browser.navigate(f"https://127.0.0.1:{port}/")
    assert failure.value.kind == "tls"
    server.close()


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "portal")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


async def test_a_server_that_does_not_answer_is_given_up(
    shared_chromium: BrowserLease, serve_page: ServePage
) -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    browser = await CdpBrowser.connect(shared_chromium.cdp_url, isolated=True, limits=Limits(navigation=0.5))
    base = await serve_page({"/": hang, "/ok": "bien"})
    began = time.monotonic()
    with pytest.raises(PortalUnreachable) as failure:
        await browser.navigate(base)
    assert failure.value.kind == "timeout"
    assert time.monotonic() - began < 3
    assert (await browser.navigate(f"{base}ok")).status == 200
    await browser.close()


async def test_a_page_that_is_readable_is_not_kept_waiting_by_its_slow_parts(
    browser: CdpBrowser, serve_page: ServePage
) -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(20)
        return web.Response()

    html = "<h1>portal</h1><img src=/slow.png><link rel=icon href=/slow.ico><iframe src=/slow></iframe>"
    began = time.monotonic()
    landing = await browser.navigate(await serve_page({"/": html, "/slow.png": hang, "/slow": hang}))
    assert landing.status == 200
    assert time.monotonic() - began < 7


@pytest.mark.parametrize("declared", [True, False])
async def test_an_answer_of_500_megabytes_is_cut_off(
    browser: CdpBrowser, serve_page: ServePage, declared: bool
) -> None:
    sent = 0

    async def flood(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        if declared:
            response.content_length = 500 * 1024 * 1024
        await response.prepare(request)
        while sent < 500:
            await response.write(b"<p>" + b"x" * (1024 * 1024 - 3))
            sent += 1
        return response

    with pytest.raises(PortalUnreachable) as failure:
        await browser.navigate(await serve_page({"/": flood}))
    assert failure.value.kind == "too_large"
    assert sent < 120


async def forbid_localhost(url: str) -> str | None:
    return "Dirección prohibida." if "localhost" in url else None


@pytest.fixture
async def guarded(shared_chromium: BrowserLease) -> CdpBrowser:
    return await CdpBrowser.connect(shared_chromium.cdp_url, isolated=True, address_policy=forbid_localhost)


async def test_the_policy_is_asked_at_the_start_at_redirects_and_for_clicks(
    guarded: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    reached = []

    async def secret(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response(text="secreto")

    inner = (await serve_page({"/": secret, "/f": secret})).replace("127.0.0.1", "localhost")
    base = await serve_page(
        {
            "/": f"<a id=go href='{inner}'>ir</a><a id=hop href=/hop>salto</a>",
            "/hop": web.Response(status=302, headers={"Location": inner}),
            "/frame": f"<h1>con marco</h1><iframe src='{inner}f'></iframe>",
        }
    )
    with pytest.raises(AddressRefused, match="prohibida"):
        await guarded.navigate(inner)
    with pytest.raises(AddressRefused, match="prohibida"):
        await guarded.navigate(f"{base}hop")
    for link in ("#go", "#hop"):
        await guarded.navigate(base)
        await guarded.click(await ref_of(guarded, link))
        with pytest.raises(AddressRefused, match="prohibida"):
            await guarded.settle(limit=5)
    assert (await guarded.navigate(f"{base}frame")).status == 200
    with pytest.raises(AddressRefused):
        await guarded.fetch(inner)
    assert reached == []
    await guarded.close()


async def test_only_http_opens_without_a_policy_and_files_when_one_allows_them(
    browser: CdpBrowser, shared_chromium: BrowserLease, tmp_path: Path
) -> None:
    page = tmp_path / "portal.html"
    page.write_text("<h1 id=h>guardada</h1>")
    for url in (
        page.as_uri(),
        "chrome://version",
        "javascript:alert(1)",
        "ftp://x/",
        "view-source:http://x/",
    ):
        with pytest.raises(AddressRefused):
            await browser.navigate(url)

    async def allow(_url: str) -> str | None:
        return None

    reader = await CdpBrowser.connect(shared_chromium.cdp_url, isolated=True, address_policy=allow)
    await reader.navigate(page.as_uri())
    assert await evaluate(reader, "h.innerText") == "guardada"
    with pytest.raises(PortalUnreachable):
        await reader.navigate((tmp_path / "falta.html").as_uri())
    await reader.close()


async def test_fetching_uses_the_page_s_own_session(browser: CdpBrowser, serve_page: ServePage) -> None:
    async def mine(request: web.Request) -> web.Response:
        if request.cookies.get("s") != "1":
            return web.Response(status=403)
        return web.Response(
            body=b"PK\x03\x04zip", headers={"Content-Disposition": "attachment; filename*=UTF-8''F%C3%A9.zip"}
        )

    start = web.Response(text="<h1>x</h1>", content_type="text/html")
    start.set_cookie("s", "1")

    async def begin(_request: web.Request) -> web.Response:
        response = web.Response(text="<h1>x</h1>", content_type="text/html")
        response.set_cookie("s", "1")
        return response

    base = await serve_page({"/": begin, "/f": mine})
    await browser.navigate(base)
    document = await browser.fetch(f"{base}f")
    assert (document.content, document.name, document.way) == (b"PK\x03\x04zip", "Fé.zip", "fetch")
    with pytest.raises(PortalUnreachable, match="404"):
        await browser.fetch(f"{base}nada")
    other = await serve_page({"/": b"otro"})
    assert (await browser.fetch(other)).content == b"otro"


async def test_the_page_sees_an_ordinary_mexican_desktop(browser: CdpBrowser, serve_page: ServePage) -> None:
    seen = {}

    async def page(request: web.Request) -> web.Response:
        seen["language"] = request.headers.get("Accept-Language", "")
        return web.Response(text="<h1>x</h1>", content_type="text/html")

    await browser.navigate(await serve_page({"/": page}))
    assert await evaluate(browser, "[innerWidth, innerHeight]") == [1366, 900]
    assert (
        await evaluate(browser, "Intl.DateTimeFormat().resolvedOptions().timeZone") == "America/Mexico_City"
    )
    assert seen["language"].startswith("es-MX")
    assert await evaluate(browser, "navigator.language") == "es-MX"
    assert (await browser.screenshot()).startswith(b"\xff\xd8")
