"""What the portals did: an append-only record that tests in any process can read.

`issued` is one line per CFDI, with the receptor as submitted; `attempts` one per request that reached an
issuing endpoint, whatever came of it; `mails` one per message that a portal says it sent; `reservations` one
per code that a portal holds for whoever validated it.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KINDS = ("issued", "attempts", "mails", "reservations")


@dataclass(slots=True)
class Ledger:
    """Kept in `folder`/ledger.jsonl; what stands there already is read at the start."""

    folder: Path
    entries: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._file.exists():
            lines = self._file.read_text(encoding="utf-8").splitlines()
            self.entries.extend(json.loads(line) for line in lines)

    @property
    def _file(self) -> Path:
        return self.folder / "ledger.jsonl"

    def append(self, kind: str, **entry: Any) -> None:
        written = {"kind": kind, **entry}
        self.entries.append(written)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(written, ensure_ascii=False) + "\n")

    def select(self, kind: str, **wanted: object) -> list[dict[str, Any]]:
        """Entries of one kind, oldest first, whose fields equal `wanted` (None: any). `ticket` finds an id
        among the entry's tickets; `seed` may be text."""
        return [entry for entry in self.entries if entry["kind"] == kind and _matches(entry, wanted)]

    def issued(self, **wanted: object) -> list[dict[str, Any]]:
        return self.select("issued", **wanted)

    def attempts(self, **wanted: object) -> list[dict[str, Any]]:
        return self.select("attempts", **wanted)

    def mails(self, **wanted: object) -> list[dict[str, Any]]:
        return self.select("mails", **wanted)

    def clear(self) -> None:
        """Forgets everything: every ticket can be invoiced again."""
        self.entries.clear()
        self._file.unlink(missing_ok=True)


def _matches(entry: dict[str, Any], wanted: dict[str, object]) -> bool:
    for name, value in wanted.items():
        if value is None:
            continue
        if name == "ticket":
            if value not in entry["tickets"]:
                return False
        elif str(entry.get(name)) != str(value):
            return False
    return True
