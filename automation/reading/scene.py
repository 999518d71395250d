"""What is known about a page when its kind and its ways on are decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from automation.reading import words
from automation.reading.fields import Reading
from automation.reading.matching import Pairing
from automation.reading.page import Clickable, Dialog, PageModel
from automation.reading.request import InvoiceRequest
from automation.reading.sections import MAIN
from automation.reading.subjects import RECEIVER_DATA
from automation.reading.understanding import Datum, FieldMatch, Meaning, Message
from automation.reading.values.options import real_options
from automation.reading.vocabulary import ways
from automation.reading.vocabulary.ticket import IDENTIFYING

TELLING = frozenset({"legal_name", "first_names", "paternal_surname", "fiscal_regime", "cfdi_use"})
"""Receptor's data that only the form which issues asks for (an RFC or a postal code is also asked at the door)."""
UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
"""a folio fiscal"""
_MAILBOX = frozenset({"email", "email_confirmation"})


@dataclass(frozen=True)
class Scene:
    page: PageModel
    request: InvoiceRequest
    pairing: Pairing
    reading: Reading
    messages: tuple[Message, ...]
    is_first: bool = True
    """nothing was done before this page: it answers nothing"""

    @cached_property
    def fields(self) -> tuple[FieldMatch, ...]:
        """Fields of the form that get a value, boxes aside."""
        return tuple(f for f in self.reading.fields if f.datum is not None and f.datum != Datum.CONSENT)

    @cached_property
    def filled(self) -> frozenset[str]:
        return frozenset(f.canonical or f.datum or "" for f in self.fields)

    @property
    def receiver(self) -> frozenset[str]:
        return self.filled & RECEIVER_DATA

    @property
    def ticket(self) -> frozenset[str]:
        return (
            self.filled
            - RECEIVER_DATA
            - {"person_type", "country", "nationality", "payment_terms", "payment_method"}
        )

    @property
    def is_mailbox_only(self) -> bool:
        return bool(self.filled) and self.filled <= _MAILBOX

    @property
    def has_form(self) -> bool:
        return bool(self.fields) and self.pairing.layout.role == MAIN

    @cached_property
    def modal(self) -> Dialog | None:
        """The dialog that lies on top of everything, if it takes the page over."""
        return next((d for d in reversed(self.page.dialogs) if d.modal), None)

    @cached_property
    def dialog_has_fields(self) -> bool:
        return self.modal is not None and any(f.control.dialog_key == self.modal.key for f in self.fields)

    @cached_property
    def question(self) -> Message | None:
        """A confirmation that a dialog (or a page without form) asks for."""
        asked = [m for m in self.messages if m.meaning is Meaning.CONFIRM]
        if self.modal is not None:
            return next((m for m in asked if m.in_dialog == self.modal.key), self._untold_question)
        return None if self.has_form else next((m for m in asked if not m.in_dialog), None)

    @property
    def _untold_question(self) -> Message | None:
        """A dialog that reads our receptor's data back and says nothing else asks whether they are right."""
        if self.modal is None or self.dialog_has_fields:
            return None
        said = {m.meaning for m in self.messages if m.in_dialog == self.modal.key}
        if said - {Meaning.NOTICE, Meaning.OTHER}:
            return None
        receiver, shown = self.request.receiver, words.fold(self.modal.text)
        if receiver.rfc.lower() not in shown and words.fold(receiver.legal_name) not in shown:
            return None
        return Message(self.modal.text, Meaning.CONFIRM, None, in_dialog=self.modal.key)

    def says(self, *meanings: Meaning) -> bool:
        return any(m.meaning in meanings for m in self.messages)

    @cached_property
    def folded(self) -> str:
        return words.fold(self.page.text)

    @cached_property
    def shows_receiver(self) -> bool:
        """The page names our receptor outside of any field: a review, a tray, an account."""
        return self.request.receiver.rfc.lower() in self.folded

    @cached_property
    def is_looked_up(self) -> bool:
        """The portal has accepted the ticket: it says so, or a row of a table shows it."""
        if self.says(Meaning.STEP_OK):
            return True
        ids = [s.text for s in self.pairing.subjects if s.canonical in IDENTIFYING and s.value is not None]
        bare = [b for b in (words.joined(tuple(words.plain(i).split())) for i in ids) if len(b) > 2]
        rows = [words.plain(r).replace(" ", "") for r in self.page.table_rows]
        return any(b in r or (len(b.lstrip("0")) > 3 and b.lstrip("0") in r) for b in bare for r in rows)

    @cached_property
    def has_inert_receiver(self) -> bool:
        """Receptor's fields that wait for something: disabled though empty, or lists that offer nothing yet."""
        return any(_sleeps(f) for f in self.fields if f.canonical in RECEIVER_DATA and not f.satisfied)

    @cached_property
    def is_account(self) -> bool:
        return any(ways.ACCOUNT.search(words.fold(c.text)) for c in self.page.clickables if c.visible)


def usable(clickables: Sequence[Clickable]) -> list[Clickable]:
    return [
        c for c in clickables if c.visible and (c.text or c.href or c.kind in {"image", "close", "submit"})
    ]


def _sleeps(field: FieldMatch) -> bool:
    control = field.control
    return not control.enabled or (control.kind == "select" and not real_options(control.options))
