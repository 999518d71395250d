from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from automation.pilots.base import Outcome
from automation.pilots.form import FormPilot
from tests.automation.pilots.scripted import NOW, REQUEST, FakeDesk, ListJournal, ScriptedPortal

Run = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def run() -> Run:
    async def drive(
        portal: ScriptedPortal, *, request: Any = REQUEST, desk: FakeDesk | None = None
    ) -> Outcome:
        pilot = FormPilot(NOW, read=portal.read, understand=portal.understand)
        return await pilot.drive(portal, request, desk=desk or FakeDesk(portal), journal=ListJournal())

    return drive
