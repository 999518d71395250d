"""What must hold of the settings before anything starts; each finding names the setting.

| id | finding |
| --- | --- |
| config.E001 | a secret is missing (SECRET_KEY, ENCRYPTION_KEYS, LOOKUP_HASH_KEY) |
| config.E002 | a secret cannot be used (malformed, too short) |
| config.E003 | production with a known default secret |
| config.E004 | production with DEBUG |
| config.E005 | production with CFDI_TRUSTED_ROOTS=any |
| config.E006 | production without DATABASE_URL or REDIS_URL (the embedded servers are for one machine) |
| config.E007 | production without ALLOWED_HOSTS |
| config.E008 | production with PORTAL_ALLOW_PRIVATE_HOSTS |
| config.E009 | a setting has a value that is none of those it may have |
| config.E010 | ENCRYPTION_KEYS holds another key than the one that sealed what is stored (needs the database) |
| config.E011 | ENCRYPTION_KEYS lacks a key with which stored values are sealed (needs the database) |
| config.E012 | LOOKUP_HASH_KEY is not the one by which stored values are found (needs the database) |
| config.E013 | production where the application connects as the role that owns the tables |
| config.E014 | production with STAFF_SECOND_FACTOR off |
| config.W001 | a catalogue of SAT's has no rows (needs the database) |
"""

import base64
import binascii
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from accounts.canary import KeyFault, key_problems, note_keys
from accounts.catalogues import CATALOGUES, empty_catalogues
from accounts.crypto import CryptoError, KeyRing
from config.defaults import INSECURE_SECRET_KEY

log = structlog.get_logger(__name__)

SHORTEST_SECRET = 32
CATALOGUE_TABLES = {model._meta.db_table for model in CATALOGUES.values()}  # noqa: SLF001 - Django's public name
REFRESH = "Run: python manage.py refresh_catalogues"
KEY_FAULTS = {
    KeyFault.WRONG: "config.E010",
    KeyFault.MISSING: "config.E011",
    KeyFault.WRONG_LOOKUP: "config.E012",
}


def check_settings(app_configs: Any = None, **_kwargs: Any) -> Sequence[CheckMessage]:
    """Django's system check."""
    findings: list[CheckMessage] = [*_missing_secrets(), *_unusable_secrets(), *_wrong_choices()]
    if settings.IS_PRODUCTION:
        findings += _unsafe_in_production()
    return findings


def check_keys(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> Sequence[CheckMessage]:
    """Django's database check (`check --database default`, `migrate`): the keys open what they sealed."""
    if any(_missing_secrets()) or any(_unusable_secrets()):
        return []  # check_settings says so
    problems = [problem for alias in databases or () for problem in key_problems(using=alias)]
    return [Error(problem.message, id=KEY_FAULTS[problem.fault]) for problem in problems]


def check_catalogues(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> Sequence[CheckMessage]:
    """Django's database check: SAT's catalogues have rows. Nothing before the first `migrate`, which fills them."""
    return [
        CheckMessage(WARNING, f"The catalogue {name} is empty.", hint=REFRESH, id="config.W001")
        for alias in databases or ()
        if CATALOGUE_TABLES.issubset(connections[alias].introspection.table_names())
        for name in empty_catalogues(using=alias)
    ]


def warn_of_empty_catalogues() -> None:
    """A web process or a worker starts all the same, so that what needs no catalogue goes on."""
    for finding in check_catalogues(databases=["default"]):
        log.warning("catalogue_empty", check=finding.id, problem=finding.msg, hint=finding.hint)


def refuse_unsafe_start() -> None:
    """In production the process ends here and names every wrong setting. Raises ImproperlyConfigured."""
    if settings.IS_PRODUCTION:
        _refuse(check_settings())


def refuse_wrong_keys() -> None:
    """A web process or a worker ends here where a key is missing, or is not the one that it was.

    At the first start with a key its proof is left in the database. Raises ImproperlyConfigured.
    """
    _refuse([*_missing_secrets(), *_unusable_secrets()] or check_keys(databases=["default"]))
    note_keys()


def _refuse(findings: Sequence[CheckMessage]) -> None:
    if findings:
        raise ImproperlyConfigured("\n".join(f"{finding.id}: {finding.msg}" for finding in findings))


def _missing_secrets() -> Iterator[Error]:
    for name in ("SECRET_KEY", "ENCRYPTION_KEYS", "LOOKUP_HASH_KEY"):
        if not getattr(settings, name):
            yield Error(f"{name} is not set.", id="config.E001")


def _unusable_secrets() -> Iterator[Error]:
    if settings.ENCRYPTION_KEYS:
        try:
            KeyRing.parse(settings.ENCRYPTION_KEYS)
        except CryptoError as error:
            yield Error(f"ENCRYPTION_KEYS cannot be used: {error}", id="config.E002")
    if settings.LOOKUP_HASH_KEY:
        try:
            is_long_enough = len(base64.b64decode(settings.LOOKUP_HASH_KEY, validate=True)) >= SHORTEST_SECRET
        except (binascii.Error, ValueError):
            is_long_enough = False
        if not is_long_enough:
            message = f"LOOKUP_HASH_KEY cannot be used: base64 of at least {SHORTEST_SECRET} bytes is needed."
            yield Error(message, id="config.E002")


def _wrong_choices() -> Iterator[Error]:
    if settings.BROWSER_PROVIDER not in {"local", "browserbase", "cdp"}:
        yield Error("BROWSER_PROVIDER is none of local, browserbase, cdp.", id="config.E009")
    roots = settings.CFDI_TRUSTED_ROOTS
    if roots not in {"sat", "any"} and not Path(roots).is_file():
        yield Error("CFDI_TRUSTED_ROOTS is neither sat, any, nor a file that exists.", id="config.E009")


def _owns_its_tables() -> bool:
    """Row-level security would not bind the application."""
    return bool(settings.DATABASES["default"].get("USER") == settings.DATABASES["owner"].get("USER"))


def _unsafe_in_production() -> list[CheckMessage]:
    rules = [
        (settings.SECRET_KEY == INSECURE_SECRET_KEY, "E003", "SECRET_KEY has its default value"),
        (0 < len(settings.SECRET_KEY) < SHORTEST_SECRET, "E002", "SECRET_KEY is too short"),
        (settings.DEBUG, "E004", "DEBUG is on"),
        (settings.CFDI_TRUSTED_ROOTS == "any", "E005", "CFDI_TRUSTED_ROOTS=any accepts any certificate"),
        (not settings.DATABASE_URL, "E006", "DATABASE_URL is not set"),
        (not settings.REDIS_URL, "E006", "REDIS_URL is not set"),
        (_owns_its_tables(), "E013", "DATABASE_OWNER_URL names no role of its own"),
        (not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS, "E007", "ALLOWED_HOSTS names no host"),
        (settings.PORTAL_ALLOW_PRIVATE_HOSTS, "E008", "PORTAL_ALLOW_PRIVATE_HOSTS is on"),
        (not settings.STAFF_SECOND_FACTOR, "E014", "STAFF_SECOND_FACTOR is off"),
    ]
    return [
        Error(f"{message}; refused with DJANGO_ENV=production.", id=f"config.{number}")
        for is_broken, number, message in rules
        if is_broken
    ]
