"""For GitHub Actions: workflow commands, which it shows as annotations beside the lines of a pull request."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from notify.lint.finding import SEVERITIES, Finding, Severity
from notify.lint.linter import Report
from notify.lint.report.paths import paths_from_repository
from notify.lint.report.wording import afterthoughts, counted, counted_by_severity, joined, plain, seen_in

_COMMANDS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
# Of each level, of one step of a job: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md
_SHOWN: Final = 10


def write_github(report: Report, root: Path) -> str:
    """The commands, the gravest first, since GitHub takes the first ones; a last line counts what it leaves out."""
    path_of = paths_from_repository(root)
    crashes = [
        _command("error", {"title": f"{crash.code} went wrong"}, f"The rule {crash.code} went wrong: {crash.reason}")
        for crash in report.crashes
    ]
    findings = sorted(report.findings, key=lambda one: SEVERITIES.index(one.severity))
    lines = [*crashes, *(_annotation(finding, path_of(finding.position.file)) for finding in findings)]
    return "\n".join([*lines, _last_line(report)])


def _annotation(finding: Finding, path: str) -> str:
    at = finding.position
    properties: dict[str, str | int | None] = {"file": path, "line": at.line, "col": at.column}
    if at.column and at.width > 1:
        properties["endColumn"] = at.column + at.width - 1
    seen = seen_in([finding])
    message = "\n".join(filter(None, [finding.message, f"In {seen}." if seen else "", finding.help]))
    properties["title"] = f"{finding.code} {finding.name}"
    return _command(_COMMANDS[finding.severity], properties, message)


def _command(name: str, properties: Mapping[str, str | int | None], message: str) -> str:
    written = ",".join(
        f"{key}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in properties.items()
        if value is not None
    )
    return f"::{name} {written}::{_escaped(message)}"


def _escaped(text: str) -> str:
    # The percent sign first: the others bring new ones.
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return plain(text)


def _last_line(report: Report) -> str:
    counts = Counter(finding.severity for finding in report.findings)
    counts["error"] += len(report.crashes)
    found = counted_by_severity(counts.elements()) or f"Nothing{' new' if report.hidden else ''} found"
    sentences = [f"{found}."]
    more = [
        counted(counts[severity] - _SHOWN, f"more {severity}") for severity in SEVERITIES if counts[severity] > _SHOWN
    ]
    if more:
        sentences.append(f"GitHub shows ten of each in a step, and this log has {joined(more)}.")
    return " ".join([*sentences, *afterthoughts(report)])
