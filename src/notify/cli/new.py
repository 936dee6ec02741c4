"""`notify new`: one more notification."""

import shlex
from enum import StrEnum
from typing import Annotated

import typer

from notify.cli.console import make_console, show_note
from notify.cli.options import Folder
from notify.cli.workspace import complete_category, open_root


class Class(StrEnum):
    """Whether people need a notification, or we would like them to have it."""

    TRANSACTIONAL = "transactional"
    PROMOTIONAL = "promotional"


def new(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Its id: lowercase words joined by hyphens.")],
    category: Annotated[
        str,
        typer.Option(
            "--category",
            metavar="CATEGORY",
            help="activation, onboarding, invitation, activity, report, access, security or custom:NAME.",
            autocompletion=complete_category,
        ),
    ],
    topic: Annotated[
        str | None,
        typer.Option("--topic", metavar="TOPIC", help="What people opt out of; the first that fits if not said."),
    ] = None,
    event: Annotated[
        str | None, typer.Option("--event", metavar="EVENT", help="What makes it due; after its id if not said.")
    ] = None,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT", help="What it tells people, in one sentence.")
    ] = None,
    class_: Annotated[
        Class, typer.Option("--class", help="Whether people need it, or we would like them to have it.")
    ] = Class.TRANSACTIONAL,
    workspace: Folder = None,
) -> None:
    """Add a notification: its catalogue entry, a template, words and a sample.

    Every other byte of notifications.yaml stays as it is.
    """
    from rich.text import Text

    from notify.starter.addition import Wanted, prepare_notification, write_notification

    root = open_root(workspace)
    addition = prepare_notification(root, Wanted(id_, category, class_.value, topic, event, description))
    written = write_notification(addition)
    console = make_console()
    for name in written:
        console.print(Text(f"  {name}"), soft_wrap=True)
    if not addition.declared:
        show_note(make_console(stderr=True), f"`{addition.event}` is not among the `events` of the catalogue yet.")
    console.print(Text(f"`{id_}` is added. Next:"), soft_wrap=True)
    inside = f" --workspace {shlex.quote(str(workspace))}" if workspace else ""
    for command, meaning in (
        (f"notify preview {id_}{inside}", "what people get"),
        (f"notify show {id_}{inside}", "all that is known of it"),
    ):
        console.print(Text.assemble("  ", (command, "bold"), f"  {meaning}"), soft_wrap=True)
