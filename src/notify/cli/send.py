"""`notify send`: test messages through a relay; into the outbox unless another is named."""

import os
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from notify.cli.cache import open_cache
from notify.cli.consent import ask_first
from notify.cli.console import counted, make_console, read_or_not
from notify.cli.handover import HandOver, all_good
from notify.cli.messages import leave, make_wish, render_requests
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
from notify.cli.resumption import go_on
from notify.cli.runs import complete_run
from notify.cli.workspace import choose_notifications, complete_notification, open_workspace
from notify.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from notify.delivery.people.plan import Plan
    from notify.delivery.people.recipients import Recipient
    from notify.delivery.route import Route
    from notify.render.message import Message

_OUTBOX: Final = "outbox"


def send(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID...",
            help="Which notifications: ids or globs.",
            autocompletion=complete_notification,
            show_default=False,
        ),
    ] = None,
    to: Annotated[list[str] | None, typer.Option("--to", metavar="ADDRESS", help="To whom; can be repeated.")] = None,
    recipients: Annotated[
        Path | None,
        typer.Option(
            "--recipients",
            metavar="FILE",
            help="To whom as well: CSV with a header, or a YAML list. `address`, `locale`, and data for each.",
        ),
    ] = None,
    relay: Relay = _OUTBOX,
    locale: Locales = None,
    sample: Samples = None,
    channel: Channels = None,
    data: DataFile = None,
    set_: Assignments = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but hand over.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Send more than 20 messages, or by a production relay, without asking.")
    ] = False,
    as_is: Annotated[bool, typer.Option("--as-is", help="Do not put [TEST locale] before the subject.")] = False,
    reproducible: Annotated[
        bool, typer.Option("--reproducible", help="The same bytes every time, with a fixed date; for the outbox.")
    ] = False,
    resume: Annotated[
        str | None,
        typer.Option(
            "--resume",
            metavar="RUN",
            help="Hand over what a run left; `last` is the newest with anything left. Takes no ids.",
            autocompletion=complete_run,
        ),
    ] = None,
    retry_unknown: Annotated[
        bool,
        typer.Option("--retry-unknown", help="With --resume: also what may have arrived. Some may get it twice."),
    ] = False,
    format_: Listing = ListingFormat.TABLE,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    workspace: Folder = None,
) -> None:
    """Send test messages: every notification, locale and sample asked for, to every address.

    Without --relay they go to the outbox: files in .notify/outbox that any mail program opens. Nothing is sent.
    """
    human = format_ is ListingFormat.TABLE
    if resume is not None:
        _refuse_a_choice(
            ids, to, recipients, relay != _OUTBOX, locale, sample, channel, data, set_, as_is, reproducible
        )
        go_on(resume, workspace, retry_unknown=retry_unknown, dry_run=dry_run, yes=yes, human=human)
        return
    _refuse_what_makes_no_sense(ids, relay, retry_unknown=retry_unknown, keeps_ids=reproducible and not dry_run)
    everybody = _read_recipients(to, recipients)

    from notify.delivery.compose.inline import InlineImages
    from notify.delivery.compose.send import FIXED_DATE, FIXED_TOKEN, address_messages
    from notify.delivery.outbox.journal import make_run_id
    from notify.delivery.people.plan import make_plan
    from notify.delivery.route import find_route
    from notify.delivery.run import find_signer, hand_over, refuse_kind
    from notify.delivery.smtp.pace import Retries
    from notify.delivery.transport import DryRun

    cache = open_cache(no_cache=no_cache)
    opened = open_workspace(workspace, cache)
    now, token = datetime.now(UTC), secrets.token_hex(4)
    route, signer = find_route(opened, relay, os.environ), find_signer(opened, relay, os.environ)
    if not dry_run:
        refuse_kind(opened, relay)
    wish = make_wish(ids, channels=channel, locales=locale, samples=sample, data=data, assignments=set_)
    plan = make_plan(opened, choose_notifications(opened, ids or ()), wish, everybody)
    route.check_channels(part.request.channel for part in plan.parts)
    # Where there are mistakes, rendering finds the others, and nothing is sent.
    admitted = 0 if plan.mistakes else sum(route.guard.admits(address) for address in plan.addresses)
    if not plan.mistakes:
        if human:
            with read_or_not():
                _announce(make_console(), plan, route, admitted)
        if not dry_run:
            ask_first(route, admitted, yes=yes)
    rendered = render_requests(opened, plan.selection, leave, jobs=jobs, cache=cache)
    outgoings = address_messages(
        _with_recipients(rendered, plan),
        now=FIXED_DATE if reproducible else now,
        token=FIXED_TOKEN if reproducible else token,
        as_is=as_is,
        redirect=route.guard.redirect,
        images=InlineImages(opened.root),
        signer=signer,
    )
    run_id = make_run_id(now, token[:3])
    run = HandOver(None if dry_run else run_id, opened.root, workspace, human)
    if dry_run:
        from notify.cli.rehearsal import show_composed, show_findings_of, what_would_send

        rehearsal = DryRun(relay, route.guard).hand_over_all(outgoings)
        receipts = run.follow(rehearsal, len(outgoings), show_composed)
        if human:
            with read_or_not():
                show_findings_of(make_console(), opened, [part.request for part in plan.parts], cache)
        run.sum_up(receipts, what_would_send(route, admitted))
    else:
        retries = Retries(on_retry=run.tell_retry)
        receipts = run.follow(hand_over(opened, relay, run_id, outgoings, os.environ, retries), len(outgoings))
        run.sum_up(receipts)
    if not all_good(receipts):
        raise typer.Exit(1)


def _refuse_a_choice(*chosen: object) -> None:
    if any(chosen):
        hint = "Leave out everything but `--resume`, `--retry-unknown`, `--dry-run` and `--yes`."
        raise UsageError("A run goes on with its own messages, recipients and relay.", hint=hint)


def _refuse_what_makes_no_sense(ids: Sequence[str] | None, relay: str, *, retry_unknown: bool, keeps_ids: bool) -> None:
    if retry_unknown:
        raise UsageError("`--retry-unknown` is for a run that there was.", hint="Name it with `--resume RUN`.")
    if not ids:
        hint = "Name one, such as `notify send welcome --to you@example.com`; `notify list` shows them."
        raise UsageError("Which notification is to be sent?", hint=hint)
    if keeps_ids and relay != _OUTBOX:
        raise UsageError(
            "`--reproducible` gives each message the Message-ID that it had before, and servers drop what they know.",
            hint="Leave out `--relay`, and take the files from the outbox.",
        )


def _read_recipients(to: Sequence[str] | None, file: Path | None) -> "list[Recipient]":
    from notify.delivery.people.recipients import named_recipients, read_recipients

    if not to and file is None:
        hint = "Write `--to you@example.com`, or name a file of them with `--recipients`."
        raise UsageError("To whom is this to be sent?", hint=hint)
    # A whole path: what is wrong in the file is said with a place that works from here, and not from the workspace.
    return [*named_recipients(to or ()), *(read_recipients(file.absolute()) if file else ())]


def _with_recipients(rendered: "Iterable[Message]", plan: "Plan") -> "Iterable[tuple[Message, list[str]]]":
    """Each message with those who get it; nothing, but every mistake, where the plan has any."""
    if plan.mistakes:
        for _ in rendered:
            pass
    for message, part in zip(rendered, plan.parts, strict=False):
        yield message, [recipient.address for recipient in part.recipients]


def _announce(console: "Console", plan: "Plan", route: "Route", admitted: int) -> None:
    """Counts what would be sent, before it is."""
    requests, addresses = [part.request for part in plan.parts], plan.addresses
    ids = list(dict.fromkeys(request.notification.id for request in requests))
    locales = list(dict.fromkeys(request.locale for request in requests))
    what = f"{_named(ids, 'notification')} in {_named(locales, 'locale')}"
    where = "into the outbox" if not route.leaves else f"through {route.relay}"
    where += f" to {route.host}" if route.host else ""
    whom = counted(len({recipient.identity for part in plan.parts for recipient in part.recipients}), "recipient")
    console.print(
        f"{counted(len(addresses), 'message')}: {what}, to {whom}, {where}", style="bold", markup=False, soft_wrap=True
    )
    if admitted < len(addresses):
        blocked = f"{len(addresses) - admitted:,} of them will be blocked: the relay may not send to their recipients."
        console.print(blocked, markup=False, soft_wrap=True)
    if route.guard.redirect:
        console.print(f"Everything goes to {route.guard.redirect} instead.", markup=False, soft_wrap=True)
    if plan.repeated:
        some = ", ".join(recipient.address for recipient in plan.repeated[:3])
        more = f" and {len(plan.repeated) - 3:,} more" if len(plan.repeated) > 3 else ""
        said = f"Named more than once, and sent to once: {some}{more}."
        console.print(said, markup=False, soft_wrap=True)


def _named(names: Sequence[str], noun: str) -> str:
    return ", ".join(names) if len(names) <= 4 else counted(len(names), noun)
