"""The form pilot at its first visit against a Playwright script written by hand for the same portal.

    python -m tests.benchmarks.bench_first_visit [--rounds 7] [--portal s5]

One Chromium; both reach it by CDP, each with a browser context of its own, in turns (A B, B A, …), each with a
ticket that nobody has invoiced yet, both from the address that the scenario gives. Connecting is not counted: the
clock runs from the first navigation until the XML is in hand, and, for the pilot, once more until it says that it
is done (the PDF comes on top of that).
Target (issue 2): the median of the pilot is at most that of the script. Then: where the pilot's time goes.
"""

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from playwright.async_api import Playwright, ViewportSize, async_playwright

from automation.browser.base import BrowserLease
from automation.browser.local import LocalBrowsers
from automation.sandbox.site import Scenario
from tests.automation.journey import MemoryDesk, request_of
from tests.benchmarks.reference import REFERENCES, Reference
from tests.benchmarks.sandbox_apart import SandboxApart, sandbox_apart
from tests.benchmarks.timed_browser import LINES, TimedBrowser, Watch, table_of, timed_pilot

ROUNDS = 7
TARGET = 1.0
VIEWPORT: ViewportSize = {"width": 1366, "height": 900}
LIMIT = 60.0
REST = 0.3
"""Seconds before each turn's clock starts: what the turn before left behind (a page's process ends) is over then."""


@dataclass
class Duel:
    """Seconds of every round; round 0 warms both up and is left out."""

    reference: Reference
    script: list[float] = field(default_factory=list)
    pilot: list[float] = field(default_factory=list)
    """until the XML was in hand"""
    whole: list[float] = field(default_factory=list)
    """until the pilot was done"""
    watches: list[Watch] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return median(self.pilot) / median(self.script)

    def forget(self) -> None:
        for kept in (self.script, self.pilot, self.whole, self.watches):
            kept.clear()


@dataclass
class Arena:
    sandbox: SandboxApart
    lease: BrowserLease
    playwright: Playwright


async def run_pilot(arena: Arena, scenario: Scenario, duel: Duel) -> None:
    lease = arena.lease
    browser = await TimedBrowser.connect(
        lease.cdp_url, isolated=True, downloads_folder=lease.downloads_folder
    )
    desk, request = MemoryDesk(limit=LIMIT), request_of(scenario)
    try:
        await asyncio.sleep(REST)
        watch = browser.start_watch()
        outcome = await timed_pilot(watch).drive(browser, request, desk=desk, journal=desk)
        whole = watch.elapsed()
    finally:
        await browser.close()
    assert outcome.failure is None, desk.told()
    assert watch.xml_after, "no XML was seen to arrive"
    duel.pilot.append(watch.xml_after)
    duel.whole.append(whole)
    duel.watches.append(watch)


async def run_script(arena: Arena, scenario: Scenario, duel: Duel) -> None:
    """Connected afresh each time: a connection that stays would listen to the pilot's tabs too."""
    browser = await arena.playwright.chromium.connect_over_cdp(arena.lease.cdp_url)
    context = await browser.new_context(viewport=VIEWPORT, accept_downloads=True)
    page = await context.new_page()
    try:
        await asyncio.sleep(REST)
        began = time.perf_counter()
        content = await duel.reference.invoice(page, scenario)
        duel.script.append(time.perf_counter() - began)
    finally:
        await context.close()
        await browser.close()
    assert content.startswith((b"<?xml", b"PK")), content[:80]


async def fight(arena: Arena, reference: Reference, rounds: int) -> Duel:
    duel = Duel(reference)
    for number in range(rounds + 1):
        if number == 1:
            duel.forget()
        sides = (run_script, run_pilot) if number % 2 else (run_pilot, run_script)
        for side in sides:
            await _turn(arena, duel, number, side)
    return duel


async def _turn(arena: Arena, duel: Duel, number: int, side: object) -> None:
    reference = duel.reference
    arena.sandbox.reset()
    scenario = arena.sandbox.scenario(
        reference.portal, reference.seed, number=number % 10, delivery=reference.delivery
    )
    run = run_pilot if side is run_pilot else run_script
    gc.collect()  # as between two runs of a worker; both sides start clean
    await run(arena, scenario, duel)
    assert arena.sandbox.count(scenario.ticket_id) == 1


async def main_async(portals: Sequence[str], rounds: int) -> int:
    provider = LocalBrowsers()
    lease = await provider.acquire(run_id="bench")
    duels = []
    try:
        with sandbox_apart() as sandbox:
            async with async_playwright() as playwright:
                arena = Arena(sandbox, lease, playwright)
                for reference in REFERENCES:
                    if not portals or reference.portal in portals:
                        duels.append(await fight(arena, reference, rounds))
                        print_duel(duels[-1])
    finally:
        await provider.close()
    print_table(duels)
    return int(any(duel.ratio > TARGET for duel in duels))


def print_duel(duel: Duel) -> None:
    script, pilot, whole = (1000 * median(times) for times in (duel.script, duel.pilot, duel.whole))
    print(
        f"{duel.reference.portal:4} script {script:6.0f} ms   pilot {pilot:6.0f} ms   ratio {duel.ratio:5.2f}"
        f"   best {1000 * min(duel.script):.0f} / {1000 * min(duel.pilot):.0f} ms"
        f"   pilot done {whole:.0f} ms ({whole / script:.2f})",
        flush=True,
    )


def print_table(duels: Sequence[Duel]) -> None:
    """Mean milliseconds of one visit (calls), from the first navigation until the pilot was done."""
    print(f"\n{'where the time goes, ms (calls)':32}" + "".join(f"{d.reference.portal:>14}" for d in duels))
    tables = [table_of(duel.watches, duel.whole) for duel in duels]
    for line in LINES:
        cells = "".join(f"{ms:9.0f} ({calls:2.0f})" for ms, calls in (table[line] for table in tables))
        print(f"{line:32}{cells}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--portal", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    sys.exit(asyncio.run(main_async(given.portal, given.rounds)))
