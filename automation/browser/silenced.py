"""browser-use without its telephone: the only door through which this package imports the library.

browser-use reads these variables while it is being imported, so they are set here, before the import, and
nowhere else. Nothing is read from the environment: a value that the operator set stays.
"""

import atexit
import gc
import os
import tempfile
from pathlib import Path

PRIVATE = {
    "ANONYMIZED_TELEMETRY": "false",
    "BROWSER_USE_CLOUD_SYNC": "false",
    "BROWSER_USE_VERSION_CHECK": "false",
    "BROWSER_USE_CLOUD_HINTS": "false",
    "BROWSER_USE_SETUP_LOGGING": "false",
    "BROWSER_USE_DISABLE_EXTENSIONS": "1",
    "SKIP_LLM_API_KEY_VERIFICATION": "true",
    "BROWSER_USE_CONFIG_DIR": str(Path(tempfile.gettempdir()) / f"autocfdi-browser-use-{os.getuid()}"),
}

for _name, _value in PRIVATE.items():
    os.environ.setdefault(_name, _value)

from browser_use.browser.profile import BrowserProfile  # noqa: E402
from browser_use.browser.session import BrowserSession, CDPSession, Target  # noqa: E402
from browser_use.browser.session_manager import SessionManager  # noqa: E402
from browser_use.browser.watchdogs.default_action_watchdog import DefaultActionWatchdog  # noqa: E402
from browser_use.browser.watchdogs.dom_watchdog import DOMWatchdog  # noqa: E402
from browser_use.browser.watchdogs.screenshot_watchdog import ScreenshotWatchdog  # noqa: E402
from cdp_use.cdp.registration_library import CDPRegistrationLibrary  # noqa: E402
from cdp_use.cdp.registry import EventRegistry  # noqa: E402
from cdp_use.client import CDPClient  # noqa: E402

# The library brings a quarter of a million objects that live as long as the process, and each of its readings
# thousands that refer to one another. Left to itself the garbage collector walks all of them every few readings,
# for a tenth of a second: the lasting ones are taken out of its sight, the passing ones collected when a run has
# ended (opening.py), in the middle of one only where it is very long.
# Only the interpreter's end frees what is frozen, and some extension modules complain about what is left then.
gc.freeze()
gc.set_threshold(100_000, 20, 20)
atexit.register(gc.unfreeze)

__all__ = [
    "BrowserProfile",
    "BrowserSession",
    "CDPClient",
    "CDPRegistrationLibrary",
    "CDPSession",
    "DOMWatchdog",
    "DefaultActionWatchdog",
    "EventRegistry",
    "ScreenshotWatchdog",
    "SessionManager",
    "Target",
]
