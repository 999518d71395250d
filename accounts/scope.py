"""Whose rows the database shows now: one organization's, or nobody's.

The organization is a context variable; `accounts.postgresql` tells it to PostgreSQL in every transaction, and
the policies of `accounts.row_security` compare with it. A query made outside of every scope returns nothing,
and writes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from uuid import UUID


class Scope(NamedTuple):
    """As the settings of a transaction: `organization` an id or "", the others "on" or ""."""

    organization: str = ""
    staff: str = ""
    """support staff: names of organizations and their members, nothing of their business"""
    person: str = ""
    """a person's id: their own memberships and these organizations, to read"""
    across: str = ""
    """heard by policies only from the role that owns the tables (migrations, key rotation, backups)"""


NOBODY = Scope()
_scope: ContextVar[Scope] = ContextVar("scope", default=NOBODY)


def present_scope() -> Scope:
    return _scope.get()


def present_organization_id() -> UUID | None:
    organization = _scope.get().organization
    return UUID(organization) if organization else None


@contextmanager
def in_organization(organization_id: UUID) -> Iterator[None]:
    """Everything inside sees the rows of this organization and no others."""
    with _within(Scope(organization=str(organization_id))):
        yield


@contextmanager
def as_staff(organization_id: str = "") -> Iterator[None]:
    """Who the organizations and their members are; and all rows of the one named, if any."""
    with _within(Scope(organization=organization_id, staff="on")):
        yield


@contextmanager
def as_person(person_id: UUID) -> Iterator[None]:
    """Where this person belongs, before anybody knows where they go."""
    with _within(Scope(person=str(person_id))):
        yield


@contextmanager
def across_organizations() -> Iterator[None]:
    """For the `owner` connection alone: all rows of all organizations."""
    with _within(Scope(across="on")):
        yield


@contextmanager
def fresh_scope() -> Iterator[None]:
    """For a request or a command: starts with nobody's rows, and what is entered inside is left at the end."""
    with _within(NOBODY):
        yield


def enter_organization(organization_id: UUID) -> None:
    """For a door that has let a person in: from here to the end of the surrounding scope."""
    _scope.set(Scope(organization=str(organization_id)))


@contextmanager
def _within(scope: Scope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)
