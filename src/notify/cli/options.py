"""Options and arguments that several commands share: one spelling, one meaning, one help text."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from notify.cli.workspace import complete_locale, complete_notification, complete_relay


class ListingFormat(StrEnum):
    """How a listing is printed."""

    TABLE = "table"
    JSON = "json"


class Channel(StrEnum):
    """Where a message is read; `all` is every channel that a notification has."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    IN_APP = "in_app"
    WHATSAPP = "whatsapp"
    ALL = "all"


Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="The folder with notifications.yaml; otherwise the nearest from here upwards.",
        file_okay=False,
        exists=True,
    ),
]
Ids = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...",
        help="Which notifications: ids or globs such as 'access-*'; all if none.",
        autocompletion=complete_notification,
    ),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="Which notification.", autocompletion=complete_notification)]
Locales = Annotated[
    list[str] | None,
    typer.Option(
        "--locale",
        "-l",
        metavar="LOCALE",
        help="In which language, or `all`; can be repeated.",
        autocompletion=complete_locale,
    ),
]
Samples = Annotated[
    list[str] | None,
    typer.Option("--sample", "-s", metavar="NAME", help="With which sample data, or `all`; can be repeated."),
]
Channels = Annotated[
    list[Channel] | None,
    typer.Option("--channel", "-c", help="For which channel, or `all`; can be repeated."),
]
DataFile = Annotated[
    str | None,
    typer.Option("--data", metavar="FILE", help="YAML or JSON data over the sample's; - reads standard input."),
]
Assignments = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="One value over all others, as user.first_name=Ana; can be repeated."
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        help="How many processes share the work of a hundred messages or more; one a processor core if not said.",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option("--no-cache", help="Compile everything anew, and neither use nor change what is kept."),
]
Relay = Annotated[
    str,
    typer.Option(
        "--relay",
        metavar="NAME",
        help="Where to send; the outbox writes files and sends nothing.",
        autocompletion=complete_relay,
    ),
]
Listing = Annotated[ListingFormat, typer.Option("--format", help="For people or for programs.")]
