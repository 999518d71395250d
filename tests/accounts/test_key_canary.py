"""A wrong or missing key is told at the start, by name, and not at the first read."""

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections

from accounts.canary import KeyCanary, key_problems
from config.checks import refuse_wrong_keys


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


FIRST, SECOND, OTHER = new_key(), new_key(), new_key()
WEB: Sequence[str] = ("-m", "daphne", "-b", "127.0.0.1", "-p", "0", "config.asgi:application")
WORKER: Sequence[str] = ("-m", "celery", "-A", "config", "worker", "--pool", "solo", "--loglevel", "error")


@pytest.fixture
def started(db: None, settings: Any) -> None:
    """The system ran once with the first key."""
    settings.ENCRYPTION_KEYS, settings.LOOKUP_HASH_KEY = f"k1:{FIRST}", OTHER
    refuse_wrong_keys()


def refused() -> str:
    with pytest.raises(ImproperlyConfigured) as error:
        refuse_wrong_keys()
    return str(error.value)


@pytest.mark.usefixtures("started")
def test_the_right_keys_start_again_and_leave_nothing_more() -> None:
    refuse_wrong_keys()
    assert sorted(KeyCanary.objects.values_list("name", flat=True)) == ["lookup", "ring:k1"]


@pytest.mark.usefixtures("started")
def test_a_new_key_before_the_old_one_is_right(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = f"k2:{SECOND},k1:{FIRST}"
    refuse_wrong_keys()
    settings.ENCRYPTION_KEYS = f"k2:{OTHER},k1:{FIRST}"
    assert "config.E010: ENCRYPTION_KEYS holds another key under the id 'k2'" in refused()


@pytest.mark.usefixtures("started")
def test_a_key_that_has_sealed_nothing_yet_may_go_again(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = f"k1:{FIRST},k2:{SECOND}"
    refuse_wrong_keys()
    settings.ENCRYPTION_KEYS = f"k1:{FIRST}"
    refuse_wrong_keys()


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("setting", "value", "finding"),
    [
        ("ENCRYPTION_KEYS", f"k1:{OTHER}", "config.E010"),
        ("ENCRYPTION_KEYS", f"k2:{SECOND},k1:{OTHER}", "config.E010"),
        ("ENCRYPTION_KEYS", f"k2:{SECOND}", "config.E011"),
        ("LOOKUP_HASH_KEY", FIRST, "config.E012"),
        ("ENCRYPTION_KEYS", "", "config.E001"),
        ("ENCRYPTION_KEYS", "k1:corta", "config.E002"),
        ("LOOKUP_HASH_KEY", "", "config.E001"),
    ],
    ids=[
        "another key under its id",
        "another old key",
        "an old key missing",
        "another lookup key",
        "none",
        "a short one",
        "no lookup key",
    ],
)
def test_no_start_with(settings: Any, setting: str, value: str, finding: str) -> None:
    setattr(settings, setting, value)
    told = refused()
    assert f"{finding}: {setting}" in told
    assert not any(key in told for key in (FIRST, SECOND, OTHER))


@pytest.mark.usefixtures("started")
def test_the_database_check_says_so_too_and_leaves_no_proof_itself(settings: Any) -> None:
    call_command("check", databases=["default"])
    settings.ENCRYPTION_KEYS = f"k1:{OTHER}"
    with pytest.raises(SystemCheckError, match=r"config\.E010"):
        call_command("check", databases=["default"])
    call_command("check")


@pytest.mark.django_db
def test_an_empty_database_is_not_complained_of(settings: Any) -> None:
    assert key_problems() == []
    call_command("check", databases=["default"])
    assert not KeyCanary.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", [WEB, WORKER], ids=["web", "worker"])
def test_a_real_process_ends_at_once_and_names_the_key(command: Sequence[str], settings: Any) -> None:
    settings.ENCRYPTION_KEYS = f"k1:{FIRST}"
    refuse_wrong_keys()
    ended = subprocess.run(
        [sys.executable, *command],
        env=os.environ
        | {
            "DATABASE_URL": address_of_the_tests(),
            "ENCRYPTION_KEYS": f"k1:{OTHER}",
            "LOOKUP_HASH_KEY": settings.LOOKUP_HASH_KEY,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        cwd=Path(project.BASE_DIR),
        capture_output=True,
        text=True,
        check=False,
        timeout=40,
    )
    assert ended.returncode != 0
    assert "config.E010" in ended.stderr
    assert "'k1'" in ended.stderr
    assert OTHER not in ended.stderr


def address_of_the_tests() -> str:
    name = connections["default"].settings_dict["NAME"]
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
