"""Things that happen at once, for tests."""

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from django.db import connections


def in_a_thread(work: Callable[[], Any]) -> Thread:
    """Another process's thread, with a database connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


def wait_until(holds: Callable[[], bool], *, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
