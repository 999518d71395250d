"""JavaScript's own dialogs: each is recorded and answered by one policy, and by nobody else."""

import asyncio
from typing import Any

from automation.browser.base import DialogAnswer, DialogPolicy, NativeDialog
from automation.browser.wire import Wire


async def cautious(dialog: NativeDialog) -> DialogAnswer:
    """Acknowledges an alert (there is nothing to decide), refuses everything else."""
    return DialogAnswer(accept=dialog.kind == "alert")


class Dialogs:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._policy: DialogPolicy = cautious
        self.seen: list[NativeDialog] = []
        self._failure: BaseException | None = None
        self._open: dict[str, NativeDialog] = {}
        """by CDP session"""
        wire.listen("Page.javascriptDialogOpening", self._on_opening)
        wire.listen("Page.javascriptDialogClosed", self._on_closed)
        wire.listen("Target.detachedFromTarget", lambda params, _: self._closed(params["sessionId"]))

    @property
    def open(self) -> bool:
        return bool(self._open)

    def set_policy(self, policy: DialogPolicy | None) -> None:
        self._policy = policy or cautious

    def _on_opening(self, params: dict[str, Any], session: str) -> None:
        dialog = NativeDialog(
            kind=params.get("type", "alert"), message=params.get("message", ""), url=params.get("url", "")
        )
        if dialog in self._open.values():  # the same one, told by a second session of the tab
            return
        self._open[session] = dialog
        self.seen.append(dialog)
        self._wire.spawn(self._answer(dialog, session))

    def take_failure(self) -> None:
        """Raises what a policy raised since the last call."""
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    async def _answer(self, dialog: NativeDialog, session: str) -> None:
        answer = DialogAnswer(accept=dialog.kind in {"alert", "beforeunload"})
        try:
            if dialog.kind != "beforeunload":  # we decided to leave; the page has no say in it
                answer = await self._decided(dialog) or answer
        finally:  # a policy that fails refuses: the page must not stay frozen
            await self._give(answer, session)

    async def _decided(self, dialog: NativeDialog) -> DialogAnswer | None:
        """None where the policy raised: whoever acts next gets it, see take_failure."""
        decision = asyncio.ensure_future(self._policy(dialog))
        await asyncio.wait({decision})
        self._failure = decision.exception()
        return None if self._failure else decision.result()

    async def _give(self, answer: DialogAnswer, session: str) -> None:
        parameters: dict[str, Any] = {"accept": answer.accept}
        if answer.text:
            parameters["promptText"] = answer.text
        try:
            await self._wire.call("Page.handleJavaScriptDialog", parameters, session)
        finally:
            self._closed(session)

    def _on_closed(self, _params: dict[str, Any], session: str) -> None:
        self._closed(session)

    def _closed(self, session: str) -> None:
        self._open.pop(session, None)
