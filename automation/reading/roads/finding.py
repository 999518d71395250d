"""Which clickables of a page are worth a click, and for what."""

from dataclasses import dataclass, replace

from automation.reading.roads.aside import find_consults, find_dismissals, find_downloads
from automation.reading.roads.forms import of_consult_form, of_form
from automation.reading.roads.landing import MIN_SCORE, of_page
from automation.reading.roads.questions import answers
from automation.reading.roads.sections import closed_sections
from automation.reading.scene import Scene
from automation.reading.understanding import Purpose, Step

CLEAR_START = 0.5
"""Below it a link beside a form is not surely the way to the invoice."""


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


def _doors(scene: Scene) -> list[Step]:
    """What leads from a form that only looks invoices up to the one that makes them."""
    steps = [s for s in of_page(scene) if s.purpose is Purpose.START and not s.clickable.current]
    return [replace(s, score=s.score + 1.0) for s in steps if s.score >= CLEAR_START]


def _onward(scene: Scene) -> list[Step]:
    if scene.question is not None:
        return answers(scene)
    if scene.has_form:
        return _with_sections(scene, of_form(scene))
    if scene.fields:
        return [*of_consult_form(scene), *_doors(scene)]
    return _with_sections(scene, of_page(scene))


def _with_sections(scene: Scene, steps: list[Step]) -> list[Step]:
    known = {s.clickable.ref for s in steps if s.score >= MIN_SCORE}
    return [*steps, *(s for s in closed_sections(scene) if s.clickable.ref not in known)]
