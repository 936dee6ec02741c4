"""Places in the files that people write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in a file, for a person who wants to go there.

    `file` is a path relative to the workspace, with forward slashes. `line` and `column` count from 1, columns in
    characters; both are None where only the file is known. `excerpt` is the whole text of that line, and `width` how
    many of its characters are meant, from `column` on.
    """

    file: str
    line: int | None = None
    column: int | None = None
    excerpt: str | None = None
    width: int = 1

    def __reduce__(self) -> tuple[Any, ...]:
        # There are thousands of them in a cache, and what dataclasses do by themselves takes three times as long.
        return Position, (self.file, self.line, self.column, self.excerpt, self.width)

    def __str__(self) -> str:
        """The place as editors and terminals understand it: `file`, `file:line` or `file:line:column`."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


def lines_of(text: str) -> list[str]:
    """The lines of a text as editors count them, without their ends."""
    # Not str.splitlines: it also splits at form feeds and Unicode separators, which no editor counts as lines.
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def position_in(file: str, lines: Sequence[str], line: int, column: int | None = None, width: int = 1) -> Position:
    """The position at a 1-based line and column of a file with these lines, with that line as its excerpt."""
    excerpt = lines[line - 1] if 0 < line <= len(lines) else None
    return Position(file, line, column, excerpt, width)
