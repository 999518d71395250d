"""Clicking, typing and choosing as a person would, and reading back."""

import json
from typing import Any

import pytest

from automation.browser.base import ElementCovered, ElementGone
from automation.browser.driver import CdpBrowser
from tests.automation.conftest import RefOf, ServePage

LOG = """<script>window.log=[];
for (const n of ['keydown','keypress','input','keyup','change','blur','focus','mousedown','mouseup','click'])
  addEventListener(n, e => log.push(n), true);</script>"""


async def evaluate(browser: CdpBrowser, expression: str) -> Any:
    session = browser.session.session_manager.session_of(browser.session.agent_focus_target_id)
    answer = await browser.session.cdp_client.send_raw(
        "Runtime.evaluate", {"expression": f"JSON.stringify({expression})"}, session
    )
    return json.loads(answer["result"].get("value", "null"))


async def show(browser: CdpBrowser, serve_page: ServePage, html: str) -> None:
    await browser.navigate(await serve_page(f"<!doctype html><meta charset=utf-8>{html}"))


async def test_typing_replaces_what_stood_there_and_fires_what_a_keyboard_fires(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await show(browser, serve_page, LOG + '<input id=a value="viejo">')
    field = await ref_of(browser, "#a")
    assert await browser.type_text(field, "Ñandú & Cía. 2") == "Ñandú & Cía. 2"
    assert (await evaluate(browser, "log"))[-4:] == ["keydown", "keypress", "input", "keyup"]
    assert await evaluate(browser, "document.activeElement.id") == "a"
    await browser.leave(field)
    assert {"change", "blur"} <= set(await evaluate(browser, "log"))
    assert await browser.type_text(field, "") == ""


async def test_every_key_is_sent_when_asked_for(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await show(browser, serve_page, LOG + "<input id=a>")
    assert await browser.type_text(await ref_of(browser, "#a"), "XAXX01", by_key=True) == "XAXX01"
    assert (await evaluate(browser, "log")).count("keypress") == 6


MASK = """<input id=a><script>
// Takes characters from key presses only and draws its own punctuation, as old masks do.
let typed=''; const el=document.getElementById('a');
const draw=()=>{ el.value=[typed.slice(0,4),typed.slice(4,8),typed.slice(8)].filter(Boolean).join('-') };
el.addEventListener('keypress', e=>{ e.preventDefault(); if (/[0-9]/.test(e.key)) { typed+=e.key; draw(); } });
const wipe=e=>{ if (e.key==='Backspace'||e.key==='Delete') { typed=''; draw(); e.preventDefault(); } };
el.addEventListener('keydown', wipe);
el.addEventListener('input', ()=>{ typed=''; draw(); });
</script>"""


async def test_a_mask_that_listens_to_keys_only_is_typed_key_by_key(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await show(browser, serve_page, MASK)
    assert (
        await browser.type_text(await ref_of(browser, "#a"), "123456789012", by_key=True) == "1234-5678-9012"
    )


async def test_a_field_that_drops_inserted_text_gets_it_key_by_key_by_itself(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = """<input id=a><script>
    a.addEventListener('beforeinput', e=>{ if (e.data && e.data.length > 1) e.preventDefault(); });</script>"""
    await show(browser, serve_page, html)
    assert await browser.type_text(await ref_of(browser, "#a"), "ABC010203XY1") == "ABC010203XY1"


@pytest.mark.parametrize(
    ("html", "text", "expected"),
    [
        ('<input id=a oninput="this.value=this.value.toUpperCase()">', "abc", "ABC"),
        ('<input id=a onkeyup="this.value=this.value.toUpperCase()">', "abc", "ABC"),
        ("<input id=a maxlength=5>", "1234567", "12345"),
        ('<input id=a type=number step="0.01" value=7>', "1234.50", "1234.50"),
        ('<input id=a type=email value="x@y.mx">', "yo@empresa.mx", "yo@empresa.mx"),
        ("<input id=a type=password>", "s3creto", "s3creto"),
        ("<input id=a type=date>", "2026-11-18", "2026-11-18"),
        ("<input id=a type=time>", "13:05", "13:05"),
        ("<input id=a type=month>", "2026-11", "2026-11"),
        ("<textarea id=a>hola</textarea>", "línea", "línea"),
        ("<div id=a contenteditable>hola</div>", "otro texto", "otro texto"),
        ('<input id=a readonly value="fijo">', "otro", "fijo"),
        ('<input id=a disabled value="fijo">', "otro", "fijo"),
        ("""<input id=a placeholder=Fecha onfocus="this.type='date'">""", "2026-11-18", "2026-11-18"),
        ("<div id=a><input></div>", "dentro", "dentro"),
    ],
)
async def test_what_a_field_holds_after_typing_is_told(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, html: str, text: str, expected: str
) -> None:
    await show(browser, serve_page, html)
    assert await browser.type_text(await ref_of(browser, "#a"), text) == expected


async def test_a_native_date_tells_the_page_of_its_change(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await show(browser, serve_page, LOG + "<input id=a type=date>")
    await browser.type_text(await ref_of(browser, "#a"), "2026-11-18")
    assert {"input", "change"} <= set(await evaluate(browser, "log"))


async def test_a_field_whose_model_lives_in_the_page_s_script_notices_the_choice(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    """React keeps its own idea of the value on the node and ignores events that bring nothing new."""
    html = """<select id=s><option value="">-<option value=601>General<option value=612>Física</select><script>
    const proto=Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype,'value'); let known=''; window.model='';
    Object.defineProperty(s,'value',{get(){return proto.get.call(this)},set(v){known=v;proto.set.call(this,v)}});
    s.addEventListener('change',()=>{ if (s.value!==known) { known=s.value; window.model=known; } });</script>"""
    await show(browser, serve_page, html)
    assert await browser.choose_option(await ref_of(browser, "#s"), "612") == "612"
    assert await evaluate(browser, "window.model") == "612"


async def test_an_option_that_does_not_exist_changes_nothing(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await show(browser, serve_page, LOG + "<select id=s><option>601<option>612</select>")
    assert await browser.choose_option(await ref_of(browser, "#s"), "626") == "601"
    assert "change" not in await evaluate(browser, "log")


@pytest.mark.parametrize(
    "html",
    [
        "<input id=c type=checkbox>",
        "<label><input id=c type=checkbox style='opacity:0;position:absolute'><b>Acepto</b></label>",
        (
            "<input id=c type=checkbox style='display:none'><label for=c>Acepto el "
            "<a href='/aviso'>aviso de privacidad de la empresa</a></label>"
        ),
        (
            "<div style='width:20px;height:20px'><div style='position:absolute;clip:rect(0,0,0,0)'>"
            "<input id=c type=checkbox></div>"
            "<div style='width:20px;height:20px' onclick='c.checked=!c.checked'></div></div>"
        ),
        (
            "<div id=c role=checkbox aria-checked=false style='width:20px;height:20px;background:red'"
            " onclick='this.ariaChecked = String(this.ariaChecked !== \"true\")'></div>"
        ),
        "<input id=c type=radio name=r value=1><input type=radio name=r value=2 checked>",
    ],
    ids=["plain", "transparent", "hidden with a link in its label", "drawn box", "role", "radio"],
)
async def test_a_box_is_ticked_however_it_is_drawn(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, html: str
) -> None:
    await show(browser, serve_page, html)
    here = browser.url
    box = await ref_of(browser, "#c")
    assert await browser.set_checked(box, checked=True) is True
    assert await browser.live_values([box]) == {box: "true"}
    assert browser.url == here
    assert await browser.set_checked(box, checked=True) is True


async def test_a_click_scrolls_to_the_element_and_is_the_page_s_own_event(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = "<div style='height:3000px'></div><button id=b onclick='window.hit=event.isTrusted'>Ir</button>"
    await show(browser, serve_page, html)
    await browser.click(await ref_of(browser, "#b"))
    assert await evaluate(browser, "window.hit") is True


async def test_a_covered_element_names_what_covers_it(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = (
        "<button id=b onclick='window.hit=1'>Facturar</button>"
        "<div id=velo class='modal aviso' style='position:fixed;inset:0;background:#0008'>Aviso importante</div>"
    )
    await show(browser, serve_page, html)
    with pytest.raises(ElementCovered) as covered:
        await browser.click(await ref_of(browser, "#b"))
    assert covered.value.by == "div#velo.modal.aviso «Aviso importante»"
    assert await evaluate(browser, "window.hit || 0") == 0


async def test_a_click_acts_on_nothing_else_than_what_was_aimed_at(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = (
        "<button id=b onclick='window.hit=1' onmousemove='velo.hidden=false'>Facturar</button>"
        "<div id=velo hidden style='position:fixed;inset:0' onmousedown='window.wrong=1' onclick='window.wrong=1'>"
        "<button style='width:100%;height:100%'>Cancelar todo</button></div>"
    )
    await show(browser, serve_page, html)
    with pytest.raises(ElementCovered, match="Cancelar todo"):
        await browser.click(await ref_of(browser, "#b"))
    assert await evaluate(browser, "[window.hit||0, window.wrong||0]") == [0, 0]
    await browser.click(await ref_of(browser, "#velo button"))
    assert await evaluate(browser, "window.wrong") == 1  # the next gesture is free again


async def test_a_dialog_over_an_element_is_not_waited_for(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = (
        "<button id=b onclick='window.hit=1'>Facturar</button>"
        "<div style='position:fixed;inset:0'><button>Aceptar</button></div>"
        "<script>setInterval(()=>{window.ticks=(window.ticks||0)+1},20)</script>"
    )
    await show(browser, serve_page, html)
    before = await evaluate(browser, "window.ticks || 0")
    with pytest.raises(ElementCovered):
        await browser.click(await ref_of(browser, "#b"))
    waited = await evaluate(browser, "window.ticks || 0") - before
    assert waited < 40  # of 75 that a veil without a button is given


async def test_an_overlay_that_goes_away_is_waited_for(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = (
        "<button id=b onclick='window.hit=1'>Facturar</button><div id=velo style='position:fixed;inset:0'></div>"
        "<script>setTimeout(()=>velo.remove(),300)</script>"
    )
    await show(browser, serve_page, html)
    await browser.click(await ref_of(browser, "#b"))
    assert await evaluate(browser, "window.hit") == 1


async def test_a_half_covered_element_is_clicked_where_it_is_free(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    html = (
        "<button id=b style='position:fixed;left:0;top:0;width:400px;height:40px'"
        " onclick='window.hit=1'>Facturar</button>"
        "<div style='position:fixed;left:150px;top:0;width:250px;height:40px;background:red'></div>"
    )
    await show(browser, serve_page, html)
    await browser.click(await ref_of(browser, "#b"))
    assert await evaluate(browser, "window.hit") == 1


async def test_an_element_that_was_replaced_is_gone(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await show(browser, serve_page, "<div id=d><button id=b>x</button><input id=i value=1></div>")
    button, field = await ref_of(browser, "#b"), await ref_of(browser, "#i")
    assert await browser.live_values([field, button]) == {field: "1", button: ""}
    await evaluate(browser, "d.innerHTML='<button id=b>x</button>'")
    with pytest.raises(ElementGone):
        await browser.click(button)
    assert await browser.live_values([field]) == {}
    await show(browser, serve_page, "otra")
    with pytest.raises(ElementGone):
        await browser.type_text(field, "x")


async def test_elements_in_frames_and_shadow_trees_are_driven_like_any_other(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    inner = (
        "<body style='margin:30px'><input id=i><button id=b onclick=\"document.title='pulsado'\">Ir</button>"
    )
    other = await serve_page(inner)
    outer = (
        "<div style='height:60px'></div><iframe id=f src='/dentro' style='margin:40px;border:7px solid'></iframe>"
        f"<iframe src='{other.replace('127.0.0.1', 'localhost')}'></iframe><div id=h></div>"
        "<script>h.attachShadow({mode:'open'}).innerHTML="
        "'<input id=s><button onclick=\"window.hit=1\">S</button>'</script>"
    )
    base = await serve_page({"/": outer, "/dentro": inner})
    await browser.navigate(base)
    same = await ref_of(browser, script="f.contentDocument.getElementById('i')")
    assert await browser.type_text(same, "mismo proceso") == "mismo proceso"
    await browser.click(await ref_of(browser, script="f.contentDocument.getElementById('b')"))
    assert await evaluate(browser, "f.contentDocument.title") == "pulsado"
    far = await ref_of(browser, "#i", frame_url="localhost")
    assert await browser.type_text(far, "otro origen") == "otro origen"
    await browser.click(await ref_of(browser, "#b", frame_url="localhost"))
    title = await browser.session.cdp_client.send_raw(
        "Runtime.evaluate", {"expression": "document.title"}, far.session_id
    )
    assert title["result"]["value"] == "pulsado"
    shadow = await ref_of(browser, script="h.shadowRoot.querySelector('input')")
    assert await browser.type_text(shadow, "sombra") == "sombra"
    await browser.click(await ref_of(browser, script="h.shadowRoot.querySelector('button')"))
    assert await evaluate(browser, "window.hit") == 1
    assert await browser.live_values([same, far, shadow]) == {
        same: "mismo proceso",
        far: "otro origen",
        shadow: "sombra",
    }


async def test_enter_submits_the_form(browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf) -> None:
    base = await serve_page({"/": "<form action='/b'><input id=a name=q></form>", "/b": "<h1>b</h1>"})
    await browser.navigate(base)
    await browser.type_text(await ref_of(browser, "#a"), "x")
    await browser.press("Enter")
    assert (await browser.settle(limit=5)).navigated
    assert browser.url == f"{base}b?q=x"


async def test_a_page_with_half_a_character_is_read_all_the_same(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await show(
        browser, serve_page, "<label for=a>Folio</label><input id=a><script>a.value='\\ud83d'</script>"
    )
    held = await browser.live_values([await ref_of(browser, "#a")])
    assert list(held.values()) == ["\ud83d"]
