"""What can go wrong that a person can mend.

    NotifyError                a message, a place, a hint
    ├── Mistakes               several of them, found together
    ├── UsageError             what was asked on the command line cannot be done
    ├── WorkspaceError         a file or folder is missing, unreadable or in the way
    ├── CatalogueError         notifications.yaml says something it may not
    ├── CopyError              a copy file does
    ├── SampleError            a sample, or other data to render with, does
    ├── TemplateError          a template does not compile, or not with this data
    │   └── MarkupError        the MJML that it prints does not
    └── DeliveryError          a message cannot be composed or handed over

Anything else that is raised is a bug of ours and keeps its traceback.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from notify.source import Position


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is asked for by its name and is not there.

    `what` it is: a `variable` that nobody declares, the `value` of one that has none here, or `words` of the copy.
    """

    what: Literal["variable", "value", "words"]
    name: str


class NotifyError(Exception):
    """Something that a person can mend: what is wrong in their words, where, and what to do about it.

    `missing` is what was asked for and is not there, if that is wrong. `exit_code` is what the command ends with: 2, it
    could not run.
    """

    exit_code = 2

    def __init__(
        self, message: str, *, position: Position | None = None, hint: str | None = None, missing: Missing | None = None
    ) -> None:
        super().__init__(message)
        self.missing = missing
        self.message = message
        self.position = position
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.position}: " if self.position else ""
        cure = f" {self.hint}" if self.hint else ""
        return f"{where}{self.message}{cure}"


class Mistakes(NotifyError):
    """Several mistakes found together, in the order in which people meet them: by file, line and column."""

    def __init__(self, mistakes: Iterable[NotifyError]) -> None:
        self.mistakes: Sequence[NotifyError] = tuple(sorted(mistakes, key=_reading_order))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))

    def __reduce__(self) -> tuple[type["Mistakes"], tuple[Sequence[NotifyError]]]:
        # An exception is otherwise pickled by its text, of which this one cannot be made again.
        return Mistakes, (self.mistakes,)


class UsageError(NotifyError):
    """What was asked on the command line cannot be done."""


class WorkspaceError(NotifyError):
    """A file or folder is missing, unreadable or in the way."""


class CatalogueError(NotifyError):
    """`notifications.yaml` says something it may not.

    `path` are the keys down to what is wrong, where that is known; `unknown_key` says that there is no such key.
    """

    def __init__(
        self,
        message: str,
        *,
        position: Position | None = None,
        hint: str | None = None,
        path: tuple[str | int, ...] = (),
        unknown_key: bool = False,
    ) -> None:
        super().__init__(message, position=position, hint=hint)
        self.path, self.unknown_key = path, unknown_key


class CopyError(NotifyError):
    """A copy file says something it may not."""


class SampleError(NotifyError):
    """A sample, or other data to render with, says something it may not."""


class TemplateError(NotifyError):
    """A template does not compile, or does not render with the data it was given."""


class MarkupError(TemplateError):
    """The MJML that a template prints does not compile.

    `kind` is the rule of MJML that it breaks (`unknown-element`, `misplaced-element`, `mismatched-tags`), if one.
    """

    def __init__(self, message: str, *, position: Position | None, hint: str | None, kind: str | None) -> None:
        super().__init__(message, position=position, hint=hint)
        self.kind = kind


class DeliveryError(NotifyError):
    """A message cannot be composed or handed over."""


def raise_all(mistakes: Sequence[NotifyError]) -> None:
    """Raises what there is: nothing, the one mistake, or all of them as `Mistakes`."""
    if len(mistakes) == 1:
        raise mistakes[0]
    if mistakes:
        raise Mistakes(mistakes)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """A hint that offers the known word most like `word`, or None where nothing is like it."""
    by_lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"Did you mean `{by_lower[found[0]]}`?" if found else None


def _reading_order(mistake: NotifyError) -> tuple[str, int, int]:
    where = mistake.position
    return (where.file, where.line or 0, where.column or 0) if where else ("", 0, 0)
