from collections.abc import Iterator
from io import BytesIO

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Dialog, Page

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.portals.s3_frecuencia import (
    IN_PROGRESS,
    LOST,
    NOTHING,
    WRONG_CAPTCHA,
    Frecuencia,
)
from automation.sandbox.portals.s3_frecuencia import (
    REFUSED as RECEIVER_REFUSED,
)
from automation.sandbox.portals.s3_frecuencia.kaptcha import draw_word
from automation.sandbox.receivers import KNOWN, ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.frecuencia import FrecuenciaClient
from tests.automation.sandbox.states import REFUSED, VERDICTS
from tests.automation.sandbox.verifying import faults, read, receiver


def open_frecuencia(
    client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object
) -> FrecuenciaClient:
    return FrecuenciaClient(client, sandbox, sandbox.scenario("s3", seed, **asked), seed)  # type: ignore[arg-type]


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 200):
        words = Frecuencia(Seed("s3", number)).wording
        if all(getattr(words, name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


@pytest.mark.parametrize("seed", [2, 3, 5])
def test_the_service_issues_with_what_was_typed(client: httpx.Client, sandbox: Sandbox, seed: int) -> None:
    frecuencia = open_frecuencia(client, sandbox, seed, rfc=KNOWN[seed].rfc, delivery="links")
    row = frecuencia.look_up()["datos"]
    assert len(row["ticket"]) == 35
    assert row["monto"] == frecuencia.scenario.total
    xml = frecuencia.xml(frecuencia.issue().json()["uuid"])
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml)["RegimenFiscalReceptor"] == frecuencia.scenario.profile["fiscal_regime"]
    assert read(xml).get("FormaPago") == frecuencia.scenario.ticket["payment_method"]
    assert sandbox.count(frecuencia.scenario.ticket_id) == 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_has_its_code_and_words(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    frecuencia = open_frecuencia(client, sandbox, seed, state=state)
    verdict = VERDICTS[state]
    expected = {"status": frecuencia.words.codes[verdict], "msg": frecuencia.words.verdicts[verdict]}
    assert frecuencia.look_up() == expected
    assert frecuencia.issue().json()["status"] == LOST
    assert sandbox.ledger.attempts(ticket=frecuencia.scenario.ticket_id) == []


def test_the_code_tables_of_two_seeds_contradict_each_other() -> None:
    tables = {tuple(Frecuencia(Seed("s3", seed)).wording.codes.items())[:4] for seed in range(1, 9)}
    assert len(tables) == 2


@pytest.mark.parametrize("state", REFUSED)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    frecuencia = open_frecuencia(client, sandbox, 6, receiver=state, rfc="HEUL770730PL7")
    frecuencia.look_up()
    expected = frecuencia.words.tell_rejection(REFUSED[state])
    assert frecuencia.issue().json() == {"status": RECEIVER_REFUSED, "msg": expected}
    assert sandbox.count(frecuencia.scenario.ticket_id) == 0


def test_a_delayed_cfdi_answers_204_and_is_found_later(client: httpx.Client, sandbox: Sandbox) -> None:
    frecuencia = open_frecuencia(client, sandbox, 7, fault="delayed,2", delivery="links")
    frecuencia.look_up()
    assert frecuencia.issue().status_code == 204
    assert frecuencia.consult()["status"] == IN_PROGRESS
    found = frecuencia.consult()
    assert receiver(frecuencia.xml(found["uuid"]))["Rfc"] == frecuencia.scenario.profile["rfc"]
    assert sandbox.count(frecuencia.scenario.ticket_id) == 1


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_a_lost_answer_is_recovered_by_consulting(client: httpx.Client, sandbox: Sandbox, fault: str) -> None:
    frecuencia = open_frecuencia(client, sandbox, 8, fault=fault, delivery="blob", number=len(fault))
    frecuencia.look_up()
    if fault == "drop":
        with pytest.raises(httpx.TransportError):
            frecuencia.issue()
    else:
        assert frecuencia.issue().status_code == 502
    assert read(frecuencia.xml(frecuencia.consult()["uuid"])).get("Total") == frecuencia.scenario.total


def test_only_the_receptor_consults_and_only_what_was_consulted_is_downloaded(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    mine = open_frecuencia(client, sandbox, 9, state="invoiced_same", delivery="links")
    uuid = mine.consult()["uuid"]
    assert receiver(mine.xml(uuid))["Rfc"] == mine.scenario.profile["rfc"]
    other = open_frecuencia(client, sandbox, 9, state="invoiced_other", delivery="links")
    assert other.consult()["status"] == NOTHING
    assert b"Comprobante" not in other.xml(uuid)


def test_a_lost_session_issues_nothing(client: httpx.Client, sandbox: Sandbox) -> None:
    frecuencia = open_frecuencia(client, sandbox, 10, fault="expiry,3")
    frecuencia.look_up()
    assert frecuencia.issue().json() == {"status": LOST, "msg": frecuencia.words.session_lost}
    assert sandbox.count(frecuencia.scenario.ticket_id) == 0


def test_the_captcha_stands_only_where_asked_for_and_must_be_read(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    assert "Kaptcha" not in client.get(sandbox.url("s3", 11)).text
    frecuencia = open_frecuencia(client, sandbox, 11, captcha="on")
    assert frecuencia.scenario.expected is FailureType.CAPTCHA
    assert "Kaptcha" in client.get(frecuencia.scenario.url).text
    frecuencia.look_up()
    assert frecuencia.issue(captcha="").json()["status"] == WRONG_CAPTCHA
    image = Image.open(BytesIO(client.get(frecuencia.rest + "Kaptcha.jpg").content))
    assert image.size == (150, 40)
    assert frecuencia.issue(captcha="zzzzz").json()["status"] == WRONG_CAPTCHA
    assert sandbox.count(frecuencia.scenario.ticket_id) == 0
    word = draw_word(Seed("s3", 11).rng("captcha/1"))
    assert frecuencia.issue(captcha=word.upper()).json()["status"] == "0"


def test_with_a_captcha_the_other_roads_end_as_ever(sandbox: Sandbox) -> None:
    expired = sandbox.scenario("s3", 11, "expired", captcha="on")
    assert expired.expected is FailureType.DEADLINE_EXPIRED
    assert sandbox.scenario("s3", 11, "invoiced_same", captcha="on", delivery="links").expected is None


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def open_form(page: Page, url: str) -> list[str]:
    """Answers every native dialog with yes; gives the list in which their texts are collected."""
    heard: list[str] = []

    def answer(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(url)
    page.get_by_role("link", name="FACTURA EXPRESS").click()
    return heard


def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser) -> None:
    seed = seed_with(privacy_at="email", speaks_in_alerts=True)
    scenario = sandbox.scenario("s3", seed, rfc="LOÑM850223QT9", delivery="blob", number=7)
    words, profile, page = Frecuencia(Seed("s3", seed)).wording, scenario.profile, browser.new_page()
    heard = open_form(page, scenario.url)
    page.locator("#noTicketId").press_sequentially(str(scenario.ticket[words.ticket_word]))
    page.locator("#montoId").press_sequentially(f"{scenario.ticket['amount']:.2f}")
    page.get_by_text("Agregar Ticket").click()
    page.locator("#filas td").first.wait_for()
    assert page.locator("#regimenFiscalReceptor option:checked").inner_text() == REGIMES["601"]
    typed = {"rfcCliente": "rfc", "razon": "legal_name", "cp": "postal_code", "emailInput": "email"}
    for name, datum in typed.items():
        page.locator(f"#{name}").press_sequentially(profile[datum])
    page.keyboard.press("Tab")
    page.get_by_role("button", name="ACEPTAR").click()
    page.locator("#regimenFiscalReceptor").select_option(label=REGIMES[profile["fiscal_regime"]])
    page.locator("#usoCfdi").select_option(label=USES[profile["cfdi_use"]])
    page.get_by_role("button", name="FACTURAR", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Descargar XML").click()
    assert receiver(download.value.path().read_bytes())["Nombre"] == "MARÍA JOSÉ LÓPEZ ÑÁÑEZ"
    assert heard == [words.confirmation]
    assert sandbox.count(scenario.ticket_id) == 1
    page.close()


def test_values_written_without_leaving_the_field_do_not_count(sandbox: Sandbox, browser: Browser) -> None:
    scenario = sandbox.scenario("s3", seed_with(speaks_in_alerts=True), number=8)
    page = browser.new_page()
    heard = open_form(page, scenario.url)
    page.evaluate("document.getElementById('noTicketId').value = '1'.repeat(35)")
    page.evaluate("document.querySelector('[ng-click=\"addRow()\"]').click()")
    assert heard == ["El número de ticket debe tener 35 dígitos"]
    page.close()
