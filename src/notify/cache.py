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
import re
import secrets
import shutil
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from io import FileIO
from pathlib import Path
from typing import Any, Final

from notify import __version__

# Some 20,000 entries: copy of 4 kB, templates and structures of messages of 10 to 60 kB.
LIMIT: Final = 250_000_000  # bytes
# How entries are written to files. A change of it changes the name of their folder.
_FORMAT: Final = "1"
_OURS: Final = re.compile(r"\d+(\.[0-9a-f]+)?")
_SHELVES: Final = 16
_CHECKSUM: Final = 4  # bytes: enough against damage, and nobody is kept out by it
# What entries are made by, beside this program: a new version of one of these can make something else.
_MAKERS: Final = frozenset(
    "babel cssselect cssselect2 cssutils jinja2 lxml markdown_it_py markupsafe mjml_python premailer pydantic pyyaml "
    "tinycss2".split()
)
# Of this program's own files, code and tables of facts.
_KINDS: Final = frozenset({".py", ".csv", ".json"})


class Cache:
    """Entries in a folder; without a folder, nothing is kept and nothing found.

    It may grow to about `limit` bytes; then what was not used for the longest time goes. A folder of somebody else, or
    one that others may write into, is left alone: what is in there could be anybody's code.
    """

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self._folder, self._limit = folder, limit
        self._entries = str(folder / _FORMAT) if folder and _is_private(folder) else None

    @property
    def keeps(self) -> bool:
        """Whether there is a folder that can be used."""
        return self._entries is not None

    def name(self, kind: str, made_from: Iterable[bytes]) -> str:
        """The name of an entry: of which kind it is, and everything that it depends on beside the program's version."""
        if self._entries is None:
            return ""
        digest = hashlib.blake2b(kind.encode(), digest_size=20, key=_maker())
        for part in made_from:
            digest.update(len(part).to_bytes(8) + part)
        return digest.hexdigest()

    def read(self, name: str) -> Any:
        """What was kept under a name; None where nothing was, or nothing that can be used."""
        if self._entries is None:
            return None
        path = self._path(name)
        try:
            with FileIO(path) as file:
                content = file.readall()
            checksum, pickled = content[:_CHECKSUM], content[_CHECKSUM:]
            if _sum_up(name, pickled) != checksum:
                return None
            found = pickle.loads(pickled)  # noqa: S301 # from a folder that holds code anyway
        except Exception:  # whatever an entry is, it is made again
            return None
        with contextlib.suppress(OSError):
            # Reading leaves no trace on many machines. A trace each time costs 2 µs; to ask first costs as much.
            os.utime(path)
        return found

    def write(self, name: str, content: Any) -> None:
        """Keeps something under a name, if it can be."""
        if self._entries is None:
            return
        try:
            pickled = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
        except RecursionError:
            return
        most = self._limit // _SHELVES
        if len(pickled) > most:
            # It would push all others from its shelf, and then itself.
            return
        path = self._path(name)
        # A name of its own for each writer; what a broken-off one leaves behind grows old on the shelf, and goes.
        unfinished = f"{path}.{secrets.token_hex(4)}"
        try:
            with _create(unfinished) as file:
                file.write(_sum_up(name, pickled) + pickled)
            _put(unfinished, path)
            # One name in 256 looks after its shelf: the folder is never read whole.
            if name[1:3] == "00":
                _trim(Path(path).parent, most)
        except OSError:
            with contextlib.suppress(OSError):
                Path(unfinished).unlink(missing_ok=True)

    def clear(self) -> int:
        """Removes all entries, of other versions of this program too; how many bytes they took. Raises OSError."""
        if self._folder is None or not self._folder.is_dir():
            return 0
        if (self._folder / _FORMAT).is_dir():
            with contextlib.suppress(FileNotFoundError):
                # Out of the way of whoever writes meanwhile: they begin a folder of their own.
                (self._folder / _FORMAT).rename(self._folder / f"{_FORMAT}.{secrets.token_hex(4)}")
        size = 0
        for folder in list(self._folder.iterdir()):
            # Ours by their names: formats, and what was on its way out when it was broken off.
            if folder.name != _FORMAT and _OURS.fullmatch(folder.name) and folder.is_dir():
                size += _measure(folder)
                shutil.rmtree(folder, ignore_errors=True)
                with contextlib.suppress(FileNotFoundError):
                    # Again, for what somebody was just writing; now what cannot be removed is said.
                    shutil.rmtree(folder)
        return size

    def _path(self, name: str) -> str:
        return f"{self._entries}{os.sep}{name[0]}{os.sep}{name[1:]}"


NO_CACHE: Final = Cache(None)


def _is_private(folder: Path) -> bool:
    """Whether nobody else can put anything into a folder, as in one that is not there yet."""
    try:
        state = folder.stat()
    except OSError:
        return True
    # Elsewhere (on Windows) it is below a folder that is the user's own.
    return not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & 0o022)


@cache
def _maker() -> bytes:
    """Which program makes the entries: its version, Python's and its libraries'."""
    parts = [__version__, sys.version, *_installed(), *_sources()]
    return hashlib.blake2b("\0".join(parts).encode(errors="surrogateescape")).digest()


def _sources() -> Iterator[str]:
    """What tells this program from another of the same version: one that is not released yet has many."""
    package = Path(__file__).parent
    records = sorted(package.parent.glob("notify_workbench-*.dist-info/RECORD"))
    with contextlib.suppress(OSError, IndexError):
        # An installer's list of files with the digest of each, the same wherever the same was installed.
        lines = records[0].read_text(encoding="utf-8", errors="replace").splitlines()
        yield from (line for line in lines if line.startswith(f"{package.name}/"))
        return
    for file in sorted(path for path in package.rglob("*") if path.suffix in _KINDS):
        # Not what a link points to: editors mark an open file with one to nowhere.
        state = file.lstat()
        yield f"{file} {state.st_mtime_ns} {state.st_size}"


def _installed() -> Iterator[str]:
    """The libraries with their versions, as in `jinja2-3.1.6.dist-info`: the names that installers give to folders.

    Asking `importlib.metadata` takes 15 ms, this 0.1.
    """
    for folder in sys.path:
        with contextlib.suppress(OSError), os.scandir(folder) as files:
            yield from sorted(
                file.name
                for file in files
                if file.name.endswith("-info") and file.name.partition("-")[0].lower() in _MAKERS
            )


def _sum_up(name: str, content: bytes) -> bytes:
    # With the name: an entry that got into the place of another is as good as damaged.
    return zlib.crc32(content, zlib.crc32(name.encode())).to_bytes(_CHECKSUM)


def _create(path: str) -> FileIO:
    try:
        return FileIO(path, "x")
    except FileNotFoundError:
        for folder in reversed(Path(path).parents):
            folder.mkdir(mode=0o700, exist_ok=True)
        return FileIO(path, "x")


def _put(unfinished: str, path: str) -> None:
    try:
        Path(unfinished).replace(path)
    except IsADirectoryError:
        shutil.rmtree(path)
        Path(unfinished).replace(path)


def _measure(folder: Path) -> int:
    size = 0
    for path, _, files in os.walk(folder):
        for file in files:
            with contextlib.suppress(OSError):
                size += Path(path, file).lstat().st_size
    return size


def _trim(shelf: Path, limit: int) -> None:
    with os.scandir(shelf) as files:
        states = sorted((state.st_mtime_ns, state.st_size, file.path) for file in files for state in [file.stat()])
    excess = sum(size for _, size, _ in states) - limit
    for _, size, path in states:
        if excess <= 0:
            break
        with contextlib.suppress(OSError):
            Path(path).unlink()
        excess -= size
