from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.portals.s10_andares import LIMITED, Andares
from automation.sandbox.portals.s10_andares.wording import STATUS, Wording
from automation.sandbox.receivers import KNOWN, ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox, Scenario
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.states import REFUSED, VERDICTS
from tests.automation.sandbox.verifying import faults, read, receiver


def wording(seed: int) -> Wording:
    return Andares(Seed("s10", seed)).wording


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 200):
        if all(getattr(wording(number), name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


class AndaresClient:
    """The API as the page's script calls it."""

    def __init__(self, http: httpx.Client, sandbox: Sandbox, seed: int, **asked: object) -> None:
        self.http, self.words = http, wording(seed)
        self.scenario: Scenario = sandbox.scenario("s10", seed, **asked)  # type: ignore[arg-type]
        segment = self.scenario.url.removeprefix(f"{sandbox.origin('s10')}/").partition("/")[0]
        self.api = f"{sandbox.origin('s10')}/{segment}/api"
        self.receipt = f"{self.api}/receipts/{self.scenario.ticket[self.words.code_word]}"

    @property
    def fields(self) -> dict[str, str]:
        profile = self.scenario.profile
        return {
            "rfc": profile["rfc"],
            "name": profile["legal_name"],
            "postal_code": profile["postal_code"],
            "regime": profile["fiscal_regime"],
            "use": profile["cfdi_use"],
            "email": profile["email"],
            "email_confirmation": profile["email"],
            "amount": f"{self.scenario.ticket['amount']:.2f}",
        }

    def look_up(self) -> dict[str, Any]:
        told: dict[str, Any] = self.http.get(self.receipt).json()
        return told

    def post(self, path: str, **changed: str) -> httpx.Response:
        return self.http.post(f"{self.receipt}/{path}", json=self.fields | changed)

    def poll(self, uuid: str) -> dict[str, Any]:
        told: dict[str, Any] = self.http.get(f"{self.api}/invoices/{uuid}").json()
        return told

    def file(self, completed: dict[str, Any], kind: str = "xml") -> bytes:
        return self.http.get(f"{self.api}/invoices/{completed['uuid'].lower()}/{kind}").content


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_receipt_is_invoiced_after_processing(client: httpx.Client, sandbox: Sandbox, seed: int) -> None:
    cafe = AndaresClient(client, sandbox, seed, rfc=KNOWN[seed].rfc, delivery="links")
    assert cafe.look_up()["status"] == "ready"
    accepted = cafe.post("invoices")
    assert accepted.status_code == 202
    uuid = accepted.json()["invoice"]
    assert [cafe.poll(uuid)["status"] for _ in range(2)] == ["processing", "completed"]
    xml = cafe.file(cafe.poll(uuid))
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml)["UsoCFDI"] == cafe.scenario.profile["cfdi_use"]
    assert read(xml).get("Total") == cafe.scenario.total
    assert sandbox.count(cafe.scenario.ticket_id) == 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_has_its_name_and_words(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    cafe = AndaresClient(client, sandbox, seed, state=state)
    verdict = VERDICTS[state]
    expected = {"status": STATUS[verdict], "message": cafe.words.verdicts[verdict]}
    assert cafe.post("invoices").json() == expected
    if state is not TicketState.WRONG_TOTAL:
        assert cafe.look_up() == expected
    assert sandbox.ledger.attempts(ticket=cafe.scenario.ticket_id) == []


@pytest.mark.parametrize("state", REFUSED)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    cafe = AndaresClient(client, sandbox, 4, receiver=state, rfc="HEUL770730PL7")
    refused = cafe.post("invoices").json()
    expected = cafe.words.tell_rejection(REFUSED[state])
    assert refused == {"status": "rejected_invalid_data", "message": expected}
    assert sandbox.count(cafe.scenario.ticket_id) == 0


def test_e_mails_that_differ_are_refused(client: httpx.Client, sandbox: Sandbox) -> None:
    cafe = AndaresClient(client, sandbox, 5)
    refused = cafe.post("invoices", email_confirmation="otro@ejemplo.mx").json()
    assert refused["message"] == cafe.words.mismatch
    assert sandbox.ledger.attempts(ticket=cafe.scenario.ticket_id) == []


def test_the_qr_carries_the_token_in_some_seeds_and_a_code_is_typed_in_others(sandbox: Sandbox) -> None:
    qr, typed = seed_with(has_qr_in_url=True), seed_with(has_qr_in_url=False)
    scenario = sandbox.scenario("s10", qr)
    assert scenario.url.endswith(f"/r/{scenario.ticket[wording(qr).code_word]}")
    assert sandbox.scenario("s10", typed).url.endswith(f"s10-{typed}/")


def test_an_invoiced_receipt_gives_its_invoice_to_its_receptor_only(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    mine = AndaresClient(client, sandbox, 6, state="invoiced_same", delivery="links")
    found = mine.post("lookup").json()
    assert receiver(mine.file(found))["Rfc"] == mine.scenario.profile["rfc"]
    assert mine.post("lookup", amount="1.00").json()["message"] == mine.words.not_yours
    other = AndaresClient(client, sandbox, 6, state="invoiced_other", delivery="links")
    assert other.post("lookup").json()["message"] == other.words.not_yours


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_a_lost_answer_is_recovered_by_rfc_and_total(
    client: httpx.Client, sandbox: Sandbox, fault: str
) -> None:
    cafe = AndaresClient(client, sandbox, 7, fault=fault, delivery="links", number=len(fault))
    if fault == "drop":
        with pytest.raises(httpx.TransportError):
            cafe.post("invoices")
    else:
        assert cafe.post("invoices").status_code == 502
    assert cafe.look_up()["status"] == "receipt_already_invoiced"
    assert read(cafe.file(cafe.post("lookup").json())).get("Total") == cafe.scenario.total


def test_a_delayed_invoice_stays_in_process(client: httpx.Client, sandbox: Sandbox) -> None:
    cafe = AndaresClient(client, sandbox, 8, fault="delayed,2", delivery="zip")
    uuid = cafe.post("invoices").json()["invoice"]
    states = [cafe.poll(uuid)["status"] for _ in range(4)]
    assert states == ["processing", "processing", "processing", "completed"]


def test_by_email_nothing_is_downloaded_and_strangers_get_nothing(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    cafe = AndaresClient(client, sandbox, 9, delivery="email")
    uuid = cafe.post("invoices").json()["invoice"]
    cafe.poll(uuid)
    assert cafe.poll(uuid)["files"] == []
    assert cafe.scenario.expected is FailureType.EMAIL_DELIVERY
    with httpx.Client() as stranger:
        links = cafe.api.replace("~delivery:email", "")
        assert stranger.get(f"{links}/invoices/{uuid}/xml").status_code == 404


def test_guessing_totals_ends_in_too_many_attempts(client: httpx.Client, sandbox: Sandbox) -> None:
    cafe = AndaresClient(client, sandbox, 10)
    answers = [cafe.post("invoices", amount=f"{n}.00") for n in range(9)]
    assert answers[-1].json()["message"] == LIMITED
    assert answers[-1].status_code == 429


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("by_qr", [True, False])
def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser, by_qr: bool) -> None:
    delivery = "blob" if by_qr else "links"
    seed = seed_with(has_qr_in_url=by_qr, fake_selects=by_qr, disables=by_qr)
    scenario = sandbox.scenario("s10", seed, rfc=KNOWN[6].rfc, delivery=delivery, number=6)
    words, profile, page = wording(seed), scenario.profile, browser.new_page()
    page.goto(scenario.url)
    if not by_qr:
        page.get_by_label(words.code_label).press_sequentially(str(scenario.ticket[words.code_word]))
        page.get_by_role("button", name=words.next, exact=True).click()
    page.get_by_text(f"Folio {scenario.ticket['folio']}").wait_for()
    for name, code, texts in (
        ("regime", profile["fiscal_regime"], REGIMES),
        ("use", profile["cfdi_use"], USES),
    ):
        text = words.option(code, texts[code])["text"]
        control = page.get_by_label(words.label(name), exact=True)
        if by_qr:
            control.click()
            page.get_by_role("option", name=text, exact=True).click()
        else:
            control.select_option(label=text)
    typed = {"rfc": "rfc", "name": "legal_name", "postal_code": "postal_code", "email": "email"}
    for name, datum in typed.items():
        page.get_by_label(words.label(name), exact=True).press_sequentially(profile[datum])
    page.get_by_label(words.label("amount"), exact=True).fill(f"{scenario.ticket['amount']:.2f}")
    page.get_by_label(words.label("email_confirmation"), exact=True).fill("otro@ejemplo.mx")
    page.get_by_role("button", name=words.issue, exact=True).click()
    page.get_by_text(words.mismatch, exact=True).wait_for()
    assert sandbox.count(scenario.ticket_id) == 0
    page.get_by_label(words.label("email_confirmation"), exact=True).fill(profile["email"])
    page.get_by_role("button", name=words.issue, exact=True).click()
    page.get_by_text("Folio fiscal").wait_for()
    with page.expect_download() as download:
        page.get_by_text("Descargar XML").click()
    assert receiver(download.value.path().read_bytes())["Rfc"] == profile["rfc"]
    assert sandbox.count(scenario.ticket_id) == 1
    page.close()
