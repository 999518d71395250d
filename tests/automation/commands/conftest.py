"""The commands as a caller runs them: another process, an embedded database of its own, the sandbox."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from automation.sandbox.server import running
from automation.sandbox.site import Sandbox, Scenario

ROOT = Path(__file__).resolve().parents[3]
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@dataclass
class Ended:
    """What a caller sees of a finished command."""

    status: int
    told: dict[str, Any]
    progress: str


@dataclass
class Commands:
    sandbox: Sandbox
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: text for name, text in os.environ.items() if name not in OURS}
        return inherited | {
            "PORTAL_ALLOW_PRIVATE_HOSTS": "on",
            "CFDI_TRUSTED_ROOTS": str(self.sandbox.roots_file),
            "CFDI_PAC_CERTIFICATES": str(self.sandbox.pac_file),
        }

    def write(self, name: str, content: object) -> str:
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    def line(self, scenario: Scenario, *more: str, url: str = "") -> list[str]:
        """The command line that asks for this scenario's invoice."""
        line = [
            *("invoice_ticket", url or scenario.url, "--out", str(self.folder / "out")),
            *("--profile", self.write("profile.json", scenario.profile)),
            *("--ticket", self.write("ticket.json", scenario.ticket)),
        ]
        if scenario.credentials:
            line += ["--credentials", self.write("cred.json", dict(scenario.credentials))]
        return [*line, *more]

    def invoice(self, scenario: Scenario, *more: str, url: str = "", **environment: str) -> Ended:
        return self.run(*self.line(scenario, *more, url=url), environment=environment)

    def run(self, *line: str, environment: Mapping[str, str] | None = None) -> Ended:
        ended = subprocess.run(
            self.command(*line),
            cwd=ROOT,
            env=self.environment | dict(environment or {}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return read_end(ended.returncode, ended.stdout, ended.stderr)

    def start(self, *line: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*line),
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def command(*line: str) -> list[str]:
        return [sys.executable, "manage.py", *line]


def read_end(status: int, output: str, errors: str) -> Ended:
    """The last line of standard output is the contract's JSON object."""
    lines = output.strip().splitlines()
    assert lines, errors
    return Ended(status, json.loads(lines[-1]), errors)


@pytest.fixture(scope="session")
def command_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(folder=tmp_path_factory.mktemp("sandbox")) as opened:
        yield opened


@pytest.fixture
def commands(command_sandbox: Sandbox, tmp_path: Path) -> Commands:
    return Commands(command_sandbox, tmp_path)


@pytest.fixture
def a_scenario(command_sandbox: Sandbox, request: pytest.FixtureRequest) -> Callable[..., Scenario]:
    """Each call another ticket: a ticket works once. A test always meets the same portals; the sandbox's port
    sets its tickets apart from those that earlier runs left in the database."""
    own = crc32(request.node.name.encode()) % 1_000_000 * 10

    def make(*, portal: str = "s5", seed: int = 0, **more: Any) -> Scenario:
        nonlocal own
        own += 1
        return command_sandbox.scenario(portal, seed or own, **more)

    return make
