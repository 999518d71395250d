"""The sandbox in a process of its own: what it needs to answer is no part of what is measured."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.connection import Connection
from typing import Any, cast

from automation.sandbox.server import serve
from automation.sandbox.site import Sandbox, Scenario

START_LIMIT = 60.0


class SandboxApart:
    """Asks the sandbox in the other process; everything takes well under a millisecond."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def scenario(self, portal: str, seed: int, *, number: int = 0, **options: str) -> Scenario:
        return cast("Scenario", self._ask("scenario", portal, seed, number, options))

    def count(self, ticket_id: str) -> int:
        return cast("int", self._ask("count", ticket_id))

    def reset(self) -> None:
        """Every ticket is unspent again."""
        self._ask("reset")

    def _ask(self, question: str, *arguments: Any) -> Any:
        self._line.send((question, *arguments))
        return self._line.recv()


@contextmanager
def sandbox_apart() -> Iterator[SandboxApart]:
    """Raises TimeoutError when it does not come up."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    other = context.Process(target=_live, args=(theirs,), daemon=True)
    other.start()
    try:
        if not ours.poll(START_LIMIT):
            raise TimeoutError("the sandbox did not come up")
        ours.recv()
        yield SandboxApart(ours)
    finally:
        ours.send(("stop",))
        other.join(10)
        other.kill()


def _live(line: Connection) -> None:
    asyncio.run(_serve(line))


async def _serve(line: Connection) -> None:
    async with serve() as sandbox, _questions(line) as questions:
        line.send("up")
        while (asked := await questions.get())[0] != "stop":
            line.send(_answer(sandbox, *asked))


@asynccontextmanager
async def _questions(line: Connection) -> AsyncIterator[asyncio.Queue[tuple[Any, ...]]]:
    loop = asyncio.get_running_loop()
    questions: asyncio.Queue[tuple[Any, ...]] = asyncio.Queue()
    loop.add_reader(line.fileno(), lambda: questions.put_nowait(line.recv()))
    try:
        yield questions
    finally:
        loop.remove_reader(line.fileno())


def _answer(sandbox: Sandbox, question: str, *arguments: Any) -> Any:
    if question == "scenario":
        portal, seed, number, options = arguments
        return sandbox.scenario(portal, seed, number=number, **options)
    if question == "count":
        return sandbox.count(arguments[0])
    return sandbox.reset()
