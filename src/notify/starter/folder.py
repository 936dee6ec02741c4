"""New files in a folder: all of them, or none."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from notify.errors import WorkspaceError
from notify.files import write_whole
from notify.source import Position


@contextmanager
def written_together(folder: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Writes new files, by their paths below a folder, and takes them away again where the block that follows fails.

    Raises WorkspaceError, with nothing written, where something already has one of their names; and, with all of it
    undone, where one cannot be written.
    """
    for name in sorted(files):
        _refuse_taken(folder, name)
    with ExitStack() as undone:
        for name, content in files.items():
            try:
                _make_folders((folder / name).parent, undone)
                write_whole(folder / name, content)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                raise WorkspaceError(f"The file cannot be written: {reason}.", position=Position(name)) from None
            undone.callback((folder / name).unlink, missing_ok=True)
        yield
        undone.pop_all()


def _refuse_taken(folder: Path, name: str) -> None:
    path = folder / name
    for above in reversed(path.relative_to(folder).parents):
        if (folder / above).exists() and not (folder / above).is_dir():
            raise WorkspaceError(
                "There is a file where a folder should be.", position=Position(above.as_posix()), hint="Move it."
            )
    if path.exists() or path.is_symlink():
        raise WorkspaceError(
            "This file is already there, and nothing is overwritten.",
            position=Position(name),
            hint="Move it, or choose another place.",
        )


def _make_folders(folder: Path, undone: ExitStack) -> None:
    if not folder.exists():
        _make_folders(folder.parent, undone)
        folder.mkdir()
        undone.callback(_remove_empty, folder)


def _remove_empty(folder: Path) -> None:
    # Somebody else may have put a file there since.
    with suppress(OSError):
        folder.rmdir()
