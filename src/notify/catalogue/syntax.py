"""What the YAML parser complains about, in the words of somebody who writes YAML twice a year: where to look, and why.

libyaml stops where it can make nothing of a text any more. That is often lines after the slip: at the next quote, at
the next colon, at the end of the file. What it had read until there tells where to look.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

# libyaml's parser is some ten times faster than the Python one; a PyYAML built without it still works.
LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_IN_QUOTES: Final = 'Put the text in "quotes".'
_CLOSERS: Final = {"{": "}", "[": "]"}
_QUOTE_CURES: Final = {
    '"': "Write `\\\"` for a quote inside, or put the whole text in 'single quotes'.",
    "'": "Write `''` for an apostrophe inside, or put the whole text in \"double quotes\".",
}


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a text as YAML, the cure, and where: `line` and `column` from 1, `width` in characters."""

    message: str
    hint: str
    line: int
    column: int
    width: int = 1


@dataclass(frozen=True)
class _Stop:
    """Where the parser gave up, on what grounds, and what it had read: the last token, and the brackets still open.

    `last` is None where nothing was read. Marks are libyaml's or PyYAML's, which are of two classes.
    """

    problem: str
    context: str
    mark: Any
    start: Any
    lines: Sequence[str]
    last: Any
    brackets: Sequence[Any]

    def line_at(self, mark: Any) -> str:
        """The whole line of a mark; empty at the end of the text, which may be a line that is not there."""
        return self.lines[mark.line] if mark.line < len(self.lines) else ""

    @property
    def line(self) -> str:
        """The line on which it gave up."""
        return self.line_at(self.mark)

    @property
    def rest(self) -> str:
        """What stands on that line, from where it gave up."""
        return self.line[self.mark.column :]

    def slip(self, message: str, hint: str, mark: Any = None, *, column: int | None = None, width: int = 1) -> Slip:
        """A slip at a mark, where it gave up if none is given; `column`, from 0, is another one on that line."""
        at = mark or self.mark
        if at.line < len(self.lines):
            return Slip(message, hint, at.line + 1, (at.column if column is None else column) + 1, width)
        return Slip(message, hint, len(self.lines), len(self.lines[-1]) + 1)


def find_slip(error: yaml.MarkedYAMLError, text: str, lines: Sequence[str]) -> Slip:
    """The slip that made a text unreadable; `lines` are the text's."""
    mark = error.problem_mark or error.context_mark
    last, brackets = _read_until(text, mark)
    stop = _Stop(error.problem or "", error.context or "", mark, error.context_mark or mark, lines, last, brackets)
    for look in (_merge, _tab, _odd_space, _special, _quote, _key, _braces, _entry):
        if slip := look(stop):
            return slip
    context = f" ({stop.context})" if stop.context else ""
    hint = "Look at the quotes, brackets and indentation here and on the line above."
    return stop.slip(f"This is not YAML: {stop.problem or 'it cannot be read'}{context}.", hint)


def _read_until(text: str, mark: Any) -> tuple[Any, list[Any]]:
    """The last token before a mark, and the marks of the brackets that are open there."""
    last, brackets = None, []
    try:
        for token in yaml.scan(text, Loader=LOADER):
            start, end = token.start_mark, token.end_mark
            if (start.line, start.column) >= (mark.line, mark.column):
                break
            if (start.line, start.column) < (end.line, end.column):
                last = token
            if isinstance(token, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
                brackets.append(start)
            elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken) and brackets:
                brackets.pop()
    except yaml.YAMLError:
        pass  # the same error again: what came before it is what is wanted
    return last, brackets


def _merge(stop: _Stop) -> Slip | None:
    """What git leaves where two people changed the same lines."""
    for number in (stop.start.line, stop.mark.line, stop.mark.line - 1):
        line = stop.lines[number] if 0 <= number < len(stop.lines) else ""
        if re.match(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)", line):
            hint = "Choose one of the two versions, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`."
            return Slip("This is a merge that nobody has finished.", hint, number + 1, 1, len(line))
    return None


def _tab(stop: _Stop) -> Slip | None:
    indentation = stop.line[: len(stop.line) - len(stop.line.lstrip())]
    if "\t" in indentation:
        column = indentation.index("\t")
        return stop.slip("There is a tab where YAML wants spaces.", "Indent with spaces.", column=column)
    if "tab" in stop.problem or stop.rest[:1] == "\t":
        return stop.slip("There is a tab where YAML wants spaces.", "Use spaces.")
    return None


def _odd_space(stop: _Stop) -> Slip | None:
    """A space that came with a copied text, in front of this line or of what was read last: to YAML it is a letter."""
    for mark in (stop.mark, stop.last.start_mark if stop.last else stop.mark):
        line = stop.line_at(mark)
        for column, letter in enumerate(line[: len(line) - len(line.lstrip())]):
            if letter != " ":
                message = f"There is an odd space (U+{ord(letter):04X}) at the start of this line."
                return stop.slip(message, "Indent with ordinary spaces.", mark, column=column)
    return None


def _special(stop: _Stop) -> Slip | None:
    """A text without quotes that starts with a character which YAML uses itself."""
    if "expected a single document" in stop.context + stop.problem:
        return stop.slip("There is a second document here.", "Remove the line `---`.")
    if "undefined alias" in stop.problem:
        return stop.slip("A `*` at the start of a text makes it an alias of YAML.", _IN_QUOTES)
    if found := re.fullmatch(r"while (?:scanning|parsing) (an alias|an anchor|a tag|a block scalar)", stop.context):
        letter = stop.line_at(stop.start)[stop.start.column : stop.start.column + 1]
        what = found[1].removesuffix(" scalar")
        return stop.slip(f"A `{letter}` at the start of a text makes it {what} of YAML.", _IN_QUOTES, stop.start)
    if "cannot start any token" in stop.problem:
        return stop.slip(f"A text without quotes cannot start with `{stop.rest[:1]}`.", _IN_QUOTES)
    return None


def _quote(stop: _Stop) -> Slip | None:
    """A quote that is not closed, closed too early, or has a backslash in it."""
    if "quoted scalar" in stop.context:
        if "escape" in stop.problem:
            hint = "Write `\\\\` for a backslash, or put the text in 'single quotes'."
            return stop.slip(f"`{stop.rest[:2]}` means nothing in double quotes.", hint, width=2)
        return stop.slip("This quote is never closed.", "Put another at the end of the text.", stop.start)
    last = stop.last
    if not isinstance(last, yaml.ScalarToken) or last.style not in _QUOTE_CURES or last.end_mark.line != stop.mark.line:
        return None
    if last.start_mark.line < last.end_mark.line:
        message = f"This quote is closed only by the next one, on line {last.end_mark.line + 1}."
        return stop.slip(message, "Put another at the end of the text.", last.start_mark)
    if stop.problem.startswith(("did not find expected", "could not find")) and stop.rest.strip():
        message = f"The quotes are closed, and then comes `{stop.rest.split()[0]}`."
        cure = _QUOTE_CURES[last.style]
        return stop.slip(message, f"Put a comma before it, or w{cure[1:]}" if stop.brackets else cure)
    return None


def _key(stop: _Stop) -> Slip | None:
    """A line that should be `name: value`, or a colon where there is one already."""
    if "simple key" in stop.context and "':'" in stop.problem:
        return _no_colon(stop, stop.start)
    if "mapping values are not allowed" not in stop.problem:
        return None
    start = stop.last.start_mark if isinstance(stop.last, yaml.ScalarToken) else stop.mark
    if start.line == stop.mark.line:
        return stop.slip("There is a second colon in this line.", 'Put a text with a colon in "quotes".')
    if not stop.line_at(start)[: start.column].strip(" -"):
        return _no_colon(stop, start)
    name = stop.line[: stop.mark.column].strip()
    return stop.slip(
        f"`{name}` is indented further than the line above it, which has a value already.",
        "Indent it like the fields that it belongs with.",
        column=len(stop.line) - len(stop.line.lstrip()),
        width=len(name),
    )


def _no_colon(stop: _Stop, mark: Any) -> Slip:
    written = stop.line_at(mark)[mark.column :].strip()
    if written[:1] in _QUOTE_CURES:
        return stop.slip("This quote is not closed on its line.", "Put another at the end of the text.", mark)
    if written[:1] in _CLOSERS:
        message = "This line is neither a name and a value nor an entry of a list."
        return stop.slip(message, "Start it with `- `, or with a name and a colon.", mark)
    if found := re.match(r"([\w.-]+):(?=\S)", written):
        return stop.slip("There is no space after the colon.", f"Write `{found[1]}: ` and then the value.", mark)
    return stop.slip("There is no colon in this line.", "Write `name: value`.", mark, width=len(written))


def _braces(stop: _Stop) -> Slip | None:
    """Brackets and braces that are not closed, or are meant as text."""
    last = stop.last
    if isinstance(last, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken) and last.end_mark.line == stop.mark.line:
        if "{{" in stop.line[: last.start_mark.column]:
            column, message = stop.line.index("{{"), "A text that starts with `{{` needs quotes."
            return stop.slip(message, 'Put the whole text in "quotes".', column=column, width=2)
        return stop.slip(
            f"The value ends with the `{stop.line[last.start_mark.column]}`, and then comes more.",
            'Put a text that starts with a bracket or a brace in "quotes".',
        )
    if "flow" not in stop.context or not stop.brackets:
        return None
    mark = stop.brackets[-1]
    opener = stop.line_at(mark)[mark.column : mark.column + 1]
    closer = _CLOSERS.get(opener, "}")
    if stop.rest[:1] == ":":
        return stop.slip("There is a second colon in this text.", 'Put a text with a colon in "quotes".')
    if stop.rest[:1] == ",":
        return stop.slip("There is one comma too many.", "Remove it, or write what is missing before it.")
    if mark.line < stop.mark.line or not stop.rest.strip():
        return stop.slip(f"This `{opener}` is never closed.", f"Add `{closer}` where it ends.", mark)
    return stop.slip(f"Here should be a comma or `{closer}`.", "Add what is missing, or put the text in quotes.")


def _entry(stop: _Stop) -> Slip | None:
    """Indentation that fits nothing above it."""
    if "block sequence entries" in stop.problem:
        return stop.slip("A list cannot start here.", "Start it on a line of its own, or write it in [brackets].")
    if "expected '-' indicator" in stop.problem:
        return stop.slip(
            "This line stands where the next entry of the list above should.",
            "Start it with `- `, or mend its indentation.",
        )
    if "expected key" in stop.problem or "document start" in stop.problem:
        return stop.slip(
            "The indentation of this line fits none of the lines above it.",
            "Indent it like the fields that it belongs with.",
        )
    return None
