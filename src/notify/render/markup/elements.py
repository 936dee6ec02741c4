"""What MJML consists of: tags, text and comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from notify.render.markup.links import decode_attribute

# Elements of HTML that have no end tag: html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag. `attributes` are as written, without their quotes; None stands for an attribute without a value.

    Names of HTML, which knows no capitals, are in small letters.
    """

    offset: int
    name: str
    attributes: Mapping[str, str | None]
    closed: bool

    def value(self, name: str) -> str:
        """An attribute with its character references decoded; empty where there is none."""
        return decode_attribute(self.attributes.get(name) or "")


@dataclass(frozen=True, slots=True)
class End:
    """An end tag."""

    offset: int
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text as written; the whole content of an `mj-style` is one."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, without its marks."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Conditional:
    """The start or end of what only some mail clients read, as written: `<!--[if mso]>`, `<![endif]-->`."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """What only Outlook reads, from `<!--[if mso]>` to `<![endif]-->`, with tags whose other ends stand elsewhere.

    To everybody else, and to the compiler, it is a comment.
    """

    offset: int
    tokens: tuple["Start | End | Text | Comment | Conditional", ...]


Token = Start | End | Text | Comment | Conditional | Fragment
