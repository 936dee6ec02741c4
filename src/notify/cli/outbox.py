"""`notify outbox`: the runs so far, and the messages of one."""

import dataclasses
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notify.cli.console import make_console, show_note, write_lines
from notify.cli.options import Folder, Listing, ListingFormat
from notify.cli.workspace import open_root

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from notify.delivery.journal import Entry, Run


def complete_run(incomplete: str) -> list[str]:
    """The runs that start with what is typed."""
    from notify.delivery.journal import read_runs
    from notify.errors import NotifyError

    try:
        return [run.id for run in read_runs(open_root(None)) if run.id.startswith(incomplete)]
    except NotifyError:
        return []


def outbox(
    run: Annotated[
        str | None,
        typer.Argument(metavar="[RUN]", help="Which run; `last` is the newest.", autocompletion=complete_run),
    ] = None,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="Which message of the run to show.")] = None,
    format_: Listing = ListingFormat.TABLE,
    workspace: Folder = None,
) -> None:
    """List what was sent into the outbox: the runs, the messages of a run, or one message as it was written."""
    from notify.delivery.journal import read_run, read_runs

    root = open_root(workspace)
    runs = read_runs(root)
    if run == "last" and runs:
        run = runs[-1].id
    chosen = [read_run(root, run)] if run else runs
    console = make_console()
    if number is not None:
        _show_message(console, root, chosen[0], number)
    elif format_ is ListingFormat.JSON:
        described = {"version": 1, "runs": [_describe(each) for each in chosen]}
        write_lines([json.dumps(described, ensure_ascii=False, indent=2)])
    elif not chosen:
        console.print("The outbox is empty. `notify send ID --to you@example.com` writes into it.", markup=False)
    else:
        console.print(_messages_table(chosen[0]) if run else _runs_table(chosen))
        for each in chosen:
            if each.damaged:
                places = ", ".join(str(line) for line in each.damaged)
                show_note(make_console(stderr=True), f"the journal of {each.id} is damaged; skipped line {places}.")


def _show_message(console: "Console", root: Path, run: "Run", number: int) -> None:
    from rich.text import Text

    from notify.delivery.outbox import read_message

    message = read_message(root, run, number)
    console.print(Text("\n".join(f"{name}: {value}" for name, value in message.headers)), soft_wrap=True)
    console.print()
    console.print(Text(message.text), soft_wrap=True)


def _describe(run: "Run") -> dict[str, object]:
    return {"run": run.id, "messages": [dataclasses.asdict(entry) for entry in run.entries], "damaged": run.damaged}


def _end(entry: "Entry") -> str:
    # A run that was broken off leaves messages queued or half handed over: in the outbox, that is no file.
    return entry.state if entry.ended else "not written"


def _runs_table(runs: "list[Run]") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table("run", "messages", "ends", box=None, pad_edge=False, header_style="bold")
    for run in runs:
        ends = Counter(_end(entry) for entry in run.entries)
        said = ", ".join(f"{count} {state}" for state, count in sorted(ends.items()))
        table.add_row(Text(run.id), str(len(run.entries)), Text(said))
    return table


def _messages_table(run: "Run") -> "Table":
    from rich.table import Table
    from rich.text import Text

    from notify.delivery.journal import OUTBOX

    table = Table("", "message", "to", "end", "file", box=None, pad_edge=False, header_style="bold")
    for entry in run.entries:
        name = f"{entry.notification} {entry.channel} {entry.locale} {entry.sample}"
        file = (entry.path or "").rpartition("/")[2]
        cells = (str(entry.number), name, entry.recipient or "", _end(entry), file)
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    table.title = Text(f"{OUTBOX}/{run.id}")
    table.title_justify = "left"
    return table
