"""The copy of a notification, as rules look at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notify.catalogue.copy import Copy, CopyBook, Entry, Plural, Text
from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.source import Position


@dataclass(frozen=True)
class CopyView:
    """The copy of one notification in every locale that has any. Shared words are among its entries."""

    workspace: Workspace
    notification: Notification
    book: CopyBook

    @property
    def source(self) -> Copy | None:
        """The copy that the others are translations of; None where there is none."""
        return self.book.copies.get(self.book.default)

    @property
    def translations(self) -> Mapping[str, Copy]:
        """The copy in the catalogue's other locales, by locale, as far as there is any."""
        return {
            locale: self.book.copies[locale]
            for locale in self.workspace.catalogue.locales
            if locale != self.book.default and locale in self.book.copies
        }

    def file(self, locale: str) -> Position:
        """The notification's own copy file in a locale, which may not be there."""
        return Position(f"templates/{self.notification.id}/copy/{locale}.yaml")


def texts_of(entry: Entry) -> Iterator[tuple[str, Text]]:
    """The texts of an entry: each form of a plural with its category, or the one text with an empty name."""
    if isinstance(entry, Plural):
        yield from entry.forms.items()
    else:
        yield "", entry
