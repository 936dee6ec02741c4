"""Which files of a workspace were saved, as soon as they are."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from notify.catalogue.load import CATALOGUE_FILE
from notify.errors import WorkspaceError

if TYPE_CHECKING:
    from watchfiles.main import FileChange

    Watched = Generator[set[FileChange], None, None]

# Milliseconds. A save is reported when there is nothing more for one step, or at the latest after so many: an editor
# writes, renames and sets the time of a file within a few of them, a checkout takes longer and is several reports.
_STEP: Final = 20
_LONGEST: Final = 60

# What is no file of ours beside the files that are: hidden ones, Vim's swap files and its trial for a writable folder,
# what Emacs, JetBrains and others keep of a file until it is saved, downloads that are under way.
_PASSING: Final = re.compile(r"\..*|.*~|#.*#|4913|.*\.(?:sw[a-z]|tmp|bak|orig|part|crdownload)|.*___jb_\w+___")

# Files that changed, or why nothing can be watched any more.
_Report = frozenset[Path] | Exception


def watch(root: Path, *others: Path) -> Iterator[frozenset[Path]]:
    """The files that are saved, made, renamed or removed below a workspace's folder, as often as some are.

    Looks at all that messages are made from, the catalogue and `templates/`, and at `others`; paths start as these do.
    The first set is empty and there at once: what is read from then on is either as it is now, or reported. Where a
    folder changes, what is in it may have changed with it. Raises WorkspaceError where nothing can be watched.
    """
    reports: SimpleQueue[_Report] = SimpleQueue()
    with _watching(root, others, reports.put):
        while True:
            found = [reports.get()]
            while not reports.empty():
                found.append(reports.get())
            yield _together(found)


async def watch_async(root: Path, *others: Path) -> AsyncIterator[frozenset[Path]]:
    """The same as `watch`, without holding up the event loop."""
    reports: asyncio.Queue[_Report] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    with _watching(root, others, lambda report: loop.call_soon_threadsafe(reports.put_nowait, report)):
        while True:
            found = [await reports.get()]
            while not reports.empty():
                found.append(reports.get_nowait())
            yield _together(found)


def _together(reports: list[_Report]) -> frozenset[Path]:
    for report in reports:
        if isinstance(report, Exception):
            raise report
    return frozenset().union(*(report for report in reports if isinstance(report, frozenset)))


@contextmanager
def _watching(root: Path, others: tuple[Path, ...], report: Callable[[_Report], object]) -> Iterator[None]:
    """Watches in a thread of its own, so that whoever waits for a report can be interrupted by signals."""
    ended = Event()

    def gather() -> None:
        try:
            for changed in _gather(root, others, ended):
                report(changed)
        except Exception as error:  # whatever it is, raised again by whoever waits
            report(error)

    thread = Thread(target=gather, name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _gather(root: Path, others: tuple[Path, ...], ended: Event) -> Iterator[frozenset[Path]]:
    """What changed, time after time; nothing, as soon as changes from then on are seen."""
    from watchfiles import Change

    changes, watched = _start(root, others, ended)
    yield frozenset()
    while not ended.is_set():
        changes |= next(watched, set())
        if any(change is Change.added and Path(name).is_dir() for change, name in changes):
            # Folders are watched one by one. The new watch begins before the old one ends: nothing falls between.
            missed, begun = _start(root, others, ended)
            changes |= missed | next(watched, set())
            watched.close()
            watched = begun
        if changes:
            yield frozenset(Path(name) for _, name in changes)
            changes = set()
    watched.close()


def _start(root: Path, others: tuple[Path, ...], ended: Event) -> "tuple[set[FileChange], Watched]":
    """Watches all folders that there are; what changed in them meanwhile."""
    from watchfiles import Change, watch

    files, templates = {root / CATALOGUE_FILE, *others}, root / "templates"

    def matters(_: Change, name: str) -> bool:
        path = Path(name)
        if path.is_relative_to(templates):
            return not any(map(_PASSING.fullmatch, path.relative_to(templates).parts))
        return path in files

    changes: set[FileChange] = set()
    folders = _folders(root, others)
    while True:
        watched = watch(
            *folders,
            watch_filter=matters,
            recursive=False,
            debounce=_LONGEST,
            step=_STEP,
            rust_timeout=_STEP,
            yield_on_timeout=True,
            stop_event=ended,
        )
        problem = None
        try:
            changes |= next(watched, set())
        except OSError as error:
            problem = error
        before, folders = folders, _folders(root, others)
        if folders == before and problem is None:
            return changes, watched
        watched.close()
        if folders == before:
            reason = str(problem).partition(" (os error")[0]
            raise WorkspaceError(
                f"{root} cannot be watched: {reason}.",
                hint="Set `WATCHFILES_FORCE_POLLING=1` to have the files looked at again and again instead.",
            )


def _folders(root: Path, others: tuple[Path, ...]) -> list[Path]:
    """The folders to watch. Not the whole workspace: what else is in it can be large, and changes all the time."""
    found, seen = [root, *(file.parent for file in others)], set[str]()
    for folder, names, _ in os.walk(root / "templates", followlinks=True):
        # A link can lead back to a folder above it.
        inside = os.path.realpath(folder)
        names[:] = [] if inside in seen else [name for name in names if not _PASSING.fullmatch(name)]
        seen.add(inside)
        found.append(Path(folder))
    return list(dict.fromkeys(found))
