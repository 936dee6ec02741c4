"""A thread that does one job after another, and gives up what takes too long: a template can loop for ever."""

import asyncio
import ctypes
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeVar

from notify.errors import TemplateError
from notify.render.template.faults import TemplateFault

Result = TypeVar("Result")

# Some hundred times what a message takes.
_PATIENCE: Final = 5.0  # seconds


class _Overdue(TemplateFault):
    """Raised in the middle of a job that takes too long: at the line of a template, if it is one that loops."""

    def __init__(self) -> None:
        super().__init__("This takes too long.", "Look for a loop in another, or a macro that calls itself.")


@dataclass(frozen=True, eq=False)
class _Job:
    work: Callable[[], Any]
    # The value of `ended` is a function that returns what the job returned, or raises what it raised.
    ended: "asyncio.Future[Callable[[], Any]]"
    loop: asyncio.AbstractEventLoop


class Worker:
    """Does jobs in a thread of its own, in order. What takes longer than `patience`, in seconds, is given up.

    It can be given up between two steps of Python only: what a library does in C comes to its end before.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._jobs = SimpleQueue[_Job | None]()
        self._doing: _Job | None = None
        self._interrupted = False
        self._lock = Lock()
        # As a daemon, so that the program can end in the middle of a job.
        self._thread = Thread(target=self._work, name="workspace", daemon=True)
        self._thread.start()

    async def do(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """What a job returns or raises. Raises TemplateError where it is given up and was not at a template."""
        loop = asyncio.get_running_loop()
        job = _Job(partial(work, *arguments), loop.create_future(), loop)
        self._jobs.put(job)
        while not (await asyncio.wait([job.ended], timeout=self._patience))[0]:
            # Time after time: what it was doing may have been prepared for any exception.
            self._interrupt(job)
        result: Result = job.ended.result()()
        return result

    def end(self) -> None:
        """Begins no job any more, and gives up the one that it does."""
        self._jobs.put(None)
        self._interrupt(self._doing)

    def _work(self) -> None:
        while job := self._jobs.get():
            outcome = self._try(job)
            with suppress(RuntimeError):  # nobody waits any more, and the loop is closed
                job.loop.call_soon_threadsafe(job.ended.set_result, outcome)

    def _try(self, job: _Job) -> Callable[[], Any]:
        try:
            self._doing = job
            try:
                outcome = partial(_return, job.work())
            except Exception as error:
                outcome = partial(_raise, error)
            self._settle()
        except _Overdue as late:
            # In the moment in which it ended.
            self._settle()
            outcome = partial(_raise, late)
        return outcome

    def _settle(self) -> None:
        """Nobody interrupts the job any more, and who just did has done so in vain."""
        settled = False
        while not settled:
            try:
                with self._lock:
                    self._doing = None
                if self._interrupted:
                    # What may be on its way is replaced, and waited for. It could be taken back, but Python 3.11 then
                    # looks for it for ever, and does nothing else where it is traced.
                    _raise_in(self._thread, _Overdue)
                    while True:
                        pass
                settled = True
            except _Overdue:
                self._interrupted = False

    def _interrupt(self, job: _Job | None) -> None:
        with self._lock:
            if job is not None and self._doing is job:
                self._interrupted = True
                _raise_in(self._thread, _Overdue)


def _return(value: Any) -> Any:
    return value


def _raise(error: Exception) -> Any:
    if isinstance(error, _Overdue):
        raise TemplateError(str(error), hint=error.hint) from error
    raise error


def _raise_in(thread: Thread, kind: type[Exception]) -> None:
    """Has a thread raise an exception as soon as it comes to its next step."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(kind))
