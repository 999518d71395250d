"""alert, confirm and prompt are answered by our own policy, never blindly."""

import pytest

from automation.browser.base import NativeDialog
from automation.pilots.native_dialogs import MAX_CONFIRMATIONS, Mode, NativeDialogs
from automation.reading.understanding import PageKind, Purpose
from invoicing.states import FailureType
from tests.automation.pilots.conftest import Run
from tests.automation.pilots.scripted import (
    FULL,
    REQUEST,
    XML,
    FakeDesk,
    ListJournal,
    Scene,
    ScriptedPortal,
    full_form,
    step,
)


def policy(mode: Mode) -> NativeDialogs:
    dialogs = NativeDialogs(REQUEST, ListJournal())
    dialogs.turn(mode)
    return dialogs


@pytest.mark.parametrize(
    ("mode", "kind", "text", "accepted"),
    [
        (Mode.ARMED, "confirm", "¿Está seguro que desea facturar el ticket?", True),
        (Mode.ARMED, "confirm", "¿Facturar a RFC: XAXX010101000?", False),
        (Mode.ARMED, "confirm", "¿Generar la factura? Total: $99.00", False),
        (Mode.ARMED, "confirm", "¿Facturar a EKU9003173C9 por un total de $1,234.50?", True),
        (Mode.ARMED, "prompt", "Escriba SI", False),
        (Mode.ORDINARY, "confirm", "¿Desea continuar?", False),
        (Mode.ORDINARY, "confirm", "¿Desea timbrar?", False),
        (Mode.EARLY, "confirm", "¿Su sucursal es Centro?", True),
        (Mode.EARLY, "confirm", "¿Desea generar la factura?", False),
        (Mode.EARLY, "confirm", "", False),
        (Mode.REFUSE, "confirm", "¿Su sucursal es Centro?", False),
        (Mode.REFUSE, "alert", "Folio no encontrado", True),
    ],
)
async def test_who_is_answered_how(mode: Mode, kind: str, text: str, accepted: bool) -> None:
    assert (await policy(mode).answer(NativeDialog(kind, text))).accept is accepted


async def test_one_click_confirms_a_bounded_number_of_questions() -> None:
    dialogs = policy(Mode.ARMED)
    answers = [(await dialogs.answer(NativeDialog("confirm", "¿Seguro?"))).accept for _ in range(5)]
    assert answers == [True] * MAX_CONFIRMATIONS + [False] * (5 - MAX_CONFIRMATIONS)


async def test_the_question_after_the_issuing_click_is_accepted(run: Run) -> None:
    async def asks(portal: ScriptedPortal) -> None:
        if (await portal.ask("confirm", "¿Desea timbrar?")).accept:
            portal.hand_over(XML)

    portal = ScriptedPortal({"form": full_form()}, {50: asks})  # type: ignore[dict-item]
    outcome = await run(portal)
    assert outcome.failure is None
    assert ("accept", "¿Desea timbrar?") in portal.events


async def test_a_harmless_looking_button_that_asks_to_issue_is_refused_first_and_guarded_then(
    run: Run,
) -> None:
    async def asks(portal: ScriptedPortal) -> None:
        if (await portal.ask("confirm", "¿Está seguro?")).accept:
            portal.hand_over(XML)

    form = full_form(next=step(50, "Siguiente", Purpose.CONTINUE))
    portal = ScriptedPortal({"form": form}, {50: asks})  # type: ignore[dict-item]
    outcome = await run(portal)
    assert outcome.failure is None
    order = [e for e in portal.events if e[0] in ("click", "refuse", "accept", "commit")]
    assert order == [
        ("click", "50"),
        ("refuse", "¿Está seguro?"),
        ("commit", "Siguiente"),
        ("click", "50"),
        ("accept", "¿Está seguro?"),
    ]


async def test_recovery_confirms_nothing(run: Run) -> None:
    async def asks(portal: ScriptedPortal) -> None:
        await portal.ask("confirm", "¿Desea timbrar?")

    ticket = Scene(PageKind.TICKET_FORM, FULL[5:], step(53, "Buscar", Purpose.CONTINUE))
    portal = ScriptedPortal({"form": ticket}, {53: asks})  # type: ignore[dict-item]
    outcome = await run(portal, desk=FakeDesk(portal, submitted=True))
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNCERTAIN_SUBMISSION
    assert portal.clicks(53) >= 1
    assert not [e for e in portal.events if e[0] == "accept"]
