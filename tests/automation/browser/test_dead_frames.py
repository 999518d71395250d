"""A frame that never answers (a viewer, one that died with its page) does not hold up the page around it."""

import pytest

from automation.browser.driver import CdpBrowser
from automation.browser.elements import Elements
from tests.automation.conftest import ServePage

pytestmark = pytest.mark.browser


async def test_a_frame_of_another_site_that_says_nothing_does_not_keep_the_page_busy(
    browser: CdpBrowser, serve_page: ServePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = (await serve_page("<p>visor</p>")).replace("127.0.0.1", "localhost")
    await browser.navigate(await serve_page(f"<p>factura</p><iframe src='{inner}'></iframe>"))
    frames = browser._tabs.active_frames()
    assert len(frames) == 2, "the frame of another site has a session of its own"
    answering, ask = frames[0][0], Elements.evaluate

    async def silent(self: Elements, session: str, frame_id: str, expression: str) -> object:
        if session != answering:
            raise TimeoutError
        return await ask(self, session, frame_id, expression)

    monkeypatch.setattr(Elements, "evaluate", silent)
    settled = await browser.settle(limit=5.0)
    assert settled.quiet
    assert await browser.still_for() > 0
