"""`notify preview`: how messages look, in the terminal."""

from notify.cli.cache import open_cache
from notify.cli.console import make_console
from notify.cli.messages import leave, render_messages
from notify.cli.options import Assignments, Channels, DataFile, Folder, Ids, Locales, NoCache, Samples
from notify.cli.workspace import open_workspace


def preview(
    ids: Ids = None,
    locale: Locales = None,
    sample: Samples = None,
    channel: Channels = None,
    data: DataFile = None,
    set_: Assignments = None,
    no_cache: NoCache = False,
    workspace: Folder = None,
) -> None:
    """Show messages in the terminal: the row in three inboxes, then what a reader sees."""
    from notify.preview.terminal import print_preview

    cache = open_cache(no_cache=no_cache)
    messages = render_messages(
        open_workspace(workspace, cache),
        ids,
        leave,
        jobs=1,
        cache=cache,
        channels=channel,
        locales=locale,
        samples=sample,
        data=data,
        assignments=set_,
        prints=True,
    )
    console = make_console()
    for message in messages:
        print_preview(console, message)
