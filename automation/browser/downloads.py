"""Files that the browser saves: into a folder of our own, read, and deleted at once."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automation.browser.base import BrowserError, ReceivedDocument
from automation.browser.documents import LARGEST, Inbox
from automation.browser.wire import Wire


@dataclass(slots=True)
class Download:
    name: str
    url: str


class Downloads:
    """`folder`: on this machine, where the browser may save. Without one (a browser elsewhere) a download is
    refused and what it would have fetched is fetched inside the page instead (`fetch_in_page`)."""

    def __init__(self, wire: Wire, inbox: Inbox, *, folder: str, context_id: str = "") -> None:
        self._wire = wire
        self._inbox = inbox
        self._context_id = context_id
        self._folder = Path(folder) if folder else None
        self._running: dict[str, Download] = {}
        self.fetch_in_page: Any = None
        wire.listen("Browser.downloadWillBegin", self._on_begin)
        wire.listen("Browser.downloadProgress", self._on_progress)

    async def start(self) -> None:
        behaviour: dict[str, Any] = {"behavior": "deny", "eventsEnabled": True}
        if self._folder is not None:
            behaviour.update(behavior="allowAndName", downloadPath=str(self._folder))
        if self._context_id:
            behaviour["browserContextId"] = self._context_id
        await self._wire.call("Browser.setDownloadBehavior", behaviour)

    def _on_begin(self, params: dict[str, Any], _session: str) -> None:
        self._running[params["guid"]] = Download(params.get("suggestedFilename", ""), params["url"])

    def _on_progress(self, params: dict[str, Any], _session: str) -> None:
        guid, state = params["guid"], params["state"]
        download = self._running.get(guid)
        if download is None:
            return
        if max(params.get("totalBytes", 0), params.get("receivedBytes", 0)) > LARGEST:
            self._wire.cast("Browser.cancelDownload", {"guid": guid})
        if state == "inProgress":
            return
        self._running.pop(guid)
        if state == "completed" and self._folder is not None:
            self._read(self._folder / guid, download)
        elif self._folder is None and self.fetch_in_page is not None:
            self._inbox.expect(self._fetch(download))

    def _read(self, file: Path, download: Download) -> None:
        with contextlib.suppress(FileNotFoundError):
            content = file.read_bytes()
            file.unlink()
            way = "blob" if download.url.startswith("blob:") else "download"
            self._inbox.add(ReceivedDocument(content, download.name, "", download.url[:2000], way))

    async def _fetch(self, download: Download) -> None:
        with contextlib.suppress(BrowserError):
            fetched = await self.fetch_in_page(download.url)
            self._inbox.add(
                ReceivedDocument(
                    fetched.content, download.name, fetched.content_type, download.url[:2000], "download"
                )
            )
