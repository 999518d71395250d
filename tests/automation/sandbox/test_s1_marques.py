from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page

from automation.sandbox.office import Verdict
from automation.sandbox.portals.s1_marques import Marques
from automation.sandbox.receivers import KNOWN, ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.marques import MarquesClient
from tests.automation.sandbox.states import REFUSED, VERDICTS
from tests.automation.sandbox.verifying import faults, read, receiver


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 200):
        words = Marques(Seed("s1", number)).wording
        if all(getattr(words, name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


def open_marques(client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object) -> MarquesClient:
    return MarquesClient(client, sandbox, sandbox.scenario("s1", seed, **asked), seed)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [2, 3, 5])
def test_the_wizard_issues_with_the_data_and_the_payment_form_that_were_typed(
    client: httpx.Client, sandbox: Sandbox, seed: int
) -> None:
    rfc = KNOWN[seed].rfc
    marques = open_marques(client, sandbox, seed, rfc=rfc, delivery="links")
    marques.look_up()
    marques.fill_receiver()
    marques.issue()
    assert marques.place == "frmFactura.aspx"
    xml = marques.post("lnkXML", target=True).content
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert list(receiver(xml).values())[:2] == [rfc, KNOWN[seed].name]
    assert read(xml).get("FormaPago") == marques.scenario.ticket["payment_method"]
    assert read(xml).get("Total") == marques.scenario.total
    assert sandbox.count(marques.scenario.ticket_id) == 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_stays_on_the_form_and_says_why(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    marques = open_marques(client, sandbox, seed, state=state)
    marques.look_up()
    assert marques.place == "frmDatos.aspx"
    assert " ".join(marques.words.verdicts[VERDICTS[state]].split()) in marques.text
    assert "Refacturar" not in marques.answer.text
    assert sandbox.ledger.attempts(ticket=marques.scenario.ticket_id) == []


@pytest.mark.parametrize("state", REFUSED)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    marques = open_marques(client, sandbox, 12, receiver=state, rfc="LOÑM850223QT9")
    marques.look_up()
    marques.fill_receiver()
    if state is ReceiverState.USE_INCOMPATIBLE:
        assert marques.scenario.profile["cfdi_use"] not in marques.page.xpath("//select//option/@value")
    marques.issue()
    assert marques.words.tell_rejection(REFUSED[state]) in marques.text
    assert sandbox.count(marques.scenario.ticket_id) == 0


def test_a_page_without_its_hidden_state_is_refused(client: httpx.Client, sandbox: Sandbox) -> None:
    marques = open_marques(client, sandbox)
    assert client.post(marques.scenario.url + "frmDatos.aspx", data=marques.ticket).status_code == 500


def test_the_regime_s_postback_fills_the_usos_and_empties_what_the_seed_says(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    marques = open_marques(client, sandbox, seed_with(wipes="txtCP", knows_clients=False), number=5)
    marques.look_up()
    assert marques.value("txtCP") == "42501"
    assert marques.page.xpath("//select[contains(@id, 'uso')]/option") == []
    marques.post("ddlregimenFiscal", target=True, ddlregimenFiscal="601", txtRazon="ESCUELA")
    assert marques.value("txtCP") == ""
    assert marques.value("txtRazon") == "ESCUELA"
    assert "G03" in marques.page.xpath("//select[contains(@id, 'uso')]/option/@value")


def test_a_help_icon_wipes_the_form(client: httpx.Client, sandbox: Sandbox) -> None:
    marques = open_marques(client, sandbox)
    marques.open("frmDatos.aspx")
    marques.post("btnInfo.x", marques.ticket)
    assert marques.value("txtTC") == ""
    assert "sobre el código de barras" in marques.text


def test_a_known_customer_is_offered_with_an_old_address(client: httpx.Client, sandbox: Sandbox) -> None:
    marques = open_marques(client, sandbox, seed_with(knows_clients=True), number=6)
    marques.look_up()
    assert marques.place == "frmRFC.aspx"
    marques.post("grvRFC", target=True, argument="Select$0")
    assert marques.value("txtCP") == "37000"


def test_after_issuing_the_form_s_road_ends_at_refacturar_which_makes_a_second_cfdi(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    marques = open_marques(client, sandbox, 6)
    marques.look_up()
    marques.fill_receiver()
    marques.issue()
    marques.look_up()
    assert marques.words.verdicts[Verdict.INVOICED] in marques.text
    assert sandbox.count(marques.scenario.ticket_id) == 1
    marques.post("btnRefacturar", marques.ticket)
    marques.fill_receiver()
    marques.issue()
    assert sandbox.count(marques.scenario.ticket_id) == 2


def test_pressing_the_issuing_button_twice_makes_one_cfdi(client: httpx.Client, sandbox: Sandbox) -> None:
    marques = open_marques(client, sandbox, 7)
    marques.look_up()
    marques.fill_receiver()
    before = marques.answer
    marques.issue()
    marques.answer = before
    marques.issue()
    assert marques.words.verdicts[Verdict.INVOICED] in marques.text
    assert sandbox.count(marques.scenario.ticket_id) == 1


def test_by_mail_only_the_pdf_is_shown_and_the_xml_refused(client: httpx.Client, sandbox: Sandbox) -> None:
    marques = open_marques(client, sandbox, 8, delivery="email")
    marques.look_up()
    marques.fill_receiver()
    marques.issue()
    assert marques.page.xpath("//iframe/@src")
    assert marques.http.get(marques.scenario.url + "frmReportPDF2.aspx").content.startswith(b"%PDF")
    xml = marques.http.get(marques.scenario.url + "frmArchivo.aspx?t=1", follow_redirects=True)
    assert b"cfdi:Comprobante" not in xml.content
    assert [mail["to"] for mail in sandbox.ledger.mails(seed=8)] == [marques.scenario.profile["email"]]
    assert marques.scenario.expected is FailureType.EMAIL_DELIVERY


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_what_was_issued_before_the_answer_was_lost_is_found_by_consulting(
    client: httpx.Client, sandbox: Sandbox, fault: str
) -> None:
    marques = open_marques(client, sandbox, 9, fault=fault, delivery="zip", number=len(fault))
    marques.look_up()
    marques.fill_receiver()
    if fault == "drop":
        with pytest.raises(httpx.TransportError):
            marques.issue()
    else:
        assert marques.issue().status_code == 502
    marques.consult()
    marques.post("btnAceptar", entrega="rdDescargar")
    assert marques.post("lnkZIP", target=True).content.startswith(b"PK")
    assert sandbox.count(marques.scenario.ticket_id) == 1


def test_only_the_receptor_consults_an_invoice(client: httpx.Client, sandbox: Sandbox) -> None:
    mine = open_marques(client, sandbox, 10, state="invoiced_same")
    mine.consult()
    assert mine.place == "frmConsultaFactura.aspx"
    other = open_marques(client, sandbox, 10, state="invoiced_other", number=1)
    other.consult()
    assert other.words.nothing_issued in other.text


def test_a_lost_session_returns_to_the_start(client: httpx.Client, sandbox: Sandbox) -> None:
    marques = open_marques(client, sandbox, seed_with(knows_clients=False), fault="expiry,5", number=8)
    marques.look_up()
    marques.post("ddlregimenFiscal", target=True, ddlregimenFiscal="601")
    assert marques.place == "Default.aspx"
    assert marques.words.session_lost in marques.text
    marques.look_up()
    marques.fill_receiver()
    marques.issue()
    assert sandbox.count(marques.scenario.ticket_id) == 1


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser) -> None:
    seed = seed_with(has_update_panel=True, notices=2, wipes="txtCP", knows_clients=False)
    scenario = sandbox.scenario("s1", seed, rfc="LOÑM850223QT9", delivery="links", number=7)
    page = browser.new_page()
    page.goto(scenario.url)
    page.get_by_role("button", name="Aceptar").click()
    page.get_by_role("link", name="Obtener factura").click()
    for button in ("Aceptar", "Enterado"):
        page.get_by_role("button", name=button).click()
    _type_ticket(page, scenario.ticket, scenario.profile)
    page.locator("[id$=btnAceptar]").click()
    page.locator("[id$=txtRazon]").fill(scenario.profile["legal_name"])
    page.locator("[id$=ddlregimenFiscal]").select_option(scenario.profile["fiscal_regime"])
    page.locator("[id$=ddlusoCFDI] option").nth(2).wait_for(state="attached")
    page.locator("[id$=txtCP]").fill(scenario.profile["postal_code"])
    page.locator("[id$=ddlusoCFDI]").select_option(scenario.profile["cfdi_use"])
    page.locator("[id$=btnValidar]").click()
    page.locator("#ctl00_btnContinuar").click()
    page.locator("select").select_option(str(scenario.ticket["payment_method"]))
    page.locator("[id$=btnAceptar]").click()
    page.get_by_label("Ver y descargar").check()
    page.locator("[id$=btnFacturar]").click()
    with page.expect_download() as download:
        page.get_by_alt_text("Descargar XML").click()
    assert receiver(download.value.path().read_bytes())["Nombre"] == "MARÍA JOSÉ LÓPEZ ÑÁÑEZ"
    entry = sandbox.ledger.issued(ticket=scenario.ticket_id)[0]
    assert entry["payment_form"] == scenario.ticket["payment_method"]
    assert entry["receiver"]["postal_code"] == "97000"
    page.close()


def _type_ticket(page: Page, ticket: dict[str, object], profile: dict[str, str]) -> None:
    typed = {
        "txtMemRFC": profile["rfc"],
        "txtCP": profile["postal_code"],
        "txtTC": str(ticket["tc"]),
        "txtTR": str(ticket["tr"]).zfill(5),
        "txtTotal": f"{ticket['amount']:.2f}",
    }
    for name, value in typed.items():
        page.locator(f"[id$={name}]").press_sequentially(value)
