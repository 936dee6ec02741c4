"""In which languages a notification can be read, and where another one stands in."""

from collections.abc import Sequence
from dataclasses import dataclass

from notify.catalogue.copy import CopyBook


@dataclass(frozen=True, slots=True)
class Language:
    """A locale of the catalogue, and the one whose words people get: another where copy is missing.

    `lacks` are the keys of copy that it does not have; `has_copy` says whether it has any copy at all.
    """

    locale: str
    used: str
    has_copy: bool
    lacks: tuple[str, ...]


def languages_of(book: CopyBook, locales: Sequence[str], channel: str) -> list[Language]:
    """How a notification is read in each of the catalogue's locales, in one channel."""
    return [
        Language(
            locale,
            book.choose(locale, channel),
            locale in book.copies,
            tuple(sorted(book.lacks(locale, channel))) if locale in book.copies else (),
        )
        for locale in locales
    ]
