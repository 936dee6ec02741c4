"""Which files of a workspace were saved, as soon as they are."""

import asyncio
import os
import re
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic
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
# Seconds after which files are looked at, for what the system says nothing of; and how much of the time that may take.
_LOOK: Final = 1.0
_SHARE: Final = 0.05

# What is no file of ours beside the files that are: hidden ones, Vim's swap files and its trial for a writable folder,
# what Emacs, JetBrains and others keep of a file until it is saved, downloads that are under way.
_PASSING: Final = re.compile(r"\..*|.*~|#.*#|4913|.*\.(?:sw[a-z]|tmp|bak|orig|part|crdownload)|.*___jb_\w+___")

# Files that changed, or why nothing can be watched any more.
_Report = frozenset[Path] | Exception


def watch(root: Path, *others: Path) -> Generator[frozenset[Path], None, None]:
    """The files that are saved, made, renamed or removed below a workspace's folder, as often as some are.

    Looks at all that messages are made from, the catalogue and `templates/`, and at `others`; paths are absolute. The
    first set is empty and there at once: what is read from then on is either as it is now, or reported. Where a folder
    changes, what is in it may have changed with it. A save is reported within some 50 milliseconds, or within a second
    where the system does not say what changes, as on many network drives. Raises WorkspaceError where nothing can be
    watched.
    """
    reports: SimpleQueue[_Report] = SimpleQueue()
    with _watching(root, others, reports.put):
        while True:
            found = [reports.get()]
            while not reports.empty():
                found.append(reports.get())
            yield _together(found)


async def watch_async(root: Path, *others: Path) -> AsyncGenerator[frozenset[Path], None]:
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
            watcher = _Watcher(root.absolute(), [file.absolute() for file in others], ended)
            report(frozenset())
            while not ended.is_set():
                if changed := watcher.wait():
                    report(changed)
            watcher.end()
        except Exception as error:  # whatever it is, raised again by whoever waits
            report(error)

    thread = Thread(target=gather, name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class _Watcher:
    """Watches the folders of a workspace one by one: what else is in it can be large, and changes all the time."""

    def __init__(self, root: Path, others: Sequence[Path], ended: Event) -> None:
        self._root, self._others, self._ended = root, others, ended
        self._files, self._templates = {root / CATALOGUE_FILE, *others}, root / "templates"
        self._folders, self._watched = self._start()
        self._states = self._look()

    def wait(self) -> frozenset[Path]:
        """What changed, if anything did within one step."""
        changed = self._told_by(self._watched)
        if changed or monotonic() >= self._due:
            before, self._states = self._states, self._look()
            # What is told may be told with the next step as well; what is not would never be.
            changed = changed or {path for path, _ in before.items() ^ self._states.items()}
        if any(path.is_dir() for path in changed):
            # The new watch begins before the old one ends: nothing falls between.
            old, (self._folders, self._watched) = self._watched, self._start()
            changed |= self._told_by(old)
            old.close()
        return frozenset(changed)

    def end(self) -> None:
        """Watches no longer."""
        self._watched.close()

    def _start(self) -> "tuple[Sequence[Path], Watched]":
        """Watches all folders that there are. Whatever changes from then on will be told."""
        from watchfiles import watch

        folders = self._find_folders()
        while True:
            problem = None
            watched = watch(
                *folders,
                watch_filter=None,
                recursive=False,
                debounce=_LONGEST,
                step=_STEP,
                rust_timeout=_STEP,
                yield_on_timeout=True,
                stop_event=self._ended,
            )
            try:
                next(watched, None)
            except OSError as error:
                problem = error
            before, folders = folders, self._find_folders()
            if folders == before and problem is None:
                return folders, watched
            watched.close()
            if folders == before:
                raise self._explain(problem)

    def _explain(self, problem: OSError | None) -> WorkspaceError:
        reason = str(problem).partition(" (os error")[0]
        hint = "Set `WATCHFILES_FORCE_POLLING=1` to have the files looked at again and again instead."
        if not self._root.is_dir():
            hint = "Put the folder back, or name another one with `--workspace`."
        return WorkspaceError(f"{self._root} cannot be watched: {reason}.", hint=hint)

    def _find_folders(self) -> Sequence[Path]:
        found, seen = [self._root, *(file.parent for file in self._others)], set[str]()
        for folder, names, _ in os.walk(self._templates, followlinks=True):
            # A link can lead back to a folder above it.
            inside = os.path.realpath(folder)
            names[:] = [] if inside in seen else [name for name in names if not _PASSING.fullmatch(name)]
            seen.add(inside)
            found.append(Path(folder))
        return list(dict.fromkeys(found))

    def _told_by(self, watched: "Watched") -> set[Path]:
        return {path for _, name in next(watched, ()) if self._matters(path := Path(name))}

    def _matters(self, path: Path) -> bool:
        if path.is_relative_to(self._templates):
            return not any(map(_PASSING.fullmatch, path.relative_to(self._templates).parts))
        return path in self._files

    def _look(self) -> Mapping[Path, tuple[int, ...]]:
        """By what each file can be told from what it was before; folders are there or not."""
        begun, states = monotonic(), dict[Path, tuple[int, ...]]()
        for folder in self._folders:
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if self._matters(path := Path(entry)):
                        with suppress(OSError):
                            state = entry.stat()
                            whole = (state.st_ino, state.st_size, state.st_mtime_ns)
                            states[path] = whole[:1] if entry.is_dir() else whole
        ended = monotonic()
        self._due = ended + max(_LOOK, (ended - begun) / _SHARE)
        return states
