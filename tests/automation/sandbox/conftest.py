from collections.abc import Iterator

import httpx
import pytest

from automation.sandbox.server import running
from automation.sandbox.site import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as opened:
        yield opened


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as opened:
        yield opened
