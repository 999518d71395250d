"""One look at the portal: the page as it was read and what it means for this request."""

import re
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from automation.browser.base import PortalBrowser
from automation.reading.page import Clickable, Control, PageModel
from automation.reading.request import InvoiceRequest
from automation.reading.understanding import FieldMatch, Meaning, Message, PageKind, Step, Understanding

FORMS = frozenset({PageKind.TICKET_FORM, PageKind.RECEIVER_FORM, PageKind.FULL_FORM})

ReadPage = Callable[[PortalBrowser], Awaitable[PageModel]]


class Understand(Protocol):
    def __call__(
        self,
        page: PageModel,
        request: InvoiceRequest,
        *,
        today: date,
        previous: PageModel | None = None,
    ) -> Understanding: ...


@dataclass(frozen=True, slots=True)
class Sight:
    page: PageModel
    meaning: Understanding
    fingerprint: str
    shop_rfcs: frozenset[str] = frozenset()
    """RFCs that the portal showed before it had been told any: its own, not the receptor's"""

    @property
    def kind(self) -> PageKind:
        return self.meaning.kind

    @property
    def is_form(self) -> bool:
        return self.kind in FORMS

    @property
    def ways_on(self) -> tuple[Step, ...]:
        """Every way on that understanding offers, best first."""
        first = (self.meaning.next,) if self.meaning.next else ()
        return (*first, *self.meaning.alternatives)

    def saying(self, *meanings: Meaning) -> Message | None:
        return next((m for m in self.meaning.messages if m.meaning in meanings), None)


def folded(text: str) -> str:
    """Case, accents and runs of white space away, for comparing what people read as the same."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def field_key(field: FieldMatch) -> tuple[str, ...]:
    """The same for a field before and after its page was rendered anew."""
    return (*control_key(field.control), field.datum or "", field.part)


def control_key(control: Control) -> tuple[str, ...]:
    if control.html_id or control.html_name:
        return (control.frame_url, control.html_id, control.html_name, control.kind)
    return (control.frame_url, control.group, control.label, control.kind)


def clickable_key(clickable: Clickable) -> tuple[str, ...]:
    """The same for a button before and after its page was rendered anew."""
    return (
        clickable.frame_url,
        folded(clickable.text),
        clickable.html_id,
        clickable.html_name,
        clickable.href,
        clickable.row_text,
        clickable.dialog_key,
    )


def find_again(sight: Sight, control: Control) -> Control | None:
    """The control in a newer reading: by its element, else by what identifies it."""
    same = sight.page.control(control.ref)
    key = control_key(control)
    return same or next((c for c in sight.page.controls if control_key(c) == key), None)


def field_again(sight: Sight, field: FieldMatch) -> FieldMatch | None:
    by_ref = next((f for f in sight.meaning.fields if f.control.ref == field.control.ref), None)
    key = control_key(field.control)
    return by_ref or next((f for f in sight.meaning.fields if control_key(f.control) == key), None)


_CAPTCHA_ANSWERS = re.compile(r"g-recaptcha-response|h-captcha-response|cf-turnstile-response")
_CAPTCHA_WORDS = re.compile(
    r"captcha|codigo de (verificacion|seguridad|la imagen)|caracteres|imagen|no soy un robot", re.IGNORECASE
)


def captcha_waits(sight: Sight) -> bool:
    """A captcha stands here and nobody has answered it yet."""
    marks = [m for m in sight.page.captcha_marks if not m.startswith(("invisible:", "wall:"))]
    if not marks:
        return False
    answers = [c for c in sight.page.controls if is_captcha_answer(c)]
    return not any(c.checked if c.kind in ("checkbox", "radio") else c.value.strip() for c in answers)


def is_captcha_answer(control: Control) -> bool:
    if _CAPTCHA_ANSWERS.search(f"{control.html_name} {control.html_id}"):
        return True
    words = folded(f"{control.label} {control.placeholder} {control.html_id} {control.html_name}")
    return control.visible and bool(_CAPTCHA_WORDS.search(words))
