# ruff: noqa: N818 - the errors are named for what happened
"""A browser as the reader and the pilots see it, wherever it runs (this machine, Browserbase, any CDP).

Errors:

    BrowserError
    ├── PortalUnreachable      the address cannot be opened (`kind`: dns, refused, tls, timeout, http, too_large)
    ├── AddressRefused         our own policy forbids the address (private network, another scheme)
    ├── ElementGone            the element is no longer in the page: read again
    ├── ElementCovered         something else lies over the element (`by`), or it is not visible
    ├── ActionTimeout          an action or a wait exceeded its limit
    ├── BrowserLost            the browser or its connection died
    └── BrowserMissing         no Chromium can be found on this machine
"""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from automation.reading.page import ElementRef


class BrowserError(Exception):
    """Anything anticipated that goes wrong between us and a browser. `str()` is Spanish, for people."""


class PortalUnreachable(BrowserError):
    def __init__(self, message: str, *, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


class AddressRefused(BrowserError): ...


class ElementGone(BrowserError): ...


class ElementCovered(BrowserError):
    """`by` describes what lies over the element: tag, id, classes, first words; '' when it is not drawn."""

    def __init__(self, message: str, *, by: str = "") -> None:
        super().__init__(message)
        self.by = by


class ActionTimeout(BrowserError): ...


class BrowserLost(BrowserError): ...


class BrowserMissing(BrowserError): ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: for an address to open, and for the page to handle one input."""

    navigation: float = 30.0
    action: float = 10.0


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a navigation ended."""

    url: str
    status: int | None
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class NativeDialog:
    """A JavaScript alert, confirm, prompt or beforeunload that is open now."""

    kind: str
    message: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DialogAnswer:
    accept: bool
    text: str = ""


DialogPolicy = Callable[[NativeDialog], Awaitable[DialogAnswer]]
"""Decides on each native dialog; nothing is ever accepted without it (default: alerts are
acknowledged, leaving a page is allowed, all else is refused). The page stands still meanwhile: a policy
must not ask the browser anything."""

AddressPolicy = Callable[[str], Awaitable[str | None]]
"""Why an address must not be opened (Spanish), or None. Asked at the start and at every redirect of a document."""


@dataclass(frozen=True, slots=True)
class ReceivedDocument:
    """Bytes that the portal handed over, whatever the way: download, viewer, new tab, blob, answer."""

    content: bytes
    name: str = ""
    content_type: str = ""
    url: str = ""
    way: str = ""
    """download, tab, viewer, blob, response, fetch"""


@dataclass(frozen=True, slots=True)
class Settled:
    """What happened between an action and the quiet after it."""

    quiet: bool
    """False when the limit passed first"""
    navigated: bool
    """the top document was replaced"""
    requests: int
    failed_requests: tuple[str, ...] = ()
    """'502 POST path' or 'net::ERR_… POST path' of document, XHR and fetch requests: sent, and no good answer"""
    seconds: float = 0.0
    changed: bool = True
    """False: neither the page nor its traffic has shown any answer to the action"""
    changed_at: float = math.inf
    """when the page last changed, by time.monotonic(), also before the action; infinite where nobody knows"""


@dataclass(frozen=True, slots=True)
class TabState:
    target_id: str
    url: str
    title: str
    active: bool


class PortalBrowser(Protocol):
    """One browser on one portal, following the tab that matters."""

    @property
    def session(self) -> Any:
        """browser-use's BrowserSession: the reader and the agent pilot use it directly."""

    @property
    def url(self) -> str: ...

    @property
    def last_status(self) -> int | None:
        """HTTP status of the newest top document."""

    @property
    def dialogs(self) -> Sequence[NativeDialog]:
        """Every native dialog seen so far, in order."""

    def set_dialog_policy(self, policy: DialogPolicy | None) -> None: ...

    async def navigate(self, url: str) -> Landing:
        """Opens `url` and waits until it can be read. Raises PortalUnreachable, AddressRefused."""

    async def click(self, ref: ElementRef) -> None:
        """A real mouse click in the middle of the element, scrolled into view. Raises ElementGone,
        ElementCovered. Returns once the page has handled it, or after the action limit (then `settle` goes on
        waiting): a native dialog or a slow handler never makes it look as if nothing had been clicked."""

    async def type_text(self, ref: ElementRef, text: str, *, by_key: bool = False) -> str:
        """Replaces what stands in the field, fires what a person's typing fires, leaves the focus there;
        `by_key` sends key by key (masks). Returns what the field then holds."""

    async def leave(self, ref: ElementRef) -> None:
        """Moves the focus out of the field, as Tab does (blur, change, focusout)."""

    async def choose_option(self, ref: ElementRef, value: str) -> str:
        """Chooses the option with this value of a native <select>; fires input and change. Returns the value."""

    async def set_checked(self, ref: ElementRef, *, checked: bool) -> bool:
        """Clicks a checkbox or radio (or its visible label) until it stands so. Returns the state."""

    async def press(self, key: str) -> None:
        """Enter, Escape, Tab, ArrowDown, ArrowUp, Backspace …"""

    async def scroll_into_view(self, ref: ElementRef) -> None: ...

    async def live_values(self, refs: Sequence[ElementRef]) -> dict[ElementRef, str]:
        """What each control holds now ('true'/'false' for checkboxes, VALUE for selects); gone ones are absent."""

    async def look_up(self, refs: Sequence[ElementRef]) -> None:
        """Finds many elements at once, so that acting on each of them is quicker; gone ones are no error."""

    async def settle(self, *, limit: float, quiet: float | None = 0.05) -> Settled:
        """Waits until navigation, document/XHR/fetch requests and DOM changes are over; never a fixed sleep.
        `quiet`: seconds without any of them; None: as soon as nothing is known to go on. An open native dialog
        does not block it. Polling portals do not keep it for ever: `limit` seconds."""

    async def still_for(self) -> float:
        """Seconds since the page last changed, asked for anything or went anywhere; 0 while it does."""

    async def documents(self) -> Sequence[ReceivedDocument]:
        """All that arrived so far (downloads, XML/PDF/ZIP answers, blobs, PDF tabs), in order."""

    async def wait_for_document(self, *, after: int, limit: float) -> bool:
        """True once more than `after` documents are there, False after `limit` seconds."""

    async def fetch(self, url: str) -> ReceivedDocument:
        """GETs an address with the page's own session, inside the page. Raises PortalUnreachable."""

    async def tabs(self) -> Sequence[TabState]:
        """Open tabs in the order of opening. Raises BrowserLost, also where the active one crashed."""

    async def activate(self, target_id: str) -> None: ...

    async def close_tab(self, target_id: str) -> None: ...

    async def screenshot(self) -> bytes:
        """JPEG of the viewport."""

    async def close(self) -> None:
        """Ends this use of the browser; the provider releases it."""


@dataclass(frozen=True, slots=True)
class BrowserLease:
    """A running browser that a provider handed out."""

    provider: str
    cdp_url: str
    browser_id: str
    live_view_url: str = ""
    downloads_folder: str = ""
    """where its files land on this machine; '' for a browser elsewhere. Goes away with the browser."""


class BrowserProvider(Protocol):
    """Where browsers come from: local, browserbase, cdp."""

    async def acquire(self, *, run_id: str) -> BrowserLease: ...

    async def release(self, lease: BrowserLease) -> None:
        """Ends the browser for good, with its children and its profile folder; safe to call twice."""
