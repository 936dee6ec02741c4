"""The copy of all notifications, as rules look at it that compare them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from notify.cache import NO_CACHE, Cache
from notify.catalogue.copy import Copy, CopyFiles
from notify.catalogue.load import Workspace
from notify.errors import NotifyError


@dataclass(frozen=True)
class LibraryView:
    """What the notifications of a catalogue say, side by side in the source locale."""

    workspace: Workspace
    cache: Cache = NO_CACHE

    @cached_property
    def copies(self) -> Mapping[str, Copy]:
        """The copy of each notification by its id, in the order of the catalogue, where there is any to read."""
        catalogue = self.workspace.catalogue
        files = CopyFiles(self.workspace.root, catalogue.defaults.locale, self.cache)
        copies: dict[str, Copy] = {}
        for notification in catalogue.notifications:
            # What is wrong with a copy file is found where its notification is looked at.
            with suppress(NotifyError):
                book = files.read_book(notification)
                if book.default in book.copies:
                    copies[notification] = book.copies[book.default]
        return copies
