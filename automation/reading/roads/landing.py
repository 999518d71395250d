"""The way on where there is no form: landing pages, menus, reviews."""

from urllib.parse import urlsplit

from automation.reading.page import Clickable
from automation.reading.roads.buttons import LEAVES, is_never, text_of
from automation.reading.scene import Scene, usable
from automation.reading.understanding import Meaning, Purpose, Step
from automation.reading.vocabulary import ways as said

MIN_SCORE = 0.25
"""Below it a link is no way on."""
LAST_STEP = 0.35
"""Of "Finalizar" on a page without a form that something led to."""


def of_page(scene: Scene) -> list[Step]:
    """Landing pages, menus, reviews, results: what leads to the form, or on from a review."""
    review = looks_like_review(scene)
    steps = [_page_step(c, scene, review=review) for c in usable(scene.page.clickables)]
    return [s for s in steps if s is not None]


def _page_step(clickable: Clickable, scene: Scene, *, review: bool) -> Step | None:
    text = text_of(clickable)
    if _leads_away(clickable, text, scene):
        return None
    if _is_login_door(text, scene):
        return Step(
            clickable, Purpose.LOGIN, may_issue=False, score=0.3 + 0.3 * _in_login_form(clickable, scene)
        )
    if review:
        return _review_step(clickable, text)
    return _start_step(clickable, text, scene)


def _is_login_door(text: str, scene: Scene) -> bool:
    if not said.LOGIN.search(text) or said.START[0][0].search(text):
        return False
    return bool(scene.pairing.layout.login) or not said.BARE_DOOR.search(text)


def _in_login_form(clickable: Clickable, scene: Scene) -> bool:
    forms = {scene.pairing.units[i].lead.form_key for i in scene.pairing.layout.login} - {""}
    return clickable.form_key in forms and clickable.kind in {"button", "submit", "image"}


def _leads_away(clickable: Clickable, text: str, scene: Scene) -> bool:
    href = clickable.href.lower()
    if is_never(text) or href.startswith(LEAVES) or clickable.kind == "close":
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
    if score < MIN_SCORE:
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
    if not hits and not scene.is_first and not clickable.in_navigation and said.WEIGHTY.search(text):
        hits = [LAST_STEP]
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
        if not is_never(t)
    )
