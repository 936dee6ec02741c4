"""The words of an e-mail that people see, and the paragraphs that they make."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from notify.render.markup.elements import VOID, Conditional, End, Start, Text, Token

# Elements within a line; what stands before and after any other is another paragraph.
_INLINE: Final = frozenset(
    "a abbr b bdi bdo big br cite code del em font i img ins kbd mark q s small span strong sub sup time tt u "
    "wbr".split()
)


# What takes something away for everybody.
_HIDDEN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?)\s*(?:!|;|$)", re.IGNORECASE
)


@dataclass(frozen=True)
class Passage:
    """Words between two tags. What is hidden from everybody, and what only Outlook reads, is none.

    `text` is decoded, `offset` where in the MJML it begins; `paragraph` counts the paragraphs.
    """

    text: str
    offset: int
    paragraph: int


@dataclass(frozen=True)
class Paragraph:
    """The words of a paragraph on one line, with plain spaces, and where in the MJML they begin."""

    text: str
    offset: int


def read_passages(body: Iterable[Token]) -> list[Passage]:
    """The passages of MJML, of which `body` is what people see."""
    reader = _Reader()
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


@dataclass
class _Reader:
    found: list[Passage] = field(default_factory=list)
    # Whether each element that is open is hidden, and what is around them all is not.
    hidden: list[bool] = field(default_factory=lambda: [False])
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
                    self.hidden.append(self.hidden[-1] or _hides(token))
            case End():
                self._separate(token.name.lower())
                if len(self.hidden) > 1:
                    self.hidden.pop()
            case Text() if not self.hidden[-1]:
                self._add(token)
            case _:
                pass

    def _separate(self, name: str) -> None:
        if name == "br":
            self.space = " "
        elif name not in _INLINE:
            self.paragraph += 1

    def _add(self, token: Text) -> None:
        offset = token.offset + len(token.text) - len(token.text.lstrip())
        self.found.append(Passage(self.space + html.unescape(token.text), offset, self.paragraph))
        self.space = ""


def _hides(tag: Start) -> bool:
    return "hidden" in tag.attributes or _HIDDEN.search(tag.value("style")) is not None
