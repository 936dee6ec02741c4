"""What was found in a notification before, for as long as nothing that it depends on has changed."""

import os
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Final

from notify.cache import Cache
from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.files import Snapshot
from notify.lint.inspection import Crash, Outcome
from notify.lint.settings import Settings
from notify.render.images import ImageFiles

# Notifications that are looked at between two readings of what all share: reading it takes less than looking at one.
_TOGETHER: Final = 20

_Shared = tuple[Sequence[str], Snapshot]


class Memory:
    """What inspections of one workspace found, in the cache, by all that they looked at.

    That is the catalogue, the settings and locales, the notification's own files, every template, what all
    notifications share, and which images there are. And the day, since a message may say how long ago something was.
    Where a file is saved while it is looked at, nobody knows what was looked at: that is not kept.
    """

    def __init__(
        self, workspace: Workspace, settings: Settings, locales: Sequence[str], today: date, cache: Cache
    ) -> None:
        self._workspace, self._cache = workspace, cache
        # The catalogue is what it was when it was read, whatever its file holds by now.
        self._asked = [repr((settings, tuple(locales), today)).encode(), workspace.document.text.encode()]
        self._before: dict[str, tuple[str, Snapshot]] = {}
        self._found: dict[str, list[Outcome]] = {}

    def recall(self, notification: Notification) -> list[Outcome] | None:
        """What was found in it; None where it was not looked at yet as it is now."""
        if not self._cache.keeps:
            return None
        own, (images, shared) = self._own(notification.id), self._shared
        looked_at = [notification.id.encode(), os.fsencode("\0".join(images)), *shared.contents, *own.contents]
        name = self._cache.name("lint", [*self._asked, *looked_at])
        known = self._cache.read(name)
        if isinstance(known, list):
            return known
        self._before[notification.id] = name, own
        return None

    def remember(self, notification: Notification, outcomes: list[Outcome]) -> None:
        """Will keep what was found in it, which `recall` did not know. Where a rule went wrong, it is seen again."""
        if not any(isinstance(outcome, Crash) for outcome in outcomes):
            self._found[notification.id] = outcomes
        if len(self._found) >= _TOGETHER:
            self.keep()

    def keep(self) -> None:
        """Keeps what was found, but for what is in files that were saved since they were asked for."""
        found, self._found = self._found, {}
        if self._cache.keeps and found and self._read_shared() == self._shared:
            for notification, outcomes in found.items():
                name, own = self._before[notification]
                if self._own(notification) == own:
                    self._cache.write(name, outcomes)

    def _own(self, notification: str) -> Snapshot:
        folder = self._workspace.root / "templates" / notification
        files = (path for path in sorted(folder.rglob("*")) if path.suffix not in {".mjml", ".txt"})
        return Snapshot.take(path for path in files if path.is_file())

    @cached_property
    def _shared(self) -> _Shared:
        """What all notifications share as it was at first: parts of it may be read once for all of them."""
        return self._read_shared()

    def _read_shared(self) -> _Shared:
        folder = self._workspace.root / "templates"
        templates = (path for path in sorted(folder.rglob("*")) if path.suffix in {".mjml", ".txt"})
        copy = sorted((folder / "copy").glob("*"))
        files = (path for path in (*templates, *copy) if path.is_file())
        return ImageFiles(self._workspace.root).names(), Snapshot.take(files)
