"""Tables as spreadsheets save them: CSV (RFC 4180), with the place of every cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from notify.errors import SampleError, raise_all
from notify.source import Position, lines_of, position_in

# Where a comma is the decimal sign, spreadsheets separate by semicolons.
_SEPARATORS: Final = ",;\t"
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, without the quotes around it, and where that is."""

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Table:
    """The first row, which names the columns, and the rows below it, each with as many cells; none of them is blank."""

    header: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


def read_table(text: str, file: str) -> Table:
    """Reads CSV whose cells are separated by whichever of comma, semicolon and tab is most frequent in the first row.

    Raises SampleError, with the place in `file`, for a quote that is not closed, rows that are shorter or longer than
    the first (Mistakes, where there are several), or where there is no row at all.
    """
    header, *rows = [*_Reader(text, file).rows()] or [[]]
    if not header:
        hint = "Write a header such as `address,locale,user.first_name`, and a row for each recipient."
        raise SampleError("This table is empty.", position=Position(file), hint=hint)
    raise_all([_uneven(row, len(header)) for row in rows if len(row) != len(header)])
    return Table(header, rows)


def _uneven(row: Sequence[Cell], wanted: int) -> SampleError:
    message = f"This row has {len(row)} cell{'s' * (len(row) != 1)}, and the first has {wanted}."
    short = "Put a separator for each cell that is missing; a cell may be empty."
    hint = short if len(row) < wanted else 'Put a text that has a separator in it in quotes: "Doe, Ana".'
    return SampleError(message, position=row[0].position, hint=hint)


class _Reader:
    """Goes through a text once, cell by cell."""

    def __init__(self, text: str, file: str) -> None:
        self._file, self._lines = file, lines_of(text)
        self._text = "\n".join(self._lines)
        first = _QUOTED.sub("", next((line for line in self._lines if line.strip()), ""))
        self._separator = max(_SEPARATORS, key=first.count)
        self._plain = re.compile(rf"[^{re.escape(self._separator)}\n]*")
        # How far it is, and of that the line, and where this line begins.
        self._at, self._line, self._start = 0, 1, 0

    def rows(self) -> Iterator[list[Cell]]:
        """The rows in which there is anything."""
        row: list[Cell] = []
        while True:
            row.append(self._cell())
            end = self._text[self._at : self._at + 1]
            if end != self._separator:
                if any(cell.text.strip() for cell in row):
                    yield row
                row = []
            if not end:
                return
            self._pass(self._at + 1)

    def _cell(self) -> Cell:
        start = self._at
        if not self._text.startswith('"', start):
            found = self._plain.match(self._text, start)
            text = found[0] if found else ""
            position = self._position(start, len(text))
            self._pass(start + len(text))
            return Cell(text, position)
        position = self._position(start)
        quoted = _QUOTED.match(self._text, start)
        if not quoted:
            hint = 'Close it; a quote within a text is written twice: "The ""best"" plan".'
            raise SampleError("This quote is never closed.", position=position, hint=hint)
        self._pass(quoted.end())
        if self._text[self._at : self._at + 1] not in {self._separator, "\n", ""}:
            hint = 'A quote within a text is written twice, and the text in quotes: "The ""best"" plan".'
            raise SampleError("This comes after a closing quote.", position=self._position(self._at), hint=hint)
        return Cell(quoted[1].replace('""', '"'), position)

    def _pass(self, end: int) -> None:
        if feeds := self._text.count("\n", self._at, end):
            self._line += feeds
            self._start = self._text.rindex("\n", self._at, end) + 1
        self._at = end

    def _position(self, at: int, width: int = 1) -> Position:
        return position_in(self._file, self._lines, self._line, at - self._start + 1, max(width, 1))
