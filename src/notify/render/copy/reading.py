"""What a text of copy says: words, tags of Markdown, and the values that it prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from jinja2 import nodes
from markupsafe import escape

from notify.catalogue.copy import Text
from notify.errors import CopyError
from notify.render.copy.markdown import convert_markdown
from notify.render.copy.pseudo import accent, padding
from notify.render.template.environment import TemplateEnvironment
from notify.render.template.pieces import Slot

# `html` and `text` are words with Markdown in them; `plain` is for subjects and short channels, which have none; `url`
# marks each printed value with U+E000 before it and U+E001 after it, for whoever knows how to escape it.
Form = Literal["html", "text", "plain", "url"]

# Names that mean something to Jinja's own grammar, or that it looks for elsewhere than among the variables.
_GRAMMAR: Final = frozenset(
    "and or not in is if else true false none True False None self super caller loop varargs kwargs".split()
)
_PRINT: Final = re.compile(
    r"""\{\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*"""
    r"""(?:\|\s*([A-Za-z_]\w*)\s*(?:\(\s*("[^"\\{}\n]*"|'[^'\\{}\n]*')\s*\)\s*)?)?\}\}""",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Print:
    """`{{ user.first_name }}` or `{{ when|date("long") }}`: what most copy prints, with nothing to work out.

    `filter` is empty where there is none; `arguments` are its texts, one at most.
    """

    path: tuple[str, ...]
    filter: str
    arguments: tuple[str, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        # As that of Position, and for the same reason.
        return Print, (self.path, self.filter, self.arguments)


# Words are a Slot, tags another str.
Piece = str | Print | nodes.Expr


def read_text(environment: TemplateEnvironment, text: Text, form: Form, *, pseudo: bool) -> list[Piece]:
    """What a text says in a form; its words are accented and longer with `pseudo`.

    Raises CopyError for what copy may not do, and Jinja's errors for what Jinja cannot read.
    """
    pieces = list(_pieces(environment, text))
    length = sum(len(piece) for piece in pieces if isinstance(piece, str))
    change = accent if pseudo else str
    said: list[Piece]
    if form == "url":
        said = [
            part for piece in pieces for part in ([piece] if isinstance(piece, str) else ["\ue000", piece, "\ue001"])
        ]
    elif form == "plain":
        literal = escape if environment.autoescape else str
        said = [Slot(literal(change(piece))) if isinstance(piece, str) else piece for piece in pieces]
    else:
        said = list(convert_markdown(pieces, form, change))
    if pseudo and length:
        said = [Slot("["), *said, Slot(f"{padding(length)}]")]
    return said


def _pieces(environment: TemplateEnvironment, text: Text) -> Iterator[Piece]:
    """Literal words, and what is printed between them."""
    source = text.source.strip("\n")
    if "{" not in source:
        yield source
        return
    words = _PRINT.split(source)
    prints = [
        Print(tuple(path.split(".")), name or "", (argument[1:-1],) if argument else ())
        for path, name, argument in zip(words[1::4], words[2::4], words[3::4], strict=True)
    ]
    if any("{" in part for part in words[::4]) or not all(_is_simple(environment, part) for part in prints):
        yield from _parse(environment, source, text)
        return
    for index, part in enumerate(words[::4]):
        if part:
            yield part
        if index < len(prints):
            yield prints[index]


def _is_simple(environment: TemplateEnvironment, part: Print) -> bool:
    return not _GRAMMAR.intersection(part.path) and (not part.filter or part.filter in environment.filters)


def _parse(environment: TemplateEnvironment, source: str, text: Text) -> Iterator[Piece]:
    for node in environment.parse(source).body:
        if not isinstance(node, nodes.Output):
            hint = "Decide in the template, and give each case a key of its own."
            raise CopyError("Copy prints variables; it cannot run statements.", position=text.position, hint=hint)
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                yield part.data
                continue
            if isinstance(part, nodes.Call) or part.find(nodes.Call):
                hint = "Use a filter, or work it out in the template and pass it by name."
                raise CopyError("Copy prints variables; it cannot call anything.", position=text.position, hint=hint)
            yield part
