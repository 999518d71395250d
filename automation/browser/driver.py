"""PortalBrowser over CDP: one object for the reader and the pilots, made of the parts beside it."""

import asyncio
import base64
from collections.abc import Sequence
from typing import Self

from automation.browser.acting import COVER_PATIENCE, Acting
from automation.browser.activity import Activity
from automation.browser.answers import Answers
from automation.browser.base import (
    AddressPolicy,
    DialogPolicy,
    ElementCovered,
    Landing,
    Limits,
    NativeDialog,
    ReceivedDocument,
    Settled,
    TabState,
)
from automation.browser.dialogs import Dialogs
from automation.browser.documents import Inbox
from automation.browser.downloads import Downloads
from automation.browser.elements import SCRIPT, WORLD, Elements
from automation.browser.fetching import Fetching
from automation.browser.gate import COMMAND as GATE
from automation.browser.gate import Gate
from automation.browser.navigating import Navigating
from automation.browser.pool import AUTO_ATTACH, Attached, Command, TargetPool
from automation.browser.session import PortalSession, new_session
from automation.browser.settle import Settling
from automation.browser.tabs import Tabs
from automation.browser.wire import Wire
from automation.reading.page import ElementRef

WIDTH, HEIGHT = 1366, 900
TIME_ZONE = "America/Mexico_City"
BUFFERS = {"maxTotalBufferSize": 64 * 1024 * 1024, "maxResourceBufferSize": 24 * 1024 * 1024}


class CdpBrowser:
    """Made by `connect`, or with its browser by `opening.open_browser`."""

    def __init__(
        self,
        session: PortalSession,
        wire: Wire,
        pool: TargetPool,
        *,
        address_policy: AddressPolicy | None,
        downloads_folder: str,
        limits: Limits,
    ) -> None:
        self._session = session
        self._wire = wire
        self._inbox = Inbox()
        self._dialogs = Dialogs(wire)
        self._tabs = Tabs(wire, pool, session)
        self._activity = Activity(wire, pool)
        self._elements = Elements(wire, pool)
        self._gate = Gate(wire, pool, self._tabs, self._inbox, address_policy)
        self._answers = Answers(wire, self._inbox, self._elements, self._tabs)
        self._downloads = Downloads(wire, self._inbox, folder=downloads_folder, context_id=pool.context_id)
        self._settling = Settling(wire, self._activity, self._elements, self._tabs, self._dialogs)
        self._acting = Acting(wire, pool, self._elements, limit=limits.action)
        self._fetching = Fetching(wire, self._tabs, self._elements, self._gate)
        self._navigating = Navigating(
            wire, self._tabs, self._gate, self._activity, self._settling, limit=limits.navigation
        )
        self._downloads.fetch_in_page = self._fetching.fetch

    @classmethod
    async def connect(
        cls,
        cdp_url: str,
        *,
        address_policy: AddressPolicy | None = None,
        downloads_folder: str = "",
        isolated: bool = False,
        limits: Limits | None = None,
    ) -> Self:
        """Connects to the browser at `cdp_url` (ws, wss, or http to ask for it). Without a policy only http
        and https open. `downloads_folder`: as in the lease. `isolated`: a browser shared with
        others, where this use gets cookies and tabs of its own. Raises BrowserLost."""
        session = new_session(cdp_url)
        wire, pool = await session.open_wire(setup=target_setup, isolated=isolated)
        browser = cls(
            session,
            wire,
            pool,
            address_policy=address_policy,
            downloads_folder=downloads_folder,
            limits=limits or Limits(),
        )
        try:
            await asyncio.gather(browser._downloads.start(), session.connect())
        except BaseException:
            await browser.close()
            raise
        return browser

    # ---- what is there

    @property
    def session(self) -> PortalSession:
        return self._session

    @property
    def url(self) -> str:
        return self._tabs.active.url

    @property
    def last_status(self) -> int | None:
        return self._tabs.active.status

    @property
    def dialogs(self) -> Sequence[NativeDialog]:
        return tuple(self._dialogs.seen)

    def set_dialog_policy(self, policy: DialogPolicy | None) -> None:
        self._dialogs.set_policy(policy)

    # ---- going and acting

    async def navigate(self, url: str) -> Landing:
        return await self._navigating.navigate(url)

    async def click(self, ref: ElementRef) -> None:
        """As the Protocol says; what lies over the element while an answer is under way is given time to go."""
        self._activity.begin()
        try:
            await self._acting.click(ref)
        except ElementCovered:
            if not self._activity.busy():
                raise
            await self._activity.wait_until_idle(COVER_PATIENCE / 1000)
            await self._acting.click(ref)
        self._activity.stir()

    async def type_text(self, ref: ElementRef, text: str, *, by_key: bool = False) -> str:
        self._activity.begin()
        held = await self._acting.type_text(ref, text, by_key=by_key)
        self._activity.stir()
        return held

    async def leave(self, ref: ElementRef) -> None:
        self._activity.begin()
        await self._acting.leave(ref)
        self._activity.stir()

    async def choose_option(self, ref: ElementRef, value: str) -> str:
        self._activity.begin()
        chosen = await self._acting.choose_option(ref, value)
        self._activity.stir()
        return chosen

    async def set_checked(self, ref: ElementRef, *, checked: bool) -> bool:
        self._activity.begin()
        state = await self._acting.set_checked(ref, checked=checked)
        self._activity.stir()
        return state

    async def press(self, key: str) -> None:
        self._activity.begin()
        await self._acting.press(self._tabs.active.session_id, key)
        self._activity.stir()

    async def scroll_into_view(self, ref: ElementRef) -> None:
        await self._acting.scroll_into_view(ref)

    async def live_values(self, refs: Sequence[ElementRef]) -> dict[ElementRef, str]:
        return await self._acting.live_values(refs)

    async def look_up(self, refs: Sequence[ElementRef]) -> None:
        await self._elements.look_up(refs)

    async def settle(self, *, limit: float, quiet: float | None = 0.05) -> Settled:
        """As the Protocol says; raises AddressRefused when the page led to an address that the policy forbids,
        and whatever a dialog policy raised."""
        settled = await self._settling.settle(limit=limit, quiet=quiet)
        self._dialogs.take_failure()
        self._gate.take_refusal()
        return settled

    async def still_for(self) -> float:
        return await self._settling.still_for()

    # ---- documents

    async def documents(self) -> Sequence[ReceivedDocument]:
        return await self._inbox.documents()

    async def wait_for_document(self, *, after: int, limit: float) -> bool:
        return await self._inbox.wait(after=after, limit=limit, must_live=self._tabs.must_live)

    async def fetch(self, url: str) -> ReceivedDocument:
        return await self._fetching.fetch(url)

    # ---- tabs

    async def tabs(self) -> Sequence[TabState]:
        self._tabs.must_live()
        return self._tabs.states()

    async def activate(self, target_id: str) -> None:
        await self._tabs.activate(target_id)

    async def close_tab(self, target_id: str) -> None:
        await self._tabs.close(target_id)

    async def screenshot(self) -> bytes:
        parameters = {"format": "jpeg", "quality": 60, "optimizeForSpeed": True}
        answer = await self._wire.call("Page.captureScreenshot", parameters, self._tabs.active.session_id)
        return base64.b64decode(answer["data"])

    async def close(self) -> None:
        """Ends the connection; the browser itself belongs to whoever provided it."""
        await self._session.part()


def target_setup(attached: Attached) -> list[Command]:
    """What every tab and cross-origin frame is told before its first script runs."""
    commands: list[Command] = [
        ("Page.enable", {}),
        ("Page.setLifecycleEventsEnabled", {"enabled": True}),
        ("Network.enable", BUFFERS),
        ("Target.setAutoAttach", AUTO_ATTACH),
        GATE,
        (
            "Page.addScriptToEvaluateOnNewDocument",
            {"source": SCRIPT, "worldName": WORLD, "runImmediately": True},
        ),
    ]
    if attached.kind == "page":
        commands += [
            ("Emulation.setFocusEmulationEnabled", {"enabled": True}),
            ("Emulation.setTimezoneOverride", {"timezoneId": TIME_ZONE}),
            (
                "Emulation.setDeviceMetricsOverride",
                {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False},
            ),
        ]
    return commands
