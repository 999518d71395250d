"""The real server and a real browser, for what only they can show."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import pytest_asyncio
from django.conf import settings
from django.db import connections
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"]
START_TIMEOUT = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """daphne on the tests' database, as production runs it but for the address."""
    name = connections["default"].settings_dict["NAME"]
    parts = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "config.asgi:application"]
    server = subprocess.Popen(
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, server)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


@pytest.fixture(scope="session")
def address(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    port = free_port()
    with django_db_blocker.unblock(), running_server(port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def shared_channel_layer(settings: Any) -> None:
    """Events of the test reach the server: both speak over the tests' Valkey, as processes do."""
    hosts = [os.environ["REDIS_URL"]]
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": hosts}}
    }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    executable = os.environ.get("BROWSER_EXECUTABLE") or found
    if executable is None:
        pytest.fail("no Chromium on this machine: set BROWSER_EXECUTABLE")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=SWITCHES)
        yield browser
        await browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained of: a blocked style, a script that broke."""
    return []


@pytest_asyncio.fixture(loop_scope="module")
async def visit(chromium: Browser, complaints: list[str]) -> AsyncIterator[BrowserContext]:
    context = await chromium.new_context(viewport={"width": 360, "height": 740}, locale="es-MX")
    context.on("page", lambda page: listen(page, complaints))
    yield context
    await context.close()
    await asyncio.to_thread(wait_for_quiet)


def wait_for_quiet(limit: float = 10.0) -> None:
    """Until the server's sessions rest: emptying the tables under a request that is under way would deadlock."""
    name = connections["default"].settings_dict["NAME"]
    busy = """SELECT count(*) FROM pg_stat_activity
              WHERE datname = %s AND pid <> pg_backend_pid() AND state <> 'idle' AND query_start > %s"""
    began, quiet, end = datetime.now(UTC) - timedelta(minutes=1), 0, time.monotonic() + limit
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        while quiet < 3 and time.monotonic() < end:
            found = connection.execute(busy, (name, began)).fetchone()
            quiet = quiet + 1 if found == (0,) else 0
            time.sleep(0.02)


def listen(page: Page, complaints: list[str]) -> None:
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
