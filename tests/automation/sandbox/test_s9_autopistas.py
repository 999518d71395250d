from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import Browser, Page

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.office import Verdict
from automation.sandbox.portals.s9_autopistas import BAD_LENGTH, NO_RFC, PARTY, REPEATED, Autopistas
from automation.sandbox.receivers import KNOWN, ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.server import running
from automation.sandbox.site import Sandbox, Scenario
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.autopistas import AutopistasClient, seed_with
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.states import REFUSED, VERDICTS
from tests.automation.sandbox.verifying import faults, read, receiver


def open_toll(client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object) -> AutopistasClient:
    return AutopistasClient(client, sandbox, sandbox.scenario("s9", seed, **asked), seed)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_validated_code_is_invoiced_with_what_was_typed(
    client: httpx.Client, sandbox: Sandbox, seed: int
) -> None:
    toll = open_toll(client, sandbox, seed, rfc=KNOWN[seed].rfc, delivery="links")
    assert toll.validate()["rows"][0]["codigo"].replace(" ", "") == toll.code
    assert list(toll.issue()) == ["MensajeSuccess"]
    xml = toll.file()
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml)["RegimenFiscalReceptor"] == toll.scenario.profile["fiscal_regime"]
    assert read(xml).get("Total") == toll.scenario.total
    assert sandbox.count(toll.scenario.ticket_id) == 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_is_refused_in_its_own_words(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    toll = open_toll(client, sandbox, seed, state=state)
    assert toll.validate()["Mensaje"] == toll.words.verdicts[VERDICTS[state]]
    assert toll.issue() == {"MensajeError": toll.words.session_lost}
    assert sandbox.ledger.attempts(ticket=toll.scenario.ticket_id) == []


def test_a_crossing_not_loaded_yet_is_told_like_an_unknown_one(sandbox: Sandbox) -> None:
    for seed in range(1, 20):
        words = Autopistas(Seed("s9", seed)).wording
        assert words.verdicts[Verdict.NOT_SYNCED] == words.verdicts[Verdict.NOT_FOUND]
    assert sandbox.scenario("s9", 1, "not_synced").expected is FailureType.TICKET_NOT_FOUND


@pytest.mark.parametrize("state", REFUSED)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    toll = open_toll(client, sandbox, 5, receiver=state, rfc="HEUL770730PL7")
    toll.validate()
    assert toll.issue() == {"MensajeError": toll.words.tell_rejection(REFUSED[state])}
    assert toll.validate()["Ok"], "what was not stamped is free again"
    toll.issue()
    assert sandbox.count(toll.scenario.ticket_id) == 0


def test_a_code_is_refused_without_rfc_in_wrong_length_or_twice(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    toll = open_toll(client, sandbox, 6)
    assert toll.validate(rfc="")["Mensaje"] == NO_RFC
    assert toll.validate(codigo=toll.code[:15])["Mensaje"] == BAD_LENGTH
    assert toll.validate()["Ok"]
    assert toll.validate()["Mensaje"] == REPEATED
    assert toll.issue(ine="on") == {"MensajeError": PARTY}


def test_a_reserved_code_is_refused_to_others_until_its_rfc_rescues_it(sandbox: Sandbox) -> None:
    with httpx.Client() as first, httpx.Client() as second:
        toll = open_toll(first, sandbox, 7)
        assert toll.validate()["Ok"]
        later = open_toll(second, sandbox, 7)
        assert later.validate()["Mensaje"] == later.words.reserved
        assert later.rescue(KNOWN[1].rfc)["Mensaje"] == later.words.nothing
        assert len(later.rescue()["rows"]) == 1
        assert toll.issue() == {"MensajeError": toll.words.session_lost}
        assert "MensajeSuccess" in later.issue()
    assert sandbox.count(toll.scenario.ticket_id) == 1


def test_the_two_pages_write_dates_differently(client: httpx.Client) -> None:
    seed, now = seed_with(asks_date=True), datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
    with running(clock=lambda: now) as sandbox:
        toll = open_toll(client, sandbox, seed, state="invoiced_same", delivery="links")
        assert toll.words.nothing in toll.consult("M/D/Y")
        assert "Factura encontrada" in toll.consult("D/M/Y")
        assert receiver(toll.file())["Rfc"] == toll.scenario.profile["rfc"]
        fresh = open_toll(client, sandbox, seed)
        assert fresh.validate(fecha=fresh.day("D/M/Y"))["Mensaje"] == fresh.words.verdicts[Verdict.NOT_FOUND]
        assert fresh.validate()["Ok"]


def test_only_the_receptor_recovers_an_invoice(client: httpx.Client, sandbox: Sandbox) -> None:
    other = open_toll(client, sandbox, 8, state="invoiced_other", delivery="links")
    assert other.rescue()["Mensaje"] == other.words.nothing
    assert other.words.nothing in other.consult()
    assert b"Comprobante" not in other.file()


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_a_lost_answer_is_recovered_by_code(client: httpx.Client, sandbox: Sandbox, fault: str) -> None:
    toll = open_toll(client, sandbox, 9, fault=fault, delivery="links", number=len(fault))
    toll.validate()
    if fault == "drop":
        with pytest.raises(httpx.TransportError):
            toll.issue()
    else:
        assert toll.issue() == {"status": "502"}
    assert toll.rescue()["invoice"]
    assert read(toll.file()).get("Total") == toll.scenario.total


def test_a_delayed_invoice_is_not_listed_at_once(client: httpx.Client, sandbox: Sandbox) -> None:
    toll = open_toll(client, sandbox, 10, fault="delayed,1", delivery="zip")
    toll.validate()
    toll.issue()
    assert "data-pendiente" in client.get(f"{toll.root}Facturas").text
    assert "Descargar/zip" in client.get(f"{toll.root}Facturas").text


def test_by_email_nothing_is_downloaded(client: httpx.Client, sandbox: Sandbox) -> None:
    toll = open_toll(client, sandbox, 11, delivery="email")
    toll.validate()
    assert toll.scenario.profile["email"] in toll.issue()["MensajeSuccess"]
    assert toll.scenario.expected is FailureType.EMAIL_DELIVERY
    assert b"Comprobante" not in toll.file()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def type_code(page: Page, words: object, scenario: Scenario) -> None:
    blocks = str(scenario.ticket[words.code_word]).split()  # type: ignore[attr-defined]
    if words.code_entry == "boxes":  # type: ignore[attr-defined]
        page.locator("[data-modo] input").first.click()
        page.keyboard.type("".join(blocks))
    else:
        page.locator("[data-modo]").press_sequentially("".join(blocks))


@pytest.mark.parametrize("entry", ["boxes", "masked"])
def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser, entry: str) -> None:
    seed = seed_with(code_entry=entry, asks_date=True, asks_plaza=True)
    scenario = sandbox.scenario("s9", seed, rfc=KNOWN[4].rfc, delivery="links", number=5)
    words, profile, page = Autopistas(Seed("s9", seed)).wording, scenario.profile, browser.new_page()
    page.goto(scenario.url)
    page.locator(".jumbotron a").click()
    datum = {"rfc": "rfc", "name": "legal_name", "postal_code": "postal_code", "email": "email"}
    for name, key in datum.items():
        page.locator(f"[data-dato={name}]").press_sequentially(profile[key])
        page.keyboard.press("Tab")
    page.locator("[data-dato=regime]").select_option(
        label=words.option(profile["fiscal_regime"], REGIMES[profile["fiscal_regime"]])
    )
    type_code(page, words, scenario)
    page.locator("[data-dato=plaza]").select_option(label=str(scenario.ticket["caseta"]))
    year, month, day = str(scenario.ticket["date"]).split("-")
    page.locator("[data-dato=date]").press_sequentially(f"{month}/{day}/{year}")
    page.keyboard.press("Tab")
    page.locator("[data-dato=amount]").press_sequentially(f"{scenario.ticket['amount']:.2f}")
    page.get_by_role("button", name=words.validate, exact=True).click()
    page.locator("#tblCodigos").get_by_text(str(scenario.ticket[words.code_word])).wait_for()
    page.locator("button#Facturar").first.click()
    assert sandbox.count(scenario.ticket_id) == 0
    page.locator("[data-dato=use]").select_option(
        label=words.option(profile["cfdi_use"], USES[profile["cfdi_use"]])
    )
    page.locator("#modal-uso-cdfi button#Facturar").click()
    page.locator(".alert-success").get_by_text(words.success).wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="XML").click()
    assert receiver(download.value.path().read_bytes())["Nombre"] == profile["legal_name"]
    assert sandbox.count(scenario.ticket_id) == 1
    page.close()
