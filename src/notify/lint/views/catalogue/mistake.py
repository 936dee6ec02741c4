"""Mistakes that loading the catalogue found, as rules report them."""

from collections.abc import Iterator

from notify.errors import CatalogueError, NotifyError
from notify.lint.rule import Fault
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.source import Position


def refused(view: CatalogueView, *, unknown_key: bool) -> Iterator[Fault]:
    """What loading refused: keys that there are none of, or everything else."""
    for mistake in view.mistakes:
        if (isinstance(mistake, CatalogueError) and mistake.unknown_key) == unknown_key:
            yield _fault(mistake, Position(view.document.file))


def _fault(mistake: NotifyError, file: Position) -> Fault:
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
