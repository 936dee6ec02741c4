"""What people read: results on standard output, everything else on standard error."""

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from io import StringIO
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final, NoReturn

from notify.errors import Mistakes, NotifyError
from notify.source import Position

# What a terminal obeys instead of showing it, and what no file can hold.
_INSTRUCTIONS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# What turns the text around it, and could show one thing and mean another.
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

# How many columns of a line are shown where there is no terminal whose width says it, and how many on the narrowest.
_LONG: Final = 100
_NARROWEST: Final = 20
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def make_console(*, stderr: bool = False, file: StringIO | None = None) -> "Console":
    """A console that obeys NO_COLOR and writes plainly where there is no terminal, or into `file`."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class QuietConsole(Console):
        """A console to which no text is an instruction, wherever it comes from: data, file names, a damaged journal."""

        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else segment._replace(text=printable(segment.text))

        def on_broken_pipe(self) -> NoReturn:
            # Where nobody reads any more, rich would end the program, whatever it has found.
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    terminal = None if file is None else False
    console = QuietConsole(stderr=stderr, file=file, force_terminal=terminal, highlight=False, soft_wrap=False)
    columns = os.environ.get("COLUMNS", "")
    told = int(columns) if columns.isdecimal() else 0
    if not console.is_terminal and not told:
        # In a file or a pipe nothing is cut to the width of a terminal that is not there.
        console.width = 120
    elif console.width < _NARROWEST:
        # No columns are as good as none told.
        console.width = max(_NARROWEST, told or get_terminal_size().columns)
    return console


def read_or_not() -> AbstractContextManager[None]:
    """What is printed within goes nowhere once whoever reads it has stopped; what comes after is done all the same."""
    return suppress(BrokenPipeError)


def show_error(console: "Console", error: NotifyError, root: Path | None) -> None:
    """An error in three parts: where, with an excerpt; what is wrong; what to do. `root` is the workspace's folder."""
    mistakes = error.mistakes if isinstance(error, Mistakes) else [error]
    for mistake in mistakes:
        end = "\n" if len(mistakes) > 1 else ""
        console.print(_paragraph(console, mistake, root), end=end, soft_wrap=True)
    if len(mistakes) > 1:
        console.print(f"{counted(len(mistakes), 'mistake')}.", style="bold red")


def show_note(console: "Console", message: str) -> None:
    """Something worth knowing that stops nothing."""
    from rich.text import Text

    console.print(labelled(console, "note: ", "bold yellow", Text(message)), soft_wrap=True)


def counted(number: int, noun: str) -> str:
    """`1 message`, `2 messages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def write_lines(lines: Iterable[str]) -> None:
    """Machine output: plain on standard output."""
    import sys

    for line in lines:
        sys.stdout.write(line + "\n")


def _paragraph(console: "Console", error: NotifyError, root: Path | None) -> "Text":
    from rich.text import Text

    text = Text()
    if error.position:
        text.append(f"{shown_place(error.position, root)}\n", style="bold")
        text.append_text(marked_excerpt(console, error.position))
    text.append_text(labelled(console, "error: ", "bold red", Text(printable(error.message)))).append("\n")
    if error.hint:
        text.append_text(labelled(console, "help: ", "bold cyan", Text(printable(error.hint)))).append("\n")
    return text


def labelled(console: "Console", label: str, style: str, words: "Text") -> "Text":
    """Words after a label. On a terminal they are wrapped between words and stay to the right of the label."""
    from rich.text import Text

    text = Text.assemble((label, style))
    room = console.width - len(label)
    if not console.is_terminal or room < _NARROWEST:
        return text.append_text(words)
    lines = words.wrap(console, room)
    for line in lines:
        line.rstrip()
    return text.append_text(Text("\n" + " " * len(label)).join(lines))


def marked_excerpt(console: "Console", position: Position) -> "Text":
    """The line at a place, with what is meant marked below it; nothing where the line is not known.

    Of a long line, what is around the mark is shown: as much as fits on a terminal, and always the same elsewhere.
    """
    from rich.cells import cell_len
    from rich.text import Text

    text = Text()
    if position.excerpt is None or position.line is None:
        return text
    gutter = f"{position.line:>5} "
    # What cannot be seen may be just what is wrong.
    whole, start = _INVISIBLE.sub("\ufffd", printable(position.excerpt)), (position.column or 1) - 1
    room = max(_NARROWEST, console.width - len(gutter) - 2) if console.is_terminal else _LONG
    excerpt, start, end = _around(whole, start, room)
    text.append(f"{gutter}| ", style="blue")
    text.append(f"{excerpt}\n")
    if position.column:
        # A sign can be two columns wide, or none.
        width = cell_len(excerpt[start : min(start + position.width, end)])
        text.append(" " * len(gutter) + "| ", style="blue")
        text.append(" " * cell_len(excerpt[:start]) + "^" * max(1, width) + "\n", style="bold red")
    return text


def _around(line: str, start: int, room: int) -> tuple[str, int, int]:
    """The part of a line around a place in it that is `room` columns wide at most.

    And where in that the place is, and the end of what is of the line.
    """
    from rich.cells import cell_len

    if cell_len(line) <= room:
        return line, start, len(line)
    begin = _back(line, start, room // 3)
    if cell_len(line[begin:]) < room:
        # There is not so much after the place.
        begin = _back(line, len(line), room - 1)
    before = "…" if begin else ""
    end, left = begin, room - len(before)
    while end < len(line) and (left := left - cell_len(line[end])) >= (end + 1 < len(line)):
        end += 1
    part = before + line[begin:end]
    return part + ("…" if end < len(line) else ""), start - begin + len(before), len(part)


def _back(line: str, end: int, room: int) -> int:
    """Where the last `room` columns before an end begin, with a sign and not with what stands above or below one."""
    from rich.cells import cell_len

    begin = end
    while begin and (room := room - cell_len(line[begin - 1])) >= 0:
        begin -= 1
    while 0 < begin < end and not cell_len(line[begin]):
        begin += 1
    return begin


def shown_place(position: Position, root: Path | None) -> str:
    """The place with a path that works from here, so that a terminal or editor can open it."""
    path = Path(position.file)
    if path.is_absolute():
        shown = str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    elif root is None or not ((root / path).exists() or path.parts[:1] == ("templates",)):
        # Not a file at all, such as an option; one that is missing has a path as well.
        return str(position)
    else:
        try:
            shown = os.path.relpath(root / path)
        except ValueError:  # another drive on Windows
            shown = str(root / path)
    return str(Position(shown, position.line, position.column))


def printable(text: str) -> str:
    """Text in which nothing is an instruction to the terminal; a tab is one space, so that marks stay in place."""
    return _INSTRUCTIONS.sub("\ufffd", _DIRECTIONS.sub("", text).replace("\t", " "))
