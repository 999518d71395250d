from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from playwright.sync_api import Browser, Page

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.office import Verdict
from automation.sandbox.portals.s2_ochoycuarto import INCOMPLETE, VALID, OchoYCuarto
from automation.sandbox.receivers import KNOWN, ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.ochoycuarto import FacesClient
from tests.automation.sandbox.states import REFUSED, VERDICTS
from tests.automation.sandbox.verifying import faults, read, receiver


def open_ocho(client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object) -> FacesClient:
    return FacesClient(client, sandbox, sandbox.scenario("s2", seed, **asked), seed)  # type: ignore[arg-type]


def issue(ocho: FacesClient) -> httpx.Response:
    profile = ocho.scenario.profile
    return ocho.issue(REGIMES[profile["fiscal_regime"]], USES[profile["cfdi_use"]])


@pytest.mark.parametrize("seed", [2, 3, 5])
def test_two_sections_of_ajax_end_in_a_cfdi_with_what_was_typed(
    client: httpx.Client, sandbox: Sandbox, seed: int
) -> None:
    ocho = open_ocho(client, sandbox, seed, rfc=KNOWN[seed].rfc, delivery="links")
    ocho.look_up()
    assert ocho.growls == [VALID]
    issue(ocho)
    xml = ocho.download("XML").content
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml)["UsoCFDI"] == ocho.scenario.profile["cfdi_use"]
    assert read(xml).get("FormaPago") == ocho.scenario.ticket["payment_method"]
    assert sandbox.count(ocho.scenario.ticket_id) == 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_is_a_growl_of_its_own_and_nothing_goes_on(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    ocho = open_ocho(client, sandbox, seed, state=state)
    ocho.look_up()
    assert ocho.growls == [ocho.words.verdicts[VERDICTS[state]]]
    ocho.ajax("continuar", {})
    assert "form:pnlPrincipal" not in ocho.parts
    assert sandbox.ledger.attempts(ticket=ocho.scenario.ticket_id) == []


@pytest.mark.parametrize("state", REFUSED)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    ocho = open_ocho(client, sandbox, 6, receiver=state, rfc="LOÑM850223QT9")
    ocho.look_up()
    issue(ocho)
    incompatible = state is ReceiverState.USE_INCOMPATIBLE
    expected = INCOMPLETE if incompatible else ocho.words.tell_rejection(REFUSED[state])
    assert ocho.growls == [expected]
    assert sandbox.count(ocho.scenario.ticket_id) == 0


def test_the_total_needs_its_two_decimals_and_the_date_must_be_the_sale_s(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    ocho = open_ocho(client, sandbox, 7)
    ocho.ajax("validarTicket", {**ocho.ticket, "total": "100"})
    assert ocho.growls == ["El total debe capturarse con 2 decimales"]
    ocho.ajax("validarTicket", {**ocho.ticket, "fecha_input": "01/01/2001"})
    assert ocho.growls == [ocho.words.verdicts[Verdict.NOT_FOUND]]


def test_option_values_are_new_in_each_view(client: httpx.Client, sandbox: Sandbox) -> None:
    keys = []
    for _ in range(2):
        ocho = open_ocho(client, sandbox, 7)
        ocho.ajax("rfc", {"rfc": "EKU9003173C9"})
        keys.append(ocho.key_of("RegFis", REGIMES["601"]))
    assert len(set(keys)) == 2
    assert all(len(key) == 36 for key in keys)


def test_an_rfc_that_is_remembered_brings_an_old_name(client: httpx.Client, sandbox: Sandbox) -> None:
    seed = next(n for n in range(1, 99) if OchoYCuarto(Seed("s2", n)).wording.remembers_names)
    ocho = open_ocho(client, sandbox, seed)
    ocho.ajax("rfc", {"rfc": "EKU9003173C9", "razon": "ESCUELA KEMPER URGATE"})
    assert 'value="ESCUELA KEMPER URGATE SA DE CV"' in ocho.parts["form:razon"]


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_a_lost_answer_is_recovered_by_printing_the_invoice_again(
    client: httpx.Client, sandbox: Sandbox, fault: str
) -> None:
    ocho = open_ocho(client, sandbox, 8, fault=fault, delivery="zip", number=len(fault))
    ocho.look_up()
    if fault == "drop":
        with pytest.raises(httpx.TransportError):
            issue(ocho)
    else:
        assert issue(ocho).status_code == 502
    ocho.consult()
    assert ocho.download("ZIP").content.startswith(b"PK")
    assert sandbox.count(ocho.scenario.ticket_id) == 1


def test_only_the_receptor_prints_an_invoice_again(client: httpx.Client, sandbox: Sandbox) -> None:
    mine = open_ocho(client, sandbox, 9, state="invoiced_same", delivery="links")
    mine.consult()
    assert receiver(mine.download("XML").content)["Rfc"] == mine.scenario.profile["rfc"]
    other = open_ocho(client, sandbox, 9, state="invoiced_other")
    other.consult()
    assert other.growls == [other.words.nothing_issued]
    assert other.download("XML").status_code == 302


def test_an_old_view_is_sent_back_to_the_start(client: httpx.Client, sandbox: Sandbox) -> None:
    ocho = open_ocho(client, sandbox, 10, fault="expiry,3")
    ocho.look_up()
    ocho.ajax("continuar", {})
    assert ocho.redirect.endswith("inicio.jsf?expirada=1")
    assert ocho.words.session_lost in client.get(sandbox.origin() + ocho.redirect).text
    ocho.open("inicio")
    ocho.look_up()
    issue(ocho)
    assert sandbox.count(ocho.scenario.ticket_id) == 1


def test_by_mail_only_the_invoice_goes_where_the_person_says(client: httpx.Client, sandbox: Sandbox) -> None:
    ocho = open_ocho(client, sandbox, 11, delivery="email")
    ocho.look_up()
    issue(ocho)
    assert "Descargar" not in ocho.parts["form:pnlPrincipal"]
    assert ocho.download("XML").status_code == 302
    ocho.ajax("enviarCorreo", {"emailEnv": "a@ejemplo.mx"})
    assert [mail["to"] for mail in sandbox.ledger.mails(portal="s2", seed=11)] == ["a@ejemplo.mx"]
    assert ocho.scenario.expected is FailureType.EMAIL_DELIVERY


def test_the_root_of_the_host_shows_no_field(client: httpx.Client, sandbox: Sandbox) -> None:
    root = client.get(f"{sandbox.origin()}/s2-1/")
    assert root.status_code == 200
    assert "<input" not in root.text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser) -> None:
    seed = next(n for n in range(1, 99) if _is_hard(OchoYCuarto(Seed("s2", n))))
    scenario = sandbox.scenario("s2", seed, rfc="LOÑM850223QT9", delivery="links", number=7)
    profile, page = scenario.profile, browser.new_page()
    page.goto(scenario.url)
    _close_help(page)
    _choose_date(page, date.fromisoformat(str(scenario.ticket["date"])))
    told = scenario.ticket
    _type_with_help(page, "folio", str(told.get("folio") or told["fol_vta"]))
    _type_with_help(page, "venta", str(told.get("id_venta") or told["id"]))
    page.locator("[id='form:total']").fill(f"{told['amount']:.2f}")
    words = sandbox.room("s2", seed).portal.wording  # type: ignore[attr-defined]
    assert page.get_by_role("button", name=words.go_on).is_disabled()
    page.get_by_role("button", name=words.validate).click()
    page.locator(".ui-growl-title", has_text=VALID).wait_for()
    page.get_by_role("button", name=words.go_on).click()
    page.locator("[id='form:rfc']").fill(profile["rfc"])
    page.locator("[id='form:codigo']").fill(profile["postal_code"])
    _choose(page, "RegFis", REGIMES[profile["fiscal_regime"]])
    _choose(page, "CFDI", USES[profile["cfdi_use"]])
    page.locator("[id='form:razon']").fill(profile["legal_name"])
    page.get_by_role("button", name=words.issue, exact=True).click()
    page.get_by_role("button", name=words.yes, exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Descargar XML").click()
    assert receiver(download.value.path().read_bytes())["Nombre"] == profile["legal_name"]
    issued = sandbox.ledger.issued(ticket=scenario.ticket_id)
    assert [entry["receiver"]["regime"] for entry in issued] == [profile["fiscal_regime"]]
    page.close()


def _is_hard(portal: OchoYCuarto) -> bool:
    words = portal.wording
    return words.opens_help and words.remembers_names and set(words.helped) == {"folio", "venta"}


def _close_help(page: Page) -> None:
    page.locator(".ui-dialog-titlebar-close").click()


def _type_with_help(page: Page, name: str, text: str) -> None:
    """The first touch opens the dialog, which takes the keyboard away."""
    field = page.locator(f"[id='form:{name}']")
    field.click()
    _close_help(page)
    field.click()
    page.keyboard.type(text)
    assert field.input_value() == text


def _choose_date(page: Page, day: date) -> None:
    page.locator("[id='form:fecha_input']").click()
    while not page.locator(f"td[data-month='{day.month - 1}']").count():
        page.locator(".ui-datepicker-prev").click()
    page.locator("td a.ui-state-default", has_text=str(day.day)).and_(
        page.get_by_text(str(day.day), exact=True)
    ).click()
    assert page.locator("[id='form:fecha_input']").input_value() == f"{day:%d/%m/%Y}"


def _choose(page: Page, menu: str, text: str) -> None:
    page.locator(f"[id='form:selectOneMenu{menu}']:not(.ui-state-disabled)").wait_for()
    page.locator(f"[id='form:selectOneMenu{menu}_label']").click()
    page.locator(f"[id='form:selectOneMenu{menu}_panel'] li", has_text=text).click()
