"""Which portals there are: every package in automation/sandbox/portals whose name starts with its id."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from automation.sandbox import portals
from automation.sandbox.portal import Portal

_registered: dict[str, type[Portal]] = {}


class UnknownPortalError(LookupError):
    """No portal has this id."""


def register(name: str, portal: type[Portal]) -> None:
    """Makes a portal of another package known under this id: letters, then digits. It can be found and
    visited; `portal_ids` and the index do not list it. Raises ValueError where the id is taken."""
    if name in _modules() or _registered.setdefault(name, portal) is not portal:
        raise ValueError(name)


@cache
def _modules() -> dict[str, str]:
    names = (module.name for module in iter_modules(portals.__path__))
    return {name.partition("_")[0]: name for name in names}


def portal_ids() -> list[str]:
    """s1, s2 … in their natural order; nothing is imported."""
    return sorted(_modules(), key=lambda name: (len(name), name))


def find_portal(name: str) -> type[Portal]:
    """The class of the portal with this id (`s5`). Only its own package is imported."""
    if name in _registered:
        return _registered[name]
    if name not in _modules():
        raise UnknownPortalError(name)
    found: type[Portal] = import_module(f"{portals.__name__}.{_modules()[name]}").PORTAL
    return found
