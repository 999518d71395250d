"""The demo's processes: started together, ended together, none left behind whatever happens."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1
PATIENCE = 8.0
"""Seconds that a process gets to end by itself."""


class ProcessEnded(Exception):  # noqa: N818 - named by what happened
    """One of the demo's processes ended by itself: `str()` says which, and shows the end of its log."""


@dataclass(slots=True)
class Processes:
    """Children of this process, with their logs in `folder`."""

    folder: Path
    environment: Mapping[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        log = (self.folder / f"{name}.log").open("wb")
        self.running[name] = subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, *command],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread runs yet when children are started
        )
        log.close()

    def check(self) -> None:
        """Raises ProcessEnded."""
        for name, child in self.running.items():
            if child.poll() is not None:
                raise ProcessEnded(f"El proceso «{name}» terminó solo.\n{self._log_end(name)}")

    def stop(self) -> None:
        """Ends them with all that they started; kills what does not end in time."""
        families = [member for child in self.running.values() for member in _family(child.pid)]
        for child in self.running.values():
            _signal(child, signal.SIGTERM)
        _, stubborn = psutil.wait_procs(families, timeout=PATIENCE)
        for member in stubborn:
            member.kill()
        psutil.wait_procs(stubborn, timeout=PATIENCE)
        self.running.clear()

    def _log_end(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-1500:]


@contextmanager
def processes(folder: Path, environment: Mapping[str, str]) -> Iterator[Processes]:
    folder.mkdir(parents=True, exist_ok=True)
    family = Processes(folder, environment)
    try:
        yield family
    finally:
        family.stop()


def free_port(wanted: int) -> int:
    """`wanted`, or the next one that nobody listens on. Raises OSError after a hundred."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"No hay un puerto libre entre {wanted} y {wanted + 99}.")


def _die_with_parent() -> None:
    """Even a `kill -9` of the demo ends its children (Linux; elsewhere Ctrl-C does)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    if child.poll() is None:
        child.send_signal(number)
