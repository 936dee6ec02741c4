"""Paths as CI servers read them: from the root of the repository, not of the workspace."""

from collections.abc import Callable
from pathlib import Path


def paths_from_repository(root: Path) -> Callable[[str], str]:
    """Turns paths in the workspace at `root` into paths in its repository; without a repository they stay as they are.

    A repository is a folder with `.git` in it: a folder, or a file where it is a submodule or another working tree.
    """
    folder = root.resolve()
    repository = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    return lambda file: _within(folder / file, repository) or file


def _within(path: Path, repository: Path) -> str | None:
    return path.relative_to(repository).as_posix() if path.is_relative_to(repository) else None
