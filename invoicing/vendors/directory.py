"""Reads the vendor directory: one TOML file per vendor beside this module. Pure: no Django, no settings.

Every mistake in a file is a `DirectoryError` that names the file and the field, so that somebody who
corrects a portal's data sees what to mend.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Never, TypeVar
from urllib.parse import urlsplit

from invoicing.deadlines import DeadlineKind
from invoicing.vendors.entry import (
    LONGEST_RUN,
    Captcha,
    DeadlineNote,
    Delivery,
    Evidence,
    FieldKind,
    Login,
    PortalLimits,
    TicketField,
    VendorEntry,
)

DIRECTORY = Path(__file__).parent
SANDBOX_PLACEHOLDER = "{sandbox}"
"""Stands in the addresses of the sandbox's vendors; its machine and port are known only when it runs."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_RFC = re.compile(r"[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{3}")

_Choice = TypeVar("_Choice", Login, Captcha, Delivery, FieldKind, Evidence, DeadlineKind)
_Plain = TypeVar("_Plain", str, bool, int)


class DirectoryError(ValueError):
    """A vendor's file holds what the directory cannot use. `file` and `field` say where."""

    def __init__(self, file: str, field: str, reason: str) -> None:
        super().__init__(f"{file}: {field}: {reason}")
        self.file = file
        self.field = field


class _Table:
    """One table of a file: hands out typed values and, at the end, refuses keys that nobody asked for."""

    def __init__(self, values: Mapping[str, Any], file: str, path: str = "") -> None:
        self._values = values
        self._asked: set[str] = set()
        self.file = file
        self.path = path

    def fail(self, key: str, reason: str) -> Never:
        raise DirectoryError(self.file, f"{self.path}{key}", reason)

    def get(self, key: str, default: _Plain) -> _Plain:
        value = self._raw(key, default)
        if type(value) is not type(default):
            self.fail(key, f"se esperaba {_KIND_NAMES[type(default)]}, hay {value!r}")
        return value

    def need(self, key: str) -> str:
        value = self.get(key, "").strip()
        if not value:
            self.fail(key, "falta")
        return value

    def number(self, key: str) -> float:
        value = self._raw(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            self.fail(key, f"se esperaba un número no negativo, hay {value!r}")
        return float(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._raw(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.fail(key, "se esperaba una lista de textos")
        return tuple(value)

    def choice(self, key: str, kind: type[_Choice], default: _Choice) -> _Choice:
        return self._member(key, kind, self.get(key, str(default)))

    def choices(self, key: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        return tuple(self._member(key, kind, value) for value in self.texts(key))

    def day(self, key: str) -> date | None:
        value = self._raw(key, None)
        if value is not None and type(value) is not date:
            self.fail(key, f"se esperaba una fecha AAAA-MM-DD, hay {value!r}")
        return value

    def table(self, key: str) -> "_Table":
        value = self._raw(key, {})
        if not isinstance(value, dict):
            self.fail(key, "se esperaba una tabla")
        return _Table(value, self.file, f"{self.path}{key}.")

    def tables(self, key: str) -> list["_Table"]:
        value = self._raw(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail(key, "se esperaba una lista de tablas")
        return [
            _Table(item, self.file, f"{self.path}{key}[{place}].")
            for place, item in enumerate(value, start=1)
        ]

    def close(self) -> None:
        for key in self._values.keys() - self._asked:
            self.fail(key, "no se conoce este campo")

    def _raw(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        return self._values.get(key, default)

    def _member(self, key: str, kind: type[_Choice], value: str) -> _Choice:
        if value not in {member.value for member in kind}:
            self.fail(key, f"{value!r} no es uno de: {', '.join(member.value for member in kind)}")
        return kind(value)


_KIND_NAMES = {str: "un texto", bool: "true o false", int: "un número entero"}


def load_directory(root: Path = DIRECTORY, *, sandbox_address: str | None = None) -> tuple[VendorEntry, ...]:
    """All vendors of `root`, by slug; the sandbox's fictional ones only where `sandbox_address` is given.

    `sandbox_address` is where the simulated portals run, for instance "http://127.0.0.1:8900".
    Raises DirectoryError for an unusable file and for two files with one slug.
    """
    entries = [load_entry(path) for path in sorted(root.glob("*.toml"))]
    if sandbox_address is not None:
        base = sandbox_address.rstrip("/")
        entries += [load_entry(path, sandbox_address=base) for path in sorted(root.glob("sandbox/*.toml"))]
    _refuse_twins(entries)
    return tuple(sorted(entries, key=lambda entry: entry.slug))


def load_entry(path: Path, *, sandbox_address: str | None = None) -> VendorEntry:
    """One vendor from its file. Raises DirectoryError, also where it cannot be read as TOML."""
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text.replace(SANDBOX_PLACEHOLDER, sandbox_address or SANDBOX_PLACEHOLDER))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DirectoryError(path.name, "archivo", str(error)) from error
    table = _Table(values, path.name)
    entry = _entry(table, is_simulated=sandbox_address is not None)
    table.close()
    if entry.slug != path.stem:
        table.fail("slug", f"debe ser el nombre del archivo, {path.stem!r}")
    return entry


def _entry(table: _Table, *, is_simulated: bool) -> VendorEntry:
    delay = table.table("loading_delay")
    entry = VendorEntry(
        slug=_matching(table, "slug", _SLUG),
        name=table.need("name"),
        aliases=table.texts("aliases"),
        portal_urls=_addresses(table),
        platform=table.get("platform", ""),
        login=table.choice("login", Login, Login.UNKNOWN),
        captcha=table.choice("captcha", Captcha, Captcha.UNKNOWN),
        delivery=table.choices("delivery", Delivery),
        issuer_rfcs=_rfcs(table),
        evidence=table.choice("evidence", Evidence, Evidence.D),
        sources=_sources(table, delay),
        wall=table.get("wall", ""),
        notes=table.texts("notes"),
        ticket_fields=_ticket_fields(table),
        deadline=_deadline(table.table("deadline")),
        loading_delay_hours=delay.number("hours"),
        limits=_limits(table.table("limits")),
        is_simulated=is_simulated,
    )
    delay.close()
    return entry


def _matching(table: _Table, key: str, pattern: re.Pattern[str]) -> str:
    value = table.need(key)
    if not pattern.fullmatch(value):
        table.fail(key, f"{value!r} no tiene la forma {pattern.pattern}")
    return value


def _addresses(table: _Table) -> tuple[str, ...]:
    urls = table.texts("portal_urls") or table.fail("portal_urls", "falta")
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            table.fail("portal_urls", f"{url!r} no es una dirección http(s) de un portal")
    return urls


def _sources(table: _Table, delay: _Table) -> tuple[str, ...]:
    """Those of the file, and who says how long a sale takes to be loaded."""
    given = table.texts("sources") or table.fail("sources", "falta: todo dato dice de dónde viene")
    loading = delay.get("source", "")
    return (*given, f"Carga de la venta: {loading}") if loading else given


def _rfcs(table: _Table) -> tuple[str, ...]:
    rfcs = table.texts("issuer_rfcs")
    for rfc in rfcs:
        if not _RFC.fullmatch(rfc):
            table.fail("issuer_rfcs", f"{rfc!r} no tiene la forma de un RFC")
    return rfcs


def _ticket_fields(table: _Table) -> tuple[TicketField, ...]:
    found = tuple(_ticket_field(part) for part in table.tables("ticket_fields"))
    if not found:
        table.fail("ticket_fields", "falta: qué pide el portal")
    keys = [item.key for item in found]
    for key in keys:
        if keys.count(key) > 1:
            table.fail("ticket_fields", f"la clave {key!r} está dos veces")
    return found


def _ticket_field(table: _Table) -> TicketField:
    item = TicketField(
        key=_matching(table, "key", _KEY),
        label=table.need("label"),
        where=table.get("where", ""),
        format=table.get("format", ""),
        pattern=_regular_expression(table),
        example=table.get("example", ""),
        max_length=table.get("max_length", 0) or None,
        required=table.get("required", default=True),
        kind=table.choice("kind", FieldKind, FieldKind.TEXT),
        choices=table.texts("choices"),
    )
    table.close()
    if item.pattern and item.example and not re.fullmatch(item.pattern, item.example):
        table.fail("example", f"{item.example!r} no cumple el patrón {item.pattern!r}")
    if (item.kind is FieldKind.CHOICE) != bool(item.choices):
        table.fail("choices", 'las opciones van con kind = "choice", y solo con él')
    return item


def _regular_expression(table: _Table) -> str:
    pattern = table.get("pattern", "")
    try:
        re.compile(pattern)
    except re.error as error:
        table.fail("pattern", f"no es una expresión regular: {error}")
    return pattern


def _deadline(table: _Table) -> DeadlineNote:
    note = DeadlineNote(
        kind=table.choice("kind", DeadlineKind, DeadlineKind.UNKNOWN),
        days=int(table.number("days")),
        disputed=table.get("disputed", default=False),
        note=table.get("note", ""),
        source=table.get("source", ""),
        verified_on=table.day("verified_on"),
    )
    table.close()
    if note.kind is not DeadlineKind.UNKNOWN and not note.source:
        table.fail("source", "falta: quién dice este plazo")
    return note


def _limits(table: _Table) -> PortalLimits:
    limits = PortalLimits(
        run_seconds=int(table.number("run_seconds")),
        action_seconds=int(table.number("action_seconds")),
        runs_at_once=int(table.number("runs_at_once")),
    )
    table.close()
    if limits.run_seconds > LONGEST_RUN:
        table.fail("run_seconds", f"a lo más {LONGEST_RUN}: después el trabajador termina la captura")
    return limits


def _refuse_twins(entries: Iterable[VendorEntry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.slug in seen:
            raise DirectoryError(f"{entry.slug}.toml", "slug", "otro archivo ya tiene este nombre")
        seen.add(entry.slug)
