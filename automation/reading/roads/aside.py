"""Roads beside the way on: what closes a notice, hands the invoice over, or leads to an existing one."""

import re
from collections.abc import Sequence
from itertools import takewhile
from urllib.parse import urlsplit

from automation.reading.consulting import is_closed_tab
from automation.reading.page import Clickable
from automation.reading.roads.buttons import LEAVES, text_of
from automation.reading.scene import UUID, Scene, usable
from automation.reading.understanding import Meaning, Purpose, Step
from automation.reading.vocabulary import ways as said


def find_dismissals(scene: Scene) -> tuple[Step, ...]:
    """What closes a notice that lies over the page; never the yes of a question."""
    open_keys = {d.key for d in scene.page.dialogs} | {
        n.dialog_key for n in scene.page.notices if n.dialog_key
    }
    asking = scene.modal.key if scene.modal and scene.question else None
    own = {f.control.dialog_key for f in scene.fields if f.control.dialog_key}
    steps = [
        Step(c, Purpose.DISMISS, may_issue=False, score=_dismiss_score(c))
        for c in scene.page.clickables
        if c.visible
        and c.dialog_key
        and c.dialog_key in open_keys
        and c.dialog_key != asking
        and c.dialog_key not in own
    ]
    found = [s for s in steps if s.score > 0]
    return tuple(sorted(found, key=lambda s: (-_depth(scene, s.clickable.dialog_key), -s.score)))


def _depth(scene: Scene, key: str) -> int:
    keys = [d.key for d in scene.page.dialogs]
    return keys.index(key) if key in keys else -1


def _dismiss_score(clickable: Clickable) -> float:
    text = text_of(clickable)
    if clickable.href and not clickable.href.lower().startswith("javascript") and "#" not in clickable.href:
        return 0.0
    if said.ISSUE.search(text):
        return 0.0
    if clickable.kind == "close" or text in {"x", "×", "✕", "✖"}:
        return 0.7
    if not said.CLOSE.search(text):
        return 0.0
    return 0.9 if clickable.enabled else 0.2


def find_downloads(scene: Scene) -> tuple[Step, ...]:
    result, named = bool(page_shows_result(scene)), bool(UUID.search(scene.page.text))
    here, shown = scene.page.url, usable(scene.page.clickables)
    steps = [s for s in (_download(c, here, result=result, named=named) for c in shown) if s is not None]
    return tuple(sorted(steps, key=lambda s: -s.score))


def page_shows_result(scene: Scene) -> bool:
    return (
        scene.says(Meaning.ISSUED, Meaning.EMAILED, Meaning.ALREADY_INVOICED)
        or "folio fiscal" in scene.folded
        or "uuid" in scene.folded
        or bool(UUID.search(scene.page.text))
    )


def _download(clickable: Clickable, here: str, *, result: bool, named: bool) -> Step | None:
    """`named`: the invoice's folio fiscal stands on the page, so that "Ver factura" shows this one."""
    text = text_of(clickable)
    path = _own_path(clickable.href, here)
    told = f"{text} {path} {clickable.html_id} {clickable.css_class}"
    if (
        said.STEP_OF_WIZARD.search(text)
        or said.NOT_THE_INVOICE.search(text)
        or (_ARCHIVE.search(text) and not clickable.download)
        or (said.NOT_THE_INVOICE.search(path) and not result)
    ):
        return None
    xml, pdf = bool(said.XML.search(told)), bool(said.PDF.search(told))
    if said.MAILBOX.search(text) or not (
        xml
        or pdf
        or said.ZIP.search(told)
        or clickable.download
        or _bare_download(text, result=result)
        or (named and said.VIEW.search(text))
    ):
        return None
    told_so = bool(
        said.XML.search(text) or said.PDF.search(text) or said.DOWNLOAD.search(text) or said.ZIP.search(text)
    )
    if not (result or told_so or clickable.download or path.endswith((".xml", ".zip"))):
        return None
    purpose = _download_purpose(xml=xml, pdf=pdf)
    order = {Purpose.DOWNLOAD_XML: 1.0, Purpose.DOWNLOAD: 0.9, Purpose.DOWNLOAD_PDF: 0.8}[purpose]
    return Step(clickable, purpose, may_issue=False, score=order - (0.3 if not clickable.enabled else 0.0))


_ARCHIVE = re.compile(
    r"^(?:historial|mis (?:facturas|cfdi|comprobantes)|facturas (?:emitidas|anteriores|generadas))\b"
)
"""A door to where invoices are kept, whatever else it promises ("Historial · XML y PDF")."""


def _own_path(href: str, here: str) -> str:
    """The address' path without the folders that it shares with the page: those are the portal's own."""
    there, shared = (urlsplit(a).path.lower().split("/")[:-1] for a in (href, here))
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(there, shared, strict=False)))
    return "/".join(urlsplit(href).path.lower().split("/")[common:])


def _bare_download(text: str, *, result: bool) -> bool:
    return result and bool(said.DOWNLOAD.search(text))


def _download_purpose(*, xml: bool, pdf: bool) -> Purpose:
    if xml == pdf:
        return Purpose.DOWNLOAD
    return Purpose.DOWNLOAD_XML if xml else Purpose.DOWNLOAD_PDF


def find_consults(scene: Scene) -> Sequence[Step]:
    steps = []
    for clickable in usable(scene.page.clickables):
        text = text_of(clickable)
        away = clickable.href.lower().split("?")[0].endswith(".pdf") or clickable.href.startswith(LEAVES)
        if (
            away
            or not (said.CONSULT.search(text) or is_closed_tab(clickable))
            or _is_own_lookup(clickable, text, scene)
            or _is_no_consult(text)
        ):
            continue
        steps.append(
            Step(clickable, Purpose.CONSULT, may_issue=False, score=0.7 if clickable.enabled else 0.2)
        )
    return steps


def _is_no_consult(text: str) -> bool:
    other = said.NOT_THE_INVOICE.search(text) and "descarg" not in text
    return "cancel" in text or "refactur" in text or bool(other)


def _is_own_lookup(clickable: Clickable, text: str, scene: Scene) -> bool:
    """ "Consultar" under the ticket's own fields looks the ticket up."""
    if leads_elsewhere(clickable.href, scene.page.url) or is_closed_tab(clickable):
        return False
    return scene.has_form and text in {"consultar", "consulta"} and not clickable.in_navigation


def leads_elsewhere(href: str, here: str) -> bool:
    """The link opens another page than the one it stands on."""
    there = urlsplit(href)
    if there.scheme not in {"http", "https"}:
        return False
    return (there.netloc, there.path) != (urlsplit(here).netloc, urlsplit(here).path)
