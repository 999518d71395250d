"""Settings of the tests: a cluster of their own, kept between runs; plain files, fast hashes.

Environment variables of the developer's machine (a DATABASE_URL, a key) do not reach the tests.
"""

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import psutil
import psycopg

from config import local_services

_CHECKOUT = sha256(str(Path(__file__).resolve().parent.parent).encode()).hexdigest()[:8]
_FOLDER = Path(tempfile.gettempdir()) / f"autocfdi-tests-{os.geteuid()}-{_CHECKOUT}"

for _name in (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "DJANGO_ENV",
    "AGENT_LLM",
    "CFDI_TRUSTED_ROOTS",
):
    os.environ.pop(_name, None)
os.environ["AUTOCFDI_LOCAL_DIR"] = os.environ.get("AUTOCFDI_TEST_DIR", str(_FOLDER))
os.environ["AUTOCFDI_LOCAL_DURABLE"] = "off"
os.environ["PORTAL_ALLOW_PRIVATE_HOSTS"] = "on"
local_services.ensure()
# one Redis database for each worker of the suite: no test finds another's jobs in its queues
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 16
os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("?db=0", f"?db={_WORKER}")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

# several runs share the cluster, each with databases of its own
DATABASES["owner"]["TEST"] = {"NAME": f"test_autocfdi_{os.getpid()}", "DEPENDENCIES": []}
DATABASES["default"]["CONN_MAX_AGE"] = DATABASES["owner"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # else every test's client reads all static files before its first request
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


def _drop_databases_of_dead_runs() -> None:
    owner = os.environ["DATABASE_OWNER_URL"].replace("/autocfdi?", "/postgres?")
    with psycopg.connect(owner, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'test_autocfdi_%'"
        ).fetchall()
        for (name,) in rows:
            pid = name.removeprefix("test_autocfdi_").partition("_")[0]
            if pid.isdigit() and not psutil.pid_exists(int(pid)):
                with suppress(psycopg.Error):  # another run was first
                    connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


_drop_databases_of_dead_runs()
