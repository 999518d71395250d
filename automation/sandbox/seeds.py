"""What makes one seed of a portal differ from another: named, independent draws.

Each draw has a name of its own, so adding one never changes the others and their order does not matter.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_DIGITS = "0123456789"


class Seed:
    """The draws of one portal and one seed number; the same on every machine and in every run."""

    def __init__(self, portal: str, number: int) -> None:
        self.portal = portal
        self.number = number

    def rng(self, what: str) -> Random:
        """A generator of its own for the draw named `what`."""
        return Random(f"{self.portal}/{self.number}/{what}")  # noqa: S311  # reproducible, not secret

    def pick(self, what: str, options: Sequence[T]) -> T:
        return self.rng(what).choice(options)

    def sample(self, what: str, options: Sequence[T], count: int) -> list[T]:
        return self.rng(what).sample(list(options), count)

    def shuffle(self, what: str, items: Sequence[T]) -> list[T]:
        return self.sample(what, items, len(items))

    def chance(self, what: str, probability: float = 0.5) -> bool:
        return self.rng(what).random() < probability

    def between(self, what: str, low: int, high: int) -> int:
        """An integer from low to high, both included."""
        return self.rng(what).randint(low, high)

    def text(self, what: str, pattern: str) -> str:
        """`pattern` with # as a digit, @ as a capital letter, * as either, lower-case x as a hex digit."""
        return fill_pattern(pattern, self.rng(what))


def fill_pattern(pattern: str, rng: Random) -> str:
    """See Seed.text. O, I and Q are never drawn: tickets that print them are read wrongly by people too."""
    alphabets = {"#": _DIGITS, "@": _LETTERS, "*": _LETTERS + _DIGITS, "x": "0123456789abcdef"}
    return "".join(rng.choice(alphabets[sign]) if sign in alphabets else sign for sign in pattern)
