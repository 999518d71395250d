"""A careful person at each stranger's portal, in Playwright: what is typed comes from ticket and profile alone.

Each knows its page beforehand (ids, order), so these prove that a portal works, not that it can be read.
"""

from playwright.sync_api import Page

from tests.automation.strangers.papers import Papers, Part, Scope, type_all
from tests.automation.strangers.persons_second import PERSONS_SECOND
from tests.automation.strangers.portals.autolavado import SHORT
from tests.automation.strangers.portals.refacciones import MONTHS

__all__ = ["PERSONS", "Papers", "Scope"]


def fogon_ticket(page: Scope, papers: Papers) -> None:
    pesos, cents = papers.total.split(".")
    day = papers.day
    when = {"DIA": f"{day.day:02d}", "MES": f"{day.month:02d}", "ANIO": str(day.year)}
    type_all(page, {"NOTA": papers.nota, **when, "PESOS": pesos, "CTVS": cents})
    page.get_by_alt_text("CONTINUAR").click()


def fogon_receiver(page: Scope, papers: Papers) -> None:
    type_all(page, {"R_RFC": papers.rfc, "R_NOM": papers.legal_name, "R_CPF": papers.postal_code})
    type_all(page, {"R_REG": papers.fiscal_regime, "R_USO": papers.cfdi_use, "R_MAIL": papers.email})
    page.get_by_alt_text("EMITIR FACTURA").click()


def moda_ticket(page: Scope, papers: Papers) -> None:
    page.locator("i[data-nl]").click()
    page.get_by_text("Accept all").click()
    page.get_by_role("link", name="Invoice Center", exact=True).click()
    page.locator("[data-m=folio]").fill(papers.invoice_folio)
    page.locator("[data-m=total]").fill(papers.total)
    page.locator("main .go").click()


def moda_receiver(page: Scope, papers: Papers) -> None:
    page.locator("[data-m=taxId]").fill(papers.rfc)
    page.locator("[data-m=legalName]").fill(papers.legal_name)
    page.locator("[data-m=zip]").fill(papers.postal_code)
    page.locator("#ac").press_sequentially(papers.fiscal_regime)
    page.locator(".ac li").first.click()
    page.locator(".cards label").filter(has_text=papers.cfdi_use).click()
    page.locator("[data-m=email]").fill(papers.email)
    page.locator("#ok").check()
    page.locator("main .go").click()


def huellas_ticket(page: Scope, papers: Papers) -> None:
    page.get_by_role("tab", name="Facturar", exact=True).click()
    page.locator("section[data-s=f] vh-cajas input").first.press_sequentially(papers.recibo[:4])
    for number in (1, 2, 3):
        box = page.locator("section[data-s=f] vh-cajas input").nth(number)
        box.press_sequentially(papers.recibo[number * 4 : number * 4 + 4])
    fields = {"total": papers.total, "rfc": papers.rfc, "titular": papers.legal_name}
    for name, value in {**fields, "codigoPostal": papers.postal_code, "correo": papers.email}.items():
        page.locator(f"section[data-s=f] vh-campo[nombre={name}] input").fill(value)
    page.locator("vh-lista[nombre=regimen] select").select_option(papers.fiscal_regime)
    page.locator("vh-lista[nombre=destino] select").select_option(papers.cfdi_use)
    page.locator("section[data-s=f] vh-boton button").click()


def pension_ticket(page: Scope, papers: Papers) -> None:
    where = {"b01": papers.plaza, "b02": papers.boleto, "b05": papers.total}
    type_all(page, {**where, "b03": papers.date[:10], "b04": papers.time})
    page.get_by_role("button").click()


def pension_receiver(page: Scope, papers: Papers) -> None:
    type_all(page, {"c01": papers.rfc, "c02": papers.legal_name, "c03": papers.postal_code})
    type_all(page, {"c04": papers.fiscal_regime, "c05": papers.cfdi_use, "c06": papers.email})
    page.get_by_role("button").click()


def butaca_ticket(page: Scope, papers: Papers) -> None:
    type_all(page, {"cve": papers.compra, "nip": papers.nip, "tot": papers.total})
    page.locator("fieldset.on [data-go]").click()


def butaca_receiver(page: Scope, papers: Papers) -> None:
    type_all(page, {"rfc_a": papers.rfc, "rfc_b": papers.rfc})
    page.get_by_text("Validar RFC").click()
    page.locator("[data-go=rfc]").click()
    type_all(page, {"rs": papers.legal_name, "zip": papers.postal_code, "reg": papers.fiscal_regime})
    type_all(page, {"uso": papers.cfdi_use, "mail_a": papers.email, "mail_b": papers.email})
    page.locator("[data-go=emitir]").click()


def tinta_ticket(page: Scope, papers: Papers) -> None:
    page.get_by_text("1. Tu compra").click()
    page.locator("#suc").fill(papers.sucursal)
    page.locator("#caja").fill(papers.caja)
    page.locator("#folio").fill(papers.folio)
    page.locator("#fecha").fill(papers.day.strftime("%d/%m/%y"))
    page.locator("#total").fill(papers.total)
    page.locator("#b1").click()


def tinta_receiver(page: Scope, papers: Papers) -> None:
    page.get_by_label("Persona moral").check()
    page.locator("#rfc").fill(papers.rfc)
    page.locator("#cp").fill(papers.postal_code)
    page.locator("#nombre").fill(papers.legal_name)
    page.locator("#correo").fill(papers.email)
    for box, words in (("regimen", papers.regime), ("uso", papers.use)):
        page.locator(f"#{box}").click()
        page.locator(".drop input").fill(words)
        page.locator(".drop li").filter(has_text=words).first.click()
    page.locator("#b2").click()
    page.locator(".sw button").first.click()


def tortas_ticket(page: Scope, papers: Papers) -> None:
    day = papers.day
    written = f"{day.day}/{day.month}/{day.year}"
    type_all(page, {"x0": papers.num_cuenta, "x1": papers.clave, "xf": written, "x2": papers.total})
    type_all(page, {"x9": papers.payment_method, "x3": papers.rfc, "x4": papers.legal_name})
    type_all(page, {"x5": papers.postal_code, "x6": papers.fiscal_regime, "x7": papers.cfdi_use})
    type_all(page, {"x8": papers.email})
    page.locator("[type=submit]").click()


def tortas_receiver(page: Scope, papers: Papers) -> None:
    page.get_by_role("button", name="Timbrar").click()


def refacciones_ticket(page: Scope, papers: Papers) -> None:
    page.get_by_role("link", name="Emisión de CFDI").click()
    series, number = papers.remision.split("-")
    day = papers.day
    written = f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}"
    type_all(page, {"vREMSER": series, "vREMFOL": number, "vREMFEC": written, "vREMTOT": papers.total})
    page.get_by_role("link", name="Continuar").click()


def refacciones_receiver(page: Scope, papers: Papers) -> None:
    type_all(page, {"vRECRFC": papers.rfc, "vRECNOM": papers.legal_name, "vRECDOM": papers.postal_code})
    type_all(page, {"vRECREG": papers.fiscal_regime, "vRECUSO": papers.cfdi_use, "vRECEML": papers.email})
    page.get_by_role("link", name="Continuar").click()
    page.get_by_role("link", name="Timbrar").click()


def hotel_ticket(page: Scope, papers: Papers) -> None:
    values = (papers.folio_estancia, papers.habitacion, papers.date[:10], papers.total)
    for number, value in enumerate(values):
        page.locator(".ff input").nth(number).fill(value)
    page.locator(".cta").click()


def hotel_receiver(page: Scope, papers: Papers) -> None:
    page.get_by_text("Datos del receptor").wait_for()
    values = (papers.rfc, papers.legal_name, papers.postal_code, papers.email)
    for number, value in enumerate(values):
        page.locator(".ff input").nth(number).fill(value)
    page.get_by_role("combobox").nth(0).click()
    with page.expect_response("**/api/uses*") if isinstance(page, Page) else page.page.expect_response("**"):
        page.get_by_role("option", name=papers.regime, exact=True).click()
    page.get_by_role("combobox").nth(1).click()
    page.get_by_role("option", name=papers.use, exact=True).click()
    page.locator(".cta").click()


def gimnasio_ticket(page: Scope, papers: Papers) -> None:
    page.locator("footer a").nth(3).click()
    page.locator("#k2").click()
    page.locator("#ff").press_sequentially(papers.comprobante.replace("-", ""))
    type_all(page, {"f_t": papers.total, "f_r": papers.rfc, "f_n": papers.legal_name})
    type_all(page, {"f_c": papers.postal_code, "f_g": papers.fiscal_regime, "f_u": papers.cfdi_use})
    type_all(page, {"f_e": papers.email})
    page.locator(".go").click()


def ferreteria_ticket(page: Scope, papers: Papers) -> None:
    page.get_by_text("Facturar una compra").click()
    page.get_by_text("nueve preguntas").wait_for()
    _tell(page, papers.ticket_number)
    _tell(page, papers.total)


def ferreteria_receiver(page: Scope, papers: Papers) -> None:
    for value in (papers.rfc, papers.legal_name, papers.postal_code):
        _tell(page, value)
    page.get_by_role("button", name=papers.regime, exact=True).click()
    page.get_by_role("button", name=papers.use, exact=True).click()
    page.locator(".y", has_text=papers.use).wait_for()
    _tell(page, papers.email)
    page.locator(".q button").first.click()


def _tell(page: Scope, words: str) -> None:
    """Speaks when the assistant has spoken: a line said while it thinks is lost."""
    page.locator("#l > .y:last-child").wait_for(state="detached")
    page.locator("#i").fill(words)
    page.locator("#i").press("Enter")
    page.locator(".y", has_text=words).last.wait_for()


def autolavado_ticket(page: Scope, papers: Papers) -> None:
    type_all(page, {"orden": papers.orden, "codigo": papers.codigo_facturacion, "total": papers.total})
    page.locator("[name=fpago]").select_option(papers.payment_method)
    type_all(page, {"rcp.rfc": papers.rfc, "rcp.nom": papers.legal_name, "rcp.cp": papers.postal_code})
    page.locator("[name='rcp.reg']").select_option(label=SHORT[papers.fiscal_regime])
    type_all(page, {"rcp.uso": papers.cfdi_use, "rcp.eml": papers.email})
    page.locator("button:not([type=reset])").click()


def nothing(page: Scope, papers: Papers) -> None:
    """All was on the first page."""


PERSONS: dict[str, tuple[Part, Part, str]] = {
    "x1": (fogon_ticket, fogon_receiver, "text=VER ARCHIVO XML"),
    "x2": (moda_ticket, moda_receiver, ".dd .go"),
    "x3": (huellas_ticket, nothing, "text=Guardar XML"),
    "x4": (pension_ticket, pension_receiver, "text=Descarga XML"),
    "x5": (butaca_ticket, butaca_receiver, "td a"),
    "x6": (tinta_ticket, tinta_receiver, "text=Descargar ▾"),
    "x7": (tortas_ticket, tortas_receiver, "text=gracias"),
    "x8": (refacciones_ticket, refacciones_receiver, "text=estatus: VIGENTE"),
    "x9": (hotel_ticket, hotel_receiver, "text=Comprobante listo"),
    "x10": (gimnasio_ticket, nothing, "text=Tu XML"),
    "x11": (ferreteria_ticket, ferreteria_receiver, "text=XML de tu factura"),
    "x12": (autolavado_ticket, nothing, "td a"),
    **PERSONS_SECOND,
}
"""portal: the ticket's part, the receptor's part, and what is there when it is done"""
