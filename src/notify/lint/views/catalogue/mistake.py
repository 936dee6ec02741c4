"""Mistakes that loading the catalogue found, as rules report them."""

from collections.abc import Iterator
from typing import Final

from notify.errors import CatalogueError, NotifyError
from notify.lint.rule import Fault
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.source import Position

_UNKNOWN_KEY: Final = "CAT001"
_INVALID_ENTRY: Final = "CAT015"
# The rules that pass on what loading refused.
MISTAKES: Final = (_UNKNOWN_KEY, _INVALID_ENTRY)


def code_of(mistake: NotifyError) -> str:
    """The code of the rule that passes this mistake on."""
    return _UNKNOWN_KEY if isinstance(mistake, CatalogueError) and mistake.unknown_key else _INVALID_ENTRY


def refused(view: CatalogueView, *, unknown_key: bool) -> Iterator[Fault]:
    """What loading refused: keys that there are none of, or everything else."""
    for mistake in view.mistakes:
        if (code_of(mistake) == _UNKNOWN_KEY) == unknown_key:
            yield fault_of(mistake, Position(view.document.file))


def fault_of(mistake: NotifyError, file: Position) -> Fault:
    """A mistake as a fault; `file` is its place where it has none."""
    path = mistake.path if isinstance(mistake, CatalogueError) else ()
    # Which word was meant is part of what is wrong; any other hint says what to do.
    guess = mistake.hint if mistake.hint and mistake.hint.endswith("?") else None
    return Fault(
        f"{mistake.message} {guess}" if guess else mistake.message,
        mistake.position or file,
        f"{'.'.join(str(part) for part in path)}: {mistake.message}",
        help=None if guess else mistake.hint,
        notification=str(path[1]) if path[:1] == ("notifications",) and len(path) > 1 else None,
    )
