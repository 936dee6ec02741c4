"""From what Jinja or the MJML compiler complains about to the place that a person would edit."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from jinja2 import TemplateAssertionError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from notify.errors import TemplateError, nearest
from notify.render.elements import MarkupFault
from notify.source import Position, lines_of, position_in

_PACKAGE: Final = str(Path(__file__).parents[1])

# What a template's own expressions can raise; anything else is a bug of ours and keeps its traceback.
TEMPLATE_FAULTS: Final = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, MemoryError
)  # fmt: skip


def explain(error: Exception, names: Iterable[str], filters: Iterable[str] = ()) -> tuple[str, str | None]:
    """What is wrong in the words of somebody who writes templates, and a hint.

    `names` are the variables that were there, `filters` the filters.
    """
    text = str(error) or type(error).__name__
    if isinstance(error, UndefinedError):
        if found := re.fullmatch(r"'(\w+)' is undefined", text):
            name = found[1]
            if name == "event":
                return "`event` is not for templates.", "Declare a variable `from: event.…` and print that."
            return f"`{name}` is not known here.", nearest(name, names) or f"Declare `{name}` under `variables`."
        return text, None
    if isinstance(error, TemplateNotFound):
        return f"There is no template `{error.name}`.", None
    if isinstance(error, TemplateAssertionError):
        if found := re.fullmatch(r"No (filter|test) named '(\w+)'\.?", text):
            return f"There is no {found[1]} `{found[2]}`.", nearest(found[2], filters)
        return text, None
    if isinstance(error, TemplateSyntaxError):
        return text[:1].upper() + text[1:], None
    if isinstance(error, RecursionError):
        return "A macro, include or block contains itself.", "Give the recursion an end."
    return (
        (text, None) if type(error).__module__.startswith("jinja2") else (f"This cannot be worked out: {text}.", None)
    )


def template_error(
    error: Exception, root: Path, template: str, names: Iterable[str], filters: Iterable[str], templates: Iterable[str]
) -> TemplateError:
    """A fault that Jinja raised as an error with the place in the template: the innermost line that belongs to one."""
    message, hint = explain(error, names, filters)
    if isinstance(error, TemplateNotFound):
        hint = nearest(str(error.name), templates)
    file, line = f"templates/{template}", None
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or file, error.lineno
    elif found := _innermost(error.__traceback__):
        file, line = found
    if isinstance(error, TemplateNotFound) and error.name and line is None:
        line = _line_that_names(root, file, str(error.name))
    return TemplateError(message, position=place(root, file, line), hint=hint)


def markup_error(fault: MarkupFault, root: Path, file: str, line: int | None) -> TemplateError:
    """A fault in MJML as an error at a line of a template."""
    return TemplateError(str(fault), position=place(root, file, line), hint=fault.hint)


def is_ours(error: Exception) -> bool:
    """Whether an exception was raised by a mistake in this program, rather than by what a template did."""
    if isinstance(error, RecursionError | MemoryError) or type(error).__module__.startswith("jinja2"):
        return False
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    file = traceback.tb_frame.f_code.co_filename if traceback else ""
    return file.startswith(_PACKAGE) and not file.endswith("filters.py")


def place(root: Path, file: str, line: int | None) -> Position:
    """A line of a template as a position; its excerpt starts where the line's text does."""
    if line is None:
        return Position(file)
    try:
        lines = lines_of((root / file).read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return Position(file, line)
    text = lines[line - 1] if line <= len(lines) else ""
    stripped = text.strip()
    return position_in(file, lines, line, len(text) - len(text.lstrip()) + 1, max(1, len(stripped)))


def locate(offset: int, marks: Sequence[tuple[int, str, int]]) -> tuple[str, int] | None:
    """The file and line of the mark before a character of marked output."""
    index = bisect_right(marks, offset, key=lambda mark: mark[0])
    return marks[index - 1][1:] if index else None


def _innermost(traceback: TracebackType | None) -> tuple[str, int] | None:
    found = None
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith("templates/"):
            found = file, traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def _line_that_names(root: Path, file: str, name: str) -> int | None:
    try:
        lines = lines_of((root / file).read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return None
    return next((number for number, line in enumerate(lines, start=1) if name in line), None)
