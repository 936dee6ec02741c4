"""`notify relay list`: the places that messages can be sent to."""

import json
from typing import TYPE_CHECKING, Any

from notify.cli.console import make_console, write_lines
from notify.cli.options import Folder, Listing, ListingFormat
from notify.cli.workspace import open_workspace

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


def list_(format_: Listing = ListingFormat.TABLE, workspace: Folder = None) -> None:
    """List the relays: the outbox, which is always there, and those of the catalogue.

    Of a secret, only the environment variable that holds it is shown.
    """
    from notify.delivery.roster import list_relays

    relays = list_relays(open_workspace(workspace).catalogue)
    if format_ is ListingFormat.JSON:
        write_lines([json.dumps({"version": 1, "relays": relays}, ensure_ascii=False, indent=2)])
    else:
        make_console().print(_table(relays))


def _table(relays: "list[dict[str, Any]]") -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    rows = [_cells(relay) for relay in relays]
    for heading in rows[0]:
        # What has to be read exactly stays on one line; the lists at the end go on below.
        longest = max(row[heading].cell_len for row in rows)
        table.add_column(heading, overflow="fold", min_width=min(longest, 32) if heading in {"name", "to"} else None)
    for row in rows:
        table.add_row(*row.values())
    return table


def _cells(relay: "dict[str, Any]") -> "dict[str, Text]":
    from rich.text import Text

    name = Text(relay["name"], style="bold")
    if relay["production"]:
        name.append(" production", style="red")
    allowed = "anybody, as files" if relay["folder"] else ", ".join(relay["allow"]) or "nobody"
    port = f":{relay['port']}" if relay["port"] else ""
    return {
        "name": name,
        "kind": Text(relay["kind"]),
        "to": Text(relay["folder"] or f"{relay['host']}{port}"),
        "security": Text(relay["security"] or ""),
        "login": Text(" ".join(relay[part] for part in ("username", "password", "secret") if relay[part])),
        "may send to": Text(f"{allowed}; all goes to {relay['redirect']}" if relay["redirect"] else allowed),
    }
