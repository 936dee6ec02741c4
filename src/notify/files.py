"""Files that are whole or not there, and what they held at a moment."""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import IO, Self


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What files held when they were read: a later one is equal to it where none of them was written since.

    `contents` are the path and a digest of each in turn, and `stamps` tell one that was written and then written back.
    """

    contents: tuple[bytes, ...]
    stamps: tuple[tuple[int, ...], ...]

    @classmethod
    def take(cls, paths: Iterable[Path]) -> Self:
        """Reads these files now. One that cannot be read is one without a digest."""
        contents, stamps = list[bytes](), list[tuple[int, ...]]()
        for path in paths:
            stamp, digest = (0, 0, 0), b""
            with contextlib.suppress(OSError):
                # First: what is written between the two belongs to what is read only later.
                state = path.stat()
                stamp = (state.st_ino, state.st_mtime_ns, state.st_ctime_ns)
                digest = blake2b(path.read_bytes()).digest()
            contents += [os.fsencode(path), digest]
            stamps.append(stamp)
        return cls(tuple(contents), tuple(stamps))


def write_whole(path: Path, content: bytes, *, replace: bool = False, durable: bool = True) -> None:
    """Writes a file that appears under its name only when all of it is there.

    All of it is then on the disk, too, unless `durable` is false: waiting for that takes milliseconds, and is for what
    nobody could make again after a power cut. With `replace` it takes an older file's place, and its permissions; where
    that is a link, what it points to is replaced and the link stays. Raises OSError, FileExistsError among them without
    `replace`, and then leaves nothing behind.
    """
    path = path.resolve() if replace else path
    # A name of its own for each writer: two of them at once must not share an unfinished file.
    unfinished = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if replace:
            with contextlib.suppress(FileNotFoundError):
                unfinished.chmod(path.stat().st_mode)
            unfinished.replace(path)
        else:
            _claim(unfinished, path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    if durable:
        _sync_folder(path.parent)


def _claim(unfinished: Path, path: Path) -> None:
    try:
        # Unlike a rename, a second name for the file fails where the name is taken, without a moment in between.
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:
        # Some network and memory-card file systems have no second names.
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        unfinished.replace(path)


def _sync_folder(folder: Path) -> None:
    """Makes a new name as lasting as the file that it names, where a folder can be opened for that (not on Windows)."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def hold(file: IO[bytes]) -> bool:
    """Keeps an open file for this program until it is closed, or the program ends, however it ends.

    False where another program has it already.
    """
    try:
        import fcntl
    except ImportError:  # Windows, which has no such locks but others
        import msvcrt

        lock: Callable[[], object] = lambda: msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined] # noqa: E731
    else:
        lock = partial(fcntl.flock, file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        lock()
    except OSError:
        return False
    return True
