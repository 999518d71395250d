"""Promise 1: the intent is committed before the click, once, and nothing is submitted twice."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from automation.browser.base import Settled
from automation.pilots.base import RunStopped
from automation.reading.understanding import Meaning, PageKind, Purpose
from invoicing.states import FailureType, PilotName
from tests.automation.pilots.conftest import Run
from tests.automation.pilots.scripted import (
    FULL,
    PDF,
    XML,
    FakeDesk,
    Scene,
    ScriptedPortal,
    button,
    downloads,
    full_form,
    message,
    step,
)


def give(*contents: bytes) -> Callable[[ScriptedPortal], None]:
    def hand(portal: ScriptedPortal) -> None:
        portal.hand_over(*contents)

    return hand


def result() -> Scene:
    return Scene(PageKind.RESULT, meaning=downloads())


ONE_PAGE = {"form": full_form(), "result": result()}
FILES = {60: give(XML), 61: give(PDF)}


async def test_a_form_is_filled_committed_clicked_and_its_files_are_received(run: Run) -> None:
    portal = ScriptedPortal(ONE_PAGE, {50: "result", **FILES})
    outcome = await run(portal)
    assert [d.content for d in outcome.documents] == [XML, PDF]
    assert outcome.failure is None
    assert outcome.issued_by is PilotName.FORM
    assert portal.held[1] == "EKU9003173C9"
    assert portal.events.index(("commit", "Facturar")) + 1 == portal.events.index(("click", "50"))


async def test_nothing_is_typed_or_clicked_between_the_commit_and_the_click(run: Run) -> None:
    portal = ScriptedPortal(ONE_PAGE, {50: "result", **FILES})
    await run(portal)
    after = portal.events[portal.events.index(("commit", "Facturar")) + 1 :]
    assert after[0] == ("click", "50")


@pytest.mark.parametrize("lost", ["502 POST /facturar", "net::ERR_CONNECTION_RESET POST /facturar"])
async def test_a_lost_answer_is_never_answered_by_a_second_click(run: Run, lost: str) -> None:
    def drop(portal: ScriptedPortal) -> str:
        portal.failed = (lost,)
        return "form"

    portal = ScriptedPortal(ONE_PAGE, {50: drop, **FILES})
    desk = FakeDesk(portal)
    outcome = await run(portal, desk=desk)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNCERTAIN_SUBMISSION
    assert portal.clicks(50) == 1
    assert desk.submitted


async def test_after_a_lost_answer_the_invoice_is_fetched_by_the_consult_road(run: Run) -> None:
    def drop(portal: ScriptedPortal) -> str:
        portal.failed = ("502 POST /facturar",)
        return "broken"

    consult = step(70, "Consultar factura", Purpose.CONSULT)
    look_up = step(71, "Buscar", Purpose.CONTINUE)
    portal = ScriptedPortal(
        {
            "form": full_form(meaning={"consult": (consult,)}),
            "broken": Scene(PageKind.ERROR),
            "consult": Scene(PageKind.TICKET_FORM, ((80, "Folio", "folio", "A-778812"),), look_up),
            "result": result(),
        },
        {50: drop, 70: "consult", 71: "result", **FILES},
    )
    outcome = await run(portal)
    assert outcome.failure is None
    assert outcome.recovered
    assert XML in [d.content for d in outcome.documents]
    assert portal.clicks(50) == 1


async def test_a_run_that_starts_past_the_point_only_recovers(run: Run) -> None:
    portal = ScriptedPortal(ONE_PAGE, {50: "result", **FILES})
    outcome = await run(portal, desk=FakeDesk(portal, submitted=True))
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNCERTAIN_SUBMISSION
    assert portal.clicks(50) == 0


async def test_a_silent_reset_of_the_form_is_not_submitted_again(run: Run) -> None:
    def reset(portal: ScriptedPortal) -> str:
        portal.held.clear()
        return "form"

    portal = ScriptedPortal(ONE_PAGE, {50: reset, **FILES})
    desk = FakeDesk(portal)
    outcome = await run(portal, desk=desk)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNCERTAIN_SUBMISSION
    assert portal.clicks(50) == 1
    assert desk.submitted


async def test_a_static_text_that_sounds_like_a_refusal_takes_nothing_back(run: Run) -> None:
    hint = {"messages": (message("Los campos marcados con * son obligatorios.", Meaning.VALIDATION),)}
    portal = ScriptedPortal({"form": full_form(meaning=hint)}, {50: "form"})
    desk = FakeDesk(portal)
    outcome = await run(portal, desk=desk)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNCERTAIN_SUBMISSION
    assert desk.submitted


async def test_a_new_validation_message_on_the_same_form_takes_the_point_back(run: Run) -> None:
    refusal = {"messages": (message("El RFC no es válido", Meaning.VALIDATION),)}
    refused = full_form(meaning=refusal, look={1: {"invalid": True}})
    portal = ScriptedPortal({"form": full_form(), "refused": refused}, {50: "refused"})
    desk = FakeDesk(portal)
    outcome = await run(portal, desk=desk)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.RECEIVER_REJECTED
    assert not desk.submitted
    assert portal.clicks(50) == 1


async def test_fields_that_a_validation_wiped_are_filled_and_sent_once_more(run: Run) -> None:
    def first_wipes(portal: ScriptedPortal) -> str:
        if portal.clicks(50) > 1:
            return "result"
        portal.held.pop(3)
        return "refused"

    refusal = {"messages": (message("Complete los campos", Meaning.VALIDATION),)}
    scenes = {**ONE_PAGE, "refused": full_form(meaning=refusal)}
    portal = ScriptedPortal(scenes, {50: first_wipes, **FILES})
    outcome = await run(portal)
    assert outcome.failure is None
    assert [e[0] for e in portal.events if e[0] in ("commit", "take back")] == [
        "commit",
        "take back",
        "commit",
    ]


async def test_a_form_that_is_always_refused_is_sent_a_bounded_number_of_times(run: Run) -> None:
    def wipe(portal: ScriptedPortal) -> str:
        portal.held.pop(3)
        return "refused" if portal.at == "form" else "form2"

    refusal = {"messages": (message("Complete los campos", Meaning.VALIDATION),)}
    other = {"messages": (message("Complete otra vez", Meaning.VALIDATION),)}
    scenes = {"form": full_form(), "refused": full_form(meaning=refusal), "form2": full_form(meaning=other)}
    portal = ScriptedPortal(scenes, {50: wipe})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert portal.clicks(50) == 2


@pytest.mark.parametrize(
    ("meaning", "failure"),
    [
        (Meaning.NOT_FOUND, FailureType.TICKET_NOT_FOUND),
        (Meaning.NOT_READY, FailureType.TICKET_NOT_READY),
        (Meaning.EXPIRED, FailureType.DEADLINE_EXPIRED),
        (Meaning.RECEIVER_REJECTED, FailureType.RECEIVER_REJECTED),
    ],
)
async def test_a_verdict_on_the_form_that_was_sent_ends_with_nothing_submitted(
    run: Run, meaning: Meaning, failure: FailureType
) -> None:
    said = full_form(meaning={"messages": (message("Palabras del portal", meaning, failure),)})
    portal = ScriptedPortal({"form": full_form(), "said": said}, {50: "said"})
    desk = FakeDesk(portal)
    outcome = await run(portal, desk=desk)
    assert outcome.failure is not None
    assert outcome.failure.type is failure
    assert "Palabras del portal" in outcome.failure.reason
    assert not desk.submitted


async def test_the_same_verdict_on_another_page_does_not_take_the_point_back(run: Run) -> None:
    said = Scene(PageKind.ERROR, meaning={"messages": (message("Folio no encontrado", Meaning.NOT_FOUND),)})
    portal = ScriptedPortal({"form": full_form(), "said": said}, {50: "said"})
    desk = FakeDesk(portal)
    outcome = await run(portal, desk=desk)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.TICKET_NOT_FOUND
    assert desk.submitted


async def test_already_invoiced_after_the_click_is_fetched_where_the_portal_lets_one(run: Run) -> None:
    said = full_form(
        meaning={"messages": (message("Ya fue facturado", Meaning.ALREADY_INVOICED),), **downloads()}
    )
    portal = ScriptedPortal({"form": full_form(), "said": said}, {50: "said", **FILES})
    outcome = await run(portal)
    assert outcome.failure is None
    assert outcome.recovered
    assert portal.clicks(50) == 1


async def test_a_confirmation_dialog_belongs_to_the_same_intent(run: Run) -> None:
    yes = step(51, "Sí, facturar", Purpose.CONFIRM)
    scenes = {**ONE_PAGE, "sure": Scene(PageKind.REVIEW, next=yes, text="¿Estás seguro?")}
    portal = ScriptedPortal(scenes, {50: "sure", 51: "result", **FILES})
    outcome = await run(portal)
    assert outcome.failure is None
    assert [e for e in portal.events if e[0] == "commit"] == [("commit", "Facturar")]
    assert (portal.clicks(50), portal.clicks(51)) == (1, 1)


async def test_a_confirmation_that_comes_back_is_not_pressed_again(run: Run) -> None:
    yes = step(51, "Sí, facturar", Purpose.CONFIRM)
    scenes = {**ONE_PAGE, "sure": Scene(PageKind.REVIEW, next=yes, text="¿Estás seguro?")}
    portal = ScriptedPortal(scenes, {50: "sure", 51: "sure", **FILES})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNCERTAIN_SUBMISSION
    assert portal.clicks(51) == 1


async def test_a_notice_of_the_same_component_is_dismissed_and_the_question_then_confirmed(run: Run) -> None:
    ok = step(52, "Aceptar", Purpose.DISMISS)
    yes = step(51, "Aceptar", Purpose.CONFIRM)
    scenes = {
        **ONE_PAGE,
        "added": Scene(PageKind.NOTICE, meaning={"dismiss": (ok,)}, text="Boleto añadido"),
        "sure": Scene(PageKind.REVIEW, next=yes, text="¿Desea facturar?"),
    }
    add = step(53, "Agregar", Purpose.CONTINUE)
    scenes["ticket"] = Scene(PageKind.TICKET_FORM, FULL[5:], add)
    portal = ScriptedPortal(
        scenes, {53: "added", 52: "form", 50: "sure", 51: "result", **FILES}, start="ticket"
    )
    outcome = await run(portal)
    assert outcome.failure is None
    assert portal.clicks(51) == 1


async def test_the_ticket_page_cannot_issue_before_the_portal_knows_the_receptor(run: Run) -> None:
    ticket = Scene(PageKind.TICKET_FORM, FULL[5:], step(53, "Facturar", Purpose.ISSUE))
    scenes = {**ONE_PAGE, "ticket": ticket, "form": full_form(kind=PageKind.RECEIVER_FORM, fields=FULL[:5])}
    portal = ScriptedPortal(scenes, {53: "form", 50: "result", **FILES}, start="ticket")
    outcome = await run(portal)
    assert outcome.failure is None
    events = [e for e in portal.events if e[0] in ("commit", "click")]
    assert events[:3] == [("click", "53"), ("commit", "Facturar"), ("click", "50")]


async def test_on_a_page_that_somebody_else_left_a_doubtful_click_is_committed(run: Run) -> None:
    ticket = Scene(PageKind.TICKET_FORM, FULL[5:], step(53, "Facturar", Purpose.ISSUE))
    scenes = {**ONE_PAGE, "ticket": ticket, "form": full_form(kind=PageKind.RECEIVER_FORM, fields=FULL[:5])}
    portal = ScriptedPortal(scenes, {53: "form", 50: "result", **FILES})
    portal.at = "ticket"
    outcome = await run(portal)
    assert outcome.failure is None
    events = [e for e in portal.events if e[0] in ("commit", "click")]
    assert events[:3] == [("commit", "Facturar"), ("click", "53"), ("click", "50")]


async def test_a_form_that_asks_nothing_new_after_an_issuing_click_is_left_alone(run: Run) -> None:
    """A portal that issues silently and shows its first form again must not be served twice."""
    ticket = Scene(PageKind.TICKET_FORM, FULL[5:], step(53, "Facturar", Purpose.ISSUE))
    receiver = full_form(kind=PageKind.RECEIVER_FORM, fields=FULL[:5])

    def reset(portal: ScriptedPortal) -> str:
        portal.held.clear()
        return "ticket"

    portal = ScriptedPortal({"ticket": ticket, "form": receiver}, {53: "form", 50: reset}, start="ticket")
    outcome = await run(portal)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNCERTAIN_SUBMISSION
    assert portal.clicks(50) == 1


async def test_a_stop_between_two_actions_submits_nothing(run: Run) -> None:
    portal = ScriptedPortal(ONE_PAGE, {50: "result", **FILES})
    desk = FakeDesk(portal)
    desk.stop_after = 5
    with pytest.raises(RunStopped):
        await run(portal, desk=desk)
    assert portal.clicks(50) == 0
    assert not desk.submitted


async def test_e_mail_only_ends_in_its_own_failure_and_says_issued(run: Run) -> None:
    mailed = Scene(PageKind.RESULT, meaning={"messages": (message("Se envió a su correo", Meaning.EMAILED),)})
    portal = ScriptedPortal({"form": full_form(), "mailed": mailed}, {50: "mailed"})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.EMAIL_DELIVERY
    assert outcome.portal_says_issued


async def test_a_portal_that_stamps_slowly_is_waited_for(run: Run) -> None:
    waiting = Scene(PageKind.WAITING, text="Procesando…")
    portal = ScriptedPortal({**ONE_PAGE, "waiting": waiting}, {50: "waiting", **FILES})

    async def settle(*, limit: float, quiet: float | None = 0.05) -> Settled:
        portal.at = "result" if portal.at == "waiting" and portal.clock > 20 else portal.at
        return await ScriptedPortal.settle(portal, limit=limit, quiet=quiet)

    portal.settle = settle  # type: ignore[method-assign]
    outcome = await run(portal)
    assert outcome.failure is None
    assert portal.clicks(50) == 1


async def test_twins_are_told_apart_and_only_one_is_pressed(run: Run) -> None:
    twin = replace(step(54, "Facturar", Purpose.ISSUE), score=0.4)
    form = full_form(meaning={"alternatives": (twin,)}, page={"clickables": (button(50, "Facturar"),)})
    portal = ScriptedPortal({"form": form, "result": result()}, {50: "result", 54: "result", **FILES})
    outcome = await run(portal)
    assert outcome.failure is None
    assert (portal.clicks(50), portal.clicks(54)) == (1, 0)
