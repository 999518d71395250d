"""Month names and the lists in which portals offer days, months and years."""

import re
from functools import lru_cache

from automation.reading import words

SPANISH = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre")  # fmt: skip
ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip

_YEAR = re.compile(r"^(?:19|20)\d\d$")


@lru_cache(maxsize=1024)
def month_of(text: str) -> int | None:
    """1..12 for "Noviembre", "nov.", "11", "11 - Noviembre", "November"; None for anything else."""
    folded = words.plain(text)
    name = re.search(r"[a-z]{3,}", folded)
    if name:
        for names in (SPANISH, ENGLISH):
            for number, month in enumerate(names, start=1):
                if month.startswith(name[0]) or (name[0] == "setiembre" and number == 9):
                    return number
        return None
    return int(folded) if folded.isdigit() and 1 <= int(folded) <= 12 else None


@lru_cache(maxsize=512)
def part_of_options(texts: tuple[str, ...]) -> str | None:
    """day, month or year when the list offers just that."""
    real = [t.strip() for t in texts if any(c.isdigit() for c in t) or month_of(t)]
    if len(real) < 2:
        return "year" if real and _YEAR.match(real[0]) else None
    if all(_YEAR.match(t) for t in real):
        return "year"
    numbers = {int(t) for t in real if t.isdigit()}
    if len(real) == 12 and all(month_of(t) for t in real):
        return "month"
    if len(numbers) == len(real) and max(numbers) in {28, 29, 30, 31} and min(numbers) == 1:
        return "day"
    return None
