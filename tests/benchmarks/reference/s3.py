"""S3, seed 1: AngularJS-like models that count on blur, a privacy dialog after the ticket, a native confirm."""

from urllib.parse import urljoin

from playwright.async_api import Page

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.site import Scenario

SEED, DELIVERY = 1, "links"


async def invoice(page: Page, scenario: Scenario) -> bytes:
    profile, told = scenario.profile, scenario.ticket
    page.on("dialog", lambda dialog: dialog.accept())
    await page.goto(scenario.url, wait_until="commit")
    await page.click("[href='#/facturaExpress']")
    await page.fill("#noTicketId", str(told["no_ticket"]))
    await page.fill("#montoId", f"{told['amount']:.2f}")
    await page.click("[ng-click='addRow()']")
    await page.click("#dlgPrivacidad button")
    await page.fill("#rfcCliente", profile["rfc"])
    await page.fill("#razon", profile["legal_name"])
    await page.fill("#cp", profile["postal_code"])
    await page.fill("#emailInput", profile["email"])
    await page.select_option("#regimenFiscalReceptor", label=REGIMES[profile["fiscal_regime"]])
    await page.select_option("#usoCfdi", label=USES[profile["cfdi_use"]])
    await page.click("[ng-click='facturar()']")
    address = await page.get_attribute("#descargas a >> nth=0", "href")
    answer = await page.context.request.get(urljoin(scenario.url, address))
    return await answer.body()
