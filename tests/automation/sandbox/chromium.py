"""A real Chromium by Playwright, for the sandbox's own tests: nothing of the product's driver."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from automation.browser.find import find_chromium


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_chromium()),
            args=["--no-sandbox", "--headless=new", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        yield browser
        browser.close()
