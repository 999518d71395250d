"""Settings: each explained, and unsafe ones refused with their name."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import checks
from config.defaults import INSECURE_SECRET_KEY
from config.logs import mask_personal
from tests.house.source import ROOT

READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
GOOD = {
    "IS_PRODUCTION": True,
    "DEBUG": False,
    "SECRET_KEY": "a" * 60,
    "ALLOWED_HOSTS": ["autocfdi.example"],
    "DATABASE_URL": "postgresql://app@db/autocfdi",
    "REDIS_URL": "redis://redis",
    "CFDI_TRUSTED_ROOTS": "sat",
    "PORTAL_ALLOW_PRIVATE_HOSTS": False,
    "STAFF_SECOND_FACTOR": True,
}


def test_every_setting_stands_explained_in_the_example() -> None:
    read = set(READ.findall((ROOT / "config/settings.py").read_text()))
    shown = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    local = {"AUTOCFDI_LOCAL_DIR", "AUTOCFDI_LOCAL_DURABLE"}
    assert len(read) > 30
    assert read - set(shown) == set()
    assert set(shown) - read - local == set()
    assert len(shown) == len(set(shown))


def test_production_does_not_start_as_the_role_that_owns_the_tables(settings: Any) -> None:
    for key, value in GOOD.items():
        setattr(settings, key, value)
    settings.DATABASES = {"default": {"USER": "autocfdi"}, "owner": {"USER": "autocfdi"}}
    with pytest.raises(ImproperlyConfigured, match=r"config\.E013: DATABASE_OWNER_URL"):
        checks.refuse_unsafe_start()


@pytest.mark.parametrize(
    ("change", "finding", "name"),
    [
        ({"ENCRYPTION_KEYS": ""}, "config.E001", "ENCRYPTION_KEYS"),
        ({"LOOKUP_HASH_KEY": ""}, "config.E001", "LOOKUP_HASH_KEY"),
        ({"ENCRYPTION_KEYS": "k1:corta"}, "config.E002", "ENCRYPTION_KEYS"),
        ({"LOOKUP_HASH_KEY": "corta"}, "config.E002", "LOOKUP_HASH_KEY"),
        ({"SECRET_KEY": "corta"}, "config.E002", "SECRET_KEY"),
        ({"SECRET_KEY": INSECURE_SECRET_KEY}, "config.E003", "SECRET_KEY"),
        ({"DEBUG": True}, "config.E004", "DEBUG"),
        ({"CFDI_TRUSTED_ROOTS": "any"}, "config.E005", "CFDI_TRUSTED_ROOTS"),
        ({"DATABASE_URL": ""}, "config.E006", "DATABASE_URL"),
        ({"REDIS_URL": ""}, "config.E006", "REDIS_URL"),
        ({"ALLOWED_HOSTS": ["*"]}, "config.E007", "ALLOWED_HOSTS"),
        ({"PORTAL_ALLOW_PRIVATE_HOSTS": True}, "config.E008", "PORTAL_ALLOW_PRIVATE_HOSTS"),
        ({"STAFF_SECOND_FACTOR": False}, "config.E014", "STAFF_SECOND_FACTOR"),
        ({"BROWSER_PROVIDER": "netscape"}, "config.E009", "BROWSER_PROVIDER"),
        ({"CFDI_TRUSTED_ROOTS": "no-such-file.pem"}, "config.E009", "CFDI_TRUSTED_ROOTS"),
    ],
)
def test_production_does_not_start_with(
    settings: Any, change: dict[str, Any], finding: str, name: str
) -> None:
    for key, value in (GOOD | change).items():
        setattr(settings, key, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        checks.refuse_unsafe_start()
    assert f"{finding}: {name}" in str(refused.value)


def test_production_starts_with_everything_set(settings: Any) -> None:
    for key, value in GOOD.items():
        setattr(settings, key, value)
    checks.refuse_unsafe_start()


def test_a_real_production_start_without_secrets_names_them_and_starts_no_server() -> None:
    bare = {name: os.environ[name] for name in ("PATH",)} | {"DJANGO_ENV": "production"}
    start = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode != 0
    for name in (
        "SECRET_KEY",
        "ENCRYPTION_KEYS",
        "LOOKUP_HASH_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "ALLOWED_HOSTS",
    ):
        assert name in start.stderr


@pytest.mark.parametrize(
    ("event", "hidden"),
    [
        ({"event": "x", "rfc": "EKU9003173C9"}, "EKU9003173C9"),
        ({"event": "falló EKU9003173C9 en el portal"}, "EKU9003173C9"),
        ({"event": "a ana@despacho.example"}, "ana@despacho.example"),
        ({"event": "x", "profile": {"legal_name": "ESCUELA"}}, "ESCUELA"),
        ({"event": "x", "args": ["https://u:clave@h.example/"]}, "clave"),
        ({"event": "x", "password": "clave"}, "clave"),
        ({"event": "x", "access_token": "abc.def"}, "abc.def"),
    ],
)
def test_the_log_masks_what_is_personal(event: dict[str, Any], hidden: str) -> None:
    assert hidden not in str(mask_personal(None, "info", event))


def test_the_log_keeps_ids_and_states() -> None:
    event = {"event": "claimed", "task_id": "7f3c", "status": "RUNNING", "attempts": 2}
    assert mask_personal(None, "info", dict(event)) == event
