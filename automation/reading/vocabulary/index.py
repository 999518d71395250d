"""The vocabulary as one index: which data do these words name, and how surely?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from automation.reading import words
from automation.reading.vocabulary.foreign import FOREIGN
from automation.reading.vocabulary.receiver import RECEIVER, Phrases
from automation.reading.vocabulary.ticket import COUNTER_WORDS, IDENTIFYING, TICKET

Words = tuple[str, ...]
Scores = Mapping[str, float]

_POSITION = (1.0, 0.9, 0.85)
_LATER = 0.7


@dataclass(frozen=True, slots=True)
class Hit:
    datum: str
    weight: float
    start: int
    size: int


def _phrases(table: Phrases) -> list[tuple[Words, float]]:
    found: dict[Words, float] = {}
    for weight, texts in table.items():
        for text in texts.split("|"):
            key = words.label_words(text)
            if key:
                found[key] = max(weight, found.get(key, 0.0))
    return list(found.items())


def _build() -> tuple[dict[str, list[tuple[Words, str, float]]], frozenset[str]]:
    index: dict[str, list[tuple[Words, str, float]]] = {}
    known: set[str] = set()
    for datum, table in {**RECEIVER, **TICKET, **FOREIGN}.items():
        for phrase, weight in _phrases(table):
            index.setdefault(phrase[0], []).append((phrase, datum, weight))
            known.update(phrase)
    return index, frozenset(known)


_INDEX, KNOWN_WORDS = _build()
words.learn(KNOWN_WORDS)


@lru_cache(maxsize=8192)
def match(tokens: Words) -> Scores:
    """Datum -> 0..1 for the words of one label, placeholder or id. The longest phrase wins its words;
    what stands first names the field ("Fecha de ticket" is a date)."""
    scores: dict[str, float] = {}
    longest = _longest(hits(tokens))
    for hit in longest:
        against = _counter(hit, tokens) * _possessed(hit, longest)
        score = hit.weight * _place(hit) * (0.8 + 0.2 * hit.size / len(tokens)) * against
        scores[hit.datum] = max(score, scores.get(hit.datum, 0.0))
    return scores


def hits(tokens: Words) -> list[Hit]:
    found = []
    for start, token in enumerate(tokens):
        for phrase, datum, weight in _INDEX.get(token, ()):
            if tokens[start : start + len(phrase)] == phrase:
                found.append(Hit(datum, weight, start, len(phrase)))
    return found


def _longest(found: list[Hit]) -> list[Hit]:
    """Without the hits that lie inside a longer one: "Código postal" is no "código"."""
    return [
        h
        for h in found
        if not any(
            o.size > h.size and o.start <= h.start and o.start + o.size >= h.start + h.size for o in found
        )
    ]


def _place(hit: Hit) -> float:
    return _POSITION[hit.start] if hit.start < len(_POSITION) else _LATER


def _counter(hit: Hit, tokens: Words) -> float:
    """A counter-word in front names the field ("Fecha de … ticket"); one behind only dims it."""
    against = COUNTER_WORDS.get(hit.datum)
    if not against or against.isdisjoint(tokens):
        return 1.0
    return 0.75 if against.isdisjoint(tokens[: hit.start]) else 0.35


def _possessed(hit: Hit, among: list[Hit]) -> float:
    """The sale behind the name of something of the receptor's or of nobody's only says of which sale it is:
    "Forma de pago del ticket" is no ticket."""
    if hit.datum not in IDENTIFYING:
        return 1.0
    heads = (h for h in among if h.start == 0 and h.size <= hit.start and h.weight == 1.0)
    return 0.35 if any(h.datum not in TICKET for h in heads) else 1.0


@lru_cache(maxsize=4096)
def match_text(text: str) -> Scores:
    return match(words.label_words(text))


@lru_cache(maxsize=4096)
def match_id(identifier: str) -> Scores:
    return match(words.id_words(identifier))
