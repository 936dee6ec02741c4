"""The copy of a notification, as rules look at it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from notify.catalogue.copy import Copy, CopyBook, Entry, Plural, Text
from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.source import Position

# What stands for a printed value in `literal_words`: no letter, no space and no punctuation.
PRINTED: Final = "\ufffc"
_PRINT: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)


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


def texts_at(copy: Copy, key: str) -> list[Text]:
    """The texts of a key, of a plural each form; none where there is no such key."""
    entry = copy.entries.get(key)
    return [text for _, text in texts_of(entry)] if entry else []


def literal_words(text: Text) -> str:
    """What a text says itself, whatever the data: each value that it prints is one PRINTED."""
    closed = _closed(text.source)
    return _PRINT.sub(PRINTED, closed) + text.source[len(closed) :]


def prints_of(text: Text) -> list[str]:
    """What a text prints, as written between its braces."""
    return [found[2:-2].strip() for found in _PRINT.findall(_closed(text.source))]


def _closed(source: str) -> str:
    """A text up to the last braces that close: after them, one would look for an end at each that opens."""
    return source[: source.rfind("}}") + 2] if "}}" in source else ""


def owner_of(*places: Position) -> str | None:
    """The notification of a fault in copy at these places: none where all of them are in the words that all share."""
    return "" if all(place.file.startswith("templates/copy/") for place in places) else None


def key_at(copy: Copy, position: Position) -> str:
    """The key of a copy that stands at a place, or else the file of the place."""
    for key, entry in copy.entries.items():
        if (entry.position.file, entry.position.line) == (position.file, position.line):
            return key
    return position.file
