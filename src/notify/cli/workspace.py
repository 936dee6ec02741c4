"""The workspace that a command works in, and what completion offers from it."""

import fnmatch
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from notify.cache import NO_CACHE, Cache
from notify.errors import NotifyError, UsageError, WorkspaceError, nearest

if TYPE_CHECKING:
    from notify.catalogue.load import Workspace
    from notify.catalogue.model.notification import Notification


class Opened:
    """Which workspace was opened last: the folder that places in errors are relative to."""

    root: Path | None = None


def open_root(folder: Path | None) -> Path:
    """The folder of the workspace: the one named, or else the nearest from the current folder upwards."""
    from notify.catalogue.load import CATALOGUE_FILE, find_workspace

    if folder is not None and not (folder / CATALOGUE_FILE).is_file():
        hint = f"Run `notify init {folder}` to write one, or name another folder."
        raise WorkspaceError(f"There is no `{CATALOGUE_FILE}` in {folder}.", hint=hint)
    try:
        Opened.root = folder if folder is not None else find_workspace(Path.cwd())
    except FileNotFoundError:
        raise WorkspaceError("The current folder is not there any more.", hint="Change into another one.") from None
    return Opened.root


def open_workspace(folder: Path | None, cache: Cache = NO_CACHE) -> "Workspace":
    """The workspace in that folder. Raises all of its mistakes."""
    from notify.catalogue.load import load_workspace

    return load_workspace(open_root(folder), cache)


def choose_notifications(workspace: "Workspace", patterns: Sequence[str]) -> "list[Notification]":
    """The notifications whose ids match, in the catalogue's order; all without a pattern.

    Raises UsageError for a pattern that matches none.
    """
    known = workspace.catalogue.notifications
    if not patterns:
        return list(known.values())
    chosen: set[str] = set()
    for pattern in patterns:
        found = fnmatch.filter(known, pattern)
        if not found:
            hint = nearest(pattern, known) or "`notify list` shows what there is."
            raise UsageError(f"There is no notification `{pattern}`.", hint=hint)
        chosen.update(found)
    return [notification for name, notification in known.items() if name in chosen]


def choose_notification(workspace: "Workspace", name: str) -> "Notification":
    """One notification by its id. Raises UsageError where there is none."""
    known = workspace.catalogue.notifications
    if name not in known:
        hint = nearest(name, known) or "`notify list` shows what there is."
        raise UsageError(f"There is no notification `{name}`.", hint=hint)
    return known[name]


def complete_notification(incomplete: str) -> list[str]:
    """The ids of notifications that start with what is typed."""
    return _starting(_catalogue_keys("notifications"), incomplete)


def complete_category(incomplete: str) -> list[str]:
    """The categories that start with what is typed."""
    from typing import get_args

    from notify.catalogue.model.notification import Category

    return _starting(get_args(Category), incomplete)


def complete_locale(incomplete: str) -> list[str]:
    """The locales that start with what is typed; `all` and the pseudo-locale too."""
    from notify.catalogue.locale import PSEUDO

    return _starting([*_catalogue_keys("locales"), PSEUDO, "all"], incomplete)


def complete_relay(incomplete: str) -> list[str]:
    """The relays that start with what is typed; the outbox is always there."""
    return _starting(["outbox", *_catalogue_keys("relays")], incomplete)


def _catalogue_keys(field: str) -> list[str]:
    # Completion answers while somebody types: it reads the YAML alone, checks nothing and never complains.
    from notify.catalogue.load import CATALOGUE_FILE, find_workspace
    from notify.catalogue.positions import read_document

    try:
        document = read_document(find_workspace(Path.cwd()) / CATALOGUE_FILE, CATALOGUE_FILE)
    except NotifyError:
        return []
    part = document.data.get(field) if isinstance(document.data, dict) else None
    return [str(name) for name in part] if isinstance(part, dict | list) else []


def _starting(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
