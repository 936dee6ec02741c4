"""`notify outbox`: the runs so far, and the messages of one."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notify.cli.console import make_console, show_note, write_lines
from notify.cli.handover import count_ends, reply_lines
from notify.cli.options import Folder, Listing, ListingFormat
from notify.cli.runs import choose_run, complete_run
from notify.cli.workspace import open_root
from notify.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from notify.delivery.outbox.journal import Run


def outbox(
    run: Annotated[
        str | None,
        typer.Argument(
            metavar="[RUN]", help="Which run; `last` is the newest that was sent.", autocompletion=complete_run
        ),
    ] = None,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="Which message of the run to show.")] = None,
    open_: Annotated[
        bool, typer.Option("--open", help="Open the message's file with the program that is there for it.")
    ] = False,
    format_: Listing = ListingFormat.TABLE,
    workspace: Folder = None,
) -> None:
    """List what was sent: the runs, the messages of a run, or one message as it was written and what became of it."""
    from notify.delivery.outbox.journal import read_runs

    root = open_root(workspace)
    chosen = [choose_run(root, run)] if run else read_runs(root)
    console = make_console()
    if open_:
        _open(root, chosen[0] if run else None, number)
    elif number is not None:
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


def _open(root: Path, run: "Run | None", number: int | None) -> None:
    from notify.delivery.outbox.outbox import find_file

    if run is None or number is None:
        raise UsageError("Which message is to be opened?", hint="Name it: `notify outbox last 1 --open`.")
    path = find_file(root, run, number)
    if typer.launch(str(path)):
        raise UsageError("There is no program that opens it.", hint=f"Open {path} with a mail program.")


def _show_message(console: "Console", root: Path, run: "Run", number: int) -> None:
    from rich.text import Text

    from notify.delivery.outbox.journal import RELAY
    from notify.delivery.outbox.outbox import end_of, find_entry, read_message
    from notify.delivery.people.guard import is_redirected

    entry = find_entry(run, number)
    message = read_message(root, run, number)
    line = Text.assemble((end_of(entry), "bold"), f"  to {entry.recipient or 'nobody'} through {entry.relay or RELAY}")
    if entry.rcpt_to and is_redirected(entry.recipient or "", entry.rcpt_to):
        line.append(f", redirected to {entry.rcpt_to}")
    for said in reply_lines(entry.reply or ""):
        line.append(f"\n  {said}")
    console.print(line, soft_wrap=True)
    console.print()
    console.print(Text("\n".join(f"{name}: {value}" for name, value in message.headers)), soft_wrap=True)
    console.print()
    console.print(Text(message.text), soft_wrap=True)


def _describe(run: "Run") -> dict[str, object]:
    from notify.delivery.outbox.outbox import end_of

    messages = [dataclasses.asdict(entry) | {"end": end_of(entry).replace(" ", "_")} for entry in run.entries]
    return {"run": run.id, "relay": _relay(run), "messages": messages, "damaged": run.damaged}


def _relay(run: "Run") -> str:
    from notify.delivery.outbox.journal import RELAY

    return run.relay or RELAY


def _runs_table(runs: "list[Run]") -> "Table":
    from rich.table import Table
    from rich.text import Text

    from notify.delivery.outbox.outbox import end_of

    table = Table("run", "relay", "messages", "ends", box=None, pad_edge=False, header_style="bold")
    for run in runs:
        ends = count_ends(sorted(end_of(entry) for entry in run.entries))
        table.add_row(Text(run.id), Text(_relay(run)), str(len(run.entries)), Text(ends))
    return table


def _messages_table(run: "Run") -> "Table":
    from rich.table import Table
    from rich.text import Text

    from notify.delivery.outbox.journal import OUTBOX, RELAY
    from notify.delivery.outbox.outbox import end_of

    table = Table("", "message", "to", "end", "file", box=None, pad_edge=False, header_style="bold")
    for entry in run.entries:
        name = " ".join(filter(None, (entry.notification, entry.channel, entry.locale, entry.sample)))
        file = (entry.path or "").rpartition("/")[2]
        cells = (str(entry.number), name, entry.recipient or "", end_of(entry), file)
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    through = "" if _relay(run) == RELAY else f", through {_relay(run)}"
    table.title = Text(f"{OUTBOX}/{run.id}{through}")
    table.title_justify = "left"
    return table
