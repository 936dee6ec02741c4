"""The inline Markdown of copy: bold, italic, links and line breaks, and nothing else."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeVar

from markupsafe import escape

from notify.render.template.pieces import Slot

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Form = Literal["html", "text"]
Printed = TypeVar("Printed")

# While Markdown is read, each expression is one letter of Unicode's private use area: emphasis next to it works, it
# fits into a link, and there are more letters than a string of copy will ever have expressions.
_FIRST: Final = 0xE000
_LETTERS: Final = re.compile("([\ue000-\uf8ff])")
# What Markdown reads as more than words; what it would replace is replaced there.
_MARKED: Final = re.compile("[*_\\[\\\\\n\r\0]")
_TAGS: Final = {
    "html": {
        "strong_open": "<strong>",
        "strong_close": "</strong>",
        "em_open": "<em>",
        "em_close": "</em>",
        "link_close": "</a>",
        "softbreak": "<br />",
        "hardbreak": "<br />",
    },
    "text": {"softbreak": "\n", "hardbreak": "\n"},
}


def convert_markdown(
    pieces: Sequence[str | Printed], form: Form, change: Callable[[str], str] = str
) -> Iterator[str | Printed]:
    """Copy as HTML or as plain text; its words are Slots, and what it prints is never read as Markdown.

    `change` is applied to the words, and not to addresses or tags. In text, a link is its words and then its address.
    """
    expressions = [piece for piece in pieces if not isinstance(piece, str)]
    letters = iter(range(_FIRST, _FIRST + len(expressions)))
    source = "".join(
        _LETTERS.sub("\ufffd", piece) if isinstance(piece, str) else chr(next(letters)) for piece in pieces
    )

    def fill(text: str, literal: Callable[[str], str]) -> Iterator[str | Printed]:
        for part in _LETTERS.split(text):
            if part:
                yield expressions[ord(part) - _FIRST] if _LETTERS.fullmatch(part) else Slot(literal(part))

    def words(text: str) -> str:
        return str(escape(change(text))) if form == "html" else change(text)

    addresses: list[str] = []
    for token in _read(source.strip("\n")):
        if token.type == "text":
            yield from fill(token.content, words)
        elif token.type == "link_open":
            addresses.append(token.content)
            if form == "html":
                yield '<a href="'
                yield from fill(token.content, lambda text: str(escape(text)))
                yield '">'
        elif token.type == "link_close" and form == "text":
            yield " ("
            yield from fill(addresses.pop(), str)
            yield ")"
        else:
            yield _TAGS[form].get(token.type, "")


class _Token(NamedTuple):
    """A tag of Markdown by its name there, or words; `content` is the words, or the address of a link."""

    type: str
    content: str


def _read(source: str) -> Iterator[_Token]:
    if not _MARKED.search(source):
        yield _Token("text", source)
        return
    for token in _reader().parseInline(source)[0].children or ():
        yield _Token(token.type, str(token.attrs["href"]) if token.type == "link_open" else token.content)


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero").enable(["emphasis", "link", "newline", "escape"])
    # Addresses are checked where they end up, in the message, with the values that are printed into them.
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign] # markdown-it's way to configure it
    reader.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return reader
