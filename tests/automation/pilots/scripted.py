"""A portal made of hand-written readings: what stands on each scene, and where each click leads.

It keeps one list of everything that happened, shared with the desk, so that order can be asserted.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from automation.browser.base import (
    DialogAnswer,
    DialogPolicy,
    Landing,
    NativeDialog,
    ReceivedDocument,
    Settled,
    TabState,
)
from automation.pilots.base import RunStopped
from automation.reading.page import Clickable, Control, ElementRef, Notice, PageModel
from automation.reading.request import InvoiceRequest, Receiver, TicketData
from automation.reading.understanding import (
    Datum,
    FieldMatch,
    Meaning,
    Message,
    PageKind,
    Purpose,
    Step,
    Understanding,
)
from invoicing.states import FailureType, StepType

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
XML = b'<?xml version="1.0"?><cfdi:Comprobante Version="4.0"/>'
PDF = b"%PDF-1.7 fake"

RECEIVER = Receiver(
    rfc="EKU9003173C9",
    legal_name="ESCUELA KEMPER URGATE",
    fiscal_regime="601",
    postal_code="42501",
    email="cfdi@kemper.example",
    cfdi_use="G03",
)
TICKET = TicketData(
    values={"folio": "A-778812", "amount": "1234.50", "payment_method": "04"},
    amount=Decimal("1234.50"),
    date=date(2026, 11, 18),
)
REQUEST = InvoiceRequest("https://portal.example/", RECEIVER, TICKET)


def ref(node: int) -> ElementRef:
    return ElementRef(node, "s1")


def control(node: int, label: str, value: str = "", **more: Any) -> Control:
    given: dict[str, Any] = {
        "tag": "input",
        "kind": "text",
        "value_text": value,
        "html_id": f"c{node}",
        **more,
    }
    return Control(ref(node), label=label, value=value, **given)


def button(node: int, text: str, **more: Any) -> Clickable:
    return Clickable(ref(node), "button", text=text, **{"html_id": f"b{node}", **more})


def step(node: int, text: str, purpose: Purpose, *, may_issue: bool | None = None, **more: Any) -> Step:
    issues = purpose in (Purpose.ISSUE, Purpose.CONFIRM) if may_issue is None else may_issue
    return Step(button(node, text, **more), purpose, issues, 0.9)


def match(held: Control, datum: str, value: str | None, **more: Any) -> FieldMatch:
    given: dict[str, Any] = {
        "option": None,
        "confidence": 0.95,
        "required": True,
        "satisfied": value is not None and held.value == value,
        "canonical": datum if datum in set(Datum) else None,
        **more,
    }
    return FieldMatch(held, datum, value, **given)


def message(text: str, meaning: Meaning, failure: FailureType | None = None, **more: Any) -> Message:
    return Message(text, meaning, failure, **more)


@dataclass(frozen=True)
class Scene:
    kind: PageKind
    fields: tuple[tuple[int, str, str, str | None], ...] = ()
    """(node, label, datum, value)"""
    next: Step | None = None
    text: str = ""
    page: dict[str, Any] = field(default_factory=dict)
    meaning: dict[str, Any] = field(default_factory=dict)
    look: dict[int, dict[str, Any]] = field(default_factory=dict)
    """further attributes of the controls, by node"""


FULL = (
    (1, "RFC", "rfc", "EKU9003173C9"),
    (2, "Razón social", "legal_name", "ESCUELA KEMPER URGATE"),
    (3, "Código postal", "postal_code", "42501"),
    (4, "Régimen fiscal", "fiscal_regime", "601"),
    (5, "Uso de CFDI", "cfdi_use", "G03"),
    (6, "Folio", "folio", "A-778812"),
    (7, "Total", "amount", "1234.50"),
)
ISSUE = step(50, "Facturar", Purpose.ISSUE)


def full_form(**more: Any) -> Scene:
    return replace(Scene(PageKind.FULL_FORM, FULL, ISSUE), **more)


def downloads() -> dict[str, Any]:
    return {"downloads": (step(60, "XML", Purpose.DOWNLOAD_XML), step(61, "PDF", Purpose.DOWNLOAD_PDF))}


class ScriptedPortal:
    """`arrows`: node -> the scene that its click leads to, or a function of the portal that says it."""

    def __init__(
        self,
        scenes: dict[str, Scene],
        arrows: dict[int, "str | Callable[[ScriptedPortal], str | None]"],
        *,
        start: str = "form",
    ) -> None:
        self.scenes, self.arrows, self.start = scenes, arrows, start
        self.at = ""
        self.held: dict[int, str] = {}
        self.events: list[tuple[str, str]] = []
        self.files: list[ReceivedDocument] = []
        self.failed: tuple[str, ...] = ()
        self.requests = 0
        self.navigated = False
        self.policy: DialogPolicy | None = None
        self.session: Any = None
        self.last_status: int | None = 200
        self.dialogs: list[NativeDialog] = []
        self.overwrites: dict[int, str] = {}
        """what the portal's look-up puts over what was typed, each time"""
        self.clock = 0.0

    @property
    def url(self) -> str:
        return f"https://portal.example/{self.at}" if self.at else "about:blank"

    # reading

    async def read(self, _browser: Any) -> PageModel:
        scene = self.scenes[self.at]
        controls = tuple(self._control(scene, row) for row in scene.fields)
        return PageModel(self.url, title=self.at, text=scene.text, **{"controls": controls, **scene.page})

    def _control(self, scene: Scene, row: tuple[int, str, str, str | None]) -> Control:
        node, label, _, _ = row
        look = scene.look.get(node, {})
        value = self.held.get(node, look.get("value", ""))
        return control(node, label, **{**look, "value": value, "value_text": value})

    def understand(
        self, page: PageModel, request: InvoiceRequest, *, today: date, previous: PageModel | None = None
    ) -> Understanding:
        scene = self.scenes[page.title]
        fields = tuple(
            match(c, datum, value)
            for c, (_, _, datum, value) in zip(page.controls, scene.fields, strict=False)
        )
        spoken = tuple(
            message(n.text, Meaning.OTHER, in_dialog=n.dialog_key)
            for n in page.notices
            if n.dialog_key == "native"
        )
        asked = tuple(f.control for f in fields if f.value is None and not f.control.value)
        given = {"fields": fields, "next": scene.next, "unmatched_required": asked, **scene.meaning}
        given["messages"] = (*given.get("messages", ()), *spoken)
        return Understanding(scene.kind, **given)

    # driving

    def set_dialog_policy(self, policy: DialogPolicy | None) -> None:
        self.policy = policy

    async def ask(self, kind: str, text: str) -> DialogAnswer:
        dialog = NativeDialog(kind, text)
        self.dialogs.append(dialog)
        assert self.policy is not None
        answer = await self.policy(dialog)
        self.events.append(("accept" if answer.accept else "refuse", text))
        return answer

    async def navigate(self, url: str) -> Landing:
        self.at = self.start
        self.events.append(("navigate", url))
        return Landing(url, 200)

    async def click(self, at: ElementRef) -> None:
        node = at.backend_node_id
        self.events.append(("click", str(node)))
        arrow = self.arrows.get(node)
        target = arrow(self) if callable(arrow) else arrow
        if hasattr(target, "__await__"):
            target = await target  # type: ignore[misc]
        if target:
            self.at = target

    async def type_text(self, at: ElementRef, text: str, *, by_key: bool = False) -> str:
        node = at.backend_node_id
        self.events.append(("type", f"{node}={text}"))
        self.held[node] = self.overwrites.get(node, text)
        return text

    async def leave(self, at: ElementRef) -> None: ...

    async def choose_option(self, at: ElementRef, value: str) -> str:
        self.held[at.backend_node_id] = value
        return value

    async def set_checked(self, at: ElementRef, *, checked: bool) -> bool:
        self.events.append(("check", str(at.backend_node_id)))
        return checked

    async def press(self, key: str) -> None:
        self.events.append(("key", key))

    async def scroll_into_view(self, at: ElementRef) -> None: ...

    async def live_values(self, refs: Sequence[ElementRef]) -> dict[ElementRef, str]:
        return {r: self.held.get(r.backend_node_id, "") for r in refs}

    async def look_up(self, refs: Sequence[ElementRef]) -> None:
        """Nothing to prepare."""

    async def settle(self, *, limit: float, quiet: float | None = 0.05) -> Settled:
        self.clock += 0.5
        settled = Settled(True, self.navigated, self.requests, self.failed, 0.5)
        self.failed, self.requests, self.navigated = (), 0, False
        return settled

    async def still_for(self) -> float:
        return math.inf

    async def documents(self) -> Sequence[ReceivedDocument]:
        return tuple(self.files)

    async def wait_for_document(self, *, after: int, limit: float) -> bool:
        self.clock += limit if len(self.files) <= after else 0
        return len(self.files) > after

    async def fetch(self, url: str) -> ReceivedDocument:
        raise AssertionError("no address to fetch")

    async def tabs(self) -> Sequence[TabState]:
        return ()

    async def activate(self, target_id: str) -> None: ...

    async def close_tab(self, target_id: str) -> None: ...

    async def screenshot(self) -> bytes:
        return b""

    async def close(self) -> None: ...

    # what tests ask

    def clicks(self, node: int) -> int:
        return self.events.count(("click", str(node)))

    def hand_over(self, *contents: bytes) -> None:
        self.files += [ReceivedDocument(c, way="download") for c in contents]


class FakeDesk:
    def __init__(self, portal: ScriptedPortal, *, submitted: bool = False, seconds: float = 300.0) -> None:
        self.portal, self.submitted, self.seconds = portal, submitted, seconds
        self.stop_after: int | None = None
        self.checkpoints = 0

    async def checkpoint(self) -> None:
        self.checkpoints += 1
        if self.stop_after is not None and self.checkpoints > self.stop_after:
            raise RunStopped

    async def commit_point_of_no_return(self, *, control: str, url: str) -> None:
        assert not self.submitted
        self.submitted = True
        self.portal.events.append(("commit", control))

    async def take_back_point(self, *, reason: str) -> None:
        assert self.submitted
        self.submitted = False
        self.portal.events.append(("take back", reason))

    def seconds_left(self) -> float:
        return self.seconds - self.portal.clock


class TimedDesk(FakeDesk):
    """For a real browser: real seconds, as a run has them."""

    def __init__(self, *, submitted: bool = False, seconds: float = 25) -> None:
        super().__init__(SimpleNamespace(events=[]), submitted=submitted)  # type: ignore[arg-type]
        self.deadline = time.monotonic() + seconds

    def seconds_left(self) -> float:
        return self.deadline - time.monotonic()


class ListJournal:
    def __init__(self) -> None:
        self.lines: list[tuple[StepType, str, dict[str, Any]]] = []

    async def record(self, step: StepType, message: str, **content: Any) -> None:
        self.lines.append((step, message, content))


def notice(text: str, kind: str = "alert") -> Notice:
    return Notice(text, kind)
