"""What people read: results on standard output, everything else on standard error."""

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from notify.errors import Mistakes, NotifyError
from notify.source import Position

# What a terminal obeys instead of showing it, and what no file can hold.
_INSTRUCTIONS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# What turns the text around it, and could show one thing and mean another.
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def make_console(*, stderr: bool = False) -> "Console":
    """A console that obeys NO_COLOR and writes plainly where there is no terminal."""
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

    console = QuietConsole(stderr=stderr, highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        # In a file or a pipe nothing is cut to the width of a terminal that is not there.
        console.width = 120
    return console


def read_or_not() -> AbstractContextManager[None]:
    """What is printed within goes nowhere once whoever reads it has stopped; what comes after is done all the same."""
    return suppress(BrokenPipeError)


def show_error(console: "Console", error: NotifyError, root: Path | None) -> None:
    """An error in three parts: where, with an excerpt; what is wrong; what to do. `root` is the workspace's folder."""
    mistakes = error.mistakes if isinstance(error, Mistakes) else [error]
    for mistake in mistakes:
        end = "\n" if len(mistakes) > 1 else ""
        console.print(_paragraph(mistake, root), end=end, soft_wrap=True)
    if len(mistakes) > 1:
        console.print(f"{counted(len(mistakes), 'mistake')}.", style="bold red")


def show_note(console: "Console", message: str) -> None:
    """Something worth knowing that stops nothing."""
    from rich.text import Text

    console.print(Text.assemble(("note: ", "bold yellow"), message), soft_wrap=True)


def counted(number: int, noun: str) -> str:
    """`1 message`, `2 messages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def write_lines(lines: Iterable[str]) -> None:
    """Machine output: plain on standard output."""
    import sys

    for line in lines:
        sys.stdout.write(line + "\n")


def _paragraph(error: NotifyError, root: Path | None) -> "Text":
    from rich.text import Text

    text = Text()
    if error.position:
        text.append(f"{shown_place(error.position, root)}\n", style="bold")
        text.append_text(marked_excerpt(error.position))
    text.append("error: ", style="bold red")
    text.append(printable(error.message) + "\n")
    if error.hint:
        text.append("help: ", style="bold cyan")
        text.append(printable(error.hint) + "\n")
    return text


def marked_excerpt(position: Position) -> "Text":
    """The line at a place, with what is meant marked below it; nothing where the line is not known."""
    from rich.text import Text

    text = Text()
    if position.excerpt is None or position.line is None:
        return text
    # What cannot be seen may be just what is wrong.
    excerpt = _INVISIBLE.sub("\ufffd", printable(position.excerpt))
    gutter = f"{position.line:>5} "
    start = (position.column or 1) - 1
    if len(excerpt) > 100:
        # A long line is shown from a little before what is meant.
        cut = max(0, start - 30)
        excerpt, start = excerpt[cut : cut + 100], start - cut
    text.append(f"{gutter}| ", style="blue")
    text.append(f"{excerpt}\n")
    if position.column:
        width = max(1, min(position.width, len(excerpt) - start))
        text.append(" " * len(gutter) + "| ", style="blue")
        text.append(" " * start + "^" * width + "\n", style="bold red")
    return text


def shown_place(position: Position, root: Path | None) -> str:
    """The place with a path that works from here, so that a terminal or editor can open it."""
    path = Path(position.file)
    if path.is_absolute():
        shown = str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    elif root is None or not (root / path).exists():
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
