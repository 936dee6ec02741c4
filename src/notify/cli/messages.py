"""The messages that a command works on: selected by its options, rendered one by one."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from notify.cli.console import make_console, show_note
from notify.cli.options import Channel
from notify.cli.workspace import choose_notifications
from notify.errors import Mistakes, NotifyError, raise_all

if TYPE_CHECKING:
    from notify.catalogue.copy import CopyBook
    from notify.catalogue.load import Workspace
    from notify.catalogue.samples import Layer
    from notify.render.message import Message
    from notify.render.selection import Request

# Below this many there is nothing to watch.
_WORTH_A_BAR = 20


def render_messages(
    workspace: "Workspace",
    ids: Sequence[str] | None,
    *,
    channels: Sequence[Channel] | None,
    locales: Sequence[str] | None,
    samples: Sequence[str] | None,
    data: str | None,
    assignments: Sequence[str] | None,
) -> "Iterator[Message]":
    """Renders what the options ask for, in order, and says where a message fell back to another locale.

    What cannot be rendered is passed over, and raised at the end: every mistake once, all together.
    """
    from notify.render.render import Renderer
    from notify.render.selection import Wish, select_requests

    wish = Wish(
        channels=[channel.value for channel in channels or ()],
        locales=locales or (),
        samples=samples or (),
        data=_read_data(data),
        assignments=assignments or (),
        named=bool(ids),
    )
    selection = select_requests(workspace, choose_notifications(workspace, ids or ()), wish)
    renderer = Renderer(workspace, datetime.now(UTC))
    mistakes: dict[str, NotifyError] = {}

    def keep(error: NotifyError) -> None:
        for mistake in error.mistakes if isinstance(error, Mistakes) else [error]:
            mistakes.setdefault(str(mistake), mistake)

    for mistake in selection.mistakes:
        keep(mistake)
    noted: set[tuple[str, str]] = set()
    for request in _watched(selection.requests):
        try:
            message = renderer.render(
                request.notification, request.channel, request.locale, request.sample, request.layers
            )
        except NotifyError as error:
            keep(error)
            continue
        if (
            message.locale_used.lower() != message.locale.lower()
            and (message.notification, message.locale) not in noted
        ):
            noted.add((message.notification, message.locale))
            _note_fallback(renderer.copy_book(request.notification), workspace.catalogue.locales, message)
        yield message
    raise_all(list(mistakes.values()))


def _read_data(source: str | None) -> "Layer | None":
    from notify.catalogue.samples import read_data, read_data_file

    if source is None:
        return None
    if source == "-":
        return read_data(sys.stdin.read(), "standard input")
    return read_data_file(Path(source))


def _watched(requests: "Sequence[Request]") -> "Iterable[Request]":
    console = make_console(stderr=True)
    if not console.is_terminal or len(requests) < _WORTH_A_BAR:
        return requests
    from rich.progress import track

    return track(requests, "Rendering", console=console, transient=True)


def _note_fallback(book: "CopyBook", known: Sequence[str], message: "Message") -> None:
    lacking = sorted(book.lacks(message.locale, message.channel)) if message.locale in book.copies else []
    some = ", ".join(f"`{key}`" for key in lacking[:3]) + (" and more" if len(lacking) > 3 else "")
    why = f"it lacks {some}" if lacking else "it has no copy of its own"
    if message.locale not in known and message.locale not in book.copies:
        why += ", and is not among the `locales` of the catalogue"
    show_note(
        make_console(stderr=True),
        f"{message.notification} in {message.locale} is shown in {message.locale_used}: {why}.",
    )
