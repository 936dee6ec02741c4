"""What the linter says of the messages that are looked at."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from notify.cache import Cache
from notify.catalogue.load import Workspace
from notify.catalogue.locale import PSEUDO
from notify.catalogue.model.notification import Notification
from notify.files import Snapshot
from notify.lint.finding import SEVERITIES, Finding
from notify.render.message import Message
from notify.render.selection import ALL

if TYPE_CHECKING:
    from notify.lint.linter import Report


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found in a notification, in all its messages, and how many rules went wrong themselves."""

    findings: Sequence[Finding]
    crashes: int

    def about(self, messages: Sequence[Message]) -> list[Finding]:
        """The findings that concern some of these messages, the gravest first."""
        concerned = [each for each in self.findings if any(_concerns(each, message) for message in messages)]
        return sorted(concerned, key=lambda each: SEVERITIES.index(each.severity))


def inspect(
    workspace: Workspace, notification: Notification, now: datetime, cache: Cache, *, pseudo: bool
) -> Inspected:
    """Has the linter look at one notification in every locale, as `notify lint` does with the catalogue's settings.

    In the pseudo-locale only where `pseudo` asks for it. `now` says which day it is, for ignores with an end, and what
    relative times are counted from. What was found is kept in the cache until something in the workspace changes, or
    the day: to load the linter takes longer than to render a message.
    """
    locales = [ALL, *([PSEUDO] if pseudo else [])]
    asked = [notification.id, now.date().isoformat(), *locales]
    before = Snapshot.take(_paths(workspace.root))
    name = cache.name("inspected", [repr(asked).encode(), workspace.document.text.encode(), *before.contents])
    known = cache.read(name)
    if isinstance(known, Inspected):
        return known
    report = _lint(workspace, notification, locales, now, cache)
    inspected = Inspected(report.findings, len(report.crashes))
    # What is saved while it is looked at may or may not have been seen.
    if not report.crashes and Snapshot.take(_paths(workspace.root)) == before:
        cache.write(name, inspected)
    return inspected


def _lint(
    workspace: Workspace, notification: Notification, locales: Sequence[str], now: datetime, cache: Cache
) -> "Report":
    from notify.lint.linter import Scope, lint
    from notify.lint.settings import settle
    from notify.render.render import Renderer

    scope = Scope(workspace, (), [notification], locales, now.date())
    return lint(scope, settle(workspace), partial(Renderer, workspace, now, cache), cache=cache)


def _concerns(finding: Finding, message: Message) -> bool:
    """Whether something was found in a message, or in what it is made from."""
    return (
        finding.channel in {None, message.channel}
        and (not finding.samples or message.sample in finding.samples)
        and (not finding.locales or not {message.locale, message.locale_used}.isdisjoint(finding.locales))
    )


def _paths(root: Path) -> Iterator[Path]:
    """All that the linter may look at beside the catalogue: every file for messages, and every folder."""
    for folder, names, files in os.walk(root / "templates"):
        names.sort()
        yield Path(folder)
        yield from (Path(folder, file) for file in sorted(files))
