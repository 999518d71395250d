from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page

from automation.sandbox.office import Verdict
from automation.sandbox.portals.s6_anden import INCOMPLETE, NO_PAYMENT, NOTHING_TICKED, TWICE
from automation.sandbox.receivers import KNOWN, REJECTIONS, ReceiverState
from automation.sandbox.site import Sandbox, Scenario
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.anden import AndenClient, seed_with
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.expected import FAULTY, VERDICTS, receptor_of
from tests.automation.sandbox.verifying import faults, read, receiver


def enter(client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object) -> AndenClient:
    anden = AndenClient(client, sandbox, sandbox.scenario("s6", seed, **asked), seed)  # type: ignore[arg-type]
    anden.log_in()
    return anden


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_an_added_ticket_is_invoiced_silently_and_found_in_my_invoices(
    client: httpx.Client, sandbox: Sandbox, seed: int
) -> None:
    anden = enter(client, sandbox, seed, rfc=KNOWN[seed].rfc, delivery="links")
    assert "fila" in anden.add()
    assert anden.issue() == {"estado": 1}
    assert anden.scenario.ticket["folio"] not in [row["folio"] for row in anden.rows()]
    xml = anden.file()
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml) == receptor_of(anden.scenario)
    assert read(xml).get("FormaPago") == anden.scenario.ticket["payment_method"]
    assert read(xml).get("Total") == anden.scenario.total
    assert sandbox.count(anden.scenario.ticket_id) == 1


def test_nothing_is_shown_without_the_right_account(client: httpx.Client, sandbox: Sandbox) -> None:
    scenario = sandbox.scenario("s6", 11)
    anden = AndenClient(client, sandbox, scenario, 11)
    for path in ("/inicio", "/facturacion", "/facturacion/facturas"):
        assert "Contraseña" in anden.get(path).text
    wrong = {"usuario": "facturas@despachoandamio.mx", "clave": "otra"}
    answer = client.post(f"{anden.base}/acceso", data=wrong, follow_redirects=True)
    assert "Usuario o contraseña incorrectos." in answer.text


def test_a_post_without_the_session_s_token_does_nothing(client: httpx.Client, sandbox: Sandbox) -> None:
    anden = enter(client, sandbox, 11)
    answer = client.post(f"{anden.base}/facturacion/facturar", data={"csrf": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_is_said_and_does_not_enter_the_tray(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    anden = enter(client, sandbox, seed, state=state)
    before = len(anden.rows())
    assert anden.add() == {"error": anden.words.verdicts[VERDICTS[state]]}
    assert len(anden.rows()) == before
    assert sandbox.ledger.attempts(ticket=anden.scenario.ticket_id) == []


@pytest.mark.parametrize("layout", ["inline", "modal"])
@pytest.mark.parametrize("state", FAULTY)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState, layout: str
) -> None:
    seed = seed_with(layout=layout, remembers="few")
    anden = enter(client, sandbox, seed, receiver=state, rfc="LOÑM850223QT9", number=8)
    anden.add()
    refused = anden.issue()
    assert refused == {"error": anden.words.tell_rejection(REJECTIONS[FAULTY[state]])}
    assert sandbox.count(anden.scenario.ticket_id) == 0
    assert sandbox.ledger.attempts(ticket=anden.scenario.ticket_id)


def test_whoever_ticks_every_row_gets_the_colleague_s_ticket_too(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    seed = seed_with(ticks_pending=True, layout="inline")
    anden = enter(client, sandbox, seed, delivery="links", number=3)
    left = [row["folio"] for row in anden.rows() if row["ticked"]]
    assert left
    anden.add()
    assert anden.issue(*left, str(anden.scenario.ticket["folio"])) == {"estado": 1}
    entry = sandbox.ledger.issued(ticket=anden.scenario.ticket_id)[0]
    assert len(entry["tickets"]) == len(left) + 1
    assert entry["total"] != anden.scenario.total


def test_a_preselected_client_s_rfc_is_not_the_one_who_asks_and_would_be_invoiced(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    seed = seed_with(preselects=True, remembers="all", layout="inline")
    anden = enter(client, sandbox, seed, number=6, sat="off")
    chosen = anden.open_form().xpath("//select[@id='rfc']/option[@selected]/@value")
    anden.add()
    assert anden.issue(receptor=str(chosen[0])) == {"estado": 1}
    entry = sandbox.ledger.issued(ticket=anden.scenario.ticket_id)[0]
    assert entry["receiver"]["rfc"] != anden.scenario.profile["rfc"]


def test_a_stale_registration_brings_old_data(client: httpx.Client, sandbox: Sandbox) -> None:
    anden = enter(client, sandbox, seed_with(remembers="stale", layout="inline"))
    options = anden.open_form().xpath("//select[@id='rfc']/option[contains(., 'EKU9003173C9')]/@value")
    found = anden.get("/facturacion/receptor", id=str(options[0])).json()
    assert (found["name"], found["regime"]) == ("ESCUELA KEMPER URGATE", "603")
    assert found["postal_code"] != "42501"
    assert found["email"] != anden.scenario.profile["email"]


def test_what_is_missing_is_said_and_nothing_is_tried(client: httpx.Client, sandbox: Sandbox) -> None:
    anden = enter(client, sandbox, seed_with(layout="inline", remembers="few"), number=1)
    anden.add()
    assert anden.add() == {"error": TWICE}
    assert anden.issue("none")["error"] == NOTHING_TICKED
    row = anden.rows()[-1]
    bare = {"ticket[]": row["key"], "receptor": "nuevo"}
    assert anden.call("/facturar", **bare)["error"] == NO_PAYMENT
    paid = {**bare, row["payment"]: anden.words.payments[0][0]}
    assert anden.call("/facturar", **paid)["error"] == INCOMPLETE
    assert sandbox.ledger.attempts(ticket=anden.scenario.ticket_id) == []


@pytest.mark.parametrize(("fault", "status"), [("502", 502), ("503", 503), ("drop", 0)])
def test_after_a_lost_answer_my_invoices_tell_what_happened(
    client: httpx.Client, sandbox: Sandbox, fault: str, status: int
) -> None:
    anden = enter(client, sandbox, 21, fault=fault, delivery="links", number=status % 7)
    anden.add()
    with pytest.raises((httpx.TransportError, ValueError)):
        anden.issue()
    issued = 0 if fault == "503" else 1
    assert sandbox.count(anden.scenario.ticket_id) == issued
    if issued:
        client.cookies.clear()
        anden.log_in()
        assert read(anden.file()).get("Total") == anden.scenario.total


def test_a_lost_session_leads_back_to_the_login(client: httpx.Client, sandbox: Sandbox) -> None:
    anden = enter(client, sandbox, 22, fault="expiry,5", number=2)
    assert anden.add() == {"sesion": "expirada"}
    assert anden.words.session_lost in anden.get("/facturacion").text
    anden.log_in()
    anden.add()
    assert anden.issue() == {"estado": 1}


def test_only_the_receptor_s_own_invoice_is_listed(client: httpx.Client, sandbox: Sandbox) -> None:
    mine = enter(client, sandbox, 23, state="invoiced_same", delivery="links")
    assert receiver(mine.file())["Rfc"] == mine.scenario.profile["rfc"]
    other = enter(client, sandbox, 23, state="invoiced_other", delivery="links")
    assert "No se encontraron facturas." in other.invoices(str(other.scenario.ticket["folio"])).text_content()


def test_delivery_by_mail_shows_where_it_went_and_gives_no_file(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    anden = enter(client, sandbox, 24, delivery="email")
    anden.add()
    anden.issue()
    assert anden.scenario.expected is FailureType.EMAIL_DELIVERY
    shown = anden.invoices()
    assert f"Enviada a {anden.scenario.profile['email']}" in shown.text_content()
    assert not shown.xpath("//table//a")


def test_a_delayed_cfdi_is_listed_without_its_files_at_first(client: httpx.Client, sandbox: Sandbox) -> None:
    anden = enter(client, sandbox, 25, fault="delayed,1", delivery="zip")
    anden.add()
    anden.issue()
    assert "En proceso" in anden.invoices().text_content()
    assert anden.file("zip").startswith(b"PK")


def test_the_page_s_lists_follow_what_was_chosen(client: httpx.Client, sandbox: Sandbox) -> None:
    anden = enter(client, sandbox, seed_with(remembers="few", layout="inline"))
    typed = anden.get("/facturacion/receptor", rfc="loñm850223qt9").json()
    assert "626" in [code for code, _ in typed["regimes"]]
    uses = anden.get("/facturacion/usos", rfc="LOÑM850223QT9", regimen="606").json()
    assert [code for code, _ in uses][-1] == "S01"
    stations = [code for code, _ in anden.get("/facturacion/estaciones").json()]
    assert anden.scenario.ticket["estacion"] in stations
    assert len(stations) > 40


def test_a_row_can_be_taken_out_and_a_receptor_changed_only_whole(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    anden = enter(client, sandbox, seed_with(layout="modal", remembers="all"), number=2)
    anden.add()
    row = anden.rows()[-1]
    assert anden.call("/quitar", id=row["key"]) == {"quitado": row["key"]}
    assert row["folio"] not in [left["folio"] for left in anden.rows()]
    assert anden.call("/receptor", rfc="EKU9003173C9") == {"error": INCOMPLETE}


def test_the_day_counts_where_it_is_asked_for(client: httpx.Client, sandbox: Sandbox) -> None:
    anden = enter(client, sandbox, seed_with(asks_date=True), number=5)
    told = anden.scenario.ticket
    fields = {"estacion": told["estacion"], "folio": told["folio"], "monto": f"{told['amount']:.2f}"}
    for day in ("01/01/2020", "hoy"):
        refused = anden.call("/agregar", **fields, fecha=day)  # type: ignore[arg-type]
        assert refused == {"error": anden.words.verdicts[Verdict.NOT_FOUND]}
    assert "fila" in anden.add()


def test_an_invoice_can_be_sent_to_another_mailbox_and_leaving_closes_the_account(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    anden = enter(client, sandbox, 26, state="invoiced_same", delivery="email")
    uuid = str(anden.invoices().xpath("//input[@name='uuid']/@value")[0])
    for sent in (uuid, "otro"):
        fields = {"csrf": anden.token, "uuid": sent, "correo": "otra@ejemplo.mx"}
        client.post(f"{anden.base}/facturacion/reenviar", data=fields)
    assert [mail["uuid"] for mail in sandbox.ledger.mails(to="otra@ejemplo.mx")] == [uuid]
    assert "Contraseña" not in anden.get(f"/facturacion/facturas/xml/{uuid}").text
    assert "Contraseña" not in anden.get("/").text
    anden.get("/salir")
    assert "Contraseña" in anden.get(f"/facturacion/facturas/xml/{uuid}").text


def test_a_ticket_that_was_invoiced_meanwhile_is_not_invoiced_again(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    first = enter(client, sandbox, seed_with(layout="inline"), number=9)
    first.add()
    with httpx.Client() as elsewhere:
        second = AndenClient(elsewhere, sandbox, first.scenario, seed_with(layout="inline"))
        second.log_in()
        second.add()
        assert second.issue() == {"estado": 1}
    assert first.issue() == {"error": first.words.verdicts[Verdict.INVOICED]}
    assert sandbox.count(first.scenario.ticket_id) == 1


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser) -> None:
    seed = seed_with(remembers="stale", layout="inline", ticks_pending=True, confirms=True, preselects=True)
    scenario = sandbox.scenario("s6", seed, rfc="LOÑM850223QT9", delivery="links", number=7)
    page = browser.new_page()
    _log_in(page, scenario)
    page.get_by_role("link", name="Facturación", exact=True).click()
    _choose_receptor(page, scenario)
    _add_ticket(page, scenario)
    for row in page.locator("#tickets tbody tr").all():
        mine = str(scenario.ticket["folio"]) in row.inner_text()
        row.locator("input[type=checkbox]").set_checked(mine)
    words = sandbox.room("s6", seed).portal.wording  # type: ignore[attr-defined]
    texts = [text for value, text in words.payments if words.payment_of(value) == _payment(scenario)]
    page.locator("#tickets tbody tr").last.locator("select").select_option(label=texts[0])
    page.locator("#facturar").click()
    page.get_by_role("button", name="Aceptar").click()
    page.locator("#tickets tbody tr", has_text=str(scenario.ticket["folio"])).wait_for(state="detached")
    page.get_by_role("link", name=words.mine).click()
    page.locator("#b_rfc").select_option("LOÑM850223QT9")
    page.get_by_role("button", name="Buscar").click()
    with page.expect_download() as download:
        page.get_by_role("row", name=str(scenario.ticket["folio"])).get_by_role("link", name="XML").click()
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
    assert (entry["tickets"], entry["payment_form"]) == ([scenario.ticket_id], _payment(scenario))
    page.close()


def _payment(scenario: Scenario) -> str:
    return str(scenario.ticket["payment_method"])


def _log_in(page: Page, scenario: Scenario) -> None:
    page.goto(scenario.url)
    account = scenario.credentials or {}
    page.get_by_label("Usuario").fill(account["username"])
    page.get_by_label("Contraseña").fill(account["password"])
    page.get_by_role("button", name="Entrar").click()


def _choose_receptor(page: Page, scenario: Scenario) -> None:
    chosen = page.locator("#rfc option", has_text="LOÑM850223QT9").get_attribute("value")
    with page.expect_response("**/receptor?id=*"):
        page.locator("#rfc").select_option(chosen)
    page.locator("#razon_social").fill(scenario.profile["legal_name"])
    page.locator("#cp").fill(scenario.profile["postal_code"])
    page.locator("#email").fill(scenario.profile["email"])
    with page.expect_response("**/usos?*"):
        page.locator("#regimen_fiscal").select_option("626")
    page.locator("#usocfdi option[value=G03]").wait_for(state="attached")
    page.locator("#usocfdi").select_option("G03")


def _add_ticket(page: Page, scenario: Scenario) -> None:
    year, month, day = str(scenario.ticket["date"]).split("-")
    page.locator(".chosen-single").click()
    page.locator(".chosen-search input").press_sequentially(str(scenario.ticket["estacion"]))
    page.locator(".chosen-results li").first.click()
    page.locator("#ticket").fill(str(scenario.ticket["folio"]))
    page.locator("#monto").fill(f"{scenario.ticket['amount']:.2f}")
    if page.locator("#fecha").count():
        page.locator("#fecha").fill(f"{day}/{month}/{year}")
    page.locator("#agregar").click()
    page.locator("#tickets tbody tr", has_text=str(scenario.ticket["folio"])).wait_for()
