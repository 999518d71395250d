"""A ticket number with a series, in one field or in two."""

import pytest

from automation.reading.understanding import Purpose
from tests.automation.reading.understand.pages import button, page, read, request, text


def _given(*controls: object, **ticket: str) -> list[tuple[str, str | None]]:
    meaning = read(page(*controls, button("Continuar")), request(**ticket))  # type: ignore[arg-type]
    return [(f.control.label, f.value) for f in meaning.fields]


@pytest.mark.parametrize(
    ("number", "series", "folio"),
    [("VB-003900", "VB", "003900"), ("A12345", "A", "12345"), ("F 81", "F", "81"), ("2B-77", "2B", "77")],
)
def test_a_number_with_a_series_is_cut_for_the_two_fields(number: str, series: str, folio: str) -> None:
    found = _given(text("Serie", maxlength=3), text("Folio remisión", maxlength=6), remision=number)
    assert found == [("Serie", series), ("Folio remisión", folio)]


def test_the_series_may_stand_behind_the_number() -> None:
    found = _given(text("No. de nota"), text("Serie de la nota", maxlength=4), folio="AB-1002")
    assert found == [("No. de nota", "1002"), ("Serie de la nota", "AB")]


def test_a_series_of_its_own_is_not_cut_out_of_the_number() -> None:
    found = _given(text("Serie"), text("Folio"), serie="ZZ", folio="AB-1002")
    assert found == [("Serie", "ZZ"), ("Folio", "AB-1002")]


def test_a_number_without_a_series_leaves_the_series_to_be_asked() -> None:
    meaning = read(
        page(text("Serie", required=True), text("Folio", required=True), button("Continuar")),
        request(folio="1002"),
    )
    assert [(f.control.label, f.value) for f in meaning.fields] == [("Serie", None), ("Folio", "1002")]
    assert [c.label for c in meaning.unmatched_required] == ["Serie"]


def test_the_whole_number_goes_into_a_field_for_series_and_folio() -> None:
    assert _given(text("Serie y folio del ticket"), folio="AB-1002") == [
        ("Serie y folio del ticket", "AB-1002")
    ]


def test_a_form_whose_button_says_recover_only_looks_an_invoice_up() -> None:
    shown = page(
        text("Serie", form_key="f"),
        text("Folio remisión", form_key="f"),
        text("RFC receptor", form_key="f"),
        button("Recuperar", form_key="f"),
    )
    meaning = read(shown, request(remision="VB-003900"))
    assert meaning.next is not None
    assert (meaning.next.purpose, meaning.next.may_issue) == (Purpose.CONSULT, False)


def test_a_consult_form_is_sent_by_its_own_button_and_not_by_the_menu() -> None:
    shown = page(
        button("Consulta tu factura", form_key="f", in_navigation=True),
        text("Ticket", form_key="f"),
        text("RFC", form_key="f"),
        button("Consultar", form_key="f"),
    )
    step = read(shown, request(folio="1002")).next
    assert step is not None
    assert step.clickable.text == "Consultar"
