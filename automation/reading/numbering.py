"""How a number is to be written, where the page says so in a sentence and not beside the field."""

import re
from dataclasses import replace

from automation.reading import words
from automation.reading.page import PageModel
from automation.reading.subjects import Subject
from automation.reading.values.identifiers import WITHOUT_ZEROS
from automation.reading.vocabulary import index
from automation.reading.vocabulary.ticket import IDENTIFYING

_NUMBERED = frozenset({*IDENTIFYING, "store", "terminal"})


def as_told(subject: Subject, page: PageModel) -> Subject:
    """`subject` without the zeros in front where a sentence of the page asks for that ("Captura el número de
    ticket sin ceros a la izquierda") and names this datum or none."""
    if not isinstance(subject.value, str) or not (subject.is_identifying or subject.canonical in _NUMBERED):
        return subject
    if not subject.value.startswith("0") or not subject.value.isdigit():
        return subject
    told = any(
        _speaks_of(line, subject) for line in page.text.splitlines() if WITHOUT_ZEROS.search(words.fold(line))
    )
    return replace(subject, value=subject.value.lstrip("0") or "0") if told else subject


def _speaks_of(line: str, subject: Subject) -> bool:
    named = {
        hit.datum
        for sentence in re.split(r"[.;:!?]\s", line)
        if WITHOUT_ZEROS.search(words.fold(sentence))
        for hit in index.hits(words.label_words(sentence))
        if hit.weight == 1.0
    } & _NUMBERED
    return not named or (subject.canonical or "ticket_number") in named
