# ruff: noqa: E501 - markup stands as portals write it
"""A form may write its labels under or behind its fields: then no field gets its neighbour's."""

import pytest

from tests.automation.reading.extract.conftest import Read

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def _labels(page: object) -> list[str]:
    return [c.label for c in page.visible()]  # type: ignore[attr-defined]


async def test_labels_on_the_line_under_their_fields_are_not_taken_by_the_next_field(read: Read) -> None:
    page = await read("""<h1>Facturación</h1><form><input><br>Folio<br><input><br>Total<br><input><br>RFC<br>
      <input><br>Razón social<br><button>Enviar</button></form>""")
    assert _labels(page) == ["Folio", "Total", "RFC", "Razón social"]


async def test_the_same_words_over_their_fields_stay_with_the_field_below(read: Read) -> None:
    page = await read("""<h1>Facturación</h1><form>Folio<br><input><br>Total<br><input><br>RFC<br><input><br>
      Razón social<br><input><br><button>Enviar</button></form>""")
    assert _labels(page) == ["Folio", "Total", "RFC", "Razón social"]


async def test_small_print_in_the_cell_of_a_field_is_its_label_where_nothing_else_is(read: Read) -> None:
    page = await read("""<h1>tortas</h1><p>factura tu torta</p><form><table><tr>
      <td><input><br><small>num. de cuenta</small></td><td><input><br><small>total SIN propina</small></td></tr><tr>
      <td><input><br><small>r f c</small></td><td><select><option>elija</select><br><small>uso</small></td></tr></table></form>""")
    assert _labels(page) == ["num. de cuenta", "total SIN propina", "r f c", "uso"]


async def test_small_print_under_labelled_fields_stays_help(read: Read) -> None:
    page = await read("""<form><table><tr><td>Folio</td><td><input><br><small>Arriba de tu ticket</small></td></tr>
      <tr><td>Total</td><td><input><br><small>Con dos decimales</small></td></tr></table></form>""")
    assert _labels(page) == ["Folio", "Total"]
    assert [c.hint for c in page.visible()] == ["Arriba de tu ticket", "Con dos decimales"]


async def test_help_under_fields_named_by_their_placeholder_stays_help(read: Read) -> None:
    page = await read("""<form><div><input placeholder="RFC"><br><small>Como en tu constancia</small></div>
      <div><input placeholder="Folio"><br><small>Arriba de tu ticket</small></div></form>""")
    assert _labels(page) == ["RFC", "Folio"]


async def test_a_row_of_labels_under_a_row_of_fields_is_read_by_column(read: Read) -> None:
    page = await read("""<h2>Factura</h2><table><tr><td><input></td><td><input></td></tr><tr><td>Folio</td><td>Fecha</td></tr>
      <tr><td><input></td><td><input></td></tr><tr><td>RFC</td><td>Nombre</td></tr></table>""")
    assert _labels(page) == ["Folio", "Fecha", "RFC", "Nombre"]


async def test_labels_in_the_cell_behind_however_wide_the_column(read: Read) -> None:
    page = await read("""<table><tr><td><input></td><td>Folio</td></tr><tr><td><input></td><td>Importe</td></tr>
      <tr><td><select><option>601 General de Ley Personas Morales con nombre muy largo</select></td><td>Régimen</td></tr></table>""")
    assert _labels(page) == ["Folio", "Importe", "Régimen"]


async def test_a_red_sentence_over_a_field_is_an_error_and_no_label(read: Read) -> None:
    page = await read("""<h1>tortas</h1><h3 style="color:red">no encontramos esa cuenta, cheque numero y clave</h3>
      <form><input id="a"><br><small>num. de cuenta</small><br><input id="b"><br><small>clave</small><br></form>""")
    assert _labels(page) == ["num. de cuenta", "clave"]
    alone = await read("""<p style="color:#c00">El folio no existe, verifique sus datos</p><input id="x">""")
    assert alone.by_id("x").label == ""
    assert "El folio no existe, verifique sus datos" in [n.text for n in alone.page.notices]


async def test_where_each_field_has_a_heading_the_heading_is_its_label(read: Read) -> None:
    page = await read("""<form><div><h3>1. ¿Cuál es el folio?</h3><p>Arriba a la derecha.</p><input></div>
      <div><h3>2. ¿Cuánto pagaste?</h3><p>Con IVA.</p><input></div></form>""")
    assert _labels(page) == ["1. ¿Cuál es el folio?", "2. ¿Cuánto pagaste?"]


async def test_a_placeholder_that_is_only_a_pattern_names_nothing(read: Read) -> None:
    page = await read("""<form><div><input placeholder="0000-0000"><div>Folio del ticket</div></div>
      <div><input placeholder="dd/mm/aaaa"><div>Fecha de compra</div></div>
      <div><input placeholder="$0.00"><div>Total pagado</div></div></form>""")
    assert _labels(page) == ["Folio del ticket", "Fecha de compra", "Total pagado"]


async def test_words_of_the_page_behind_a_dialog_name_no_field_of_the_dialog(read: Read) -> None:
    page = await read("""<p style="padding:60px 0 0 20px">Ten a la mano tu comprobante</p>
      <dialog id="d" style="top:40px;left:200px;margin:0"><dl style="margin:0"><dt style="margin-top:40px">Comprobante</dt>
      <dd style="margin:0"><input id="f"></dd><dt>Total</dt><dd style="margin:0"><input id="t"></dd></dl></dialog>
      <script>document.getElementById('d').showModal()</script>""")
    assert (page.by_id("f").label, page.by_id("t").label) == ("Comprobante", "Total")


async def test_arrows_and_pictures_at_the_edges_are_no_part_of_a_label(read: Read) -> None:
    page = await read("""<input id="a"><label for="a">← Clave de compra</label><br>
      <label for="b">🧾 ¿Cuánto pagaste?</label><input id="b"><br><label for="c"># de ticket →</label><input id="c">""")
    assert [page.by_id(i).label for i in "abc"] == ["Clave de compra", "¿Cuánto pagaste?", "# de ticket"]


async def test_a_dialog_with_a_form_says_its_messages_not_its_labels(read: Read) -> None:
    page = await read("""<dialog id="d"><h2>Quiero mi factura</h2><label>RFC <input></label><label>Código postal <input></label>
      <output>Ese monto no es el del recibo.</output><button>Facturar</button></dialog>
      <script>document.getElementById('d').showModal()</script>""")
    assert [n.text for n in page.page.notices] == ["Ese monto no es el del recibo."]


async def test_of_a_label_and_its_help_over_each_field_the_label_names_it(read: Read) -> None:
    page = await read("""<form><p><b>Folio</b><br><i>Viene arriba</i><br><input></p>
      <p><b>Total</b><br><i>Con todo e IVA</i><br><input></p></form>""")
    assert [(c.label, c.hint) for c in page.visible()] == [
        ("Folio", "Viene arriba"),
        ("Total", "Con todo e IVA"),
    ]


async def test_brackets_behind_one_field_are_no_part_of_the_next_fields_label(read: Read) -> None:
    page = await read("<div>Folio: <input> <span>(arriba)</span> Total: <input> <span>(con IVA)</span></div>")
    assert _labels(page) == ["Folio", "Total"]


async def test_a_list_in_a_tray_is_named_by_its_column_not_by_the_row(read: Read) -> None:
    page = await read("""<table><tr><th>Fecha</th><th>Importe</th><th>Tipo de pago</th></tr>
      <tr><td>20/11/2026</td><td>$ 722.77</td><td><select><option>Seleccione<option>01 Efectivo</select></td></tr></table>""")
    assert _labels(page) == ["Tipo de pago"]
