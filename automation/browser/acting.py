"""Real mouse and keyboard input on elements, and reading back what came of it."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from automation.browser.base import BrowserError, BrowserLost, ElementCovered, ElementGone
from automation.browser.elements import GONE, Elements
from automation.browser.keyboard import Event, named_key, strokes
from automation.browser.pool import TargetPool
from automation.browser.wire import CommandRefused, Wire
from automation.reading.page import ElementRef

COVER_PATIENCE = 1500
"""Milliseconds for an overlay to fade or a panel to slide away."""
KEY_PAUSE = 0.03
"""Seconds between keys for masks that place the caret in a timer of their own."""


class Acting:
    """`limit`: seconds that the page may take to handle one action."""

    def __init__(self, wire: Wire, pool: TargetPool, elements: Elements, *, limit: float) -> None:
        self._wire = wire
        self._pool = pool
        self._elements = elements
        self._limit = limit

    # ---- mouse

    async def click(self, ref: ElementRef, *, toggle: bool = False) -> None:
        spot = await self._elements.ask(ref, "locate", toggle, COVER_PATIENCE)
        if spot.get("gone"):
            raise ElementGone(GONE)
        if "x" not in spot:
            by = spot.get("covered", "")
            raise ElementCovered("El elemento no se ve." if not by else f"Algo lo tapa: {by}", by=by)
        x, y = await self._in_session(ref, spot)
        _, strayed = await asyncio.gather(self._mouse(ref.session_id, x, y), self._strayed_to(ref))
        if strayed:
            raise ElementCovered(f"Algo se puso encima: {strayed}", by=strayed)

    async def _strayed_to(self, ref: ElementRef) -> str:
        """What the press hit instead, and did nothing to; '' also where the click took the page away with the
        question."""
        try:
            return str(await self._elements.ask(ref, "strayedTo"))
        except (ElementGone, CommandRefused):
            return ""

    async def _in_session(self, ref: ElementRef, spot: dict[str, Any]) -> tuple[float, float]:
        """From the frame's coordinates to those of the session's root frame."""
        if not spot["nested"]:
            return spot["x"], spot["y"]
        aimed = await self._elements.ask_object(ref, "aimed")
        answer = await self._wire.call("DOM.getContentQuads", {"objectId": aimed}, ref.session_id)
        quads = answer["quads"]
        if not quads:
            raise ElementCovered("El elemento no se ve.")
        x = min(quad[0] for quad in quads) + spot["dx"]
        y = min(quad[1] for quad in quads) + spot["dy"]
        await self._must_hit_frame(ref, x, y)
        return x, y

    async def _must_hit_frame(self, ref: ElementRef, x: float, y: float) -> None:
        """Something of the outer page may lie over the frame."""
        place = {"x": round(x), "y": round(y), "ignorePointerEventsNone": False}
        try:
            hit = await self._wire.call("DOM.getNodeForLocation", place, ref.session_id)
        except CommandRefused:
            return
        if ref.frame_id and hit.get("frameId") != ref.frame_id:
            raise ElementCovered("Algo tapa el marco en que está el elemento.", by="frame")

    async def _mouse(self, session: str, x: float, y: float) -> None:
        place = {"x": x, "y": y}
        button = {**place, "button": "left", "clickCount": 1}
        await self.deliver(
            session,
            "Input.dispatchMouseEvent",
            [
                {"type": "mouseMoved", **place},
                {"type": "mousePressed", "buttons": 1, **button},
                {"type": "mouseReleased", "buttons": 0, **button},
            ],
        )

    async def deliver(self, session: str, method: str, events: Sequence[Event]) -> None:
        """Sends input events at once, in order, and returns when the page has handled them or the limit is over."""
        await self.handled(*(self._wire.call(method, event, session) for event in events))

    async def handled(self, *calls: Coroutine[Any, Any, Any]) -> None:
        """A dialog, a slow handler or a synchronous request may hold the answers back: the events have arrived
        all the same. A tab that closes because of them takes its answers with it."""
        tasks = [asyncio.get_running_loop().create_task(call) for call in calls]
        done, late = await asyncio.wait(tasks, timeout=self._limit)
        for task in late:
            self._wire.spawn(_wait_for(task))
        for task in done:
            error = task.exception()
            if isinstance(error, BrowserLost) or (error and not isinstance(error, BrowserError)):
                raise error

    # ---- choices

    async def choose_option(self, ref: ElementRef, value: str) -> str:
        answer = await self._elements.ask(ref, "choose", value)
        if answer.get("gone"):
            raise ElementGone(GONE)
        return str(answer["value"])

    async def set_checked(self, ref: ElementRef, *, checked: bool) -> bool:
        state = await self._ticked(ref)
        if state == checked:
            return state
        try:
            await self.click(ref, toggle=True)
        except ElementCovered:
            await self._elements.ask(ref, "clickByScript")
        state = await self._ticked(ref)
        if state != checked:
            await self._elements.ask(ref, "clickByScript")
            state = await self._ticked(ref)
        return state

    async def _ticked(self, ref: ElementRef) -> bool:
        state = await self._elements.ask(ref, "ticked")
        if state is None:
            raise ElementGone(GONE)
        return bool(state)

    # ---- keyboard

    async def press(self, session: str, key: str) -> None:
        await self.deliver(session, "Input.dispatchKeyEvent", named_key(key))

    async def type_text(self, ref: ElementRef, text: str, *, by_key: bool) -> str:
        state = await self._prepare(ref)
        if state["way"] == "fixed" or (state["way"] == "type" and not state["focused"]):
            return str(state["held"])
        if state["way"] == "set":
            return str(await self._elements.ask(ref, "setValue", text))
        wanted = text[: state["limit"]] if state["limit"] else text
        held = before = str(state["held"])
        for pause in (0.0, KEY_PAUSE) if by_key else (None, 0.0, KEY_PAUSE):
            await self._enter(ref, wanted, held, pause)
            held = await self._held(ref)
            if agree(held, wanted) or (held == before and pause == 0.0):
                return held  # what no key leaves a trace in takes no slower keys either
            await self._prepare(ref)
        return held

    async def _prepare(self, ref: ElementRef) -> dict[str, Any]:
        """Focuses the field and selects what stands in it; by a click where focus() alone does not."""
        state: dict[str, Any] = await self._elements.ask(ref, "prepare")
        if state.get("gone"):
            raise ElementGone(GONE)
        if state["way"] == "type" and not state["focused"]:
            await self.click(ref)
            state = await self._elements.ask(ref, "prepare")
            if state.get("gone"):
                raise ElementGone(GONE)
        return state

    async def _enter(self, ref: ElementRef, text: str, held: str, pause: float | None) -> None:
        """`pause` None: all but the last character at once, then a real key, so that handlers of keys run."""
        session = ref.session_id
        if not text:
            if held:
                await self.press(session, "Delete")
        elif pause is None:
            await self._insert(session, text)
        else:
            for character in text:
                await self.deliver(session, "Input.dispatchKeyEvent", strokes(character))
                if pause:
                    await asyncio.sleep(pause)

    async def _insert(self, session: str, text: str) -> None:
        calls = [self._wire.call("Input.dispatchKeyEvent", event, session) for event in strokes(text[-1])]
        if len(text) > 1:
            calls.insert(0, self._wire.call("Input.insertText", {"text": text[:-1]}, session))
        await self.handled(*calls)

    async def _held(self, ref: ElementRef) -> str:
        held = await self._elements.ask(ref, "held")
        if held is None:
            raise ElementGone(GONE)
        return str(held)

    async def leave(self, ref: ElementRef) -> None:
        await self._elements.ask(ref, "leave")

    async def live_values(self, refs: Sequence[ElementRef]) -> dict[ElementRef, str]:
        values = await self._elements.ask_all(refs, "held")
        return {ref: value for ref, value in zip(refs, values, strict=True) if value is not None}

    async def scroll_into_view(self, ref: ElementRef) -> None:
        if not await self._elements.ask(ref, "reveal"):
            raise ElementGone(GONE)


async def _wait_for(task: asyncio.Task[Any]) -> None:
    await task


def agree(held: str, wanted: str) -> bool:
    """A mask's punctuation and a field's own capitals do not make another value."""
    return _bare(held) == _bare(wanted)


def _bare(text: str) -> str:
    bare = "".join(character for character in text.casefold() if character.isalnum())
    return bare or text.strip()
