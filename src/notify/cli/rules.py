"""`notify rules`: what the linter looks for."""

import json
from typing import Annotated

import typer

from notify.cli.console import make_console, write_lines
from notify.cli.options import Listing, ListingFormat
from notify.errors import UsageError


def complete_rule(incomplete: str) -> list[str]:
    """The codes and names of rules that start with what is typed."""
    from notify.lint.rulebook import all_rules

    names = [name for rule in all_rules().values() for name in (rule.code, rule.name)]
    return [name for name in names if name.lower().startswith(incomplete.lower())]


def rules(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODES]", help="Rules: codes, names or families, by commas.", autocompletion=complete_rule
        ),
    ] = None,
    format_: Listing = ListingFormat.TABLE,
) -> None:
    """List the rules of the linter, or explain one: what it finds, why that matters, and what to do."""
    from notify.lint.manual import describe_rule, write_page
    from notify.lint.rulebook import all_rules, codes, named, nearest_rule

    references = all_rules() if code is None else [part for part in code.split(",") if part.strip()] or [code]
    for reference in references:
        if not named(reference):
            hint = nearest_rule(reference) or "`notify rules` lists them."
            raise UsageError(f"There is no rule `{reference.strip()}`.", hint=hint)
    asked = codes(references)
    chosen = [rule for rule in all_rules().values() if rule.code in asked]
    if format_ is ListingFormat.JSON:
        document = {"version": 1, "rules": [describe_rule(rule) for rule in chosen]}
        write_lines([json.dumps(document, ensure_ascii=False, indent=2)])
        return
    console = make_console()
    if len(chosen) == 1:
        from rich.markdown import Markdown

        console.print(Markdown(write_page(chosen[0])))
        return
    from rich.table import Table

    from notify.lint.report.wording import counted_by_severity

    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("code", "name", "severity", "finds"):
        table.add_column(column, no_wrap=column != "finds")
    for rule in chosen:
        table.add_row(f"[bold]{rule.code}[/]", rule.name, rule.severity, rule.summary)
    console.print(table)
    console.print(f"{counted_by_severity(rule.severity for rule in chosen)}.")
