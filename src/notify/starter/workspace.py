"""A small workspace to start from: one notification in two languages, ready to render, preview and send."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from notify.catalogue.load import CATALOGUE_FILE
from notify.starter.folder import written_together

# Where `notify` keeps what it makes, such as the outbox: nothing to share. And private keys, such as that of DKIM.
_IGNORED: Final = {".gitignore": b".notify/\n*.pem\n"}


def write_workspace(folder: Path) -> list[str]:
    """Writes the starter workspace into a folder, which is made if need be; a `.gitignore` only if it has none.

    Returns the files written, by their paths below the folder, the catalogue first. Raises WorkspaceError, with nothing
    written, where one of them is there already.
    """
    starter = dict(_read_files(files(__package__) / "files"))
    if not (folder / ".gitignore").exists():
        starter |= _IGNORED
    # The catalogue makes a folder a workspace, and is written last.
    catalogue = starter.pop(CATALOGUE_FILE)
    with written_together(folder, {**starter, CATALOGUE_FILE: catalogue}):
        return [CATALOGUE_FILE, *starter]


def _read_files(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for part in sorted(folder.iterdir(), key=lambda part: part.name):
        if part.is_dir():
            yield from _read_files(part, f"{above}{part.name}/")
        else:
            yield f"{above}{part.name}", part.read_bytes()
