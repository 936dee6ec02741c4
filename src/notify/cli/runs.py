"""The runs in the outbox, as they are named on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from notify.cli.workspace import open_root
from notify.errors import NotifyError, UsageError

if TYPE_CHECKING:
    from notify.delivery.outbox.journal import Run

_LAST: Final = "last"


def complete_run(incomplete: str) -> list[str]:
    """The runs that start with what is typed."""
    from notify.delivery.outbox.journal import read_runs

    try:
        known = [run.id for run in read_runs(open_root(None))]
    except NotifyError:
        return []
    return [name for name in (_LAST, *known) if name.startswith(incomplete)]


def choose_run(root: Path, name: str) -> "Run":
    """A run of the workspace by its id; `last` is the newest.

    What was caught is only that where nothing was sent. Raises UsageError where there is none.
    """
    from notify.delivery.outbox.journal import read_run, read_runs

    runs = read_runs(root) if name == _LAST else []
    sent = [run for run in runs if not run.caught] or runs
    return sent[-1] if sent else read_run(root, name)


def choose_open_run(root: Path, name: str) -> "Run":
    """A run to go on with, by its id; `last` is the newest through a relay of which something is left.

    Raises UsageError where there is none.
    """
    from notify.delivery.outbox.journal import read_run, read_runs

    if name != _LAST:
        return read_run(root, name)
    sent = [run for run in read_runs(root) if run.sent_on]
    if not sent:
        hint = "Send with `notify send ID --relay NAME`; `notify outbox` shows the runs there are."
        raise UsageError("No run went through a relay, so that there is nothing to resume.", hint=hint)
    # Of a run that is whole, it is said that nothing is left.
    return ([run for run in sent if run.open] or sent)[-1]
