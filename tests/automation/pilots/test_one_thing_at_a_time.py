"""Portals that ask one thing at a time, fold their form away or hide their files, in a real Chromium."""

import pytest

from tests.automation.pilots import assistants
from tests.automation.pilots.test_real_pages import Visit, submitted, visit

__all__ = ["visit"]

pytestmark = pytest.mark.browser

WANTED = {
    "folio": "A-778812",
    "total": "1234.50",
    "rfc": "EKU9003173C9",
    "razon": "ESCUELA KEMPER URGATE",
    "cp": "42501",
    "uso": "G03",
    "regimen": "601",
    "correo": "cfdi@kemper.example",
}


@pytest.mark.parametrize("kind", [assistants.Slides, assistants.Chat, assistants.Folded])
async def test_what_is_asked_piece_by_piece_is_answered_issued_once_and_fetched(
    visit: Visit, kind: type[assistants.Slides]
) -> None:
    shop = kind()
    outcome = await visit(shop, seconds=40)
    assert outcome.failure is None, (outcome.failure, [line[1] for line in shop.journal.lines[7:]])
    assert submitted(shop) == WANTED
    assert any(b"EKU9003173C9" in d.content for d in outcome.documents)
    assert shop.posts == 1


@pytest.mark.parametrize("way", list(assistants.DELIVERIES))
async def test_the_files_are_found_however_the_result_hides_them(visit: Visit, way: str) -> None:
    shop = assistants.Handing()
    shop.done = assistants.DELIVERIES[way]
    outcome = await visit(shop, seconds=25)
    told = [line[1] for line in shop.journal.lines[7:]]
    assert any(b"EKU9003173C9" in d.content for d in outcome.documents), (outcome.failure, told)
    assert not outcome.recovered
    assert len(shop.issued) == 1
