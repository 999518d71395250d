"""Where a Chromium is on this machine."""

import shutil
from pathlib import Path

from automation.browser.base import BrowserMissing

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "brave-browser",
)
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHT_CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")
PLAYWRIGHT_BINARIES = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    "chromium_headless_shell-*/chrome-*/headless_shell",
    "chromium_headless_shell-*/chrome-*/chrome-headless-shell",
)
HOW_TO_GET_ONE = (
    "No se encontró ningún Chromium: instale uno (Debian o Ubuntu: apt-get install chromium; cualquier "
    "sistema: python -m playwright install chromium) o escriba su ruta en el ajuste del navegador."
)


def find_chromium(setting: str | Path | None = None, *, home: Path | None = None) -> Path:
    """The path of a Chromium: what the setting names, else the system's, else the newest of Playwright's.

    A setting may be a path or a command's name. Raises BrowserMissing, in one line, also when the setting
    names something that is not there.
    """
    if setting:
        return _named(str(setting))
    found = _of_the_system() or _of_playwright(home or Path.home())
    if found is None:
        raise BrowserMissing(HOW_TO_GET_ONE)
    return found


def _named(setting: str) -> Path:
    found = shutil.which(setting)
    if found is None:
        raise BrowserMissing(f"El ajuste del navegador nombra «{setting}», que no existe o no es ejecutable.")
    return Path(found)


def _of_the_system() -> Path | None:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((Path(path) for path in MACOS if Path(path).exists()), None)


def _of_playwright(home: Path) -> Path | None:
    for cache in PLAYWRIGHT_CACHES:
        for pattern in PLAYWRIGHT_BINARIES:
            found = sorted((home / cache).glob(pattern))
            if found:
                return found[-1]
    return None
