"""A crew of processes that shares out a list of jobs: results in order, and never more under way than it needs.

Processes and not threads: Jinja, MJML and premailer hold the interpreter's lock for as long as they work.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

# Windows waits for no more than some 60 processes: docs.python.org/3/library/concurrent.futures.html
_MOST_WORKERS: Final = 61


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
    `prepare` and results are pickled. What a job raises ends everything, after the results before it; where a worker
    dies, NotifyError says so.

    Workers start on the way in, before anything inside can start a thread, and are gone on the way out.
    """
    count = min(workers, len(chunks), _MOST_WORKERS)
    if count < 2:
        yield _do_here(jobs, chunks, prepare)
        return
    from notify.render.worker import Worker, collect, dismiss, without_interrupts

    crew: list[Worker] = []
    try:
        # Workers inherit this: Ctrl-C in a terminal reaches every process, and only one of them has to act on it.
        with without_interrupts():
            crew += (Worker(jobs, prepare) for _ in range(count))
        yield collect(crew, chunks)
    finally:
        with without_interrupts():
            dismiss(crew)


def _do_here(
    jobs: Sequence[Job], chunks: Sequence[range], prepare: Callable[[], Callable[[Job], Result]]
) -> Iterator[Result]:
    do = prepare()
    for chunk in chunks:
        for number in chunk:
            yield do(jobs[number])
