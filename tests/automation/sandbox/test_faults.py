from time import perf_counter

import httpx
import pytest

from automation.sandbox.portals.s5_nogal import SESSION_LOST
from automation.sandbox.site import Sandbox
from tests.automation.sandbox.nogal import NogalClient, xml_of
from tests.automation.sandbox.verifying import read


def looked_up(client: httpx.Client, sandbox: Sandbox, seed: int, **options: object) -> NogalClient:
    nogal = NogalClient(client, sandbox, sandbox.scenario("s5", seed, delivery="blob", **options), seed)  # type: ignore[arg-type]
    assert nogal.look_up()["codigo"] == 0
    return nogal


def post_issue(nogal: NogalClient) -> httpx.Response:
    return nogal.http.post(nogal.api + "/request", json={**nogal.receiver, "status_form": 1})


def test_a_bad_gateway_comes_after_the_invoice_was_issued(client: httpx.Client, sandbox: Sandbox) -> None:
    nogal = looked_up(client, sandbox, 31, fault="502")
    answer = post_issue(nogal)
    assert answer.status_code == 502
    assert "SIMULACIÓN" in answer.text
    assert sandbox.count(nogal.scenario.ticket_id) == 1
    assert read(xml_of(nogal.consult())).get("Total") == nogal.scenario.total


def test_a_dropped_connection_comes_after_the_invoice_was_issued(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    nogal = looked_up(client, sandbox, 31, fault="drop", number=1)
    with pytest.raises(httpx.TransportError):
        post_issue(nogal)
    assert sandbox.count(nogal.scenario.ticket_id) == 1
    assert nogal.consult()["codigo"] == 0


def test_service_unavailable_issues_nothing_and_the_next_request_does(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    nogal = looked_up(client, sandbox, 31, fault="503", number=2)
    assert post_issue(nogal).status_code == 503
    assert sandbox.count(nogal.scenario.ticket_id) == 0
    assert nogal.confirm()["codigo"] == 0
    assert sandbox.count(nogal.scenario.ticket_id) == 1


def test_a_lost_session_issues_nothing_and_starting_again_works(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    nogal = looked_up(client, sandbox, 31, fault="expiry,3", number=3)
    assert nogal.confirm()["codigo"] == SESSION_LOST
    assert sandbox.count(nogal.scenario.ticket_id) == 0
    assert nogal.look_up()["codigo"] == 0
    assert nogal.confirm()["codigo"] == 0


def test_slow_waits_as_long_as_the_address_says_and_others_not_at_all(
    client: httpx.Client, sandbox: Sandbox
) -> None:
    slow = looked_up(client, sandbox, 31, fault="slow,0.5", number=4)
    started = perf_counter()
    slow.confirm()
    assert perf_counter() - started >= 0.5
    quick = looked_up(client, sandbox, 31, number=5)
    started = perf_counter()
    quick.confirm()
    assert perf_counter() - started < 0.3


def test_an_unknown_fault_or_portal_is_a_404(client: httpx.Client, sandbox: Sandbox) -> None:
    for segment in ("s5-1~fault:rain", "s5-1~fault:slow,x", "s99-1", "s5", "s5-1~"):
        assert client.get(f"{sandbox.origin()}/{segment}/").status_code == (404)
