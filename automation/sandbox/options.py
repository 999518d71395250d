"""What a caller asks of one visit to a portal, carried in the first segment of the portal's path.

`s5-3~fault:502~delivery:zip` is portal s5, seed 3, with two options. Being in the path, it reaches every
request of the visit (forms, scripts, downloads) without the portal doing anything.
"""

import re
from dataclasses import dataclass, field

FAULTS = ("slow", "502", "503", "drop", "expiry", "delayed")
"""slow: the answer of the issuing request waits. 502, drop: issued, then a bad gateway, or the socket closed
without an answer. 503: the first issuing request does nothing and answers 503. expiry: the session is lost
once in mid-way. delayed: issued, but its files are there only after some polls."""

_SEGMENT = re.compile(r"(?P<portal>[a-z]+[0-9]+)-(?P<seed>[0-9]{1,9})(?P<options>(~[^~/]+)*)")
_FAULT = re.compile(rf"({'|'.join(FAULTS)})(,[0-9]+(\.[0-9]+)?)?")


class BadOptionsError(ValueError):
    """The first path segment is not `portal-seed[~name:value…]`."""


@dataclass(frozen=True, slots=True)
class Options:
    """Values are text as written in the path. A fault may carry a number: `fault:slow,2` is two seconds,
    `fault:delayed,3` three polls, `fault:expiry,4` the fourth request of the session."""

    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    @property
    def fault(self) -> str:
        return self.get("fault").partition(",")[0]

    def fault_number(self, default: float) -> float:
        written = self.get("fault").partition(",")[2]
        return float(written) if written else default


def write_segment(portal: str, seed: int, options: dict[str, object]) -> str:
    parts = [f"{portal}-{seed}", *(f"{name}:{value}" for name, value in options.items() if value is not None)]
    return "~".join(parts)


def read_segment(segment: str) -> tuple[str, int, Options]:
    """Portal, seed number and options. Raises BadOptionsError, also for a fault that does not exist."""
    match = _SEGMENT.fullmatch(segment)
    if match is None:
        raise BadOptionsError(segment)
    pairs = [part.partition(":") for part in match["options"].split("~") if part]
    options = Options({name: value for name, _, value in pairs})
    if options.fault and not _FAULT.fullmatch(options.get("fault")):
        raise BadOptionsError(segment)
    return match["portal"], int(match["seed"]), options
