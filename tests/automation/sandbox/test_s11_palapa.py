from collections.abc import Iterator
from decimal import Decimal

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, Page

from automation.sandbox.fiscal import PAYMENT_FORMS, REGIMES, USES
from automation.sandbox.office import Verdict
from automation.sandbox.portals.s11_palapa import EMPTY_ALERT
from automation.sandbox.receivers import KNOWN, ReceiverState
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.palapa import PalapaClient, seed_with, wording
from tests.automation.sandbox.states import REFUSED, VERDICTS
from tests.automation.sandbox.verifying import faults, read, receiver


@pytest.mark.parametrize("prints", ["both", "code", "data"])
def test_a_bill_is_invoiced_without_its_tip(client: httpx.Client, sandbox: Sandbox, prints: str) -> None:
    seed = seed_with(prints=prints)
    palapa = PalapaClient(client, sandbox, seed, rfc=KNOWN[5].rfc, delivery="links", number=9)
    assert f"${Decimal(palapa.scenario.total):,.2f}" in palapa.look_up()[0]
    assert "Vigente" in palapa.generate()[0]
    xml = palapa.file()
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml)["RegimenFiscalReceptor"] == palapa.scenario.profile["fiscal_regime"]
    assert read(xml).get("FormaPago") == palapa.scenario.ticket["payment_method"]
    assert read(xml).get("Total") == palapa.scenario.total
    assert sandbox.count(palapa.scenario.ticket_id) == 1


@pytest.mark.parametrize("prints", ["code", "data"])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_is_refused_in_its_own_words(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, prints: str
) -> None:
    palapa = PalapaClient(client, sandbox, seed_with(prints=prints), state=state)
    assert palapa.words.verdicts[VERDICTS[state]] in palapa.look_up()[0]
    assert "caducada" in palapa.generate()[1]
    assert sandbox.ledger.attempts(ticket=palapa.scenario.ticket_id) == []


def test_a_total_with_the_tip_in_it_is_wrong(client: httpx.Client, sandbox: Sandbox) -> None:
    palapa = next(
        found
        for number in range(10)
        if "propina" in (found := PalapaClient(client, sandbox, 1, number=number)).scenario.ticket
    )
    tip = Decimal(str(palapa.scenario.ticket["propina"]))
    drawn, _ = palapa.look_up(txtReservationId=f"{Decimal(palapa.scenario.total) + tip:.2f}")
    assert palapa.words.verdicts[Verdict.WRONG_TOTAL] in drawn


@pytest.mark.parametrize("state", REFUSED)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    palapa = PalapaClient(client, sandbox, 2, receiver=state, rfc="HEUL770730PL7", number=4)
    palapa.look_up()
    assert palapa.words.tell_rejection(REFUSED[state]) in palapa.generate()[0]
    assert sandbox.count(palapa.scenario.ticket_id) == 0


@pytest.mark.parametrize(
    "spoiled",
    [
        {"rfc": "ABC"},
        {"postal_code": "640"},
        {"regime": ""},
        {"use": "99"},
        {"payment_form": ""},
        {"email": "x"},
    ],
    ids=str,
)
def test_what_is_missing_or_malformed_gets_an_alert_without_words(
    client: httpx.Client, sandbox: Sandbox, spoiled: dict[str, str]
) -> None:
    palapa = PalapaClient(client, sandbox, 2, number=5)
    assert palapa.look_up(txtReservationId="")[1] == EMPTY_ALERT
    palapa.look_up()
    assert palapa.generate(**spoiled) == ("", EMPTY_ALERT)
    assert sandbox.ledger.attempts(ticket=palapa.scenario.ticket_id) == []


def test_only_the_receptor_reprints(client: httpx.Client, sandbox: Sandbox) -> None:
    mine = PalapaClient(client, sandbox, 3, state="invoiced_same", delivery="links")
    assert mine.words.nothing in mine.reprint("1.00")
    assert "Vigente" in mine.reprint()
    assert receiver(mine.file())["Rfc"] == mine.scenario.profile["rfc"]
    other = PalapaClient(client, sandbox, 4, state="invoiced_other", delivery="links")
    assert other.words.nothing in other.reprint()
    assert b"Comprobante" not in other.file()


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_a_lost_answer_is_recovered_by_reprinting(client: httpx.Client, sandbox: Sandbox, fault: str) -> None:
    palapa = PalapaClient(client, sandbox, 5, fault=fault, delivery="links", number=len(fault))
    palapa.look_up()
    with pytest.raises((httpx.TransportError, AssertionError)):
        palapa.generate()
    assert "Vigente" in palapa.reprint()
    assert read(palapa.file()).get("Total") == palapa.scenario.total


def test_a_delayed_invoice_is_asked_for_until_it_is_there(client: httpx.Client, sandbox: Sandbox) -> None:
    palapa = PalapaClient(client, sandbox, 6, fault="delayed,1", delivery="zip")
    palapa.look_up()
    assert "data-repite" in palapa.generate()[0]
    assert "DownloadZip" in palapa.ajax("estatus", {})[0]
    assert palapa.file("Zip")[:2] == b"PK"


def test_by_email_nothing_is_downloaded(client: httpx.Client, sandbox: Sandbox) -> None:
    palapa = PalapaClient(client, sandbox, 7, delivery="email")
    palapa.look_up()
    assert palapa.scenario.profile["email"] in palapa.generate()[0]
    assert palapa.scenario.expected is FailureType.EMAIL_DELIVERY
    assert b"Comprobante" not in palapa.file()


def test_a_lost_session_is_an_expired_page_and_an_unknown_address_answers_200(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    palapa = PalapaClient(client, sandbox, 8, fault="expiry,3")
    assert "caducada" in palapa.look_up()[1] + palapa.generate()[1]
    assert sandbox.count(palapa.scenario.ticket_id) == 0
    assert client.get(f"{palapa.root}app/encuesta").status_code == 200


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def press(page: Page, text: str) -> None:
    page.locator(
        f"[data-ajax][alt='{text}'], [data-ajax][value='{text}'], a[data-ajax]:has-text('{text}')"
    ).click()


def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser) -> None:
    seed = seed_with(prints="data", opens_with="0", button_kind="image")
    scenario = sandbox.scenario("s11", seed, rfc=KNOWN[4].rfc, delivery="viewer", number=6)
    words, told, profile, page = wording(seed), scenario.ticket, scenario.profile, browser.new_page()
    heard: list[str] = []

    def answer(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(scenario.url)
    page.locator("a.grande").first.click()
    page.get_by_label("Datos del ticket").check()
    page.locator("[name$=txtTrackingId]").press_sequentially(str(told[words.order_word]))
    page.locator("[name$=txtReservationId]").press_sequentially(f"{told['amount']:.2f}")
    if "propina" in told:
        page.locator("[name$=txtGuest]").press_sequentially(f"{told['propina']:.2f}")
    if words.asks_store:
        page.locator("[name$=cmbHotel]").select_option(label=str(told["sucursal"]))
    press(page, words.look_up)
    page.wait_for_function("() => !Wicket.busy")
    assert heard == [""]
    pick_date(page, str(told["date"]))
    press(page, words.look_up)
    for name, datum in {
        "rfc": "rfc",
        "name": "legal_name",
        "email": "email",
        "postal_code": "postal_code",
    }.items():
        page.locator(f"[name='{words.name(name)}']").press_sequentially(profile[datum])
    for name, code, texts in (
        ("regime", profile["fiscal_regime"], REGIMES),
        ("use", profile["cfdi_use"], USES),
        ("payment_form", str(told["payment_method"]), PAYMENT_FORMS),
    ):
        text = f"{code} - {texts[code]}" if words.shows_codes else texts[code]
        page.locator(f"[name='{words.name(name)}']").select_option(label=text)
    press(page, words.issue)
    page.get_by_text("Vigente").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="XML").click()
    assert receiver(download.value.path().read_bytes())["Nombre"] == profile["legal_name"]
    assert sandbox.ledger.issued(ticket=scenario.ticket_id)[0]["payment_form"] == told["payment_method"]
    assert sandbox.count(scenario.ticket_id) == 1
    page.close()


def pick_date(page: Page, day: str) -> None:
    """By its calendar: the field itself cannot be typed into."""
    page.locator("input.fecha").click()
    shown = page.evaluate("() => [new Date().getFullYear(), new Date().getMonth() + 1]")
    year, month, number = (int(part) for part in day.split("-"))
    for _ in range((shown[0] - year) * 12 + shown[1] - month):
        page.locator(".calnavleft").click()
    page.locator("td.selectable").get_by_text(str(number), exact=True).click()
