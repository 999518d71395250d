from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import Browser, Page

from automation.sandbox.office import Verdict
from automation.sandbox.portals.s8_regina import INCOMPLETE, NO_POSTAL_CODE, WRONG_COUNTRY
from automation.sandbox.receivers import KNOWN, REJECTIONS, ReceiverState
from automation.sandbox.site import Sandbox, Scenario
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.expected import FAULTY, UNSEEN, receptor_of
from tests.automation.sandbox.regina import ReginaClient, seed_with
from tests.automation.sandbox.verifying import faults, read, receiver


def enter(client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object) -> ReginaClient:
    return ReginaClient(client, sandbox, sandbox.scenario("s8", seed, **asked), seed)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_wizard_gives_an_invoice_with_the_data_that_were_typed(
    client: httpx.Client, sandbox: Sandbox, seed: int
) -> None:
    regina = enter(client, sandbox, seed, rfc=KNOWN[seed].rfc, delivery="zip")
    assert regina.look_up()["Mensaje"] == "Correcto"
    answer = regina.generate()
    assert (answer["Html"], answer["Listo"]) == (regina.words.success, True)
    with ZipFile(BytesIO(regina.file("zip"))) as archive:
        xml = archive.read(next(name for name in archive.namelist() if name.endswith(".xml")))
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml) == receptor_of(regina.scenario)
    assert read(xml).get("FormaPago") == regina.scenario.ticket["payment_method"]
    assert read(xml).get("Total") == regina.scenario.total
    assert sandbox.count(regina.scenario.ticket_id) == 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", UNSEEN)
def test_each_ticket_state_is_said_in_its_own_words_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    regina = enter(client, sandbox, seed, state=state)
    answer = regina.look_up()
    assert (answer["Mensaje"], answer["Html"]) == ("Error", regina.words.verdicts[UNSEEN[state]])
    assert answer.get("Mia", False) is False
    assert regina.post("GenerarFactura", **regina.receiver).status_code == 401
    assert sandbox.ledger.attempts(ticket=regina.scenario.ticket_id) == []


def test_the_day_of_the_purchase_must_be_right(client: httpx.Client, sandbox: Sandbox) -> None:
    regina = enter(client, sandbox, 11)
    wrong = regina.words.verdicts[Verdict.NOT_FOUND]
    assert regina.look_up(fecha="01/01/2020")["Html"] == wrong
    assert regina.look_up(fecha="ayer")["Html"] == wrong
    assert regina.look_up(fecha=str(regina.scenario.ticket["date"]))["Mensaje"] == "Correcto"


@pytest.mark.parametrize("state", FAULTY)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    regina = enter(client, sandbox, 13, receiver=state, rfc="LOÑM850223QT9")
    regina.look_up()
    assert regina.generate()["Html"] == regina.words.tell_rejection(REJECTIONS[FAULTY[state]])
    assert regina.scenario.expected is FailureType.RECEIVER_REJECTED
    assert sandbox.count(regina.scenario.ticket_id) == 0


def test_a_country_or_field_that_is_not_right_stops_before_anything_is_tried(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    regina = enter(client, sandbox, 13, number=1)
    regina.look_up()
    assert regina.generate(pais="AFG")["Html"] == WRONG_COUNTRY
    assert regina.generate(uso="")["Html"] == INCOMPLETE
    assert sandbox.ledger.attempts(ticket=regina.scenario.ticket_id) == []


def test_the_suggestions_follow_what_was_typed_and_perhaps_the_regime(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    open_list = enter(client, sandbox, seed_with(filters_uses=False))
    open_list.look_up()
    found = open_list.call("BuscarUso", texto="gastos", regimen="616")["Lista"]
    assert "G03" in [code for code, _ in found]
    narrow = enter(client, sandbox, seed_with(filters_uses=True))
    narrow.look_up()
    assert narrow.call("BuscarUso", texto="gastos", regimen="616")["Lista"] == []


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_after_a_lost_answer_the_ticket_leads_its_receptor_to_the_invoice(
    client: httpx.Client, sandbox: Sandbox, fault: str
) -> None:
    regina = enter(client, sandbox, 14, fault=fault, delivery="links", number=1 if fault == "502" else 2)
    regina.look_up()
    try:
        assert regina.post("GenerarFactura", **regina.receiver).status_code == 502
    except httpx.TransportError:
        assert fault == "drop"
    client.cookies.clear()
    assert regina.look_up()["Mia"] is True
    assert read(regina.file()).get("Total") == regina.scenario.total
    assert sandbox.count(regina.scenario.ticket_id) == 1


def test_another_s_invoice_is_neither_sent_nor_downloaded(client: httpx.Client, sandbox: Sandbox) -> None:
    regina = enter(client, sandbox, 15, state="invoiced_other")
    assert regina.look_up()["Mia"] is False
    assert regina.post("EnviarCorreo", correo="yo@ejemplo.mx").status_code == 401
    assert not regina.file().startswith(b"<?xml")


def test_a_lost_session_issues_nothing(client: httpx.Client, sandbox: Sandbox) -> None:
    regina = enter(client, sandbox, 16, fault="expiry,3")
    regina.look_up()
    lost = regina.post("GenerarFactura", **regina.receiver)
    assert (lost.status_code, lost.json()["Message"]) == (401, regina.words.session_lost)
    assert sandbox.count(regina.scenario.ticket_id) == 0


def test_a_delayed_cfdi_is_ready_after_some_polls(client: httpx.Client, sandbox: Sandbox) -> None:
    regina = enter(client, sandbox, 17, fault="delayed,2")
    regina.look_up()
    assert regina.generate()["Listo"] is False
    assert [regina.call("ConsultarEstado")["Listo"] for _ in range(2)] == [False, True]
    assert sandbox.count(regina.scenario.ticket_id) == 1


def test_delivery_by_mail_gives_no_file(client: httpx.Client, sandbox: Sandbox) -> None:
    regina = enter(client, sandbox, 18, delivery="email")
    regina.look_up()
    assert regina.generate()["Entrega"] == "email"
    assert not regina.file("zip").startswith(b"PK")
    mails = sandbox.ledger.mails(portal="s8", seed=18)
    assert [mail["to"] for mail in mails] == [regina.scenario.profile["email"]]


def test_what_cannot_be_used_is_said_before_anything_is_tried(client: httpx.Client, sandbox: Sandbox) -> None:
    regina = enter(client, sandbox, seed_with(asks_payment=True), number=3)
    assert regina.call("BuscarCP", cp="970") == {"Mensaje": "Error", "Html": NO_POSTAL_CODE}
    assert regina.call("BuscarCP", cp="97000")["Estado"]
    assert regina.post("ConsultarEstado").status_code == 401
    assert regina.look_up(rfc="EKU")["Html"] == "El RFC no tiene un formato válido."
    regina.look_up()
    assert regina.generate(formapago="77")["Html"] == "La forma de pago no es válida."
    assert sandbox.count(regina.scenario.ticket_id) == 0


def test_a_second_press_issues_nothing_more_and_the_invoice_can_be_sent_elsewhere(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    regina = enter(client, sandbox, 19)
    regina.look_up()
    regina.generate()
    assert regina.generate()["Html"] == regina.words.verdicts[Verdict.INVOICED]
    assert regina.call("EnviarCorreo", correo="otra")["Mensaje"] == "Error"
    assert "otra@ejemplo.mx" in regina.call("EnviarCorreo", correo="otra@ejemplo.mx")["Html"]
    assert [mail["to"] for mail in sandbox.ledger.mails(seed=19, portal="s8")] == ["otra@ejemplo.mx"]
    assert sandbox.count(regina.scenario.ticket_id) == 1


def test_a_page_asked_for_in_a_lost_session_starts_again(client: httpx.Client, sandbox: Sandbox) -> None:
    regina = enter(client, sandbox, 20, fault="expiry,2")
    again = client.get(regina.scenario.url)
    assert (again.status_code, again.headers["Location"].endswith("/index.aspx")) == (302, True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser) -> None:
    seed = seed_with(greets=True, resets_country=True, preselects_regime=True, asks_payment=True)
    scenario = sandbox.scenario("s8", seed, rfc="LOÑM850223QT9", delivery="blob", number=7)
    words = sandbox.room("s8", seed).portal.wording  # type: ignore[attr-defined]
    page = browser.new_page()
    page.goto(scenario.url)
    _accept(page, "Aviso de Privacidad")
    _type_ticket(page, scenario)
    page.get_by_role("link", name=words.next).click()
    if words.tells_found:
        _accept(page, "Ticket encontrado")
    _type_receiver(page, words, scenario)
    page.get_by_role("link", name=words.next).click()
    page.get_by_role("link", name=words.issue).click()
    _accept(page, "Verifica los datos")
    _accept(page, words.success)
    with page.expect_download() as download:
        page.locator("#btn_dxmlpdf").click()
    assert download.value.path().read_bytes().startswith(b"PK")
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


def _accept(page: Page, text: str) -> None:
    page.locator("#modalnotificacion", has_text=text).wait_for(state="visible")
    page.locator("#btn_maceptar").click()


def _type_ticket(page: Page, scenario: Scenario) -> None:
    told = scenario.ticket
    year, month, day = str(told["date"]).split("-")
    page.locator(".custom-combobox-input").press_sequentially(str(told["sucursal"]))
    page.locator(".ui-menu-item div").first.click()
    page.locator("#txt_rfccliente").fill(scenario.profile["rfc"])
    page.locator("#txt_ticket").fill(str(told["ticket"]))
    if page.locator("#txt_fecha").get_attribute("type") == "date":
        page.locator("#txt_fecha").fill(str(told["date"]))
    else:
        page.locator("#txt_fecha").press_sequentially(f"{day}{month}{year}")
    page.locator("#txt_total").fill(f"{told['amount']:.2f}")


def _type_receiver(page: Page, words: object, scenario: Scenario) -> None:
    profile = scenario.profile
    page.locator("#txt_crazon").fill(profile["legal_name"])
    with page.expect_response("**/BuscarCP"):
        page.locator("#txt_ccp").fill(profile["postal_code"])
        page.locator("#txt_crazon").focus()
    page.wait_for_function("document.getElementById('cbo_cpais').value === 'AFG'")
    page.locator("#cbo_cpais").select_option("MEX")
    page.locator("#cbo_cregfiscal").select_option(profile["fiscal_regime"])
    page.locator("#txt_cucfdi").press_sequentially("Gastos en")
    page.locator("ul.typeahead a", has_text="Gastos en general").click()
    page.locator("#txt_ccorreo").fill(profile["email"])
    if words.confirms_email:  # type: ignore[attr-defined]
        page.locator("#txt_ccorreo2").fill(profile["email"])
    page.locator("#cbo_cformapago").select_option(str(scenario.ticket["payment_method"]))
