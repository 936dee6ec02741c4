"""`notify preview`: how messages look, in the terminal or in the browser."""

from typing import Annotated, Final

import typer

from notify.cli.browser import open_in_browser
from notify.cli.cache import open_cache
from notify.cli.console import make_console
from notify.cli.options import Assignments, Channels, DataFile, Folder, Ids, Locales, NoCache, Samples
from notify.cli.workspace import open_root
from notify.errors import UsageError

_BROWSER: Final = "In the browser"


def preview(
    ids: Ids = None,
    locale: Locales = None,
    sample: Samples = None,
    channel: Channels = None,
    data: DataFile = None,
    set_: Assignments = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Show it again whenever a file is saved, as the browser always does.")
    ] = False,
    browser: Annotated[
        bool, typer.Option("--browser", help="Show it in the browser, and again whenever a file is saved.")
    ] = False,
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help="The first port to try; 0 is any.", rich_help_panel=_BROWSER),
    ] = 8025,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="Where to listen. Beyond this machine, whoever reaches it can read the workspace.",
            rich_help_panel=_BROWSER,
        ),
    ] = "127.0.0.1",
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Only print the address.", rich_help_panel=_BROWSER)
    ] = False,
    editor: Annotated[
        str,
        typer.Option(
            "--editor",
            envvar="NOTIFY_EDITOR_URL",
            metavar="URL",
            help="What opens a place in your editor.",
            rich_help_panel=_BROWSER,
        ),
    ] = "vscode://file{path}:{line}:{column}",
    no_cache: NoCache = False,
    workspace: Folder = None,
) -> None:
    """Show messages in the terminal: the row in three inboxes, then what a reader sees. Or all of it in the browser."""
    if browser:
        if data is not None:
            hint = "Leave out `--data`: values are given in the page, or each with `--set`."
            raise UsageError("The page in the browser takes no file of data.", hint=hint)
        first = [("locale", locale), ("sample", sample), ("channel", channel)]
        shown = [(name, str(values[0])) for name, values in first if values]
        shown += [("set", assignment) for assignment in set_ or ()]
        open_in_browser(
            workspace, ids, host=host, port=port, opens=not no_open, editor=editor, no_cache=no_cache, shown=shown
        )
        return
    from notify.cli.terminal import View, watch_in_terminal

    cache = open_cache(no_cache=no_cache)
    view = View(open_root(workspace), cache, ids, channel, locale, sample, data, set_)
    if watch:
        watch_in_terminal(view)
    else:
        view.show(make_console())()
