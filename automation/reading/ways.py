"""Which clickable goes on, and whether clicking it may issue the invoice. In doubt it may."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from automation.reading import words
from automation.reading.page import Box, Clickable
from automation.reading.scene import TELLING, Scene, usable
from automation.reading.sections import is_main_text
from automation.reading.understanding import Meaning, Purpose, Step
from automation.reading.vocabulary import ways as said

_MIN_SCORE = 0.25
_LEAVES = ("mailto:", "tel:", "whatsapp:", "javascript:window.print")


@dataclass(frozen=True, slots=True)
class Roads:
    next: Step | None = None
    alternatives: tuple[Step, ...] = ()
    dismiss: tuple[Step, ...] = ()
    downloads: tuple[Step, ...] = ()
    consult: tuple[Step, ...] = ()


def find_ways(scene: Scene) -> Roads:
    """Every road that the page offers, sorted by purpose; `next` is the best way on."""
    downloads = find_downloads(scene)
    taken = {s.clickable.ref for s in downloads}
    looks_up = bool(scene.fields) and not scene.has_form  # this page is the consult form itself
    consult = () if looks_up else tuple(s for s in _consult(scene) if s.clickable.ref not in taken)
    dismiss = find_dismissals(scene)
    taken |= {s.clickable.ref for s in consult} | {s.clickable.ref for s in dismiss}
    onward = [s for s in _onward(scene) if s.clickable.ref not in taken and s.score >= _MIN_SCORE]
    onward.sort(key=lambda s: -s.score)
    best = onward[0] if onward else None
    return Roads(best, tuple(onward[1:]), dismiss, downloads, consult)


def text_of(clickable: Clickable) -> str:
    return words.fold(clickable.text)


# --- onward -----------------------------------------------------------------------------------------


def _onward(scene: Scene) -> list[Step]:
    if scene.question is not None:
        return _answers(scene)
    if scene.has_form:
        return _of_form(scene)
    if scene.fields:
        return _of_consult_form(scene)
    return _of_page(scene)


def _answers(scene: Scene) -> list[Step]:
    """The yes of a question; its no is never offered."""
    key = scene.modal.key if scene.modal else ""
    steps = []
    for clickable in usable(scene.page.clickables):
        text = text_of(clickable)
        inside = clickable.dialog_key == key if key else not clickable.in_navigation
        if not inside or said.REFUSE.search(text) or said.NEVER.search(text):
            continue
        score = (
            1.0
            if said.ACCEPT.search(text)
            else 0.6
            if said.ISSUE.search(text) or said.CONTINUE.search(text)
            else 0.0
        )
        if score:
            steps.append(
                Step(
                    clickable,
                    Purpose.CONFIRM,
                    _confirmation_may_issue(scene),
                    score + 0.1 * clickable.enabled,
                )
            )
    return steps


def _confirmation_may_issue(scene: Scene) -> bool:
    """Only a question about the shop, asked while the receptor's fields are still empty, surely does not."""
    text = words.fold(scene.question.text) if scene.question else ""
    asks_shop = bool(said.ONLY_SHOP.search(text)) and not said.CONFIRMING.search(said.ONLY_SHOP.sub("", text))
    untouched = not scene.shows_receiver and not any(
        f.satisfied and f.canonical in TELLING for f in scene.fields
    )
    return not (asks_shop and untouched)


def _of_form(scene: Scene) -> list[Step]:
    weigh = _FormWeights(scene)
    steps = []
    for clickable in usable(scene.page.clickables):
        purpose = _form_purpose(clickable, scene)
        if purpose is None:
            continue
        score = weigh(clickable, purpose)
        steps.append(Step(clickable, purpose, may_issue(clickable, purpose, scene), round(score, 3)))
    return steps


def _form_purpose(clickable: Clickable, scene: Scene) -> Purpose | None:
    text = text_of(clickable)
    if said.NEVER.search(text) or clickable.href.startswith(_LEAVES) or clickable.kind == "close":
        return None
    if said.LOOKUP.search(text):
        return Purpose.CONTINUE
    if said.MAILBOX.search(text) and scene.is_mailbox_only:
        return Purpose.OPEN_MAILBOX
    if said.LOGIN.search(text):
        return None
    if said.ISSUE.search(text):
        return None if _is_menu_link(clickable) else Purpose.ISSUE
    if said.CONTINUE.search(text):
        return Purpose.CONTINUE
    own_submit = clickable.kind == "submit" and _same_form(clickable, scene)
    return Purpose.CONTINUE if own_submit else None


def _is_menu_link(clickable: Clickable) -> bool:
    """ "Facturar sus códigos" in the menu above a form leads elsewhere (or to where we are)."""
    return (
        clickable.in_navigation and (bool(clickable.href) or clickable.kind in {"link", "tab"})
    ) or clickable.kind == "tab"


def _same_form(clickable: Clickable, scene: Scene) -> bool:
    keys = {f.control.form_key for f in scene.fields if f.control.form_key}
    return bool(clickable.form_key) and clickable.form_key in keys


class _FormWeights:
    """How well a button fits the form that was filled: words, belonging, place."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.keys = {f.control.form_key for f in scene.fields}
        self.dialogs = {f.control.dialog_key for f in scene.fields}
        self.frames = {f.control.frame_url for f in scene.fields}
        boxes = [f.control.box for f in scene.fields if f.control.box is not None]
        self.bottom = max((b.bottom for b in boxes), default=None)
        self.top = min((b.y for b in boxes), default=None)

    def __call__(self, clickable: Clickable, purpose: Purpose) -> float:
        text = text_of(clickable)
        score = self._words(text, purpose) + self._belonging(clickable) + self._place(clickable.box)
        score -= 0.6 if clickable.in_navigation else 0.0
        score -= 0.45 if not clickable.enabled else 0.0
        score += 0.1 if clickable.kind in {"submit", "button"} else 0.0
        score -= (
            0.5
            if clickable.kind == "link"
            and clickable.href
            and "#" not in clickable.href
            and "javascript" not in clickable.href
            else 0.0
        )
        return score if is_main_text(clickable.text) or purpose is Purpose.ISSUE else score - 0.8

    def _words(self, text: str, purpose: Purpose) -> float:
        if said.LOOKUP.search(text):
            return self._lookup(text)
        if purpose is Purpose.ISSUE:
            return 1.0
        return 0.85 if said.CONTINUE.search(text) else 0.3

    def _lookup(self, text: str) -> float:
        """Looking the ticket up comes first until the portal has accepted it; then it is over."""
        scene = self.scene
        names_it = bool(said.NEUTRAL_LOOKUP.search(text))
        if scene.is_looked_up and not scene.has_inert_receiver:
            return 0.1
        pending = bool(scene.ticket) or scene.has_inert_receiver
        return 1.35 if pending and (names_it or scene.ticket) else 0.7

    def _belonging(self, clickable: Clickable) -> float:
        score = 0.0
        if clickable.form_key and self.keys - {""}:
            score += 0.45 if clickable.form_key in self.keys else -0.7
        if self.dialogs - {""}:
            score += 0.6 if clickable.dialog_key in self.dialogs else -1.0
        elif clickable.dialog_key:
            score -= 0.8
        return score if clickable.frame_url in self.frames else score - 0.6

    def _place(self, box: Box | None) -> float:
        if box is None or self.bottom is None or self.top is None:
            return 0.0
        if box.bottom < self.top - 4:
            return -0.35
        if box.y >= self.bottom - 40:
            return 0.2 - min((box.y - self.bottom) / 4000, 0.2)
        return 0.05


def _of_consult_form(scene: Scene) -> list[Step]:
    """A form that only looks an invoice up: its button finds, it issues nothing."""
    keys = {f.control.form_key for f in scene.fields}
    steps = []
    for clickable in usable(scene.page.clickables):
        text = text_of(clickable)
        own = clickable.form_key in keys and clickable.kind in {"submit", "button", "image"}
        finds = said.LOOKUP.search(text) or said.CONSULT.search(text) or said.CONTINUE.search(text)
        if (own or finds) and not said.NEVER.search(text) and not said.ISSUE.search(text):
            steps.append(
                Step(clickable, Purpose.CONSULT, may_issue=False, score=0.6 + 0.3 * own + 0.2 * bool(finds))
            )
    return steps


# --- pages without a form ---------------------------------------------------------------------------


def _of_page(scene: Scene) -> list[Step]:
    """Landing pages, menus, reviews, results: what leads to the form, or on from a review."""
    review = looks_like_review(scene)
    steps = [_page_step(c, scene, review=review) for c in usable(scene.page.clickables)]
    return [s for s in steps if s is not None]


def _page_step(clickable: Clickable, scene: Scene, *, review: bool) -> Step | None:
    text = text_of(clickable)
    if _leads_away(clickable, text, scene):
        return None
    if said.LOGIN.search(text) and not said.START[0][0].search(text):
        return Step(
            clickable, Purpose.LOGIN, may_issue=False, score=0.3 + 0.3 * _in_login_form(clickable, scene)
        )
    if review:
        return _review_step(clickable, text)
    return _start_step(clickable, text, scene)


def _in_login_form(clickable: Clickable, scene: Scene) -> bool:
    forms = {scene.pairing.units[i].lead.form_key for i in scene.pairing.layout.login} - {""}
    return clickable.form_key in forms and clickable.kind in {"button", "submit", "image"}


def _leads_away(clickable: Clickable, text: str, scene: Scene) -> bool:
    href = clickable.href.lower()
    if said.NEVER.search(text) or href.startswith(_LEAVES) or clickable.kind == "close":
        return True
    if href.split("?")[0].endswith((".pdf", ".doc", ".docx", ".mp4", ".jpg", ".png", ".xls", ".xlsx")):
        return True
    if clickable.download or said.CONSULT.search(text) or said.MAILBOX.search(text):
        return True
    if scene.modal is not None and clickable.dialog_key != scene.modal.key:
        return False
    return bool(clickable.dialog_key) and bool(said.CLOSE.search(text)) and not said.ISSUE.search(text)


def _review_step(clickable: Clickable, text: str) -> Step | None:
    if clickable.in_navigation:
        return None
    bonus = (0.1 if clickable.kind in {"submit", "button"} else 0.0) + (0.1 if clickable.enabled else 0.0)
    if said.ISSUE.search(text):
        return Step(clickable, Purpose.ISSUE, may_issue=True, score=1.0 + bonus)
    if said.ACCEPT.search(text) or said.CONTINUE.search(text):
        return Step(clickable, Purpose.CONFIRM, may_issue=True, score=0.8 + bonus)
    return None


def _start_step(clickable: Clickable, text: str, scene: Scene) -> Step | None:
    score = start_score(clickable, text, scene)
    if score < _MIN_SCORE:
        return None
    navigates = bool(clickable.href) and not clickable.href.lower().startswith("javascript:")
    holds = scene.shows_receiver or scene.is_looked_up
    issues = bool(said.ISSUE.search(text)) and holds and not (navigates and clickable.in_navigation)
    purpose = (
        Purpose.ISSUE
        if issues
        else Purpose.START
        if score >= 0.5 or not said.CONTINUE.search(text)
        else Purpose.CONTINUE
    )
    return Step(clickable, purpose, issues, round(score, 3))


def start_score(clickable: Clickable, text: str, scene: Scene) -> float:
    """How likely a link or button of a landing page leads to the form."""
    hits = [weight for expression, weight in said.START if expression.search(text)]
    score = max(hits, default=0.0) + (0.25 if len(hits) > 1 and said.START[0][0].search(text) else 0.0)
    href = urlsplit(clickable.href)
    host = urlsplit(scene.page.url).hostname or ""
    if (
        said.START_HREF.search(f"{href.path}{href.fragment}{href.query}")
        and clickable.href.split("#")[0] != scene.page.url.split("#")[0]
    ):
        score += 0.2
    if href.hostname and host and href.hostname != host:
        score -= 0.15 if _same_site(href.hostname, host) else 0.3
    score -= 0.05 if clickable.in_navigation else 0.0
    score += 0.1 if clickable.kind in {"button", "submit"} else 0.0
    score -= 0.2 if not clickable.enabled else 0.0
    return score if hits or (score >= 0.2 and clickable.text) else 0.0


def _same_site(one: str, other: str) -> bool:
    return one.split(".")[-2:] == other.split(".")[-2:] or one.split(".")[-3:] == other.split(".")[-3:]


def looks_like_review(scene: Scene) -> bool:
    """No field to fill, our receptor's RFC in plain text, and something to confirm it with."""
    if (
        scene.has_form
        or not scene.shows_receiver
        or scene.says(Meaning.ISSUED, Meaning.EMAILED, Meaning.ALREADY_INVOICED)
    ):
        return False
    texts = [text_of(c) for c in usable(scene.page.clickables) if not c.in_navigation]
    return any(
        said.ISSUE.search(t) or said.ACCEPT.search(t) or said.CONTINUE.search(t)
        for t in texts
        if not said.NEVER.search(t)
    )


# --- does it issue? ---------------------------------------------------------------------------------


def may_issue(clickable: Clickable, purpose: Purpose, scene: Scene) -> bool:
    """By its words (facturar, generar, emitir …) or by its place (the receptor's data stand here)."""
    text = text_of(clickable)
    if purpose is Purpose.ISSUE:
        return True
    if purpose not in {Purpose.CONTINUE, Purpose.CONFIRM}:
        return False
    telling = bool(scene.receiver & TELLING) or scene.shows_receiver
    if said.LOOKUP.search(text):
        return telling and not said.NEUTRAL_LOOKUP.search(text) and not _has_better(clickable, scene)
    if said.WEIGHTY.search(text) and "ticket" not in text:
        return telling or bool(scene.receiver)
    return telling and not said.LATER_REVIEW.search(scene.folded)


def _has_better(clickable: Clickable, scene: Scene) -> bool:
    """Another button of the page issues by its words: this one only looks up."""
    others = (c for c in usable(scene.page.clickables) if c.ref != clickable.ref and not _is_menu_link(c))
    return any(
        said.ISSUE.search(t) or said.CONTINUE.search(t)
        for t in map(text_of, others)
        if not said.NEVER.search(t)
    )


# --- aside: dismiss, download, consult --------------------------------------------------------------


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
    result = bool(page_shows_result(scene))
    steps = [s for s in (_download(c, result=result) for c in usable(scene.page.clickables)) if s is not None]
    return tuple(sorted(steps, key=lambda s: -s.score))


def page_shows_result(scene: Scene) -> bool:
    return (
        scene.says(Meaning.ISSUED, Meaning.EMAILED, Meaning.ALREADY_INVOICED)
        or "folio fiscal" in scene.folded
        or "uuid" in scene.folded
    )


def _download(clickable: Clickable, *, result: bool) -> Step | None:
    text = text_of(clickable)
    path = urlsplit(clickable.href).path.lower()
    told = f"{text} {path} {clickable.html_id} {clickable.css_class}"
    if said.NOT_THE_INVOICE.search(text) or (said.NOT_THE_INVOICE.search(path) and not result):
        return None
    xml, pdf = bool(said.XML.search(told)), bool(said.PDF.search(told))
    if said.MAILBOX.search(text) or not (
        xml or pdf or said.ZIP.search(told) or clickable.download or _bare_download(text, result=result)
    ):
        return None
    named = bool(
        said.XML.search(text) or said.PDF.search(text) or said.DOWNLOAD.search(text) or said.ZIP.search(text)
    )
    if not (result or named or clickable.download or path.endswith((".xml", ".zip"))):
        return None
    purpose = _download_purpose(xml=xml, pdf=pdf)
    order = {Purpose.DOWNLOAD_XML: 1.0, Purpose.DOWNLOAD: 0.9, Purpose.DOWNLOAD_PDF: 0.8}[purpose]
    return Step(clickable, purpose, may_issue=False, score=order - (0.3 if not clickable.enabled else 0.0))


def _bare_download(text: str, *, result: bool) -> bool:
    return result and bool(said.DOWNLOAD.search(text))


def _download_purpose(*, xml: bool, pdf: bool) -> Purpose:
    if xml == pdf:
        return Purpose.DOWNLOAD
    return Purpose.DOWNLOAD_XML if xml else Purpose.DOWNLOAD_PDF


def _consult(scene: Scene) -> Sequence[Step]:
    steps = []
    for clickable in usable(scene.page.clickables):
        text = text_of(clickable)
        away = clickable.href.lower().split("?")[0].endswith(".pdf") or clickable.href.startswith(_LEAVES)
        if (
            away
            or not said.CONSULT.search(text)
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
    return scene.has_form and text in {"consultar", "consulta"} and not clickable.in_navigation
