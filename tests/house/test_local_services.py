"""The embedded servers: started once for many processes, used by role, stopped on request."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.house.source import ROOT

USE = """
import json, os
from config import local_services as services
services.ensure()
import psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    role = connection.execute("SELECT current_user").fetchone()[0]
redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
print(json.dumps({"role": role, "keys": os.environ["ENCRYPTION_KEYS"], "status": services.status()}))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ls") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "s"
        run(Path(name) / "s", "from config import local_services; local_services.stop()")


def run(folder: Path, code: str, **more: str) -> str:
    bare = {"PATH": os.environ["PATH"], "AUTOCFDI_LOCAL_DIR": str(folder), **more}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_four_that_start_at_once_share_one_cluster_and_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        told = [json.loads(out) for out in pool.map(lambda _: run(folder, USE), range(4))]
    assert {answer["role"] for answer in told} == {"autocfdi_app"}
    assert len({answer["keys"] for answer in told}) == 1
    assert all(answer["status"] == {"postgresql": True, "valkey": True} for answer in told)
    assert (folder / "secrets.json").stat().st_mode & 0o077 == 0


SQL = """
import os, psycopg
from config import local_services as services
services.ensure()
with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
    print(connection.execute({statement!r}).statusmessage)
"""


@pytest.mark.slow
def test_they_stay_up_until_they_are_stopped_and_keep_the_rows(folder: Path) -> None:
    run(folder, SQL.format(statement="CREATE TABLE kept AS SELECT 7 AS a"))
    status = "from config import local_services as s; print(s.status())"
    assert run(folder, status).strip() == "{'postgresql': True, 'valkey': True}"
    run(folder, "from config import local_services as s; s.stop()")
    assert run(folder, status).strip() == "{'postgresql': False, 'valkey': False}"
    assert run(folder, SQL.format(statement="SELECT a FROM kept")).strip() == "SELECT 1"


def test_what_the_environment_names_is_left_alone(folder: Path) -> None:
    code = "import os; from config import local_services as s; s.ensure(); print(os.environ['DATABASE_URL'])"
    named = {"DATABASE_URL": "postgresql://x@y/z", "REDIS_URL": "redis://y"}
    assert run(folder, code, **named).strip() == "postgresql://x@y/z"
    assert not (folder / "postgres").exists()


def test_production_starts_no_server(folder: Path) -> None:
    code = (
        "import os; from config import local_services as s; s.ensure(); print('DATABASE_URL' in os.environ)"
    )
    assert run(folder, code, DJANGO_ENV="production").strip() == "False"
