"""The messages that a command works on: selected by its options, rendered one by one."""

import gc
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from notify.cache import Cache
from notify.cli.console import make_console, show_note
from notify.cli.options import Channel
from notify.cli.workspace import choose_notifications
from notify.errors import Mistakes, NotifyError, raise_all

if TYPE_CHECKING:
    from notify.catalogue.load import Workspace
    from notify.catalogue.samples import Layer
    from notify.render.batch import Fallback
    from notify.render.message import Message
    from notify.render.selection import Selection, Wish

Product = TypeVar("Product")
End = TypeVar("End")

# Below this many there is nothing to watch.
_WORTH_A_BAR = 20


def render_messages(
    workspace: "Workspace",
    ids: Sequence[str] | None,
    finish: "Callable[[Message], Product]",
    *,
    jobs: int | None,
    cache: Cache,
    channels: Sequence[Channel] | None,
    locales: Sequence[str] | None,
    samples: Sequence[str] | None,
    data: str | None,
    assignments: Sequence[str] | None,
    prints: bool = False,
    notes: bool = True,
) -> "Generator[Product, None, None]":
    """Renders what the options ask for, in order, as `render_requests` does."""
    from notify.render.selection import select_requests

    wish = make_wish(ids, channels=channels, locales=locales, samples=samples, data=data, assignments=assignments)
    selection = select_requests(workspace, choose_notifications(workspace, ids or ()), wish)
    return render_requests(workspace, selection, finish, jobs=jobs, cache=cache, prints=prints, notes=notes)


def make_wish(
    ids: Sequence[str] | None,
    *,
    channels: Sequence[Channel] | None,
    locales: Sequence[str] | None,
    samples: Sequence[str] | None,
    data: str | None,
    assignments: Sequence[str] | None,
) -> "Wish":
    """What the options ask for. Raises NotifyError where `data` cannot be read."""
    from notify.render.selection import Wish

    return Wish(
        channels=[channel.value for channel in channels or ()],
        locales=locales or (),
        samples=samples or (),
        data=_read_data(data),
        assignments=assignments or (),
        named=bool(ids),
    )


def render_requests(
    workspace: "Workspace",
    selection: "Selection",
    finish: "Callable[[Message], Product]",
    *,
    jobs: int | None,
    cache: Cache,
    prints: bool = False,
    notes: bool = True,
) -> "Generator[Product, None, None]":
    """Renders a selection, in order, and with `notes` says where a message fell back to another locale.

    Gives what `finish` makes of each message, where need be in one of `jobs` processes (None: one a core); both have
    to be such as can be pickled. `prints` says that these are printed as they come. What cannot be rendered is passed
    over, and raised at the end: every mistake once, all together.
    """
    from notify.render.batch import Rendered, render_all
    from notify.render.crew import usable_cores
    from notify.render.render import Renderer

    mistakes: dict[str, NotifyError] = {}

    def keep(error: NotifyError) -> None:
        for mistake in error.mistakes if isinstance(error, Mistakes) else [error]:
            mistakes.setdefault(str(mistake), mistake)

    for mistake in selection.mistakes:
        keep(mistake)
    noted: set[tuple[str, str]] = set()
    make_renderer = partial(Renderer, workspace, datetime.now(UTC), cache)
    workers = usable_cores() if jobs is None else jobs
    if not gc.isenabled():
        # Everything that stays is loaded: from here on there is garbage, and workers share what was there before.
        gc.freeze()
        gc.enable()
    with render_all(make_renderer, selection.requests, finish, workers=workers) as ended:
        # Where messages are printed to a terminal, they are what is watched.
        for end in ended if prints and sys.stdout.isatty() else _watched(ended, len(selection.requests)):
            if not isinstance(end, Rendered):
                keep(end)
                continue
            fallback = end.fallback
            if notes and fallback and (fallback.notification, fallback.locale) not in noted:
                noted.add((fallback.notification, fallback.locale))
                _note_fallback(fallback, workspace.catalogue.locales)
            yield end.product
    raise_all(list(mistakes.values()))


def leave(message: "Message") -> "Message":
    """Finishes a message by leaving it as it is."""
    return message


def _read_data(source: str | None) -> "Layer | None":
    from notify.catalogue.samples import read_data, read_data_file

    if source is None:
        return None
    if source == "-":
        return read_data(sys.stdin.read(), "standard input")
    # A whole path: what is wrong in the file is said with a place that works from here, and not from the workspace.
    return read_data_file(Path(source).absolute())


def _watched(ended: "Iterable[End]", total: int) -> "Iterator[End]":
    if total < _WORTH_A_BAR or not (console := make_console(stderr=True)).is_terminal:
        yield from ended
        return
    from rich.progress import Progress

    # Standard output is left alone: it can be a file or a pipe, and is not for the console that has the bar.
    with Progress(console=console, transient=True, redirect_stdout=False) as progress:
        yield from progress.track(ended, total=total, description="Rendering")


def _note_fallback(fallback: "Fallback", known: Sequence[str]) -> None:
    lacks = fallback.lacks
    some = ", ".join(f"`{key}`" for key in lacks[:3]) + (" and more" if len(lacks) > 3 else "")
    why = f"it lacks {some}" if lacks else "it has no copy of its own"
    if fallback.locale not in known and not fallback.has_copy:
        why += ", and is not among the `locales` of the catalogue"
    show_note(
        make_console(stderr=True),
        f"{fallback.notification} in {fallback.locale} is shown in {fallback.locale_used}: {why}.",
    )
