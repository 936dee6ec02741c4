"""`notify lint`: what is wrong with the catalogue, its copy, templates and messages."""

import fnmatch
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from notify.cli.cache import open_cache
from notify.cli.console import counted, make_console, read_or_not, shown_place, write_lines
from notify.cli.options import Folder, Ids, Jobs, Locales, NoCache
from notify.cli.workspace import choose_notifications, open_root
from notify.errors import UsageError, WorkspaceError
from notify.source import Position

if TYPE_CHECKING:
    from rich.console import Console

    from notify.catalogue.load import Workspace
    from notify.catalogue.model.notification import Notification
    from notify.lint.baseline import Change
    from notify.lint.finding import Severity
    from notify.lint.linter import Report
    from notify.lint.reach import Reach
    from notify.lint.rule import Rule
    from notify.lint.settings import Settings


class LintFormat(StrEnum):
    """How findings are printed: for people, for programs, or for what CI servers read."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


class FailOn(StrEnum):
    """From which severity on a finding makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


_Codes = list[str] | None
_GRAVE: "Final[Mapping[FailOn, Severity | None]]" = {
    FailOn.ERROR: "error", FailOn.WARNING: "warning", FailOn.INFO: "info", FailOn.NEVER: None
}  # fmt: skip


def lint(
    ids: Ids = None,
    locale: Locales = None,
    format_: Annotated[
        LintFormat, typer.Option("--format", "-f", help="For people, for programs, or for a CI server.")
    ] = LintFormat.TEXT,
    select: Annotated[
        _Codes, typer.Option("--select", metavar="CODES", help="Only these rules: codes, names or families, by commas.")
    ] = None,
    ignore: Annotated[
        _Codes, typer.Option("--ignore", metavar="CODES", help="Not these rules: codes, names or families, by commas.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="From which severity on the exit code is 1.")
    ] = FailOn.ERROR,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Leave out what this file says was there.", dir_okay=False),
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write what is there now into the baseline.")
    ] = False,
    check_links: Annotated[
        bool, typer.Option("--check-links", help="Follow the links, slowly, and report those that are dead.")
    ] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count findings by rule instead.")] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day on which ignores with an end are judged.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report into this file, in place of an older one, and print it as text.",
            dir_okay=False,
        ),
    ] = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    workspace: Folder = None,
) -> None:
    """Look for what is wrong, in every language and with every sample, and say where and what to do.

    The exit code is 1 where a finding is as grave as --fail-on says, and 2 where the linter could not do its work:
    bad usage, a catalogue that cannot be read at all, or a rule that itself went wrong.

    Paths in text are from the current folder, in json from the workspace, and for CI servers from the repository.
    """
    from notify.lint.baseline import hide_known, read_baseline, write_baseline

    if update_baseline and baseline is None:
        raise UsageError("There is no baseline to update.", hint="Name its file with `--baseline FILE`.")
    if update_baseline and (ids or locale or select or ignore):
        hint = "Leave out the ids, `--locale`, `--select` and `--ignore`."
        raise UsageError("A baseline is of everything, or it would forget what is not looked at.", hint=hint)
    day = _read_day(today)
    root = open_root(workspace)
    rules, report = _look(
        root,
        ids,
        locale,
        _split("--select", select),
        _split("--ignore", ignore),
        day,
        jobs,
        check_links=check_links,
        no_cache=no_cache,
    )
    if baseline is not None and not report.unreadable:
        # What is wrong with it is said with a path that works from here, and not from the workspace.
        baseline = baseline.absolute()
        if update_baseline:
            _tell_change(baseline, write_baseline(baseline, report))
        report = hide_known(report, read_baseline(baseline))
    write = partial(_write_statistics if statistics else _write, report, root, rules, fail_on)
    if output is not None:
        _write_file(output, write(format_))
    with read_or_not():
        _tell_crashes(report, format_ if output is None else LintFormat.TEXT)
        if output is None and format_ is not LintFormat.TEXT:
            write_lines([write(format_)])
        elif statistics:
            _show_statistics(make_console(), report)
        else:
            _show(make_console(), report, root)
    raise typer.Exit(_exit_code(report, fail_on))


def _look(
    root: Path,
    ids: Sequence[str] | None,
    locales: Sequence[str] | None,
    select: Sequence[str],
    ignore: Sequence[str],
    today: date | None,
    jobs: int | None,
    *,
    check_links: bool,
    no_cache: bool,
) -> "tuple[Sequence[Rule[Any]], Report]":
    """The rules that were applied, and what they found."""
    from notify.catalogue.load import read_workspace
    from notify.lint.linter import Scope, lint, report_unreadable
    from notify.lint.rulebook import all_rules
    from notify.lint.settings import settle, slips
    from notify.lint.views.catalogue.mistake import MISTAKES
    from notify.lint.views.message.answer import AnswerView
    from notify.render.crew import usable_cores
    from notify.render.render import Renderer

    cache, now = open_cache(no_cache=no_cache), datetime.now(UTC)
    opened, mistakes = read_workspace(root, cache)
    if opened is None:
        return [all_rules()[code] for code in MISTAKES], report_unreadable(mistakes)
    _check_locales(opened, locales or ())
    settings = settle(opened, select, ignore)
    if (select or ignore) and not settings.rules:
        hint = "Leave one: what is ignored is taken away from what is selected."
        raise UsageError("There is no rule left to apply.", hint=hint)
    if not check_links:
        asked = settings.rules
        settings = settings.without(AnswerView)
        if asked and not settings.rules:
            raise UsageError("Dead links are only found where links are followed.", hint="Add `--check-links`.")
    chosen, refused = _choose(opened, ids or ())
    scope = Scope(opened, [*mistakes, *slips(opened)], chosen, locales or ["all"], today or now.date(), refused)
    workers = usable_cores() if jobs is None else jobs
    ask = _reach(settings) if check_links else None
    renderer = partial(Renderer, opened, now, cache)
    return settings.selected(), lint(scope, settings, renderer, workers=workers, cache=cache, ask=ask)


def _choose(workspace: "Workspace", patterns: Sequence[str]) -> "tuple[Sequence[Notification], Sequence[str]]":
    """The notifications whose ids match, and the ids of those whose entry in the catalogue is refused."""
    from notify.lint.linter import refused_in

    refused, known = refused_in(workspace), workspace.catalogue.notifications
    if not patterns:
        return choose_notifications(workspace, ()), refused
    usable = [pattern for pattern in patterns if fnmatch.filter(known, pattern) or not fnmatch.filter(refused, pattern)]
    lost = [name for name in refused if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]
    return choose_notifications(workspace, usable) if usable else [], lost


def _check_locales(workspace: "Workspace", locales: "Sequence[str]") -> None:
    """Raises UsageError for a locale that there is no copy in: what would be looked at is that of another one."""
    from notify.catalogue.locale import PSEUDO
    from notify.catalogue.model.fields import listed
    from notify.errors import nearest
    from notify.render.selection import ALL

    known = workspace.catalogue.locales
    for locale in locales:
        if locale not in {ALL, PSEUDO, *known}:
            hint = nearest(locale, [*known, ALL]) or f"They are {listed(known, 'and')}."
            raise UsageError(f"`{locale}` is not among `locales`.", hint=hint)


def _reach(settings: "Settings") -> "Reach":
    """What follows links, within the bounds that the catalogue sets."""
    from notify.lint.reach import Bounds, Reach
    from notify.lint.rules.links.dead import RULE

    options = settings.options[RULE.code]
    return Reach(Bounds(**{each.name: options[each.name] for each in fields(Bounds)}))


def _tell_change(path: Path, change: "Change") -> None:
    """Says what became of a baseline; not on standard output, where programs may read."""
    new = f", {change.added:,} of them new" if change.added else ""
    gone = f" {change.removed:,} {'is' if change.removed == 1 else 'are'} out of it." if change.removed else ""
    with read_or_not():
        line = f"{shown_place(Position(str(path)), None)} is written: {counted(change.findings, 'finding')}{new}.{gone}"
        make_console(stderr=True).print(line, markup=False, soft_wrap=True)


def _tell_crashes(report: "Report", format_: LintFormat) -> None:
    """Says which rules went wrong, where the report for people is printed: the others say it themselves."""
    from rich.text import Text

    for crash in report.crashes if format_ is LintFormat.TEXT else ():
        said = f"error: The rule {crash.code} itself failed ({crash.reason}). This is a bug; the others were applied."
        make_console(stderr=True).print(Text(said, style="bold red"), soft_wrap=True)


def _show(console: "Console", report: "Report", root: Path) -> None:
    from notify.cli.findings import show_findings
    from notify.lint.report.text import write_text

    show_findings(console, write_text(report, messages=report.messages), root)


def _show_statistics(console: "Console", report: "Report") -> None:
    from notify.cli.findings import table_of_counts
    from notify.lint.report.statistics import count_by_rule
    from notify.lint.report.wording import afterthoughts

    counts = count_by_rule(report.findings)
    console.print(table_of_counts(counts) if counts else f"Nothing{' new' if report.hidden else ''} found.")
    for sentence in afterthoughts(report):
        console.print(sentence, style="bold", markup=False, soft_wrap=True)


def _write_file(path: Path, report: str) -> None:
    """Writes a report in place of the one before. What is no file, such as `/dev/stdout`, is written to as it is."""
    from notify.files import write_whole

    content = f"{report.rstrip()}\n".encode("utf-8", "backslashreplace")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            write_whole(path, content, replace=True)
    except OSError as error:
        raise WorkspaceError(
            f"The report cannot be written: {error.strerror or type(error).__name__}.",
            position=Position(str(path.absolute())),
            hint="Name a file in a folder that is there, and that you may write to.",
        ) from None


def _write_statistics(
    report: "Report",
    root: Path,  # noqa: ARG001 # counts have no places
    rules: "Sequence[Rule[Any]]",  # noqa: ARG001
    fail_on: FailOn,  # noqa: ARG001
    format_: LintFormat,
) -> str:
    from notify.lint.report.statistics import count_by_rule

    if format_ is LintFormat.TEXT:
        return _plain(lambda console: _show_statistics(console, report))
    counts = [asdict(count) for count in count_by_rule(report.findings)]
    known = {"unrendered": report.unrendered, "hidden": report.hidden, "mended": report.mended}
    return json.dumps({"version": 1, "rules": counts, **known}, indent=2)


def _write(report: "Report", root: Path, rules: "Sequence[Rule[Any]]", fail_on: FailOn, format_: LintFormat) -> str:
    match format_:
        case LintFormat.TEXT:
            return _plain(lambda console: _show(console, report, root))
        case LintFormat.GITHUB:
            from notify.lint.report.github import write_github

            return write_github(report, root)
        case LintFormat.SARIF:
            from notify.lint.report.sarif import write_sarif

            return write_sarif(report, root, rules)
        case LintFormat.JUNIT:
            from notify.lint.report.junit import write_junit

            return write_junit(report, root, rules, _GRAVE[fail_on])
        case LintFormat.JSON:
            from notify.lint.report.json_ import write_json

            return write_json(report, messages=report.messages)


def _plain(show: "Callable[[Console], None]") -> str:
    """What is shown on a console, as it is where there is no terminal."""
    written = StringIO()
    show(make_console(file=written))
    return written.getvalue()


def _read_day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UsageError(f"`{written}` is not a date.", hint="Write it as `2026-03-01`.") from None


def _split(option: str, codes: Sequence[str] | None) -> list[str]:
    named = [code.strip() for group in codes or () for code in group.split(",") if code.strip()]
    if codes and not named:
        raise UsageError(f"`{option}` names no rule.", hint=f"`notify rules` lists them; or leave out `{option}`.")
    return named


def _exit_code(report: "Report", fail_on: FailOn) -> int:
    from notify.lint.finding import SEVERITIES

    if report.crashes or report.unreadable:
        return 2
    least = _GRAVE[fail_on]
    grave = SEVERITIES[: SEVERITIES.index(least) + 1] if least else ()
    return int(any(finding.severity in grave for finding in report.findings))
