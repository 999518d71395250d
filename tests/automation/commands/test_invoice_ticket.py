"""`manage.py invoice_ticket` (CONTRACT.md section 5), walked from outside."""

import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from lxml import etree

from automation.sandbox.site import Scenario
from tests.automation.commands.conftest import Commands, read_end

AScenario = Callable[..., Scenario]
KEYS = [
    "task_id", "status", "failure_type", "failure_reason", "pilot", "llm_calls", "seconds", "cfdi", "question",
]  # fmt: skip


def test_a_valid_ticket_becomes_a_checked_cfdi_in_the_folder(
    commands: Commands, a_scenario: AScenario
) -> None:
    scenario = a_scenario()
    ended = commands.invoice(scenario)
    told = ended.told
    assert (ended.status, told["status"]) == (0, "COMPLETED"), ended.progress
    assert list(told) == KEYS
    assert told["pilot"] == "form"
    assert told["llm_calls"] == 0
    cfdi = told["cfdi"]
    assert cfdi["total"] == scenario.total
    assert cfdi["receiver_rfc"] == scenario.profile["rfc"]
    assert cfdi["uuid"] == cfdi["uuid"].upper()
    xml = Path(cfdi["xml_path"])
    assert xml.is_absolute()
    assert xml.name == f"{cfdi['uuid']}.xml"
    assert etree.parse(xml).getroot().get("Total") == scenario.total
    assert Path(cfdi["pdf_path"]).read_bytes().startswith(b"%PDF")
    assert {check["name"] for check in cfdi["checks"]} >= {"sello", "timbre", "receiver_rfc", "total", "sums"}
    assert commands.sandbox.count(scenario.ticket_id) == 1


def test_the_same_ticket_is_refused_a_second_time_and_the_earlier_task_is_named(
    commands: Commands, a_scenario: AScenario
) -> None:
    scenario = a_scenario()
    first = commands.invoice(scenario)
    again = commands.invoice(scenario)
    assert first.status == 0, first.progress
    assert again.status == 2
    assert again.told["status"] is None
    assert first.told["task_id"] in again.told["failure_reason"]
    assert commands.sandbox.count(scenario.ticket_id) == 1


@pytest.mark.parametrize("fault", ["502", "drop"])
def test_an_answer_lost_after_issuing_is_recovered_without_issuing_again(
    commands: Commands, a_scenario: AScenario, fault: str
) -> None:
    scenario = a_scenario(fault=fault)
    ended = commands.invoice(scenario)
    assert ended.told["status"] == "COMPLETED", ended.progress
    assert commands.sandbox.count(scenario.ticket_id) == 1


def test_a_refused_ticket_fails_with_the_portals_own_words(commands: Commands, a_scenario: AScenario) -> None:
    scenario = a_scenario(state="expired")
    ended = commands.invoice(scenario)
    assert (ended.status, ended.told["failure_type"]) == (4, "DEADLINE_EXPIRED"), ended.progress
    assert ended.told["failure_reason"]
    assert commands.sandbox.count(scenario.ticket_id) == 0


def test_a_ticket_that_is_not_loaded_yet_is_to_be_tried_later(
    commands: Commands, a_scenario: AScenario
) -> None:
    ended = commands.invoice(a_scenario(state="not_synced"))
    assert (ended.status, ended.told["status"]) == (5, "QUEUED"), ended.progress
    assert ended.told["failure_type"] == "TICKET_NOT_READY"
    assert ended.told["not_before"]


def test_a_datum_that_the_ticket_lacks_is_asked_by_the_portals_label_before_anything_is_sent(
    commands: Commands, a_scenario: AScenario
) -> None:
    scenario = a_scenario()
    key = next(key for key in scenario.ticket if key not in {"amount", "date", "concept"})
    del scenario.ticket[key]
    ended = commands.invoice(scenario)
    assert (ended.status, ended.told["failure_type"]) == (3, "MISSING_DATA"), ended.progress
    assert all(field["name"] and field["label"] for field in ended.told["question"]["fields"])
    assert not commands.sandbox.ledger.attempts(ticket=scenario.ticket_id)


def test_taken_up_again_with_the_missing_datum_the_same_task_completes(
    commands: Commands, a_scenario: AScenario
) -> None:
    scenario = a_scenario(seed=1001)  # one that asks for the till's number
    kept = scenario.ticket.pop("caja")
    asked = commands.invoice(scenario)
    scenario.ticket["caja"] = kept
    ended = commands.invoice(scenario)
    assert asked.told["failure_type"] == "MISSING_DATA", asked.progress
    assert ended.told["status"] == "COMPLETED", ended.progress


def test_an_address_where_nobody_listens_fails_after_three_attempts(
    commands: Commands, a_scenario: AScenario
) -> None:
    ended = commands.invoice(a_scenario(), url="http://127.0.0.1:9/")
    assert (ended.status, ended.told["failure_type"]) == (4, "NETWORK_ERROR"), ended.progress
    assert ended.progress.count("Se intenta de nuevo") == 2


def test_time_that_runs_out_before_submitting_is_a_timeout(commands: Commands, a_scenario: AScenario) -> None:
    scenario = a_scenario()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        ended = commands.invoice(scenario, "--timeout", "6", url=address)
    assert (ended.status, ended.told["failure_type"]) == (4, "TIMEOUT"), ended.progress


def test_time_that_runs_out_after_submitting_is_uncertain(commands: Commands, a_scenario: AScenario) -> None:
    scenario = a_scenario(fault="slow,60")
    ended = commands.invoice(scenario, "--timeout", "12")
    assert (ended.status, ended.told["failure_type"]) == (3, "UNCERTAIN_SUBMISSION"), ended.progress
    assert commands.sandbox.count(scenario.ticket_id) <= 1


def test_ctrl_c_leaves_the_task_to_be_taken_up_and_no_browser_behind(
    commands: Commands, a_scenario: AScenario
) -> None:
    scenario = a_scenario(fault="slow,30")
    process = commands.start(*commands.line(scenario))
    assert process.stderr is not None
    while "Abre el portal" not in process.stderr.readline():
        assert process.poll() is None
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    ended = read_end(process.returncode, output, errors)
    assert (ended.status, ended.told["status"]) == (130, "QUEUED"), errors
    _, left = psutil.wait_procs(family, timeout=5)
    assert not left
    again = commands.invoice(scenario, url=scenario.url.replace("~fault:slow,30", ""))
    assert (again.told["task_id"], again.told["status"]) == (ended.told["task_id"], "COMPLETED"), errors


def test_a_killed_command_is_taken_up_under_the_same_id(commands: Commands, a_scenario: AScenario) -> None:
    scenario = a_scenario(fault="slow,8")
    process = commands.start(*commands.line(scenario))
    assert process.stderr is not None
    first = process.stderr.readline()
    while "Abre el portal" not in process.stderr.readline():
        assert process.poll() is None
    process.kill()
    process.wait()
    time.sleep(0.2)
    ended = commands.invoice(scenario)
    assert ended.told["task_id"] in first
    assert ended.told["status"] == "COMPLETED", ended.progress
    assert commands.sandbox.count(scenario.ticket_id) == 1


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("rfc", {"rfc": "EKU9003173C8"}),
        ("rfc", {"rfc": "XAXX010101000"}),
        ("legal_name", {"legal_name": "ESCUELA KEMPER URGATE SA DE CV"}),
        ("fiscal_regime", {"fiscal_regime": "612"}),
        ("cfdi_use", {"cfdi_use": "D01"}),
        ("postal_code", {"postal_code": "00001"}),
        ("email", {"email": "nadie"}),
        ("rfc", {"rfc": ""}),
    ],
)
def test_a_profile_that_does_not_hold_is_refused_by_its_field(
    commands: Commands, a_scenario: AScenario, field: str, change: dict[str, str]
) -> None:
    scenario = a_scenario()
    scenario.profile.update(change)
    ended = commands.invoice(scenario)
    assert ended.status == 2
    assert ended.told["status"] is None
    assert ended.told["failure_reason"].startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("field", "ticket"),
    [
        ("amount", {"amount": -1, "folio": "1"}),
        ("amount", {"amount": 0, "folio": "1"}),
        ("amount", {"amount": 1e9, "folio": "1"}),
        ("amount", {"amount": 10.001, "folio": "1"}),
        ("date", {"amount": 10, "date": "2999-01-01", "folio": "1"}),
        ("ticket", [1, 2]),
        ("ticket", {"amount": 10}),
        ("folio", {"amount": 10, "folio": {"a": 1}}),
    ],
)
def test_a_ticket_that_does_not_hold_is_refused_by_its_field(
    commands: Commands, a_scenario: AScenario, field: str, ticket: object
) -> None:
    scenario = a_scenario()
    line = commands.line(scenario)
    commands.write("ticket.json", ticket)
    ended = commands.run(*line)
    assert ended.status == 2
    assert ended.told["failure_reason"].startswith(f"{field}: ")


def test_a_ticket_file_in_another_encoding_is_refused(commands: Commands, a_scenario: AScenario) -> None:
    line = commands.line(a_scenario())
    (commands.folder / "ticket.json").write_bytes('{"folio": "ñ"}'.encode("utf-16"))
    ended = commands.run(*line)
    assert ended.status == 2
    assert "UTF-8" in ended.told["failure_reason"]


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "http://user:pass@x.example/", "javascript:alert(1)", "http://", "x"]
)
def test_an_address_that_is_none_is_refused(commands: Commands, a_scenario: AScenario, url: str) -> None:
    ended = commands.invoice(a_scenario(), url=url)
    assert ended.status == 2
    assert ended.told["failure_reason"].startswith("vendor_url: ")


def test_a_private_address_is_refused_unless_the_setting_allows_it(
    commands: Commands, a_scenario: AScenario
) -> None:
    ended = commands.invoice(a_scenario(), PORTAL_ALLOW_PRIVATE_HOSTS="off")
    assert ended.status == 2
    assert "red privada" in ended.told["failure_reason"]


def test_without_a_chromium_nothing_is_started_and_one_line_says_how_to_get_one(
    commands: Commands, a_scenario: AScenario
) -> None:
    ended = commands.invoice(a_scenario(), BROWSER_EXECUTABLE="no-such-browser")
    assert ended.status == 2
    assert ended.told["failure_reason"].startswith("browser: ")


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_asked(
    commands: Commands, a_scenario: AScenario
) -> None:
    scenario = a_scenario()
    (commands.folder / "out").write_text("a file, no folder")
    ended = commands.invoice(scenario)
    assert ended.status == 2
    assert ended.told["failure_reason"].startswith("out: ")
    assert not commands.sandbox.ledger.attempts(ticket=scenario.ticket_id)
