"""Misspelt words read as what they were meant: "razon zocial", "regimen fizcal", "tiket", "direcion".

Spanish misspellings keep the sound: s, c and z, b and v, y and ll, a silent h. So a word that is not in the
vocabulary but sounds like one of its words is that word; a long one may also be off by one letter.
"""

import re
from functools import lru_cache

_SOUNDS = (
    (re.compile(r"ck|qu(?=[ei])|c(?=[^eih]|$)|q"), "k"),
    (re.compile(r"c(?=[ei])|z"), "s"),
    (re.compile(r"v"), "b"),
    (re.compile(r"ll"), "y"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"(?<!c)h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_SHORTEST = 4
_LONG = 7
"""letters from which one wrong letter in a word still leaves no doubt"""

_known: set[str] = set()
_by_sound: dict[str, str] = {}


def learn(words: frozenset[str]) -> None:
    """Teaches the words of the vocabulary; two that sound alike stand for neither."""
    _known.update(words)
    _by_sound.clear()
    for word in _known:
        sound = _sound(word)
        _by_sound[sound] = word if _by_sound.get(sound, word) == word else ""
    meant.cache_clear()


@lru_cache(maxsize=8192)
def meant(word: str) -> str:
    """The vocabulary's word that this one is written for; itself where there is none or more than one."""
    if word in _known or len(word) < _SHORTEST or not word.isalpha():
        return word
    alike = _by_sound.get(_sound(word), "")
    if alike and len(alike) >= _SHORTEST:
        return alike
    near = [k for k in _known if _is_one_off(word, k)] if len(word) >= _LONG else []
    return near[0] if len(near) == 1 else word


def _sound(word: str) -> str:
    for expression, letters in _SOUNDS:
        word = expression.sub(letters, word)
    return word


def _is_one_off(word: str, known: str) -> bool:
    """One letter wrong, missing, too many or swapped with the next; endings are grammar, not spelling."""
    if len(known) < _LONG or abs(len(word) - len(known)) > 1 or word[0] != known[0]:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), None)
    if at is None or at >= min(len(word), len(known)) - 1:
        return False
    rest, other = word[at:], known[at:]
    swapped = rest[0] == other[1] and rest[1] == other[0] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped
