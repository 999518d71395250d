"""The form pilot in a real Chromium, on pages of invented shops, read by the real reader."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from automation.browser.driver import CdpBrowser
from automation.pilots.base import Outcome
from automation.pilots.form import FormPilot
from invoicing.states import FailureType
from tests.automation.conftest import ServePage
from tests.automation.pilots import vendors
from tests.automation.pilots.scripted import NOW, REQUEST, ListJournal, TimedDesk

pytestmark = pytest.mark.browser

Visit = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def visit(browser: CdpBrowser, serve_page: ServePage) -> Visit:
    async def go(shop: Any, *, submitted: bool = False, seconds: float = 20, **ticket: str) -> Outcome:
        address = await serve_page(shop.pages())
        values = {**REQUEST.ticket.values, **ticket}
        request = replace(REQUEST, portal_url=address, ticket=replace(REQUEST.ticket, values=values))
        shop.desk, shop.journal = TimedDesk(submitted=submitted, seconds=seconds), TimedJournal()
        return await FormPilot(NOW).drive(browser, request, desk=shop.desk, journal=shop.journal)

    return go


class TimedJournal(ListJournal):
    async def record(self, step: Any, message: str, **content: Any) -> None:
        await super().record(step, f"{time.monotonic():.3f} {message}", **content)


def submitted(shop: vendors.Shop) -> dict[str, str]:
    (one,) = shop.issued
    return dict(one)


async def test_one_page_is_filled_issued_and_its_files_are_fetched(visit: Visit) -> None:
    shop = vendors.OnePage()
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert submitted(shop) == {
        "folio": "A-778812",
        "total": "1234.50",
        "rfc": "EKU9003173C9",
        "razon": "ESCUELA KEMPER URGATE",
        "cp": "42501",
        "regimen": "601",
        "uso": "G03",
        "correo": "cfdi@kemper.example",
    }
    assert [d.content[:4] for d in outcome.documents] == [b"<?xm", b"%PDF"]
    assert shop.posts == 1


@pytest.mark.parametrize("fault", ["502", "drop"])
async def test_a_lost_answer_is_recovered_by_the_consult_road_with_one_invoice(
    visit: Visit, fault: str
) -> None:
    shop = vendors.OnePage(fault=fault)
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert outcome.recovered
    assert len(shop.issued) == 1
    assert shop.desk.portal.events.count(("commit", "Generar factura")) == 1


async def test_a_run_that_comes_back_after_the_point_fetches_and_never_posts(visit: Visit) -> None:
    shop = vendors.OnePage(issued=[{"folio": "A-778812", "rfc": "EKU9003173C9", "total": "1234.50"}])
    outcome = await visit(shop, submitted=True)
    assert outcome.failure is None, outcome.failure
    assert shop.posts == 0


async def test_already_invoiced_to_this_receptor_is_fetched(visit: Visit) -> None:
    shop = vendors.OnePage(issued=[{"folio": "A-778812", "rfc": "EKU9003173C9", "total": "1234.50"}])
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert outcome.recovered
    assert len(shop.issued) == 1


async def test_already_invoiced_to_another_is_told_in_the_portals_words(visit: Visit) -> None:
    shop = vendors.OnePage(issued=[{"folio": "A-778812", "rfc": "XAXX010101000", "total": "1234.50"}])
    outcome = await visit(shop)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.ALREADY_INVOICED
    assert "ya fue facturado" in outcome.failure.reason


async def test_the_sats_refusal_on_the_same_form_takes_the_point_back(visit: Visit) -> None:
    class Refusing(vendors.OnePage):
        def refuse(self, form: Any) -> str:
            return "CFDI40147 - El campo DomicilioFiscalReceptor del receptor, debe pertenecer al RFC"

    shop = Refusing()
    outcome = await visit(shop)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.RECEIVER_REJECTED
    assert not shop.desk.submitted
    assert shop.posts == 1


async def test_old_data_that_a_look_up_puts_are_corrected_before_the_click(visit: Visit) -> None:
    shop = vendors.Overwriting()
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    form = submitted(shop)
    assert (form["razon"], form["cp"], form["uso"]) == ("ESCUELA KEMPER URGATE", "42501", "G03")
    assert "partidos" not in form


async def test_a_wizard_with_a_calendar_a_native_question_and_a_blob(visit: Visit) -> None:
    shop = vendors.Wizard()
    outcome = await visit(shop)
    assert outcome.failure is None, outcome.failure
    assert submitted(shop)["fecha"] == "18/11/2026"
    assert b"EKU9003173C9" in outcome.documents[0].content


async def test_a_ticket_that_is_not_found_ends_with_nothing_submitted(visit: Visit) -> None:
    shop = vendors.Wizard()
    outcome = await visit(shop, folio="B-000000")
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.TICKET_NOT_FOUND
    assert not shop.issued


async def test_a_lost_answer_without_any_road_is_uncertain_and_never_posted_again(visit: Visit) -> None:
    shop = vendors.Wizard(fault="502")
    outcome = await visit(shop, seconds=8)
    assert outcome.failure is not None
    assert outcome.failure.type is FailureType.UNCERTAIN_SUBMISSION
    assert len(shop.issued) == 1
