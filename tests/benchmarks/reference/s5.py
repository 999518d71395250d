"""S5, seed 1: a single page over JSON; the answer to the second post carries the files."""

from base64 import b64decode

from playwright.async_api import Page, Response

from automation.sandbox.site import Scenario

SEED, DELIVERY = 1, "blob"


async def invoice(page: Page, scenario: Scenario) -> bytes:
    profile, told = scenario.profile, scenario.ticket
    year, month, day = str(told["date"]).split("-")
    await page.goto(scenario.url, wait_until="commit")
    await page.fill("#ticketNumber", str(told["ticket_number"]))
    await page.fill("#inputRfc2", profile["rfc"])
    await page.fill("#total_ticket", f"{told['amount']:.2f}")
    await page.fill("#dtFecha", f"{day}/{month}/{year}")
    await page.click(".ng-buttons button:not(.plain)")
    await page.select_option("#regimenFiscalReceptor", profile["fiscal_regime"])
    await page.fill("#txtRazon", profile["legal_name"])
    await page.fill("#inputCp", profile["postal_code"])
    await page.fill("#correo", profile["email"])
    await page.fill("#correo2", profile["email"])
    await page.check("#condiciones")
    await page.select_option("#selVoucherUse", profile["cfdi_use"])
    await page.click("#facturar")
    async with page.expect_response(_is_invoice) as answer:
        await page.click("[role=dialog] button:not(.plain)")
    return b64decode((await (await answer.value).json())["data"]["xml64"])


def _is_invoice(response: Response) -> bool:
    return response.url.endswith("/request") and '"status_form":1' in (response.request.post_data or "")
