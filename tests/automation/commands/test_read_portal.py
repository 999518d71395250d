"""`manage.py read_portal` (CONTRACT.md section 5): what it prints, and that it touches nothing."""

from collections.abc import Callable

from automation.sandbox.site import Scenario
from tests.automation.commands.conftest import Commands, Ended

AScenario = Callable[..., Scenario]
KEYS = ["url", "kind", "fields", "unmatched_required", "dismiss", "next", "messages", "seconds"]


def read(commands: Commands, scenario: Scenario, address: str = "", **environment: str) -> Ended:
    profile = commands.write("profile.json", scenario.profile)
    ticket = commands.write("ticket.json", scenario.ticket)
    line = ("read_portal", address or scenario.url, "--profile", profile, "--ticket", ticket)
    return commands.run(*line, environment=environment)


def test_it_prints_what_each_field_wants_and_submits_nothing(
    commands: Commands, a_scenario: AScenario
) -> None:
    scenario = a_scenario()
    ended = read(commands, scenario)
    assert ended.status == 0, ended.progress
    assert list(ended.told) == KEYS
    found = {field["datum"]: field["value"] for field in ended.told["fields"] if field["datum"]}
    assert scenario.profile["rfc"] in found.values()
    assert ended.told["kind"] in {"ticket_form", "full_form"}
    assert ended.told["next"]["may_issue"] is (ended.told["kind"] == "full_form")
    assert not commands.sandbox.ledger.attempts(ticket=scenario.ticket_id)


def test_a_saved_page_is_read_where_private_hosts_are_allowed(
    commands: Commands, a_scenario: AScenario
) -> None:
    page = commands.write(
        "page.html",
        "<form><label for=r>RFC del receptor*</label><input id=r name=q1 maxlength=13>"
        "<label for=t>Importe total*</label><input id=t name=q2><button>Continuar</button></form>",
    )
    ended = read(commands, a_scenario(), f"file://{page}")
    assert ended.status == 0, ended.progress
    data = [field["datum"] for field in ended.told["fields"]]
    assert data == ["rfc", "amount"]
    refused = read(commands, a_scenario(), f"file://{page}", PORTAL_ALLOW_PRIVATE_HOSTS="off")
    assert refused.status == 2


def test_an_address_where_nobody_listens_is_not_reachable(commands: Commands, a_scenario: AScenario) -> None:
    ended = read(commands, a_scenario(), "http://127.0.0.1:9/")
    assert ended.status == 4
    assert ended.told["failure_reason"]


def test_a_profile_that_does_not_hold_is_refused(commands: Commands, a_scenario: AScenario) -> None:
    scenario = a_scenario()
    scenario.profile["rfc"] = "EKU9003173C8"
    assert read(commands, scenario).status == 2
