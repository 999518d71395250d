"""Which clickables of a page are worth a click, and for what."""

from dataclasses import dataclass

from automation.reading.roads.aside import find_consults, find_dismissals, find_downloads
from automation.reading.roads.forms import of_consult_form, of_form
from automation.reading.roads.landing import MIN_SCORE, of_page
from automation.reading.roads.questions import answers
from automation.reading.scene import Scene
from automation.reading.understanding import Step


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
    consult = () if looks_up else tuple(s for s in find_consults(scene) if s.clickable.ref not in taken)
    dismiss = find_dismissals(scene)
    taken |= {s.clickable.ref for s in consult} | {s.clickable.ref for s in dismiss}
    onward = [s for s in _onward(scene) if s.clickable.ref not in taken and s.score >= MIN_SCORE]
    onward.sort(key=lambda s: -s.score)
    best = onward[0] if onward else None
    return Roads(best, tuple(onward[1:]), dismiss, downloads, consult)


def _onward(scene: Scene) -> list[Step]:
    if scene.question is not None:
        return answers(scene)
    if scene.has_form:
        return of_form(scene)
    if scene.fields:
        return of_consult_form(scene)
    return of_page(scene)
