"""`notify init`: a small working workspace."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from notify.cli.console import make_console
from notify.cli.workspace import Opened


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where; the current folder if not said.", show_default=False)
    ] = Path(),
) -> None:
    """Write a small working workspace: a catalogue, a layout, and a welcome message in English and French.

    Nothing is overwritten: where one of its files is there already, nothing is written at all.
    """
    from rich.text import Text

    from notify.starter.workspace import write_workspace

    Opened.root = folder
    written = write_workspace(folder)
    console = make_console()
    for name in written:
        console.print(Text(f"  {(folder / name).as_posix()}"), soft_wrap=True)
    inside = "" if folder.resolve() == Path.cwd() else f" --workspace {shlex.quote(str(folder))}"
    console.print(Text(f"{len(written)} files written. Next:"), soft_wrap=True)
    for command, meaning in (
        (f"notify preview welcome{inside}", "what people get"),
        (f"notify lint{inside}", "what could go wrong, in every language"),
        (f"notify send welcome --to you@example.com{inside}", "the same as a file for a mail program; nothing is sent"),
    ):
        console.print(Text.assemble("  ", (command, "bold"), f"  {meaning}"), soft_wrap=True)
