"""`make audit`: a known vulnerability fails it; that nobody could be asked is said, and is not taken for one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT

SAFE = {"name": "django", "version": "5.2.19", "vulns": []}
WEAK = {
    "name": "lxml",
    "version": "4.0",
    "vulns": [{"id": "PYSEC-2021-19", "aliases": ["CVE-2020-27783"], "fix_versions": ["4.6.2"]}],
}
UNHEARD = {"name": "django", "skip_reason": "Dependency not found on PyPI"}


@pytest.fixture
def audit(tmp_path: Path) -> Any:
    """Runs it against a pip-audit that answers so for each service; None: it breaks as without a network.
    `ignored`: what the list says; None: the project's own."""

    def run(ignored: str | None = "", **services: Any) -> subprocess.CompletedProcess[str]:
        answers = {
            name: None if packages is None else json.dumps({"dependencies": packages, "fixes": []})
            for name, packages in services.items()
        }
        tool = tmp_path / "pip-audit"
        tool.write_text(
            f"#!{sys.executable}\nimport sys\nanswers = {answers!r}\n"
            "answer = answers.get(sys.argv[sys.argv.index('--vulnerability-service') + 1])\n"
            "sys.exit('ConnectionError: no such host') if answer is None else print(answer)\n"
        )
        tool.chmod(0o755)
        command = [sys.executable, "deploy/audit_dependencies.py", "--tool", str(tool)]
        if ignored is not None:
            (tmp_path / "ignored.txt").write_text(ignored)
            command += ["--ignored", str(tmp_path / "ignored.txt")]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def test_a_known_vulnerability_fails_and_is_named_with_what_mends_it(audit: Any) -> None:
    done = audit(osv=[SAFE, WEAK])
    assert done.returncode == 1
    assert "lxml 4.0: PYSEC-2021-19, fixed in 4.6.2" in done.stdout


def test_none_is_a_pass_that_says_how_many_were_asked_for(audit: Any) -> None:
    done = audit(osv=[SAFE, SAFE])
    assert (done.returncode, "2 packages audited with osv: 0 vulnerabilities." in done.stdout) == (0, True)


def test_the_second_service_is_asked_where_the_first_is_silent(audit: Any) -> None:
    done = audit(osv=None, pypi=[WEAK])
    assert done.returncode == 1
    assert "osv: ConnectionError: no such host" in done.stdout
    assert "PYSEC-2021-19" in done.stdout


@pytest.mark.parametrize("silent", [None, [UNHEARD, UNHEARD], [UNHEARD, UNHEARD, SAFE], []])
def test_that_nobody_could_be_asked_is_neither_a_vulnerability_nor_silence(audit: Any, silent: Any) -> None:
    """A mirror that knows no package says of each that it was skipped, and then that none is vulnerable."""
    done = audit(osv=None, pypi=silent)
    assert done.returncode == 0
    assert "NOT AUDITED" in done.stdout
    assert "audited with" not in done.stdout


@pytest.mark.parametrize("name", ["PYSEC-2021-19", "CVE-2020-27783"])
def test_one_is_ignored_for_a_reason_by_any_of_its_names(audit: Any, name: str) -> None:
    done = audit(f"# why not\n{name}  we parse without DTD\n", osv=[WEAK])
    assert done.returncode == 0
    assert f"ignored: {name} (we parse without DTD)" in done.stdout


def test_without_a_reason_nothing_is_ignored(audit: Any) -> None:
    done = audit("PYSEC-2021-19\n", osv=[WEAK])
    assert done.returncode == 2
    assert "PYSEC-2021-19 has no reason" in done.stderr


def test_what_is_ignored_and_no_longer_there_is_told(audit: Any) -> None:
    done = audit("PYSEC-2019-1  once\n", osv=[SAFE])
    assert "take it off the list: PYSEC-2019-1" in done.stdout


def test_the_projects_own_list_can_be_used_and_the_landing_runs_it(audit: Any) -> None:
    assert audit(None, osv=[SAFE]).returncode == 0
    assert "make audit" in (ROOT / ".ci/run").read_text()
    assert "pip-audit==" in (ROOT / "requirements-dev.txt").read_text()
