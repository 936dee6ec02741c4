"""How findings are shown to people: a place with an excerpt, and below it what is wrong there and what to do."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from notify.cli.console import counted, labelled, marked_excerpt, printable, shown_place

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from notify.lint.finding import Severity
    from notify.lint.report.statistics import RuleCount
    from notify.lint.report.text import Place, TextReport
    from notify.preview.findings import Inspected
    from notify.render.message import Message

_COLOURS: Final[Mapping["Severity", str]] = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}

# How many findings are shown briefly before the rest is only counted.
_TOLD: Final = 6


def show_findings(console: "Console", report: "TextReport", root: Path) -> None:
    """Shows what the linter found, file by file. `root` is the workspace's folder."""
    from rich.text import Text

    for chapter in report.chapters:
        for place in chapter.places:
            console.print(_paragraph(console, place, root), soft_wrap=True)
    console.print(labelled(console, "", "", Text(report.last_line, style="bold")), soft_wrap=True)


def show_briefly(console: "Console", inspected: "Inspected", messages: Sequence["Message"], root: Path) -> None:
    """Shows the gravest findings in some messages of one notification: what is wrong and where, not what to do."""
    from rich.text import Text

    from notify.preview.terminal.page import print_heading

    findings = inspected.about(messages)
    if findings:
        print_heading(console, "Findings")
    else:
        console.print("Findings: none")
    for finding in findings[:_TOLD]:
        said = Text.assemble(printable(finding.message), (f" {finding.code} {finding.name}", "dim"))
        console.print(labelled(console, f"{finding.severity}: ", _COLOURS[finding.severity], said), soft_wrap=True)
        at = Text(printable(shown_place(finding.position, root)))
        console.print(labelled(console, "at: ", "bold", at), soft_wrap=True)
    more, crashes = len(findings) - _TOLD, inspected.crashes
    if findings or crashes:
        counts = [f"And {counted(more, 'finding')} more"] if more > 0 else []
        counts += [f"{counted(crashes, 'rule')} went wrong"] if crashes else []
        told = f"`notify lint {messages[0].notification}` says {'what to do' if findings else 'why'}."
        console.print("; ".join([*counts, told]), markup=False, soft_wrap=True)


def table_of_counts(counts: Sequence["RuleCount"]) -> "Table":
    """How often each rule found something, as a table."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for column in ("findings", "files", "notifications"):
        table.add_column(column, justify="right")
    for column in ("rule", "", "severity"):
        table.add_column(column, no_wrap=True)
    for count in counts:
        numbers = (f"{number:,}" for number in (count.findings, count.files, count.notifications))
        table.add_row(*numbers, count.code, count.name, Text(count.severity, style=_COLOURS[count.severity]))
    return table


def _paragraph(console: "Console", place: "Place", root: Path) -> "Text":
    from rich.text import Text

    text = Text(f"{printable(shown_place(place.position, root))}\n", style="bold")
    text = Text.assemble(text, marked_excerpt(console, place.position))
    for remark in place.remarks:
        said = Text.assemble(printable(remark.message), (f" {remark.code} {remark.name}", "dim"))
        lines = [labelled(console, f"{remark.severity}: ", _COLOURS[remark.severity], said)]
        if remark.seen:
            lines.append(labelled(console, "in: ", "bold", Text(printable(remark.seen))))
        lines.append(labelled(console, "help: ", "bold cyan", Text(printable(remark.help))))
        for line in lines:
            text.append_text(line).append("\n")
    return text
