"""A browser for one run, given back whatever happens."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from automation.browser.base import AddressPolicy, BrowserProvider, DialogPolicy, Limits

if TYPE_CHECKING:
    from automation.browser.driver import CdpBrowser


@asynccontextmanager
async def open_browser(
    provider: BrowserProvider,
    *,
    run_id: str,
    address_policy: AddressPolicy | None = None,
    dialog_policy: DialogPolicy | None = None,
    limits: Limits | None = None,
) -> AsyncIterator["CdpBrowser"]:
    """Acquires a browser, connects, and releases it in every outcome, cancellation included.

    Raises BrowserMissing, BrowserLost."""
    from automation.browser.driver import CdpBrowser  # noqa: PLC0415 - browser-use: two seconds

    lease = await provider.acquire(run_id=run_id)
    try:
        browser = await CdpBrowser.connect(
            lease.cdp_url,
            address_policy=address_policy,
            downloads_folder=lease.downloads_folder,
            isolated=lease.provider == "cdp",
            limits=limits,
        )
        browser.set_dialog_policy(dialog_policy)
        try:
            yield browser
        finally:
            await browser.close()
    finally:
        await asyncio.shield(provider.release(lease))
        gc.collect()  # a run's readings refer to one another; collected here, where nobody waits for the portal
