"""Whole journeys of the form pilot through every simulated portal, in a real Chromium: how often it succeeds
over many seeds is measured by `make bench`; here each kind of portal is walked once, and once after its answer
was lost."""

from collections.abc import Iterator

import pytest

from automation.browser.local import LocalBrowsers
from automation.sandbox.registry import find_portal, portal_ids
from automation.sandbox.server import running
from automation.sandbox.site import Sandbox, Scenario
from invoicing.states import FailureType
from tests.automation.journey import Journey, walk
from tests.automation.strangers.portals import STRANGERS, register_all

pytestmark = pytest.mark.browser
SEED, STRANGE_SEED = 12, 22
REPRINTS = [
    name for name in portal_ids() if find_portal(name).has_reprint and "502" in find_portal(name).faults
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    register_all()
    with running() as opened:
        yield opened


async def journey(sandbox: Sandbox, scenario: Scenario) -> Journey:
    return await walk(LocalBrowsers(), sandbox, scenario, limit=90)


def require_one_right_invoice(sandbox: Sandbox, walked: Journey) -> None:
    """Exactly one, to the receptor and for the total that were asked for."""
    scenario = walked.scenario
    (entry,) = sandbox.ledger.issued(ticket=scenario.ticket_id)
    receiver = entry["receiver"]
    assert isinstance(receiver, dict)
    assert receiver["rfc"] == scenario.profile["rfc"]
    assert receiver["use"] == scenario.profile["cfdi_use"]
    assert entry["total"] == scenario.total


@pytest.mark.parametrize("name", portal_ids())
async def test_a_valid_ticket_ends_as_this_portal_lets_it(sandbox: Sandbox, name: str) -> None:
    walked = await journey(sandbox, sandbox.scenario(name, SEED))
    assert walked.as_expected, str(walked)
    if walked.ended in {None, FailureType.EMAIL_DELIVERY}:
        require_one_right_invoice(sandbox, walked)
    else:
        assert walked.issued == 0


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_portal_that_the_reader_was_not_written_for_is_solved(sandbox: Sandbox, name: str) -> None:
    walked = await journey(sandbox, sandbox.scenario(name, STRANGE_SEED))
    assert walked.as_expected, str(walked)
    require_one_right_invoice(sandbox, walked)


@pytest.mark.parametrize("name", REPRINTS)
async def test_an_answer_lost_after_issuing_is_found_again_and_nothing_is_issued_twice(
    sandbox: Sandbox, name: str
) -> None:
    walked = await journey(sandbox, sandbox.scenario(name, SEED, number=7, fault="502"))
    assert walked.ended is None, str(walked)
    require_one_right_invoice(sandbox, walked)


@pytest.mark.parametrize("seed", [2, 7])
async def test_a_list_that_lacks_the_use_refuses_the_receptor(sandbox: Sandbox, seed: int) -> None:
    """S4's lists close by a click beside them, not by Escape; or are boxes that keep whatever is typed."""
    walked = await journey(sandbox, sandbox.scenario("s4", seed, receiver="use_incompatible"))
    assert walked.ended is FailureType.RECEIVER_REJECTED, str(walked)
    assert walked.issued == 0


async def test_a_list_whose_page_emptied_it_again_is_opened_again(sandbox: Sandbox) -> None:
    """S6 adds a ticket and empties its form; the list's own blank entry is not what it offers."""
    walked = await journey(sandbox, sandbox.scenario("s6", 5, number=2, delivery="zip"))
    require_one_right_invoice(sandbox, walked)
