"""The copy of all notifications, as rules look at it that compare them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from jinja2 import nodes

from notify.cache import NO_CACHE, Cache
from notify.catalogue.copy import Copy, CopyFiles
from notify.catalogue.load import Workspace
from notify.errors import NotifyError
from notify.lint.views.copy.copy import owner_of
from notify.lint.views.copy.phrase import parse_text, parser
from notify.render.template.environment import TemplateFiles


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

    @cached_property
    def shared(self) -> Copy | None:
        """The words that all notifications share, as far as one of them takes them; None where there are none."""
        found = {
            key: entry
            for copy in self.copies.values()
            for key, entry in copy.entries.items()
            if owner_of(entry.position) == ""
        }
        files = {entry.position.file for entry in found.values()}
        return Copy(self.workspace.catalogue.defaults.locale, files.pop(), found) if files else None

    def trees(self) -> Iterator[nodes.Template | None]:
        """The templates of the workspace, those that notifications share first; None for one that cannot be read."""
        files, notifications = TemplateFiles(self.workspace.root), self.workspace.catalogue.notifications
        for name in sorted(files.names(), key=lambda name: name.partition("/")[0] in notifications):
            try:
                yield parse_text(files.get_source(parser(), name)[0])
            except NotifyError:
                yield None

    @property
    def channels(self) -> frozenset[str]:
        """The channels that any notification is sent by."""
        notifications = self.workspace.catalogue.notifications.values()
        return frozenset(channel for notification in notifications for channel in notification.channels)
