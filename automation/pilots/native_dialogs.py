"""Our own answers to alert, confirm, prompt and beforeunload.

- alert: acknowledged, and its text is heard: it may be the portal's verdict.
- beforeunload: accepted, a page is never kept for it.
- prompt: refused; what the portal asks there is heard.
- confirm: what it asks may issue. While the issuing click of this drive is in flight (`armed`) the guard has
  just passed and the page is frozen as it was read back, so the question is accepted, a bounded number of
  times and only if its own text does not contradict the request. Otherwise a question whose words issue
  nothing is accepted when the portal cannot issue yet; every other is refused, which undoes the click, and
  its control counts as an issuing one from then on: the drive comes back to it through the guard.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from automation.browser.base import DialogAnswer, NativeDialog
from automation.pilots import guard
from automation.pilots.base import Journal
from automation.pilots.sight import folded
from automation.reading.request import InvoiceRequest
from invoicing.states import StepType

MAX_CONFIRMATIONS = 3
"""Questions that one issuing click may raise."""

ISSUING_WORDS = re.compile(
    r"factur|timbr|cfdi|comprobante|\bemit|\bemis|\bgener|solicit|enviar|registrar|irreversible|cancel"
)


class Mode(StrEnum):
    REFUSE = "refuse"
    """recovery: nothing may issue"""
    ORDINARY = "ordinary"
    """a click of the road: the portal may already be able to issue"""
    EARLY = "early"
    """a click of the road while the portal cannot issue yet"""
    ARMED = "armed"
    """the issuing click is in flight"""


@dataclass(slots=True)
class NativeDialogs:
    request: InvoiceRequest
    journal: Journal
    mode: Mode = Mode.REFUSE
    heard: list[NativeDialog] = field(default_factory=list)
    """since they were last taken by `take`"""
    refused: bool = False
    """a confirm was refused since the last `turn`"""
    confirmations: int = 0

    def turn(self, mode: Mode) -> None:
        self.mode = mode
        self.refused = False
        self.confirmations = 0

    def take(self) -> tuple[NativeDialog, ...]:
        heard = tuple(self.heard)
        self.heard.clear()
        return heard

    async def answer(self, dialog: NativeDialog) -> DialogAnswer:
        if dialog.kind == "beforeunload":
            return DialogAnswer(accept=True)
        accept = dialog.kind == "alert" or (dialog.kind == "confirm" and self._accepts(dialog.message))
        if dialog.kind == "confirm":
            self.refused = self.refused or not accept
        if not accept or dialog.kind == "alert":
            self.heard.append(dialog)
        await self.journal.record(
            StepType.READ,
            f"El portal pregunta: «{dialog.message}». " + ("Se acepta." if accept else "No se acepta.")
            if dialog.kind != "alert"
            else f"El portal avisa: «{dialog.message}».",
            dialog=dialog.kind,
            accepted=accept,
        )
        return DialogAnswer(accept=accept)

    def _accepts(self, question: str) -> bool:
        if self.mode is Mode.ARMED:
            self.confirmations += 1
            return self.confirmations <= MAX_CONFIRMATIONS and not guard.text_differences(
                question, self.request
            )
        issuing = bool(ISSUING_WORDS.search(folded(question)))
        return self.mode is Mode.EARLY and not issuing and bool(question.strip())
