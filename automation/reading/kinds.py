"""Which page is this? A usable form wins over what stands beside it; a question over everything."""

from automation.reading import words
from automation.reading.page import PageModel
from automation.reading.roads.aside import page_shows_result
from automation.reading.roads.finding import Roads
from automation.reading.roads.landing import looks_like_review
from automation.reading.scene import TELLING, UUID, Scene
from automation.reading.sections import CONSULT
from automation.reading.understanding import Meaning, PageKind, Purpose
from automation.reading.vocabulary import ways as said
from automation.reading.vocabulary.messages import PARKED

_K, _M = PageKind, Meaning
_REFUSALS = (
    _M.ALREADY_INVOICED,
    _M.NOT_FOUND,
    _M.NOT_READY,
    _M.EXPIRED,
    _M.CANCELLED_SALE,
    _M.RECEIVER_REJECTED,
)
_FAULTS = (_M.OUTAGE, _M.BLOCKED, _M.SESSION_EXPIRED)
_START_IS_CLEAR = 0.5


def kind_of(scene: Scene, roads: Roads) -> PageKind:
    over = _over_the_page(scene, roads)
    if over is not None:
        return over
    if _is_result(scene, roads):
        return _K.RESULT
    if scene.has_form or (scene.fields and scene.pairing.layout.role == CONSULT):
        return _form_kind(scene)
    return _without_form(scene, roads)


def _over_the_page(scene: Scene, roads: Roads) -> PageKind | None:
    if scene.question is not None and roads.next is not None:
        return _K.REVIEW
    if _is_waiting(scene):
        return _K.WAITING
    if scene.modal is None or scene.dialog_has_fields or _modal_speaks(scene):
        return None
    return _K.NOTICE if any(s.clickable.dialog_key == scene.modal.key for s in roads.dismiss) else None


def _modal_speaks(scene: Scene) -> bool:
    """The dialog answers something: it belongs to the form or the result below, it is no mere notice."""
    key = scene.modal.key if scene.modal else ""
    return any(
        m.in_dialog == key and m.meaning not in {_M.NOTICE, _M.OTHER, _M.STEP_OK} for m in scene.messages
    )


def _is_waiting(scene: Scene) -> bool:
    if not scene.page.busy_marks:
        return False
    return not scene.fields or all(not f.control.on_top or not f.control.enabled for f in scene.fields)


def _is_result(scene: Scene, roads: Roads) -> bool:
    """The portal says that the invoice exists, or hands it over; a form that still wants data is no result."""
    if scene.says(_M.ISSUED, _M.EMAILED):
        return (
            not scene.has_form
            or scene.is_mailbox_only
            or bool(roads.downloads)
            or bool(uuid_of(scene.page))
            or _is_reset(scene)
        )
    if not roads.downloads or _asks_whose(scene, roads):
        return False
    return (not scene.has_form or scene.is_mailbox_only) and (
        page_shows_result(scene) or not _leads_to_form(roads)
    )


def _asks_whose(scene: Scene, roads: Roads) -> bool:
    """A form of its own finds the invoice again: what hands it over is its button, and links to no file."""
    linked = any(s.clickable.href.startswith("http") for s in roads.downloads)
    asked = [f for f in scene.fields if f.canonical not in {"email", "email_confirmation"}]
    return scene.pairing.layout.role == CONSULT and bool(asked) and not linked


def _is_reset(scene: Scene) -> bool:
    """The success stands above the form, which is empty again for the next ticket."""
    return not any(f.satisfied and f.canonical in TELLING for f in scene.fields)


def _leads_to_form(roads: Roads) -> bool:
    return roads.next is not None and roads.next.purpose is Purpose.START


def _form_kind(scene: Scene) -> PageKind:
    receiver = scene.receiver & TELLING or (
        scene.receiver - {"email", "email_confirmation"} if not scene.ticket else frozenset()
    )
    if scene.ticket and receiver:
        return _K.FULL_FORM
    if scene.ticket:
        return _K.TICKET_FORM
    return _K.RECEIVER_FORM


def _without_form(scene: Scene, roads: Roads) -> PageKind:
    checks = (
        (_K.CAPTCHA, not _has_start(roads, bare=False) and _is_wall(scene)),
        (_K.REVIEW, looks_like_review(scene)),
        (_K.LOGIN, bool(scene.pairing.layout.login) and not _has_start(roads)),
        (_K.MENU, bool(scene.pairing.layout.login)),
        (_K.ERROR, _failed(scene, roads)),
        (_K.RESULT, bool(roads.downloads)),
    )
    for kind, holds in checks:
        if holds:
            return kind
    return _by_next(scene, roads)


def _by_next(scene: Scene, roads: Roads) -> PageKind:
    purpose = roads.next.purpose if roads.next is not None else None
    if purpose in {Purpose.START, Purpose.ISSUE}:
        return _K.MENU
    if purpose is Purpose.LOGIN:
        return _K.LOGIN
    if purpose is not None or roads.dismiss:
        return _K.NOTICE
    if len(scene.folded) < 400 and said.WAIT_TEXT.search(scene.folded):
        return _K.WAITING
    return _K.UNKNOWN


def _is_wall(scene: Scene) -> bool:
    """Nothing of use beside the captcha: its own mark, or no field that we know."""
    return any(not m.startswith("invisible:") for m in scene.page.captcha_marks)


def _has_start(roads: Roads, *, bare: bool = True) -> bool:
    """`bare`: "Continuar" counts too; beside a captcha it only sends the captcha's answer."""
    ways = [s for s in (roads.next, *roads.alternatives) if s is not None]
    starts = [s for s in ways if s.purpose is Purpose.START and s.score >= _START_IS_CLEAR]
    return any(bare or not said.CONTINUE.search(words.fold(s.clickable.text)) for s in starts)


def _failed(scene: Scene, roads: Roads) -> bool:
    status = scene.page.http_status
    if any(PARKED.search(words.fold(m.text)) for m in scene.messages if m.meaning is _M.OUTAGE):
        return True
    if scene.says(*_FAULTS) and not (_has_start(roads) and status in {None, 200}):
        return True
    if scene.says(*_REFUSALS) and not (scene.is_first and _has_start(roads)):
        return not roads.downloads
    return status is not None and status >= 400 and not _has_start(roads)


def uuid_of(page: PageModel) -> str:
    """The folio fiscal that stands in the visible text, upper case; '' where there is none or more than one."""
    texts = (page.text, *(n.text for n in page.notices), *(d.text for d in page.dialogs))
    found = {m[0].upper() for text in texts for m in UUID.finditer(text)}
    return found.pop() if len(found) == 1 else ""


def is_account_only(scene: Scene, roads: Roads) -> bool:
    """A login stands here and nothing leads around it."""
    if scene.has_form or _has_start(roads):
        return False
    doors = [s for s in (roads.next, *roads.alternatives) if s is not None and s.purpose is Purpose.LOGIN]
    return bool(scene.pairing.layout.login or doors) and words.fold("captcha") not in scene.page.captcha_marks
