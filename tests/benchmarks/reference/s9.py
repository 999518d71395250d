"""S9, seed 2: a toll code validated beside the receptor, the use asked in a modal, the files as links."""

from urllib.parse import urljoin

from playwright.async_api import Page

from automation.sandbox.site import Scenario

SEED, DELIVERY = 2, "links"


async def invoice(page: Page, scenario: Scenario) -> bytes:
    profile, told = scenario.profile, scenario.ticket
    await page.goto(scenario.url, wait_until="commit")
    await page.click("a[href*='GenerarFactura']")
    await page.fill("#tax_id_receiver", profile["rfc"])
    await page.fill("#nombreRazonSocial", profile["legal_name"])
    await page.fill("#codpos", profile["postal_code"])
    await page.fill("#txtEmail", profile["email"])
    await page.fill("#txtCodigo", str(told["codigo_facturacion"]).replace(" ", ""))
    await page.fill("#txtAmount", f"{told['amount']:.2f}")
    await page.click("#btnValidar")
    await page.select_option("#regimenFiscalReceptor", profile["fiscal_regime"])
    await page.click("#Facturar:enabled >> nth=0")
    await page.select_option("#usoCfdi", profile["cfdi_use"])
    await page.click("#modal-uso-cdfi #Facturar")
    address = await page.get_attribute("#facturas a >> nth=0", "href")
    answer = await page.context.request.get(urljoin(scenario.url, address))
    return await answer.body()
