# ruff: noqa: E501 - markup stands as portals write it
"""Captchas, bot walls, work in progress and viewers of documents."""

import pytest

from tests.automation.reading.extract.conftest import Read

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FORM = "<p>RFC <input></p><p>Folio <input></p><p>Total <input></p><p>Correo <input></p>"


@pytest.mark.parametrize(
    ("markup", "mark"),
    [
        ('<div class="g-recaptcha" data-sitekey="k"></div>', "recaptcha widget"),
        ('<iframe src="/recaptcha/api2/anchor?size=normal" width="304" height="78"></iframe>', "recaptcha frame"),
        ('<div class="h-captcha" data-sitekey="k"></div>', "hcaptcha widget"),
        ('<div class="cf-turnstile" data-sitekey="k"></div>', "turnstile widget"),
        ('<img src="/kaptcha.jpg" width="120" height="40"><input placeholder="Texto">', "image img"),
        ('<canvas id="captchaCanvas" width="150" height="50"></canvas>', "image captchaCanvas"),
        ('<label>Escriba los caracteres de la imagen <input></label>', "field Escriba los caracteres de la imagen"),
        ('<p>Código de seguridad: <input></p>', "field Código de seguridad"),
        ('<p><label>¿Cuánto es 3 + 4? <input></label></p>', "question ¿Cuánto es 3 + 4?"),
    ],
)  # fmt: skip
async def test_each_kind_of_captcha_is_marked(read: Read, markup: str, mark: str) -> None:
    page = await read(FORM + markup)
    assert mark in page.page.captcha_marks


async def test_invisible_answered_and_undisplayed_captchas_do_not_stand_in_the_way(read: Read) -> None:
    page = await read(
        FORM
        + """<div class="grecaptcha-badge" style="position:fixed;right:0;bottom:0;width:256px;height:60px"><iframe
      src="/recaptcha/api2/anchor?size=invisible" width="256" height="60"></iframe></div>
      <button class="g-recaptcha" data-sitekey="k">Enviar</button><div style="display:none"><div class="h-captcha"></div></div>
      <p>Código captcha <input value="x7Yk2"></p><img id="captcha" src="data:," width="90" height="30">
      <div class="cf-turnstile"></div><input type="hidden" name="cf-turnstile-response" value="token">
      <p>Código postal <input></p><p>Código de facturación <input></p><p>Fecha 10-12-2026 <input></p>"""
    )
    assert page.page.captcha_marks
    assert all(m.startswith("invisible:") for m in page.page.captcha_marks)


@pytest.mark.parametrize(
    ("markup", "wall"),
    [
        ("<title>Just a moment...</title><h1>portal.mx</h1><p>Checking your browser before accessing</p>", "wall:cloudflare"),
        ('<iframe src="/_Incapsula_Resource?SWUDNSAI=31" width="100%" height="300"></iframe>', "wall:incapsula"),
        ("<title>Access Denied</title><h1>Access Denied</h1>You don't have permission.<p>Reference #18.2d</p>", "wall:akamai"),
        ('<iframe src="https://geo.captcha-delivery.invalid/captcha-delivery.com/c" width="400" height="400"></iframe>', "wall:datadome"),
        ('<div id="px-captcha"></div><p>Press &amp; Hold to confirm you are a human</p>', "wall:perimeterx"),
    ],
)  # fmt: skip
async def test_each_bot_wall_is_marked(read: Read, markup: str, wall: str) -> None:
    page = await read(f"<html><body>{markup}</body></html>")
    assert wall in page.page.captcha_marks


async def test_a_form_whose_portal_loads_such_a_script_is_no_wall(read: Read) -> None:
    page = await read(FORM + "<script src='/_Incapsula_Resource?x'></script><p>Acceso</p>")
    assert not page.page.captcha_marks


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="spinner-border" style="width:32px;height:32px"></div>',
        '<div class="blockUI blockMsg" style="position:fixed;top:40%;left:40%"><h1>Consultando, espere...</h1></div>',
        "<p>Procesando su solicitud…</p>",
        '<img src="/img/ajax-loader.gif" width="32" height="32">',
        '<div aria-busy="true" style="height:40px">Resultados</div>',
        '<div class="loading-overlay" style="position:fixed;inset:0;background:#fff8"></div>',
        '<mat-spinner role="progressbar" style="display:block;width:40px;height:40px"></mat-spinner>',
    ],
)
async def test_work_in_progress_is_seen(read: Read, markup: str) -> None:
    page = await read(FORM + markup)
    assert page.page.busy_marks


async def test_resting_loaders_step_bars_and_buttons_are_not_work(read: Read) -> None:
    page = await read("""<body class="loading"><div id="loader"></div><div class="spinner" style="display:none;width:30px;height:30px"></div>
      <div class="loading-wrapper"><p>RFC <input></p></div><div class="progress"><div role="progressbar" aria-valuenow="33"
      style="width:33%;height:10px">Paso 1 de 3</div></div><button class="btn-loading">Buscar</button><h2>Generando confianza</h2>
      <div class="spinner" style="opacity:0;width:30px;height:30px"></div><p>Buscar ticket</p>""")
    assert page.page.busy_marks == ()


async def test_viewers_of_documents_give_their_address(read: Read) -> None:
    page = await read("""<embed src="/doc/f1.pdf" type="application/pdf" width="200" height="200"><object data="/d/2"
      type="application/pdf" width="90" height="90"></object><iframe src="/ReportViewer.aspx?id=9"></iframe><iframe src="/ayuda"></iframe>
      """)
    ends = [a.split("/", 3)[3] for a in page.page.embedded]
    assert ends == ["doc/f1.pdf", "d/2", "ReportViewer.aspx?id=9"]
