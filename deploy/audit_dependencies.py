"""Are there known vulnerabilities in what is installed? Run by `make audit`, with pip-audit.

    python deploy/audit_dependencies.py [--tool PATH] [--ignored FILE]

Exit status: 0 none is known, or nobody could be asked, which is said aloud; 1 at least one is known; 2 the list
of ignored ones cannot be used. A vulnerability is ignored by a line "ID  reason" in that file; without a reason
it is not.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVICES = ("osv", "pypi")
"""asked in this order, until one knows most of what is installed"""
MOST_UNKNOWN = 0.5
"""A service that does not know half of the packages does not answer for the rest."""
TIMEOUT = 300
NONE_KNOWN, FOUND, UNUSABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Finding:
    package: str
    version: str
    vulnerability: str
    aliases: frozenset[str]
    fixed_in: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        return self.aliases | {self.vulnerability}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one service said; `reason` where it did not answer."""

    service: str
    findings: tuple[Finding, ...] = ()
    known: int = 0
    unknown: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_an_answer(self) -> bool:
        total = self.known + len(self.unknown)
        return bool(self.findings) or (total > 0 and len(self.unknown) / total <= MOST_UNKNOWN)


class UnusableList(Exception):  # noqa: N818 - named by what is wrong
    """A line of the ignored ones has no reason."""


def read_ignored(path: Path) -> dict[str, str]:
    """Id → reason. Raises UnusableList."""
    ignored = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        name, _, reason = line.partition("#")[0].strip().partition(" ")
        if name and not reason.strip():
            raise UnusableList(f"{path.name}:{number}: {name} has no reason")
        if name:
            ignored[name] = reason.strip()
    return ignored


def ask(tool: str, service: str) -> Answer:
    command = [
        tool,
        "--local",
        "--vulnerability-service",
        service,
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)  # noqa: S603
        reported = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return Answer(service, reason=f"no answer in {TIMEOUT} s")
    except json.JSONDecodeError:
        last = done.stderr.strip().splitlines()
        return Answer(service, reason=last[-1] if last else "no answer")
    return read_answer(service, reported)


def read_answer(service: str, reported: Mapping[str, Any]) -> Answer:
    packages: Sequence[Mapping[str, Any]] = reported["dependencies"]
    unknown = tuple(package["name"] for package in packages if "skip_reason" in package)
    findings = [_finding(package, one) for package in packages for one in package.get("vulns", [])]
    reason = "" if len(unknown) < len(packages) else "it knows none of the packages"
    return Answer(service, tuple(findings), len(packages) - len(unknown), unknown, reason)


def _finding(package: Mapping[str, Any], one: Mapping[str, Any]) -> Finding:
    aliases, fixed_in = frozenset(one.get("aliases", ())), tuple(one.get("fix_versions", ()))
    return Finding(package["name"], package["version"], one["id"], aliases, fixed_in)


def judge(answers: Sequence[Answer], ignored: Mapping[str, str]) -> tuple[int, list[str]]:
    """The exit status, and the lines to tell."""
    lines = [f"{answer.service}: {answer.reason or 'knows too few of the packages'}"
             for answer in answers if not answer.is_an_answer]  # fmt: skip
    heard = next((answer for answer in answers if answer.is_an_answer), None)
    if heard is None:
        return NONE_KNOWN, [
            *lines,
            "NOT AUDITED: no service could be asked, so nothing is known of vulnerabilities.",
        ]
    open_ones = [one for one in heard.findings if not one.names & ignored.keys()]
    seen = frozenset[str]().union(*(one.names for one in heard.findings))
    lines += [f"{one.package} {one.version}: {one.vulnerability}, fixed in {', '.join(one.fixed_in) or 'none'}"
              for one in open_ones]  # fmt: skip
    lines += [f"ignored: {name} ({reason})" for name, reason in ignored.items() if name in seen]
    lines += [f"no longer there, take it off the list: {name}" for name in ignored if name not in seen]
    if heard.unknown:
        lines.append(f"{heard.service} does not know: {', '.join(heard.unknown)}")
    lines.append(f"{heard.known} packages audited with {heard.service}: {len(open_ones)} vulnerabilities.")
    return (FOUND if open_ones else NONE_KNOWN), lines


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tool", default=str(Path(sys.executable).with_name("pip-audit")))
    options.add_argument("--ignored", type=Path, default=Path(__file__).with_name("audit-ignored.txt"))
    given = options.parse_args(arguments)
    try:
        ignored = read_ignored(given.ignored)
    except UnusableList as problem:
        sys.stderr.write(f"{problem}\n")
        return UNUSABLE
    answers: list[Answer] = []
    for service in SERVICES:
        answers.append(ask(given.tool, service))
        if answers[-1].is_an_answer:
            break
    status, lines = judge(answers, ignored)
    sys.stdout.write("\n".join(lines) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
