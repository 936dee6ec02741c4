"""Copy files: the words of a notification in each locale, and the words that all of them share."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from notify.cache import NO_CACHE, Cache
from notify.catalogue.locale import PSEUDO, lookup
from notify.catalogue.positions import Document, KeyPath, parse_document, read_text
from notify.errors import CopyError, Missing, NotifyError, raise_all
from notify.source import Position

# CLDR's plural categories, in CLDR's order: unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules
PLURAL_CATEGORIES: Final = ("zero", "one", "two", "few", "many", "other")

# These keys hold the words of the short channels; everything else in a copy file belongs to e-mail.
SHORT_CHANNELS: Final = ("sms", "push", "in_app", "whatsapp")

Coverage = Literal["complete", "partial", "missing"]


@dataclass(frozen=True, slots=True)
class Text:
    """A string of copy: inline Markdown that may print variables, and where it stands."""

    source: str
    position: Position

    def __reduce__(self) -> tuple[Any, ...]:
        # As that of Position, and for the same reason.
        return Text, (self.source, self.position)


@dataclass(frozen=True, slots=True)
class Plural:
    """A string that depends on a number: a text for each CLDR category that the locale needs, `other` always."""

    forms: Mapping[str, Text]
    position: Position


Entry = Text | Plural


@dataclass(frozen=True)
class Copy:
    """The words of one notification in one locale, shared words included; keys of groups are joined by dots."""

    locale: str
    file: str
    entries: Mapping[str, Entry]

    def keys(self, channel: str) -> set[str]:
        """The keys that hold words of a channel."""
        return {key for key in self.entries if _channel_of(key) == channel}


@dataclass(frozen=True)
class CopyBook:
    """The words of one notification in every locale that has a copy file, `default` being the source of the others."""

    default: str
    copies: Mapping[str, Copy]

    def lacks(self, locale: str, channel: str) -> set[str]:
        """The keys of the source locale that a channel needs and this locale's copy does not have."""
        needed = self._needed.get(channel, set())
        return needed - (self.copies[locale].keys(channel) if locale in self.copies else set())

    def coverage(self, locale: str) -> Coverage:
        """Whether a locale has all the words of every channel, some or none."""
        if locale not in self.copies:
            return "missing"
        return "partial" if any(self.lacks(locale, channel) for channel in self._needed) else "complete"

    def choose(self, locale: str, channel: str) -> str:
        """The locale whose words a message uses when this one is asked for: never two languages in one message.

        RFC 4647 look-up among the locales that have every word the channel needs; the pseudo-locale is always there.
        """
        if locale.lower() == PSEUDO.lower():
            return PSEUDO
        if channel not in self._available:
            self._available[channel] = [name for name in self.copies if not self.lacks(name, channel)]
        return lookup(locale, self._available[channel], self.default)

    @cached_property
    def _available(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _needed(self) -> dict[str, set[str]]:
        source = self.copies.get(self.default)
        channels = ("email", *SHORT_CHANNELS)
        return {channel: source.keys(channel) for channel in channels} if source else {}


@dataclass(frozen=True, slots=True)
class _File:
    """A copy file as it was read: its path in the workspace, and its text, or why there is none."""

    file: str
    text: str = ""
    mistake: NotifyError | None = None

    def describe(self) -> Iterator[bytes]:
        """All that tells it from another."""
        yield from (os.fsencode(self.file), self.text.encode(), str(self.mistake).encode())


class CopyFiles:
    """The copy files of a workspace; those that all notifications share are read once, and what they hold is kept."""

    def __init__(self, root: Path, default: str, cache: Cache = NO_CACHE) -> None:
        self._root, self._default, self._cache = root, default, cache
        self._read: dict[str, Mapping[str, Entry]] = {}

    def read_book(self, notification: str) -> CopyBook:
        """Reads every copy file of a notification, and adds what is shared in the same locales.

        Raises CopyError, or Mistakes of it, for files that do not hold copy.
        """
        own = copy_files(self._root, notification)
        if not own:
            file = f"templates/{notification}/copy/{self._default}.yaml"
            raise CopyError(
                f"`{notification}` has no copy.",
                position=Position(file),
                hint=f"Write {file}, with at least `subject`.",
                missing=Missing("words", file),
            )
        files = self._open(own)
        made_from = [part for file in (*files.values(), *self._shared_files.values()) for part in file.describe()]
        name = self._cache.name("copy files", [self._default.encode(), *made_from])
        known = self._cache.read(name)
        if isinstance(known, CopyBook):
            return known
        book = CopyBook(self._default, self._read_copies(files))
        self._cache.write(name, book)
        return book

    def _open(self, paths: Mapping[str, Path]) -> dict[str, _File]:
        """Reads the files, each once: what it is known by, and what it says, are then of the same moment."""
        files = {}
        for locale, path in paths.items():
            file = path.relative_to(self._root).as_posix()
            try:
                files[locale] = _File(file, read_text(path, file))
            except NotifyError as mistake:
                files[locale] = _File(file, mistake=mistake)
        return files

    def _read_copies(self, own: Mapping[str, _File]) -> dict[str, Copy]:
        mistakes: list[NotifyError] = []
        copies: dict[str, Copy] = {}
        for locale, file in own.items():
            entries: dict[str, Entry] = {}
            try:
                entries |= self._shared(locale)
            except NotifyError as mistake:
                mistakes.append(mistake)
            try:
                entries |= _read_entries(file)
            except NotifyError as mistake:
                mistakes.append(mistake)
            copies[locale] = Copy(locale, file.file, entries)
        raise_all(mistakes)
        return copies

    def _shared(self, locale: str) -> Mapping[str, Entry]:
        if locale not in self._read:
            file = self._shared_files.get(locale)
            self._read[locale] = _read_entries(file) if file else {}
        return self._read[locale]

    @cached_property
    def _shared_files(self) -> dict[str, _File]:
        return self._open(copy_files(self._root, ""))


def copy_files(root: Path, notification: str) -> dict[str, Path]:
    """The copy files of a notification by locale; those that all share where its id is empty."""
    folder = root / "templates" / notification / "copy"
    return {path.stem: path for path in sorted(folder.glob("*.yaml")) if path.is_file()}


def _channel_of(key: str) -> str:
    first = key.partition(".")[0]
    return first if first in SHORT_CHANNELS else "email"


def _read_entries(file: _File) -> dict[str, Entry]:
    if file.mistake:
        raise file.mistake
    document = parse_document(file.text, file.file, CopyError)
    if document.data is None:
        return {}
    if not isinstance(document.data, dict):
        raise CopyError(
            "A copy file holds `key: words`, a line each.",
            position=document.position(()),
            hint='Start with `subject: "…"`.',
        )
    mistakes: list[NotifyError] = []
    entries = dict(_entries(document, document.data, (), mistakes))
    raise_all(mistakes)
    return entries


def _entries(
    document: Document, data: Mapping[str, Any], path: KeyPath, mistakes: list[NotifyError]
) -> Iterator[tuple[str, Entry]]:
    for key, value in data.items():
        here = (*path, key)
        name = ".".join(str(part) for part in here)
        if not re.fullmatch(r"[^\W_]\w*", key):
            mistakes.append(
                CopyError(
                    f"`{key}` cannot be the name of a text.",
                    position=document.key_position(here),
                    hint="Use letters, digits and underscores; group texts by indenting them.",
                )
            )
        elif isinstance(value, dict) and (slips := _misspelt_forms(value)):
            mistakes += [
                CopyError(f"`{form}` is not a plural form.", position=document.key_position((*here, form)), hint=hint)
                for form, hint in slips.items()
            ]
        elif isinstance(value, dict) and value and set(value) <= set(PLURAL_CATEGORIES):
            if plural := _plural(document, value, here, mistakes):
                yield name, plural
        elif isinstance(value, dict):
            yield from _entries(document, value, here, mistakes)
        elif value is not None and (text := _text(document, value, here, mistakes)):
            # A key without words is one that nobody has translated yet: the same as no key.
            yield name, text


def _misspelt_forms(group: Mapping[str, Any]) -> dict[str, str]:
    """What stands among the forms of a plural and is meant as one, each with its hint; nothing for any other group."""
    forms = group.keys() & set(PLURAL_CATEGORIES)
    if not forms:
        return {}
    meant = {key: difflib.get_close_matches(key, PLURAL_CATEGORIES, n=1, cutoff=0.8) for key in group.keys() - forms}
    if not all(meant.values()):
        return {}
    return {key: f"Did you mean `{found[0]}`?" for key, found in meant.items()}


def _plural(document: Document, forms: Mapping[str, Any], path: KeyPath, mistakes: list[NotifyError]) -> Plural | None:
    position = document.key_position(path)
    if "other" not in forms:
        hint = "Add `other`, the form for every number that no other form names."
        mistakes.append(CopyError(f"The plural `{path[-1]}` has no `other`.", position=position, hint=hint))
        return None
    if forms["other"] is None:
        return None
    texts = {
        name: _text(document, value, (*path, name), mistakes) for name, value in forms.items() if value is not None
    }
    return Plural({name: text for name, text in texts.items() if text}, position)


def _text(document: Document, value: Any, path: KeyPath, mistakes: list[NotifyError]) -> Text | None:
    if isinstance(value, list | bool):
        what = "a list" if isinstance(value, list) else "a truth value"
        hint = "Give every text a key of its own." if isinstance(value, list) else 'Put the word in "quotes".'
        mistakes.append(CopyError(f"`{path[-1]}` is {what}, not words.", position=document.position(path), hint=hint))
        return None
    if lost := _lost_to_a_comment(document.position(path)):
        hint = 'Put the whole text in "quotes".'
        message = f"A `#` after a space starts a comment, so `{lost}` would be lost."
        mistakes.append(CopyError(message, position=document.position(path), hint=hint))
    return Text(str(value), document.position(path))


def _lost_to_a_comment(position: Position) -> str | None:
    """What YAML takes for a comment and is meant as words: `No. #{{ number }}` without quotes, not `Pay  # verb`."""
    start = (position.column or 1) - 1
    written = (position.excerpt or "")[start:]
    found = re.match(r"\s+(#(?:\S|.*\{\{).*)", written[position.width :])
    return found[1].strip() if found and written[:1] not in {'"', "'", "|", ">"} else None


def missing_copy(book: CopyBook, notification: str, channel: str) -> CopyError | None:
    """Why a channel cannot be rendered at all, if so: even the source locale has no words for it."""
    copy = book.copies.get(book.default)
    if copy is None:
        file = f"templates/{notification}/copy/{book.default}.yaml"
        hint = f"Write {file}, or change `defaults.locale`."
        message = f"`{notification}` has no copy in the source locale `{book.default}`."
        return CopyError(message, position=Position(file), hint=hint, missing=Missing("words", file))
    needed = "subject" if channel == "email" else channel
    # An e-mail's subject and a text message are one text; the other channels have a group of them, or one.
    groups = channel not in {"email", "sms"}
    if needed in copy.entries or (groups and any(key.startswith(f"{needed}.") for key in copy.entries)):
        return None
    hint = f"Add `{needed}` to it, or take the channel out of `channels`."
    if slip := difflib.get_close_matches(needed, copy.entries, n=1):
        hint = f"Call `{slip[0]}` `{needed}`, if that is what it is."
    message = f"This copy has no `{needed}`, which `{channel}` needs."
    return CopyError(message, position=Position(copy.file), hint=hint, missing=Missing("words", needed))
