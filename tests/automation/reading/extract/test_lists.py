# ruff: noqa: E501 - markup stands as portals write it
"""Open lists: their items are options of the control that opened them, and can be clicked."""

import pytest

from tests.automation.reading.extract.conftest import Read, Reading

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STYLE = """<style>.w{display:inline-block;width:250px;border:1px solid #999;padding:4px;cursor:pointer}.f{margin:10px}
.pop{position:absolute;left:10px;width:250px;background:#fff;z-index:1000;border:1px solid;margin:0;padding:0}
.hid{border:0;clip:rect(0 0 0 0);height:1px;margin:-1px;overflow:hidden;position:absolute;width:1px}</style>"""


def assert_open(page: Reading, label: str, *texts: str) -> None:
    found = page.control(label)
    refs = [o.ref for o in found.options if o.ref is not None]
    assert [o.text for o in found.options if o.ref is not None] == list(texts)
    options = [c for c in page.page.clickables if c.role == "option"]
    assert [c.ref for c in options] == refs
    assert [c.text for c in options] == list(texts)
    assert all(c.on_top for c in options)


async def test_a_primefaces_panel_at_the_end_of_the_body_belongs_to_its_list(read: Read) -> None:
    page = await read(
        STYLE
        + """<div class="f"><label>Uso CFDI</label><div id="form:uso" class="ui-selectonemenu w">
      <div class="hid"><select id="form:uso_input"><option value="k1">Gastos en general<option value="k2">Por definir</select></div>
      <label class="ui-selectonemenu-label">Seleccione</label></div></div>
      <div class="f"><label>Régimen</label><div id="form:reg" class="ui-selectonemenu w"><div class="hid"><select id="form:reg_input">
      <option value="r1">601</select></div><label class="ui-selectonemenu-label">601</label></div></div>
      <div id="form:uso_panel" class="ui-selectonemenu-panel pop" style="top:50px"><div class="ui-selectonemenu-items-wrapper"><ul
      id="form:uso_items" class="ui-selectonemenu-items" role="listbox"><li class="ui-selectonemenu-item" role="option">Gastos en
      general</li><li class="ui-selectonemenu-item" role="option">Por definir</li></ul></div></div>"""
    )
    assert_open(page, "Uso CFDI", "Gastos en general", "Por definir")
    assert [o.value for o in page.control("Uso CFDI").options] == ["k1", "k2"]
    assert page.control("Régimen").options[0].ref is None


async def test_material_options_are_found_by_aria_controls(read: Read) -> None:
    page = await read(
        STYLE
        + """<div class="f"><label id="l">Forma de pago</label><mat-select role="combobox" class="w"
      aria-labelledby="l" aria-expanded="true" aria-controls="ms-panel"><span>Elige</span></mat-select></div>
      <div class="cdk-overlay-container"><div class="cdk-overlay-pane" style="position:absolute;top:60px"><div id="ms-panel"
      role="listbox" class="mat-mdc-select-panel pop"><mat-option role="option" style="display:block"><span>01 Efectivo</span>
      </mat-option><mat-option role="option" aria-selected="true" style="display:block"><span>03 Transferencia</span></mat-option>
      <mat-option role="option" aria-disabled="true" style="display:block"><span>99 Por definir</span></mat-option></div></div></div>"""
    )
    assert_open(page, "Forma de pago", "01 Efectivo", "03 Transferencia", "99 Por definir")
    assert [(o.selected, o.enabled) for o in page.control("Forma de pago").options] == [
        (False, True),
        (True, True),
        (False, False),
    ]


async def test_react_select_and_primereact_lists_are_found_by_what_is_open_and_near(read: Read) -> None:
    react = await read(
        STYLE
        + """<div class="f"><label>Estación</label><div class="css-2b097c-container"><div class="css-a-control w"
      style="height:30px"><div class="css-b-singleValue">Centro</div><input id="react-select-2-input" role="combobox"
      aria-expanded="true" style="width:2px;border:0"></div><div class="css-26l3qy-menu pop" id="react-select-2-listbox" role="listbox">
      <div id="react-select-2-option-0" role="option">Centro</div><div id="react-select-2-option-1" role="option">Norte</div></div>
      </div></div>"""
    )
    assert_open(react, "Estación", "Centro", "Norte")
    assert react.control("Estación").value_text == "Centro"
    prime = await read(
        STYLE
        + """<div class="f"><span>Folio</span> <input id="x"></div><div class="f" style="margin-top:60px">
      <span>Régimen</span> <div class="p-dropdown w" id="p"><span class="p-dropdown-label">Elige</span></div></div>
      <div class="p-dropdown-panel pop" style="top:150px;left:80px"><div class="p-dropdown-items-wrapper"><ul class="p-dropdown-items">
      <li class="p-dropdown-item">601 General</li><li class="p-dropdown-item p-highlight">612 Físicas</li></ul></div></div>"""
    )
    assert_open(prime, "Régimen", "601 General", "612 Físicas")
    assert [o.selected for o in prime.control("Régimen").options] == [False, True]


async def test_select2_chosen_and_radcombobox_lists_are_theirs(read: Read) -> None:
    page = await read(
        STYLE
        + """<div class="f"><label for="suc">Sucursal</label> <select id="suc" class="hid"><option value="7">Centro
      <option value="9">Norte</select><span class="select2 select2-container select2-container--open w"><span class="selection"><span
      class="select2-selection" role="combobox" aria-expanded="true" aria-owns="select2-suc-results">Centro</span></span></span></div>
      <span class="select2-container select2-container--open" style="position:absolute;top:45px;left:80px"><span
      class="select2-dropdown pop"><span class="select2-search"><input class="select2-search__field" role="searchbox"></span><span
      class="select2-results"><ul class="select2-results__options" role="listbox" id="select2-suc-results"><li
      class="select2-results__option" role="option">Centro</li><li class="select2-results__option" role="option">Norte</li></ul></span>
      </span></span>"""
    )
    assert_open(page, "Sucursal", "Centro", "Norte")
    assert [o.value for o in page.control("Sucursal").options] == ["7", "9"]
    filters = [c for c in page.visible() if c.label != "Sucursal"]
    assert [c.decorated for c in filters] == ["list-filter"] or "list-filter" in filters[0].decorated
    tele = await read(
        STYLE
        + """<div class="f">Caseta <div class="RadComboBox w" id="rcb"><input class="rcbInput" id="rcb_Input"
      value="Pal" style="width:200px"></div></div><div class="rcbSlide pop" style="top:48px;left:60px"><div id="rcb_DropDown"
      class="RadComboBoxDropDown"><ul class="rcbList"><li class="rcbItem">Palmillas</li><li class="rcbHovered">Palo Verde</li></ul>
      </div></div>"""
    )
    assert_open(tele, "Caseta", "Palmillas", "Palo Verde")


async def test_suggestions_under_a_typed_box_make_it_an_autocomplete(read: Read) -> None:
    page = await read(STYLE + """<div class="f">Folio <input id="f"></div><div class="f">Uso de CFDI <input id="uso" value="G0"></div>
      <ul class="typeahead dropdown-menu pop" style="top:75px;left:90px;list-style:none"><li class="active"><a href="#">G01 Mercancías
      </a></li><li><a href="#">G03 Gastos</a></li></ul>""", script="uso.focus()")  # fmt: skip
    assert_open(page, "Uso de CFDI", "G01 Mercancías", "G03 Gastos")
    assert page.control("Uso de CFDI").kind == "autocomplete"
    assert page.control("Folio").options == ()


async def test_a_calendar_or_an_open_menu_gives_no_options(read: Read) -> None:
    page = await read(STYLE + """<div class="f">Fecha <input id="d" class="hasDatepicker"></div><div class="ui-datepicker datepicker
      dropdown-menu pop" style="top:40px"><table><tr><td><a href="#">1</a></td><td><a href="#">2</a></td></tr></table></div>
      <div style="margin-top:150px"><ul class="dropdown-menu"><li><a href="/uno">Uno</a></li><li><a href="/dos">Dos</a></li></ul></div>""",
      script="d.focus()")  # fmt: skip
    assert page.control("Fecha").options == ()
    assert {"1", "2", "Uno", "Dos"} <= set(page.texts())
    assert not [c for c in page.page.clickables if c.role == "option"]
