"""What a page says to the person: each text with its meaning, rules of the house kept apart from verdicts.

"Solo se pueden facturar tickets del mes en curso" printed on a form is a rule; the same words in an error
that was not there before are the answer. `previous` (the page before the last action) tells which.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from automation.reading import words
from automation.reading.page import Notice, PageModel
from automation.reading.understanding import Meaning, Message
from automation.reading.vocabulary import everyday, spoken
from automation.reading.vocabulary.messages import (
    ATTRIBUTES,
    BEFORE_RECEIVER,
    GENERAL,
    HYPOTHETICAL,
    OF_SAT,
    ORDERED,
    REFUSED,
    SALE_FIRST,
)
from invoicing.states import FailureType

_M, _F = Meaning, FailureType

FAILURES: dict[Meaning, FailureType] = {
    _M.ALREADY_INVOICED: _F.ALREADY_INVOICED,
    _M.NOT_FOUND: _F.TICKET_NOT_FOUND,
    _M.NOT_READY: _F.TICKET_NOT_READY,
    _M.EXPIRED: _F.DEADLINE_EXPIRED,
    _M.CANCELLED_SALE: _F.TICKET_NOT_FOUND,
    _M.RECEIVER_REJECTED: _F.RECEIVER_REJECTED,
    _M.CAPTCHA_WRONG: _F.CAPTCHA,
    _M.LOGIN_FAILED: _F.LOGIN_REQUIRED,
    _M.SESSION_EXPIRED: _F.PORTAL_ERROR,
    _M.OUTAGE: _F.PORTAL_ERROR,
    _M.BLOCKED: _F.PORTAL_BLOCKED,
}

VERDICTS = frozenset({*FAILURES, _M.ISSUED, _M.EMAILED})
_FROM_PLAIN_TEXT = frozenset(
    {
        _M.ALREADY_INVOICED, _M.NOT_FOUND, _M.NOT_READY, _M.EXPIRED, _M.CANCELLED_SALE, _M.RECEIVER_REJECTED,
        _M.ISSUED, _M.EMAILED, _M.SESSION_EXPIRED, _M.LOGIN_FAILED, _M.CAPTCHA_WRONG, _M.CONFIRM,
    }
)  # fmt: skip
_PAGE_WIDE = frozenset({_M.OUTAGE, _M.BLOCKED})
_URGENT = ("toast", "validation")
_LONG = 160


@dataclass(frozen=True, slots=True)
class Sense:
    meaning: Meaning
    general: bool
    attribute: str = ""


@lru_cache(maxsize=2048)
def sense_of(text: str) -> Sense:
    """The meaning of one text by itself, and whether it is phrased as a rule for everybody."""
    sentences = _sentences(text)
    senses = _in_order(sentences)
    if len(sentences) > 1 and len(text) <= _LONG and not _HELP_QUESTION.search(sentences[0]):
        senses.insert(0, _sentence_sense(words.fold(text)))
    telling = [s for s in senses if s.meaning not in {_M.OTHER, _M.VALIDATION}] or [
        s for s in senses if s.meaning is not _M.OTHER
    ]
    specific = [s for s in telling if not s.general]
    return _gravest(specific or telling) or Sense(_M.OTHER, general=any(s.general for s in senses))


def _in_order(sentences: Sequence[str]) -> list[Sense]:
    """After a question of a help list ("¿Tu ticket no aparece?") comes its answer, for everybody."""
    found: list[Sense] = []
    asked = False
    for sentence in sentences:
        if len(sentences) > 1 and _COME_AGAIN.search(sentence):
            continue
        sense = _sentence_sense(sentence)
        asked = asked or bool(_HELP_QUESTION.search(sentence))
        found.append(replace(sense, general=True) if asked else sense)
    return found


_COME_AGAIN = re.compile(
    r"^(?:por favor,? |favor de |please,? )?(?:intent\w+|vuelv\w+|regres\w+|try|come back|check back)\b.{0,30}"
    r"(?:mas tarde|mañana|despues|de nuevo|nuevamente|otra vez|later|tomorrow|again)\b.{0,25}$"
)
"""What to do after what the other sentences say: alone it speaks of trouble, beside them it says nothing."""
_HELP_QUESTION = re.compile(
    r"^¿(?!(?:esta|estan|es|son|desea|confirma|seguro)\b).*(?:no |ya |como|que |donde|cuando|por que).*\?$"
)


def _gravest(senses: Sequence[Sense]) -> Sense | None:
    order = [r.meaning for r in ORDERED]
    rank = {m: i for i, m in reversed(list(enumerate(order)))} | {_M.RECEIVER_REJECTED: BEFORE_RECEIVER}
    return min(senses, key=lambda s: rank.get(s.meaning, len(order)), default=None)


_END = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÁÉÍÓÚÑ¿¡\"«])|\n+| · | \| ")


def _sentences(text: str) -> list[str]:
    return [words.fold(s) for s in _END.split(text) if s and s.strip()] or [""]


def _sentence_sense(folded: str) -> Sense:
    general = bool(GENERAL.search(folded))
    for position, rule in enumerate(ORDERED):
        if position == BEFORE_RECEIVER:
            attribute = refused_attribute(folded)
            if attribute is not None:
                return Sense(_M.RECEIVER_REJECTED, general, attribute)
        if rule.says(folded):
            return Sense(
                rule.meaning, general, _named_attribute(folded) if rule.meaning is _M.VALIDATION else ""
            )
    return Sense(_M.OTHER, general)


def refused_attribute(folded: str) -> str | None:
    """Which datum of the receptor a text refuses; '' when it refuses them as a whole; None: it does not."""
    if not (REFUSED.search(folded) or _is_refused_plainly(folded)):
        return None
    named = {
        name: found.start() for name, found in ((n, p.search(folded)) for n, p in ATTRIBUTES.items()) if found
    }
    fiscal = bool(OF_SAT.search(folded))
    if not named:
        return "" if fiscal and re.search(r"datos fiscales|\bsat\b", folded) else None
    sale = SALE_FIRST.search(folded)
    if sale and sale.start() < min(named.values()) and not re.search(r"\bsat\b|receptor|cfdi ?\d{5}", folded):
        return None
    if set(named) == {"legal_name"} and not fiscal and "razon social" not in folded:
        return None
    return _of_several(named)


def _is_refused_plainly(folded: str) -> bool:
    weakly = everyday.WEAKLY_REFUSED.search(folded) and everyday.OF_REGISTER.search(folded)
    plainly = spoken.refuses_plainly(folded) and any(p.search(folded) for p in ATTRIBUTES.values())
    return bool(weakly or plainly or everyday.BARE_REFUSAL.match(folded))


def _of_several(named: dict[str, int]) -> str:
    """The RFC is what the others are compared with; three and more in one breath are no single culprit."""
    others = {n: at for n, at in named.items() if n != "rfc"}
    if not others:
        return "rfc"
    if len(others) >= 3:
        return ""
    return min(others, key=lambda n: others[n])


def _named_attribute(folded: str) -> str:
    found = {n: m.start() for n, m in ((n, p.search(folded)) for n, p in ATTRIBUTES.items()) if m}
    return min(found, key=lambda n: found[n], default="")


# --- a page's messages ------------------------------------------------------------------------------


def read_messages(page: PageModel, previous: PageModel | None, *, has_form: bool) -> tuple[Message, ...]:
    """Notices, dialogs, field errors and telling lines of plain text, each once; verdicts first."""
    found: list[Message] = []
    found += [_of_notice(n, previous) for n in _notices(page) if n.text.strip()]
    found += [_of_error(c.error) for c in page.controls if c.visible and c.error.strip()]
    found += _of_lines(page, previous, found, has_form=has_form)
    return _distinct(found)


def _notices(page: PageModel) -> list[Notice]:
    """Notices, and the dialogs whose text no notice repeats."""
    told = {n.dialog_key for n in page.notices if n.dialog_key}
    forms = {c.dialog_key for c in page.controls if c.visible and c.kind not in {"checkbox", "radio"}}
    dialogs = [
        Notice(
            f"{d.title}. {d.text}" if d.title and d.text and d.title not in d.text else (d.text or d.title),
            "dialog",
            d.key,
        )
        for d in page.dialogs
        if d.key not in told and d.key not in forms
    ]
    return [replace(n, text=_as_spoken(n, page)) for n in (*page.notices, *dialogs)]


def _as_spoken(notice: Notice, page: PageModel) -> str:
    """A dialog's text begins with its cross and its title, and ends with its buttons: "×", "Cancelar" and
    "Volver a intentar" are no message, and the title is a sentence of its own."""
    text = notice.text.strip()
    own = [c.text.strip() for c in page.clickables if notice.dialog_key and c.dialog_key == notice.dialog_key]
    while button := next((b for b in own if b and text != b and text.endswith(f" {b}")), ""):
        text = text.removesuffix(button).rstrip()
    text = text.removeprefix("×").lstrip()
    title = next((d.title.strip() for d in page.dialogs if d.key == notice.dialog_key), "")
    rest = text.removeprefix(title).lstrip() if title else ""
    if not rest or rest == text or not rest[0].isupper():
        return text
    return rest if words.fold(title) in _BARE_TITLES else f"{title}. {rest}"


_BARE_TITLES = frozenset(
    {"notificacion", "aviso", "mensaje", "alerta", "atencion", "informacion", "advertencia", "importante"}
)


def _of_notice(notice: Notice, previous: PageModel | None) -> Message:
    sense = sense_of(notice.text)
    meaning = sense.meaning
    if meaning in VERDICTS | {_M.STEP_OK, _M.VALIDATION} and _is_rule(notice, sense, previous):
        meaning = _M.NOTICE
    if meaning is _M.OTHER and notice.tone in {"info", ""}:
        meaning = _M.NOTICE
    return _message(notice.text, meaning, sense.attribute, notice.dialog_key)


def _is_rule(notice: Notice, sense: Sense, previous: PageModel | None) -> bool:
    """A text for everybody is an answer only when it is new, or shouts (toast, validation, error tone)."""
    hypothetical = bool(HYPOTHETICAL.search(words.fold(notice.text)))
    if not sense.general and not (hypothetical and len(notice.text) > _LONG):
        return False
    if previous is not None:
        return _stood_before(notice.text, previous)
    if hypothetical:
        return True
    return not (notice.kind in _URGENT or notice.tone == "error")


def _stood_before(text: str, previous: PageModel) -> bool:
    wanted = words.plain(text)
    texts = [n.text for n in previous.notices] + [d.text for d in previous.dialogs] + [previous.text]
    return any(wanted in words.plain(t) for t in texts)


def _of_error(text: str) -> Message:
    sense = sense_of(text)
    keeps = sense.meaning in {*FAILURES} and sense.meaning not in {_M.OUTAGE, _M.EXPIRED}
    return _message(
        text, sense.meaning if keeps else _M.VALIDATION, sense.attribute or _named_attribute(words.fold(text))
    )


def _of_lines(
    page: PageModel, previous: PageModel | None, told: Sequence[Message], *, has_form: bool
) -> list[Message]:
    """Verdicts in plain text, where a portal gives its answers no mark of their own."""
    known = " ".join(words.plain(m.text) for m in told)
    before = {words.plain(line) for line in previous.text.splitlines()} if previous else set()
    wanted = _FROM_PLAIN_TEXT if has_form else _FROM_PLAIN_TEXT | _PAGE_WIDE
    found = []
    for line in _lines(page):
        bare = words.plain(line)
        sense = sense_of(line)
        if sense.meaning not in wanted or not bare or bare in known:
            continue
        new = previous is not None and bare not in before
        if _is_answer(sense, line, page, new=new, first=previous is None):
            found.append(_message(line, sense.meaning, sense.attribute))
    return found


def _is_answer(sense: Sense, line: str, page: PageModel, *, new: bool, first: bool) -> bool:
    """Success must be new (a landing page's "¡Listo! Recibirás tu factura" is a promise); a rule for
    everybody too; a refusal of this very ticket speaks for itself."""
    if sense.meaning in {_M.ISSUED, _M.EMAILED}:
        return not sense.general and (new or (first and not _invites(page)))
    if sense.general:
        return new and sense.meaning in FAILURES and not HYPOTHETICAL.search(words.fold(line))
    return True


def _invites(page: PageModel) -> bool:
    """A landing page: doors to the form, no folio fiscal."""
    if "folio fiscal" in words.fold(page.text):
        return False
    texts = (words.fold(c.text) for c in page.clickables if c.visible)
    return any(_DOOR.search(t) and not _ANOTHER.search(t) for t in texts)


_DOOR = re.compile(r"\bfactur(?:ar|a|ame|acion)\b|autofactur|\bcomenzar\b|\biniciar\b")
_ANOTHER = re.compile(r"\botr[oa]\b|\bnuev[oa]\b|descarg|consult|enviar|sesion")


def _lines(page: PageModel) -> Iterable[str]:
    """Short lines; labels of buttons and fields are not speech."""
    labels = {words.plain(c.text) for c in page.clickables} | {words.plain(c.label) for c in page.controls}
    lines = [page.title, *page.text.splitlines()] if len(page.text) < 600 else page.text.splitlines()
    return (
        s for s in (line.strip() for line in lines) if 8 <= len(s) <= 260 and words.plain(s) not in labels
    )


def _message(text: str, meaning: Meaning, attribute: str = "", dialog_key: str = "") -> Message:
    named = attribute if meaning in {_M.RECEIVER_REJECTED, _M.VALIDATION} else ""
    return Message(" ".join(text.split()), meaning, FAILURES.get(meaning), named, dialog_key)


def _distinct(messages: Sequence[Message]) -> tuple[Message, ...]:
    kept: dict[str, Message] = {}
    for message in messages:
        key = words.plain(message.text)
        if key not in kept or (kept[key].meaning not in VERDICTS and message.meaning in VERDICTS):
            kept[key] = message
    return tuple(sorted(kept.values(), key=lambda m: m.meaning not in VERDICTS))
