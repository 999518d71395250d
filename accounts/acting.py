"""Who acts now, and from where: set by the middleware for a request, nobody ("system") elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

SYSTEM, WEB = "system", "web"
_AGENTS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


@dataclass(frozen=True, slots=True, repr=False)
class Acting:
    """`person`: of the request, looked up only when something is recorded. `address`: as the server saw it."""

    source: str = SYSTEM
    person: Any = None
    address: str = ""
    agent: str = ""

    @property
    def person_id(self) -> UUID | None:
        return self.person.pk if self.person is not None and self.person.is_authenticated else None


_acting: ContextVar[Acting] = ContextVar("acting")


def acting() -> Acting:
    return _acting.get(Acting())


@contextmanager
def acting_as(who: Acting) -> Iterator[None]:
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


def agent_class(user_agent: str) -> str:
    """The kind of program, too coarse to tell two people apart."""
    if not user_agent:
        return ""
    name = next((name for mark, name in _AGENTS if mark in user_agent), "")
    if not name:
        return "programa"
    return f"{name}, móvil" if "Mobi" in user_agent else name
