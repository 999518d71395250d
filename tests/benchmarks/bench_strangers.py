"""Twelve portals never seen (tests/automation/strangers) × 2 seeds × what can happen to a ticket.

    python -m tests.benchmarks.bench_strangers [--portal x5] [--seeds 21,22] [--only valid]

Prints every journey that ended otherwise than it should, with its log, then a table by portal and the total
share. The first score is published with the reader as it stood (see the package's docstring). Exits with 1
only where an invoice was issued wrongly or twice: the share is a measurement, not a gate.
"""

import argparse
import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from automation.browser.local import LocalBrowsers
from automation.sandbox.receivers import KNOWN
from automation.sandbox.server import serve
from automation.sandbox.site import Sandbox
from tests.automation.journey import Journey, walk
from tests.automation.strangers.portals import STRANGERS, register_all
from tests.benchmarks.bench_sandbox import Case, cases, expected_of, is_wrong

SEEDS = (21, 22)
GROUPS = ("solvable", "state", "receiver", "fault", "oddity")
NATURAL = KNOWN[1]
"""a persona física, whom some portals ask in other fields"""


@dataclass
class Score:
    """`results`: portal and group to one entry a journey: whether it ended as it should."""

    results: dict[tuple[str, str], list[bool]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: int = 0
    twice: int = 0

    def add(self, portal: str, case: Case, journey: Journey, sandbox: Sandbox) -> None:
        fits = journey.ended in expected_of(case, portal)
        self.results[portal, case.group].append(fits)
        self.seconds[portal].append(journey.seconds)
        self.twice += journey.issued > 1
        harmful = is_wrong(case, journey, sandbox)
        self.wrong += harmful
        if harmful or not fits:
            print(f"{'WRONG' if harmful else 'MISS'} {portal} {case.name}: {journey}", flush=True)

    def share(self, *groups: str) -> tuple[int, int]:
        chosen = [fits for (_, group), fitting in self.results.items() if group in groups for fits in fitting]
        return sum(chosen), len(chosen)


def stranger_cases(sandbox: Sandbox, portal: str, seed: int) -> Iterator[Case]:
    """Those of the sandbox's own benchmark, a persona física, and the portal's oddities; no ticket twice."""
    yield from cases(sandbox, portal, seed)
    natural = sandbox.scenario(portal, seed, number=4, rfc=NATURAL.rfc)
    yield Case("solvable" if natural.expected is None else "state", "valid/física", natural)
    for number, oddity in enumerate(STRANGERS[portal].oddities):
        name, _, value = oddity.partition(":")
        options = {name: value}
        yield Case("oddity", oddity, sandbox.scenario(portal, seed, number=number, fault=None, **options))


async def main(portals: list[str], seeds: list[int], only: str) -> int:
    register_all()
    score, browsers = Score(), LocalBrowsers()
    async with serve() as sandbox:
        for portal in portals or STRANGERS:
            for seed in seeds:
                for case in stranger_cases(sandbox, portal, seed):
                    if not only or only in case.name or only == case.group:
                        score.add(portal, case, await walk(browsers, sandbox, case.scenario), sandbox)
    report(score)
    return 1 if score.wrong or score.twice else 0


def report(score: Score) -> None:
    print(f"\n{'portal':18}" + "".join(f"{group:>10}" for group in GROUPS) + f"{'median s':>10}")
    for portal, seconds in score.seconds.items():
        named = f"{portal} {STRANGERS[portal].__name__}"
        cells = [_cell(score.results.get((portal, group), [])) for group in GROUPS]
        print(f"{named:18}" + "".join(f"{cell:>10}" for cell in cells) + f"{_median(seconds):10.1f}")
    fitting, every = score.share(*GROUPS)
    solved, solvable = score.share("solvable")
    print(
        f"as expected {fitting}/{every} ({fitting / max(1, every):.1%}), "
        f"solvable {solved}/{solvable} ({solved / max(1, solvable):.1%}), "
        f"wrong {score.wrong}, second invoices {score.twice}"
    )


def _cell(results: list[bool]) -> str:
    return f"{sum(results)}/{len(results)}" if results else "-"


def _median(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--portal", action="append", default=[])
    parser.add_argument("--seeds", default=",".join(map(str, SEEDS)))
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.portal, [int(seed) for seed in given.seeds.split(",")], given.only)))
