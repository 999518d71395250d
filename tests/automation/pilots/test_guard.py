"""What the page holds and shows is compared with the request before the click; each difference stops it."""

from dataclasses import replace
from typing import Any

import pytest

from automation.browser.base import ElementCovered
from automation.pilots import guard
from automation.pilots.sight import Sight
from automation.reading.page import Dialog, PageModel
from automation.reading.understanding import FieldMatch, Meaning, PageKind, Purpose, Understanding
from invoicing.states import FailureType
from tests.automation.pilots.conftest import Run
from tests.automation.pilots.scripted import (
    FULL,
    REQUEST,
    XML,
    Scene,
    ScriptedPortal,
    control,
    downloads,
    full_form,
    match,
    message,
    step,
)

FILLED = {node: value or "" for node, _, _, value in FULL}


def sight(kind: PageKind = PageKind.FULL_FORM, *, text: str = "", fields: Any = (), **page: Any) -> Sight:
    model = PageModel("https://p.example/", text=text, controls=tuple(f.control for f in fields), **page)
    return Sight(model, Understanding(kind, fields=tuple(fields)), "f")


def filled(**changed: str) -> list[FieldMatch]:
    """The full form as it should be, with some values changed by datum."""
    rows = []
    for node, label, datum, value in FULL:
        held = changed.get(datum, value or "")
        rows.append(match(control(node, label, held), datum, value))
    return rows


def test_a_form_that_holds_what_was_asked_for_passes() -> None:
    assert guard.differences(sight(fields=filled()), REQUEST) == ()


@pytest.mark.parametrize(
    ("datum", "held"),
    [
        ("rfc", "XAXX010101000"),
        ("rfc", "EKU9003173C8"),
        ("legal_name", "ESCUELA KEMPER URGATE SA DE CV"),
        ("postal_code", "06600"),
        ("fiscal_regime", "612"),
        ("cfdi_use", "S01"),
        ("amount", "1234.05"),
        ("folio", "A-778821"),
        ("legal_name", ""),
    ],
)
def test_each_wrong_datum_is_named(datum: str, held: str) -> None:
    found = guard.differences(sight(fields=filled(**{datum: held})), REQUEST)
    assert [(d.datum, d.held) for d in found] == [(datum, held)]


def test_a_value_that_understanding_took_for_right_is_compared_again() -> None:
    row = match(control(1, "RFC", "XAXX010101000"), "rfc", "EKU9003173C9", satisfied=True)
    assert [d.datum for d in guard.differences(sight(fields=[row]), REQUEST)] == ["rfc"]


@pytest.mark.parametrize(
    ("datum", "held", "text"),
    [
        ("fiscal_regime", "7", "601 - General de Ley Personas Morales"),
        ("cfdi_use", "2", "G03 Gastos en general"),
        ("postal_code", "42501", "42501"),
        ("amount", "$1,234.50", "$1,234.50"),
        ("rfc", "eku9003173c9", "eku9003173c9"),
        ("rfc", "EKU-900317-3C9", "EKU-900317-3C9"),
        ("payment_method", "3", "04 Tarjeta de crédito"),
    ],
)
def test_the_same_value_in_another_form_is_no_difference(datum: str, held: str, text: str) -> None:
    kind = "select" if held != text else "text"
    row = match(control(1, "x", held, value_text=text, kind=kind), datum, text, satisfied=True)
    assert guard.differences(sight(fields=[row]), REQUEST) == ()


def test_a_preselected_regime_of_another_kind_is_found_by_the_text_that_a_person_reads() -> None:
    row = match(
        control(4, "Régimen", "3", value_text="605 - Sueldos y Salarios", kind="select"),
        "fiscal_regime",
        "601 - General de Ley Personas Morales",
        satisfied=True,
    )
    assert [d.datum for d in guard.differences(sight(fields=[row]), REQUEST)] == ["fiscal_regime"]


def test_a_preselected_payment_of_another_kind_is_a_difference() -> None:
    row = match(
        control(4, "Forma de pago", "1", value_text="01 Efectivo", kind="select"),
        "payment_method",
        "04 Tarjeta de crédito",
    )
    assert [d.datum for d in guard.differences(sight(fields=[row]), REQUEST)] == ["payment_method"]


def test_an_empty_field_that_takes_nothing_is_no_difference() -> None:
    row = match(control(4, "RFC", "", enabled=False), "rfc", "EKU9003173C9")
    assert guard.differences(sight(fields=[row]), REQUEST) == ()


def test_a_read_only_field_that_holds_an_old_address_counts_and_cannot_be_mended() -> None:
    row = match(control(3, "CP", "06600", readonly=True), "postal_code", "42501")
    (found,) = guard.differences(sight(fields=[row]), REQUEST)
    assert not found.mendable
    assert guard.failure([found]).type is FailureType.RECEIVER_REJECTED
    assert "06600" in guard.failure([found]).reason


def test_a_field_that_names_another_datum_than_the_one_put_into_it_stops_the_click() -> None:
    row = match(
        control(1, "RFC del cliente", "EKU9003173C9", placeholder="Razón social"), "rfc", "EKU9003173C9"
    )
    (found,) = guard.differences(sight(fields=[row]), REQUEST)
    assert guard.failure([found]).type is FailureType.UNKNOWN_PAGE


REVIEW = """Confirmar datos
RFC: EKU9003173C9
Razón social: ESCUELA KEMPER URGATE
Código postal: 42501
Régimen fiscal: 601 General de Ley
Uso de CFDI: G03 Gastos en general
Subtotal: $1,064.22
IVA: $170.28
Total: $1,234.50
Emisor: TIENDAS DEL NORTE SA DE CV
RFC: TNO010203AB1
Lugar de expedición: 64000"""


def test_a_review_that_shows_the_request_passes_although_it_shows_the_issuer_too() -> None:
    assert guard.differences(sight(PageKind.REVIEW, text=REVIEW), REQUEST) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "datum"),
    [
        ("EKU9003173C9", "XAXX010101000", "rfc"),
        ("ESCUELA KEMPER URGATE", "PUBLICO EN GENERAL", "legal_name"),
        ("42501", "06600", "postal_code"),
        ("601 General", "616 Sin obligaciones", "fiscal_regime"),
        ("G03 Gastos", "S01 Sin efectos", "cfdi_use"),
        ("$1,234.50", "$999.00", "amount"),
    ],
)
def test_each_datum_that_a_review_shows_otherwise_is_found(right: str, wrong: str, datum: str) -> None:
    found = guard.differences(sight(PageKind.REVIEW, text=REVIEW.replace(right, wrong)), REQUEST)
    assert [d.datum for d in found] == [datum]


def test_a_dialog_that_names_another_receptor_is_found_over_a_form_that_is_right() -> None:
    text = "¿Desea generar la factura?\nRFC: XAXX010101000\nTotal: $1,234.50"
    dialog = Dialog("d1", text=text)
    seen = sight(PageKind.REVIEW, text=text, fields=filled(), dialogs=(dialog,))
    assert [d.datum for d in guard.differences(seen, REQUEST)] == ["rfc"]


KEPT = "EKU9003173C9 · ESCUELA KEMPER URGATE"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Nombre o Razón Social\nESCUELA KEMPER URGATE\nCódigo Postal\n42501\nUso de CFDI", []),
        ("Nombre o Razón Social\nESCUELA KEMPER\nCódigo Postal\n42501", [("legal_name", "ESCUELA KEMPER")]),
        ("Razón social: ESCUELA KEMPER URGATE\nC.P.: 06600", [("postal_code", "06600")]),
        ("Razón social\nCódigo Postal\nRégimen fiscal\nUso de CFDI", []),
        ("Emisor\nC.P. de expedición\n64000", []),
    ],
)
def test_what_stands_beside_a_receptor_that_was_chosen_from_a_list_is_compared(
    text: str, held: list[tuple[str, str]]
) -> None:
    """An account keeps its clients' data, and invoices with them, whatever the profile says."""
    chosen = control(1, "RFC", "10242", value_text=KEPT, kind="select")
    row = match(chosen, "rfc", KEPT, satisfied=True)
    found = guard.differences(sight(text=text, fields=[row]), REQUEST)
    assert [(d.datum, d.held) for d in found] == held
    typed = match(control(1, "RFC", "EKU9003173C9"), "rfc", "EKU9003173C9")
    assert guard.differences(sight(text=text, fields=[typed]), REQUEST) == ()


def test_the_total_of_the_ticket_that_was_found_is_compared_on_the_receptors_page() -> None:
    seen = sight(
        PageKind.RECEIVER_FORM, text="Ticket A-778812\nTotal del ticket\n$1,999.00", fields=filled()[:5]
    )
    (found,) = guard.differences(seen, REQUEST)
    assert guard.failure([found]).type is FailureType.TICKET_NOT_FOUND
    assert "1234.50" in guard.failure([found]).reason


def test_subtotals_examples_and_empty_carts_are_no_totals() -> None:
    text = "Subtotal $999.00\nEj. Total $1.00\nTotal: $0.00\nTotal litros 35.20"
    assert guard.differences(sight(text=text, fields=filled()), REQUEST) == ()


def test_a_tip_stays_outside_the_total() -> None:
    ticket = replace(REQUEST.ticket, values={**REQUEST.ticket.values, "propina": "100.00"})
    seen = sight(PageKind.REVIEW, text="Total: $1,134.50")
    assert guard.differences(seen, replace(REQUEST, ticket=ticket)) == ()


def test_the_row_of_this_ticket_with_another_amount_is_found() -> None:
    seen = sight(fields=filled(), table_rows=("A-778812 18/11/2026 $250.00", "B-1 $77.00"))
    assert [d.datum for d in guard.differences(seen, REQUEST)] == ["amount"]


def test_the_row_of_this_ticket_with_its_parts_is_right() -> None:
    seen = sight(
        fields=filled(), table_rows=("A-778812 $1,064.22 $170.28 $1,234.50", "A-778812 1,064.22 170.28")
    )
    assert guard.differences(seen, REQUEST) == ()


# the guard in a drive


@pytest.mark.parametrize("node", [1, 2, 3, 4, 5, 7])
async def test_a_value_that_the_portal_always_overwrites_stops_the_task_before_the_point(
    run: Run, node: int
) -> None:
    portal = ScriptedPortal({"form": full_form()}, {50: "form"})
    portal.overwrites[node] = "99999"
    outcome = await run(portal)
    assert outcome.failure is not None
    assert "99999" in outcome.failure.reason
    assert portal.clicks(50) == 0
    assert not [e for e in portal.events if e[0] == "commit"]


async def test_a_value_that_a_look_up_overwrote_once_is_corrected(run: Run) -> None:
    portal = ScriptedPortal({"form": full_form()}, {50: lambda p: p.hand_over(XML)})
    portal.held[3] = "06600"
    typed = portal.type_text

    async def look_up(at: Any, text: str, *, by_key: bool = False) -> str:
        held = await typed(at, text, by_key=by_key)
        if at.backend_node_id == 5 and portal.events.count(("type", "3=42501")) == 1:
            portal.held[3] = "06600"
        return held

    portal.type_text = look_up  # type: ignore[method-assign]
    outcome = await run(portal)
    assert outcome.failure is None
    assert portal.held[3] == "42501"
    assert portal.events.count(("type", "3=42501")) == 2


async def test_a_read_only_old_address_is_the_receptors_matter_and_nothing_is_sent(run: Run) -> None:
    portal = ScriptedPortal({"form": full_form(look={3: {"readonly": True, "value": "06600"}})}, {50: "form"})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.RECEIVER_REJECTED
    assert portal.clicks(50) == 0


async def test_what_is_missing_is_asked_all_at_once_and_nothing_is_sent(run: Run) -> None:
    fields = (*FULL, (8, "Forma de pago *", "payment_method", None), (9, "Sucursal", "store", None))
    portal = ScriptedPortal({"form": full_form(fields=fields)}, {50: "form"})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.MISSING_DATA
    assert [(f.name, f.label) for f in outcome.failure.fields] == [
        ("payment_method", "Forma de pago"),
        ("store", "Sucursal"),
    ]
    assert portal.clicks(50) == 0


async def test_an_unanswered_captcha_is_handed_over_with_everything_else_filled_in(run: Run) -> None:
    portal = ScriptedPortal({"form": full_form(page={"captcha_marks": ("imagen",)})}, {50: "form"})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.CAPTCHA
    assert portal.held == FILLED
    assert portal.clicks(50) == 0


async def test_a_total_that_the_portal_shows_otherwise_stops_before_the_point(run: Run) -> None:
    portal = ScriptedPortal({"form": full_form(text="Total: $12.00")}, {50: "form"})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.TICKET_NOT_FOUND
    assert portal.clicks(50) == 0


async def test_a_form_that_never_took_the_ticket_is_not_submitted(run: Run) -> None:
    portal = ScriptedPortal({"form": full_form(fields=FULL[:5])}, {50: "form"})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNKNOWN_PAGE
    assert portal.clicks(50) == 0


async def test_the_ticket_is_added_before_the_issuing_button_and_a_refusal_of_it_stops(run: Run) -> None:
    add = step(53, "Agregar ticket", Purpose.CONTINUE)
    said = {"messages": (message("El ticket debe tener 35 dígitos", Meaning.VALIDATION, in_dialog="native"),)}
    scenes = {
        "form": full_form(meaning={"alternatives": (add,)}),
        "said": full_form(meaning={"alternatives": (add,), **said}),
    }
    portal = ScriptedPortal(scenes, {53: "said", 50: "form"})
    outcome = await run(portal)
    assert outcome.failure is not None
    assert "35 dígitos" in outcome.failure.reason
    assert (portal.clicks(53), portal.clicks(50)) == (1, 0)


async def test_a_button_that_a_notice_covered_counts_as_not_pressed(run: Run) -> None:
    """Else the ticket is never added, and the issuing button does nothing that anybody understands."""
    add = step(53, "Agregar ticket", Purpose.CONTINUE)
    scenes = {
        "form": full_form(meaning={"alternatives": (add,)}),
        "result": Scene(PageKind.RESULT, meaning=downloads()),
    }
    portal = ScriptedPortal(scenes, {53: covered_once, 50: issued_if_added, 60: hand_over})
    outcome = await run(portal)
    assert outcome.failure is None
    assert [node for what, node in portal.events if what == "click"][:3] == ["53", "53", "50"]


def covered_once(portal: ScriptedPortal) -> str:
    if portal.clicks(53) == 1:
        raise ElementCovered("Algo lo tapa: aviso", by="aviso")
    return "form"


def hand_over(portal: ScriptedPortal) -> None:
    portal.hand_over(XML)


def issued_if_added(portal: ScriptedPortal) -> str:
    return "result" if portal.clicks(53) == 2 else "form"


def test_the_rfc_that_the_portal_showed_from_the_start_is_the_shops_unless_a_label_gives_it_to_the_receptor() -> (
    None
):
    page = Sight(
        PageModel("https://p.example/", text="Confirma tus datos\nABC010203XY9\nTotal: $1,234.50"),
        Understanding(PageKind.REVIEW),
        "f",
        frozenset({"ABC010203XY9"}),
    )
    assert guard.differences(page, REQUEST) == ()
    labelled = PageModel("https://p.example/", text="RFC receptor: ABC010203XY9\nTotal: $1,234.50")
    found = guard.differences(Sight(labelled, page.meaning, "f", page.shop_rfcs), REQUEST)
    assert [d.datum for d in found] == ["rfc"]
