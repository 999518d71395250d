"""The careful persons of x13 to x22; see `persons`."""

from tests.automation.strangers.papers import Papers, Part, Scope, type_all
from tests.automation.strangers.portals.papeleria import PREFIX

MONTHS = (
    *("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio"),
    *("Julio", "Agosto", "Septiembre", "Octubre", "Noviembre", "Diciembre"),
)


def papeleria_ticket(page: Scope, papers: Papers) -> None:
    shop = {"ddlSuc": papers.suc, "txtCaja": papers.caja, "txtTrans": papers.no_trans}
    sale = {**shop, "txtFecha": papers.day.strftime("%d/%m/%Y"), "txtImp": papers.total}
    type_all(page, {f"{PREFIX}{name}": value for name, value in sale.items()})
    page.locator("[id$=btnAgregar]").click()


def papeleria_receiver(page: Scope, papers: Papers) -> None:
    page.locator("[id$=gvTrans]").wait_for()
    page.locator("[id$=btnContinuar]").click()
    page.locator("input[id$=txtRfcRec]").wait_for()
    type_all(page, {f"{PREFIX}txtRfcRec": papers.rfc, f"{PREFIX}ddlRegFis": papers.fiscal_regime})
    page.locator(f"[id$=ddlUso] option[value={papers.cfdi_use}]").wait_for(state="attached")
    whom = {"txtRazSoc": papers.legal_name, "txtCP": papers.postal_code, "txtMail": papers.email}
    whom["ddlUso"] = papers.cfdi_use
    type_all(page, {f"{PREFIX}{name}": value for name, value in whom.items()})
    page.locator("[id$=btnTimbrar]").click()


def optica_ticket(page: Scope, papers: Papers) -> None:
    written = papers.day.strftime("%d/%m/%Y")
    type_all(page, {"noper": papers.operacion, "dia": written, "importe": papers.total})
    page.locator("#importe").blur()
    page.locator("#sig1").click()


def optica_receiver(page: Scope, papers: Papers) -> None:
    page.locator("#rfc").wait_for()
    type_all(page, {"rfc": papers.rfc, "cpostal": papers.postal_code, "denominacion": papers.legal_name})
    type_all(page, {"regfis": papers.fiscal_regime})
    page.locator(f"#usocfdi option[value={papers.cfdi_use}]").wait_for(state="attached")
    type_all(page, {"usocfdi": papers.cfdi_use, "mail": papers.email})
    page.locator("#mail").blur()
    page.locator("#sig2").click()


def cafeteria_ticket(page: Scope, papers: Papers) -> None:
    page.locator(".card [role=button]").nth(1).click()
    for number, value in enumerate((papers.ticket_id, papers.pin, papers.total)):
        page.locator("input.in").nth(number).fill(value)
    page.locator("[data-main]").click()


def cafeteria_receiver(page: Scope, papers: Papers) -> None:
    page.locator("select.in").first.wait_for()
    values = (papers.rfc, papers.legal_name, papers.postal_code, papers.email)
    for number, value in enumerate(values):
        page.locator("input.in").nth(number).fill(value)
    page.locator("select.in").first.select_option(label=papers.regime)
    page.locator(f"select.in option[value={papers.cfdi_use}]").wait_for(state="attached")
    page.locator("select.in").nth(1).select_option(papers.cfdi_use)
    page.locator("[data-main]").click()


def farmacia_ticket(page: Scope, papers: Papers) -> None:
    page.locator("[data-k=sucursal] input").press_sequentially(papers.sucursal)
    page.locator(".pane .op", has_text=papers.sucursal).click()
    for key, value in (("caja", papers.caja), ("consecutivo", papers.consecutivo), ("importe", papers.total)):
        page.locator(f"[data-k={key}] input").fill(value)
    page.locator("#bv").click()


def farmacia_receiver(page: Scope, papers: Papers) -> None:
    whom = {"rfc": papers.rfc, "nombre": papers.legal_name, "domicilio": papers.postal_code}
    for key, value in {**whom, "correo": papers.email}.items():
        page.locator(f"[data-k={key}Receptor] input").fill(value)
    for key, words in (("regimen", papers.regime), ("uso", papers.use)):
        page.locator(".snack").wait_for(state="detached")
        page.locator(f"[data-k={key}Receptor]").click()
        page.locator(".pane input").fill(words)
        page.locator(".pane .op").get_by_text(words, exact=True).click()
        page.wait_for_timeout(300)
    page.locator("#bc").click()


def muebleria_all(page: Scope, papers: Papers) -> None:
    page.get_by_alt_text("Emitir factura").click()
    written = papers.day.strftime("%d-%m-%Y")
    type_all(page, {"nota": papers.nota, "fecha": written, "total": papers.total})
    rfc = papers.rfc
    type_all(page, {"siglas": rfc[:-9], "fec_rfc": rfc[-9:-3], "homo": rfc[-3:]})
    type_all(page, {"nombre_cte": papers.legal_name, "cp_cte": papers.postal_code})
    type_all(page, {"regimen": papers.fiscal_regime, "uso": papers.cfdi_use, "correo_cte": papers.email})
    page.get_by_alt_text("Facturar nota").click()


def panaderia_ticket(page: Scope, papers: Papers) -> None:
    first, second, third = papers.folio.split("-")
    folio = {"folio_1": first, "folio_2": second, "folio_3": third}
    widget = page.frame_locator("iframe")
    type_all(widget, {**folio, "monto": papers.total})
    widget.locator("button").click()


def panaderia_receiver(page: Scope, papers: Papers) -> None:
    page.locator("[name='receptor[rfc]']").wait_for()
    whom = {"rfc": papers.rfc, "nombre": papers.legal_name, "cp": papers.postal_code}
    choices = {"regimen": papers.fiscal_regime, "uso": papers.cfdi_use, "correo": papers.email}
    type_all(page, {f"receptor[{name}]": value for name, value in {**whom, **choices}.items()})
    page.locator("button").click()


def laboratorio_all(page: Scope, papers: Papers) -> None:
    page.locator("#rfc").fill(papers.rfc)
    page.locator("button").click()
    page.locator("button.o").click()
    whom = {"nombre": papers.legal_name, "cp": papers.postal_code, "correo": papers.email}
    choices = {"regimen": papers.fiscal_regime, "uso": papers.cfdi_use}
    type_all(page, {f"cliente_{name}": value for name, value in {**whom, **choices}.items()})
    page.locator("button").click()
    sale = {"orden": papers.orden, "clave": papers.clave_resultados, "importe": papers.total}
    type_all(page, {**sale, "fecha": papers.date[:10]})
    page.locator("button").click()


def autobuses_ticket(page: Scope, papers: Papers) -> None:
    sale = {"boleto": papers.boleto, "asiento": papers.asiento, "importe": papers.total}
    type_all(page.locator("#fb"), sale)
    page.locator("#dia").click()
    month = f"{MONTHS[papers.day.month - 1]} {papers.day.year}"
    while page.locator("#cal .cb span").inner_text() != month:
        page.locator("#cal .ant").click()
    page.locator("#cal td a").get_by_text(str(papers.day.day), exact=True).click()
    page.locator("#bb").click()


def autobuses_receiver(page: Scope, papers: Papers) -> None:
    page.locator("#pas_rfc").wait_for()
    whom = {"rfc": papers.rfc, "nombre": papers.legal_name, "cp": papers.postal_code}
    choices = {"regimen": papers.fiscal_regime, "uso": papers.cfdi_use, "email": papers.email}
    type_all(page, {f"pas_{name}": value for name, value in {**whom, **choices}.items()})
    page.locator("#be").click()


def supermercado_all(page: Scope, papers: Papers) -> None:
    page.locator("#cks").click()
    page.locator("#pno").click()
    page.locator("#tienda").press_sequentially(papers.sucursal)
    page.locator("#sug li").first.click()
    sale = {"num": papers.ticket, "dia": papers.day.strftime("%d/%m/%y"), "total": papers.total}
    type_all(page, {f"t[{name}]": value for name, value in sale.items()})
    whom = {"rfc": papers.rfc, "razon": papers.legal_name, "codpos": papers.postal_code}
    choices = {"reg": papers.fiscal_regime, "uso": papers.cfdi_use, "mail": papers.email}
    type_all(page, {f"f[{name}]": value for name, value in {**whom, **choices}.items()})
    page.locator("[name=acepto]").check()
    page.locator("#fin").click()


def jugueteria_ticket(page: Scope, papers: Papers) -> None:
    sale = {"tienda": papers.tienda, "consecutivo": papers.consecutivo, "importe": papers.total}
    type_all(page, {**sale, "clave_facturacion": papers.clave})
    page.locator("button").click()


def jugueteria_receiver(page: Scope, papers: Papers) -> None:
    page.locator("#razon_social").wait_for()
    whom = {"rfc": papers.rfc, "razon_social": papers.legal_name, "codigo_postal": papers.postal_code}
    choices = {"regimen_fiscal": papers.fiscal_regime, "uso_cfdi": papers.cfdi_use, "correo": papers.email}
    type_all(page, {**whom, **choices})
    page.locator("button").click()
    page.get_by_text("Verifique la información").wait_for()
    page.locator("button").click()


def nothing(page: Scope, papers: Papers) -> None:
    """All was on the first page."""


PERSONS_SECOND: dict[str, tuple[Part, Part, str]] = {
    "x13": (papeleria_ticket, papeleria_receiver, "[id$=lnkXml]"),
    "x14": (optica_ticket, optica_receiver, "#bx"),
    "x15": (cafeteria_ticket, cafeteria_receiver, "text=Download XML"),
    "x16": (farmacia_ticket, farmacia_receiver, "text=Descargar archivos"),
    "x17": (muebleria_all, nothing, "text=Archivo XML"),
    "x18": (panaderia_ticket, panaderia_receiver, "text=Su factura se generó"),
    "x19": (laboratorio_all, nothing, "text=Bajar XML"),
    "x20": (autobuses_ticket, autobuses_receiver, "text=Abrir XML"),
    "x21": (supermercado_all, nothing, "text=Descargar XML"),
    "x22": (jugueteria_ticket, jugueteria_receiver, "text=Descargar XML"),
}
