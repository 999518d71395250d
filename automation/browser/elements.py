"""Asking elements: an ElementRef becomes a handle in our isolated world, where page.js answers for it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from automation.browser.base import BrowserError, ElementGone
from automation.browser.pool import Attached, TargetPool
from automation.browser.wire import CommandRefused, Wire
from automation.reading.page import ElementRef

WORLD = "autocfdi"
SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
MOST_HANDLES = 4000
GONE = "El elemento ya no está en la página; hay que leerla de nuevo."


class Elements:
    def __init__(self, wire: Wire, pool: TargetPool) -> None:
        self._wire = wire
        self._pool = pool
        self._contexts: dict[tuple[str, str], int] = {}
        self._handles: dict[ElementRef, str] = {}
        wire.listen("Page.frameNavigated", self._on_navigated)
        pool.on_detached.append(self._on_detached)

    async def ask(self, ref: ElementRef, function: str, *arguments: Any) -> Any:
        """Calls a function of page.js with the element; raises ElementGone."""
        for attempt in (1, 2):
            try:
                handle = await self.handle(ref)
                return await self._call(handle, ref.session_id, function, arguments)
            except CommandRefused as refused:
                self._forget(ref)
                if not refused.gone:
                    raise
                if attempt == 2:
                    raise ElementGone(GONE) from refused
        raise ElementGone(GONE)

    async def ask_object(self, ref: ElementRef, function: str) -> str:
        """As `ask`, for a function that returns a node: its handle."""
        answer = await self._invoke(await self.handle(ref), ref.session_id, function, (), by_value=False)
        return str(answer["result"]["objectId"])

    async def ask_all(self, refs: Sequence[ElementRef], function: str) -> list[Any]:
        """One call per frame for all elements of that frame; None for what is gone."""
        answers: dict[ElementRef, Any] = {}
        groups: dict[tuple[str, str], list[ElementRef]] = {}
        for ref in refs:
            groups.setdefault((ref.session_id, ref.frame_id), []).append(ref)
        for group in groups.values():
            answers.update(await self._ask_group(group, function))
        return [answers.get(ref) for ref in refs]

    async def evaluate(self, session: str, frame_id: str, expression: str) -> Any:
        """Evaluates in our world of a frame; raises CommandRefused when that frame is gone."""
        context = await self.context(session, frame_id)
        parameters = {
            "expression": expression,
            "contextId": context,
            "returnByValue": True,
            "awaitPromise": True,
        }
        try:
            answer = await self._wire.call("Runtime.evaluate", parameters, session)
        except CommandRefused:
            self._contexts.pop((session, frame_id), None)
            raise
        return _value(answer)

    async def look_up(self, refs: Sequence[ElementRef]) -> None:
        """Their handles, all at once; what is gone is told when it is asked for. Raises BrowserLost."""
        for failure in await asyncio.gather(*(self.handle(ref) for ref in refs), return_exceptions=True):
            if isinstance(failure, BaseException) and not isinstance(failure, ElementGone | CommandRefused):
                raise failure

    # ---- handles and worlds

    async def handle(self, ref: ElementRef) -> str:
        known = self._handles.get(ref)
        if known is not None:
            return known
        attached = self._pool.attached.get(ref.session_id)
        if attached is None:
            raise ElementGone(GONE)
        if len(self._handles) >= MOST_HANDLES:
            self._release_all()
        handle = await self._resolve(ref, attached)
        self._handles[ref] = handle
        return handle

    async def _resolve(self, ref: ElementRef, attached: Attached) -> str:
        first = ref.frame_id or attached.target_id
        handle = await self._resolve_in(ref, first)
        if handle is not None:
            return handle
        for frame_id in await self._frames(ref.session_id):
            handle = await self._resolve_in(ref, frame_id) if frame_id != first else None
            if handle is not None:
                return handle
        raise ElementGone(GONE)

    async def _resolve_in(self, ref: ElementRef, frame_id: str) -> str | None:
        for attempt in (1, 2):
            context = await self.context(ref.session_id, frame_id)
            parameters = {
                "backendNodeId": ref.backend_node_id,
                "executionContextId": context,
                "objectGroup": WORLD,
            }
            try:
                answer = await self._wire.call("DOM.resolveNode", parameters, ref.session_id)
            except CommandRefused:
                self._contexts.pop((ref.session_id, frame_id), None)
                if attempt == 2:
                    return None
            else:
                handle: str | None = answer["object"].get("objectId")  # None: another frame's element
                return handle
        return None

    async def _frames(self, session: str) -> list[str]:
        try:
            answer = await self._wire.call("Page.getFrameTree", {}, session)
        except CommandRefused:
            return []
        return _frame_ids(answer["frameTree"])

    async def context(self, session: str, frame_id: str) -> int:
        """The execution context of our world in a frame; CommandRefused when there is no such frame."""
        known = self._contexts.get((session, frame_id))
        if known is not None:
            return known
        parameters = {"frameId": frame_id, "worldName": WORLD}
        answer = await self._wire.call("Page.createIsolatedWorld", parameters, session)
        context = int(answer["executionContextId"])
        self._contexts[(session, frame_id)] = context
        return context

    # ---- calls

    async def _call(self, handle: str, session: str, function: str, arguments: Sequence[Any]) -> Any:
        return _value(await self._invoke(handle, session, function, arguments, by_value=True))

    async def _invoke(
        self, handle: str, session: str, function: str, arguments: Sequence[Any], *, by_value: bool
    ) -> dict[str, Any]:
        parameters = {
            "functionDeclaration": f"function(...given){{return autocfdi.{function}(this,...given)}}",
            "objectId": handle,
            "arguments": [{"value": argument} for argument in arguments],
            "returnByValue": by_value,
            "awaitPromise": True,
            "objectGroup": WORLD,
        }
        return await self._wire.call("Runtime.callFunctionOn", parameters, session)

    async def _ask_group(self, refs: list[ElementRef], function: str) -> dict[ElementRef, Any]:
        await self.look_up(refs)
        handles = {ref: self._handles[ref] for ref in refs if ref in self._handles}
        if not handles:
            return {}
        first = next(iter(handles.values()))
        parameters = {
            "functionDeclaration": f"function(...given){{return given.map((e)=>autocfdi.{function}(e))}}",
            "objectId": first,
            "arguments": [{"objectId": handle} for handle in handles.values()],
            "returnByValue": True,
        }
        try:
            answers = _value(await self._wire.call("Runtime.callFunctionOn", parameters, refs[0].session_id))
        except CommandRefused:
            for ref in handles:
                self._forget(ref)
            return {}
        return dict(zip(handles, answers, strict=True))

    # ---- forgetting

    def _forget(self, ref: ElementRef) -> None:
        self._handles.pop(ref, None)

    def _release_all(self) -> None:
        self._handles.clear()
        for session in self._pool.attached:
            self._wire.cast("Runtime.releaseObjectGroup", {"objectGroup": WORLD}, session)

    def _on_navigated(self, params: dict[str, Any], session: str) -> None:
        attached = self._pool.attached.get(session)
        if attached is not None and attached.target_id == params["frame"]["id"]:
            self._drop(session)
        else:
            self._contexts.pop((session, params["frame"]["id"]), None)

    def _on_detached(self, attached: Attached) -> None:
        self._drop(attached.session_id)

    def _drop(self, session: str) -> None:
        self._contexts = {key: value for key, value in self._contexts.items() if key[0] != session}
        self._handles = {ref: handle for ref, handle in self._handles.items() if ref.session_id != session}


def _frame_ids(tree: dict[str, Any]) -> list[str]:
    """Of a Page.getFrameTree: its own frame first."""
    return [tree["frame"]["id"], *(i for child in tree.get("childFrames", ()) for i in _frame_ids(child))]


def _value(answer: dict[str, Any]) -> Any:
    """The value of a Runtime answer. Raises BrowserError with the script's own error."""
    if "exceptionDetails" in answer:
        details = answer["exceptionDetails"]
        words = details.get("exception", {}).get("description") or details.get("text", "")
        raise BrowserError(f"La página no permitió la acción: {words[:200]}")
    return answer["result"].get("value")
