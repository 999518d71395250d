"""S1, seed 2: WebForms, one notice, the uses come with a partial postback."""

from anyio import Path
from playwright.async_api import Page

from automation.sandbox.site import Scenario

SEED, DELIVERY = 2, "links"
BODY = "#ctl00_cphCuerpo_"


async def invoice(page: Page, scenario: Scenario) -> bytes:
    profile, told = scenario.profile, scenario.ticket
    await page.goto(scenario.url, wait_until="commit")
    await page.click("#ctl00_btnPrivacidad")
    await page.click(f"{BODY}lnkObtener")
    await page.click("#divAviso0 input")
    await page.fill(f"{BODY}txtMemRFC", profile["rfc"])
    await page.fill(f"{BODY}txtCP", profile["postal_code"])
    await page.fill(f"{BODY}txtTC", str(told["tc"]))
    await page.fill(f"{BODY}txtTR", str(told["tr"]).zfill(5))
    await page.fill(f"{BODY}txtTotal", f"{told['amount']:.2f}")
    await page.click(f"{BODY}btnAceptar")
    await _fiscal(page, profile)
    await page.select_option(f"{BODY}ddlPaymentType", str(told["payment_method"]))
    await page.click(f"{BODY}btnAceptar")
    await page.check(f"{BODY}rdPDF")
    await page.fill(f"{BODY}txtEmail", profile["email"])
    await page.click(f"{BODY}btnFacturar")
    async with page.expect_download() as download:
        await page.click(f"{BODY}lnkXML")
    return await Path(await (await download.value).path()).read_bytes()


async def _fiscal(page: Page, profile: dict[str, str]) -> None:
    await page.select_option(f"{BODY}ddlregimenFiscal", profile["fiscal_regime"])
    await page.select_option(f"{BODY}ddlusoCFDI", profile["cfdi_use"])
    await page.fill(f"{BODY}txtRazon", profile["legal_name"])
    await page.fill(f"{BODY}txtCP", profile["postal_code"])
    await page.click(f"{BODY}btnValidar")
    await page.click("#ctl00_btnContinuar")
