"""Waiting for quiet: no navigation, no request that matters, no change of the page, for `quiet` seconds."""

import asyncio
import math
import time

from automation.browser.activity import STILLNESS_PATIENCE, Activity
from automation.browser.base import Settled
from automation.browser.dialogs import Dialogs
from automation.browser.elements import Elements
from automation.browser.tabs import Tabs
from automation.browser.wire import CommandRefused, Wire

EAGER = 0.005
"""Seconds of stillness, after an answer came, before a page may be read that is to prove its stillness while it is
read: what is drawn from the answer is drawn by then. What an action draws by itself stands when it is over."""
HEARTBEAT = 0.25
"""Seconds after which whoever waits for a page looks whether the browser still lives."""
RETRY = 0.02
"""Seconds before a page that was being replaced, or a tab that is not there yet, is asked again."""
SLUGGISH = 3.0
"""A page that answers slowly also draws slowly: it must be still for this many answer times, unless it is read
while it proves its stillness."""
FRAME_LIMIT = 0.3
"""Seconds that a frame of another site may take to say how still it is: viewers and dead frames never do."""
QUESTION_LIMIT = 2.0
"""A page whose script runs for longer than this is asked again."""


class Settling:
    def __init__(
        self, wire: Wire, activity: Activity, elements: Elements, tabs: Tabs, dialogs: Dialogs
    ) -> None:
        self._wire = wire
        self._activity = activity
        self._elements = elements
        self._tabs = tabs
        self._dialogs = dialogs
        self._changed_at = math.inf
        """when the page last changed, as far as is known"""

    async def settle(self, *, limit: float, quiet: float | None) -> Settled:
        started = time.monotonic()
        self._activity.begin()
        self._changed_at = math.inf
        reached = await self._reach_quiet(started + limit, quiet)
        episode = self._activity.end()
        return Settled(
            changed_at=self._changed_at,
            changed=episode.navigated or episode.requests > 0 or self._changed_at >= episode.since,
            quiet=reached,
            navigated=episode.navigated,
            requests=episode.requests,
            failed_requests=tuple(episode.failed),
            seconds=time.monotonic() - started,
        )

    async def still_for(self) -> float:
        """As the Protocol says; a page under an open native dialog is still."""
        if self._activity.busy():
            return 0.0
        if self._dialogs.open:
            return math.inf
        age = await self._page_age(QUESTION_LIMIT)
        return 0.0 if age is None else min(age, time.monotonic() - self._activity.stirred_at)

    async def _reach_quiet(self, deadline: float, wanted: float | None) -> bool:
        while True:
            self._tabs.must_live()
            quiet, slowness = (self._eager, 0.0) if wanted is None else (wanted, SLUGGISH)
            now = time.monotonic()
            if now >= deadline:
                return False
            if self._activity.busy():
                await self._activity.wait_change(min(deadline - now, HEARTBEAT))
                continue
            still_for = now - self._activity.stirred_at
            if still_for < quiet:
                await asyncio.sleep(min(quiet - still_for, deadline - now))
                continue
            remaining = await self._until_page_is_still(quiet, slowness, still_for, deadline - now)
            if remaining is None:
                await self._activity.wait_change(RETRY)
                continue
            if remaining <= 0:
                return True
            await asyncio.sleep(min(remaining, deadline - now))

    @property
    def _eager(self) -> float:
        return EAGER if self._activity.asked else 0.0

    async def _until_page_is_still(
        self, quiet: float, slowness: float, still_for: float, limit: float
    ) -> float | None:
        """Seconds until the page may be called still; None when something happened meanwhile."""
        if self._dialogs.open:
            return 0.0
        stirred, asked = self._activity.stirred_at, time.monotonic()
        age = await self._page_age(min(limit, QUESTION_LIMIT))
        if age is None or self._activity.stirred_at != stirred:
            return None
        if still_for > STILLNESS_PATIENCE:
            return 0.0
        self._changed_at = asked - age
        answer_time = time.monotonic() - asked
        return max(quiet, slowness * answer_time) - age

    async def _page_age(self, limit: float) -> float | None:
        """Seconds since the active page or a frame of it last changed; None where the page cannot say."""
        frames = self._tabs.active_frames()
        if not frames:
            return None
        top, *inner = frames
        own, *others = await asyncio.gather(
            self._age(*top, limit), *(self._age(*frame, min(limit, FRAME_LIMIT)) for frame in inner)
        )
        return None if own is None else min((own, *(age for age in others if age is not None)))

    async def _age(self, session: str, frame_id: str, limit: float) -> float | None:
        try:
            async with asyncio.timeout(limit):
                age = await self._elements.evaluate(
                    session, frame_id, "globalThis.autocfdi?autocfdi.stillness():1e9"
                )
        except (CommandRefused, TimeoutError):
            return None
        return float(age) / 1000
