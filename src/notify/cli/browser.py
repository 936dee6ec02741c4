"""`notify preview --browser`: the live preview, served on this machine."""

import gc
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from notify.cli.cache import open_cache
from notify.cli.console import make_console, read_or_not
from notify.cli.workspace import choose_notifications, open_root


def open_in_browser(
    folder: Path | None,
    ids: Sequence[str] | None,
    *,
    host: str,
    port: int,
    opens: bool,
    editor: str,
    no_cache: bool,
    shown: Sequence[tuple[str, str]],
) -> None:
    """Serves the preview until Ctrl-C. `shown` is what the page shows first, by its names in the address bar.

    Raises UsageError where no notification is called as in `ids`, of which the first is shown.
    """
    import webbrowser

    from notify.catalogue.load import read_workspace
    from notify.preview.browser.forms.place import Editor
    from notify.preview.browser.live import Live
    from notify.preview.browser.server import Server

    # Files that change are told by their whole paths, and an editor opens no others.
    root = open_root(folder).absolute()
    cache = open_cache(no_cache=no_cache)
    first = list(ids or ())[:1]
    if first:
        workspace, mistakes = read_workspace(root, cache)
        # What is wrong with the catalogue is said on the page, and may be why a notification is not there.
        if workspace is not None and not mistakes:
            first = [choose_notifications(workspace, first)[0].id]
    live = Live(Editor(root, editor), cache, lambda: datetime.now(UTC))
    query = urlencode([*(("id", name) for name in first), *shown])

    def ready(address: str) -> None:
        page = f"{address}?{query}" if query else address
        with read_or_not():
            make_console().print(f"The preview is at {page}, until Ctrl-C.", markup=False, soft_wrap=True)
        if opens:
            webbrowser.open(page)

    server = Server(live, host, port, ready)
    # Everything that stays is loaded: from here on there is garbage, with each save and each message.
    gc.freeze()
    gc.enable()
    server.serve_until_ended()
