"""What the suite covered, least first, against the bars: `python -m tests.covered`, after slipcover ran the tests.

Lines and branches together, as slipcover counts them. Pure packages are those that need neither database nor
network, so that nothing excuses a line of theirs which no test runs.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

REPORT = Path(".coverage.json")
LEAST, LEAST_PURE = 80.0, 95.0
PURE = (
    "accounts/rfc.py",
    "accounts/fiscal.py",
    "accounts/constancia/",
    "accounts/client_sheet.py",
    "accounts/crypto.py",
    "invoicing/states.py",
    "invoicing/cfdi/",
    "automation/browser/",
    "automation/reading/",
    "automation/pilots/",
    "automation/workflows/",
    "automation/sandbox/",
)

Counts = Mapping[str, int]
"""covered_lines, missing_lines, covered_branches, missing_branches"""


def share(files: Mapping[str, Counts]) -> float:
    """Per cent."""
    covered, missing = (
        sum(counts[f"{kind}_lines"] + counts[f"{kind}_branches"] for counts in files.values())
        for kind in ("covered", "missing")
    )
    return 100 * covered / max(1, covered + missing)


def main() -> int:
    files = {name: file["summary"] for name, file in json.loads(REPORT.read_text())["files"].items()}
    for name in sorted(files, key=lambda name: share({name: files[name]}), reverse=True):
        missing = files[name]["missing_lines"], files[name]["missing_branches"]
        if any(missing):
            print(f"{share({name: files[name]}):6.1f} %  {name}  ({missing[0]} lines, {missing[1]} branches)")
    pure = {name: counts for name, counts in files.items() if name.startswith(PURE)}
    print(
        f"Coverage {share(files):.1f} % (at least {LEAST:.0f}), pure packages {share(pure):.1f} % ({LEAST_PURE:.0f})"
    )
    return int(share(files) < LEAST or share(pure) < LEAST_PURE)


if __name__ == "__main__":
    sys.exit(main())
