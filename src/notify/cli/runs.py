"""The runs in the outbox, as they are named on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from notify.cli.workspace import open_root

if TYPE_CHECKING:
    from notify.delivery.journal import Run

_LAST: Final = "last"


def complete_run(incomplete: str) -> list[str]:
    """The runs that start with what is typed."""
    from notify.delivery.journal import read_runs
    from notify.errors import NotifyError

    try:
        known = [run.id for run in read_runs(open_root(None))]
    except NotifyError:
        return []
    return [name for name in (_LAST, *known) if name.startswith(incomplete)]


def choose_run(root: Path, name: str) -> "Run":
    """A run of the workspace by its id; `last` is the newest. Raises UsageError where there is none."""
    from notify.delivery.journal import read_run, read_runs

    runs = read_runs(root) if name == _LAST else []
    return runs[-1] if runs else read_run(root, name)
