"""What was made once and can be made again, kept between runs.

An entry is found by what it was made from, so that nothing in here can be out of date: whatever changes, changes the
name. Several processes may read and write at once, since an entry is whole or not there. One that is damaged, or that
cannot be written, is one that is not there. Entries hold compiled templates and copy, which is code: like Python's own
`__pycache__`, the folder is nobody's but the user's.
"""

import contextlib
import hashlib
import os
import pickle
import secrets
import shutil
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from notify import __version__

# About 6,000 structures of messages, or the templates and copy of as many notifications.
LIMIT: Final = 256 * 1024 * 1024
_SHELVES: Final = 256
_CHECKSUM: Final = 16  # bytes
# What entries are made by, beside this program: a new version of one of these can make something else.
_MAKERS: Final = ("jinja2", "mjml-python", "premailer", "cssutils", "lxml", "babel", "markdown-it-py", "pydantic")


class Cache:
    """A folder of entries; without a folder, nothing is kept and nothing found.

    It may grow to about `limit` bytes; then what was not read for the longest time goes.
    """

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self._folder, self._limit = folder, limit

    def name(self, kind: str, made_from: Iterable[bytes]) -> str:
        """The name of an entry: of which kind it is, and everything that it depends on beside the program's version."""
        if self._folder is None:
            return ""
        digest = hashlib.blake2b(_maker() + kind.encode(), digest_size=20)
        for part in made_from:
            digest.update(len(part).to_bytes(8) + part)
        return digest.hexdigest()

    def read(self, name: str) -> Any:
        """What was kept under a name; None where nothing was, or nothing that can be used."""
        if self._folder is None:
            return None
        path = self._path(name)
        try:
            content = path.read_bytes()
            if hashlib.blake2b(content[_CHECKSUM:], digest_size=_CHECKSUM).digest() != content[:_CHECKSUM]:
                return None
            _note_use(path)
            return pickle.loads(content[_CHECKSUM:])  # noqa: S301 # from a folder that holds code anyway
        except Exception:  # whatever an entry is, it is made again
            return None

    def write(self, name: str, content: Any) -> None:
        """Keeps something under a name, if it can be."""
        if self._folder is None:
            return
        path = self._path(name)
        pickled = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.write_bytes(hashlib.blake2b(pickled, digest_size=_CHECKSUM).digest() + pickled)
            unfinished.replace(path)
            # One name in sixteen looks after its shelf: the folder is never read whole.
            if name[2] == "0":
                _trim(path.parent, self._limit // _SHELVES)
        except OSError:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def clear(self) -> int:
        """Removes all entries; how many bytes they took. Raises OSError."""
        if self._folder is None or not self._folder.is_dir():
            return 0
        size = sum(file.stat().st_size for file in self._folder.rglob("*") if file.is_file())
        shutil.rmtree(self._folder)
        return size

    def _path(self, name: str) -> Path:
        assert self._folder is not None  # noqa: S101 # asked before
        return self._folder / name[:2] / name[2:]


NO_CACHE: Final = Cache(None)


@cache
def _maker() -> bytes:
    """Which program makes the entries: its version, Python's and its libraries'."""
    from importlib.metadata import PackageNotFoundError, version

    parts = [__version__, sys.version]
    for library in _MAKERS:
        with contextlib.suppress(PackageNotFoundError):
            parts.append(version(library))
    package = Path(__file__).parent
    if package.parent.name not in {"site-packages", "dist-packages"}:
        # Whoever works on the program itself changes it without a new version.
        states = ((file, file.stat()) for file in sorted(package.rglob("*.py")))
        parts += [f"{file} {state.st_mtime_ns} {state.st_size}" for file, state in states]
    return "\0".join(parts).encode()


def _note_use(path: Path) -> None:
    # Reading alone leaves no trace on most machines, and a write for each would cost more than the reading.
    state = path.stat()
    if state.st_mtime + 86_400 < _last_write(path.parent):
        os.utime(path)


def _last_write(folder: Path) -> float:
    return folder.stat().st_mtime


def _trim(shelf: Path, limit: int) -> None:
    entries = sorted((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in os.scandir(shelf))
    excess = sum(size for _, size, _ in entries) - limit
    for _, size, path in entries:
        if excess <= 0:
            break
        with contextlib.suppress(OSError):
            Path(path).unlink()
        excess -= size
