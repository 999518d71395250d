"""The form pilot: goes through a portal that nobody has described, without a language model.

Read, understand, decide by the kind of page; every step bounded. Before anything is submitted the form's
missing data are asked for, all at once. What may issue goes through `issuing.issue`; a run that starts past
the point of no return goes straight to `recovery`, which cannot issue.

The order on a form: fill everything, then (in this order) what is missing is asked, a captcha is handed to
a person with all else filled in, and the way on is taken.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from automation.browser.base import BrowserLost, PortalBrowser
from automation.pilots import (
    guard,
    hearing,
    issuing,
    login,
    notices,
    reasons,
    recovery,
    saved_data,
    suspicion,
    verdicts,
)
from automation.pilots.answers import goes_on
from automation.pilots.base import Desk, Journal, Outcome
from automation.pilots.conversation import wait_for_reply
from automation.pilots.drive import TROUBLE, Drive, Halt
from automation.pilots.filling import modes, openers
from automation.pilots.filling.delivery import choose_download
from automation.pilots.filling.fields import fill_form, missing_fields, not_offered
from automation.pilots.native_dialogs import Mode, NativeDialogs
from automation.pilots.receiving import by_email, collect, is_xml, outcome_with
from automation.pilots.sight import ReadPage, Sight, Understand, captcha_waits, clickable_key
from automation.pilots.unmarked import find_unmarked
from automation.pilots.waking import usable_step
from automation.reading.page import PageModel
from automation.reading.request import InvoiceRequest
from automation.reading.understanding import Meaning, PageKind, Purpose, Step
from invoicing.states import FailureType, PilotName

SAME_PAGE_LIMIT = 5
"""Times that a page of the same fingerprint is acted upon before it counts as going in circles."""
EMPTY_LIMIT = 6.0
"""Seconds that a page may take to show something that can be understood (single-page portals)."""
WAITING_LIMIT = 60.0
_LOST_UNDER_INTENT = frozenset(
    {
        FailureType.UNKNOWN_PAGE,
        FailureType.PORTAL_ERROR,
        FailureType.PORTAL_BLOCKED,
        FailureType.NETWORK_ERROR,
        FailureType.TIMEOUT,
    }
)
"""Ends that say nothing of what became of a submission that is under way."""


async def read_with_reader(browser: PortalBrowser) -> PageModel:
    from automation.reading.extract import read_page  # noqa: PLC0415 - browser-use is imported by workers only

    return await read_page(browser.session, http_status=browser.last_status)


@dataclass(slots=True)
class FormPilot:
    """`now`: aware, in Mexico's time; its date is the portal's today. `understand`: for tests."""

    now: datetime
    read: ReadPage = read_with_reader
    understand: Understand | None = None
    name: PilotName = field(default=PilotName.FORM, init=False)

    async def drive(
        self, browser: PortalBrowser, request: InvoiceRequest, *, desk: Desk, journal: Journal
    ) -> Outcome:
        """Goes on from the page that is there, or opens the portal on a blank tab. Raises RunStopped, and
        BrowserLost before anything was submitted."""
        drive = await self._begin(browser, request, desk, journal)
        browser.set_dialog_policy(drive.native.answer)
        try:
            if desk.submitted:
                outcome = await recovery.recover(drive, why="ya se había enviado en un intento anterior")
            else:
                outcome = await _guarded(drive)
            return replace(outcome, account=login.account_use(drive, outcome))
        finally:
            browser.set_dialog_policy(None)

    async def _begin(
        self, browser: PortalBrowser, request: InvoiceRequest, desk: Desk, journal: Journal
    ) -> Drive:
        return Drive(
            browser=browser,
            request=request,
            desk=desk,
            journal=journal,
            read=self.read,
            understand=self.understand or _understand(),
            now=self.now,
            native=NativeDialogs(request, journal),
            documents_before=len(await browser.documents()),
        )


def _understand() -> Understand:
    from automation.reading.understand import understand  # noqa: PLC0415 - as above: scipy comes with it

    return understand


async def _guarded(drive: Drive) -> Outcome:
    """The road, and what its ends mean while a submission is under way."""
    try:
        return await _road(drive)
    except Halt as halt:
        if drive.intent is not None and halt.failure.type in _LOST_UNDER_INTENT:
            return await recovery.recover(drive, why=halt.failure.reason)
        return Outcome(failure=halt.failure, issued_by=PilotName.FORM if drive.issued else None)
    except (*TROUBLE, BrowserLost) as error:
        if drive.intent is not None:
            return await recovery.survive(drive, error)
        if isinstance(error, BrowserLost):
            raise
        return Outcome(failure=reasons.unreachable(error))


async def _road(drive: Drive) -> Outcome:
    if drive.on_blank_tab:
        drive.opened_here = True
        await drive.open_portal()
    drive.native.turn(Mode.ORDINARY)
    before: Sight | None = None
    for _ in range(drive.budget.pages):
        await drive.desk.checkpoint()
        sight = await _look(drive)
        outcome = await _act(drive, sight, before)
        if outcome is not None:
            return outcome
        before, drive.sent = drive.sent or sight, None
    raise Halt(reasons.unknown_page("el portal da vueltas sin avanzar"))


async def _look(drive: Drive) -> Sight:
    """A page that shows nothing yet is given time: single-page portals draw late."""
    sight = drive.current or await drive.look_when_idle()
    waited = 0.0
    while sight.kind is PageKind.UNKNOWN and waited < EMPTY_LIMIT and _shows_nothing(sight):
        settled = await drive.settle(limit=1.0, quiet=0.25)
        waited += max(settled.seconds, 0.25)
        sight = await drive.look_when_idle()
    return sight


def _shows_nothing(sight: Sight) -> bool:
    return not sight.meaning.messages and not sight.ways_on and not sight.meaning.dismiss


async def _act(drive: Drive, sight: Sight, before: Sight | None) -> Outcome | None:
    """One page: None when something was done and the next page is to be read."""
    files = (await drive.browser.documents())[drive.documents_before :]
    if any(map(is_xml, files)):
        documents = await collect(drive, sight, after=drive.documents_before)
        return outcome_with(drive, documents, recovered=not drive.issued)
    ended = await hearing.heed(drive, sight, before)
    if ended is not None:
        return ended
    login.note_entry(drive, sight)
    if sight.is_form and await notices.dismiss(drive, sight):
        return None
    if drive.budget.visits(sight.fingerprint) > SAME_PAGE_LIMIT:
        raise Halt(reasons.unknown_page("el portal vuelve siempre a la misma página", sight.page.title))
    return await _BY_KIND[sight.kind](drive, sight)


# by kind


async def _on_form(drive: Drive, sight: Sight) -> Outcome | None:
    if not goes_on(drive, sight):
        return await recovery.recover(drive, why="el portal volvió a un formulario sin decir qué pasó")
    if any(s.purpose is Purpose.CONSULT for s in sight.ways_on):
        return await _leave_consult(drive, sight)
    sight = await choose_download(drive, await modes.choose_mode(drive, sight))
    step = sight.meaning.next
    careful = step is None or not step.clickable.enabled or drive.may_issue(step, sight)
    filled = await fill_form(drive, sight, careful=careful)
    if filled is not sight and not filled.is_form:
        return None
    _must_be_complete(drive, filled)
    if filled.saying(Meaning.ALREADY_INVOICED) and not any(s.clickable.enabled for s in filled.ways_on):
        return await _hand_over(drive, filled)
    return await _send(drive, filled)


async def _send(drive: Drive, filled: Sight) -> Outcome | None:
    """Presses the way on of a form that is filled. Raises Halt."""
    step = openers.first_step(drive, filled) or await usable_step(drive, filled)
    if step is None:
        return None
    if drive.may_issue(step, filled):
        return await issuing.issue(drive, step, filled)
    _not_in_vain(drive, step, filled)
    drive.note_given(filled)
    drive.sent = filled
    await drive.press(step, filled)
    if not await wait_for_reply(drive, filled):
        raise Halt(reasons.unknown_page("el asistente del portal no responde", filled.page.title))
    return None


def _must_be_complete(drive: Drive, sight: Sight) -> None:
    """Raises Halt for what the request lacks, for what the portal does not offer to this receptor, and for a
    captcha once all else is filled in."""
    if openers.next_opener(drive, sight) is not None:
        return
    asked = {c.ref for c in sight.meaning.unmatched_required if c.kind in guard.LISTS}
    for match in sight.meaning.fields:
        if match.control.ref in asked and (match.canonical or match.datum) in guard.RECEIVER_DATA:
            raise Halt(not_offered(drive, match))
    missing = missing_fields(sight)
    if missing:
        raise Halt(reasons.missing_fields(missing, _validation_words(sight)))
    if captcha_waits(sight):
        raise Halt(reasons.verdict(FailureType.CAPTCHA, ""))


async def _leave_consult(drive: Drive, sight: Sight) -> Outcome | None:
    """The form only looks invoices up: the way to the one that makes them, else the portal afresh; what led
    here is not tried again. Where it says that ours exists, it is what is wanted. Raises Halt."""
    if sight.saying(Meaning.ALREADY_INVOICED):
        return await _hand_over(drive, sight)
    doors = (s for s in sight.ways_on if s.purpose is Purpose.START and s.clickable.enabled)
    for door in doors:
        key = (sight.fingerprint, *clickable_key(door.clickable))
        if key not in drive.tried and not drive.may_issue(door, sight):
            drive.tried.add(key)
            await drive.press(door, sight)
            return None
    await drive.open_portal()
    return None


async def _hand_over(drive: Drive, sight: Sight) -> Outcome:
    """The portal says "ya facturado" above a form that only hands the invoice over again. Raises Halt."""
    found = await recovery.fetch_existing(drive, sight, after=drive.documents_before)
    said = sight.saying(Meaning.ALREADY_INVOICED)
    if found is None and said is not None:
        raise Halt(verdicts.failure(said, drive))
    return found or Outcome(failure=reasons.unknown_page("el portal no entrega la factura"))


def _not_in_vain(drive: Drive, step: Step, sight: Sight) -> None:
    """The same button under the same form, pressed twice already, will do no better. Raises Halt."""
    key = "|".join((sight.fingerprint, *clickable_key(step.clickable)))
    drive.pressed[key] += 1
    if drive.pressed[key] > 2:
        raise Halt(verdicts.stuck(drive, sight))


def _validation_words(sight: Sight) -> str:
    said = sight.saying(Meaning.VALIDATION)
    return said.text if said else ""


async def _on_review(drive: Drive, sight: Sight) -> Outcome | None:
    step = next((s for s in sight.ways_on if s.clickable.enabled), None)
    if step is None:
        return await _on_unknown(drive, sight)
    if await saved_data.edit(drive, sight):
        return None
    if drive.may_issue(step, sight):
        return await issuing.issue(drive, step, sight)
    found = guard.differences(sight, drive.request)
    if found:
        raise Halt(guard.failure(found))
    await drive.press(step, sight)
    return None


async def _on_notice(drive: Drive, sight: Sight) -> Outcome | None:
    asked = suspicion.agreement(drive, sight)
    if asked is not None:
        return await issuing.issue(drive, asked, sight)
    if await notices.dismiss(drive, sight):
        return None
    if sight.page.dialogs and drive.dismissed["Escape"] < notices.SAME_DIALOG_LIMIT:
        drive.dismissed["Escape"] += 1
        await drive.browser.press("Escape")
        await drive.settle(limit=2.0)
        return None
    return await _on_menu(drive, sight)


async def _on_menu(drive: Drive, sight: Sight) -> Outcome | None:
    """The first way on that was not tried from this page."""
    if sight.meaning.dismiss and sight.page.dialogs and drive.dismissed[sight.fingerprint] < 2:
        drive.dismissed[sight.fingerprint] += 1
        return await _on_notice(drive, sight)
    ways = [s for s in sight.ways_on if s.clickable.enabled and s.purpose is not Purpose.LOGIN]
    for step in ways:
        key = (sight.fingerprint, *clickable_key(step.clickable))
        if key in drive.tried:
            continue
        drive.tried.add(key)
        if drive.may_issue(step, sight):
            return await issuing.issue(drive, step, sight)
        await drive.press(step, sight)
        return None
    if sight.meaning.account_only:
        return await _to_login(drive, sight)
    raise Halt(reasons.unknown_page("no se encontró el camino para facturar", sight.page.title))


async def _to_login(drive: Drive, sight: Sight) -> Outcome | None:
    if any(c.kind == "password" and c.visible for c in sight.page.controls):
        return await _on_login(drive, sight)
    door = next((s for s in sight.ways_on if s.purpose is Purpose.LOGIN), None)
    if door is None or drive.request.credentials is None or drive.logged_in:
        raise Halt(reasons.verdict(FailureType.LOGIN_REQUIRED, ""))
    await drive.press(door, sight)
    return None


async def _on_login(drive: Drive, sight: Sight) -> Outcome | None:
    await login.log_in(drive, sight)
    return None


async def _on_captcha(drive: Drive, sight: Sight) -> Outcome | None:
    raise Halt(reasons.verdict(FailureType.CAPTCHA, ""))


async def _on_waiting(drive: Drive, sight: Sight) -> Outcome | None:
    """Waits until the page is another one. Raises Halt (TIMEOUT)."""
    waited = 0.0
    while waited < WAITING_LIMIT and drive.desk.seconds_left() > recovery.TIME_KEPT:
        await drive.desk.checkpoint()
        settled = await drive.settle(limit=2.0, quiet=0.3)
        waited += max(settled.seconds, 0.3)
        drive.looks -= 1
        if (await drive.look()).kind is not PageKind.WAITING:
            return None
    raise Halt(reasons.took_too_long("sigue mostrando que espera"))


async def _on_error(drive: Drive, sight: Sight) -> Outcome | None:
    said = next((m.text for m in sight.meaning.messages), sight.page.text)
    raise Halt(reasons.verdict(FailureType.PORTAL_ERROR, said))


async def _on_result(drive: Drive, sight: Sight) -> Outcome | None:
    """An invoice that stands here although this drive did not issue it existed before."""
    told = sight.saying(Meaning.ISSUED, Meaning.EMAILED, Meaning.ALREADY_INVOICED) or sight.meaning.uuid
    documents = await collect(drive, sight, after=drive.documents_before, follow=bool(told))
    if told and not any(map(is_xml, documents)):
        documents = (*documents, *await find_unmarked(drive, sight, after=drive.documents_before))
    if any(map(is_xml, documents)):
        return outcome_with(drive, documents, recovered=not drive.issued)
    await issuing.admit(drive, sight)
    if not told and sight.ways_on:
        return await _on_menu(drive, sight)
    found = await recovery.fetch_existing(drive, sight, after=drive.documents_before)
    if found is not None:
        return found
    if sight.saying(Meaning.EMAILED):
        return by_email(drive, sight, documents)
    raise Halt(reasons.unknown_page("el portal muestra un resultado sin archivos", sight.page.title))


async def _on_unknown(drive: Drive, sight: Sight) -> Outcome | None:
    if sight.meaning.dismiss or sight.ways_on:
        return await _on_notice(drive, sight)
    seen = reasons.quoted(sight.page.text, 120) or "la página está vacía"
    raise Halt(reasons.unknown_page(seen, sight.page.title))


_BY_KIND: dict[PageKind, Callable[[Drive, Sight], Awaitable[Outcome | None]]] = {
    PageKind.MENU: _on_menu,
    PageKind.NOTICE: _on_notice,
    PageKind.TICKET_FORM: _on_form,
    PageKind.RECEIVER_FORM: _on_form,
    PageKind.FULL_FORM: _on_form,
    PageKind.REVIEW: _on_review,
    PageKind.LOGIN: _on_login,
    PageKind.CAPTCHA: _on_captcha,
    PageKind.WAITING: _on_waiting,
    PageKind.ERROR: _on_error,
    PageKind.RESULT: _on_result,
    PageKind.UNKNOWN: _on_unknown,
}
