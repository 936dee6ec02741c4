"""`notify list`: the catalogue as a table."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from notify.cli.console import make_console, write_lines
from notify.cli.options import Folder, Ids, Listing, ListingFormat
from notify.cli.workspace import choose_notifications, open_workspace

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from notify.catalogue.outline import Outline

_COLOURS = {"partial": "yellow", "missing": "red"}
_STACKED = (("id", "category"), ("stages",), ("trigger",), ("channels",), ("locales",), ("topic", "priority"))


def list_(ids: Ids = None, format_: Listing = ListingFormat.TABLE, workspace: Folder = None) -> None:
    """List the notifications: category, stages, trigger, channels, languages, topic and priority.

    A language is complete, partial (some words are not there) or missing.
    """
    from notify.catalogue.outline import list_entry, outline_notifications

    opened = open_workspace(workspace)
    outlines = outline_notifications(opened, choose_notifications(opened, ids or ()))
    if format_ is ListingFormat.JSON:
        document = {"version": 1, "notifications": [list_entry(outline) for outline in outlines]}
        write_lines([json.dumps(document, ensure_ascii=False, indent=2)])
        return
    console = make_console()
    if not outlines:
        console.print("There are no notifications yet. `notify new` adds one.", markup=False)
        return
    table = _table([_cells(outline, between=" ") for outline in outlines], gap=2)
    if console.measure(table, options=console.options.update(max_width=1000)).maximum > console.width:
        table = _table([_stacked(_cells(outline, between="\n")) for outline in outlines], gap=1)
    console.print(table)


def _cells(outline: "Outline", between: str) -> "dict[str, Text]":
    """What the table says of a notification, by column; `between` stands between the words of a list."""
    from rich.text import Text

    from notify.catalogue.wording import describe_trigger

    notification = outline.notification
    return {
        "id": Text(notification.id, style="bold"),
        "category": Text(notification.category),
        "stages": Text(between.join(notification.stage) or "all"),
        "trigger": Text(describe_trigger(notification.trigger).replace("`", "")),
        "channels": Text(between.join(notification.channels)),
        "locales": _locales(outline, between),
        "topic": Text(notification.topic),
        "priority": Text(notification.priority),
    }


def _locales(outline: "Outline", between: str) -> "Text":
    """The complete ones first, three together; then what is wrong with each of the others."""
    from rich.text import Text

    complete = [locale for locale, state in outline.coverage.items() if state == "complete"]
    others = [
        Text(f"{locale} {state}", style=_COLOURS[state])
        for locale, state in outline.coverage.items()
        if state != "complete"
    ]
    threes = [Text(" ".join(complete[start : start + 3])) for start in range(0, len(complete), 3)]
    return Text(between).join([*threes, *others])


def _stacked(cells: "dict[str, Text]") -> "dict[str, Text]":
    """The same in fewer columns, for a narrow terminal."""
    from rich.text import Text

    return {"\n".join(names): Text("\n").join(cells[name] for name in names) for names in _STACKED}


def _table(rows: "Sequence[dict[str, Text]]", gap: int) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, gap, 0, 0))
    for name in rows[0]:
        # Where the terminal ends, what makes it due goes on below, and so does an id of more than 28 letters.
        longest = max(len(line) for row in rows for line in row[name].plain.split("\n"))
        least = 12 if name == "trigger" else min(longest, 28)
        table.add_column(name, overflow="fold", min_width=least)
    for row in rows:
        table.add_row(*row.values())
    return table
