# ruff: noqa: E501 - markup stands as portals write it
"""Every control gets the label that a customer would read, whatever the markup."""

import pytest

from tests.automation.reading.extract.conftest import Read

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_webforms_table_names_its_fields_by_the_cell_on_the_left(read: Read) -> None:
    page = await read("""
      <form><h2>Datos del ticket</h2><table>
      <tr><td>RFC*</td><td><input id="txtRFC" maxlength="13"></td><td>C.P.:</td><td><input id="txtCP"></td></tr>
      <tr><td>Razón Social (*)</td><td colspan="3"><input id="txtRazon"></td></tr>
      <tr><td>Régimen Fiscal:</td><td><select id="ddl"><option value="0">--Seleccione--<option value="601">601 - General
      </select></td></tr></table></form>""")
    assert (page.control("RFC").html_id, page.control("RFC").label_source) == ("txtRFC", "cell")
    assert page.control("C.P.").html_id == "txtCP"
    assert page.control("Régimen Fiscal").kind == "select"
    assert page.control("RFC").required
    assert page.control("Razón Social").required
    assert not page.control("C.P.").required
    assert page.control("RFC").group == "Datos del ticket"
    assert page.control("RFC").maxlength == 13


async def test_a_table_with_its_labels_in_the_row_above_is_read_by_column(read: Read) -> None:
    page = await read("""
      <table><tr><td>TC#</td><td>TR#</td><td>Total</td></tr>
      <tr><td><input id="a"></td><td><input id="b"></td><td><input id="c"></td></tr></table>
      <table><thead><tr><th>Folio</th><th>Importe</th></tr></thead>
      <tr><td><input id="d"></td><td><input id="e"></td></tr><tr><td><input id="f"></td><td><input id="g"></td></tr></table>
    """)
    assert [page.by_id(i).label for i in "abcde"] == ["TC#", "TR#", "Total", "Folio", "Importe"]
    assert page.by_id("g").label == "Importe"
    assert page.by_id("b").label_source == "cell"


async def test_plain_text_and_line_breaks_are_labels_too(read: Read) -> None:
    page = await read("""<form>Correo: <input id="m1"><br>Confirma tu correo: <input id="m2"><br>
      <b>Folio</b><br><input id="f"><br><br>Monto <i>(con centavos)</i><br><input id="t"></form>""")
    assert page.by_id("m1").label == "Correo"
    assert page.by_id("m2").label == "Confirma tu correo"
    assert page.by_id("f").label == "Folio"
    assert page.by_id("t").label.startswith("Monto")


async def test_bootstrap_rows_name_the_field_in_the_next_column(read: Read) -> None:
    page = await read("""<style>.row{display:flex}.col{width:260px}</style>
      <div class="row"><div class="col">RFC</div><div class="col"><input id="rfc"></div>
      <div class="col">Código postal *</div><div class="col"><input id="cp"></div></div>
      <div class="row"><div class="col">Folio</div><div class="col">Sucursal</div></div>
      <div class="row"><div class="col"><input id="fol"></div><div class="col"><input id="suc"></div></div>""")
    labels = {i: page.by_id(i).label for i in ("rfc", "cp", "fol", "suc")}
    assert labels == {"rfc": "RFC", "cp": "Código postal", "fol": "Folio", "suc": "Sucursal"}
    assert page.by_id("cp").required
    assert not page.by_id("rfc").required


async def test_floating_labels_are_read_with_and_without_for(read: Read) -> None:
    page = await read("""<style>.form-floating{position:relative;width:300px;margin:10px}
      .form-floating label{position:absolute;top:0;left:0;padding:8px;pointer-events:none}
      .form-floating input{padding:20px 8px 4px;width:280px}</style>
      <div class="form-floating"><input id="n" placeholder=" "><label for="n">Nombre o razón social</label></div>
      <div class="form-floating"><input id="c" placeholder=" "><label>Correo electrónico</label></div>""")
    assert page.by_id("n").label == "Nombre o razón social"
    assert page.by_id("n").label_source == "for"
    assert page.by_id("c").label == "Correo electrónico"
    assert page.by_id("c").on_top


async def test_angular_material_fields_without_ids_get_their_label_and_hint(read: Read) -> None:
    page = await read("""<style>mat-form-field{display:block;position:relative;width:300px;padding-top:18px;margin:12px}
      .mat-form-field-label-wrapper{position:absolute;top:0;left:0;pointer-events:none}</style>
      <mat-form-field class="mat-form-field"><div class="mat-form-field-wrapper"><div class="mat-form-field-infix">
      <input class="mat-input-element" matinput formcontrolname="rfc" maxlength="13">
      <span class="mat-form-field-label-wrapper"><label class="mat-form-field-label"><mat-label>RFC</mat-label>
      <span class="mat-form-field-required-marker"> *</span></label></span></div>
      <div class="mat-form-field-subscript-wrapper"><mat-hint>12 o 13 caracteres</mat-hint></div></div></mat-form-field>
      <mat-form-field class="mat-form-field mat-form-field-invalid"><div class="mat-form-field-infix">
      <input class="mat-input-element ng-invalid ng-touched" formcontrolname="mail"><span class="mat-form-field-label-wrapper">
      <label><mat-label>Correo</mat-label></label></span></div><mat-error role="alert">Correo no válido</mat-error>
      </mat-form-field>""")
    rfc, mail = page.control("RFC"), page.control("Correo")
    assert (rfc.required, rfc.hint, rfc.html_name) == (True, "12 o 13 caracteres", "rfc")
    assert (mail.error, mail.invalid, mail.required) == ("Correo no válido", True, False)
    assert "mat-form-field" in rfc.decorated


async def test_an_asterisk_drawn_by_css_or_standing_behind_the_field_makes_it_required(read: Read) -> None:
    page = await read("""<style>.req::after{content:" *";color:red} .form-group.required label::before{content:"* "}</style>
      <p><label class="req" for="a">Folio</label> <input id="a"></p>
      <div class="form-group required"><label for="b">Monto</label> <input id="b"></div>
      <p><label for="c">Caja</label> <input id="c"> <span style="color:red">*</span></p>
      <p><label for="d">Referencia</label> <input id="d"></p>
      <p><label for="e">Uso (obligatorio)</label> <input id="e"></p>
      <p><label for="g">Sucursal</label> <input id="g" aria-required="true"></p>
      <p><label for="h">Estación</label> <input id="h" data-val="true" data-val-required="Falta"></p>""")
    assert {i: page.by_id(i).required for i in "abcdegh"} == {
        "a": True, "b": True, "c": True, "d": False, "e": True, "g": True, "h": True
    }  # fmt: skip
    assert [page.by_id(i).label for i in "abcdeg"] == [
        "Folio",
        "Monto",
        "Caja",
        "Referencia",
        "Uso",
        "Sucursal",
    ]


async def test_boxes_to_tick_take_the_text_behind_them(read: Read) -> None:
    page = await read("""<form>
      <p><input type="checkbox" id="t"><label for="t">Acepto el <a href="/a">aviso de privacidad</a></label></p>
      <p><input type="checkbox" id="u"> Quiero recibir la factura por correo</p>
      <p>Tipo de persona: <label><input type="radio" name="p" value="F" id="f" checked>Física</label>
      <label><input type="radio" name="p" value="M" id="m"> Moral</label></p>
      <p>¿Es gasto médico?</p><p><input type="radio" name="z" id="z1"> Sí <input type="radio" name="z" id="z2"> No</p>
      <fieldset><legend>Entrega</legend><label><input type="radio" name="e" id="e1"> PDF</label></fieldset></form>""")
    assert page.by_id("t").label == "Acepto el aviso de privacidad"
    assert page.by_id("u").label == "Quiero recibir la factura por correo"
    assert (page.by_id("f").label, page.by_id("f").checked, page.by_id("f").group) == (
        "Física",
        True,
        "Tipo de persona",
    )
    assert (page.by_id("m").label, page.by_id("m").checked, page.by_id("m").value) == ("Moral", False, "M")
    assert (page.by_id("z1").label, page.by_id("z2").label) == ("Sí", "No")
    assert page.by_id("z2").group == "¿Es gasto médico?"
    assert page.by_id("e1").group == "Entrega"


async def test_definition_lists_pictures_aria_and_placeholders_are_labels(read: Read) -> None:
    page = await read("""<dl><dt>Fecha de compra<dd><input id="a"></dl>
      <table><tr><td><img alt="Número de ticket" width="80" height="20" src="data:,"></td><td><input id="b"></td></tr></table>
      <p id="lab">Web ID</p><div style="margin:60px 0 0 500px"><input id="c" aria-labelledby="lab"></div>
      <div style="margin-top:80px"><input id="d" aria-label="Terminal"></div>
      <div style="margin-top:80px"><input id="e" placeholder="Código postal"></div>
      <div style="margin-top:80px"><input id="f" title="Total de la compra"></div>""")
    found = {i: (page.by_id(i).label, page.by_id(i).label_source) for i in "abcdef"}
    assert found["a"][0] == "Fecha de compra"
    assert found["b"] == ("Número de ticket", "cell")
    assert found["c"] == ("Web ID", "aria")
    assert found["d"] == ("Terminal", "aria")
    assert found["e"] == ("Código postal", "placeholder")
    assert found["f"] == ("Total de la compra", "title")


async def test_a_duplicate_id_does_not_give_one_fields_label_to_the_other(read: Read) -> None:
    page = await read("""<div><label for="codigo">Código postal</label> <input id="codigo" name="cp"></div>
      <div><label for="codigo">Código de la caseta</label> <input id="codigo" name="cc"></div>""")
    assert {c.html_name: c.label for c in page.page.controls} == {
        "cp": "Código postal",
        "cc": "Código de la caseta",
    }


async def test_help_and_error_texts_are_not_taken_for_labels(read: Read) -> None:
    page = await read("""<form><div class="form-group"><label>Total</label><input class="is-invalid" id="t">
      <div class="invalid-feedback" style="color:#dc3545">Captura el total</div></div>
      <div class="form-group"><span>Folio</span><input id="f"><small class="form-text">Está al pie del ticket</small></div>
      <div><label for="r">RFC</label><input id="r"><label for="r" class="error">Este campo es obligatorio.</label></div>
      <div>Fecha <input id="d" aria-describedby="dh"><span id="dh">Formato dd/mm/aaaa</span></div></form>""")
    assert (page.by_id("t").label, page.by_id("t").error, page.by_id("t").invalid) == (
        "Total",
        "Captura el total",
        True,
    )
    assert (page.by_id("f").label, page.by_id("f").hint) == ("Folio", "Está al pie del ticket")
    assert (page.by_id("r").label, page.by_id("r").error) == ("RFC", "Este campo es obligatorio.")
    assert (page.by_id("d").label, page.by_id("d").hint) == ("Fecha", "Formato dd/mm/aaaa")


async def test_the_link_beside_a_search_box_and_the_question_of_a_dialog_are_no_labels(read: Read) -> None:
    page = await read("""<nav><a href="/">Inicio</a> <input id="q" placeholder="Buscar"></nav>
      <div style="margin-top:40px"><p>¿Desea generar la factura?</p><input id="m" placeholder="Correo alterno"></div>""")
    assert page.by_id("q").label == "Buscar"
    assert page.by_id("m").label == "Correo alterno"


async def test_each_section_heading_is_the_group_of_its_own_fields(read: Read) -> None:
    page = await read("""<div class="card"><div class="card-header">Datos de la compra</div><div class="card-body">
      <label>Folio <input id="a"></label></div></div><section><h3>Datos fiscales</h3><div><div><label>RFC <input id="b"></label>
      </div></div></section><fieldset><legend>Envío</legend><label>Correo <input id="c"></label></fieldset>""")
    assert [page.by_id(i).group for i in "abc"] == ["Datos de la compra", "Datos fiscales", "Envío"]


async def test_labels_above_in_tailwind_columns_go_to_their_own_field(read: Read) -> None:
    page = await read("""<style>.grid{display:grid;grid-template-columns:1fr 1fr;gap:16px;width:700px}.block{display:block}
      .w{width:100%}</style><div class="grid"><div><span class="block">Número de ticket</span><input id="a" class="w"></div>
      <div><span class="block">Importe total</span><input id="b" class="w"></div><div><span class="block">RFC</span>
      <input id="c" class="w"></div><div><span class="block">Uso de CFDI</span><select id="d" class="w"><option>G03</select></div>
      </div>""")
    assert [page.by_id(i).label for i in "abcd"] == [
        "Número de ticket",
        "Importe total",
        "RFC",
        "Uso de CFDI",
    ]


async def test_a_date_or_a_number_in_several_boxes_shares_its_label(read: Read) -> None:
    page = await read("""<div><div>Fecha</div><div><select id="d"><option>1</select><select id="m"><option>ene</select><select id="a">
      <option>2026</select></div></div><p>IDW*: <input id="i1" size="4">-<input id="i2" size="4">-<input id="i3" size="4"></p>
      <p>Monto <input id="p" size="6">.<input id="c" size="2"> MXN</p><p>Folio <input id="f"></p>""")
    labels = [page.by_id(i).label for i in ("d", "m", "a", "i1", "i2", "i3", "p", "c", "f")]
    assert labels == ["Fecha"] * 3 + ["IDW"] * 3 + ["Monto"] * 2 + ["Folio"]
    assert [page.by_id(i).required for i in ("i1", "i3", "c")] == [True, True, False]


async def test_an_old_page_of_nested_tables_and_fonts_is_read(read: Read) -> None:
    page = await read("""<form><center><font size="5" color="red"><b>Facturación Electrónica</b></font><table width="700">
      <tr><td colspan="4" bgcolor="navy"><font color="white">DATOS DEL TICKET</font></td></tr>
      <tr><td align="right" width="150"><b>R.F.C.</b></td><td><input id="r"><font color="red">*</font></td>
      <td rowspan="2" colspan="2">Capture los datos tal como aparecen en su ticket, sin espacios.</td></tr>
      <tr><td align="right"><b>No. de Ticket</b></td><td><input id="t"> <a href="javascript:ayuda()"><img src="data:," alt="?"></a></td></tr>
      <tr><td align="right"><b>Fecha</b><br><font size="1">(dd/mm/aaaa)</font></td><td><input id="f" value="01/11/2026"></td>
      <td align="right">Tienda</td><td><select id="s"><option value="-1">[Seleccione]<option value="55">CENTRO</select></td></tr>
      <tr><td colspan="4"><input type="checkbox" id="c"> He leído y acepto los <a href="t.html">Términos</a></td></tr></table>
      <span id="lblError" style="color:Red">El ticket no ha sido cargado.</span></center></form>""")
    assert [page.by_id(i).label for i in "rtfsc"] == [
        "R.F.C.",
        "No. de Ticket",
        "Fecha",
        "Tienda",
        "He leído y acepto los Términos",
    ]
    assert (page.by_id("r").required, page.by_id("t").required) == (True, False)
    assert page.by_id("f").hint == "(dd/mm/aaaa)"
    assert page.by_id("r").group == "DATOS DEL TICKET"
    assert [(n.text, n.tone) for n in page.page.notices] == [("El ticket no ha sido cargado.", "error")]


async def test_an_untouched_list_without_label_is_named_by_its_prompt(read: Read) -> None:
    page = await read("""<select id="a"><option value="">Seleccione su régimen fiscal<option value="601">601</select>
      <div style="margin:60px"><button class="dropdown-toggle btn">Selecciona una sucursal</button><ul class="dropdown-menu"
      style="display:none"><li><a href="#">Centro</a><li><a href="#">Sur</a></ul></div>""")
    assert page.by_id("a").label == "Seleccione su régimen fiscal"
    branch = page.control("Selecciona una sucursal")
    assert [o.text for o in branch.options] == ["Centro", "Sur"]


async def test_what_introduces_the_form_is_not_its_first_fields_name(read: Read) -> None:
    page = await read("""
      <form><p>Ingresa los datos de tu ticket</p>
      <div><input id="a" placeholder="R.F.C." required></div><div><input id="b" placeholder="Total" required></div></form>""")
    assert [page.by_id(i).label for i in "ab"] == ["R.F.C.", "Total"]
