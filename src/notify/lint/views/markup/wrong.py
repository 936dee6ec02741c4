"""What is wrong in the MJML of an e-mail, brought to the lines that a person would mend."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notify.lint.finding import Severity
from notify.lint.rule import Fault
from notify.lint.views.markup.markup import MarkupView
from notify.render.markup.elements import Start
from notify.render.markup.fault import MarkupFault
from notify.render.markup.reading import find_attribute
from notify.render.template.places import markup_error


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong at a character of the MJML.

    `key` says what it is about. The place shows what stands first in backticks in the `message`. `value` is one that is
    wrong: several of them are several faults where they are written in the template, and one where data brings them.
    """

    offset: int
    key: str
    message: str
    help: str
    severity: Severity | None = None
    value: str = ""


def faults_of(view: MarkupView, found: Iterable[Wrong]) -> Iterator[Fault]:
    """A fault for each thing that is wrong in each file, at its first line; the help names the other lines."""
    root = view.workspace.root
    placed: dict[tuple[str, str], dict[int, Wrong]] = {}
    for wrong in found:
        file, line = view.origin(wrong.offset)
        lines = view.lines(file)
        written = bool(wrong.value) and 0 < line <= len(lines) and wrong.value in lines[line - 1]
        key = f"{wrong.key}={wrong.value}" if written else wrong.key
        placed.setdefault((file, key), {}).setdefault(line, wrong)
    for (file, key), by_line in placed.items():
        first, *others = sorted(by_line)
        wrong = by_line[first]
        error = markup_error(MarkupFault(wrong.message, wrong.offset, wrong.help), root, file, first or None)
        again = f" The same stands in line{'s' if others[1:] else ''} {_listed(others)}." if others else ""
        at = error.position or view.place(wrong.offset)
        yield Fault(
            wrong.message,
            at,
            f"{file}:{key}",
            wrong.help + again,
            severity=wrong.severity,
            notification=view.whose(file),
        )


def offset_of(view: MarkupView, tag: Start, attribute: str) -> int:
    """Where an attribute of a tag is written."""
    return find_attribute(view.mjml, tag, attribute)


def _listed(lines: list[int]) -> str:
    *others, last = map(str, lines)
    return f"{', '.join(others)} and {last}" if others else last
