"""Twelve portals of strangers: how does the product do where it has never been?

Written on 21 November 2026 by somebody who had read the contract and the sandbox's core, and neither the
reader nor the pilots (`automation/reading`, `automation/pilots`), nor the markup of the sandbox's own
archetypes beyond s5: as twelve other companies' web teams would have built them, each solvable by a careful
person with the ticket and the taxpayer's data alone.

The rule: they measure, they do not teach. The first score is taken with the reader frozen as it stood that
day, and is published, whatever it is. A miss may afterwards be mended in the product where the mending is
general (another portal would profit too), never by a word or an id that only one of these uses; and a later
score is always told together with the first. A portal here is changed only where it turns out that a careful
person could not solve it, or that it contradicts the contract; such a change is named in its commit.

x13 to x22 were written a day later, under the same rule, by somebody else who had read the core, the research on
real portals and two of the twelve; they were scored once with the product as it then stood, before anybody
had looked at them from its side.

`python -m tests.benchmarks.bench_strangers` prints the score.
"""
