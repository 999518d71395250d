"""S8, seed 1: one page of steps, a combo box, a typeahead, a country that falls back, three modals, a ZIP."""

from anyio import Path
from playwright.async_api import Page

from automation.sandbox.site import Scenario

SEED, DELIVERY = 1, "zip"
ACCEPT = "#btn_maceptar"


async def invoice(page: Page, scenario: Scenario) -> bytes:
    profile, told = scenario.profile, scenario.ticket
    await page.goto(scenario.url, wait_until="commit")
    await page.click(ACCEPT)
    await page.fill(".custom-combobox-input", str(told["sucursal"]))
    await page.click(".ui-menu-item >> nth=0")
    await page.fill("#txt_rfccliente", profile["rfc"])
    await page.fill("#txt_ticket", str(told["ticket"]))
    await page.fill("#txt_fecha", str(told["date"]))
    await page.fill("#txt_total", f"{told['amount']:.2f}")
    await page.click(".pager .next a")
    await _receiver(page, profile)
    await page.select_option("#cbo_cformapago", str(told["payment_method"]))
    await page.click(".pager .next a")
    await page.click(".pager .next a:text('Generar factura')")
    await page.click(ACCEPT)
    await page.click(f"#modalnotificacion:has-text('exitosamente') {ACCEPT}")
    async with page.expect_download() as download:
        await page.click("#btn_dxmlpdf")
    return await Path(await (await download.value).path()).read_bytes()


async def _receiver(page: Page, profile: dict[str, str]) -> None:
    async with page.expect_response("**/BuscarCP"):
        await page.fill("#txt_ccp", profile["postal_code"])
        await page.fill("#txt_crazon", profile["legal_name"])
    await page.fill("#txt_ccorreo", profile["email"])
    await page.select_option("#cbo_cregfiscal", profile["fiscal_regime"])
    await page.wait_for_function("document.getElementById('cbo_cpais').selectedIndex === 0")
    await page.select_option("#cbo_cpais", "MEX")
    await page.fill("#txt_cucfdi", "Gastos en general")
    await page.click("ul.typeahead a")
