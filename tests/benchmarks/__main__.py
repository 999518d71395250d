"""`python -m tests.benchmarks [NAME …]`: runs the benchmarks one after another; without names, all of them.

Each is a module `bench_<name>` with a `main()` that prints its figures and returns 0, or 1 where a target of
docs/benchmarks.md is missed. A process of its own for each: memory figures must not add up.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main(wanted: list[str]) -> int:
    names = wanted or sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    missed = []
    for name in names:
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"tests.benchmarks.bench_{name}"]
        if subprocess.run(command, check=False).returncode:
            missed.append(name)
    if missed:
        print(f"\nmissed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
