"""Production as it would start: Django's own deployment check is silent, and browsers are told what they must."""

import base64
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.house.source import ROOT

KEY = base64.b64encode(b"k" * 32).decode()
PRODUCTION = {
    "PATH": os.environ["PATH"],
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DJANGO_ENV": "production",
    "SECRET_KEY": "".join(
        chr(ord("!") + number) for number in range(80) if chr(ord("!") + number) not in "\"'\\`$"
    ),
    "ENCRYPTION_KEYS": f"k1:{KEY}",
    "LOOKUP_HASH_KEY": KEY,
    "ALLOWED_HOSTS": "autocfdi.example",
    "DATABASE_URL": "postgresql://autocfdi_app:x@db.invalid/autocfdi",
    "DATABASE_OWNER_URL": "postgresql://autocfdi_owner:x@db.invalid/autocfdi",
    "REDIS_URL": "redis://redis.invalid:6379/0",
    "EMAIL_URL": "smtp+tls://u:p@mail.invalid:587",
    "BEHIND_PROXY": "on",
}
ASK = """
import json, django; django.setup()
from django.test import Client
https = dict(HTTP_HOST="autocfdi.example", HTTP_X_FORWARDED_PROTO="https")
plain = Client().get("/health/live", HTTP_HOST="autocfdi.example")
moved = Client().get("/cuenta/login/?x=1", HTTP_HOST="autocfdi.example")
safe = Client().get("/health/live", **https)
from django.conf import settings as s
parts = ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH")
names = [f"{cookie}_COOKIE_{part}" for cookie in ("SESSION", "CSRF") for part in parts]
names += ["USE_X_FORWARDED_HOST", "STAFF_SECOND_FACTOR", "DEBUG"]
print(json.dumps({
    "plain": plain.status_code, "moved": [moved.status_code, moved["Location"]],
    "headers": dict(safe.headers), "settings": {name: getattr(s, name) for name in names},
}))
"""


def run(*command: str, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=PRODUCTION | changed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_has_no_warning() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "System check identified no issues (0 silenced)." in done.stdout + done.stderr


def test_the_check_would_say_it() -> None:
    """A weaker setting is told: the silence above means something."""
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", SECURE_HSTS_SECONDS="0")

    assert done.returncode != 0
    assert "security.W004" in done.stderr


@pytest.fixture(scope="module")
def asked() -> dict[str, Any]:
    done = run("-c", ASK)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_browsers_are_kept_on_https(asked: dict[str, Any]) -> None:
    assert asked["plain"] == 200  # for a load balancer, which asks by http
    assert asked["moved"] == [301, "https://autocfdi.example/cuenta/login/?x=1"]
    assert asked["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_every_answer_tells_the_browser_what_a_page_may_do(asked: dict[str, Any]) -> None:
    headers = asked["headers"]
    permissions = str(headers["Permissions-Policy"])

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "publickey-credentials-get=(self)" in permissions
    assert "publickey-credentials-create=(self)" in permissions
    assert "camera=()" in permissions
    assert "'unsafe" not in str(headers["Content-Security-Policy"])
    assert "script-src 'self';" in str(headers["Content-Security-Policy"]) + ";"
    assert "Server" not in headers


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF"])
def test_cookies_go_to_this_host_only_and_never_to_a_script(asked: dict[str, Any], cookie: str) -> None:
    kept = {name.removeprefix(f"{cookie}_COOKIE_"): value for name, value in asked["settings"].items()}

    assert str(kept["NAME"]).startswith("__Host-")
    assert (kept["SECURE"], kept["HTTPONLY"], kept["SAMESITE"]) == (True, True, "Lax")
    assert (kept["DOMAIN"], kept["PATH"]) == (None, "/")  # what the prefix asks for


def test_a_proxys_word_for_the_host_is_not_believed(asked: dict[str, Any]) -> None:
    settings = asked["settings"]
    assert (settings["USE_X_FORWARDED_HOST"], settings["DEBUG"], settings["STAFF_SECOND_FACTOR"]) == (
        False, False, True
    )  # fmt: skip
