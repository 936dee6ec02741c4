"""`notify send --resume`: a run that was broken off, or put off, goes on with the very messages that it had."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from notify.cli.consent import ask_first
from notify.cli.console import counted, make_console, read_or_not, show_note
from notify.cli.handover import HandOver, all_good
from notify.cli.runs import choose_open_run
from notify.cli.workspace import open_workspace

if TYPE_CHECKING:
    from notify.delivery.outbox.journal import Entry, Run
    from notify.delivery.route import Route


def go_on(name: str, workspace: Path | None, *, retry_unknown: bool, dry_run: bool, yes: bool, human: bool) -> None:
    """Hands over what the run of that name left, and says first what that is.

    What may have arrived is left alone unless `retry_unknown`; then, and where something does not end well, the program
    exits with 1.
    """
    from notify.delivery.route import find_route
    from notify.delivery.run import rehearse, relay_of, resume
    from notify.delivery.smtp.pace import Retries

    opened = open_workspace(workspace)
    run = choose_open_run(opened.root, name)
    relay = relay_of(run)
    route = find_route(opened, relay, os.environ)
    unknown = [entry for entry in run.entries if entry.unknown]
    left = [entry for entry in run.entries if entry.left or (retry_unknown and entry.unknown)]
    if human:
        with read_or_not():
            said = " ".join(_what_there_is(run, route, unknown, retry_unknown=retry_unknown))
            make_console().print(said, style="bold", markup=False, soft_wrap=True)
    before = frozenset(entry.number for entry in run.entries) - {entry.number for entry in left}
    telling = HandOver(run.id, opened.root, workspace, human, before)
    if dry_run:
        receipts = rehearse(opened, run, os.environ, retry_unknown=retry_unknown)
        telling.sum_up(receipts, ["Nothing was handed over. Leave out --dry-run to do it."])
        if not all_good(receipts):
            raise typer.Exit(1)
        return
    ask_first(route, len(left), yes=yes)
    sending = resume(opened, run, os.environ, retry_unknown=retry_unknown, retries=Retries(on_retry=telling.tell_retry))
    receipts = telling.follow(sending, len(left)) if left else []
    alone = [] if retry_unknown else unknown
    telling.sum_up(receipts, [] if left else _nothing(alone))
    if alone and not human:
        with read_or_not():
            said = f"left alone, since they may have arrived: {counted(len(alone), 'message')}."
            show_note(make_console(stderr=True), said)
    if alone or not all_good(receipts):
        raise typer.Exit(1)


def _what_there_is(run: "Run", route: "Route", unknown: "Sequence[Entry]", *, retry_unknown: bool) -> Iterator[str]:
    counts = [f"{sum(entry.state == state for entry in run.entries):,} {state}" for state in ("queued", "deferred")]
    yield f"Run {run.id}, through {route.relay} to {route.host}: {', '.join(counts)}."
    if unknown and retry_unknown:
        yield f"{counted(len(unknown), 'message')} may have arrived already, and will be sent again."
    elif unknown:
        yield f"{counted(len(unknown), 'message')} may have arrived already, and will be left alone;"
        yield "--retry-unknown sends them again, and some people may get them twice."


def _nothing(alone: "Sequence[Entry]") -> list[str]:
    return ["Nothing is left to hand over but what may have arrived." if alone else "Nothing is left to hand over."]
