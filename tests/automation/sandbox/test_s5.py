from base64 import b64decode
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import httpx
import pypdfium2
import pytest
import zxingcpp

from automation.sandbox.office import Verdict
from automation.sandbox.portals.s5_nogal import (
    CODES,
    NOTHING_ISSUED,
    PROCESSING,
    RECEIVER_REFUSED,
    SESSION_LOST,
)
from automation.sandbox.receivers import KNOWN, REJECTIONS, ReceiverState
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.expected import VERDICTS, receptor_of
from tests.automation.sandbox.nogal import NogalClient, xml_of
from tests.automation.sandbox.verifying import faults, read, receiver


def open_nogal(client: httpx.Client, sandbox: Sandbox, seed: int = 1, **asked: object) -> NogalClient:
    return NogalClient(client, sandbox, sandbox.scenario("s5", seed, **asked), seed)  # type: ignore[arg-type]


@pytest.mark.parametrize("taxpayer", KNOWN, ids=lambda known: known.rfc)
def test_every_known_taxpayer_gets_a_verifiable_cfdi_with_its_own_data(
    client: httpx.Client, sandbox: Sandbox, taxpayer: object
) -> None:
    number = KNOWN.index(taxpayer)
    nogal = open_nogal(client, sandbox, 11, number=number, rfc=KNOWN[number].rfc, delivery="blob")
    assert nogal.look_up()["codigo"] == 0
    xml = xml_of(nogal.confirm())
    assert faults(xml, sandbox.roots_file.read_bytes(), sandbox.pac_file.read_bytes()) == []
    assert receiver(xml) == receptor_of(nogal.scenario)
    assert read(xml).get("Total") == nogal.scenario.total
    assert read(xml).get("FormaPago") == nogal.scenario.ticket["payment_method"]
    assert sandbox.count(nogal.scenario.ticket_id) == 1


def test_the_first_post_only_asks_and_issues_nothing(client: httpx.Client, sandbox: Sandbox) -> None:
    nogal = open_nogal(client, sandbox, 12)
    nogal.look_up()
    asked = nogal.call("/request", {**nogal.receiver, "status_form": 0})
    assert asked["pregunta"] == nogal.wording.confirmation
    assert sandbox.count(nogal.scenario.ticket_id) == 0
    assert sandbox.ledger.attempts(ticket=nogal.scenario.ticket_id) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("state", VERDICTS)
def test_each_ticket_state_is_refused_in_its_own_words_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: TicketState, seed: int
) -> None:
    nogal = open_nogal(client, sandbox, seed, state=state)
    before = sandbox.count(nogal.scenario.ticket_id)
    refused = nogal.look_up()
    assert refused["codigo"] == CODES[VERDICTS[state]]
    assert refused["mensaje"] == nogal.wording.verdicts[VERDICTS[state]]
    assert nogal.confirm()["codigo"] == SESSION_LOST
    born_invoiced = state in {TicketState.INVOICED_SAME, TicketState.INVOICED_OTHER}
    assert sandbox.count(nogal.scenario.ticket_id) == (1 if born_invoiced else before == 1)


@pytest.mark.parametrize("rfc", [known.rfc for known in KNOWN])
@pytest.mark.parametrize("state", [state for state in ReceiverState if state is not ReceiverState.OK])
def test_each_receiver_fault_is_refused_and_issues_nothing(
    client: httpx.Client, sandbox: Sandbox, state: ReceiverState, rfc: str
) -> None:
    nogal = open_nogal(client, sandbox, 13, receiver=state, rfc=rfc)
    nogal.look_up()
    refused = nogal.confirm()
    codes = {
        ReceiverState.RFC_UNREGISTERED: "unregistered",
        ReceiverState.NAME_MISMATCH: "name",
        ReceiverState.POSTAL_CODE_MISMATCH: "postal_code",
        ReceiverState.REGIME_NOT_HELD: "regime",
        ReceiverState.USE_INCOMPATIBLE: "use",
    }
    assert refused["codigo"] == RECEIVER_REFUSED
    assert refused["mensaje"] == nogal.wording.tell_rejection(REJECTIONS[codes[state]])
    assert nogal.scenario.expected is FailureType.RECEIVER_REJECTED
    assert sandbox.count(nogal.scenario.ticket_id) == 0
    assert sandbox.ledger.attempts(ticket=nogal.scenario.ticket_id)


def test_wrong_data_that_passes_the_list_make_a_wrong_cfdi(client: httpx.Client, sandbox: Sandbox) -> None:
    nogal = open_nogal(client, sandbox, 14, receiver="name_mismatch", sat="off", delivery="blob")
    nogal.look_up()
    assert receiver(xml_of(nogal.confirm()))["Nombre"] == "ESCUELA KEMPER URGATE SA DE CV"


def test_a_second_submission_of_a_ticket_is_refused(client: httpx.Client, sandbox: Sandbox) -> None:
    nogal = open_nogal(client, sandbox, 15)
    nogal.look_up()
    assert nogal.confirm()["codigo"] == 0
    assert nogal.confirm()["codigo"] == CODES[Verdict.INVOICED]
    assert sandbox.count(nogal.scenario.ticket_id) == 1
    assert len(sandbox.ledger.attempts(ticket=nogal.scenario.ticket_id)) == 2


def test_only_the_receptor_finds_an_invoice_again(client: httpx.Client, sandbox: Sandbox) -> None:
    mine = open_nogal(client, sandbox, 16, state="invoiced_same", delivery="blob")
    found = mine.consult()
    assert receiver(xml_of(found))["Rfc"] == mine.scenario.profile["rfc"]
    other = open_nogal(client, sandbox, 16, state="invoiced_other", delivery="blob")
    assert other.consult()["codigo"] == NOTHING_ISSUED
    guessed = mine.call("/consulta", {**mine.ticket, "total": "1.00"})
    assert guessed["codigo"] == NOTHING_ISSUED


def test_the_zip_holds_both_files_and_the_pdf_s_qr_names_the_invoice(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    nogal = open_nogal(client, sandbox, 17, delivery="zip")
    nogal.look_up()
    answer = nogal.confirm()
    with ZipFile(BytesIO(b64decode(answer["zip64"]))) as archive:
        files = {name.rpartition(".")[2]: archive.read(name) for name in archive.namelist()}
    assert set(files) == {"xml", "pdf"}
    page = pypdfium2.PdfDocument(files["pdf"])[0].render(scale=2).to_pil()
    codes = zxingcpp.read_barcodes(page)
    assert f"id={answer['uuid']}" in codes[0].text
    (seal_end,) = parse_qs(urlsplit(codes[0].text).query)["fe"]
    assert seal_end == (read(files["xml"]).get("Sello") or "")[-8:]


def test_delivery_by_email_gives_no_file_and_records_the_mail(client: httpx.Client, sandbox: Sandbox) -> None:
    nogal = open_nogal(client, sandbox, 18, delivery="email")
    nogal.look_up()
    answer = nogal.confirm()
    assert nogal.scenario.expected is FailureType.EMAIL_DELIVERY
    assert not {"xml64", "pdf64", "zip64"} & set(answer)
    mails = client.get(f"{sandbox.origin()}/_mail.json", params={"portal": "s5", "seed": "18"}).json()
    assert [mail["to"] for mail in mails] == [nogal.scenario.profile["email"]]


def test_a_delayed_cfdi_is_issued_once_and_comes_after_some_polls(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    nogal = open_nogal(client, sandbox, 19, fault="delayed,2", delivery="blob")
    nogal.look_up()
    assert nogal.confirm()["codigo"] == PROCESSING
    polls = [client.get(f"{nogal.api}/estado").json()["data"] for _ in range(2)]
    assert [poll["codigo"] for poll in polls] == [PROCESSING, 0]
    assert read(xml_of(polls[-1])).get("Total") == nogal.scenario.total
    assert sandbox.count(nogal.scenario.ticket_id) == 1
