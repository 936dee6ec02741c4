"""The images of an e-mail, as rules look at them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from typing import Final

from notify.lint.views.markup.readers import Readers, readers_after
from notify.lint.views.message.link import Link
from notify.render.markup.elements import VOID, Conditional, End, Start, Text, Token
from notify.source import Position

_PICTURES: Final = frozenset({"img", "mj-image", "mj-carousel-image", "mj-social-element"})
_BACKGROUNDS: Final = ("background", "background-url")
_STYLES: Final = frozenset({"style", "mj-style"})
_URL: Final = re.compile(r"""url\((?>\s*)(?:"([^"]*)"|'([^']*)'|([^'"()\s]*))(?>\s*)\)""", re.IGNORECASE)
# Addresses in style sheets that are none of images; what does not end goes on to the end of the sheet.
_NO_IMAGE: Final = re.compile(
    r"@font-face\s*\{[^}]*(?:\}|\Z)|@import[^;]*(?:;|\Z)|/\*.*?(?:\*/|\Z)|(?<![\w-])(?:-ms-)?behavior\s*:[^;}]*",
    re.IGNORECASE | re.DOTALL,
)
_CLASSES: Final = "mj-class"
_WRITTEN: Final = re.compile(
    r"""(?:src|background|background-url)\s*=\s*(?:"([^"]*)"|'([^']*)')|url\(\s*['"]?([^'")]*)"""
)


@dataclass(frozen=True)
class Image:
    """An image of an e-mail, or what lies behind other things.

    `tag` is its element, and `background` says that it lies behind what is in that. `src` is its address, None where
    its element has none; `alt` is None where it has no `alt`, not where that is empty. `width` is what its attribute
    says, empty where there is none. `link` is the address that it leads to, if any; `silent` is what screen readers
    are told to pass over.
    """

    tag: str
    src: str | None
    alt: str | None
    width: str
    link: str | None
    silent: bool
    background: bool
    readers: Readers
    # Most images are right, and finding out where one is written takes as long as rendering it.
    find: Callable[[], Position]

    @cached_property
    def at(self) -> Position:
        """Where it is written."""
        return self.find()

    @cached_property
    def key(self) -> str:
        """What it is known by, whatever the language and the data: its address as it is written."""
        excerpt = self.at.excerpt or ""
        if self.src and self.src in excerpt:
            return f"image:{self.src}"
        written = [next(filter(None, found.groups()), "") for found in _WRITTEN.finditer(excerpt)]
        own = next((each for each in written if "{{" in each), None)
        return f"image:{own or (self.src or self.link or self.tag)[:80]}"

    def key_at(self, at: Position) -> str:
        """The same, where what a component is given as its address is written at another place."""
        given = self.src and self.src in (at.excerpt or "") and "/samples/" not in at.file
        return f"image:{self.src}" if given and at.file.startswith("templates/") else self.key

    @property
    def as_link(self) -> Link:
        """Something whose address is looked for as that of a link is."""
        return Link(self.src or "", self.alt or "", (), 0, "", self.find, self.find)


def read_images(tokens: Sequence[Token], body: Iterable[Token], place: Callable[[int], Position]) -> list[Image]:
    """The images of MJML, those of its style sheets at the end; `place` says where a character comes from."""
    reader = _Reader(_read_defaults(tokens), place)
    for token in body:
        reader.read(token)
    return [*reader.found, *_in_sheets(tokens, place)]


@dataclass
class _Defaults:
    """What `mj-attributes` says of elements, and of classes."""

    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    classes: dict[str, dict[str, str]] = field(default_factory=dict)

    def attributes(self, tag: Start, name: str) -> Mapping[str, str]:
        own = {key: tag.value(key) for key in tag.attributes}
        if not name.startswith("mj-") or not (self.tags or self.classes):
            return own
        shared = {**self.tags.get("mj-all", {}), **self.tags.get(name, {})}
        for group in own.get(_CLASSES, "").split():
            shared |= self.classes.get(group, {})
        return {**shared, **own}


def _read_defaults(tokens: Iterable[Token]) -> _Defaults:
    defaults, inside = _Defaults(), False
    for token in tokens:
        if isinstance(token, End) and token.name == "mj-head":
            break
        if isinstance(token, Start | End) and token.name == "mj-attributes":
            inside = isinstance(token, Start)
        elif inside and isinstance(token, Start):
            values = {key: token.value(key) for key in token.attributes}
            of_class = token.name == _CLASSES
            group = defaults.classes if of_class else defaults.tags
            group.setdefault(values.pop("name", "") if of_class else token.name, {}).update(values)
    return defaults


@dataclass
class _Reader:
    defaults: _Defaults
    place: Callable[[int], Position]
    found: list[Image] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    depth: int = 0
    readers: Readers = "all"

    def read(self, token: Token) -> None:
        match token:
            case Start():
                self._start(token)
            case End():
                self.depth -= 1
                if self.links and self.links[-1][0] >= self.depth:
                    self.links.pop()
            case Conditional():
                self.readers = readers_after(token)
            case _:
                pass

    def _start(self, tag: Start) -> None:
        name = tag.name.lower()
        if name in _PICTURES:
            self._add(tag, name)
        elif tag.attributes:
            self._add_backgrounds(tag, name)
        if not tag.closed and name not in VOID:
            if name == "a":
                self.links.append((self.depth, tag.value("href")))
            self.depth += 1

    def _add(self, tag: Start, name: str) -> None:
        said = self.defaults.attributes(tag, name)
        link = said.get("href") if name.startswith("mj-") else None
        around = self.links[-1][1] if self.links else None
        silent = said.get("aria-hidden") == "true" or said.get("role") in {"presentation", "none"}
        self.found.append(
            Image(
                tag=name,
                src=said["src"].strip() if "src" in said else None,
                alt=said.get("alt"),
                width=said.get("width", "").strip(),
                link=link or around,
                silent=silent,
                background=False,
                readers=self.readers,
                find=partial(self.place, tag.offset),
            )
        )

    def _add_backgrounds(self, tag: Start, name: str) -> None:
        for attribute in _BACKGROUNDS:
            if src := tag.value(attribute).strip():
                self._behind(name, src, tag.offset)
        style = tag.attributes.get("style")
        if style and "url(" in style.lower():
            for src in _urls(tag.value("style")):
                self._behind(name, src, tag.offset)

    def _behind(self, name: str, src: str, offset: int) -> None:
        self.found.append(_background(name, src, self.readers, partial(self.place, offset)))


def _in_sheets(tokens: Sequence[Token], place: Callable[[int], Position]) -> Iterator[Image]:
    for tag, text in pairwise(tokens):
        if isinstance(text, Text) and isinstance(tag, Start) and tag.name.lower() in _STYLES and "url(" in text.text:
            # Blanked out, so that what follows stays where it is.
            rules = _NO_IMAGE.sub(lambda found: " " * len(found[0]), text.text)
            for found in _URL.finditer(rules):
                src = next(filter(None, found.groups()), "")
                yield _background(tag.name.lower(), src.strip(), "all", partial(place, text.offset + found.start()))


def _background(name: str, src: str, readers: Readers, find: Callable[[], Position]) -> Image:
    return Image(name, src, None, "", None, silent=True, background=True, readers=readers, find=find)


def _urls(style: str) -> Iterator[str]:
    for found in _URL.finditer(_NO_IMAGE.sub("", style)):
        yield next(filter(None, found.groups()), "").strip()
