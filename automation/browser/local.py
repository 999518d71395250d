"""Chromiums on this machine, started and ended by us.

Each has a fresh profile folder, a DevTools port of the system's choice on the loopback address, and a guard:
a shell that waits for the end of a pipe whose other end only this process holds. However this process ends,
`kill -9` included, the guard kills the Chromium with its children and removes the folder.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from automation.browser.base import BrowserLease, BrowserLost
from automation.browser.find import find_chromium

WIDTH, HEIGHT = 1366, 900
DOWNLOADS = "Downloads"
DISABLED_FEATURES = (
    "--disable-features=Translate,OptimizationHints,MediaRouter,InterestFeedContentSuggestions,"
    "AutofillServerCommunication,CertificateTransparencyComponentUpdater,HttpsUpgrades,PasswordLeakDetection,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
)
"""Services that a pilot has no use for. The address bar's own pages alone are two thirds of the CPU that a start
costs, and 60 MB."""
FLAGS = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    DISABLED_FEATURES,
    "--disable-gpu",
    "--disable-quic",
    "--disable-search-engine-choice-screen",
    "--disable-sync",
    "--disable-popup-blocking",
    "--disable-backgrounding-occluded-windows",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--hide-scrollbars",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--no-service-autorun",
    "--password-store=basic",
    "--use-mock-keychain",
    "--remote-debugging-port=0",
    "--lang=es-MX",
    f"--window-size={WIDTH},{HEIGHT}",
)
GUARD = 'read -r _ && exit 0; kill -9 "-$1" 2>/dev/null; sleep 0.2; rm -rf -- "$2"'
LONGEST_TMPDIR = 58
"""Chromium ends at once where the path of the socket that it makes in TMPDIR (46 characters more) is longer than
a socket's may be: 104 on macOS, 108 on Linux."""
PREFERENCES = {
    "intl": {"accept_languages": "es-MX,es,en", "selected_languages": "es-MX,es,en"},
    "credentials_enable_service": False,
    "profile": {"password_manager_enabled": False, "default_content_setting_values": {"notifications": 2}},
    "autofill": {"profile_enabled": False, "credit_card_enabled": False},
    "translate": {"enabled": False},
    "search": {"suggest_enabled": False},
    "dns_prefetching": {"enabled": False},
}


@dataclass(slots=True)
class RunningChromium:
    browser: subprocess.Popen[bytes]
    guard: subprocess.Popen[bytes]
    profile: Path

    @property
    def alive(self) -> bool:
        return self.browser.poll() is None


class LocalBrowsers:
    """BrowserProvider of Chromiums on this machine.

    `executable`: path or command, None to search. `headless` False needs a display. `spare` True keeps one
    more Chromium started ahead, so that `acquire` is immediate. `start_limit`: seconds for one to come up.
    """

    def __init__(
        self,
        executable: str | Path | None = None,
        *,
        headless: bool = True,
        spare: bool = False,
        start_limit: float = 20.0,
        extra_flags: tuple[str, ...] = (),
    ) -> None:
        self._setting = executable
        self._headless = headless
        self._keeps_spare = spare
        self._start_limit = start_limit
        self._extra_flags = extra_flags
        self._running: dict[str, RunningChromium] = {}
        self._spare: RunningChromium | None = None

    async def acquire(self, *, run_id: str) -> BrowserLease:
        """Raises BrowserMissing, BrowserLost (it did not come up)."""
        chromium, self._spare = self._spare, None
        if chromium is None or not chromium.alive:
            if chromium is not None:
                await asyncio.to_thread(end, chromium)
            chromium = self._start()
        lease = await self._lease(chromium)
        if self._keeps_spare:
            self._spare = self._start()
        return lease

    async def release(self, lease: BrowserLease) -> None:
        chromium = self._running.pop(lease.browser_id, None)
        if chromium is not None:
            await asyncio.to_thread(end, chromium)

    async def close(self) -> None:
        """Ends every browser of this provider, the spare one too."""
        chromiums = [*self._running.values(), *([self._spare] if self._spare else [])]
        self._running.clear()
        self._spare = None
        await asyncio.gather(*(asyncio.to_thread(end, chromium) for chromium in chromiums))

    def process_id(self, lease: BrowserLease) -> int | None:
        """Of the browser's main process; None once released."""
        chromium = self._running.get(lease.browser_id)
        return chromium.browser.pid if chromium else None

    def _start(self) -> RunningChromium:
        return start(find_chromium(self._setting), headless=self._headless, extra_flags=self._extra_flags)

    async def _lease(self, chromium: RunningChromium) -> BrowserLease:
        try:
            address = await self._devtools_address(chromium)
        except BaseException:
            await asyncio.to_thread(end, chromium)
            raise
        browser_id = address.rsplit("/", 1)[-1]
        self._running[browser_id] = chromium
        folder = str(chromium.profile / DOWNLOADS)
        return BrowserLease("local", address, browser_id, downloads_folder=folder)

    async def _devtools_address(self, chromium: RunningChromium) -> str:
        """Waits for the file in which Chromium writes its port and path."""
        file = chromium.profile / "DevToolsActivePort"
        until = time.monotonic() + self._start_limit
        while time.monotonic() < until:
            lines = file.read_text().splitlines() if file.exists() else []
            if len(lines) >= 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            if not chromium.alive:
                raise BrowserLost("Chromium terminó al arrancar; ejecútelo a mano para ver por qué.")
            await asyncio.sleep(0.005)
        raise BrowserLost(f"Chromium no respondió en {self._start_limit:.0f} s.")


def start(executable: Path, *, headless: bool, extra_flags: tuple[str, ...] = ()) -> RunningChromium:
    """Starts a Chromium with a fresh profile and its guard; does not wait until it answers."""
    profile = Path(tempfile.mkdtemp(prefix="autocfdi-chromium-"))
    (profile / "Default").mkdir()
    (profile / DOWNLOADS).mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(PREFERENCES))
    flags = [*FLAGS, *extra_flags, f"--user-data-dir={profile}"]
    if headless:
        flags.append("--headless=new")
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses to start as root with its sandbox
    browser = subprocess.Popen(  # noqa: S603 - our own flags, no shell
        ["/usr/bin/env", *_environment(profile), str(executable), *flags, "about:blank"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return RunningChromium(browser, _guard(browser.pid, profile), profile)


def _environment(profile: Path) -> tuple[str, ...]:
    """Mexico's time and language; temporary files, which a killed Chromium leaves behind, go with its profile."""
    settings = ("TZ=America/Mexico_City", "LANGUAGE=es_MX")
    return (*settings, f"TMPDIR={profile}") if len(str(profile)) <= LONGEST_TMPDIR else settings


def _guard(group: int, profile: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        ["/bin/sh", "-c", GUARD, "autocfdi-guard", str(group), str(profile)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def end(chromium: RunningChromium) -> None:
    """Kills the browser with its children, waits until they are gone, removes its folder. Safe to call twice."""
    children = _descendants(chromium.browser.pid)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(chromium.browser.pid, signal.SIGKILL)
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    chromium.browser.wait()
    _await_end(children, limit=5.0)
    shutil.rmtree(chromium.profile, ignore_errors=True)
    _dismiss(chromium.guard)


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _await_end(killed: list[psutil.Process], *, limit: float) -> None:
    """A zombie has ended too: whoever inherited it may be slow to collect it."""
    until = time.monotonic() + limit
    while any(map(_lives, killed)) and time.monotonic() < until:
        time.sleep(0.005)


def _lives(child: psutil.Process) -> bool:
    try:
        return bool(child.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _dismiss(guard: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError, ValueError):
        guard.communicate(b"done\n", timeout=5)
