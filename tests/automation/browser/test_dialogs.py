"""Native dialogs: answered by our policy and by nobody else."""

import asyncio
import time

import pytest

from automation.browser.base import DialogAnswer, NativeDialog
from automation.browser.driver import CdpBrowser
from tests.automation.browser.test_acting import evaluate
from tests.automation.conftest import RefOf, ServePage


async def accept(dialog: NativeDialog) -> DialogAnswer:
    return DialogAnswer(accept=True, text="42501" if dialog.kind == "prompt" else "")


async def press(browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf, script: str) -> None:
    page = f"<button id=b onclick=\"window.r=[{script}];document.title='hecho'\">ir</button>"
    await browser.navigate(await serve_page(page))
    await browser.click(await ref_of(browser, "#b"))
    assert (await browser.settle(limit=5)).quiet


async def test_a_confirmation_is_refused_unless_the_policy_accepts_it(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await press(browser, serve_page, ref_of, "confirm('¿Desea timbrar?')")
    assert await evaluate(browser, "window.r") == [False]
    browser.set_dialog_policy(accept)
    await press(browser, serve_page, ref_of, "confirm('¿Desea timbrar?')")
    assert await evaluate(browser, "window.r") == [True]
    browser.set_dialog_policy(None)
    await press(browser, serve_page, ref_of, "confirm('¿Desea timbrar?')")
    assert await evaluate(browser, "window.r") == [False]
    assert [(d.kind, d.message) for d in browser.dialogs] == [("confirm", "¿Desea timbrar?")] * 3


async def test_alerts_are_acknowledged_and_recorded_in_order(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await press(browser, serve_page, ref_of, "alert('uno'),alert(''),alert('uno')")
    assert [d.message for d in browser.dialogs] == ["uno", "", "uno"]
    assert await evaluate(browser, "document.title") == "hecho"


async def test_a_prompt_is_cancelled_or_given_the_policy_s_text(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await press(browser, serve_page, ref_of, "prompt('CP')")
    assert await evaluate(browser, "window.r") == [None]
    browser.set_dialog_policy(accept)
    await press(browser, serve_page, ref_of, "prompt('CP')")
    assert await evaluate(browser, "window.r") == ["42501"]


async def test_a_page_cannot_keep_us_from_leaving(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    base = await serve_page(
        {"/": "<input id=a><script>onbeforeunload=e=>{e.preventDefault();return 'x'}</script>", "/b": "b"}
    )
    await browser.navigate(base)
    await browser.click(await ref_of(browser, "#a"))
    await browser.type_text(await ref_of(browser, "#a"), "x")
    assert (await browser.navigate(f"{base}b")).url == f"{base}b"


async def test_a_dialog_while_the_page_loads_or_while_typing_does_not_hang(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    await browser.navigate(
        await serve_page("<script>alert('Aviso')</script><input id=a onkeyup=\"alert('tecla')\">")
    )
    assert await browser.type_text(await ref_of(browser, "#a"), "abc") == "abc"
    assert [d.message for d in browser.dialogs] == ["Aviso", "tecla"]


async def test_a_policy_that_takes_its_time_is_waited_for_by_the_click(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    async def ponder(_dialog: NativeDialog) -> DialogAnswer:
        await asyncio.sleep(0.3)
        return DialogAnswer(accept=True)

    browser.set_dialog_policy(ponder)
    began = time.monotonic()
    await press(browser, serve_page, ref_of, "confirm('x')")
    assert time.monotonic() - began > 0.3
    assert await evaluate(browser, "window.r") == [True]


async def test_a_policy_that_fails_accepts_nothing_and_its_error_reaches_who_acts(
    browser: CdpBrowser, serve_page: ServePage, ref_of: RefOf
) -> None:
    async def fail(_dialog: NativeDialog) -> DialogAnswer:
        raise ValueError("broken")

    browser.set_dialog_policy(fail)
    with pytest.raises(ValueError, match="broken"):
        await press(browser, serve_page, ref_of, "confirm('x')")
    assert await evaluate(browser, "window.r") == [False]
