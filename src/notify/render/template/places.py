"""From what Jinja or the MJML compiler complains about to the place that a person would edit."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateNotFound, TemplateSyntaxError

from notify.catalogue.copy import Text
from notify.errors import CopyError, MarkupError, TemplateError, nearest
from notify.render.markup.fault import MarkupFault
from notify.render.template.faults import Fault
from notify.render.template.grammar import line_of_opener
from notify.source import Position, lines_of, position_in

_PACKAGE: Final = str(Path(__file__).parents[2])
_CODE: Final = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)")

_Place = tuple[str, int | None]


def template_error(
    error: Exception, fault: Fault, root: Path, template: str, templates: Sequence[str]
) -> TemplateError:
    """A fault that Jinja raised while it rendered a template, as an error at the line to blame."""
    file, line = _place_of(error, fault, root, f"templates/{template}")
    hint = fault.hint
    if isinstance(error, TemplateNotFound):
        hint = nearest(str(error.name), templates) or hint
        line = line or _line_that_names(root, file, str(error.name))
    if fault.opener and line:
        line = line_of_opener("\n".join(read_lines(root, file)), fault.opener, line) or line
    where = place(root, file, line, fault.word)
    return TemplateError(fault.message, position=where, hint=_hyphenated(where, fault) or hint, missing=fault.missing)


def markup_error(fault: MarkupFault, root: Path, file: str, line: int | None) -> MarkupError:
    """A fault in MJML as an error at a line of a template."""
    where = place(root, file, line)
    for word in re.findall("`([^`]+)`", str(fault)):
        name = r"<(?![A-Za-z/!?])" if word == "<" else re.escape(word.rstrip(">")) + r"(?![\w-])>?"
        if found := re.search(name, where.excerpt or ""):
            where = replace(where, column=found.start() + 1, width=len(found[0]))
            break
    return MarkupError(str(fault), position=where, hint=fault.hint, kind=fault.kind)


def is_ours(error: Exception) -> bool:
    """Whether an exception was raised by a mistake in this program, rather than by what a template did."""
    if isinstance(error, JinjaError | RecursionError | MemoryError):
        return False
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    file = traceback.tb_frame.f_code.co_filename if traceback else ""
    return file.startswith(_PACKAGE) and not file.endswith("filters.py")


def place(root: Path, file: str, line: int | None, word: str = "") -> Position:
    """A line of a template as a position: at the word in its code, or from where the line's text starts."""
    return place_in(read_lines(root, file), file, line, word)


def place_in(lines: Sequence[str], file: str, line: int | None, word: str = "") -> Position:
    """`place` in a file that has these lines."""
    if line is None or not lines:
        return Position(file, line)
    if word and (found := _find(lines, line, word)):
        return position_in(file, lines, *found, len(word.removeprefix(".")))
    text = lines[line - 1] if line <= len(lines) else ""
    return position_in(file, lines, line, len(text) - len(text.lstrip()) + 1, max(1, len(text.strip())))


def copy_error(fault: Fault, root: Path, text: Text) -> CopyError:
    """A fault in a string of copy as an error at the word to blame, or at the string."""
    where = text.position
    lines, first = read_lines(root, where.file), where.line or 1
    for line in range(first, min(first + text.source.count("\n") + 1, len(lines)) + 1):
        if fault.word and (found := _find(lines, line, fault.word)):
            where = position_in(where.file, lines, *found, len(fault.word.removeprefix(".")))
            break
    return CopyError(fault.message, position=where, hint=_hyphenated(where, fault) or fault.hint, missing=fault.missing)


def locate(offset: int, marks: Sequence[tuple[int, str, int]]) -> tuple[str, int] | None:
    """The file and line of the mark before a character of marked output."""
    index = bisect_right(marks, offset, key=lambda mark: mark[0])
    return marks[index - 1][1:] if index else None


def read_lines(root: Path, file: str) -> list[str]:
    """The lines of a file of the workspace; none where it cannot be read."""
    try:
        return lines_of((root / file).read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return []


def _place_of(error: Exception, fault: Fault, root: Path, file: str) -> _Place:
    if isinstance(error, TemplateSyntaxError):
        # For a comment that is not closed, Jinja puts the file where the template's name belongs.
        named = error.filename or error.name or ""
        return named if named.startswith("templates/") else file, error.lineno
    frames = _frames(error.__traceback__)
    if not frames:
        return file, None
    if isinstance(error, RecursionError):
        # The last frame is wherever patience ran out; what goes round and round is there most often.
        return Counter(frames).most_common(1)[0][0]
    if fault.at_caller and len(frames) > 1:
        return frames[-2]
    # A value that is not there fails where it is printed, perhaps in a macro; to blame is the line that names it.
    naming = (at for at in reversed(frames) if fault.word and _find(read_lines(root, at[0]), at[1], fault.word))
    return next(naming, frames[-1])


def _frames(traceback: TracebackType | None) -> list[tuple[str, int]]:
    """The lines of templates that a traceback goes through, the innermost last."""
    frames = []
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith("templates/"):
            frames.append((file, traceback.tb_lineno))
        traceback = traceback.tb_next
    return frames


def _find(lines: Sequence[str], line: int, word: str) -> tuple[int, int] | None:
    """Line and column, from 1, of a word in the code of a line, or of the lines that its code goes on in.

    `.word` is a part of something: after a dot, or in quotes. A word alone is none.
    """
    name = re.escape(word.removeprefix("."))
    if word.startswith("."):
        pattern = re.compile(rf"(?<=[.\"']){name}(?!\w)")
    elif word.isidentifier():
        pattern = re.compile(rf"(?<![\w./\"']){name}(?!\w)")
    else:
        pattern = re.compile(name)
    for number in range(line, min(line + 10, len(lines)) + 1):
        text = lines[number - 1]
        code = [found.span() for found in _CODE.finditer(text)] if number == line else [(0, len(text))]
        for start, end in code:
            if found := pattern.search(text, start, end):
                return number, found.start() + 1
        opened = max(text.rfind("{{"), text.rfind("{%"))
        if number == line and (opened < 0 or "}}" in text[opened:] or "%}" in text[opened:]):
            return None
        if number > line and ("}}" in text or "%}" in text):
            return None
    return None


def _hyphenated(where: Position, fault: Fault) -> str | None:
    """The cure for a name with a hyphen in it, if this is one."""
    end = (where.column or 1) - 1 + where.width
    if fault.word.isidentifier() and re.match(r"-[A-Za-z]", (where.excerpt or "")[end:]):
        return "A `-` is a minus here; a name has `_` instead."
    return None


def _line_that_names(root: Path, file: str, name: str) -> int | None:
    return next((number for number, line in enumerate(read_lines(root, file), start=1) if name in line), None)
