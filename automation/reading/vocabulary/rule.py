"""One phrase rule: what a text means, and what takes that back."""

import re
from dataclasses import dataclass

from automation.reading.understanding import Meaning


@dataclass(frozen=True, slots=True)
class Rule:
    meaning: Meaning
    when: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def says(self, folded: str) -> bool:
        return bool(self.when.search(folded)) and not (self.unless and self.unless.search(folded))


def rule(meaning: Meaning, *when: str, unless: str = "") -> Rule:
    return Rule(meaning, re.compile("|".join(when)), re.compile(unless) if unless else None)
