"""Takes the invoice from a portal that has issued it, whatever the way it is handed over.

Links that download, links that open a viewer or a tab, ZIPs, embedded viewers, files that arrive by
themselves. The XML is the invoice (Anexo 20); the PDF is taken along where the portal gives one.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from automation.browser.base import (
    ActionTimeout,
    AddressRefused,
    ElementGone,
    PortalUnreachable,
    ReceivedDocument,
)
from automation.pilots import reasons
from automation.pilots.base import Failure, Outcome, pick
from automation.pilots.drive import Drive
from automation.pilots.sight import Sight, clickable_key, folded
from automation.reading.understanding import Meaning, Purpose, Step
from invoicing.states import PilotName, StepType

if TYPE_CHECKING:
    from automation.reading.page import Clickable

FILE_LIMIT = 12.0
"""Seconds that one file may take to arrive after its link was used."""
MENU_LIMIT = 0.6
"""The same before the page is asked whether the link opened a menu."""
PAGE_LIMIT = 0.5
"""The same where the link led to another page: the file is there already, or on that page."""
AGAIN_LIMIT = 2.0
"""The same for a link that was used before: what it left behind arrives anyway."""
PDF_LIMIT = 4.0
"""The same once the XML is here."""
_ORDER = {Purpose.DOWNLOAD_XML: 0, Purpose.DOWNLOAD: 1, Purpose.DOWNLOAD_PDF: 2}


def is_xml(document: ReceivedDocument) -> bool:
    """A CFDI by its root element's name; the checks proper are not ours. A ZIP counts if one lies in it."""
    head = document.content[:4000].lstrip()
    if head.startswith(b"PK\x03\x04"):
        return any(name.lower().endswith(".xml") for name in _names_in(document.content))
    root = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"))
    return root is not None and root[1] == b"Comprobante"


_ROOT = re.compile(rb"\s*(?:<[?!].*?>\s*)*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s>/]", re.DOTALL)


def is_pdf(document: ReceivedDocument) -> bool:
    if document.content[:4] == b"PK\x03\x04":
        return any(name.lower().endswith(".pdf") for name in _names_in(document.content))
    return document.content[:1024].lstrip().startswith(b"%PDF")


def _names_in(archive: bytes) -> tuple[str, ...]:
    """Names only: nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return tuple(opened.namelist()[:200])
    except zipfile.BadZipFile:
        return ()


async def arrived(drive: Drive, after: int) -> tuple[ReceivedDocument, ...]:
    return pick(await drive.browser.documents(), after)


async def collect(
    drive: Drive, sight: Sight, *, after: int, depth: int = 2, follow: bool = True
) -> tuple[ReceivedDocument, ...]:
    """Everything that this page hands over: what came by itself, then its links, then its viewers.
    `follow`: links that lead to another page are followed, `depth` pages far."""
    fetched: list[ReceivedDocument] = []
    for step in ours(drive, sight.meaning.downloads):
        have = (*await arrived(drive, after), *fetched)
        if _needed(step, have):
            limit = PDF_LIMIT if any(map(is_xml, have)) else FILE_LIMIT
            fetched += await _use_link(drive, sight, step, limit=limit, follow=follow)
    have = (*await arrived(drive, after), *fetched)
    if not any(map(is_pdf, have)) or not any(map(is_xml, have)):
        fetched += await _fetch_embedded(drive, sight)
    have = (*await arrived(drive, after), *fetched)
    if follow and depth and not any(map(is_xml, have)) and sight.meaning.downloads:
        later = await drive.look_when_idle()
        if _keys(later.meaning.downloads) - _keys(sight.meaning.downloads):
            return _unique((*fetched, *await collect(drive, later, after=after, depth=depth - 1)))
    return _unique((*await arrived(drive, after), *fetched))


def _keys(steps: Iterable[Step]) -> set[tuple[str, ...]]:
    return {clickable_key(s.clickable) for s in steps}


def _needed(step: Step, have: Sequence[ReceivedDocument]) -> bool:
    if step.purpose is Purpose.DOWNLOAD_PDF:
        return not any(map(is_pdf, have))
    return not any(map(is_xml, have))


def ours(drive: Drive, steps: Iterable[Step]) -> list[Step]:
    """XML first, then archives, then PDF. In a list of invoices only the rows that speak of this ticket;
    rows that say nothing of it only where there is one row. The items of a menu ("XML", "PDF") are no rows."""
    ordered = sorted(steps, key=lambda s: (_ORDER.get(s.purpose, 3), -s.score))
    rows = {s.clickable.row_text for s in ordered if re.search(r"\d{2}", s.clickable.row_text)}
    if len(rows) < 2:
        return ordered
    return [s for s in ordered if speaks_of_ticket(drive, s.clickable)]


def speaks_of_ticket(drive: Drive, clickable: "Clickable") -> bool:
    """The row names one of the ticket's own keys, or failing any, its total."""
    row = folded(clickable.row_text)
    ticket = drive.request.ticket
    keys = [folded(v) for k, v in ticket.values.items() if k not in _NOT_KEYS and len(v) >= 4]
    if any(key in row for key in keys):
        return True
    return ticket.amount is not None and f"{ticket.amount:.2f}" in row.replace(",", "")


_NOT_KEYS = frozenset({"amount", "date", "time", "concept", "payment_method", "card_last4", "store"})


async def _use_link(
    drive: Drive, sight: Sight, step: Step, *, limit: float, follow: bool
) -> list[ReceivedDocument]:
    """Fetches a plain address inside the page; clicks what has none, or what answers with another page."""
    href = step.clickable.href
    if href.startswith(("http://", "https://")) and "#" not in href:
        document = await fetch_file(drive, href)
        if document is not None and (is_xml(document) or is_pdf(document)):
            return [document]
        if document is not None and not follow and "html" in document.content_type:
            return []
    before = len(await drive.browser.documents())
    if drive.may_issue(step, sight):
        return []
    key = ("download", *clickable_key(step.clickable), step.clickable.row_text)
    limit = AGAIN_LIMIT if key in drive.tried else limit
    drive.tried.add(key)
    settled = await drive.press(step, sight, message=f"Descarga con «{step.clickable.text}»")
    limit = PAGE_LIMIT if settled.navigated else min(limit, max(0.1, drive.desk.seconds_left()))
    soon = min(limit, MENU_LIMIT)
    if await drive.browser.wait_for_document(after=before, limit=soon) or limit <= soon:
        return []
    if not _answers(await drive.look(), sight):
        await drive.browser.wait_for_document(after=before, limit=limit - soon)
    return []


def _answers(now: Sight, before: Sight) -> bool:
    """Instead of a file the page shows further links, or says why there is none."""
    old = {m.text for m in before.meaning.messages}
    told = [(m.meaning, folded(m.text)) for m in now.meaning.messages if m.text not in old]
    refused = any(
        _NONE.search(text) if meaning is Meaning.NOTICE else not _COMING.search(text)
        for meaning, text in told
    )
    return refused or bool(_keys(now.meaning.downloads) - _keys(before.meaning.downloads))


_NONE = re.compile(
    r"\bno (?:hay|exist|se|coincid|correspond|fue|es posible|encontramos)|sin (?:facturas|resultados)"
)
_COMING = re.compile(r"descarg|download|prepar|proces|esper|wait|gener|cargando|loading|exito|correct")


async def fetch_file(drive: Drive, address: str) -> ReceivedDocument | None:
    """What a GET of the address inside the page gives; None where it gives nothing."""
    await drive.desk.checkpoint()
    try:
        document = await drive.browser.fetch(address)
    except (PortalUnreachable, AddressRefused, ActionTimeout, ElementGone):
        return None
    await drive.journal.record(StepType.DOWNLOAD, "Recibe un archivo", bytes=len(document.content))
    return document


async def _fetch_embedded(drive: Drive, sight: Sight) -> list[ReceivedDocument]:
    addresses = [a for a in sight.page.embedded if a.startswith(("http://", "https://", "blob:", "data:"))]
    fetched = [await fetch_file(drive, address) for address in dict.fromkeys(addresses)]
    return [d for d in fetched if d is not None and (is_xml(d) or is_pdf(d))]


def _unique(documents: Iterable[ReceivedDocument]) -> tuple[ReceivedDocument, ...]:
    """The same bytes once, in order."""
    return tuple({d.content: d for d in reversed(tuple(documents))}.values())[::-1]


def outcome_with(
    drive: Drive, documents: Sequence[ReceivedDocument], *, recovered: bool, failure: Failure | None = None
) -> Outcome:
    return Outcome(
        documents=tuple(documents),
        failure=failure,
        issued_by=PilotName.FORM if drive.issued else None,
        portal_says_issued=True,
        recovered=recovered,
    )


async def receive(drive: Drive, sight: Sight, *, after: int, recovered: bool = False) -> Outcome | None:
    """The invoice that this page hands over. None when its XML is not to be had here (and not by e-mail)."""
    documents = await collect(drive, sight, after=after)
    if any(map(is_xml, documents)):
        return outcome_with(drive, documents, recovered=recovered)
    return None


def by_email(drive: Drive, sight: Sight, documents: Sequence[ReceivedDocument]) -> Outcome:
    """Issued, and what the portal sends it by is the mail."""
    said = sight.saying(Meaning.EMAILED, Meaning.ISSUED)
    failure = reasons.by_email(said.text if said else "")
    return outcome_with(drive, documents, recovered=False, failure=failure)
