"""Whose turn it is: what uses the workspace does so one after another, and who can wait comes last."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeVar

from notify.preview.browser.worker import Worker

Result = TypeVar("Result")


class Turns:
    """One thread that does one job after another, for one event loop.

    Whoever is patient waits for everybody who is not, and otherwise they come as they asked: somebody looks at a
    message while a hundred others are drawn small.
    """

    def __init__(self) -> None:
        self._worker = Worker()
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self._taken = False

    @asynccontextmanager
    async def take(self, *, patient: bool = False) -> AsyncIterator[None]:
        """Waits for a turn, which ends with the block."""
        if self._taken:
            await self._wait(patient=patient)
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def do(self, job: Callable[..., Result], *arguments: Any) -> Result:
        """Does a job within a turn: what it returns or raises. Raises TemplateError where it takes too long."""
        return await self._worker.do(job, *arguments)

    def end(self) -> None:
        """Does no job any more that has not begun."""
        self._worker.end()

    async def _wait(self, *, patient: bool) -> None:
        turn = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (patient, next(self._numbers), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                # It was given one, and cannot take it any more.
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            *_, turn = heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._taken = False
