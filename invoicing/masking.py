"""Taking personal data out of what is logged about a run: receptor, credentials. Pure.

Portals print names in other case, without accents, with more blanks: they are found all the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import quote, quote_plus

_ACCENTED = {"A": "AÁÀÂÄÃ", "E": "EÉÈÊË", "I": "IÍÌÎÏ", "O": "OÓÒÔÖÕ", "U": "UÚÙÛÜ", "N": "NÑ", "C": "CÇ"}
SHORTEST_WORD = 3


class Masker:
    """Replaces each known value by its mark, longest values first."""

    def __init__(self, secrets: Iterable[tuple[str, str]]) -> None:
        """`secrets`: (value, mark). Empty values are left out."""
        known = sorted({pair for pair in secrets if pair[0].strip()}, key=lambda pair: -len(pair[0]))
        self._rules = [(_pattern(text), mark) for text, mark in known]

    def text(self, text: str) -> str:
        for pattern, mark in self._rules:
            text = pattern.sub(mark, text)
        return text

    def content(self, value: Any) -> Any:
        """The same through lists and objects (keys are ours and stay)."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.content(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.content(item) for item in value]
        return value


def receiver_secrets(*, rfc: str, legal_name: str, email: str, postal_code: str) -> list[tuple[str, str]]:
    """What of a receptor must not be read in a log. A natural person's name is also taken word by word."""
    words = legal_name.split() if len(rfc) == 13 else []
    return [
        (rfc, "[RFC]"),
        (rfc[:-3], "[RFC]"),
        (legal_name, "[nombre]"),
        (email, "[correo]"),
        (postal_code, "[CP]"),
        *((word, "[nombre]") for word in words if len(word) >= SHORTEST_WORD),
    ]


def veiled(text: str) -> str:
    """The first characters, three at most and a third of it at most; not how long it is."""
    return text[: min(3, len(text) // 3)] + "•••"


def credential_secrets(*, username: str, password: str) -> list[tuple[str, str]]:
    """As they are, and as addresses write them."""
    written = (quote_plus, partial(quote, safe=""), str)
    marks = ((username, "[usuario]"), (password, "[contraseña]"))
    return [(write(text.strip()), mark) for text, mark in marks for write in written]


def _pattern(text: str) -> re.Pattern[str]:
    """The whole value, not a part of a longer word; a mark of punctuation needs no such border."""
    body = r"\s+".join("".join(map(_any_writing, word)) for word in text.split())
    before = r"(?<!\w)" if re.match(r"\w", text.strip()) else ""
    after = r"(?!\w)" if re.search(r"\w$", text.strip()) else ""
    return re.compile(before + body + after, re.IGNORECASE)


def _any_writing(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].upper()
    return f"[{_ACCENTED[base]}]" if base in _ACCENTED else re.escape(char)
