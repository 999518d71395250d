# ruff: noqa: E501 - markup stands as portals write it
"""Imitated controls of the common libraries: one Control each, with the options and the value behind it."""

import pytest

from tests.automation.reading.extract.conftest import Read

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STYLE = """<style>.hid{border:0;clip:rect(0 0 0 0);height:1px;margin:-1px;overflow:hidden;position:absolute;width:1px}
.w{display:inline-block;width:250px;border:1px solid #999;padding:4px;cursor:pointer}.f{margin:10px}</style>"""


async def test_a_primefaces_list_is_one_control_with_the_hidden_selects_options(read: Read) -> None:
    page = await read(STYLE + """<div class="f"><label for="form:reg_focus">Régimen Fiscal</label>
      <div id="form:reg" class="ui-selectonemenu w"><div class="ui-helper-hidden-accessible hid"><input id="form:reg_focus" readonly>
      </div><div class="ui-helper-hidden-accessible hid"><select id="form:reg_input" name="form:reg_input" tabindex="-1">
      <option value="">Seleccione</option><option value="a1">601 General</option><option value="b2">612 PF</option></select></div>
      <label id="form:reg_label" class="ui-selectonemenu-label">612 PF</label><div class="ui-selectonemenu-trigger"></div></div></div>
      """, script="document.getElementById('form:reg_input').value = 'b2'")  # fmt: skip
    assert len(page.page.controls) == 1
    regime = page.control("Régimen Fiscal")
    assert (regime.kind, regime.tag, regime.value, regime.value_text) == (
        "custom_select",
        "div",
        "b2",
        "612 PF",
    )
    assert [(o.value, o.selected) for o in regime.options] == [("", False), ("a1", False), ("b2", True)]
    assert regime.decorated.startswith("primefaces")
    assert regime.box is not None
    assert regime.box.width > 200


async def test_primereact_material_and_mui_lists_are_custom_selects(read: Read) -> None:
    page = await read(
        STYLE
        + """
      <div class="f"><span>Uso CFDI *</span><div class="p-dropdown p-component w" id="p"><div class="hid"><input role="listbox"
      readonly></div><span class="p-dropdown-label p-placeholder">Elige uno</span></div></div>
      <div class="f"><mat-select role="combobox" class="w" aria-haspopup="listbox" aria-labelledby="ml mv" id="m"><span id="mv">
      01 Efectivo</span></mat-select><label id="ml">Forma de pago<span> *</span></label></div>
      <div class="f"><label id="pl">País</label><div class="w" style="position:relative"><div tabindex="0" role="button" id="u"
      aria-haspopup="listbox" aria-labelledby="pl u" class="MuiSelect-select">México</div><input class="MuiSelect-nativeInput"
      aria-hidden="true" tabindex="-1" name="pais" value="MX" style="opacity:0;position:absolute;left:0;width:100%"></div></div>
      <div class="f"><label>Tipo</label><md-select class="w" ng-model="tipo" role="listbox" id="d"><md-select-value
      class="md-select-value"><span>Consumo</span></md-select-value></md-select></div>"""
    )
    uso, pago, pais, tipo = (page.by_id(i) for i in "pmud")
    assert {c.kind for c in (uso, pago, pais, tipo)} == {"custom_select"}
    assert len(page.visible()) == 4
    assert (uso.label, uso.required, uso.value_text, uso.placeholder) == ("Uso CFDI", True, "", "Elige uno")
    assert (pago.label, pago.required, pago.value_text) == ("Forma de pago", True, "01 Efectivo")
    assert (pais.label, pais.value, pais.value_text, pais.html_name) == ("País", "MX", "México", "pais")
    assert (tipo.label, tipo.value_text) == ("Tipo", "Consumo")


async def test_select2_chosen_and_jquery_ui_stand_for_the_select_that_they_hide(read: Read) -> None:
    page = await read(
        STYLE
        + """
      <div class="f"><label for="s2">Sucursal</label> <select id="s2" class="select2-hidden-accessible hid"><option value="1">Centro
      <option value="2" selected>Norte</select><span class="select2 select2-container w"><span class="select2-selection" role="combobox"
      aria-expanded="false"><span class="select2-selection__rendered">Norte</span></span></span></div>
      <div class="f">Estado: <select id="ch" style="display:none"><option value="NL">Nuevo León<option value="JA">Jalisco</select>
      <div class="chosen-container w" id="ch_chosen"><a class="chosen-single"><span>Nuevo León</span></a><div class="chosen-drop"
      style="position:absolute;left:-9999px"><div class="chosen-search"><input></div><ul class="chosen-results"></ul></div></div></div>
      <div class="f"><label for="un">Estado civil</label><select id="un" style="display:none"><option value="1">uno<option value="2">dos
      </select><span tabindex="0" id="un-button" role="combobox" class="ui-selectmenu-button w"><span>uno</span></span></div>
      <div class="f"><label>Producto</label><div class="bootstrap-select" style="width:220px"><button type="button" class="btn
      dropdown-toggle" style="width:220px">Agua</button><div class="dropdown-menu" style="display:none"><ul><li><a>Agua</a></ul></div>
      <select style="display:none" id="bs"><option value="A">Agua<option value="B">Bici</select></div></div>"""
    )
    assert [c.label for c in page.page.controls] == ["Sucursal", "Estado", "Estado civil", "Producto"]
    assert {c.kind for c in page.page.controls} == {"custom_select"}
    assert [c.value for c in page.page.controls] == ["2", "NL", "1", "A"]
    assert [c.value_text for c in page.page.controls] == ["Norte", "Nuevo León", "uno", "Agua"]
    assert [len(c.options) for c in page.page.controls] == [2, 2, 2, 2]
    assert all(c.visible and c.on_top for c in page.page.controls)
    assert "Agua" not in page.texts()


async def test_react_select_telerik_and_vuetify_are_read_without_their_inner_boxes(read: Read) -> None:
    page = await read(
        STYLE
        + """
      <div class="f"><label>Estación</label><div class="css-2b097c-container"><div class="css-yk16xz-control w" style="height:30px">
      <div class="css-1wa3eu0-placeholder">Escribe tu estación</div><input id="react-select-2-input" role="combobox"
      style="width:2px;border:0;padding:0"></div><input type="hidden" name="est" value=""></div></div>
      <div class="f">Caseta <div class="RadComboBox w"><table><tr><td class="rcbInputCell"><input class="rcbInput" id="rcb_Input"
      value="Palmillas" style="width:180px"></td><td class="rcbArrowCell"><a>v</a></td></tr></table></div></div>
      <div class="f"><div class="v-input v-select" style="width:260px;position:relative"><div class="v-select__slot w">
      <label class="v-label" style="position:absolute;left:0;top:0">Plaza</label><div class="v-select__selection">Norte</div>
      <input readonly style="width:30px"></div><div class="v-messages"><div class="v-messages__message">Elige tu plaza</div></div>
      </div></div>"""
    )
    assert len(page.visible()) == 3
    station, booth, plaza = page.control("Estación"), page.control("Caseta"), page.control("Plaza")
    assert (station.kind, station.value_text, station.html_name) == (
        "custom_select",
        "",
        "react-select-2-input",
    ) or (station.kind == "custom_select" and station.value_text == "")
    assert station.box is not None
    assert station.box.width > 200
    assert (booth.kind, booth.tag, booth.value) == ("autocomplete", "input", "Palmillas")
    assert (plaza.kind, plaza.value_text) == ("custom_select", "Norte")


async def test_a_home_made_list_of_divs_is_a_control_with_its_hidden_items(read: Read) -> None:
    page = await read(
        STYLE
        + """<div class="f"><div>Método</div><div class="custom-select w" onclick="1"><span>PUE</span>
      <ul class="options" style="display:none"><li data-value="PUE">Una exhibición</li><li data-value="PPD">Parcialidades</li></ul>
      </div></div><ul class="navbar-nav"><li class="dropdown"><a class="dropdown-toggle" href="#">Servicios</a>
      <ul class="dropdown-menu"><li><a href="/a">Uno</a></li><li><a href="/b">Dos</a></li></ul></li></ul>"""
    )
    method = page.control("Método")
    assert (method.kind, method.value_text) == ("custom_select", "PUE")
    assert [(o.value, o.text, o.ref) for o in method.options] == [
        ("PUE", "Una exhibición", None),
        ("PPD", "Parcialidades", None),
    ]
    assert len(page.page.controls) == 1


async def test_styled_checkboxes_are_clicked_on_what_is_seen(read: Read) -> None:
    page = await read(
        STYLE
        + """<style>.b{display:inline-block;width:18px;height:18px;border:1px solid;position:relative}</style>
      <div class="f"><mat-checkbox><label><div class="b"><input type="checkbox" class="hid" checked></div><span>Acepto términos</span>
      </label></mat-checkbox></div>
      <div class="f"><div class="p-checkbox"><div class="hid"><input type="checkbox" id="pc"></div><div class="b"></div></div>
      <label for="pc">Acepto aviso</label></div>
      <div class="f"><label><input type="checkbox" style="opacity:0;position:absolute"><span class="b"></span> Factura por correo</label></div>
      <div class="f"><div role="checkbox" aria-checked="true" aria-label="Recibir" class="b"></div></div>
      <div class="f"><input type="checkbox" id="sw" style="display:none"><label for="sw" class="w">Soy persona moral</label></div>
      <div class="f"><label for="fi" class="w">Subir archivo</label><input id="fi" type="file" style="display:none"></div>
      <div style="display:none"><label><input type="checkbox"> Oculto</label></div>"""
    )
    checked = {c.label: c.checked for c in page.visible() if c.kind == "checkbox"}
    assert checked == {
        "Acepto términos": True, "Acepto aviso": False, "Factura por correo": False, "Recibir": True, "Soy persona moral": False
    }  # fmt: skip
    assert all(c.box and c.box.width >= 8 for c in page.visible())
    assert page.control("Subir archivo").kind == "file"
    assert page.control("Soy persona moral").tag == "label"
    assert all(not c.visible for c in page.page.controls if c.label == "Oculto")


async def test_boxes_that_suggest_are_told_from_plain_ones(read: Read) -> None:
    page = await read("""<p>Banco <input id="a" list="dl"></p><datalist id="dl"><option value="BBVA"><option value="HSBC"></datalist>
      <p>Estación <input id="b" class="ui-autocomplete-input"></p><p>Uso <input id="c" role="combobox" aria-autocomplete="list"></p>
      <p>Régimen <input id="d" class="tt-input"></p><p>Folio <input id="e"></p>""")
    assert [page.by_id(i).kind for i in "abcde"] == ["autocomplete"] * 4 + ["text"]
    assert [o.text for o in page.by_id("a").options] == ["BBVA", "HSBC"]


async def test_date_pickers_editable_texts_and_special_types_keep_their_nature(read: Read) -> None:
    page = await read("""<div><label>Fecha de compra</label><div class="input-group"><input id="a" readonly class="hasDatepicker">
      </div></div><p>Día <input id="b" type="date" min="2026-01-01"></p><p>Hora <input id="c" type="time"></p>
      <p>Total <input id="d" type="number" step="0.01"></p><p>Clave <input id="e" type="password" value="s3"></p>
      <p>Nota</p><div contenteditable style="width:200px;border:1px solid" id="f">hola</div><textarea id="g"></textarea>
      <p>Folio <input id="h" data-mask="0000-0000" pattern="[0-9-]+" inputmode="numeric" disabled></p>""")
    assert (page.by_id("a").kind, page.by_id("a").readonly) == ("text", True)
    assert "datepicker" in page.by_id("a").decorated
    assert [page.by_id(i).kind for i in "bcdefg"] == [
        "date",
        "time",
        "number",
        "password",
        "contenteditable",
        "textarea",
    ]
    assert (page.by_id("b").minimum, page.by_id("d").step) == ("2026-01-01", "0.01")
    assert (page.by_id("e").value, page.by_id("f").value) == ("s3", "hola")
    assert (page.by_id("h").mask, page.by_id("h").inputmode, page.by_id("h").enabled) == (
        "0000-0000",
        "numeric",
        False,
    )


async def test_the_live_choice_of_a_select_is_read_and_not_its_markup(read: Read) -> None:
    page = await read(
        """<p>Régimen <select id="s"><option value="616">616<option value="601">601 General<option value="x" disabled>No</select>
        <p>RFC <input id="r" value="VIEJO"><p>Sin nada <select id="n"><option value=""></option></select>""",
        script="s.selectedIndex = 1; r.value = 'EKU9003173C9'",
    )
    assert (page.by_id("s").value, page.by_id("s").value_text) == ("601", "601 General")
    assert [o.enabled for o in page.by_id("s").options] == [True, True, False]
    assert page.by_id("r").value == "EKU9003173C9"
