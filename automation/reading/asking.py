"""Pages that ask one thing at a time: assistants that converse, wizards of one question a screen.

Their one box says "Escribe aquí"; what it wants is the question that was spoken last. Their lists are buttons
below that question. Both are made into controls that carry the question, so that all the rest of the reading
treats them like any form.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from automation.reading import words
from automation.reading.messages import VERDICTS, sense_of
from automation.reading.page import Clickable, Control, Option, PageModel
from automation.reading.understanding import Meaning
from automation.reading.units import REPLIES
from automation.reading.values.options import catalogue_of
from automation.reading.vocabulary import index
from automation.reading.vocabulary.foreign import FOREIGN

_TYPED = frozenset({"text", "number", "textarea", "contenteditable", "email", "date"})
_LOOKED_BACK = 6
"""lines of speech in which the question is looked for, from the last one back"""
_LONGEST = 220
_SURE = 0.45
_ASKS = re.compile(
    r"\?|^\W*(?:\d+\W+)?(?:por favor,? |ahora,? |y |listo[,.!] |gracias[,.!] |perfecto[,.!] |muy bien[,.!] )*"
    r"(?:escrib|ingres|teclea|captur|introdu|proporcion|indica|dime|dinos|dame|danos|deja|elig|elij|seleccion|"
    r"escog|envia(?:me|nos)|manda(?:me|nos)|digita|anota|comparte|confirma tu|necesito|necesitamos|falta|"
    r"cual|cuant|cuando|donde|que |enter|type|tell|choose|select|what|how much|when|which|please)|"
    r"\b(?:dime|dinos|dame|danos|escribeme|escribenos|mandame|mandanos|enviame|pasame|compartenos|comparteme|"
    r"proporcioname|indicame|indicanos|tell me|give me|send me)\b"
)

_INVITES = re.compile(
    r"(?:escrib|respond|contest|teclea|type|write).{0,12}(?:aqui|tu |algo|un |here|your|mensaje|$)|"
    r"respuesta|mensaje|message|reply|answer"
)


def as_asked(page: PageModel) -> PageModel:
    """The page with the last question as label of its only box, or of the buttons that answer it. Pages with a
    form proper, with a dialog over them or without a question come back as they are."""
    typed, others = _boxes(page)
    if others or len(typed) > 1 or any(d.modal for d in page.dialogs):
        return page
    if typed and not _is_nameless(typed[0]):
        return page
    spoken = _question(page)
    if spoken is None:
        return _silenced(page, typed)
    question, after = spoken
    replies = _replies(page, after)
    if _answers(question, replies):
        return replace(page, controls=(*page.controls, _list_of(question, replies)))
    if not typed:
        return page
    named = _named(typed[0], question)
    return replace(page, controls=tuple(named if c.ref == named.ref else c for c in page.controls))


def _silenced(page: PageModel, typed: Sequence[Control]) -> PageModel:
    """Nothing that we know is asked: an older bubble near an assistant's box is not what it wants."""
    if not typed or not _INVITES.search(words.fold(typed[0].placeholder)):
        return page
    mute = replace(typed[0], label=typed[0].placeholder, label_source="placeholder", hint="")
    return replace(page, controls=tuple(mute if c.ref == mute.ref else c for c in page.controls))


def _boxes(page: PageModel) -> tuple[list[Control], list[Control]]:
    """(boxes for typing, other controls) that can be seen; ticks for consent stand beside any question."""
    seen = [c for c in page.controls if c.visible and c.kind != "checkbox"]
    typed = [c for c in seen if c.kind in _TYPED and not c.readonly]
    return typed, [c for c in seen if c not in typed]


def _is_nameless(control: Control) -> bool:
    """Its own words name no datum; a caption that merely stands near (an older bubble) is not its own."""
    near = control.label_source in {"left", "above", "none", ""}
    texts = ("" if near else control.label, control.placeholder, control.accessible_name)
    return not any(_sureness(index.match_text(t)) for t in texts if t) and not any(
        _sureness(index.match_id(i)) for i in (control.html_id, control.html_name) if i
    )


def _sureness(scores: index.Scores) -> bool:
    """Something is named, "mensaje" and the like aside: that is what an assistant's own box is called."""
    return max((s for d, s in scores.items() if d != "remarks"), default=0.0) >= _SURE


# --- the question -----------------------------------------------------------------------------------


def _question(page: PageModel) -> tuple[str, tuple[str, ...]] | None:
    """The last line that asks for something we may know, and the lines below it. None after a verdict, and
    where a yes or no is asked."""
    buttons = {words.plain(c.text) for c in page.clickables if c.visible and c.text}
    lines = [line.strip() for line in page.text.splitlines() if line.strip()]
    looked = 0
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if words.plain(line) in buttons or not words.plain(line):
            continue
        if sense_of(line).meaning in VERDICTS | {Meaning.CONFIRM}:
            return None
        if _asks(line, page.headings):
            return line, tuple(lines[at + 1 :])
        looked += 1
        if looked >= _LOOKED_BACK:
            return None
    return None


def _asks(line: str, headings: Sequence[str]) -> bool:
    if len(line) > _LONGEST or not (line in headings or _ASKS.search(words.fold(line))):
        return False
    scores = index.match_text(_core(line))
    return _sureness({d: s for d, s in scores.items() if d not in FOREIGN or d == "person_type"})


def _core(line: str) -> str:
    """The sentence that asks; what follows it explains."""
    sentences = [s.strip() for s in re.split(r"(?<=\w{3}[.!?:])\s+", line) if s.strip()]
    asking = [s for s in sentences if "?" in s] or [s for s in sentences if _ASKS.search(words.fold(s))]
    return _PRONOUN.sub("", asking[-1] if asking else line).strip()


_PRONOUN = re.compile(r"\bte\s+(?=\w)", re.IGNORECASE)
"""As an abbreviation it names a datum ("TE" is a terminal)."""


# --- what answers it --------------------------------------------------------------------------------


def _replies(page: PageModel, after: Sequence[str]) -> list[Clickable]:
    """Buttons below the question that lead nowhere else."""
    below = {words.plain(line) for line in after}
    found = [c for c in page.clickables if c.visible and c.enabled and words.plain(c.text) in below - {""}]
    return [c for c in found if not c.in_navigation and not _leads(c) and c.kind != "close"]


def _leads(clickable: Clickable) -> bool:
    href = clickable.href.lower()
    return bool(href) and "#" not in href and not href.startswith("javascript:")


def _answers(question: str, replies: Sequence[Clickable]) -> bool:
    """They are the entries of one of SAT's lists (or the kind of person), and the question asks for that."""
    listed = catalogue_of(_options(replies)) if len(replies) > 1 else None
    return listed is not None and index.match_text(_core(question)).get(listed, 0.0) >= _SURE


def _options(replies: Sequence[Clickable]) -> tuple[Option, ...]:
    return tuple(Option(c.text, c.text, ref=c.ref) for c in replies)


def _list_of(question: str, replies: Sequence[Clickable]) -> Control:
    first = replies[0]
    return Control(
        ref=first.ref,
        tag=first.tag,
        kind=REPLIES,
        label=_core(question),
        label_source="question",
        options=_options(replies),
        required=True,
        frame_url=first.frame_url,
        box=first.box,
    )


def _named(control: Control, question: str) -> Control:
    core = _core(question)
    rest = question.replace(core, "").strip()
    return replace(control, label=core, label_source="question", hint=rest or control.hint)
