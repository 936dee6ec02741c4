"""The words of an e-mail as people see them: how large, in which colour, and on what."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from notify.lint.views.message.colour import Colour, read_colour
from notify.render.markup.elements import VOID, Conditional, End, Start, Text, Token

# Elements within a line; what stands before and after any other is another paragraph.
_INLINE: Final = frozenset(
    "a abbr b bdi bdo big br cite code del em font i img ins kbd mark q s small span strong sub sup time tt u "
    "wbr".split()
)
# What MJML says of an element about which nobody says anything: documentation.mjml.io
_DEFAULTS: Final[Mapping[str, Mapping[str, str]]] = {
    "mj-text": {"font-size": "13px", "color": "#000000"},
    "mj-table": {"font-size": "13px", "color": "#000000"},
    "mj-button": {"font-size": "13px", "color": "#ffffff", "background-color": "#414141"},
    "mj-navbar-link": {"font-size": "13px", "color": "#000000"},
    "mj-social-element": {"font-size": "13px", "color": "#000000"},
}
# From the outside in.
_BACKGROUNDS: Final = ("container-background-color", "bgcolor", "background-color", "inner-background-color")
_PIXELS: Final[Mapping[str, float]] = {"": 1, "px": 1, "pt": 4 / 3}
_MEDIA: Final = re.compile(r"@[\w-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_WHITE: Final = (255, 255, 255, 1.0)


@dataclass(frozen=True)
class Passage:
    """Words between two tags. What is hidden from everybody, and what only Outlook reads, is none.

    `text` is decoded, `offset` where in the MJML it begins; `paragraph` counts the paragraphs. `size` is in pixels.
    What a style sheet or a picture decides is None. `silent` is what `aria-hidden` keeps from being read aloud.
    """

    text: str
    offset: int
    paragraph: int
    size: float | None
    colour: Colour | None
    background: Colour | None
    silent: bool


@dataclass(frozen=True)
class Paragraph:
    """The words of a paragraph on one line, with plain spaces, and where in the MJML they begin."""

    text: str
    offset: int


def read_passages(tokens: Iterable[Token], body: Iterable[Token]) -> list[Passage]:
    """The passages of MJML; `tokens` are all of it, `body` those that people see."""
    reader = _Reader(_sheet_of(tokens))
    for token in body:
        reader.read(token)
    return reader.found


def read_paragraphs(passages: Sequence[Passage]) -> list[Paragraph]:
    """The paragraphs that passages make."""
    paragraphs = []
    for _, group in groupby(passages, key=lambda passage: passage.paragraph):
        parts = list(group)
        text = plain("".join(part.text for part in parts))
        if text:
            paragraphs.append(Paragraph(text, next(part.offset for part in parts if part.text.strip())))
    return paragraphs


def plain(text: str) -> str:
    """A text on one line, every white space of it a plain one."""
    return " ".join(text.split())


# The style sheets of the last few layouts, by all that they say, each with the looks that were worked out with it.
_SHEETS: Final = 16
_sheets: dict[tuple[object, ...], "_Sheet"] = {}


def _sheet_of(tokens: Iterable[Token]) -> "_Sheet":
    head: list[Token] = []
    for token in tokens:
        if isinstance(token, End) and token.name.lower() == "mj-head":
            break
        head.append(token)
    said = tuple(
        (token.name, *token.attributes.items()) if isinstance(token, Start) else token.text
        for token in head
        if isinstance(token, Start) or (isinstance(token, Text) and "{" in token.text)
    )
    if said not in _sheets:
        if len(_sheets) >= _SHEETS:
            _sheets.clear()
        _sheets[said] = _Sheet.read(tokens)
    return _sheets[said]


@dataclass
class _Sheet:
    """What a message says of its elements in its head: attributes, and what style sheets decide by class and tag."""

    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    classes: dict[str, dict[str, str]] = field(default_factory=dict)
    decided: dict[str, set[str]] = field(default_factory=dict)
    known: dict[tuple[object, ...], "_Look"] = field(default_factory=dict)

    @classmethod
    def read(cls, tokens: Iterable[Token]) -> "_Sheet":
        sheet, inside, style = cls(), False, False
        for token in tokens:
            name = token.name.lower() if isinstance(token, Start | End) else ""
            if name == "mj-attributes":
                inside = isinstance(token, Start)
            elif name in {"mj-style", "style"}:
                style = isinstance(token, Start)
            elif inside and isinstance(token, Start):
                values = {key: token.value(key) for key in token.attributes}
                if name == "mj-class":
                    sheet.classes.setdefault(values.get("name", ""), {}).update(values)
                else:
                    sheet.tags.setdefault(name, {}).update(values)
            elif style and isinstance(token, Text):
                sheet._read_rules(token.text)
        return sheet

    def _read_rules(self, text: str) -> None:
        # What holds in the dark or on a phone only decides nothing about the rest.
        for selectors, body in _RULE.findall(_MEDIA.sub("", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))):
            for selector in selectors.split(","):
                last = (selector.split() or [""])[-1]
                for name in re.findall(r"\.[\w-]+", last) or [last]:
                    self.decided.setdefault(name.lower(), set()).update(_declarations(body))

    def attributes(self, tag: Start) -> dict[str, str]:
        """All attributes of an element, those of its classes and of its kind included."""
        name = tag.name.lower()
        own = {key: tag.value(key) for key in tag.attributes}
        if not name.startswith("mj-"):
            return own
        shared: dict[str, str] = {}
        for group in own.get("mj-class", "").split():
            shared |= self.classes.get(group, {})
        return {**_DEFAULTS.get(name, {}), **self.tags.get("mj-all", {}), **self.tags.get(name, {}), **shared, **own}

    def decides(self, name: str, attributes: Mapping[str, str], *properties: str) -> bool:
        """Whether a style sheet says something of one of these properties of an element."""
        classes = f"{attributes.get('class', '')} {attributes.get('css-class', '')}".lower().split()
        return any(self.decided.get(key, set()) & set(properties) for key in (name, *(f".{each}" for each in classes)))


@dataclass(frozen=True)
class _Look:
    """How what stands in an element looks."""

    name: str = ""
    size: float | None = None
    colour: Colour | None = None
    background: Colour | None = _WHITE
    hidden: bool = False
    silent: bool = False


@dataclass
class _Reader:
    sheet: _Sheet
    found: list[Passage] = field(default_factory=list)
    looks: list[_Look] = field(default_factory=lambda: [_Look()])
    paragraph: int = 0
    outlook: bool = False
    space: str = ""

    def read(self, token: Token) -> None:
        match token:
            case Conditional():
                self.outlook = token.text.startswith("<!--[if") and not token.text.endswith("-->")
            case _ if self.outlook:
                pass
            case Start():
                self._separate(token.name.lower())
                if not token.closed and token.name.lower() not in VOID:
                    self.looks.append(self._look(token))
            case End():
                self._separate(token.name.lower())
                if len(self.looks) > 1:
                    self.looks.pop()
            case Text() if not self.looks[-1].hidden:
                self._add(token)
            case _:
                pass

    def _separate(self, name: str) -> None:
        if name == "br":
            self.space = " "
        elif name not in _INLINE:
            self.paragraph += 1

    def _add(self, token: Text) -> None:
        look, text = self.looks[-1], html.unescape(token.text)
        offset = token.offset + len(token.text) - len(token.text.lstrip())
        self.found.append(
            Passage(
                self.space + text, offset, self.paragraph, look.size, look.colour, look.background, silent=look.silent
            )
        )
        self.space = ""

    def _look(self, tag: Start) -> _Look:
        # The same elements stand in one another in message after message.
        key = (tag.name, *tag.attributes.items(), self.looks[-1])
        if key not in self.sheet.known:
            self.sheet.known[key] = self._work_out(tag)
        return self.sheet.known[key]

    def _work_out(self, tag: Start) -> _Look:
        name, attributes = tag.name.lower(), self.sheet.attributes(tag)
        around, style = self.looks[-1], _declarations(attributes.get("style", ""))
        hidden = style.get("display") == "none" or style.get("visibility") == "hidden" or style.get("opacity") == "0"
        look = replace(
            around,
            name=name,
            hidden=around.hidden or hidden or "hidden" in attributes,
            silent=around.silent or attributes.get("aria-hidden") == "true",
        )
        if size := style.get("font-size") or attributes.get("font-size"):
            look = replace(look, size=_read_size(size, look.size))
        elif self.sheet.decides(name, attributes, "font-size", "font"):
            look = replace(look, size=None)
        if colour := style.get("color") or attributes.get("color"):
            look = replace(look, colour=read_colour(colour))
        elif name == "a" or self.sheet.decides(name, attributes, "color"):
            look = replace(look, colour=None)
        for background in _backgrounds(attributes, style):
            seen = read_colour(background)
            if seen is None or seen[3]:
                look = replace(look, background=seen if seen and seen[3] == 1 else None)
        if self.sheet.decides(name, attributes, "background", "background-color", "background-image"):
            look = replace(look, background=None)
        return look


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower() for name, colon, value in pairs if colon
    }


def _backgrounds(attributes: Mapping[str, str], style: Mapping[str, str]) -> Iterator[str]:
    yield from (attributes[name] for name in _BACKGROUNDS if attributes.get(name))
    yield from (style[name] for name in ("background", "background-color") if style.get(name, "none") != "none")
    yield from (attributes[name] for name in ("background-url", "background") if attributes.get(name))
    if style.get("background-image", "none") != "none":
        yield style["background-image"]


def _read_size(written: str, around: float | None) -> float | None:
    found = re.fullmatch(r"(\d+\.?\d*|\.\d+)\s*([a-z%]*)", written.strip().lower())
    if not found:
        return None
    number, unit = float(found[1]), found[2]
    if number == 0:
        return 0
    if unit in _PIXELS:
        return number * _PIXELS[unit]
    if around is not None and unit in {"em", "%"}:
        return around * number / (100 if unit == "%" else 1)
    return None
