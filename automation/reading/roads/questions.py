"""The yes of a question: "¿Están correctos todos sus datos?"."""

from automation.reading import words
from automation.reading.roads.buttons import is_never, text_of
from automation.reading.scene import TELLING, Scene, usable
from automation.reading.understanding import Purpose, Step
from automation.reading.vocabulary import ways as said


def answers(scene: Scene) -> list[Step]:
    """The yes of a question; its no is never offered."""
    key = scene.modal.key if scene.modal else ""
    steps = []
    for clickable in usable(scene.page.clickables):
        text = text_of(clickable)
        inside = clickable.dialog_key == key if key else not clickable.in_navigation
        if not inside or said.REFUSE.search(text) or is_never(text):
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
