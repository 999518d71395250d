from base64 import b64decode
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.portals.s4_montemar import ZEROS, Montemar
from automation.sandbox.portals.s4_montemar.wording import Wording
from automation.sandbox.receivers import KNOWN, ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.chromium import chromium
from tests.automation.sandbox.montemar import MontemarClient
from tests.automation.sandbox.states import REFUSED, VERDICTS
from tests.automation.sandbox.verifying import faults, read, receiver


def open_montemar(client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object) -> MontemarClient:
    return MontemarClient(client, sandbox, sandbox.scenario("s4", seed, **asked), seed)  # type: ignore[arg-type]


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 400):
        words = Montemar(Seed("s4", number)).wording
        if all(getattr(words, name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


def names_of(rfc: str) -> tuple[str, ...]:
    return next(known.name_parts or () for known in KNOWN if known.rfc == rfc)


@pytest.mark.parametrize("seed", [2, 3, 5])
def test_the_service_issues_with_what_was_typed(client: httpx.Client, sandbox: Sandbox, seed: int) -> None:
    rfc = KNOWN[seed].rfc
    montemar = open_montemar(client, sandbox, seed, rfc=rfc, delivery="blob")
    assert montemar.look_up()["ticket"]["total"] == montemar.scenario.total
    xml = b64decode(montemar.issue(*names_of(rfc)).json()["document"]["xml"])
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml)["Nombre"] == KNOWN[seed].name
    assert read(xml).get("FormaPago") == montemar.scenario.ticket["payment_method"]
    assert sandbox.count(montemar.scenario.ticket_id) == 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_is_told_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    montemar = open_montemar(client, sandbox, seed, state=state)
    assert montemar.look_up() == {"ok": False, "message": montemar.words.verdicts[VERDICTS[state]]}
    assert montemar.issue().json()["expired"] is True
    assert sandbox.ledger.attempts(ticket=montemar.scenario.ticket_id) == []


@pytest.mark.parametrize("state", REFUSED)
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState
) -> None:
    montemar = open_montemar(client, sandbox, 6, receiver=state, rfc="D&P010315AB1")
    montemar.look_up()
    assert montemar.issue().json()["message"] == montemar.words.tell_rejection(REFUSED[state])
    assert sandbox.count(montemar.scenario.ticket_id) == 0


def test_three_names_split_wrongly_make_a_wrong_name(client: httpx.Client, sandbox: Sandbox) -> None:
    montemar = open_montemar(client, sandbox, 7, rfc="LOÑM850223QT9", sat="off", delivery="blob")
    montemar.look_up()
    xml = b64decode(montemar.issue("López", "Ñáñez", "María José").json()["document"]["xml"])
    assert receiver(xml)["Nombre"] == "LÓPEZ ÑÁÑEZ MARÍA JOSÉ"


def test_zeros_in_front_are_refused_where_the_portal_says_so(client: httpx.Client, sandbox: Sandbox) -> None:
    strict = open_montemar(client, sandbox, seed_with(wants_no_zeros=True), number=5)
    folio = str(strict.scenario.ticket["ticket_number"])
    assert strict.post("/tickets", {**strict.ticket, "ticket": folio}).json()["message"] == ZEROS
    lax = open_montemar(client, sandbox, seed_with(wants_no_zeros=False), number=5)
    folio = str(lax.scenario.ticket["ticket_number"])
    assert lax.post("/tickets", {**lax.ticket, "ticket": folio}).json()["ok"] is True


def test_a_day_or_branch_that_is_not_the_sale_s_finds_nothing(client: httpx.Client, sandbox: Sandbox) -> None:
    montemar = open_montemar(client, sandbox, 8)
    for wrong in ({"date": "2001-02-01"}, {"branch": "4000 - Centro"}, {"branch": ""}):
        assert montemar.post("/tickets", {**montemar.ticket, **wrong}).json()["ok"] is False


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_a_lost_answer_is_recovered_by_consulting(client: httpx.Client, sandbox: Sandbox, fault: str) -> None:
    montemar = open_montemar(client, sandbox, 9, fault=fault, delivery="zip", number=len(fault))
    montemar.look_up()
    if fault == "drop":
        with pytest.raises(httpx.TransportError):
            montemar.issue()
    else:
        assert montemar.issue().status_code == 502
    assert b64decode(montemar.search()["document"]["zip"]).startswith(b"PK")
    assert sandbox.count(montemar.scenario.ticket_id) == 1


def test_only_the_receptor_finds_an_invoice_again(client: httpx.Client, sandbox: Sandbox) -> None:
    mine = open_montemar(client, sandbox, 10, state="invoiced_same", delivery="viewer")
    uuid = mine.search()["document"]["uuid"]
    assert receiver(client.get(f"{mine.api}/documents/{uuid}.xml").content)["Rfc"] == "EKU9003173C9"
    other = open_montemar(client, sandbox, 10, state="invoiced_other", number=1)
    assert other.search() == {"ok": False, "message": other.words.nothing_issued}


def test_a_delayed_cfdi_comes_after_some_polls(client: httpx.Client, sandbox: Sandbox) -> None:
    montemar = open_montemar(client, sandbox, 11, fault="delayed,1", delivery="blob")
    montemar.look_up()
    assert montemar.issue().json() == {"ok": True, "pending": True}
    assert "xml" in client.get(f"{montemar.api}/invoices/status").json()["document"]
    assert sandbox.count(montemar.scenario.ticket_id) == 1


def test_by_mail_only_there_is_no_file(client: httpx.Client, sandbox: Sandbox) -> None:
    montemar = open_montemar(client, sandbox, 12, delivery="email")
    montemar.look_up()
    document = montemar.issue().json()["document"]
    assert set(document) == {"uuid", "mailed"}
    assert b"Comprobante" not in client.get(f"{montemar.api}/documents/{document['uuid']}.xml").content
    assert len(sandbox.ledger.mails(portal="s4", seed=12)) == 1
    assert montemar.scenario.expected is FailureType.EMAIL_DELIVERY


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def box(page: Page, label: str) -> Locator:
    """Labels belong to no input here: the field is found by what is drawn inside it."""
    marked = page.locator("mat-label").get_by_text(label, exact=True)
    return page.locator("mat-form-field").filter(has=marked)


def choose(page: Page, label: str, text: str) -> None:
    field = box(page, label)
    typed = field.locator("input[role=combobox]")
    if typed.count():
        typed.click()
        typed.press_sequentially(text[:12])
    else:
        field.locator("mat-select").click()
    page.locator("mat-option").get_by_text(text, exact=True).click()


@pytest.mark.parametrize("date_box", ["us", "calendar"])
def test_a_person_gets_the_invoice_in_a_browser(sandbox: Sandbox, browser: Browser, date_box: str) -> None:
    seed = seed_with(date_box=date_box, asks_first=True, asks_terms=True, confirms_email=True)
    scenario = sandbox.scenario("s4", seed, rfc="LOÑM850223QT9", delivery="blob", number=7)
    words, told, page = Montemar(Seed("s4", seed)).wording, scenario.ticket, browser.new_page()
    page.goto(scenario.url)
    choose(page, words.label("store"), f"{told['store']} - {told['sucursal']}")
    box(page, words.label("folio")).locator("input").press_sequentially(
        str(told["ticket_number"]).lstrip("0")
    )
    box(page, words.label("amount")).locator("input").press_sequentially(f"{told['amount']:.2f}")
    set_date(page, words, date.fromisoformat(str(told["date"])))
    page.get_by_role("button", name=words.add).click()
    page.get_by_role("button", name=words.go_on).click()
    fill_receiver(page, words, scenario.profile)
    with page.expect_download() as download:
        page.get_by_role("button", name="Descargar XML").click()
    assert receiver(download.value.path().read_bytes())["Nombre"] == "MARÍA JOSÉ LÓPEZ ÑÁÑEZ"
    assert [entry["receiver"]["use"] for entry in sandbox.ledger.issued(ticket=scenario.ticket_id)] == [
        scenario.profile["cfdi_use"]
    ]
    page.close()


def set_date(page: Page, words: Wording, day: date) -> None:
    field = box(page, words.label("date"))
    if words.date_box == "us":
        field.locator("input").press_sequentially(f"{day.month}/{day.day}/{day.year}")
        return
    field.get_by_role("button").click()
    if day.month != date.today().month:  # noqa: DTZ011
        page.get_by_label("Mes anterior").click()
    page.locator(f"td[aria-label^='{day.day} de ']").click()


def fill_receiver(page: Page, words: Wording, profile: dict[str, str]) -> None:
    box(page, words.label("rfc")).locator("input").press_sequentially(profile["rfc"])
    for name, text in zip(
        ("first_names", "paternal", "maternal"), ("María José", "López", "Ñáñez"), strict=True
    ):
        box(page, words.label(name)).locator("input").press_sequentially(text)
    box(page, words.label("postal_code")).locator("input").press_sequentially(profile["postal_code"])
    regime, use = profile["fiscal_regime"], profile["cfdi_use"]
    choose(page, words.label("regime"), words.regime_texts({regime: REGIMES[regime]})[0])
    choose(page, words.label("use"), words.use_texts({use: USES[use]})[0])
    for name in ("email", "email_confirmation"):
        box(page, words.label(name)).locator("input").press_sequentially(profile["email"])
    issue = page.get_by_role("button", name=words.issue)
    assert issue.is_disabled()
    page.locator(".mat-checkbox-layout").click()
    issue.click()
    page.get_by_role("dialog").get_by_role("button", name="Aceptar").click()


def test_a_branch_that_was_only_typed_does_not_count(sandbox: Sandbox, browser: Browser) -> None:
    scenario = sandbox.scenario("s4", seed_with(date_box="us"), number=8)
    words, told, page = (
        Montemar(Seed("s4", seed_with(date_box="us"))).wording,
        scenario.ticket,
        browser.new_page(),
    )
    page.goto(scenario.url)
    typed = box(page, words.label("store")).locator("input")
    typed.press_sequentially(f"{told['store']} - {told['sucursal']}")
    box(page, words.label("folio")).locator("input").press_sequentially("123")
    box(page, words.label("amount")).locator("input").press_sequentially("1.00")
    set_date(page, words, date.fromisoformat(str(told["date"])))
    assert page.get_by_role("button", name=words.add).is_disabled()
    page.close()
