"""The linter: what there is to look at, looked at by the rules, and what they found brought together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.errors import NotifyError
from notify.lint.finding import Finding, Worst
from notify.lint.inspection import Crash, Found, Inspector, Outcome, apply
from notify.lint.rulebook import all_rules, named
from notify.lint.settings import Settings
from notify.lint.views.catalogue import CatalogueView
from notify.lint.views.ignore import IgnoreView
from notify.render.crew import share_out
from notify.render.render import Renderer


@dataclass(frozen=True)
class Report:
    """What the linter found, by file, line and rule, and which rules went wrong themselves."""

    findings: Sequence[Finding]
    crashes: Sequence[Crash]


def lint(
    workspace: Workspace,
    mistakes: Sequence[NotifyError],
    notifications: Sequence[Notification],
    settings: Settings,
    *,
    locales: Sequence[str],
    today: date,
    make_renderer: Callable[[], Renderer],
    workers: int = 1,
) -> Report:
    """Looks at the catalogue and at these notifications in these locales, with every sample and channel.

    `mistakes` are what loading the catalogue refused. Entries of `lint.ignore` hide findings until their day is over.
    """
    rules = settings.selected()
    outcomes: list[Outcome] = list(apply(rules, settings, CatalogueView(workspace, today, mistakes)))
    asked = {notification.id for notification in notifications}
    everything = len(asked) == len(workspace.catalogue.notifications)
    outcomes = [each for each in outcomes if everything or isinstance(each, Crash) or each.notification in asked]
    prepare = _Prepared(workspace, settings, tuple(locales), make_renderer)
    with share_out(notifications, [range(n, n + 1) for n in range(len(notifications))], prepare, workers) as inspected:
        for found in inspected:
            outcomes += found
    findings, useful = _hide(merge(outcomes, workspace, settings), workspace, today)
    for view in _ignores(workspace, notifications, useful):
        found_late = list(apply(rules, settings, view, notification=view.notification.id))
        outcomes += found_late
        findings += merge(found_late, workspace, settings)
    crashes = {each.code: each for each in outcomes if isinstance(each, Crash)}
    return Report(sorted(findings, key=_reading_order), list(crashes.values()))


@dataclass(frozen=True)
class _Prepared:
    """Makes an inspector, in whichever process."""

    workspace: Workspace
    settings: Settings
    locales: tuple[str, ...]
    make_renderer: Callable[[], Renderer]

    def __call__(self) -> Callable[[Notification], list[Outcome]]:
        return Inspector(self.workspace, self.settings, self.locales, self.make_renderer).inspect


def merge(outcomes: Iterable[Outcome], workspace: Workspace, settings: Settings) -> list[Finding]:
    """What was found, the same in several locales and samples as one finding, at the place of the worst of them."""

    def about(found: Found) -> tuple[str, ...]:
        return found.code, found.notification or "", found.channel or "", found.fault.key

    found = sorted((each for each in outcomes if isinstance(each, Found)), key=about)
    return [_finding(list(same), workspace, settings) for _, same in groupby(found, key=about)]


def _finding(same: list[Found], workspace: Workspace, settings: Settings) -> Finding:
    order = {locale: number for number, locale in enumerate(workspace.catalogue.locales)}
    locales = sorted({one.locale for one in same if one.locale}, key=lambda name: (order.get(name, len(order)), name))
    same = sorted(same, key=lambda one: (-one.fault.size, locales.index(one.locale) if one.locale else 0))
    worst = same[0]
    rule, fault = all_rules()[worst.code], worst.fault
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=settings.severity[rule.code],
        message=fault.message,
        help=fault.help or rule.cure,
        position=fault.at,
        key=fault.key,
        notification=worst.notification,
        channel=worst.channel,
        locales=tuple(locales),
        samples=tuple(dict.fromkeys(one.sample for one in same if one.sample)),
        worst=Worst(worst.locale, worst.sample, fault.value) if worst.locale and worst.sample else None,
    )


def _hide(
    findings: list[Finding], workspace: Workspace, today: date
) -> tuple[list[Finding], Mapping[tuple[str, int], bool]]:
    """The findings that no entry of `lint.ignore` hides, and which entries hid any."""
    useful: dict[tuple[str, int], bool] = {}
    shown = []
    for finding in findings:
        notification = workspace.catalogue.notifications.get(finding.notification or "")
        hidden = False
        for number, entry in enumerate(notification.lint.ignore if notification else ()):
            if finding.code in {rule.code for rule in named(entry.code)}:
                useful[finding.notification or "", number] = True
                hidden = hidden or entry.until is None or today <= entry.until
        if not hidden:
            shown.append(finding)
    return shown, useful


def _ignores(
    workspace: Workspace, notifications: Iterable[Notification], useful: Mapping[tuple[str, int], bool]
) -> Iterable[IgnoreView]:
    for notification in notifications:
        for number, entry in enumerate(notification.lint.ignore):
            yield IgnoreView(workspace, notification, entry, number, useful.get((notification.id, number), False))


def _reading_order(finding: Finding) -> tuple[Any, ...]:
    at = finding.position
    return at.file, at.line or 0, finding.code, at.column or 0, finding.notification or "", finding.key
