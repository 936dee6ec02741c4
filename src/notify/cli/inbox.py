"""`notify inbox`: a mail server on this machine that keeps what it is sent."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notify.cli.console import counted, make_console, read_or_not
from notify.cli.options import Folder
from notify.cli.workspace import open_root

if TYPE_CHECKING:
    from rich.text import Text

    from notify.delivery.inbox import Caught, Inbox


def inbox(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where to listen; 0 is any free port.")] = 2525,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="An address of this machine.")] = "127.0.0.1",
    exposed: Annotated[
        bool,
        typer.Option("--let-others-connect", help="Take mail from other machines, too: whoever reaches this one."),
    ] = False,
    certificate: Annotated[
        Path | None,
        typer.Option("--certificate", metavar="FILE", help="A certificate and its key (PEM): offers STARTTLS."),
    ] = None,
    workspace: Folder = None,
) -> None:
    """Catch mail: whatever is sent to this server goes into the outbox, and nowhere else. Ends with Ctrl-C.

    Any login is accepted, and none is needed.
    """
    from notify.delivery.inbox import Inbox, listen, read_certificate
    from notify.delivery.outbox.folder import RunFolder
    from notify.delivery.outbox.journal import make_run_id

    root = open_root(workspace)
    run = make_run_id(datetime.now(UTC), secrets.token_hex(2)[:3])
    folder = RunFolder(root, run)
    tls = read_certificate(certificate) if certificate else None
    with listen(host, port, exposed=exposed) as listening:
        server = Inbox(folder, listening, tls)
        try:
            with server:
                _show(server, f"{host}, port {server.port}", folder.place)
        finally:
            after = f" notify outbox {run} lists what was caught." if server.count else ""
            # Another console: what Ctrl-C found the last one at, it would print once more.
            with read_or_not():
                make_console().print(f"{counted(server.count, 'message')}.{after}", markup=False, soft_wrap=True)


def _show(server: "Inbox", where: str, place: str) -> None:
    console = make_console()
    with read_or_not():
        line = f"Listening on {where}, until Ctrl-C. What is sent there goes into {place}."
        console.print(line, markup=False, soft_wrap=True)
    for caught in server:
        with read_or_not():
            console.print(_line(caught), soft_wrap=True)


def _line(caught: "Caught") -> "Text":
    from rich.text import Text

    others = len(caught.recipients) - 1
    recipients = caught.recipients[0] + (f" and {counted(others, 'other')}" if others else "")
    return Text.assemble(
        ("caught", "bold"),
        f"  {caught.sender or 'nobody'} to {recipients}  {caught.subject or 'without a subject'}",
        f"\n  {caught.path}, {caught.size:,} bytes",
    )
