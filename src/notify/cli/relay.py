"""`notify relay list`: the places that messages can be sent to."""

import json
from typing import TYPE_CHECKING, Any

from notify.cli.console import make_console, write_lines
from notify.cli.options import Folder, Listing, ListingFormat
from notify.cli.workspace import open_workspace

if TYPE_CHECKING:
    from rich.table import Table


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
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("name", "kind", "to", "security", "login", "may send to"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "name")
    for relay in relays:
        host = relay["folder"] or f"{relay['host']}{':' + str(relay['port']) if relay['port'] else ''}"
        allowed = "anybody, as files" if relay["folder"] else ", ".join(relay["allow"]) or "nobody"
        if relay["redirect"]:
            allowed = f"{allowed}; all goes to {relay['redirect']}"
        name = Text(relay["name"], style="bold")
        if relay["production"]:
            name.append(" production", style="red")
        login = " ".join(relay[part] for part in ("username", "password", "secret") if relay[part])
        cells = (relay["kind"], host, relay["security"] or "", login, allowed)
        table.add_row(name, *(Text(cell) for cell in cells))
    return table
