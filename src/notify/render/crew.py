"""A crew of processes that shares out a list of jobs: results in order, and never more under way than it needs.

Processes and not threads: Jinja, MJML and premailer hold the interpreter's lock for as long as they work.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any, ClassVar, Final, TypeVar

from notify.errors import NotifyError

Job = TypeVar("Job")
Result = TypeVar("Result")

# Windows waits for no more than some 60 processes: docs.python.org/3/library/concurrent.futures.html
_MOST_WORKERS: Final = 61
# Chunks handed out for each worker: the one that it works on, and one that it need not wait for.
_AHEAD: Final = 2
# How long a worker that is dismissed may take to leave nothing unfinished behind.
_PATIENCE: Final = 0.5  # seconds


def usable_cores() -> int:
    """On how many processor cores this process may run, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@contextmanager
def share_out(
    jobs: Sequence[Job], chunks: Sequence[range], prepare: Callable[[], Callable[[Job], Result]], workers: int
) -> Iterator[Iterator[Result]]:
    """Has every job done, and gives the results in the order of the chunks, as they come.

    A chunk is the indices of jobs that one worker does one after the other. Each worker calls `prepare` once, and what
    that returns once for each of its jobs; with fewer than two workers this process does it all. Otherwise jobs,
    `prepare` and results are pickled. A NotifyError in a job ends everything, after the results before it; where a
    worker dies, NotifyError says so.

    Workers start on the way in, before anything inside can start a thread, and are gone on the way out.
    """
    workers = min(workers, len(chunks), _MOST_WORKERS)
    if workers < 2:
        yield _do_here(jobs, chunks, prepare)
        return
    strangers = set(multiprocessing.active_children())
    context = multiprocessing.get_context(_choose_start())
    pool = ProcessPoolExecutor(workers, context, initializer=_Worker.begin, initargs=(jobs, prepare))
    waiting = iter(chunks)
    finished = False
    try:
        under_way = deque(_hand_out(pool, islice(waiting, workers * _AHEAD)))
        yield _collect(pool, under_way, waiting)
        finished = not under_way
    finally:
        with _without_interrupts():
            if not finished:
                _dismiss([child for child in multiprocessing.active_children() if child not in strangers])
            pool.shutdown(cancel_futures=True)


def _do_here(
    jobs: Sequence[Job], chunks: Sequence[range], prepare: Callable[[], Callable[[Job], Result]]
) -> Iterator[Result]:
    do = prepare()
    for chunk in chunks:
        for number in chunk:
            yield do(jobs[number])


def _choose_start() -> str:
    """How workers start: as the program around us has chosen, or else in the fastest way that is safe."""
    chosen = multiprocessing.get_start_method(allow_none=True)
    # A fork has everything that is loaded here, and also each lock that another thread happens to hold.
    safe = sys.platform == "linux" and threading.active_count() == 1
    return chosen or ("fork" if safe else "spawn")


_Done = tuple[list[Any], NotifyError | None]


def _hand_out(pool: ProcessPoolExecutor, chunks: Iterable[range]) -> Iterator[Future[_Done]]:
    for chunk in chunks:
        # Handing out starts workers, and they inherit this: Ctrl-C in a terminal reaches every process, and only one
        # of them has to act on it.
        with _without_interrupts():
            future = pool.submit(_work, chunk)
        yield future


def _collect(pool: ProcessPoolExecutor, under_way: deque[Future[_Done]], waiting: Iterator[range]) -> Iterator[Any]:
    while under_way:
        try:
            results, fault = under_way[0].result()
            under_way.popleft()
            under_way.extend(_hand_out(pool, islice(waiting, 1)))
        except BrokenProcessPool as error:
            hint = "If memory ran out, fewer workers need less: try `--jobs 1`."
            raise NotifyError("A worker process was stopped before it had done its work.", hint=hint) from error
        yield from results
        if fault:
            raise fault


def _dismiss(workers: Sequence[BaseProcess]) -> None:
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(_PATIENCE)
        if worker.exitcode is None:
            worker.kill()


@contextmanager
def _without_interrupts() -> Iterator[None]:
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


class _Worker:
    """What a worker process knows: the jobs, and how they are done."""

    here: ClassVar["_Worker"]

    def __init__(self, jobs: Sequence[Any], prepare: Callable[[], Callable[[Any], Any]]) -> None:
        self._jobs, self._prepare = jobs, prepare
        self._do: Callable[[Any], Any] | None = None
        self._busy = self._leaving = False

    @classmethod
    def begin(cls, jobs: Sequence[Any], prepare: Callable[[], Callable[[Any], Any]]) -> None:
        """Makes this process a worker."""
        cls.here = cls(jobs, prepare)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, cls.here.leave)
        threading.Thread(target=_outlive_no_parent, daemon=True).start()

    def work(self, chunk: range) -> _Done:
        """Does the jobs of a chunk: their results, up to one that cannot be done, and why it cannot."""
        try:
            self._busy = True
            try:
                return self._work(chunk)
            finally:
                self._busy = False
        except _Dismissed:
            os._exit(0)

    def _work(self, chunk: range) -> _Done:
        results: list[Any] = []
        try:
            do = self._do = self._do or self._prepare()
            for number in chunk:
                results.append(do(self._jobs[number]))  # noqa: PERF401 # those before a fault count
        except NotifyError as fault:
            return results, fault
        return results, None

    def leave(self, _signal: int, _frame: FrameType | None) -> None:
        """Ends this process: at once, or where it is busy as soon as the job has tidied up."""
        if not self._busy:
            os._exit(0)
        # Not twice, which would interrupt the tidying up.
        if not self._leaving:
            self._leaving = True
            raise _Dismissed


def _work(chunk: range) -> _Done:
    return _Worker.here.work(chunk)


def _outlive_no_parent() -> None:
    """Ends this worker when its parent is gone, however that ended; nobody else would."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 # this is a worker
    parent.join()
    if sys.platform == "win32":
        os._exit(0)
    # The main thread can be in the middle of a file, or wait where only a signal of its own wakes it.
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
