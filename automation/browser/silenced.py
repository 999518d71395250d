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

# The library brings a quarter of a million objects that live as long as the process. Left to the garbage
# collector they are walked again and again, for a tenth of a second each time. Only the interpreter's end
# frees them: some extension modules complain there about what is left.
gc.freeze()
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
