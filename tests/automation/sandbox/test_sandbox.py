from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from automation.sandbox.application import mark_page
from automation.sandbox.companies import COMPANIES
from automation.sandbox.receivers import KNOWN, UNREGISTERED
from automation.sandbox.registry import find_portal, portal_ids
from automation.sandbox.server import running, serve
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState
from invoicing.states import FailureType
from tests.automation.sandbox.nogal import NogalClient

_ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"


def check_digit(rfc: str) -> str:
    """SAT's algorithm, Anexo 20's RFC annex: weights 13 to 2, modulo 11."""
    padded = rfc.rjust(13)
    remainder = (11 - sum(_ALPHABET.index(c) * (13 - i) for i, c in enumerate(padded[:12])) % 11) % 11
    return "A" if remainder == 10 else str(remainder)


def test_every_fictional_rfc_has_a_valid_check_digit() -> None:
    rfcs = [company.rfc for company in COMPANIES.values()] + [known.rfc for known in KNOWN]
    for rfc in [*rfcs, *UNREGISTERED]:
        assert check_digit(rfc) == rfc[-1], rfc


def test_a_seed_draws_the_same_tickets_in_every_process_and_another_seed_others() -> None:
    clock = lambda: datetime(2026, 11, 21, 18, 0, tzinfo=UTC)  # noqa: E731
    with running(clock=clock) as one, running(clock=clock) as two:
        assert one.room("s5", 5).office.tickets == two.room("s5", 5).office.tickets
        folios = [{t.folio for t in one.room("s5", seed).office.tickets} for seed in (5, 6)]
    assert len(folios[0]) == 90
    assert not folios[0] & folios[1]


def test_dates_fit_their_states() -> None:
    now = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    with running(clock=lambda: now) as sandbox:
        for ticket in sandbox.room("s5", 7).office.tickets:
            age = now - ticket.sold_at
            assert timedelta() < age
            if ticket.state is TicketState.EXPIRED:
                assert (ticket.sold_at.hour, ticket.sold_at.minute) == (23, 59)
                assert (ticket.sold_at + timedelta(minutes=1)).day == 1
            elif ticket.state is TicketState.NOT_SYNCED:
                assert age < timedelta(hours=2)


def test_a_valid_ticket_of_new_year_s_day_is_of_this_year() -> None:
    now = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
    with running(clock=lambda: now) as sandbox:
        valid = [t for t in sandbox.room("s5", 7).office.tickets if t.state is TicketState.VALID]
        assert {ticket.sold_at.year for ticket in valid} == {2027}


def test_every_page_carries_the_mark_and_fragments_stay_as_they_are(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    for name in portal_ids():
        assert "SIMULACIÓN" in client.get(sandbox.url(name, 1), follow_redirects=True).text
    assert mark_page("<html><BODY class=x>Hola</BODY></html>").startswith("<html><BODY class=x><div role=")
    assert mark_page("<td>12</td>") == "<td>12</td>"


def test_the_index_lists_every_portal_with_example_tickets(client: httpx.Client, sandbox: Sandbox) -> None:
    page = client.get(sandbox.origin() + "/").text
    for name in portal_ids():
        assert find_portal(name).company.trade_name in page
        assert sandbox.url(name, 1) in page
    assert str(sandbox.scenario("s5", 1).ticket["ticket_number"]) in page
    assert "EKU9003173C9" in page


def test_the_ledger_is_told_to_other_processes_and_survives_a_restart(tmp_path: Path) -> None:
    with running(folder=tmp_path) as first, httpx.Client() as http:
        nogal = NogalClient(http, first, first.scenario("s5", 8), 8)
        nogal.look_up()
        uuid = nogal.confirm()["uuid"]
        url = f"{first.origin()}/_ledger.json"
        told = http.get(url, params={"ticket": nogal.scenario.ticket_id}).json()
        assert [(entry["uuid"], entry["total"]) for entry in told] == [(uuid, nogal.scenario.total)]
        assert told[0]["receiver"]["rfc"] == nogal.scenario.profile["rfc"]
        assert http.get(url, params={"ticket": "s5-8/valid-9"}).json() == []
    with running(folder=tmp_path) as second:
        assert second.count("s5-8/valid-0") == 1
        second.reset()
        assert second.count("s5-8/valid-0") == 0


def test_scenarios_are_told_over_http_and_bad_ones_refused(client: httpx.Client, sandbox: Sandbox) -> None:
    asked = {"portal": "s5", "seed": "3", "state": "expired", "fault": "502"}
    told = client.get(f"{sandbox.origin()}/_scenario.json", params=asked).json()
    assert told["expected"] == FailureType.DEADLINE_EXPIRED
    assert "~fault:502" in told["url"]
    for bad in ({"portal": "s77"}, {"portal": "s5", "state": "odd"}, {"portal": "s5", "number": "99"}):
        assert client.get(f"{sandbox.origin()}/_scenario.json", params=bad).status_code == 400


async def test_portals_may_have_ports_of_their_own() -> None:
    async with serve(own_ports=True) as sandbox, httpx.AsyncClient() as http:
        assert sandbox.origin("s5") != sandbox.origin()
        assert (await http.get(sandbox.url("s5", 2))).status_code == 200


def test_a_taken_port_is_told() -> None:
    with running() as sandbox:
        taken = int(sandbox.origin().rpartition(":")[2])
        with pytest.raises(OSError, match="address already in use"), running(port=taken):
            pass


def test_a_portal_s_files_outside_static_are_not_served(client: httpx.Client, sandbox: Sandbox) -> None:
    base = sandbox.url("s5", 1)
    assert client.get(base + "static/nogal.js").status_code == 200
    for path in ("static/../shell.html", "static/%2e%2e/shell.html", "static/..%2f__init__.py"):
        assert client.get(base + path).status_code == 404
