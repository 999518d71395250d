"""What is refused in a ticket, and what makes two tickets the same."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from invoicing.errors import TicketRefused
from invoicing.ticket import normalise_value, read_ticket

NOON = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)


def read(**given: Any) -> Any:
    return read_ticket({"amount": "100", "date": "2026-11-18"} | given, now=NOON)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "-5"),
        ("amount", 0),
        ("amount", "100.005"),
        ("amount", 0.001),
        ("amount", "10000000"),
        ("amount", "mil"),
        ("amount", "1,00"),
        ("amount", "NaN"),
        ("amount", "1e99"),
        ("amount", True),
        ("amount", [100]),
        ("date", "18/11/2026"),
        ("date", "2026-11-19"),
        ("date", "2026-11-18T23:00:00-12:00"),
        ("date", "1985-01-01"),
        ("date", "2026-02-30"),
        ("folio", {"a": 1}),
        ("folio", "x" * 501),
        ("folio", "a\x00b"),
    ],
)
def test_a_bad_value_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(TicketRefused) as refused:
        read(**{field: value})
    assert refused.value.field == field


@pytest.mark.parametrize("given", [None, "texto", [], 5, {"x" * 81: "1"}, {f"k{n}": "1" for n in range(61)}])
def test_what_is_no_ticket_is_refused(given: object) -> None:
    with pytest.raises(TicketRefused):
        read_ticket(given, now=NOON)


def test_a_ticket_that_says_nothing_of_itself_is_refused() -> None:
    with pytest.raises(TicketRefused, match="identifiquen"):
        read_ticket({"amount": "100", "concept": "Despensa"}, now=NOON)


@pytest.mark.parametrize(
    ("given", "pesos"), [(1234.5, "1234.50"), ("1,234.50", "1234.50"), (100, "100.00"), ("0.01", "0.01")]
)
def test_amounts_keep_two_decimals(given: object, pesos: str) -> None:
    assert read(amount=given).amount == Decimal(pesos)


def test_today_is_todays_date_in_mexico() -> None:
    late = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)  # 22:00 of the 18th in Mexico City
    assert read_ticket({"folio": "1", "date": "2026-11-18T21:30"}, now=late).date == date(2026, 11, 18)
    with pytest.raises(TicketRefused):
        read_ticket({"folio": "1", "date": "2026-11-19"}, now=late)


def test_a_ticket_of_cancun_is_of_today_an_hour_before_mexico_city() -> None:
    late = datetime(2026, 11, 19, 5, 30, tzinfo=UTC)  # 23:30 of the 18th in Mexico City, 00:30 in Cancún
    assert read_ticket({"folio": "1", "date": "2026-11-19"}, now=late).date == date(2026, 11, 19)
    with pytest.raises(TicketRefused):
        read_ticket({"folio": "1", "date": "2026-11-20"}, now=late)


def test_unknown_keys_are_kept_as_text_with_their_zeros() -> None:
    values = read(tc="0042", caja=7, webid="ab-12", vacio="").values
    assert (values["tc"], values["caja"], values["webid"]) == ("0042", "7", "ab-12")
    assert "vacio" not in values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"folio": "A-0012"}, {"ticket_number": "a 0012"}),
        ({"folio": "00123"}, {"folio": "123"}),
        ({"folio": "1", "concept": "Despensa"}, {"folio": "1", "concept": "Cena"}),
        ({"folio": "1", "payment_method": "01"}, {"folio": "1", "card_last4": "4321"}),
        ({"folio": "1", "amount": "5"}, {"folio": "1", "amount": "6"}),
        ({"tc": "1", "tr": "2"}, {"tr": "2", "tc": "1"}),
    ],
)
def test_the_same_ticket_told_otherwise_is_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert read(**one).identifying_values() == read(**other).identifying_values()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"folio": "1"}, {"folio": "2"}),
        ({"folio": "1", "store": "5"}, {"folio": "1", "store": "6"}),
        ({"folio": "1", "date": "2026-11-17"}, {"folio": "1"}),
        ({"amount": "5"}, {"amount": "6"}),
    ],
)
def test_another_ticket_is_another(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert read(**one).identifying_values() != read(**other).identifying_values()


def test_zeros_alone_do_not_vanish() -> None:
    assert normalise_value("000") == "0"
