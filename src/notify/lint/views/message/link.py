"""The links of an e-mail, as rules look at them."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final

from notify.render.markup.characters import collapse
from notify.render.markup.elements import VOID, End, Start, Text, Token
from notify.source import Position

_LINKS: Final = frozenset({"a", "mj-button", "mj-image", "mj-social-element", "mj-navbar-link"})
_IMAGES: Final = frozenset({"img", "mj-image", "mj-carousel-image"})
# Mail programs make a link of such an address in plain text; what ends a sentence is not part of it.
_ADDRESS: Final = re.compile(r"\bhttps?://[^\s<>\"“”«»]+", re.IGNORECASE)
_STOPS: Final = ".,;:!?…'\u2019]}"


@dataclass(frozen=True)
class Link:
    """A link of an e-mail: its address as people's programs will follow it, and its words on one line.

    `words` are empty where a link has none; `images` are the alternative texts of the images in it. `ordinal` counts
    the links of the message from 1. `label` is what is read aloud in the place of its words, or beside them: its
    `aria-label` or `title`, or the `alt` of an icon.
    """

    url: str
    words: str
    images: tuple[str, ...]
    ordinal: int
    label: str
    # Most links are right, and finding out where one is written takes as long as rendering it.
    find: Callable[[], Position]
    find_words: Callable[[], Position]

    @cached_property
    def at(self) -> Position:
        """Where it is written."""
        return self.find()

    @cached_property
    def words_at(self) -> Position:
        """Where its words are written; its own place where it has none."""
        return self.find_words()


def read_links(tokens: Iterable[Token], place: Callable[[int], Position]) -> list[Link]:
    """The links among the tokens of MJML, in the order in which they end; `place` says where a character comes from."""
    reader = _Reader(place)
    for token in tokens:
        reader.read(token)
    return reader.found


@dataclass
class _Open:
    """A link whose end has not come yet."""

    tag: Start
    depth: int
    images: tuple[str, ...]
    words: str = ""
    words_at: int | None = None


@dataclass
class _Reader:
    place: Callable[[int], Position]
    found: list[Link] = field(default_factory=list)
    links: list[_Open] = field(default_factory=list)
    depth: int = 0
    # What an `mj-navbar` puts before the addresses in it.
    base: str = ""

    def read(self, token: Token) -> None:
        match token:
            case Start():
                self._start(token)
            case End():
                self.depth -= 1
                while self.links and self.links[-1].depth >= self.depth:
                    self._close(self.links.pop())
            case Text() if token.text.strip():
                for link in self.links:
                    self._add(link, token)
            case Text():
                for link in self.links:
                    link.words += token.text
            case _:
                pass

    def _start(self, tag: Start) -> None:
        name = tag.name.lower()
        if name == "mj-navbar":
            self.base = tag.value("base-url").strip()
        images = (tag.value("alt").strip(),) if name in _IMAGES else ()
        for link in self.links:
            link.images += images
        alone = tag.closed or name in VOID
        if name in _LINKS and "href" in tag.attributes:
            link = _Open(tag, self.depth, images)
            if alone:
                self._close(link)
            else:
                self.links.append(link)
        self.depth += not alone

    def _add(self, link: _Open, text: Text) -> None:
        if link.words_at is None:
            link.words_at = text.offset + len(text.text) - len(text.text.lstrip())
        link.words += html.unescape(text.text)

    def _close(self, link: _Open) -> None:
        at = partial(self.place, link.tag.offset)
        words_at = at if link.words_at is None else partial(self.place, link.words_at)
        url, words = collapse(link.tag.value("href")).strip(" "), collapse(link.words).strip(" \u00a0")
        if link.tag.name.lower() == "mj-navbar-link":
            url = self.base + url
        self.found.append(Link(url, words, link.images, len(self.found) + 1, _label(link.tag), at, words_at))


def _label(tag: Start) -> str:
    """What the compiler lets an element say besides its words: nothing on a button."""
    read = {"a": ("aria-label", "title"), "mj-image": ("title",), "mj-social-element": ("alt", "title")}
    said = (tag.value(name) for name in read.get(tag.name.lower(), ()))
    return next((text for value in said if (text := collapse(value).strip())), "")


def read_text_links(text: str, at: Position) -> list[Link]:
    """The web addresses in plain text, each once, without the stops and brackets around them."""
    found = dict.fromkeys(_trim(match[0]) for match in _ADDRESS.finditer(text))
    return [Link(url, "", (), number, "", lambda: at, lambda: at) for number, url in enumerate(found, start=1)]


def _trim(url: str) -> str:
    url = url.rstrip(_STOPS)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_STOPS)
    return url
