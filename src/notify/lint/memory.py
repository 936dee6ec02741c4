"""What was found in a notification before, for as long as nothing that it depends on has changed."""

import os
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from notify.cache import Cache
from notify.catalogue.load import CATALOGUE_FILE, Workspace
from notify.catalogue.model.notification import Notification
from notify.lint.inspection import Crash, Outcome
from notify.lint.settings import Settings
from notify.render.images import ImageFiles


class Memory:
    """What inspections of one workspace found, in the cache, by all that they looked at.

    That is the catalogue, the settings and locales, the notification's own files, every template, what all
    notifications share, and which images there are. And the day, since a message may say how long ago something was.
    """

    def __init__(
        self, workspace: Workspace, settings: Settings, locales: Sequence[str], today: date, cache: Cache
    ) -> None:
        self._workspace, self._cache = workspace, cache
        self._asked = repr((settings, tuple(locales), today)).encode()

    def recall(self, notification: Notification) -> list[Outcome] | None:
        """What was found in it; None where it was not looked at yet as it is now."""
        known = self._cache.read(self._name(notification))
        return known if isinstance(known, list) else None

    def remember(self, notification: Notification, outcomes: list[Outcome]) -> None:
        """Keeps what was found in it. Where a rule went wrong, it is to be seen again."""
        if not any(isinstance(outcome, Crash) for outcome in outcomes):
            self._cache.write(self._name(notification), outcomes)

    def _name(self, notification: Notification) -> str:
        if not self._cache.keeps:
            return ""
        folder = self._workspace.root / "templates" / notification.id
        own = _contents(path for path in sorted(folder.rglob("*")) if path.suffix not in {".mjml", ".txt"})
        return self._cache.name("lint", [self._asked, notification.id.encode(), *self._shared, *own])

    @cached_property
    def _shared(self) -> list[bytes]:
        root = self._workspace.root
        templates = (path for path in sorted((root / "templates").rglob("*")) if path.suffix in {".mjml", ".txt"})
        copy = sorted((root / "templates" / "copy").glob("*"))
        images = "\0".join(ImageFiles(root).names())
        contents = [part for paths in ([root / CATALOGUE_FILE], templates, copy) for part in _contents(paths)]
        return [os.fsencode(images), *contents]


def _contents(paths: Iterable[Path]) -> list[bytes]:
    return [part for path in paths if path.is_file() for part in (os.fsencode(path), path.read_bytes())]
