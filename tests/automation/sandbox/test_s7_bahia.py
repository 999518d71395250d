from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, Page

from automation.sandbox.office import Verdict
from automation.sandbox.portals.s7_bahia import (
    BAD_RFC,
    FINE,
    INCOMPLETE,
    INVOICED,
    LOST,
    NO_STATION,
    REFUSED,
    RUNNING,
)
from automation.sandbox.receivers import KNOWN, REJECTIONS, ReceiverState
from automation.sandbox.site import Sandbox, Scenario
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.bahia import BahiaClient, seed_with
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.expected import FAULTY, UNSEEN, receptor_of
from tests.automation.sandbox.verifying import faults, read, receiver


def enter(client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object) -> BahiaClient:
    return BahiaClient(client, sandbox, sandbox.scenario("s7", seed, **asked), seed)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_station_folio_and_web_id_give_an_invoice_with_the_data_that_were_typed(
    client: httpx.Client, sandbox: Sandbox, seed: int
) -> None:
    bahia = enter(client, sandbox, seed, rfc=KNOWN[seed].rfc, delivery="links")
    assert bahia.look_up()[:2] == [FINE, bahia.words.valid]
    assert bahia.add()[0] == FINE
    code, _, uuid, _ = bahia.generate()
    assert code == FINE
    xml = bahia.file(uuid)
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml) == receptor_of(bahia.scenario)
    assert read(xml).get("FormaPago") == bahia.scenario.ticket["payment_method"]
    assert read(xml).get("Total") == bahia.scenario.total
    assert sandbox.count(bahia.scenario.ticket_id) == 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", [s for s in UNSEEN if s is not TicketState.WRONG_TOTAL])
def test_each_ticket_state_is_said_and_nothing_can_be_issued(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    bahia = enter(client, sandbox, seed, state=state)
    answer = bahia.look_up(bahia.scenario.profile["rfc"])
    code = INVOICED if state is TicketState.INVOICED_OTHER else REFUSED
    assert answer == [code, bahia.words.verdicts[UNSEEN[state]]]
    bahia.add()
    assert bahia.generate()[0] in {LOST, REFUSED}
    entries = sandbox.ledger.issued(ticket=bahia.scenario.ticket_id)
    assert all(entry["beforehand"] for entry in entries)


def test_a_wrong_total_is_refused_where_it_is_asked_for_and_shown_where_not(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    asking = enter(client, sandbox, seed_with(asks_total=True), state="wrong_total")
    assert asking.look_up() == [REFUSED, asking.words.verdicts[Verdict.WRONG_TOTAL]]
    showing = enter(client, sandbox, seed_with(asks_total=False), state="wrong_total")
    shown = showing.look_up()[2].replace(",", "")
    assert shown == showing.scenario.total != f"{showing.scenario.ticket['amount']:.2f}"


@pytest.mark.parametrize("state", FAULTY)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    bahia = enter(client, sandbox, 13, receiver=state, rfc="LOÑM850223QT9")
    bahia.look_up()
    bahia.add()
    assert bahia.generate() == [REFUSED, bahia.words.tell_rejection(REJECTIONS[FAULTY[state]])]
    assert bahia.scenario.expected is FailureType.RECEIVER_REJECTED
    assert sandbox.count(bahia.scenario.ticket_id) == 0
    assert sandbox.ledger.attempts(ticket=bahia.scenario.ticket_id)


def test_nothing_is_issued_before_the_rfc_was_added_or_with_a_field_missing(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    bahia = enter(client, sandbox, 13, number=1)
    bahia.look_up()
    assert bahia.generate()[0] == LOST
    bahia.add()
    assert bahia.generate(cp="") == [REFUSED, INCOMPLETE]
    assert sandbox.ledger.attempts(ticket=bahia.scenario.ticket_id) == []


def test_what_it_remembers_of_a_client_is_old(client: httpx.Client, sandbox: Sandbox) -> None:
    bahia = enter(client, sandbox, seed_with(knows_clients=True))
    _, name, postal_code, email, regime, _ = bahia.add()
    assert name == "ESCUELA KEMPER URGATE"
    assert postal_code != "42501"
    assert email != bahia.scenario.profile["email"]
    assert bahia.words.code(regime) == "601"


@pytest.mark.parametrize("fault", ["502", "drop"])
@pytest.mark.parametrize("first", [True, False])
def test_after_a_lost_answer_the_folio_leads_its_receptor_to_the_invoice(
    client: httpx.Client, sandbox: Sandbox, fault: str, first: bool
) -> None:
    number = 1 if fault == "502" else 2
    bahia = enter(
        client, sandbox, seed_with(asks_rfc_first=first), fault=fault, delivery="links", number=number
    )
    bahia.look_up()
    bahia.add()
    try:
        answer = bahia.generate()
    except httpx.TransportError:
        answer = []
    assert answer[:1] != [FINE]
    rfc = bahia.scenario.profile["rfc"]
    found = bahia.look_up(rfc)[2:] if first else (bahia.look_up() and bahia.call("Recupera", rfc=rfc))[2:]
    assert read(bahia.file(found[0])).get("Total") == bahia.scenario.total
    assert sandbox.count(bahia.scenario.ticket_id) == 1


def test_another_s_invoice_is_never_shown(client: httpx.Client, sandbox: Sandbox) -> None:
    bahia = enter(client, sandbox, 14, state="invoiced_other")
    bahia.look_up()
    assert bahia.call("Recupera", rfc=bahia.scenario.profile["rfc"]) == [REFUSED, bahia.words.nothing_issued]
    assert bahia.scenario.expected is FailureType.ALREADY_INVOICED


def test_a_lost_session_issues_nothing(client: httpx.Client, sandbox: Sandbox) -> None:
    bahia = enter(client, sandbox, 15, fault="expiry,5")
    bahia.look_up()
    bahia.add()
    assert bahia.generate() == [LOST, bahia.words.session_lost]
    assert sandbox.count(bahia.scenario.ticket_id) == 0


def test_a_delayed_cfdi_comes_after_some_polls(client: httpx.Client, sandbox: Sandbox) -> None:
    bahia = enter(client, sandbox, 16, fault="delayed,2", delivery="zip")
    bahia.look_up()
    bahia.add()
    assert bahia.generate()[0] == RUNNING
    polls = [client.get(f"{bahia.base}/ws/Estado.ashx").text.split("|") for _ in range(2)]
    assert [poll[0] for poll in polls] == [RUNNING, FINE]
    assert bahia.file(polls[1][2], "zip").startswith(b"PK")


def test_delivery_by_mail_gives_no_file(client: httpx.Client, sandbox: Sandbox) -> None:
    bahia = enter(client, sandbox, 17, delivery="email")
    bahia.look_up()
    bahia.add()
    _, text, uuid, _ = bahia.generate()
    assert bahia.scenario.profile["email"] in text
    assert sandbox.ledger.mails(uuid=uuid)[0]["to"] == bahia.scenario.profile["email"]
    assert b"no disponible" in bahia.file(uuid)


def test_the_login_beside_the_open_road_lets_nobody_in(client: httpx.Client, sandbox: Sandbox) -> None:
    bahia = enter(client, sandbox, 18)
    address = f"{bahia.base}/default.aspx"
    assert "captcha incorrecto" in client.post(address, data={"usuario": "x"}).text
    assert "contraseña incorrectos" in client.post(address, data={"captcha": "AB12C"}).text
    assert client.get(f"{bahia.base}/captcha.axd").headers["Content-Type"].startswith("image/svg")
    assert "en su estación" in client.get(f"{bahia.base}/crear_cuenta.aspx").text


def test_each_input_that_it_cannot_use_is_refused_by_its_own_words(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    bahia = enter(client, sandbox, seed_with(has_own_values=True), number=3)
    assert bahia.call("ConsultaTicket", folio="1") == [REFUSED, NO_STATION]
    assert bahia.call("AgregaRFC", rfc="EKU") == [REFUSED, BAD_RFC]
    assert bahia.call("Recupera", rfc="EKU9003173C9")[0] == LOST
    bahia.look_up()
    bahia.add()
    assert bahia.generate(pago="77") == [REFUSED, "La forma de pago no es válida."]
    assert bahia.generate(regimen="x") == [REFUSED, INCOMPLETE]
    assert bahia.call("EnviaCorreo", id="x", correo="yo@ejemplo.mx")[0] == REFUSED
    assert sandbox.count(bahia.scenario.ticket_id) == 0


def test_a_second_press_finds_the_folio_invoiced(client: httpx.Client, sandbox: Sandbox) -> None:
    bahia = enter(client, sandbox, 19, delivery="viewer")
    bahia.look_up()
    bahia.add()
    uuid = bahia.generate()[2]
    assert bahia.generate() == [REFUSED, bahia.words.verdicts[Verdict.INVOICED]]
    viewer = client.get(f"{bahia.base}/ReportViewer.aspx", params={"id": uuid}).text
    assert f"id={uuid}&amp;t=xml" in viewer or f"id={uuid}&t=xml" in viewer
    assert bahia.call("EnviaCorreo", id=uuid, correo="otra@ejemplo.mx")[0] == FINE
    assert sandbox.ledger.mails(uuid=uuid)[0]["to"] == "otra@ejemplo.mx"
    assert sandbox.count(bahia.scenario.ticket_id) == 1


def test_a_session_lost_between_services_or_pages_leads_home(client: httpx.Client, sandbox: Sandbox) -> None:
    bahia = enter(client, sandbox, 20, fault="expiry,2")
    lost = client.get(f"{bahia.base}/generar_factura.aspx", follow_redirects=True)
    assert bahia.words.session_lost in lost.text
    assert bahia.add()[0] == LOST


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser) -> None:
    seed = seed_with(
        inert="swallow", knows_clients=True, payment_resets=True, asks_rfc_first=False, loads_on_demand=True
    )
    scenario = sandbox.scenario("s7", seed, rfc="LOÑM850223QT9", delivery="links", number=7)
    words = sandbox.room("s7", seed).portal.wording  # type: ignore[attr-defined]
    page = browser.new_page()
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(scenario.url)
    page.get_by_role("link", name=words.anonymous).click()
    _look_up(page, words, scenario)
    name = page.locator(f"#{words.id('name')}")
    name.press_sequentially("MARIA")
    assert name.input_value() == ""
    _add_receiver(page, words, scenario)
    assert page.locator(f"#{words.id('payment_form')}").input_value() == "01"
    page.locator(f"#{words.id('payment_form')}").select_option(str(scenario.ticket["payment_method"]))
    page.locator("#btnGenFacUs").click()
    with page.expect_download() as download:
        page.get_by_text("Descargar XML").click()
    assert asked == [words.confirmation]
    assert receiver(download.value.path().read_bytes())["Nombre"] == "MARÍA JOSÉ LÓPEZ ÑÁÑEZ"
    entry = sandbox.ledger.issued(ticket=scenario.ticket_id)[0]
    assert entry["receiver"] == {
        "rfc": "LOÑM850223QT9",
        "name": "MARÍA JOSÉ LÓPEZ ÑÁÑEZ",
        "postal_code": "97000",
        "regime": "626",
        "use": "G03",
        "email": scenario.profile["email"],
    }
    assert entry["payment_form"] == scenario.ticket["payment_method"]
    page.close()


def _look_up(page: Page, words: object, scenario: Scenario) -> None:
    def control(name: str) -> str:
        return f"#{words.id(name)}"  # type: ignore[attr-defined]

    page.locator(f"{control('store')}_Input").press_sequentially(str(scenario.ticket["estacion"]))
    page.locator("li.rcbItem", has_text=str(scenario.ticket["estacion"])).first.click()
    page.locator(control("folio")).fill(str(scenario.ticket["folio"]))
    page.locator(control("key")).fill(str(scenario.ticket["webid"]))
    if page.locator(control("amount")).count():
        page.locator(control("amount")).fill(f"{scenario.ticket['amount']:.2f}")
    page.locator("#btnSerchTk").click()
    page.locator("#tblDespacho").wait_for(state="visible")


def _add_receiver(page: Page, words: object, scenario: Scenario) -> None:
    def control(name: str) -> str:
        return f"#{words.id(name)}"  # type: ignore[attr-defined]

    profile = scenario.profile
    page.locator(control("rfc")).fill(profile["rfc"])
    with page.expect_response("**/Usos.ashx"):
        page.locator("#btnAddRfc").click()
    page.locator(control("name")).fill(profile["legal_name"])
    page.locator(control("email")).fill(profile["email"])
    page.locator(control("postal_code")).fill(profile["postal_code"])
    with page.expect_response("**/Usos.ashx"):
        page.locator(control("regime")).select_option(words.value("626"))  # type: ignore[attr-defined]
    chosen = words.value("G03")  # type: ignore[attr-defined]
    page.locator(f"{control('use')} option[value='{chosen}']").wait_for(state="attached")
    page.locator(control("use")).select_option(chosen)
