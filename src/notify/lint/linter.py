"""The linter: what there is to look at, looked at by the rules, and what they found brought together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from notify.cache import NO_CACHE, Cache
from notify.catalogue.load import CATALOGUE_FILE, Workspace
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import sample_files
from notify.errors import CatalogueError, NotifyError
from notify.lint.finding import Finding, Worst
from notify.lint.inspection import Crash, Found, Inspector, Outcome, Stopped, apply
from notify.lint.memory import Memory
from notify.lint.reach import Answer
from notify.lint.rulebook import all_rules, codes, named
from notify.lint.settings import Settings
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.ignore import IgnoreView
from notify.lint.views.catalogue.mistake import MISTAKES, code_of, fault_of
from notify.lint.views.copy.library import LibraryView
from notify.lint.views.message.answer import AnswerView, FoundLink
from notify.render.crew import share_out
from notify.render.render import Renderer
from notify.render.selection import ALL
from notify.source import Position

# What came of each of these addresses.
Ask = Callable[[Sequence[str]], Mapping[str, Answer]]


@dataclass(frozen=True)
class Report:
    """What the linter found, by file, line and rule, and which rules went wrong themselves.

    `messages` is how many messages were looked at, and `unrendered` how many could not be, since they do not render.
    `unread` are the notifications of which not all was looked at, for whatever reason, and `thorough` the codes of the
    rules that were applied to all there is, but for those. `unreadable` says that the catalogue itself cannot be read,
    so that nothing else was looked at. `refused` are the notifications whose entry in the catalogue cannot be used, so
    that none of their messages were looked at. `hidden` is how many findings a baseline leaves out, and `mended` how
    many it knows that are not there any more.
    """

    findings: Sequence[Finding]
    crashes: Sequence[Crash]
    messages: int = 0
    unrendered: int = 0
    unread: frozenset[str] = frozenset()
    thorough: frozenset[str] = frozenset()
    unreadable: bool = False
    refused: Sequence[str] = ()
    hidden: int = 0
    mended: int = 0


@dataclass(frozen=True)
class Scope:
    """What to look at: a workspace, and of it these notifications in these locales (`all` for every one).

    `mistakes` are what loading the catalogue refused. `today` is the day on which it is looked at. `refused` are the
    ids of notifications that were asked for, and whose entries cannot be used.
    """

    workspace: Workspace
    mistakes: Sequence[NotifyError]
    notifications: Sequence[Notification]
    locales: Sequence[str]
    today: date
    refused: Sequence[str] = ()


def lint(
    scope: Scope,
    settings: Settings,
    make_renderer: Callable[[], Renderer],
    *,
    workers: int = 1,
    cache: Cache = NO_CACHE,
    ask: Ask | None = None,
) -> Report:
    """Looks at the catalogue and at the notifications, with every sample and channel.

    Entries of `lint.ignore` hide findings until their day is over. With several `workers`, notifications are shared out
    among processes; what was found is kept in the cache. With `ask`, links are followed; what came of that is not kept.
    """
    if ask is None:
        settings = settings.without(AnswerView)
    workspace, rules = scope.workspace, settings.selected()
    outcomes = _look_at_catalogue(scope, settings, cache)
    for found in _inspect(scope, settings, make_renderer, workers, cache):
        outcomes += found
    if ask is not None:
        outcomes += _follow(outcomes, settings, ask)
    findings, useful = _hide(merge(outcomes, workspace, settings), workspace, scope.today)
    for view in _ignores(scope, settings, outcomes, useful):
        found_late = list(apply(rules, settings, view, notification=view.notification.id))
        outcomes += found_late
        findings += merge(found_late, workspace, settings)
    crashes = {each.code: each for each in outcomes if isinstance(each, Crash)}
    stopped = [each for each in outcomes if isinstance(each, Stopped)]
    messages, unrendered = _count_messages(scope, stopped)
    return Report(
        sorted(findings, key=_reading_order),
        list(crashes.values()),
        messages,
        unrendered,
        frozenset({*(each.notification for each in stopped), *scope.refused}),
        frozenset(settings.rules) - crashes.keys() if _is_whole(scope) else frozenset(),
        refused=scope.refused,
    )


def refused_in(workspace: Workspace) -> Sequence[str]:
    """The ids of the notifications that are written in the catalogue and cannot be used."""
    data = workspace.document.data
    written = data.get("notifications") if isinstance(data, dict) else None
    known = workspace.catalogue.notifications
    return [name for name in written if name not in known] if isinstance(written, dict) else []


def report_unreadable(mistakes: Sequence[NotifyError]) -> Report:
    """The report on a catalogue that cannot be read: why not, and nothing else."""
    findings = {}
    for mistake in mistakes:
        rule, fault = all_rules()[code_of(mistake)], fault_of(mistake, Position(CATALOGUE_FILE))
        finding = Finding(
            rule.code, rule.name, rule.severity, fault.message, fault.help or rule.cure, fault.at, fault.key,
            fault.notification,
        )  # fmt: skip
        findings[finding.fingerprint] = finding
    return Report(sorted(findings.values(), key=_reading_order), [], unreadable=True)


def _follow(outcomes: Sequence[Outcome], settings: Settings, ask: Ask) -> Iterable[Outcome]:
    """What rules find in the answers for the links of all messages; each address is asked for once."""
    rules = settings.selected()
    following = [settings.options[rule.code] for rule in rules if rule.looks_at is AnswerView]
    skip = tuple(str(start) for options in following for start in options["skip"])
    links = [each for each in outcomes if isinstance(each, FoundLink) and not each.url.startswith(skip)]
    answers = ask(list(dict.fromkeys(link.url for link in links)))
    for link in links:
        where = {"channel": link.channel, "locale": link.locale, "sample": link.sample}
        answer = answers[link.url]
        if answer.verdict in {"unclear", "unasked"}:
            yield Stopped(link.notification)
        yield from apply(rules, settings, AnswerView(link, answer), notification=link.notification, **where)


def _count_messages(scope: Scope, stopped: Iterable[Stopped]) -> tuple[int, int]:
    """How many messages could be rendered, and how many could not."""
    rendered = {each.notification: each.rendered for each in stopped if each.rendered is not None}
    known = scope.workspace.catalogue.locales
    locales = {name for locale in scope.locales for name in (known if locale == ALL else (locale,))}
    looked_at = in_all = 0
    for notification in scope.notifications:
        samples = max(1, len(sample_files(scope.workspace.root, notification.id)))
        messages = len(notification.channels) * len(locales) * samples
        looked_at += rendered.get(notification.id, messages)
        in_all += messages
    return looked_at, in_all - looked_at


def _in_every_locale(scope: Scope) -> bool:
    return ALL in scope.locales or set(scope.workspace.catalogue.locales) <= set(scope.locales)


def _is_whole(scope: Scope) -> bool:
    """Whether this is all there is: every notification, of which loading refused none, in every locale."""
    catalogue = scope.workspace.catalogue
    chosen = {notification.id for notification in scope.notifications}
    return _in_every_locale(scope) and not scope.mistakes and chosen == catalogue.notifications.keys()


def _look_at_catalogue(scope: Scope, settings: Settings, cache: Cache) -> list[Outcome]:
    own = [
        mistake for mistake in scope.mistakes if isinstance(mistake, CatalogueError) and mistake.path[:1] == ("lint",)
    ]
    others = [mistake for mistake in scope.mistakes if mistake not in own]
    outcomes: list[Outcome] = []
    for view in (CatalogueView(scope.workspace, scope.today, others), LibraryView(scope.workspace, cache)):
        outcomes += apply(settings.selected(), settings, view)
    asked = {*(notification.id for notification in scope.notifications), *scope.refused}
    if not scope.workspace.catalogue.notifications.keys() <= asked:
        outcomes = [each for each in outcomes if isinstance(each, Crash) or each.notification in asked]
    # What is wrong with what the linter itself is told is said whatever else was asked for: it may be why.
    told = CatalogueView(scope.workspace, scope.today, own)
    return [*outcomes, *apply([all_rules()[code] for code in MISTAKES], settings, told)]


def _inspect(
    scope: Scope, settings: Settings, make_renderer: Callable[[], Renderer], workers: int, cache: Cache
) -> Iterable[list[Outcome]]:
    """What was found in each notification, now or before, in the order of the scope."""
    memory = Memory(scope.workspace, settings, scope.locales, scope.today, cache)
    known = {notification.id: memory.recall(notification) for notification in scope.notifications}
    new = [notification for notification in scope.notifications if known[notification.id] is None]
    prepare = _Prepared(scope.workspace, settings, tuple(scope.locales), make_renderer)
    with share_out(new, [range(number, number + 1) for number in range(len(new))], prepare, workers) as inspected:
        for notification, found in zip(new, inspected, strict=True):
            memory.remember(notification, found)
            known[notification.id] = found
    memory.keep()
    return [found for found in known.values() if found is not None]


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
        return found.code, found.notification or "", found.channel or "", found.fault.locale or "", found.fault.key

    found = sorted((each for each in outcomes if isinstance(each, Found)), key=about)
    return [_finding(list(same), workspace, settings) for _, same in groupby(found, key=about)]


def _finding(same: list[Found], workspace: Workspace, settings: Settings) -> Finding:
    order = {locale: number for number, locale in enumerate(workspace.catalogue.locales)}
    locales = sorted({one.locale for one in same if one.locale}, key=lambda name: (order.get(name, len(order)), name))
    same = sorted(same, key=lambda one: (-one.fault.size, locales.index(one.locale) if one.locale else 0))
    worst = same[0]
    rule, fault = all_rules()[worst.code], worst.fault
    severity = settings.severity[rule.code]
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=fault.severity if fault.severity and severity == rule.severity else severity,
        message=fault.message,
        help=fault.help or rule.cure,
        position=fault.at,
        key=fault.key,
        notification=worst.notification or None,
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
    scope: Scope, settings: Settings, outcomes: Sequence[Outcome], useful: Mapping[tuple[str, int], bool]
) -> Iterable[IgnoreView]:
    """The entries of `lint.ignore` that can be judged: all that they may hide was looked for, in every message."""
    if not _in_every_locale(scope):
        return
    looked_for = set(settings.rules) - {each.code for each in outcomes if isinstance(each, Crash)}
    stopped = {each.notification for each in outcomes if isinstance(each, Stopped)}
    # A family is judged without the rule in it that is only applied when asked for.
    on_request = {rule.code for rule in all_rules().values() if rule.looks_at is AnswerView}
    for notification in scope.notifications:
        for number, entry in enumerate(notification.lint.ignore):
            if entry.until and entry.until < scope.today:
                # It hides nothing any more, whatever there is: that is one thing to say of it, and CAT012 says it.
                continue
            meant = codes([entry.code])
            if meant and notification.id not in stopped and (meant - on_request or meant) <= looked_for:
                hides = useful.get((notification.id, number), False)
                yield IgnoreView(scope.workspace, notification, entry, number, hides)


def _reading_order(finding: Finding) -> tuple[Any, ...]:
    at = finding.position
    return at.file, at.line or 0, finding.code, at.column or 0, finding.notification or "", finding.key
