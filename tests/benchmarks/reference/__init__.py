"""Scripts by hand, one per portal as it is (one archetype, one seed, one way of handing over): the opponents.

Each module has SEED, DELIVERY and `invoice`, which starts on a blank page and returns the bytes that hold the
XML. They know every id, wait for conditions only, fill at once instead of typing where the page lets them, and
take the files from the answer that brings them where there is one.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page

from automation.sandbox.site import Scenario
from tests.benchmarks.reference import s1, s3, s5, s8, s9

Invoice = Callable[[Page, Scenario], Awaitable[bytes]]


@dataclass(frozen=True)
class Reference:
    portal: str
    seed: int
    delivery: str
    invoice: Invoice


REFERENCES = tuple(
    Reference(module.__name__.rpartition(".")[2], module.SEED, module.DELIVERY, module.invoice)
    for module in (s1, s3, s5, s8, s9)
)
