"""Starts the sandbox: on the running event loop (`serve`) or in a thread of its own (`running`)."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

from automation.sandbox.application import make_application
from automation.sandbox.pki import Authority
from automation.sandbox.registry import portal_ids
from automation.sandbox.site import Sandbox, now_utc


@cache
def _process_folder() -> TemporaryDirectory[str]:
    """Keys of sandboxes without a folder of their own: made once per process, gone with it."""
    return TemporaryDirectory(prefix="sandbox-pki-")


@asynccontextmanager
async def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    folder: Path | None = None,
    own_ports: bool = False,
    clock: Callable[[], datetime] = now_utc,
) -> AsyncIterator[Sandbox]:
    """The sandbox, answering until the block ends.

    `port` 0: any free one. `own_ports`: each portal also on a port of its own (the following ones, or free
    ones), for whatever keys vendors by host and port. `folder` None: nothing outlives the block, except the
    test PKI, which the process keeps. Raises OSError where a port is taken.
    """
    with TemporaryDirectory(prefix="sandbox-") as temporary:
        pki = Path(folder, "pki") if folder else Path(_process_folder().name)
        sandbox = Sandbox(folder or Path(temporary), Authority(pki), clock)
        runner = web.AppRunner(make_application(sandbox), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await _listen(runner, sandbox, host, port, own_ports=own_ports)
            yield sandbox
        finally:
            await runner.cleanup()


async def _listen(runner: web.AppRunner, sandbox: Sandbox, host: str, port: int, *, own_ports: bool) -> None:
    names = ["", *(portal_ids() if own_ports else [])]
    for offset, name in enumerate(names):
        site = web.TCPSite(runner, host, port + offset if port else 0)
        await site.start()
        bound = runner.addresses[-1][1]
        sandbox.origins[name] = f"http://{host}:{bound}"


@contextmanager
def running(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    folder: Path | None = None,
    own_ports: bool = False,
    clock: Callable[[], datetime] = now_utc,
) -> Iterator[Sandbox]:
    """As `serve`, for code that is not async: the server has a thread and an event loop of its own. The
    Sandbox's methods may be called from outside that thread."""
    ready: list[Sandbox | BaseException] = []
    started, ended = threading.Event(), threading.Event()

    async def live() -> None:
        async with serve(host=host, port=port, folder=folder, own_ports=own_ports, clock=clock) as sandbox:
            ready.append(sandbox)
            started.set()
            await asyncio.to_thread(ended.wait)

    def run() -> None:
        try:
            asyncio.run(live())
        except OSError as error:
            ready.append(error)
            started.set()

    thread = threading.Thread(target=run, name="sandbox", daemon=True)
    thread.start()
    started.wait()
    if not isinstance(sandbox := ready[0], Sandbox):
        thread.join()
        raise sandbox
    try:
        yield sandbox
    finally:
        ended.set()
        thread.join()
