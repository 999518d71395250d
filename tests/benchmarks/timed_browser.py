"""Our browser and the form pilot with a stopwatch around every call: where the time of a visit goes."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partialmethod
from typing import Any

from automation.browser.base import PortalBrowser, ReceivedDocument
from automation.browser.documents import kind_of
from automation.browser.driver import CdpBrowser
from automation.pilots.form import FormPilot, read_with_reader
from automation.reading.page import PageModel
from automation.reading.request import InvoiceRequest
from automation.reading.understand import understand
from automation.reading.understanding import Understanding
from tests.automation.journey import MEXICO

PARTS = {
    "navigate": "navegar",
    "settle": "esperar quietud",
    "read": "leer la página",
    "understand": "entender",
    "type_text": "escribir",
    "leave": "escribir",
    "choose_option": "escribir",
    "set_checked": "escribir",
    "press": "escribir",
    "live_values": "escribir",
    "click": "clics",
    "scroll_into_view": "clics",
    "documents": "documentos",
    "wait_for_document": "documentos",
    "fetch": "documentos",
}
"""call -> line of the table"""
LINES = (*dict.fromkeys(PARTS.values()), "resto (decidir, guardia)")


class Watch:
    """Seconds and calls by part, of one visit; parts never nest."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self.began = time.perf_counter()
        self.xml_after = 0.0

    @contextmanager
    def timing(self, call: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[PARTS[call]] += time.perf_counter() - start
            self.calls[PARTS[call]] += 1

    def note(self, content: bytes) -> None:
        """Remembers when the first file that holds the XML was in hand."""
        if not self.xml_after and kind_of(content) in {"xml", "zip"}:
            self.xml_after = self.elapsed()

    def elapsed(self) -> float:
        return time.perf_counter() - self.began


class TimedBrowser(CdpBrowser):
    """Every call of PARTS is timed, and the first XML (or ZIP) noted, whichever way it comes."""

    watch: Watch

    def start_watch(self) -> Watch:
        """Just before the visit."""
        self.watch = Watch()
        inbox, add = self._inbox, self._inbox.add

        def noting(document: ReceivedDocument) -> bool:
            self.watch.note(document.content)
            return add(document)

        inbox.add = noting  # type: ignore[method-assign]
        return self.watch

    async def _timed(self, call: str, *arguments: Any, **options: Any) -> Any:
        with self.watch.timing(call):
            answer = await getattr(CdpBrowser, call)(self, *arguments, **options)
        if isinstance(answer, ReceivedDocument):
            self.watch.note(answer.content)
        return answer


for _call in PARTS:
    if hasattr(CdpBrowser, _call):
        setattr(TimedBrowser, _call, partialmethod(TimedBrowser._timed, _call))


def timed_pilot(watch: Watch) -> FormPilot:
    """The form pilot, reading and understanding by the watch."""

    async def read(browser: PortalBrowser) -> PageModel:
        with watch.timing("read"):
            return await read_with_reader(browser)

    def understood(
        page: PageModel, request: InvoiceRequest, *, today: date, previous: PageModel | None = None
    ) -> Understanding:
        with watch.timing("understand"):
            return understand(page, request, today=today, previous=previous)

    return FormPilot(now=datetime.now(MEXICO), read=read, understand=understood)


def table_of(watches: Sequence[Watch], whole: Sequence[float]) -> dict[str, tuple[float, float]]:
    """Mean milliseconds and calls of each line of the table."""
    count = len(watches)
    table = {
        line: (
            1000 * sum(watch.seconds[line] for watch in watches) / count,
            sum(watch.calls[line] for watch in watches) / count,
        )
        for line in LINES[:-1]
    }
    rest = 1000 * sum(whole) / count - sum(milliseconds for milliseconds, _ in table.values())
    return {**table, LINES[-1]: (rest, 0.0)}
