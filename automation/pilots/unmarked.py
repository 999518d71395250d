"""The invoice on a result page whose links do not say so: menus, icons without words, addresses beside the
PDF's, files that come late. Everything here is a GET or a click that cannot issue, after the portal has issued.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from automation.browser.base import ReceivedDocument
from automation.pilots.answers import dismissal
from automation.pilots.drive import Drive
from automation.pilots.receiving import arrived, collect, fetch_file, is_xml
from automation.pilots.sight import Sight, clickable_key, folded
from automation.reading.page import Clickable
from automation.reading.understanding import Meaning, Purpose, Step

LATE_LIMIT = 8.0
"""Seconds that the files may come later than the words that announce them."""
MAX_TRIED = 4
"""Links, or menus, that are tried on one page."""
_MENU = re.compile(
    r"^\W*(?:descargas?|descargar|opciones|acciones|mas(?: opciones)?|archivos?|documentos?|adjuntos?|obtener|"
    r"ver(?: (?:mas|archivos|documentos|opciones|factura|comprobante|cfdi))?|abrir|menu|more(?: options)?|options|"
    r"actions|files|show|open)?\W*$"
)
_NEVER = re.compile(
    r"cerrar|close|cancel|imprim|print|salir|logout|correo|mail|enviar|whatsapp|compart|share|inicio|home|otr[ao]|"
    r"nuev|volver|regresar|back|menu-?toggle|hamburg|facebook|twitter|instagram|youtube"
)

Way = Callable[[Drive, Sight, int], Awaitable[Sequence[ReceivedDocument]]]


async def find_unmarked(drive: Drive, sight: Sight, *, after: int) -> tuple[ReceivedDocument, ...]:
    """What the page hands over although no link of it is named; () where that is nothing. Files count from
    `after` on. Raises RunStopped, BrowserLost."""
    ways: tuple[Way, ...] = (_beside_pdf, _wordless_links, _menus, _late)
    uncovered = await _uncovered(drive, sight)
    if uncovered is not sight:
        ways, sight = (_shown, *ways), uncovered
    for way in ways:
        if drive.desk.seconds_left() < LATE_LIMIT:
            break
        found = await way(drive, sight, after)
        if any(map(is_xml, found)):
            return tuple(found)
    return ()


async def _uncovered(drive: Drive, sight: Sight) -> Sight:
    """What announces the invoice may lie over its links: closed, once."""
    close = dismissal(drive, sight) if sight.page.dialogs else None
    if close is None:
        return sight
    await drive.press(close, sight)
    return await drive.look_when_idle()


async def _shown(drive: Drive, sight: Sight, after: int) -> Sequence[ReceivedDocument]:
    return await collect(drive, sight, after=after)


async def _beside_pdf(drive: Drive, sight: Sight, after: int) -> Sequence[ReceivedDocument]:
    """.../UUID/pdf has its .../UUID/xml, at most portals."""
    shown = [s.clickable.href for s in sight.meaning.downloads if s.purpose is Purpose.DOWNLOAD_PDF]
    tried = [xml_address(a) for a in (*shown, *sight.page.embedded)]
    return await _first_xml(drive, [a for a in dict.fromkeys(tried) if a])


def xml_address(address: str) -> str:
    """The same address with its last "pdf" become "xml"; '' where it is no http address or has none."""
    split = urlsplit(address)
    if split.scheme not in ("http", "https"):
        return ""
    tail = f"{split.path}?{split.query}" if split.query else split.path
    found = list(re.finditer(r"(?<![a-z])pdf(?![a-z])", tail, re.IGNORECASE))
    if not found:
        return ""
    start, end = found[-1].span()
    word = "XML" if tail[start:end].isupper() else "xml"
    return f"{split.scheme}://{split.netloc}{tail[:start]}{word}{tail[end:]}"


async def _wordless_links(drive: Drive, sight: Sight, after: int) -> Sequence[ReceivedDocument]:
    host = urlsplit(sight.page.url).netloc
    links = [c.href for c in _offered(sight) if _is_wordless(c) and urlsplit(c.href).netloc == host]
    return await _first_xml(drive, [a for a in dict.fromkeys(links) if "#" not in a][:MAX_TRIED])


async def _first_xml(drive: Drive, addresses: Sequence[str]) -> Sequence[ReceivedDocument]:
    for address in addresses:
        document = await fetch_file(drive, address)
        if document is not None and is_xml(document):
            return (document,)
    return ()


async def _menus(drive: Drive, sight: Sight, after: int) -> Sequence[ReceivedDocument]:
    """Opens what may hold the links ("⋮", "Opciones") and takes what then shows."""
    closed = [c for c in _offered(sight) if _is_menu(c)]
    for clickable in closed[:MAX_TRIED]:
        step = Step(clickable, Purpose.DOWNLOAD, may_issue=False, score=0.3)
        if drive.may_issue(step, sight):
            continue
        await drive.press(step, sight)
        now = await drive.look_when_idle()
        if _keys(now) - _keys(sight) or await arrived(drive, after):
            return await collect(drive, now, after=after)
    return ()


async def _late(drive: Drive, sight: Sight, after: int) -> Sequence[ReceivedDocument]:
    """Waits on the page itself: links that it draws when the file is ready, files that come by themselves.
    Not for long where a mail was promised, or where the invoice can be asked for."""
    elsewhere = sight.saying(Meaning.EMAILED) or sight.meaning.consult
    waited, limit = 0.0, LATE_LIMIT / 4 if elsewhere else LATE_LIMIT
    while waited < limit:
        settled = await drive.settle(limit=1.5, quiet=0.5)
        waited += max(settled.seconds, 0.5)
        now = await drive.look()
        if _keys(now) - _keys(sight) or await arrived(drive, after):
            return await collect(drive, now, after=after)
    return ()


def _keys(sight: Sight) -> set[tuple[str, ...]]:
    return {clickable_key(s.clickable) for s in sight.meaning.downloads}


def _offered(sight: Sight) -> list[Clickable]:
    known = {s.clickable.ref for s in sight.meaning.downloads}
    return [
        c
        for c in sight.page.clickables
        if c.visible and c.enabled and not c.in_navigation and c.ref not in known and _is_harmless(c)
    ]


def _is_harmless(clickable: Clickable) -> bool:
    told = folded(f"{clickable.text} {clickable.css_class} {clickable.html_id} {clickable.href}")
    return clickable.kind != "close" and not _NEVER.search(told)


def _is_wordless(clickable: Clickable) -> bool:
    return clickable.href.startswith("http") and not any(c.isalnum() for c in clickable.text)


def _is_menu(clickable: Clickable) -> bool:
    leads = (
        bool(clickable.href) and "#" not in clickable.href and not clickable.href.startswith("javascript:")
    )
    return not leads and not clickable.expanded and bool(_MENU.match(folded(clickable.text)))
