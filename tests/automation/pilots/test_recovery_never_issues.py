"""Whatever a portal shows, recovery presses nothing that may issue, and a drive issues once at most."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.pilots.form import FormPilot
from automation.reading.understanding import Meaning, PageKind, Purpose, Step
from tests.automation.pilots.scripted import (
    FULL,
    NOW,
    REQUEST,
    FakeDesk,
    ListJournal,
    Scene,
    ScriptedPortal,
    message,
    step,
)

SCENES = ("a", "b", "c", "form")
TEXTS = ("Facturar", "Siguiente", "Buscar", "Aceptar", "Generar factura", "Consultar", "Timbrar", "Sí")


@st.composite
def portals(draw: st.DrawFn) -> ScriptedPortal:
    nodes = iter(range(100, 400))
    arrows: dict[int, Any] = {}

    def a_step() -> Step:
        node = next(nodes)
        arrows[node] = draw(st.sampled_from(SCENES))
        return step(
            node, draw(st.sampled_from(TEXTS)), draw(st.sampled_from(Purpose)), may_issue=draw(st.booleans())
        )

    def a_scene() -> Scene:
        meanings = draw(st.lists(st.sampled_from(Meaning), max_size=1))
        return Scene(
            draw(st.sampled_from(PageKind)),
            draw(st.sampled_from([(), FULL, FULL[:5], FULL[5:]])),
            a_step() if draw(st.booleans()) else None,
            meaning={
                "alternatives": tuple(a_step() for _ in range(draw(st.integers(0, 2)))),
                "dismiss": tuple(a_step() for _ in range(draw(st.integers(0, 1)))),
                "consult": tuple(a_step() for _ in range(draw(st.integers(0, 1)))),
                "messages": tuple(message(f"texto {m}", m) for m in meanings),
            },
        )

    return ScriptedPortal({name: a_scene() for name in SCENES}, arrows)


def steps_of(portal: ScriptedPortal) -> dict[int, Step]:
    found: dict[int, Step] = {}
    for scene in portal.scenes.values():
        every = (scene.next, *(s for k in ("alternatives", "dismiss", "consult") for s in scene.meaning[k]))
        found |= {s.clickable.ref.backend_node_id: s for s in every if s is not None}
    return found


def clicked(events: list[tuple[str, str]]) -> list[int]:
    return [int(what) for kind, what in events if kind == "click"]


MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(portals())
async def test_recovery_presses_nothing_that_may_issue(portal: ScriptedPortal) -> None:
    pilot = FormPilot(NOW, read=portal.read, understand=portal.understand)
    desk = FakeDesk(portal, submitted=True, seconds=60)
    await pilot.drive(portal, REQUEST, desk=desk, journal=ListJournal())
    steps = steps_of(portal)
    pressed = [steps[node] for node in clicked(portal.events)]
    assert not [s for s in pressed if s.may_issue or s.purpose in (Purpose.ISSUE, Purpose.CONFIRM)]


@MANY
@given(portals(), st.booleans())
async def test_a_drive_commits_before_what_may_issue_and_presses_nothing_of_it_twice(
    portal: ScriptedPortal, somebody_was_here: bool
) -> None:
    portal.at = "form" if somebody_was_here else ""
    pilot = FormPilot(NOW, read=portal.read, understand=portal.understand)
    await pilot.drive(portal, REQUEST, desk=FakeDesk(portal, seconds=60), journal=ListJournal())
    steps, committed = steps_of(portal), False
    pressed: set[str] = set()
    for kind, what in portal.events:
        if kind in ("commit", "take back"):
            committed = kind == "commit"
            pressed.clear()
        elif kind == "click" and (somebody_was_here or committed) and steps[int(what)].may_issue:
            assert committed
            assert what not in pressed
            pressed.add(what)
