"""`notify relay`: the places that messages can be sent to, and whether sending there would work."""

import dataclasses
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from notify.cli.console import counted, make_console, write_lines
from notify.cli.options import Folder, Listing, ListingFormat
from notify.cli.workspace import complete_relay, open_workspace

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from notify.delivery.checkup.step import Step


def list_(format_: Listing = ListingFormat.TABLE, workspace: Folder = None) -> None:
    """List the relays: the outbox, which is always there, and those of the catalogue.

    Of a secret, only the environment variable that holds it is shown.
    """
    from notify.delivery.roster import list_relays

    relays = list_relays(open_workspace(workspace).catalogue)
    if format_ is ListingFormat.JSON:
        write_lines([json.dumps({"version": 1, "relays": relays}, ensure_ascii=False, indent=2)])
    else:
        make_console().print(_table(relays))


def check(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which mail server of the catalogue.", autocompletion=complete_relay)
    ],
    to: Annotated[str | None, typer.Option("--to", metavar="ADDRESS", help="Whom to ask the server for.")] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="ADDRESS", help="Who would send; otherwise the catalogue's sender.")
    ] = None,
    format_: Listing = ListingFormat.TABLE,
    workspace: Folder = None,
) -> None:
    """Talk with a mail server as far as it goes without sending, and say what would keep mail from arriving."""
    from notify.delivery.checkup.checkup import check_relay

    opened = open_workspace(workspace)
    human = format_ is ListingFormat.TABLE
    # A server that does not answer is waited for.
    with make_console(stderr=True).status(f"Talking with {name}"):
        steps = check_relay(
            opened,
            name,
            os.environ,
            sender=from_ or opened.catalogue.defaults.from_,
            recipient=to,
            now=datetime.now(UTC),
        )
    if human:
        console = make_console()
        console.print(_checklist(steps))
        failed = sum(step.ok is False for step in steps)
        console.print(_verdict(failed), style="bold")
    else:
        document = {"version": 1, "relay": name, "steps": [dataclasses.asdict(step) for step in steps]}
        write_lines([json.dumps(document, ensure_ascii=False, indent=2)])
    if any(step.ok is False for step in steps):
        raise typer.Exit(1)


def _table(relays: "list[dict[str, Any]]") -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    rows = [_cells(relay) for relay in relays]
    for heading in rows[0]:
        # What has to be read exactly stays on one line; the lists at the end go on below.
        longest = max(row[heading].cell_len for row in rows)
        table.add_column(heading, overflow="fold", min_width=min(longest, 32) if heading in {"name", "to"} else None)
    for row in rows:
        table.add_row(*row.values())
    return table


def _cells(relay: "dict[str, Any]") -> "dict[str, Text]":
    from rich.text import Text

    name = Text(relay["name"], style="bold")
    if relay["production"]:
        name.append(" production", style="red")
    allowed = "anybody, as files" if relay["folder"] else ", ".join(relay["allow"]) or "nobody"
    port = f":{relay['port']}" if relay["port"] else ""
    return {
        "name": name,
        "kind": Text(relay["kind"]),
        "to": Text(relay["folder"] or f"{relay['host']}{port}"),
        "security": Text(relay["security"] or ""),
        "login": Text(" ".join(relay[part] for part in ("username", "password", "secret") if relay[part])),
        "may send to": Text(f"{allowed}; all goes to {relay['redirect']}" if relay["redirect"] else allowed),
    }


def _verdict(failed: int) -> str:
    if not failed:
        return "Nothing was sent, and nothing is in the way."
    return f"Nothing was sent. {counted(failed, 'step')} failed."


def _checklist(steps: "Sequence[Step]") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    signs = {True: Text("✓", style="green"), False: Text("✗", style="bold red"), None: Text("·", style="dim")}
    for step in steps:
        took = "" if step.milliseconds is None else f"{step.milliseconds:,} ms"
        said = Text(step.detail, style="dim" if step.ok is None else "")
        if step.cure:
            said.append("\n").append("help: ", style="bold cyan").append(step.cure)
        table.add_row(signs[step.ok], Text(step.step, style="bold"), took, said)
    return table
