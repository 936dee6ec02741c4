"""A dry run: everything that would be handed over, looked at, and which flag would really send."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from notify.cache import Cache
from notify.cli.consent import FEW
from notify.cli.console import counted, shown_place
from notify.cli.handover import title

if TYPE_CHECKING:
    from rich.console import Console

    from notify.catalogue.load import Workspace
    from notify.catalogue.model.notification import Notification
    from notify.delivery.route import Route
    from notify.delivery.transport import Outgoing, Receipt
    from notify.lint.finding import Finding
    from notify.render.selection import Request


def show_composed(console: "Console", outgoing: "Outgoing", receipt: "Receipt") -> None:
    """What one message would be handed over as: its envelope, size and header."""
    from rich.text import Text

    console.print(title(outgoing, receipt), soft_wrap=True)
    composed = outgoing.composed
    if composed and receipt.outcome == "dry_run":
        head = composed.content.partition(b"\r\n\r\n")[0].decode()
        console.print(Text(f"  envelope: {composed.sender} to {composed.recipient}, {len(composed.content):,} bytes"))
        console.print(Text("\n".join(f"    {field}" for field in head.splitlines())), soft_wrap=True)


def show_findings_of(console: "Console", workspace: "Workspace", requests: "Sequence[Request]", cache: Cache) -> None:
    """What the linter finds in these messages with their samples: errors whole, and the others counted."""
    from rich.text import Text

    notifications = list({request.notification.id: request.notification for request in requests}.values())
    locales = list(dict.fromkeys(request.locale for request in requests))
    command = f"notify lint {' '.join(each.id for each in notifications)}"
    if len(notifications) * len(locales) > FEW:
        # It would take longer than everything else.
        console.print(f"The linter was not asked about so many; {command} does.", markup=False, soft_wrap=True)
        return
    channels = {request.channel for request in requests}
    findings = [
        finding
        for finding in _lint(workspace, notifications, locales, cache)
        if finding.notification in workspace.catalogue.notifications and finding.channel in {None, *channels}
    ]
    for finding in findings:
        if finding.severity == "error":
            place = shown_place(finding.position, workspace.root)
            console.print(
                Text.assemble(("error: ", "bold red"), f"{finding.message} {finding.code} at {place}"), soft_wrap=True
            )
    counts = Counter(finding.severity for finding in findings)
    said = ", ".join(counted(counts[grave], grave) for grave in ("error", "warning") if counts[grave])
    if said:
        console.print(f"{command} finds {said}.", markup=False, soft_wrap=True)


def _lint(
    workspace: "Workspace", notifications: "Sequence[Notification]", locales: Sequence[str], cache: Cache
) -> "Sequence[Finding]":
    from notify.lint.linter import Scope, lint
    from notify.lint.settings import settle
    from notify.render.render import Renderer

    now = datetime.now(UTC)
    scope = Scope(workspace, [], notifications, locales, now.date())
    return lint(scope, settle(workspace), partial(Renderer, workspace, now, cache), cache=cache).findings


def what_would_send(route: "Route", messages: int) -> Iterator[str]:
    """What to type for it to be done."""
    yield "Nothing was handed over."
    if route.leaves and route.host is None:
        yield f"This version cannot send through {route.relay}, which is no mail server."
    elif not route.leaves:
        yield "Leave out --dry-run to write it into the outbox, or name a server with --relay to send it."
    elif route.production or messages > FEW:
        yield "Leave out --dry-run to send it; without a terminal, add --yes."
    else:
        yield "Leave out --dry-run to send it."
