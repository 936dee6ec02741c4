"""One process of a crew: how it starts, works, and leaves nothing behind."""

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import Connection, wait
from types import FrameType
from typing import Any, Final

from notify.errors import NotifyError

# Chunks handed out for each worker: the one that it works on, and one that it need not wait for.
_AHEAD: Final = 2
# How long a worker that is dismissed may take to leave nothing unfinished behind.
_PATIENCE: Final = 0.5  # seconds

# The results of a chunk, up to a job that could not be done, and why not.
_Done = tuple[list[Any], Exception | None]


class Worker:
    """A process that works, seen from here: a connection of its own, so that one that dies holds up nobody else.

    (A queue that all of them share, as that of concurrent.futures, waits for ever for the rest of what a process that
    was killed had begun to write.)
    """

    def __init__(self, jobs: Sequence[Any], prepare: Callable[[], Callable[[Any], Any]]) -> None:
        context = multiprocessing.get_context(_choose_start())
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, jobs, prepare), daemon=True)  # type: ignore[attr-defined] # typeshed has it for each kind of context only
        self._process.start()
        # Whoever has the other end alone is missed when it ends; the next worker would inherit a copy.
        theirs.close()
        self.numbers: list[int] = []

    def hand_out(self, number: int, chunk: range) -> None:
        """Gives it a chunk, which it begins when it has done those before."""
        try:
            self.connection.send(chunk)
        except OSError as error:
            raise _missing() from error
        self.numbers.append(number)

    def take_back(self) -> tuple[int, _Done]:
        """The number of the chunk that it has just done, and what came of it."""
        try:
            return self.numbers.pop(0), self.connection.recv()
        except (EOFError, OSError) as error:
            raise _missing() from error

    def dismiss(self) -> None:
        """Tells it to go, now."""
        self._process.terminate()

    def see_off(self) -> None:
        """Waits until it has gone."""
        self._process.join(_PATIENCE)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        self.connection.close()


def _choose_start() -> str:
    """How workers start: as the program around us has chosen, or else in the fastest way that is safe."""
    chosen = multiprocessing.get_start_method(allow_none=True)
    # A fork has everything that is loaded here, and also each lock that another thread happens to hold.
    safe = sys.platform == "linux" and threading.active_count() == 1
    return chosen or ("fork" if safe else "spawn")


def _missing() -> NotifyError:
    hint = "If memory ran out, fewer workers need less: try `--jobs 1`."
    return NotifyError("A worker process was stopped before it had done its work.", hint=hint)


def collect(crew: Sequence[Worker], chunks: Sequence[range]) -> Iterator[Any]:
    """Hands out every chunk, and gives the results in order as they come. Raises what a job raised."""
    waiting = enumerate(chunks)
    done: dict[int, _Done] = {}

    def hand_out(most: int) -> None:
        for number, chunk in islice(waiting, most):
            min(crew, key=lambda worker: len(worker.numbers)).hand_out(number, chunk)

    hand_out(len(crew) * _AHEAD)
    for number in range(len(chunks)):
        while number not in done:
            ready = wait([worker.connection for worker in crew if worker.numbers])
            done.update(worker.take_back() for worker in crew if worker.connection in ready)
        results, fault = done.pop(number)
        hand_out(1)
        yield from results
        if fault:
            raise fault


def dismiss(crew: Sequence[Worker]) -> None:
    """Ends workers, whatever they are doing; returns when they are gone."""
    for worker in crew:
        worker.dismiss()
    for worker in crew:
        worker.see_off()


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Ctrl-C waits until the end of this; processes started here never hear of it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Dismissed(BaseException):
    """This worker has to go; raised inside a job, so that it tidies up behind itself."""


def _serve(
    connection: "Connection[_Done, range]", jobs: Sequence[Any], prepare: Callable[[], Callable[[Any], Any]]
) -> None:
    """The life of a worker."""
    duty = _Duty()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, duty.leave)
    threading.Thread(target=_outlive_no_parent, daemon=True).start()
    do: Callable[[Any], Any] | None = None

    def work(chunk: range) -> _Done:
        nonlocal do
        results: list[Any] = []
        try:
            do = do or prepare()
            for number in chunk:
                results.append(do(jobs[number]))  # noqa: PERF401 # those before a fault count
        except Exception as fault:  # it is raised where the results are wanted
            if not isinstance(fault, NotifyError):
                fault.add_note(traceback.format_exc())
            return results, fault
        return results, None

    while True:
        connection.send(duty.do(work, connection.recv()))


class _Duty:
    """Whether a worker is in the middle of something."""

    def __init__(self) -> None:
        self._busy = self._leaving = False

    def do(self, work: Callable[[range], _Done], chunk: range) -> _Done:
        """Does a chunk; the process ends in the middle of it, tidily, when it is told to leave."""
        try:
            self._busy = True
            try:
                return work(chunk)
            finally:
                self._busy = False
        except _Dismissed:
            os._exit(0)

    def leave(self, _signal: int, _frame: FrameType | None) -> None:
        """Ends this process: at once, or where it is busy as soon as the job has tidied up."""
        if not self._busy:
            os._exit(0)
        # Not twice, which would interrupt the tidying up.
        if not self._leaving:
            self._leaving = True
            raise _Dismissed


def _outlive_no_parent() -> None:
    """Ends this worker when its parent is gone, however that ended; nobody else would."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 # this is a worker
    parent.join()
    if sys.platform == "win32":
        os._exit(0)
    # The main thread can be in the middle of a file, or wait where only a signal of its own wakes it.
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
