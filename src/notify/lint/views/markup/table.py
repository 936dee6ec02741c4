"""The tables that people write in an e-mail, and what stands in them."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from notify.render.markup.elements import End, Start, Text, Token

_TABLES: Final = frozenset({"table", "mj-table"})
_CELLS: Final = frozenset({"td", "th"})
# What says that a table is one of data; in a cell, `scope` and `headers` do.
_OF_DATA: Final = frozenset({"caption", "thead", "th"})
_OF_CELLS: Final = frozenset({"scope", "headers"})
_SAID: Final = frozenset({"summary", "aria-label", "aria-labelledby", "aria-describedby"})
# What stands in cells of a layout, and not in those of data.
_LAID_OUT: Final = frozenset({"img", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "hr"})


@dataclass
class Table:
    """A table, with what stands in its own cells.

    `rows` are how many cells each row has, `heads` how many header cells and captions there are; `says` is whether an
    attribute makes it one of data. `nests` is whether there is another table in it, `worded` whether there are words,
    and `laid_out` whether there is what stands in cells of a layout alone.
    """

    tag: Start
    says: bool
    rows: list[int] = field(default_factory=list)
    heads: int = 0
    nests: bool = False
    worded: bool = False
    laid_out: bool = False
    cell: str = ""

    def read(self, tag: Start) -> None:
        """Counts an element in it that is in no table in it."""
        name = tag.name.lower()
        if name == "tr":
            self.rows.append(0)
        elif name in _CELLS:
            self.cell = name
            self.rows = self.rows or [0]
            self.rows[-1] += 1
        self.heads += name in _OF_DATA
        self.says = self.says or (name in _CELLS and not _OF_CELLS.isdisjoint(tag.attributes))
        self.laid_out = self.laid_out or name in _LAID_OUT

    def nest(self) -> None:
        """Notes a table in one of its cells: a `<th>` that holds one is no header."""
        self.nests = True
        self.heads -= self.cell == "th"


def read_tables(tokens: Iterable[Token]) -> Iterator[Table]:
    """The tables among the tokens of MJML, in the order in which they end."""
    around: list[Table] = []
    for token in tokens:
        match token:
            case Start() if token.name.lower() in _TABLES and not token.closed:
                for outer in around[-1:]:
                    outer.nest()
                around.append(Table(token, says=not _SAID.isdisjoint(token.attributes)))
            case Start() if around:
                around[-1].read(token)
            case End() if around and token.name == around[-1].tag.name:
                yield around.pop()
            case Text() if around and not around[-1].worded:
                around[-1].worded = bool(html.unescape(token.text).strip())
            case _:
                pass
