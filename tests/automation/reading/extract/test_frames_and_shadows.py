# ruff: noqa: E501 - markup stands as portals write it
"""Frames of one's own and of other sites, framesets, and web components."""

import pytest

from tests.automation.reading.extract.conftest import Read, Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

INNER = """<!doctype html><body style="margin:0"><form><p style="margin:20px">RFC* <input id="r"></p><p>Régimen <select id="s">
<option value="616">616<option value="601" selected>601</select></p><button>Facturar</button></form><div class="alert">Aviso interno</div>"""


async def test_a_frame_of_the_same_site_is_read_with_its_place_on_the_page(read: Read, site: Site) -> None:
    site.add("/inner", INNER)
    page = await read("""<body style="margin:0"><div style="height:200px"></div><iframe src="/inner" width="500" height="300"
      style="border:5px solid;margin-left:50px"></iframe>""")
    field = page.control("RFC")
    assert field.required
    assert field.frame_url.endswith("/inner")
    assert field.box is not None
    assert field.box.x > 75
    assert 220 <= field.box.y <= 235
    assert page.button("Facturar").frame_url == field.frame_url
    assert page.control("Régimen").value == "601"
    assert [(f.url.endswith("/inner"), f.readable) for f in page.page.frames] == [(True, True)]


async def test_a_frame_of_another_site_is_read_through_its_own_session(read: Read, site: Site) -> None:
    site.add("/inner", INNER.replace(">601</select>", ">601</select><script>s.value='616'</script>"))
    page = await read(
        f"""<p>Folio <input id="f"></p><iframe src="http://localhost:{site.port}/inner" width="500" height="300"></iframe>"""
    )
    inner, outer = page.control("RFC"), page.control("Folio")
    assert inner.ref.session_id != outer.ref.session_id
    assert inner.frame_url == f"http://localhost:{site.port}/inner"
    assert page.control("Régimen").value == "616"
    assert inner.required
    assert page.button("Facturar").ref.session_id == inner.ref.session_id
    assert any(n.text == "Aviso interno" and n.frame_url == inner.frame_url for n in page.page.notices)
    assert inner.box is not None
    assert outer.box is not None
    assert inner.box.y > outer.box.y
    assert inner.on_top


async def test_both_frames_of_a_frameset_are_read(read: Read, site: Site) -> None:
    site.add("/menu", "<a href='/x'>Facturación</a>")
    site.add("/inner", INNER)
    page = await read(f"""<html><head><title>Marco</title></head><frameset cols="200,*"><frame src="/menu" name="menu">
      <frame src="http://localhost:{site.port}/inner" name="main"></frameset></html>""")
    assert page.page.title == "Marco"
    assert "Facturación" in page.texts()
    assert page.control("RFC").frame_url.endswith("/inner")
    assert [f.readable for f in page.page.frames] == [True, True]


async def test_a_scrolled_or_hidden_frame_is_told_rightly(read: Read, site: Site) -> None:
    site.add(
        "/inner", "<!doctype html><div style='height:900px'></div>" + INNER.removeprefix("<!doctype html>")
    )
    page = await read(
        "<iframe id=x src='/inner' width=400 height=300></iframe>", script="x.contentWindow.scrollTo(0, 800)"
    )
    assert page.control("RFC").visible
    hidden = await read("<iframe src='/inner' style='display:none'></iframe><p>Folio <input></p>")
    assert [c.label for c in hidden.visible()] == ["Folio"]


async def test_open_shadow_roots_and_their_slots_are_read_as_they_are_shown(read: Read) -> None:
    page = await read("""<x-field><span slot="label">RFC *</span></x-field><x-form><input slot="one" id="light" placeholder="Folio"></x-form>
      <script>
      customElements.define('x-field', class extends HTMLElement { connectedCallback() {
        this.attachShadow({mode: 'open'}).innerHTML = '<style>label{display:block}</style><label for="i"><slot name="label"></slot></label>'
          + '<input id="i" maxlength="13">'; } });
      customElements.define('x-form', class extends HTMLElement { connectedCallback() {
        this.attachShadow({mode: 'open'}).innerHTML = '<p><slot name="one"></slot></p><x-field><b slot="label">Total</b></x-field>'
          + '<button>Facturar</button>'; } });
      </script>""")
    assert [c.label for c in page.visible()] == ["RFC", "Folio", "Total"]
    assert (page.control("RFC").required, page.control("RFC").maxlength) == (True, 13)
    assert page.button("Facturar").enabled
    assert "RFC *" in page.page.text
