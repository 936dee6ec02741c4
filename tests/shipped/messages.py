"""The messages of the shipped catalogue, rendered in this process."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from notify.catalogue.load import Workspace, load_workspace
from notify.errors import raise_all
from notify.render.message import Email, Message
from notify.render.render import Renderer
from notify.render.selection import ALL, Wish, select_requests

REPOSITORY: Final = Path(__file__).parents[2]
NOW: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)


@cache
def open_shipped() -> Workspace:
    """The shipped workspace. Raises all of its mistakes."""
    return load_workspace(REPOSITORY)


def list_mailed() -> list[str]:
    """The ids of the notifications that are sent by e-mail."""
    return [name for name, one in open_shipped().catalogue.notifications.items() if "email" in one.channels]


def render_messages(
    ids: Sequence[str] = (),
    channels: Sequence[str] = (ALL,),
    locales: Sequence[str] = (ALL,),
    samples: Sequence[str] = (ALL,),
    now: datetime = NOW,
) -> Iterator[Message]:
    """What these notifications (all where none is named) say, in the order of the catalogue, locales and samples."""
    workspace = open_shipped()
    known = workspace.catalogue.notifications
    wish = Wish(channels=channels, locales=locales, samples=samples, named=False)
    selection = select_requests(workspace, [known[name] for name in ids or known], wish)
    raise_all(list(selection.mistakes))
    renderer = Renderer(workspace, now)
    for request in selection.requests:
        yield renderer.render(request.notification, request.channel, request.locale, request.sample, request.layers)


def render_emails(
    ids: Sequence[str] = (), locales: Sequence[str] = (ALL,), samples: Sequence[str] = (ALL,)
) -> Iterator[Email]:
    """The e-mails among these messages."""
    for message in render_messages(ids, ["email"], locales, samples):
        assert isinstance(message, Email)
        yield message
