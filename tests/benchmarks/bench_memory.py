"""Memory of one run (this process and its browser), and whether many runs in one process make it grow.

    python -m tests.benchmarks.bench_memory [--runs 50]

Each run is a whole one: a Chromium of its own, a ticket of portal S5, its CFDI checked; the sandbox is in
another process. Proportional set sizes (pages shared between processes count once in all), sampled every
50 ms. Target (issue 2): 50 runs do not grow the process; from the tenth to the last at most 5 %.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import psutil

from automation.browser.local import LocalBrowsers
from automation.browser.opening import open_browser
from automation.pilots.form import FormPilot
from automation.sandbox.site import Scenario
from tests.automation.journey import MemoryDesk, now_in_mexico, request_of
from tests.benchmarks.sandbox_apart import SandboxApart, sandbox_apart

PORTAL, SEED = "s5", 3
TICKETS = 10
"""of a state, in the sandbox: after so many it is reset"""
WARM = 10
MOST_GROWTH = 0.05
MEGABYTE = 1024 * 1024


@dataclass
class Footprint:
    """Megabytes (PSS) while one run lasted."""

    worker: list[float] = field(default_factory=list)
    browser: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        while True:
            self.worker.append(_pss([psutil.Process()]))
            self.browser.append(_pss(psutil.Process().children(recursive=True)))
            await asyncio.sleep(0.05)


def _pss(processes: Sequence[psutil.Process]) -> float:
    total = 0
    for process in processes:
        try:
            if "chrom" in process.name() or process.pid == psutil.Process().pid:
                total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total / MEGABYTE


async def run_once(sandbox: SandboxApart, number: int, footprint: Footprint | None = None) -> None:
    if number % TICKETS == 0:
        sandbox.reset()
    scenario = sandbox.scenario(PORTAL, SEED, number=number % TICKETS)
    watcher = asyncio.create_task(footprint.watch()) if footprint else None
    await _invoice(scenario)
    if watcher is not None:
        watcher.cancel()
    assert sandbox.count(scenario.ticket_id) == 1


async def _invoice(scenario: Scenario) -> None:
    desk = MemoryDesk()
    async with open_browser(LocalBrowsers(), run_id="bench") as browser:
        outcome = await FormPilot(now=now_in_mexico()).drive(
            browser, request_of(scenario), desk=desk, journal=desk
        )
    assert outcome.failure is None, desk.told()


async def main_async(runs: int) -> int:
    own: list[float] = []
    footprint = Footprint()
    with sandbox_apart() as sandbox:
        await run_once(sandbox, 0, footprint)
        for number in range(1, runs + 1):
            await run_once(sandbox, number)
            own.append(_pss([psutil.Process()]))
    print(
        f"one run: worker at most {max(footprint.worker):.0f} MB, browser at most {max(footprint.browser):.0f} "
        f"MB (median {median(footprint.browser):.0f} MB)"
    )
    warm, last = median(own[WARM - 3 : WARM]), median(own[-3:])
    print(f"{runs} runs: {own[0]:.0f} MB after the first, {warm:.0f} after {WARM}, {last:.0f} after {runs}")
    return int(last > warm * (1 + MOST_GROWTH))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=50)
    sys.exit(asyncio.run(main_async(parser.parse_args().runs)))
