"""What a text of copy says: its words, the values that it prints, and its Markdown."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from notify.catalogue.copy import Text
from notify.render.copy.markdown import convert_markdown
from notify.render.copy.words import PLAIN_KEYS
from notify.render.template.depth import BoundedEnvironment
from notify.render.template.pieces import Slot

# Words, or a value that is printed between them.
Piece = str | nodes.Expr

# A value with no other braces in it, and none that takes spaces off the words around it.
_VALUE: Final = re.compile(r"(\{\{(?![-+])[^{}]*(?<![-+])\}\})")
_LINK: Final = '<a href="'
_TAGS: Final = {"<strong>": "bold", "<em>": "italic"}


@dataclass(frozen=True)
class Phrase:
    """A text of copy, taken apart.

    `shown` are the words that people see and the values between them; `links` what the addresses in it consist of;
    `marks` say whether there is `bold` or `italic` in it.
    """

    shown: tuple[Piece, ...]
    links: tuple[tuple[Piece, ...], ...] = ()
    marks: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """What people see of it, without the printed values."""
        return "".join(piece for piece in self.shown if isinstance(piece, str))

    @cached_property
    def variables(self) -> frozenset[str]:
        """What it prints, in addresses too, and what filters need for that: `user.first_name`, `count`."""
        pieces = [*self.shown, *(piece for link in self.links for piece in link)]
        return frozenset(path for piece in pieces if isinstance(piece, nodes.Expr) for path in paths_of(piece))


def read_phrase(key: str, text: Text) -> Phrase | None:
    """A text of the copy at a key; None where Jinja cannot read it, or it does more than print."""
    return _read(text.source, key.partition(".")[0] not in PLAIN_KEYS)


def path_of(node: nodes.Node) -> str | None:
    """The name of what an expression is, such as `user.first_name`; None for one that works something out."""
    match node:
        case nodes.Name(name=str(name)):
            return name
        case nodes.Getattr(node=parent, attr=str(name)) | nodes.Getitem(node=parent, arg=nodes.Const(value=str(name))):
            above = path_of(parent)
            return above and f"{above}.{name}"
    return None


def paths_of(node: nodes.Node) -> Iterator[str]:
    """Everything that an expression names."""
    if path := path_of(node):
        yield path
        return
    for child in node.iter_child_nodes():
        yield from paths_of(child)


@cache
def parser() -> Environment:
    """Jinja, for reading expressions and never for running them."""
    return BoundedEnvironment(autoescape=True)


@lru_cache(maxsize=8192)
def parse_text(source: str) -> nodes.Template | None:
    """A text of the copy, or of the catalogue, as Jinja reads it; None where it cannot."""
    try:
        return parser().parse(source)
    except (TemplateSyntaxError, RecursionError, ValueError):
        return None


def split_values(text: str) -> list[str]:
    """Words of a text and code that prints, by turns, words first: translations have their code in common.

    All of it is one piece of code where only Jinja can tell which is which.
    """
    if "{" not in text:
        return [text]
    parts = _VALUE.split(text)
    # A brace left over may be the end of `{{ "}}" }}`.
    unsure = any(sign in words for words in parts[::2] for sign in "{}\r")
    return ["", text] if unsure else parts


@lru_cache(maxsize=8192)
def _read(source: str, marked: bool) -> Phrase | None:  # noqa: FBT001 # its cache wants it so
    pieces: list[Piece] = []
    for number, part in enumerate(split_values(source)):
        read = _read_code(part) if number % 2 else (part,) if part else ()
        if read is None:
            return None
        pieces += read
    return _read_markdown(pieces) if marked else Phrase(tuple(pieces))


def _read_code(code: str) -> tuple[Piece, ...] | None:
    tree = parse_text(code)
    if tree is None or not all(isinstance(node, nodes.Output) for node in tree.body):
        return None
    parts = [part for node in tree.body if isinstance(node, nodes.Output) for part in node.nodes]
    return tuple(part.data if isinstance(part, nodes.TemplateData) else part for part in parts)


def _read_markdown(pieces: Sequence[Piece]) -> Phrase:
    shown: list[Piece] = []
    links: list[list[Piece]] = []
    marks: set[str] = set()
    here = shown
    for piece in convert_markdown(pieces, "html"):
        if isinstance(piece, nodes.Expr):
            here.append(piece)
        elif isinstance(piece, Slot):
            here.append(html.unescape(piece))
        elif piece == _LINK:
            here = []
            links.append(here)
        elif piece == '">':
            here = shown
        elif piece in _TAGS:
            marks.add(_TAGS[piece])
        elif piece == "<br />":
            here.append("\n")
    return Phrase(tuple(shown), tuple(tuple(link) for link in links), frozenset(marks))
