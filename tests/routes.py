"""Every address of the product, from its own URL configuration: what is added there cannot be missed here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

NOWHERE: Mapping[str, str] = {
    "pk": str(UUID(int=1)),
    "object_id": str(UUID(int=1)),
    "token": "token",
    "version": "1",
    "slug": "no-such-vendor",
    "key": "x-y",
    "uidb36": "1",
    "kind": "xml",
    "app_label": "accounts",
    "url": "no-such-page/",
    "content_type_id": "1",
}
"""What stands for an argument where no object is meant; for a number, "int:NAME" or 1."""


@dataclass(frozen=True)
class Route:
    pattern: str
    """as it stands in the configuration, with what includes it"""
    name: str
    view: Any

    def address(self, arguments: Mapping[str, str] = NOWHERE) -> str:
        numbered = re.sub(r"<int:(\w+)>", lambda one: arguments.get(f"int:{one[1]}", "1"), self.pattern)
        plain = re.sub(
            r"<(?:\w+:)?(\w+)>", lambda one: arguments[one[1]], _without_groups(numbered, arguments)
        )
        return "/" + re.sub(r"\\([./-])", r"\1", plain.replace("^", "").replace("$", "").replace("\\Z", ""))


def every_route() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for entry in patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            within = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, pattern, within)
        else:
            yield Route(pattern, f"{space}{entry.name}", entry.callback)


def _without_groups(pattern: str, arguments: Mapping[str, str]) -> str:
    """Each (?P<name>…) of a regular expression replaced by its argument."""
    while (start := pattern.find("(?P<")) >= 0:
        name, depth = pattern[start + 4 : pattern.index(">", start)], 0
        for end in range(start, len(pattern)):
            depth += {"(": 1, ")": -1}.get(pattern[end], 0)
            if depth == 0:
                break
        pattern = pattern[:start] + arguments[name] + pattern[end + 1 :]
    return pattern
