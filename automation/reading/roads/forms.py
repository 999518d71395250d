"""The way on from a form: the button that belongs to the fields that were filled."""

from automation.reading.page import Box, Clickable
from automation.reading.roads.buttons import LEAVES, is_menu_link, is_never, may_issue, text_of
from automation.reading.scene import Scene, usable
from automation.reading.sections import is_main_text
from automation.reading.understanding import Purpose, Step
from automation.reading.units import REPLIES
from automation.reading.vocabulary import ways as said


def of_form(scene: Scene) -> list[Step]:
    if any(f.control.kind == REPLIES for f in scene.fields):
        return _replies(scene)
    weigh = _FormWeights(scene)
    steps = []
    for clickable in usable(scene.page.clickables):
        purpose = _form_purpose(clickable, scene)
        if purpose is None:
            continue
        score = weigh(clickable, purpose)
        steps.append(Step(clickable, purpose, may_issue(clickable, purpose, scene), round(score, 3)))
    return steps or _by_enter(scene)


def _by_enter(scene: Scene) -> list[Step]:
    """One box and no button at all: it is sent with the Enter key."""
    boxes = [f.control for f in scene.fields]
    if len(boxes) != 1 or boxes[0].kind not in _SENT_BY_ENTER:
        return []
    box = boxes[0]
    key = Clickable(box.ref, box.tag, text="Enter", kind="enter", form_key=box.form_key, frame_url=box.frame_url,
                    dialog_key=box.dialog_key, box=box.box)  # fmt: skip
    return [Step(key, Purpose.CONTINUE, may_issue(key, Purpose.CONTINUE, scene), 0.5)]


_SENT_BY_ENTER = frozenset({"text", "number", "email", "contenteditable"})


def _replies(scene: Scene) -> list[Step]:
    """The one button that says our value; the others are answers too, but wrong ones."""
    said_by = {f.option.ref: f for f in scene.fields if f.control.kind == REPLIES and f.option is not None}
    found = [c for c in usable(scene.page.clickables) if c.ref in said_by]
    return [Step(c, Purpose.CONTINUE, may_issue(c, Purpose.CONTINUE, scene), 1.0) for c in found[:1]]


def _form_purpose(clickable: Clickable, scene: Scene) -> Purpose | None:
    text = text_of(clickable)
    if is_never(text) or clickable.href.startswith(LEAVES) or clickable.kind == "close":
        return None
    if said.LOOKUP.search(text):
        return Purpose.CONTINUE
    if said.MAILBOX.search(text) and scene.is_mailbox_only:
        return Purpose.OPEN_MAILBOX
    if said.ISSUE.search(text) and not said.LOGIN.search(text):
        return None if is_menu_link(clickable) else Purpose.ISSUE
    return Purpose.CONTINUE if _goes_on(clickable, text, scene) else None


def _goes_on(clickable: Clickable, text: str, scene: Scene) -> bool:
    if said.LOGIN.search(text):
        return bool(said.BARE_DOOR.search(text)) and not scene.pairing.layout.login
    own_submit = clickable.kind in {"submit", "image"} and _same_form(clickable, scene)
    return bool(said.CONTINUE.search(text)) or own_submit


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
        score = (
            self._words(clickable, text, purpose) + self._belonging(clickable) + self._place(clickable.box)
        )
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

    def _words(self, clickable: Clickable, text: str, purpose: Purpose) -> float:
        if said.LOOKUP.search(text):
            return self._lookup(clickable, text)
        if purpose is Purpose.ISSUE:
            return 1.0
        return 0.85 if said.CONTINUE.search(text) else 0.3

    def _lookup(self, clickable: Clickable, text: str) -> float:
        """Looking the ticket up comes first until the portal has accepted it; then it is over. What looks
        the receptor up is pressed while the receptor's fields sleep."""
        scene = self.scene
        if said.OF_RECEIVER.search(text) or self._is_beside_rfc(clickable):
            return (1.4 if scene.is_looked_up else 1.3) if scene.has_inert_receiver else 0.1
        if scene.is_looked_up:
            return 0.1
        return 1.35 if scene.ticket else 0.7

    def _is_beside_rfc(self, clickable: Clickable) -> bool:
        """Right of the RFC's field, in its line."""
        if clickable.box is None:
            return False
        line, left = clickable.box.y + clickable.box.height / 2, clickable.box.x
        boxes = [f.control.box for f in self.scene.fields if f.canonical == "rfc" and f.control.box]
        return any(b.y - 6 <= line <= b.bottom + 6 and left >= b.right - 4 for b in boxes)

    def _belonging(self, clickable: Clickable) -> float:
        score = 0.0
        if clickable.form_key and self.keys - {""}:
            score += 0.45 if clickable.form_key in self.keys else -0.7
        if self.dialogs - {""}:
            score += 0.6 if clickable.dialog_key in self.dialogs else -1.0
        elif clickable.dialog_key:
            score -= 0.8
        return score if clickable.frame_url in self.frames else score - 0.6

    def place(self, clickable: Clickable) -> float:
        """Under the fields rather than above them or in the page's menu."""
        return self._place(clickable.box) - (0.3 if clickable.in_navigation else 0.0)

    def _place(self, box: Box | None) -> float:
        if box is None or self.bottom is None or self.top is None:
            return 0.0
        if box.bottom < self.top - 4:
            return -0.35
        if box.y >= self.bottom - 40:
            return 0.2 - min((box.y - self.bottom) / 4000, 0.2)
        return 0.05


def of_consult_form(scene: Scene) -> list[Step]:
    """A form that only looks an invoice up: its button finds, it issues nothing."""
    keys = {f.control.form_key for f in scene.fields}
    weigh = _FormWeights(scene)
    steps = []
    for clickable in usable(scene.page.clickables):
        text = text_of(clickable)
        own = clickable.form_key in keys and clickable.kind in {"submit", "button", "image"}
        finds = said.LOOKUP.search(text) or said.CONSULT.search(text) or said.CONTINUE.search(text)
        if (own or finds) and not is_never(text) and not said.ISSUE.search(text):
            score = 0.6 + 0.3 * own + 0.2 * bool(finds) + weigh.place(clickable)
            steps.append(Step(clickable, Purpose.CONSULT, may_issue=False, score=score))
    return steps
