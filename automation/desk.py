"""A run's side of the house while a pilot drives: the lease, what people ask meanwhile, the log, the promise
of one invoice. Implements Desk and Journal of automation.pilots.base for one claimed task.
"""

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psutil
from asgiref.sync import sync_to_async
from django.conf import settings

from automation import stopping
from automation.pilots.base import RunStopped
from invoicing import services
from invoicing.errors import LeaseLost, StopAsked
from invoicing.models import InvoiceTask, Request
from invoicing.states import PilotName, StepType

LOOK_EVERY = 0.4
"""Seconds between two looks at what was asked of the run."""


def process_name() -> str:
    """Names this process among all that ever ran on any machine: host, pid, start."""
    return f"{socket.gethostname()}:{os.getpid()}:{psutil.Process().create_time():.2f}"


def is_alive(owner: str) -> bool:
    """Whether the process that `process_name` named lives; another machine's is believed until its lease ends."""
    host, _, rest = owner.partition(":")
    pid, _, started = rest.partition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return True
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" == started
    except psutil.NoSuchProcess:
        return False


class RunDesk:
    """`seconds`: what is left of the run, attempts included."""

    def __init__(
        self,
        task: InvoiceTask,
        *,
        owner: str,
        seconds: float,
        secrets: tuple[tuple[str, str], ...] = (),
        on_line: Callable[[str], None] | None = None,
    ) -> None:
        self.task = task
        self.owner = owner
        self.pilot = PilotName.FORM
        self.asked = Request.NONE
        self.lost = False
        self.leaves = False
        """the worker ends, and nothing was submitted: somebody else is to begin anew"""
        self._until = time.monotonic() + seconds
        self._secrets = secrets
        self._on_line = on_line
        self._writer: asyncio.Task[None] | None = None
        self._lines: asyncio.Queue[tuple[StepType, str, dict[str, Any]]] = asyncio.Queue()

    # Desk

    @property
    def submitted(self) -> bool:
        return self.task.is_submitted

    def seconds_left(self) -> float:
        return self._until - time.monotonic()

    async def checkpoint(self) -> None:
        if self.lost or self.asked or self.seconds_left() <= 0 or (self._writer and self._writer.done()):
            raise RunStopped
        if stopping.is_asked() and not self.submitted:
            self.leaves = True
            raise RunStopped

    async def commit_point_of_no_return(self, *, control: str, url: str) -> None:
        await self.written()
        await self.checkpoint()
        try:
            await sync_to_async(services.commit_point_of_no_return)(
                task=self.task,
                owner=self.owner,
                pilot=self.pilot,
                control=control,
                url=url,
                secrets=self._secrets,
            )
        except StopAsked as error:
            self.asked = await sync_to_async(services.asked_of)(task=self.task)
            raise RunStopped from error

    async def take_back_point(self, *, reason: str) -> None:
        await self.written()
        await sync_to_async(services.take_back_point)(
            task=self.task, owner=self.owner, reason=reason, secrets=self._secrets
        )

    # Journal

    async def record(self, step: StepType, message: str, **content: Any) -> None:
        """Queued, and written at once by the run's own writer: the portal is not kept waiting for the log."""
        if self._on_line is not None:
            self._on_line(message)
        self._lines.put_nowait((step, message, content))

    async def written(self) -> None:
        """Returns when every line recorded so far stands in the database; raises what kept it from being so."""
        joined = asyncio.ensure_future(self._lines.join())
        writer = self._writer
        await asyncio.wait({joined, *([writer] if writer else [])}, return_when=asyncio.FIRST_COMPLETED)
        if writer is not None and writer.done():
            joined.cancel()
            writer.result()

    # beside the pilot

    @asynccontextmanager
    async def attended(self) -> AsyncIterator[None]:
        """Keeps the lease alive, listens to people and writes the log until the block ends."""
        self._writer = asyncio.create_task(self._write_log())
        listener = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            listener.cancel()
            self._writer.cancel()
            await asyncio.gather(listener, self._writer, return_exceptions=True)

    async def _write_log(self) -> None:
        while True:
            step, message, content = await self._lines.get()
            await sync_to_async(services.record_step)(
                task=self.task, type=step, message=message, secrets=self._secrets, **content
            )
            self._lines.task_done()

    async def _listen(self) -> None:
        beat_every = settings.LEASE_DURATION.total_seconds() / 4
        next_beat = time.monotonic() + beat_every
        while not self.lost:
            await asyncio.sleep(LOOK_EVERY)
            if time.monotonic() < next_beat:
                self.asked = await sync_to_async(services.asked_of)(task=self.task)
                continue
            next_beat = time.monotonic() + beat_every
            try:
                self.asked = await sync_to_async(services.heartbeat)(task=self.task, owner=self.owner)
            except LeaseLost:
                self.lost = True
