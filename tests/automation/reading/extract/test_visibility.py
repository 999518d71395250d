# ruff: noqa: E501 - markup stands as portals write it
"""What a person cannot see is marked so; what only needs scrolling is visible."""

import pytest

from tests.automation.reading.extract.conftest import Read

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_honeypots_are_invisible_however_they_are_hidden(read: Read) -> None:
    page = await read("""<p>RFC <input id="ok"></p>
      <div style="position:absolute;left:-9999px"><input name="h" tabindex="-1"></div><input name="h" style="display:none">
      <div style="visibility:hidden"><input name="h"></div><div style="opacity:0"><input name="h"></div>
      <input name="h" style="width:0;height:0;border:0;padding:0"><div style="height:0;overflow:hidden"><input name="h"></div>
      <div style="clip-path:inset(50%);position:absolute"><input name="h"></div><input name="h" style="width:1px;height:1px;border:0">
      <div style="position:absolute;clip:rect(0 0 0 0)"><input name="h"></div><input name="h" style="position:fixed;top:-500px">
      <div style="overflow:hidden;width:200px"><div style="position:relative;left:900px"><input name="h"></div></div>""")
    assert [c.html_id for c in page.visible()] == ["ok"]
    assert all(c.html_name == "h" for c in page.page.controls if not c.visible)


async def test_fields_far_below_the_fold_or_in_a_fixed_layer_are_visible(read: Read) -> None:
    page = await read("""<div style="height:5000px"></div><p>Folio <input id="a"></p>
      <div style="position:fixed;top:100px;left:100px;background:#fff">Total <input id="b"></div>
      <div style="height:100px;overflow:auto"><div style="height:900px"></div>Caja <input id="c"></div>""")
    assert [c.html_id for c in page.visible()] == ["a", "b", "c"]
    low = page.by_id("a").box
    assert low is not None
    assert low.y > 5000


async def test_boxes_are_given_for_the_whole_page_even_after_scrolling(read: Read) -> None:
    html = """<body style="margin:0"><div style="height:3000px"></div><input id="a" style="display:block;margin-left:40px;width:200px">
      <div style="height:3000px"></div>"""
    resting = await read(html)
    scrolled = await read(html, script="window.scrollTo(0, 2500)")
    assert resting.by_id("a").box == scrolled.by_id("a").box
    box = resting.by_id("a").box
    assert box is not None
    assert (box.x, box.y) == (40.0, 3000.0)


async def test_closed_accordions_hidden_tabs_and_later_steps_are_invisible(read: Read) -> None:
    page = await read("""<details><summary>Más</summary><input id="a"></details><details open><summary>Ya</summary><input id="b"></details>
      <div class="tab-pane" style="display:none"><input id="c"></div><div style="max-height:0;overflow:hidden"><p>x</p><input id="d"></div>
      <fieldset style="transform:translateX(2000px);position:absolute" hidden><input id="e"></fieldset>""")
    assert [c.html_id for c in page.visible()] == ["b"]


async def test_an_overlay_covers_what_lies_under_it_and_a_thin_bar_does_not(read: Read) -> None:
    under = await read("""<p>RFC <input id="a"></p><button>Facturar</button>
      <div style="position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:9"></div>
      <div style="position:fixed;top:200px;left:200px;width:300px;height:200px;background:#fff;z-index:10">
      Aviso <button>Aceptar</button></div>""")
    assert not under.by_id("a").on_top
    assert not under.button("Facturar").on_top
    assert under.button("Aceptar").on_top
    bar = await read("""<div style="position:fixed;top:0;left:0;right:0;height:60px;background:#eee;z-index:9">Logo</div>
      <p>RFC <input id="a"></p>""")
    assert bar.by_id("a").on_top


async def test_a_calendar_that_hangs_over_the_next_fields_covers_them(read: Read) -> None:
    page = await read("""<p>Fecha <input id="a"></p><p>Folio <input id="b"></p><div style="height:300px"></div><p>Total <input id="c"></p>
      <div class="ui-datepicker" style="position:absolute;top:40px;left:0;width:400px;height:200px;background:#fff;z-index:5">Noviembre</div>
      """)
    assert [page.by_id(i).on_top for i in "abc"] == [True, False, True]


async def test_a_modal_over_a_scrolled_page_covers_also_what_is_out_of_sight(read: Read) -> None:
    page = await read("""<p>RFC <input id="a"></p><div style="height:4000px"></div><p>Total <input id="b"></p>
      <div style="position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:9"></div><div class="modal show"
      style="position:fixed;top:200px;left:200px;width:300px;background:#fff;z-index:10">Aviso <input id="c"><button>Aceptar</button>
      </div>""", script="window.scrollTo(0, 1500)")  # fmt: skip
    assert [page.by_id(i).on_top for i in "abc"] == [False, False, True]
    assert [d.modal for d in page.page.dialogs] == [True]
    assert page.by_id("c").dialog_key == page.page.dialogs[0].key
