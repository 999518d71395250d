"""Enters a portal with the credentials that the organization stored for it: once, and never guessing."""

from automation.pilots import reasons
from automation.pilots.base import AccountUse, Failure, Outcome
from automation.pilots.drive import Drive, Halt
from automation.pilots.own_site import is_own_site
from automation.pilots.sight import Sight, captcha_waits
from automation.reading.page import Control
from automation.reading.understanding import Meaning, PageKind, Purpose, Step
from invoicing.states import FailureType, StepType

_NAMELESS = frozenset({"text", "email", "number"})
_SAYS_NOTHING = frozenset(
    {PageKind.LOGIN, PageKind.WAITING, PageKind.NOTICE, PageKind.ERROR, PageKind.UNKNOWN}
)
"""Kinds of pages that may follow a login that was refused as well as one that was taken."""


async def log_in(drive: Drive, sight: Sight) -> None:
    """Types user and password and presses the login's button. Raises Halt (LOGIN_REQUIRED) without
    credentials, where they were refused before, or where the login is not the portal's own."""
    credentials = drive.request.credentials
    words = _words(sight)
    if credentials is None:
        raise Halt(reasons.verdict(FailureType.LOGIN_REQUIRED, words))
    if drive.logged_in:
        raise Halt(reasons.login_refused(words))
    password, username, button = _parts(sight)
    _require_own_site(drive, sight.page.url, password.frame_url, username.frame_url)
    if captcha_waits(sight):
        raise Halt(Failure(FailureType.CAPTCHA, reasons.verdict(FailureType.CAPTCHA, "").reason))
    drive.logged_in = True
    await drive.desk.checkpoint()
    await drive.journal.record(StepType.INPUT, "Inicia sesión con la cuenta guardada", label=username.label)
    await drive.browser.type_text(username.ref, credentials.username)
    await drive.browser.type_text(password.ref, credentials.password)
    await drive.press(button, sight, message="Entra a la cuenta")


def _require_own_site(drive: Drive, *addresses: str) -> None:
    """Raises Halt. A frame without an address of its own ("about:srcdoc") belongs to the page around it."""
    for address in addresses:
        named = address and not address.startswith("about:")
        if named and not is_own_site(address, drive.request.portal_url):
            raise Halt(reasons.login_elsewhere(address))


def note_entry(drive: Drive, sight: Sight) -> None:
    """From the first page behind the login on, another login page means an ended session, not a refusal."""
    drive.entered = drive.entered or (drive.logged_in and sight.kind not in _SAYS_NOTHING)


def account_use(drive: Drive, outcome: Outcome) -> AccountUse:
    """Refused only where the portal never let us in, and said so or showed its login again."""
    if not drive.logged_in:
        return AccountUse.UNUSED
    failure = outcome.failure
    asks_again = failure is not None and failure.type is FailureType.LOGIN_REQUIRED
    return AccountUse.REFUSED if asks_again and not drive.entered else AccountUse.USED


def _submit(sight: Sight, password: Control | None) -> Step | None:
    """The submit button of the password's own form, whatever it is called."""
    if password is None or not password.form_key:
        return None
    own = [c for c in sight.page.clickables if c.form_key == password.form_key and c.kind == "submit"]
    return Step(own[0], Purpose.LOGIN, may_issue=False, score=0.5) if own else None


def _words(sight: Sight) -> str:
    said = sight.saying(Meaning.LOGIN_FAILED)
    return said.text if said else ""


def _parts(sight: Sight) -> tuple[Control, Control, Step]:
    """(password, user, button) of the login that stands here; the user's field is the one before."""
    controls = sight.page.controls
    password = next((c for c in controls if c.kind == "password" and c.visible and c.enabled), None)
    button = next((s for s in sight.ways_on if s.purpose is Purpose.LOGIN), None) or _submit(sight, password)
    if password is not None:
        above = controls[: controls.index(password)]
        same = [c for c in above if c.kind in _NAMELESS and c.visible and c.form_key == password.form_key]
        if same and button is not None:
            return password, same[-1], button
    raise Halt(reasons.verdict(FailureType.LOGIN_REQUIRED, _words(sight)))
