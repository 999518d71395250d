"""That each stranger can be solved by a careful person, and says no when it should. Not how the product does:
that is `tests.benchmarks.bench_strangers`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from automation.sandbox.office import Verdict
from automation.sandbox.registry import portal_ids
from automation.sandbox.server import running
from automation.sandbox.site import Sandbox, Scenario
from tests.automation.sandbox.chromium import chromium
from tests.automation.strangers.persons import PERSONS, Papers, Scope
from tests.automation.strangers.portals import STRANGERS, register_all

FRAMES = {"x1": "/nota.asp", "x4": "/modulo"}
"""portals that live in a frame, and its first address"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    register_all()
    with running() as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


def enter(page: Page, name: str, scenario: Scenario) -> Scope:
    page.goto(scenario.url)
    if name not in FRAMES:
        return page
    if name == "x1":
        page.wait_for_url("**/default.asp")
    page.frame_locator("frame[name=centro], iframe").locator("form").wait_for()
    return next(frame for frame in page.frames if frame.url.endswith(FRAMES[name]))


@pytest.mark.browser
@pytest.mark.parametrize("name", STRANGERS)
def test_a_careful_person_gets_exactly_the_invoice_that_was_asked_for(
    sandbox: Sandbox, page: Page, name: str
) -> None:
    scenario = sandbox.scenario(name, 21)
    scope, papers = enter(page, name, scenario), Papers(scenario)
    ticket_part, receiver_part, done = PERSONS[name]
    ticket_part(scope, papers)
    receiver_part(scope, papers)
    scope.locator(done).first.wait_for()
    (entry,) = sandbox.ledger.issued(ticket=scenario.ticket_id)
    receiver, profile = entry["receiver"], scenario.profile
    assert isinstance(receiver, dict)
    assert (receiver["rfc"], receiver["name"]) == (profile["rfc"], profile["legal_name"])
    assert (receiver["postal_code"], receiver["regime"]) == (profile["postal_code"], profile["fiscal_regime"])
    assert receiver["use"] == profile["cfdi_use"]
    assert entry["total"] == scenario.total


@pytest.mark.browser
@pytest.mark.parametrize("name", STRANGERS)
def test_a_ticket_out_of_time_is_refused_in_the_portals_own_words(
    sandbox: Sandbox, page: Page, name: str
) -> None:
    scenario = sandbox.scenario(name, 21, "expired")
    scope = enter(page, name, scenario)
    PERSONS[name][0](scope, Papers(scenario))
    (said,) = STRANGERS[name].says[Verdict.EXPIRED]
    expect(scope.get_by_text(said).first).to_be_visible()
    assert sandbox.count(scenario.ticket_id) == 0


@pytest.mark.browser
@pytest.mark.parametrize("name", STRANGERS)
def test_a_wrong_postal_code_is_refused_and_nothing_issued(sandbox: Sandbox, page: Page, name: str) -> None:
    scenario = sandbox.scenario(name, 21, "valid", "postal_code_mismatch", number=5)
    scope, papers = enter(page, name, scenario), Papers(scenario)
    for part in PERSONS[name][:2]:
        part(scope, papers)
    said = next(text for attribute, text in STRANGERS[name].refuses.items() if "Domicilio" in attribute)
    expect(scope.get_by_text(said.format(code="CFDI40148", sat="El campo Domicilio")).first).to_be_visible()
    assert sandbox.count(scenario.ticket_id) == 0


def test_the_sandbox_does_not_list_them(sandbox: Sandbox) -> None:
    assert set(STRANGERS).isdisjoint(portal_ids())
    assert sandbox.room("x1", 1).portal.company.trade_name == "Taquería El Fogón de Chema"
