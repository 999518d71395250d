"""One drive at one portal: what every part of the form pilot shares, and the only door to a click.

`press` refuses whatever may issue; `issuing.issue` alone holds the way round it. So recovery, which calls
only `press`, cannot issue, whatever a page looks like.
"""

import math
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from automation.browser.base import (
    ActionTimeout,
    AddressRefused,
    ElementCovered,
    ElementGone,
    PortalBrowser,
    PortalUnreachable,
    Settled,
)
from automation.pilots import reasons, suspicion
from automation.pilots.base import Budget, Desk, Failure, Journal
from automation.pilots.guard import holds, is_held_datum
from automation.pilots.held_values import with_held
from automation.pilots.native_dialogs import Mode, NativeDialogs
from automation.pilots.shown import rfcs_in
from automation.pilots.sight import ReadPage, Sight, Understand, clickable_key, field_key
from automation.reading.asking import as_asked
from automation.reading.fingerprint import fingerprint
from automation.reading.page import Notice, PageModel
from automation.reading.request import InvoiceRequest
from automation.reading.understanding import Datum, FieldMatch, Meaning, Message, Step
from invoicing.states import StepType

SETTLE_LIMIT = 25.0
"""Seconds that a portal may take to answer one action before the page is read as it stands."""
QUIET = 0.05
"""Seconds of stillness before a page is read that changed twice while it was read."""
TASK = 0.006
"""Seconds in which a page gets round to a task that a click left behind."""
UNTOUCHED = (ElementGone, ElementCovered)
"""Raised before anything was pressed or typed: the page is not what was read."""
MOST_MISSES = 3
TROUBLE = (PortalUnreachable, AddressRefused, ActionTimeout, *UNTOUCHED)
NATIVE = "native"
"""dialog key of what native dialogs said"""
NOT_SETTLED = Settled(quiet=True, navigated=False, requests=0)


class Halt(Exception):  # noqa: N818 - not an error: the drive's anticipated end
    """Ends the drive with this failure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


class IssuingForbiddenError(RuntimeError):
    """Somebody tried to press what may issue without the guard: a fault of ours, never of a portal."""


def together(earlier: Settled, later: Settled) -> Settled:
    return Settled(
        quiet=later.quiet,
        navigated=earlier.navigated or later.navigated,
        requests=earlier.requests + later.requests,
        failed_requests=(*earlier.failed_requests, *later.failed_requests),
        seconds=earlier.seconds + later.seconds,
        changed=earlier.changed or later.changed,
        changed_at=later.changed_at,
    )


@dataclass(slots=True)
class Intent:
    """The issuing click of this drive, whose outcome is not known yet."""

    control: str
    documents_before: int
    pressed: set[tuple[str, ...]] = field(default_factory=set)
    """keys of what was pressed under it, page by page: nothing of it is pressed twice"""
    given: set[str] = field(default_factory=set)
    """data that the portal had been given when it was last pressed"""
    controls: set[tuple[str, ...]] = field(default_factory=set)
    fingerprints: set[str] = field(default_factory=set)
    """of the pages under which it was pressed: only there a validation message proves something"""
    known: frozenset[str] = frozenset()
    """fingerprints of all pages that the drive had seen when it was last pressed"""
    certain: bool = False
    """some click of it issues by its words, not only by its place"""


@dataclass(slots=True)
class Drive:
    browser: PortalBrowser
    request: InvoiceRequest
    desk: Desk
    journal: Journal
    read: ReadPage
    understand: Understand
    now: datetime
    native: NativeDialogs
    budget: Budget = field(default_factory=Budget)
    given: set[str] = field(default_factory=set)
    """canonical data (or ticket keys) that this drive has handed to the portal"""
    told: set[str] = field(default_factory=set)
    """what was typed or chosen since the portal was last opened: a page may take it without a click"""
    fills: Counter[tuple[str, ...]] = field(default_factory=Counter)
    took: set[tuple[str, ...]] = field(default_factory=set)
    """keys of fields that said, when they were filled, that they hold their value"""
    tried: set[tuple[str, ...]] = field(default_factory=set)
    woken: set[tuple[str, ...]] = field(default_factory=set)
    """buttons that wake the rest of a form, pressed since the portal was last opened"""
    missed: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """how often a button was gone or covered when it was to be pressed"""
    dismissed: Counter[str] = field(default_factory=Counter)
    pressed: Counter[str] = field(default_factory=Counter)
    looked_up: bool = False
    """the last click looked the ticket up on a form that also issues"""
    issuing_controls: set[tuple[str, ...]] = field(default_factory=set)
    """controls that asked an issuing question when they were pressed"""
    intent: Intent | None = None
    issue_attempts: int = 0
    issued: bool = False
    """an issuing click was made in this drive and its point was not taken back"""
    opened_here: bool = False
    """this drive opened the portal itself: nobody before it gave the portal anything"""
    logged_in: bool = False
    """user and password were typed and sent"""
    entered: bool = False
    """a page behind the login was seen since"""
    documents_before: int = 0
    """files that had arrived when the drive began"""
    looks: int = 0
    current: Sight | None = None
    """the last reading, as long as nothing was done or waited for since"""
    sent: Sight | None = None
    """the form as it stood when the road's last step was pressed on it"""
    read_at: float = 0.0
    """when the last reading began"""
    changed_at: float = math.inf
    """when the page last changed, as the last wait saw it; infinite where it also asked for something"""
    unproven: bool = False
    """the last wait was a hasty one"""
    fingerprints: set[str] = field(default_factory=set)
    shop_rfcs: frozenset[str] = frozenset()
    seen: PageModel | None = None
    previous: PageModel | None = None
    """the page before the last action: an answer is told from what always stood there by it"""
    since_issue: Settled = NOT_SETTLED
    """all that was sent and answered since the issuing click, over every wait"""
    objection: Message | None = None
    """what the portal last said against the form"""
    static_texts: set[str] = field(default_factory=set)
    """messages that stood on pages before anything was issued: they answer nothing"""

    # seeing

    async def look(self) -> Sight:
        """Reads the page and says what it means; native dialogs heard since the last look speak in it."""
        self.looks += 1
        if self.looks > self.budget.pages * 4:
            raise Halt(reasons.unknown_page("el portal da vueltas sin avanzar"))
        return self._understood(as_asked(self._with_native_dialogs(await self._read())))

    async def look_back(self, before: Sight) -> Sight:
        """The page after its fields were filled: where nothing else changed since `before`, their values are
        asked for instead of reading all of it. Raises Halt, ActionTimeout."""
        page = None
        is_newest = before.page is self.seen and self.changed_at < self.read_at
        if is_newest and not self.native.heard:
            held = await self.browser.live_values([c.ref for c in before.page.controls])
            page = with_held(before.page, held)
        return self._understood(page) if page else await self.look_when_idle()

    def _understood(self, page: PageModel) -> Sight:
        meaning = self.understand(page, self.request, today=self.now.date(), previous=self.previous)
        self.seen = page
        if self.intent is None and self.issue_attempts == 0:
            self.static_texts |= {m.text for m in meaning.messages if m.in_dialog != NATIVE}
        if suspicion.knows_all_given(self) and Datum.RFC not in self.given:
            self.shop_rfcs |= rfcs_in(page.text) - {self.request.receiver.rfc}
        sight = Sight(page, meaning, fingerprint(page), self.shop_rfcs)
        self.objection = sight.saying(Meaning.VALIDATION) or self.objection
        self.fingerprints.add(sight.fingerprint)
        self.current = sight
        return sight

    async def _read(self) -> PageModel:
        """The page; after a hasty wait read afresh if it changed under the reading. Raises ActionTimeout."""
        for quiet in (None, QUIET):
            self.read_at = time.monotonic()
            if not self.unproven:
                break
            with suppress(ActionTimeout):
                page = await self.read(self.browser)
                if await self.browser.still_for() >= time.monotonic() - self.read_at:
                    self.unproven = False
                    return page
            await self.settle(quiet=quiet)
        self.read_at = time.monotonic()
        return await self.read(self.browser)

    async def look_when_idle(self, limit: float = SETTLE_LIMIT) -> Sight:
        """The same, once the page shows no spinner and is not empty; at most `limit` seconds."""
        sight = await self.look()
        waited = 0.0
        while self._is_busy(sight) and waited < min(limit, self.desk.seconds_left()):
            settled = await self.settle(limit=1.0, quiet=0.15)
            waited += max(settled.seconds, 0.1)
            self.looks -= 1
            sight = await self.look()
        return sight

    def _is_busy(self, sight: Sight) -> bool:
        return bool(sight.page.busy_marks) or sight.meaning.busy

    def _with_native_dialogs(self, page: PageModel) -> PageModel:
        heard = self.native.take()
        if not heard:
            return page
        notices = tuple(Notice(d.message, "dialog", dialog_key=NATIVE) for d in heard if d.message.strip())
        return replace(page, notices=(*page.notices, *notices))

    # acting

    async def settle(self, *, limit: float = SETTLE_LIMIT, quiet: float | None = None) -> Settled:
        """Waits until the page has been still for `quiet` seconds. Without it only as long as it takes to see
        that nothing goes on: the reading that follows is made while the page proves its stillness."""
        limit = max(0.1, min(limit, self.desk.seconds_left()))
        self.unproven, self.current = quiet is None or quiet < QUIET, None
        settled = await self.browser.settle(limit=limit, quiet=quiet)
        self.since_issue = together(self.since_issue, settled)
        asked = settled.requests or settled.navigated
        self.changed_at = math.inf if asked else settled.changed_at
        return settled

    async def settle_after_click(self) -> Settled:
        """Waits for the answer; longer where the page shows none, for it may come in a task of its own (a change
        of the address' fragment), or by a timer."""
        settled = await self.settle()
        for quiet in (TASK, QUIET):
            if settled.changed:
                break
            settled = together(settled, await self.settle(quiet=quiet))
        return settled

    async def press(self, step: Step, sight: Sight, *, message: str = "") -> Settled:
        """Clicks something that does not issue and waits for what follows. A vanished element is no error:
        the page is read again anyway. Raises IssuingForbiddenError for what may issue."""
        if self.may_issue(step, sight):
            raise IssuingForbiddenError(step.clickable.text)
        await self.desk.checkpoint()
        text = step.clickable.text
        await self.journal.record(StepType.CLICK, message or f"Clic en «{text}»", label=text)
        self.acting()
        if self.native.mode is not Mode.REFUSE:
            self.native.turn(Mode.ORDINARY if suspicion.can_issue(self, sight) else Mode.EARLY)
        try:
            await self.click(step)
        except UNTOUCHED as error:
            self._note_missed(step, sight)
            if isinstance(error, ElementCovered):
                await self.uncover()
            return NOT_SETTLED
        settled = await self.settle_after_click()
        if self.native.refused:
            self.issuing_controls.add(clickable_key(step.clickable))
        return settled

    def _note_missed(self, step: Step, sight: Sight) -> None:
        """It was counted as tried before it was pressed, and was not pressed: it is tried again, within reason."""
        key = clickable_key(step.clickable)
        self.missed[key] += 1
        if self.missed[key] <= MOST_MISSES:
            self.tried.discard((sight.fingerprint, *key))
            self.woken.discard(key)
            self.looked_up = False

    async def click(self, step: Step) -> None:
        """As a person does: with the mouse, or with Enter in a box that has no button."""
        await self.browser.click(step.clickable.ref)
        if step.clickable.kind == "enter":
            await self.browser.press("Enter")

    @property
    def on_blank_tab(self) -> bool:
        """Nothing of the portal stands here: a new tab, or an address that did not open."""
        return not self.browser.url or self.browser.url.startswith(("about:", "chrome:", "chrome-error:"))

    async def uncover(self) -> None:
        """Closes a calendar or list that lies over what is wanted next."""
        await self.browser.press("Escape")
        await self.settle(limit=2.0)

    def acting(self) -> None:
        """Called before every action: what is read from now on is its answer."""
        self.previous, self.current = self.seen, None

    async def open_portal(self) -> None:
        """Opens the portal's address afresh. Raises PortalUnreachable, AddressRefused."""
        await self.desk.checkpoint()
        await self.journal.record(
            StepType.NAVIGATE, "Abre el portal", url=self.request.portal_url.split("?", 1)[0]
        )
        await self.navigate(self.request.portal_url)
        self.told.clear()
        self.woken.clear()

    async def navigate(self, address: str) -> None:
        """Raises PortalUnreachable, AddressRefused."""
        self.unproven, self.current = True, None
        self.took.clear()
        await self.browser.navigate(address)

    def may_issue(self, step: Step, sight: Sight) -> bool:
        """Whether this click may make the portal issue; in doubt it may."""
        return suspicion.may_issue(self, step, sight)

    def note_given(self, sight: Sight) -> None:
        """Remembers which data the page holds as it is about to be handed over. The sight may be older than
        what was typed last."""
        held = (*self.held_fields(sight), *(f for f in sight.meaning.fields if field_key(f) in self.took))
        handed = {f.canonical or f.datum or "" for f in held}
        self.given |= handed
        self.told |= handed
        self.took.clear()

    def held_fields(self, sight: Sight) -> list[FieldMatch]:
        """The fields of the page that hold, filled, what the request wants in them."""
        return [
            f
            for f in sight.meaning.fields
            if is_held_datum(f, self.request)
            and holds(f, self.request)
            and (f.control.value_text or f.control.value or f.control.checked)
        ]
