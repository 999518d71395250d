from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser

from automation.sandbox.portals.s12_facundo import Facundo
from automation.sandbox.portals.s12_facundo.wording import KINDS, TROUBLES
from automation.sandbox.receivers import ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.chromium import chromium

ENDS = {
    "outage": FailureType.PORTAL_ERROR,
    "missing": FailureType.PORTAL_ERROR,
    "parked": FailureType.PORTAL_ERROR,
    "maintenance": FailureType.PORTAL_ERROR,
    "blocked": FailureType.PORTAL_BLOCKED,
    "captcha": FailureType.CAPTCHA,
    "waiting": FailureType.TIMEOUT,
    "unavailable": FailureType.PORTAL_ERROR,
}


@pytest.mark.parametrize("kind", ENDS)
def test_each_trouble_stands_at_the_door_with_its_words_and_its_end(
    client: httpx.Client, sandbox: Sandbox, kind: str
) -> None:
    scenario = sandbox.scenario("s12", 1, trouble=kind, at="door")
    words = Facundo(Seed("s12", 1)).wording
    answer = client.get(scenario.url)
    assert scenario.expected is ENDS[kind]
    assert words.text(kind) in answer.text
    assert answer.status_code == words.status(kind)


@pytest.mark.parametrize("kind", [kind for kind, trouble in TROUBLES.items() if trouble.may_wait])
def test_some_strike_only_behind_a_form_that_looks_healthy(
    client: httpx.Client, sandbox: Sandbox, kind: str
) -> None:
    scenario = sandbox.scenario("s12", 2, trouble=kind, at="lookup")
    words = Facundo(Seed("s12", 2)).wording
    door = client.get(scenario.url)
    assert door.status_code == 200
    assert words.text(kind) not in door.text
    assert all(f'name="{name}"' in door.text for name in words.fields)
    fields = {
        "rfc": scenario.profile["rfc"],
        "folio": str(scenario.ticket["ticket_number"]),
        "amount": "1.00",
    }
    answer = client.post(f"{scenario.url}consulta", data=fields)
    assert words.text(kind) in answer.text
    assert answer.status_code == words.status(kind)


def test_a_page_that_does_not_exist_answers_200(client: httpx.Client, sandbox: Sandbox) -> None:
    assert client.get(sandbox.url("s12", 1, trouble="missing")).status_code == 200
    assert client.get(sandbox.url("s12", 1, trouble="outage", at="door")).status_code == 200


def test_eight_seeds_in_a_row_have_the_eight_troubles(sandbox: Sandbox) -> None:
    kinds = [Facundo(Seed("s12", seed)).wording.kind for seed in range(8, 16)]
    assert kinds == list(KINDS) == list(ENDS)
    for seed, kind in zip(range(8, 16), kinds, strict=True):
        assert sandbox.scenario("s12", seed).expected is ENDS[kind]


@pytest.mark.parametrize("state", TicketState)
def test_the_end_depends_on_no_ticket_and_no_receptor(sandbox: Sandbox, state: TicketState) -> None:
    for receiver in ReceiverState:
        assert sandbox.scenario("s12", 12, state, receiver).expected is FailureType.PORTAL_BLOCKED


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_the_captcha_wall_and_the_waiting_page_let_nobody_through(sandbox: Sandbox, browser: Browser) -> None:
    page = browser.new_page()
    scenario = sandbox.scenario("s12", 3, trouble="captcha")
    page.goto(scenario.url)
    page.get_by_label("No soy un robot").check()
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url("**/verificar")
    assert page.get_by_label("No soy un robot").is_visible()
    with page.expect_response("**/estado") as asked:
        page.goto(sandbox.url("s12", 3, trouble="waiting", at="door"))
    assert asked.value.json() == {"estado": "EN_PROCESO"}
    assert page.get_by_role("status").is_visible()
    assert sandbox.count(scenario.ticket_id) == 0
    page.close()
