"""For people: by file and place, what is wrong there, in which messages, and what to do; a last line counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from notify.lint.finding import Finding, Severity
from notify.lint.linter import Report
from notify.lint.report.wording import afterthoughts, counted, counted_by_severity, seen_in
from notify.source import Position


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said about a place. `seen` are the messages that show it, empty where none does."""

    code: str
    name: str
    severity: Severity
    message: str
    seen: str
    help: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a file and all that is said about it."""

    position: Position
    remarks: Sequence[Remark]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file and the places in it, from top to bottom."""

    file: str
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class TextReport:
    """All that is told to people; nothing of it is painted yet."""

    chapters: Sequence[Chapter]
    last_line: str


def write_text(report: Report, *, messages: int | None = None) -> TextReport:
    """The report for people. `messages` is how many were looked at.

    What is the same at one place for several notifications, such as in a layout, is said once and names them.
    """
    chapters = [
        Chapter(file, list(_places(found)))
        for file, found in groupby(report.findings, key=lambda one: one.position.file)
    ]
    return TextReport(chapters, _last_line(report, len(chapters), messages))


def _places(findings: Iterable[Finding]) -> Iterable[Place]:
    by_place: dict[tuple[int | None, int | None], list[Finding]] = {}
    for finding in findings:
        by_place.setdefault((finding.position.line, finding.position.column), []).append(finding)
    for same in by_place.values():
        yield Place(max((one.position for one in same), key=lambda at: at.width), list(_remarks(same)))


def _remarks(findings: Iterable[Finding]) -> Iterable[Remark]:
    same: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.code, finding.message, finding.help), []).append(finding)
    for found in same.values():
        first = found[0]
        yield Remark(first.code, first.name, first.severity, first.message, seen_in(found), first.help)


def _last_line(report: Report, files: int, messages: int | None) -> str:
    if report.unreadable:
        found = counted_by_severity(one.severity for one in report.findings)
        return f"{found}; nothing else can be looked at before the catalogue can be read."
    looked = "" if messages is None else f" {counted(messages, 'message')}"
    if report.findings:
        found = f"{counted_by_severity(one.severity for one in report.findings)} in {counted(files, 'file')}"
        sentences = [f"{found};{looked} looked at." if looked else f"{found}."]
    else:
        sentences = [f"Nothing{' new' if report.hidden else ''} found{' in' + looked if looked else ''}."]
    if report.crashes:
        sentences.append(f"{counted(len(report.crashes), 'rule')} went wrong.")
    return " ".join([*sentences, *afterthoughts(report)])
