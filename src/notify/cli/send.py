"""`notify send`: test messages through a relay; into the outbox unless another is named."""

import dataclasses
import json
import os
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from notify.cli.cache import open_cache
from notify.cli.console import counted, make_console, read_or_not, write_lines
from notify.cli.messages import leave, render_messages
from notify.cli.options import (
    Assignments,
    Channels,
    DataFile,
    Folder,
    Jobs,
    Listing,
    ListingFormat,
    Locales,
    NoCache,
    Relay,
    Samples,
)
from notify.cli.workspace import complete_notification, open_workspace
from notify.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from notify.delivery.transport import Outgoing, Receipt


def send(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...", help="Which notifications: ids or globs.", autocompletion=complete_notification
        ),
    ],
    to: Annotated[list[str], typer.Option("--to", metavar="ADDRESS", help="To whom; can be repeated.")],
    relay: Relay = "outbox",
    locale: Locales = None,
    sample: Samples = None,
    channel: Channels = None,
    data: DataFile = None,
    set_: Assignments = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but hand over.")] = False,
    as_is: Annotated[bool, typer.Option("--as-is", help="Do not put [TEST locale] before the subject.")] = False,
    reproducible: Annotated[
        bool, typer.Option("--reproducible", help="The same bytes every time, with a fixed date; for the outbox.")
    ] = False,
    format_: Listing = ListingFormat.TABLE,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    workspace: Folder = None,
) -> None:
    """Send test messages: every notification, locale and sample asked for, to every address.

    Without --relay they go to the outbox: files in .notify/outbox that any mail program opens. Nothing is sent.
    """
    from notify.delivery.inline import InlineImages
    from notify.delivery.journal import make_run_id
    from notify.delivery.outbox import RELAY
    from notify.delivery.run import find_guard, find_signer, hand_over
    from notify.delivery.send import FIXED_DATE, FIXED_TOKEN, address_messages
    from notify.delivery.transport import DryRun

    if reproducible and relay != RELAY and not dry_run:
        raise UsageError(
            "`--reproducible` gives each message the Message-ID that it had before, and servers drop what they know.",
            hint="Leave out `--relay`, and take the files from the outbox.",
        )

    cache = open_cache(no_cache=no_cache)
    opened = open_workspace(workspace, cache)
    now, token = datetime.now(UTC), secrets.token_hex(4)
    run = make_run_id(now, token)
    guard, signer = find_guard(opened, relay, os.environ), find_signer(opened, relay, os.environ)
    messages = list(
        render_messages(
            opened,
            ids,
            leave,
            jobs=jobs,
            cache=cache,
            channels=channel,
            locales=locale,
            samples=sample,
            data=data,
            assignments=set_,
        )
    )
    outgoings = address_messages(
        messages,
        list(dict.fromkeys(to)),
        now=FIXED_DATE if reproducible else now,
        token=FIXED_TOKEN if reproducible else token,
        as_is=as_is,
        redirect=guard.redirect,
        images=InlineImages(opened.root),
        signer=signer,
    )
    human = format_ is ListingFormat.TABLE
    console = make_console()
    if human:
        with read_or_not():
            _announce(console, outgoings, len(messages), relay)
    receipts = []
    sending = (
        DryRun(relay).hand_over_all(outgoings) if dry_run else hand_over(opened, relay, run, outgoings, os.environ)
    )
    for outgoing, receipt in sending:
        receipts.append(receipt)
        if human:
            with read_or_not():
                _show(console, outgoing, receipt)
    with read_or_not():
        if human:
            _sum_up(console, receipts, run, dry_run=dry_run)
        else:
            document = {"version": 1, "run": run, "receipts": [dataclasses.asdict(receipt) for receipt in receipts]}
            write_lines([json.dumps(document, ensure_ascii=False, indent=2)])
    if any(receipt.outcome not in {"sent", "written", "dry_run"} for receipt in receipts):
        raise typer.Exit(1)


def _announce(console: "Console", outgoings: "Sequence[Outgoing]", messages: int, relay: str) -> None:
    recipients = len({outgoing.recipient for outgoing in outgoings})
    of_what = f"{counted(messages, 'message')}, {counted(recipients, 'recipient')}"
    console.print(
        f"{len(outgoings)} to hand over ({of_what}) to {relay}",
        style="bold",
        markup=False,
    )


def _show(console: "Console", outgoing: "Outgoing", receipt: "Receipt") -> None:
    from rich.text import Text

    name = f"{receipt.notification}.{receipt.channel}.{receipt.locale}.{receipt.sample}"
    line = Text.assemble((str(receipt.outcome), "bold"), f"  {name}  to {receipt.recipient}")
    if receipt.path:
        line.append(f"\n  {receipt.path}")
    console.print(line, soft_wrap=True)
    composed = outgoing.composed
    if receipt.outcome == "dry_run" and composed:
        head = composed.content.partition(b"\r\n\r\n")[0].decode()
        console.print(Text(f"  envelope: {composed.sender} to {composed.recipient}, {len(composed.content):,} bytes"))
        console.print(Text("\n".join(f"    {field}" for field in head.splitlines())), soft_wrap=True)


def _sum_up(console: "Console", receipts: "Sequence[Receipt]", run: str, *, dry_run: bool) -> None:
    ends = ", ".join(f"{count} {end}" for end, count in Counter(receipt.outcome for receipt in receipts).items())
    after = "Nothing was handed over. Leave out --dry-run to do it." if dry_run else f"notify outbox {run} lists them."
    console.print(f"{ends}. {after}", markup=False, soft_wrap=True)
